// SPDX-License-Identifier: Apache-2.0
// surgeflow info: what is in a file of surgeflow.
#include <ostream>

#include "app/options.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::app {
namespace {

class InfoCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "info"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "List the groups, datasets and attributes of a file";
  }

  void declare(CLI::App& app) override {
    add_option(app, "FILE", path_, "A plan or demand file").required().placeholder("FILE.h5");
  }

  [[nodiscard]] ExitCode run(const Environment& environment) override {
    environment.out << archive::describe(path_);
    return ExitCode::done;
  }

 private:
  std::string path_;
};

}  // namespace

std::unique_ptr<Command> make_info_command() { return std::make_unique<InfoCommand>(); }

}  // namespace surgeflow::app

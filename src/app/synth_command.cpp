// SPDX-License-Identifier: Apache-2.0
// surgeflow synth: a case of any size, made up from a seed.
#include <CLI/CLI.hpp>
#include <limits>
#include <ostream>

#include "app/command.hpp"
#include "app/whole_number.hpp"
#include "app/words.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/synth/synth.hpp"

namespace surgeflow::app {
namespace {

class SynthCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "synth"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Make up a case of any size from a seed";
  }

  void declare(CLI::App& app) override {
    app.add_option("--facilities", options_.facilities, "How many facilities")
        ->required()
        ->check(whole_number(1, kMaxFacilities))
        ->type_name("N");
    app.add_option("--periods", options_.periods, "How many days")
        ->required()
        ->check(whole_number(1, kMaxPeriods))
        ->type_name("T");
    app.add_option("--seed", options_.seed, "The same seed gives the same case on any machine")
        ->required()
        ->check(whole_number(0, std::numeric_limits<std::uint64_t>::max()))
        ->type_name("S");
    app.add_option("--regions", options_.regions, "Puts the facilities into so many regions")
        ->check(whole_number(1, kMaxFacilities))
        ->type_name("R");
    app.add_option("-o,--output", folder_, "The folder for case.toml and its CSV files")
        ->required()
        ->type_name("DIR");
  }

  [[nodiscard]] ExitCode run(const Environment& environment) override {
    synth::write_case(folder_, synth::make_case(options_));
    environment.out << "A case of " << counted(options_.facilities, "facility", "facilities")
                    << " and " << counted(options_.periods, "period", "periods") << ": "
                    << (std::filesystem::path(folder_) / "case.toml").string() << '\n';
    return ExitCode::done;
  }

 private:
  synth::Options options_;
  std::string folder_;
};

}  // namespace

std::unique_ptr<Command> make_synth_command() { return std::make_unique<SynthCommand>(); }

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// surgeflow synth: a case of any size, made up from a seed.
#include <limits>
#include <ostream>

#include "app/options.hpp"
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
    add_option(app, "--facilities", options_.facilities, "How many facilities")
        .required()
        .check(whole_number(1, kMaxFacilities))
        .placeholder("N");
    add_option(app, "--periods", options_.periods, "How many days")
        .required()
        .check(whole_number(1, kMaxPeriods))
        .placeholder("T");
    add_option(app, "--seed", options_.seed, "The same seed gives the same case on any machine")
        .required()
        .check(whole_number(0, std::numeric_limits<std::uint64_t>::max()))
        .placeholder("S");
    add_option(app, "--regions", options_.regions, "Puts the facilities into so many regions")
        .check(whole_number(1, kMaxFacilities))
        .placeholder("R");
    add_option(app, "-o,--output", folder_, "The folder for case.toml and its CSV files")
        .required()
        .placeholder("DIR");
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

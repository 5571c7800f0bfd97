// SPDX-License-Identifier: Apache-2.0
// surgeflow demand: what a case's demand model says, without a plan.
#include <fmt/format.h>

#include <ostream>

#include "app/demand_words.hpp"
#include "app/log.hpp"
#include "app/options.hpp"
#include "app/output_file.hpp"
#include "app/prepare.hpp"
#include "app/provenance.hpp"
#include "app/threads.hpp"
#include "surgeflow/archive/demand_file.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::app {
namespace {

class DemandCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "demand"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Predict the demand of a case, without planning";
  }

  void declare(CLI::App& app) override {
    declare_case_options(app, planning_case_);
    add_option(app, "-o,--output", archive_path_, "Writes the forecast as HDF5")
        .placeholder("FILE.h5");
    add_option(app, "--csv", csv_path_, "Writes the forecast as a CSV table").placeholder("FILE");
    declare_threads(app, threads_);
    declare_log_options(app, log_);
    add_footer(app, "Here demand.rounding may be \"none\".");
  }

  [[nodiscard]] ExitCode run(const Environment& environment) override {
    TerminalLog log(environment, log_);
    log.info(fmt::format("reading {}", planning_case_.path));
    const LoadedCase loaded = load_case(planning_case_);
    log.message(LogLevel::debug, "settings:\n" + resolved_settings(loaded.file.statement));
    require_distinct({planning_case_.path, archive_path_, csv_path_});
    if (!archive_path_.empty()) archive::require_writable(archive_path_);
    if (!csv_path_.empty()) archive::require_writable(csv_path_);

    const Case& planning_case = loaded.planning_case;
    const epidemic::DemandForecast forecast = epidemic::forecast_demand(planning_case, threads_);
    environment.out << demand_in_words(planning_case, forecast) << std::flush;
    write_outputs(environment, loaded, forecast);
    return ExitCode::done;
  }

 private:
  void write_outputs(const Environment& environment, const LoadedCase& loaded,
                     const epidemic::DemandForecast& forecast) const {
    if (!archive_path_.empty()) {
      archive::write_demand(archive_path_, loaded.planning_case, forecast,
                            make_provenance(environment.arguments, loaded.file));
      environment.out << "Demand file: " << archive_path_ << '\n';
    }
    if (!csv_path_.empty()) {
      OutputFile file(csv_path_);
      formats::write_demand_csv(file.stream(), loaded.planning_case, forecast);
      file.commit();
      environment.out << "Table: " << csv_path_ << '\n';
    }
  }

  CaseOptions planning_case_;
  std::string archive_path_;
  std::string csv_path_;
  int threads_ = default_threads();
  LogOptions log_;
};

}  // namespace

std::unique_ptr<Command> make_demand_command() { return std::make_unique<DemandCommand>(); }

}  // namespace surgeflow::app

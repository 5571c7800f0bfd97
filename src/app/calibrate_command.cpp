// SPDX-License-Identifier: Apache-2.0
// surgeflow calibrate: doubling times and contact reductions from counts.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "app/calibration_words.hpp"
#include "app/command.hpp"
#include "app/failure.hpp"
#include "app/log.hpp"
#include "app/options.hpp"
#include "app/output_file.hpp"
#include "app/prepare.hpp"
#include "app/threads.hpp"
#include "app/whole_number.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::app {
namespace {

namespace fs = std::filesystem;

std::string refuse_no_date(const std::string& text) {
  if (parse_date(text)) return {};
  return fmt::format("'{}' is no date; allowed: an ISO date such as 2020-03-25", text);
}

std::string refuse_unknown_layout(const std::string& text) {
  if (text == "lines" || text == "jhu") return {};
  return fmt::format("'{}' is no layout; allowed: lines, jhu", text);
}

/// The case as it stands and as it is checked; the doubling time, which is what is looked for, may
/// be missing.
struct StatedCase {
  CaseStatement statement;
  Case planning_case;
};

StatedCase state_case(const CaseOptions& options, formats::InputFiles& files) {
  StatedCase stated;
  stated.statement = formats::read_case(options.path, options.overrides, files).statement;
  if (stated.statement.demand_model != DemandModel::sir) {
    throw InputError(Diagnostic{{options.path, 0, "demand.model"},
                                "the demand of the case is not that of the SIR model",
                                "\"sir\"",
                                "calibrate a case with [demand] model = \"sir\""});
  }
  CaseStatement checked = stated.statement;
  if (!checked.epidemic.doubling_time_days) checked.epidemic.doubling_time_days = 1.0;
  stated.planning_case = check_case(checked);
  return stated;
}

std::string_view bytes_of(const std::string& path, formats::InputFiles& files) {
  const formats::InputBytes& input = files.read(path);
  if (input.bytes) return *input.bytes;
  throw InputError(Diagnostic{{path, 0, {}},
                              fmt::format("the file can not be read: {}", input.failure),
                              "a readable CSV file of counts",
                              "check the path and its permissions"});
}

class CalibrateCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "calibrate"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Estimate doubling times and contact reductions from counts";
  }

  void declare(CLI::App& app) override {
    declare_case_options(app, planning_case_);
    add_option(app, "COUNTS", counts_path_, "Counts by facility and day")
        .required()
        .placeholder("COUNTS.csv");
    add_option(app, "--change-date", change_date_, "The first day with fewer contacts")
        .required()
        .check(refuse_no_date)
        .placeholder("DATE");
    add_option(app, "-o,--output", folder_,
               "The folder for facilities.csv, calibration.csv and backtest.csv")
        .required()
        .placeholder("DIR");
    add_option(app, "--layout", layout_,
               "lines: facility, date and cases or hospitalized in a line; jhu: the county "
               "time series of Johns Hopkins")
        .check(refuse_unknown_layout)
        .placeholder("lines|jhu");
    add_option(app, "--until", until_, "The last day to use; default: the last of the counts")
        .check(refuse_no_date)
        .placeholder("DATE");
    declare_numbers(app);
    declare_threads(app, options_.threads);
    declare_log_options(app, log_);
    add_footer(app,
               "The case needs demand.model = \"sir\"; it may leave out demand.doubling_time.");
  }

  [[nodiscard]] ExitCode run(const Environment& environment) override {
    TerminalLog log(environment, log_);
    log.info(fmt::format("reading {}", planning_case_.path));
    formats::InputFiles files;
    const StatedCase stated = state_case(planning_case_, files);
    refuse_own_inputs(stated.statement);
    log.info(fmt::format("reading {}", counts_path_));
    resolve_options();
    formats::CountsTable table = formats::read_counts_table(
        bytes_of(counts_path_, files), counts_path_,
        layout_ == "jhu" ? formats::CountsLayout::jhu : formats::CountsLayout::lines,
        stated.statement.facilities);
    drop_later_reports(table);
    const auto counts = calibration::daily_counts(
        table.measure, table.reports,
        static_cast<std::int32_t>(stated.planning_case.facilities.size()));
    const auto found = calibration::calibrate(stated.planning_case, counts, options_);
    const auto tested = calibration::backtest(stated.planning_case, counts, options_);
    write(stated, bytes_of(stated.statement.facilities_file, files), found, tested);
    environment.out << calibration_in_words(
        {stated.planning_case, table, counts, options_, found, tested});
    environment.out << "Written: " << path_of("facilities.csv") << ", "
                    << path_of("calibration.csv") << ", " << path_of("backtest.csv") << '\n';
    return ExitCode::done;
  }

 private:
  void declare_numbers(CLI::App& app) {
    constexpr auto kMost = static_cast<std::uint64_t>(calibration::kMaxCountedDays);
    const auto add = [&](const char* option, auto& value, std::uint64_t least, const char* text) {
      add_option(app, option, value, text)
          .check(whole_number(least, kMost))
          .placeholder("N")
          .show_default();
    };
    add("--delay-days", options_.delay_days, 0, "Days from a contact to its count");
    add("--fit-days", options_.fit_days, static_cast<std::uint64_t>(calibration::kLeastFittedDays),
        "Days to fit before the change shows, and at most after it");
    add("--least-count", least_count_, 1,
        "Persons counted on these days, below which a facility has its region's values");
    add("--backtest-days", options_.score_days, 1, "Days at the end to forecast from those before");
  }

  void resolve_options() {
    options_.change_date = *parse_date(change_date_);
    if (!until_.empty()) options_.until = parse_date(until_);
    options_.least_count = static_cast<double>(least_count_);
  }

  /// What is said of the counts is to be said of those that are used.
  void drop_later_reports(formats::CountsTable& table) const {
    const auto& until = options_.until;
    const bool any = until && std::ranges::any_of(table.reports, [&](const auto& report) {
                       return report.date >= *until;
                     });
    if (!any) return;  // where the counts end before, that is refused
    std::erase_if(table.reports, [&](const auto& report) { return report.date > *until; });
  }

  [[nodiscard]] std::string path_of(const char* name) const {
    return (fs::path(folder_) / name).string();
  }

  void refuse_own_inputs(const CaseStatement& statement) const {
    require_distinct({planning_case_.path, counts_path_, statement.facilities_file,
                      path_of("facilities.csv"), path_of("calibration.csv"),
                      path_of("backtest.csv")});
  }

  /// All three are whole before the first takes its place.
  void write(const StatedCase& stated, std::string_view facilities,
             const calibration::Calibration& found, const calibration::Backtest& tested) const {
    fs::create_directories(folder_);
    OutputFile facilities_file(path_of("facilities.csv"));
    OutputFile calibration_file(path_of("calibration.csv"));
    OutputFile backtest_file(path_of("backtest.csv"));
    formats::write_calibrated_facilities(facilities_file.stream(), facilities,
                                         stated.statement.facilities_file, found);
    formats::write_calibration_csv(calibration_file.stream(), stated.planning_case, found);
    formats::write_backtest_csv(backtest_file.stream(), stated.planning_case, tested);
    facilities_file.commit();
    calibration_file.commit();
    backtest_file.commit();
  }

  CaseOptions planning_case_;
  std::string counts_path_;
  std::string change_date_;
  std::string until_;
  std::string layout_ = "lines";
  std::string folder_;
  std::int32_t least_count_ = 10;
  calibration::Options options_{.threads = default_threads()};
  LogOptions log_;
};

}  // namespace

std::unique_ptr<Command> make_calibrate_command() { return std::make_unique<CalibrateCommand>(); }

}  // namespace surgeflow::app

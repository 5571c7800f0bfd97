// SPDX-License-Identifier: Apache-2.0
// surgeflow replan: yesterday's plan and what happened since make today's plan.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <ostream>

#include "app/answer.hpp"
#include "app/failure.hpp"
#include "app/log.hpp"
#include "app/options.hpp"
#include "app/output_file.hpp"
#include "app/plan_document.hpp"
#include "app/prepare.hpp"
#include "app/provenance.hpp"
#include "app/replan_words.hpp"
#include "app/replanning.hpp"
#include "app/summary.hpp"
#include "app/threads.hpp"
#include "app/time_option.hpp"
#include "app/whole_number.hpp"
#include "app/words.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/flow/without_sharing.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::app {
namespace {

namespace fs = std::filesystem;

std::string refuse_no_day(const std::string& text) {
  if (parse_date(text)) return {};
  return fmt::format("'{}' is no date; allowed: an ISO date such as 2020-04-10", text);
}

class ReplanCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "replan"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Plan again from where an earlier plan has led by now";
  }
  void declare(CLI::App& app) override;
  [[nodiscard]] Interrupts interrupts() const override { return Interrupts::end_in_order; }
  [[nodiscard]] ExitCode run(const Environment& environment) override;

 private:
  void resolve();
  void require_outputs() const;
  [[nodiscard]] archive::PlanDocument document_of(const Environment& environment,
                                                  const LoadedCase& loaded, Morning morning,
                                                  DayPlan plan) const;
  void write_outputs(const Environment& environment, archive::PlanDocument& document,
                     TerminalLog& log) const;
  void write_tables(const archive::PlanDocument& document) const;

  CaseOptions planning_case_;
  ReplanRequest request_;
  std::string at_;
  std::string output_path_;   ///< empty: no plan file
  std::string summary_path_;  ///< empty: no summary file
  std::string csv_folder_;    ///< empty: no tables
  std::optional<double> time_limit_seconds_;
  LogOptions log_;
};

void ReplanCommand::declare(CLI::App& app) {
  declare_case_options(app, planning_case_);
  add_option(app, "--from", request_.plan_path, "The plan that was carried out until now")
      .required()
      .placeholder("PLAN.h5");
  add_option(app, "--at", at_, "Today: the first day to plan")
      .required()
      .check(refuse_no_day)
      .placeholder("DATE");
  add_option(app, "--actuals", request_.actuals_path,
             "What was seen since: demand.csv, arrivals.csv, shipments.csv, stock.csv; without it "
             "all went as planned")
      .placeholder("DIR");
  add_option(app, "--frozen-periods", request_.frozen_periods,
             "Orders of so many coming periods stay as they are")
      .show_default()
      .check(whole_number(0, static_cast<std::uint64_t>(kMaxPeriods)))
      .placeholder("N");
  add_option(app, "--change-cost", request_.change_cost,
             "Movement that each device may cost more which stays on its order")
      .show_default()
      .check(whole_number(0, static_cast<std::uint64_t>(kMaxLaneCost)))
      .placeholder("N");
  add_option(app, "-o,--output", output_path_, "Writes the plan file; it may replace --from")
      .placeholder("PLAN.h5");
  add_option(app, "--summary", summary_path_, "Writes the summary's numbers as JSON")
      .placeholder("FILE.json");
  add_option(app, "--csv", csv_folder_,
             "Writes the plan, the changes and the past as CSV tables into a folder")
      .placeholder("DIR");
  declare_time_limit(app, time_limit_seconds_);
  request_.threads = default_threads();
  declare_threads(app, request_.threads);
  declare_log_options(app, log_);
}

void ReplanCommand::resolve() { request_.at = *parse_date(at_); }

void ReplanCommand::require_outputs() const {
  require_distinct({planning_case_.path, output_path_, summary_path_, csv_folder_});
  require_distinct({request_.plan_path, summary_path_, csv_folder_});
  if (!output_path_.empty()) archive::require_writable(output_path_);
  if (!summary_path_.empty()) archive::require_writable(summary_path_);
  if (csv_folder_.empty()) return;
  fs::create_directories(csv_folder_);
  archive::require_writable(fs::path(csv_folder_) / "changes.csv");
}

archive::PlanDocument ReplanCommand::document_of(const Environment& environment,
                                                 const LoadedCase& loaded, Morning morning,
                                                 DayPlan plan) const {
  archive::Provenance provenance = make_provenance(environment.arguments, loaded.file);
  provenance.input_sha256.merge(morning.seen.input_sha256);
  provenance.warm = morning.from;
  morning.history.replans.push_back(entry_of(morning, request_, plan));
  archive::PlanDocument document =
      make_plan_document(std::move(morning.planning_case), std::move(morning.instance),
                         std::move(plan.solution), std::move(provenance));
  document.history = std::move(morning.history);
  document.replan = std::move(plan.record);
  document.consolidation = plan.consolidation;
  document.summary.lanes = document.instance.lanes().lanes();
  document.summary.ranks = environment.ranks;
  document.summary.threads = request_.threads;
  document.summary.case_sha256 = loaded.file.sha256;
  return document;
}

void ReplanCommand::write_tables(const archive::PlanDocument& document) const {
  formats::write_plan_csv(csv_folder_, document);
  OutputFile changes(fs::path(csv_folder_) / "changes.csv");
  OutputFile reconciliation(fs::path(csv_folder_) / "reconciliation.csv");
  OutputFile past(fs::path(csv_folder_) / "past.csv");
  formats::write_changes_csv(changes.stream(), document);
  formats::write_reconciliation_csv(reconciliation.stream(), document);
  formats::write_past_csv(past.stream(), document);
  changes.commit();
  reconciliation.commit();
  past.commit();
}

void ReplanCommand::write_outputs(const Environment& environment, archive::PlanDocument& document,
                                  TerminalLog& log) const {
  archive::Summary& summary = document.summary;
  const auto total = [&] {
    return std::chrono::duration<double>(StopCondition::Clock::now() - environment.start).count();
  };
  const Stopwatch watch;
  summary.seconds.total = total();
  summary.peak_rss_bytes = peak_memory_bytes();
  if (!output_path_.empty()) {
    log.info(fmt::format("writing {}", output_path_));
    archive::write_plan(output_path_, document, request_.threads);
    environment.out << "Plan file: " << output_path_ << '\n';
  }
  if (!csv_folder_.empty()) {
    write_tables(document);
    environment.out << "Tables: " << csv_folder_ << '\n';
  }
  summary.seconds.write = watch.seconds();
  summary.seconds.total = total();
  write_summary(environment, summary_path_,
                summary_json(summary, review_plan(document), document.consolidation));
}

ExitCode ReplanCommand::run(const Environment& environment) {
  TerminalLog log(environment, log_);
  resolve();
  const Stopwatch watch;
  log.info(fmt::format("reading {}", planning_case_.path));
  const LoadedCase loaded = load_case(planning_case_);
  refuse_least_size(loaded);
  refuse_fairness(loaded);
  require_outputs();
  request_.stop = {deadline_of(environment, time_limit_seconds_), &environment.interrupt};
  Workspace workspace;
  Morning morning = begin_day(request_, loaded.planning_case, workspace, log);
  const double load_seconds = watch.seconds();
  log.info(fmt::format("solving {} facilities, {} periods from {}",
                       grouped(morning.instance.facilities()), grouped(morning.instance.periods()),
                       at_));
  environment.out << past_in_words(morning) << std::flush;
  const SolveControl control{
      .stop = request_.stop, .log = &log, .workspace = &workspace, .threads = request_.threads};
  DayPlan plan = plan_day(morning, request_, control);
  workspace = {};
  const Total unmet_alone = unmet_without_sharing(morning.instance, morning.planning_case.limits);
  environment.out << changes_in_words(morning, plan);
  archive::PlanDocument document =
      document_of(environment, loaded, std::move(morning), std::move(plan));
  document.summary.seconds.load = load_seconds;
  environment.out << answer_in_words(document, unmet_alone) << std::flush;
  write_outputs(environment, document, log);
  if (document.summary.status == "time_limit") return ExitCode::limit_reached;
  return document.summary.status == "interrupted" ? ExitCode::interrupted : ExitCode::done;
}

}  // namespace

std::unique_ptr<Command> make_replan_command() { return std::make_unique<ReplanCommand>(); }

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// surgeflow sweep: many scenarios of a case, each planned and certified, resumable.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <ostream>

#include "app/by_regions.hpp"
#include "app/command.hpp"
#include "app/failure.hpp"
#include "app/log.hpp"
#include "app/options.hpp"
#include "app/output_file.hpp"
#include "app/provenance.hpp"
#include "app/scenario_plans.hpp"
#include "app/sweep_cases.hpp"
#include "app/sweep_results.hpp"
#include "app/sweep_words.hpp"
#include "app/sweep_work.hpp"
#include "app/team.hpp"
#include "app/threads.hpp"
#include "app/time_option.hpp"
#include "app/words.hpp"

namespace surgeflow::app {
namespace {

/// One of several runs that share a sweep: number k of n, from 1.
struct Part {
  std::int64_t number = 1;
  std::int64_t of = 1;
};

std::optional<Part> part_of(const std::string& text) {
  Part part;
  char slash = 0;
  std::istringstream in(text);
  if (!(in >> part.number >> slash >> part.of) || slash != '/' || !in.eof()) return std::nullopt;
  if (part.number < 1 || part.of < part.number) return std::nullopt;
  return part;
}

std::string refuse_bad_part(const std::string& text) {
  if (part_of(text)) return {};
  return fmt::format("'{}' is no part; allowed: K/N with K from 1 to N, e.g. 3/16", text);
}

struct SweepOptions {
  std::string sweep_path;
  std::string output_path;
  std::string table_path;  ///< empty: no table
  std::string part;        ///< empty: all
  std::optional<double> time_limit_seconds;
  int threads = default_threads();
  bool dry_run = false;
  LogOptions log;
};

class SweepCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "sweep"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Plan many scenarios of a case, and say how the answer varies";
  }
  void declare(CLI::App& app) override;
  [[nodiscard]] Interrupts interrupts() const override { return Interrupts::end_in_order; }
  [[nodiscard]] ExitCode run(const Environment& environment) override;

 private:
  [[nodiscard]] SweepSize size_of_sweep(const SweepCases& cases) const;
  void require_outputs() const;
  [[nodiscard]] SweepOrder order_of(const Environment& environment, const SweepCases& cases,
                                    const formats::InputFiles& files) const;
  /// Of every scenario's plan, where they are kept.
  [[nodiscard]] std::string plan_folder() const { return options_.output_path + ".plans"; }
  [[nodiscard]] std::vector<sweep::Block> own_blocks(const std::vector<sweep::Block>& all) const;
  [[nodiscard]] StopCondition stop_condition(const Environment& environment) const;
  [[nodiscard]] ExitCode stopped(const Environment& environment, StopReason reason,
                                 const std::string& how_far) const;
  [[nodiscard]] ExitCode plan_scenarios(const Environment& environment, const SweepCases& cases,
                                        const formats::InputFiles& files, TerminalLog& log) const;
  [[nodiscard]] ExitCode forecast_demand(const Environment& environment, const SweepCases& cases,
                                         const formats::InputFiles& files, TerminalLog& log) const;
  void add_quantile_plans(const SweepCases& cases, archive::SweepDocument& document) const;
  void write_outputs(const Environment& environment, const SweepCases& cases,
                     archive::SweepDocument document, TerminalLog& log) const;

  SweepOptions options_;
};

void SweepCommand::declare(CLI::App& app) {
  add_option(app, "SWEEP", options_.sweep_path, "What is varied in which case: a TOML file")
      .required()
      .placeholder("FILE.toml");
  add_option(app, "-o,--output", options_.output_path,
             "Writes rows, quantiles and sensitivities (HDF5); what is done so far is kept in "
             "the folder OUT.h5.parts")
      .placeholder("OUT.h5");
  add_option(app, "--csv", options_.table_path, "Writes one line a scenario as a CSV table")
      .placeholder("FILE.csv");
  add_option(app, "--part", options_.part,
             "Plans the K-th of N shares, for job arrays; the command without it plans what is "
             "missing and brings all together")
      .check(refuse_bad_part)
      .placeholder("K/N");
  declare_time_limit(app, options_.time_limit_seconds);
  declare_threads(app, options_.threads);
  add_flag(app, "--dry-run", options_.dry_run,
           "Says how many scenarios there are, what memory and time they take, and stops");
  declare_log_options(app, options_.log);
  add_footer(
      app,
      "Each thread of each rank plans scenarios of its own. SIGINT, SIGTERM and SIGUSR1 let each "
      "finish the one at hand;\nthe same command, on any number of ranks and threads, goes on from "
      "there to the same file.");
}

SweepSize SweepCommand::size_of_sweep(const SweepCases& cases) const {
  const CaseSize planning_case = cases.size_of_base();
  const std::int64_t scenarios = sweep::count_scenarios(cases.statement());
  const std::vector<sweep::Block> blocks =
      sweep::cut_into_blocks(std::min(scenarios, sweep::kMaxScenarios), planning_case.nodes());
  return {.scenarios = scenarios,
          .blocks = static_cast<std::int64_t>(blocks.size()),
          .planning_case = planning_case,
          .threads = options_.threads};
}

void SweepCommand::require_outputs() const {
  if (options_.output_path.empty()) {
    throw UsageError("no place for the results; name one: -o OUT.h5");
  }
  require_distinct({options_.sweep_path, options_.output_path, options_.table_path});
  archive::require_writable(options_.output_path);
  if (!options_.table_path.empty()) archive::require_writable(options_.table_path);
}

SweepOrder SweepCommand::order_of(const Environment& environment, const SweepCases& cases,
                                  const formats::InputFiles& files) const {
  return {.sweep_path = options_.sweep_path,
          .output_path = options_.output_path,
          .plan_folder = cases.statement().keep_plans ? plan_folder() : std::string(),
          .arguments = environment.arguments,
          .blocks = {},
          .threads = options_.threads,
          .files = files.contents()};
}

std::vector<sweep::Block> SweepCommand::own_blocks(const std::vector<sweep::Block>& all) const {
  const Part part = part_of(options_.part).value_or(Part{});
  std::vector<sweep::Block> own;
  for (std::size_t n = 0; n < all.size(); ++n) {
    if (static_cast<std::int64_t>(n) % part.of == part.number - 1) own.push_back(all[n]);
  }
  return own;
}

StopCondition SweepCommand::stop_condition(const Environment& environment) const {
  return {deadline_of(environment, options_.time_limit_seconds), &environment.interrupt};
}

ExitCode SweepCommand::stopped(const Environment& environment, StopReason reason,
                               const std::string& how_far) const {
  const bool limit = reason == StopReason::time_limit;
  environment.out << fmt::format("{}{}; the same command goes on from there.\n",
                                 limit ? "The time limit was reached: " : "Interrupted: ", how_far);
  return limit ? ExitCode::limit_reached : ExitCode::interrupted;
}

ExitCode SweepCommand::plan_scenarios(const Environment& environment, const SweepCases& cases,
                                      const formats::InputFiles& files, TerminalLog& log) const {
  cases.try_values();
  cases.try_draws();
  const sweep::PartFolder parts(options_.output_path, cases.identity());
  parts.open();
  SweepOrder order = order_of(environment, cases, files);
  if (!order.plan_folder.empty()) std::filesystem::create_directories(order.plan_folder);
  const std::vector<sweep::Block> own = own_blocks(cases.blocks());
  order.blocks = parts.unfinished(own);
  const std::int64_t wanted = sweep::scenarios_of(own);
  const std::int64_t done_before = wanted - sweep::scenarios_of(order.blocks);
  if (done_before > 0) {
    log.info(fmt::format("{} of {} scenarios were planned before", grouped(done_before),
                         grouped(wanted)));
  }
  const StopCondition stop = stop_condition(environment);
  StopReason reason = StopReason::none;
  SweepProgress progress(environment, log, order.blocks, done_before);
  const comm::Dealing dealing = environment.team->plan_blocks(
      order, cases,
      {.workers = options_.threads,
       .stop =
           [&] {
             if (reason == StopReason::none) reason = stop.check();
             return reason != StopReason::none;
           },
       .progress = [&](std::int64_t finished) { progress(finished); }});
  if (dealing == comm::Dealing::stopped) {
    const std::int64_t left = sweep::scenarios_of(parts.unfinished(own));
    if (left > 0) {
      return stopped(
          environment, reason,
          fmt::format("{} of {} scenarios are planned", grouped(wanted - left), grouped(wanted)));
    }
  }
  if (!options_.part.empty()) {
    environment.out << fmt::format("Part {}: {} scenarios are planned, in {}\n", options_.part,
                                   grouped(wanted), parts.path().string());
    return ExitCode::done;
  }
  log.info("bringing the parts together");
  archive::SweepDocument document = results_of(cases, environment.team->merge_parts(order, cases));
  add_quantile_plans(cases, document);
  write_outputs(environment, cases, std::move(document), log);
  parts.remove();
  return ExitCode::done;
}

ExitCode SweepCommand::forecast_demand(const Environment& environment, const SweepCases& cases,
                                       const formats::InputFiles& files, TerminalLog& log) const {
  epidemic::EnsembleDemand demand = environment.team->forecast_ensemble(
      order_of(environment, cases, files), cases,
      {.threads = options_.threads, .stop = stop_condition(environment), .log = &log});
  if (demand.stopped != StopReason::none) {
    return stopped(environment, demand.stopped, "nothing is written of a forecast of demand alone");
  }
  archive::SweepDocument document = results_of(cases, std::move(demand));
  add_quantile_plans(cases, document);
  write_outputs(environment, cases, std::move(document), log);
  return ExitCode::done;
}

void SweepCommand::add_quantile_plans(const SweepCases& cases,
                                      archive::SweepDocument& document) const {
  const Case& base = cases.base().planning_case;
  const auto facilities = static_cast<std::int32_t>(base.facilities.size());
  for (const double level : cases.statement().plan_quantiles) {
    const auto& levels = document.quantiles.levels;
    const auto at = std::find(levels.begin(), levels.end(), level) - levels.begin();
    Panel<Count> demand(facilities, base.horizon.periods);
    const auto size = static_cast<std::ptrdiff_t>(demand.values().size());
    const auto first = document.quantiles.demand.begin() + at * size;
    std::copy(first, first + size, demand.values().begin());
    document.quantile_plans.push_back(
        {.level = level, .numbers = plan_demand(base, std::move(demand), options_.threads)});
  }
}

void SweepCommand::write_outputs(const Environment& environment, const SweepCases& cases,
                                 archive::SweepDocument document, TerminalLog& log) const {
  document.ranks = environment.ranks;
  document.threads = options_.threads;
  document.provenance = make_provenance(environment.arguments, cases.base().file);
  // Said before it is written, so that a full disk does not cost the answer.
  environment.out << sweep_in_words(document) << std::flush;
  log.info(fmt::format("writing {}", options_.output_path));
  archive::write_sweep(options_.output_path, document);
  environment.out << "Sweep file: " << options_.output_path << '\n';
  if (options_.table_path.empty()) return;
  OutputFile file(options_.table_path);
  write_scenario_table(file.stream(), document);
  file.commit();
  environment.out << "Table: " << options_.table_path << '\n';
}

ExitCode SweepCommand::run(const Environment& environment) {
  TerminalLog log(environment, options_.log);
  log.info(fmt::format("reading {}", options_.sweep_path));
  formats::InputFiles files;
  SweepCases cases(options_.sweep_path, files);
  if (!cases.statement().not_used.empty()) {
    log.message(LogLevel::warning, fmt::format("not used, because no model here knows them: {}",
                                               fmt::join(cases.statement().not_used, ", ")));
  }
  const SweepSize size = size_of_sweep(cases);
  const std::vector<Machine> machines = machines_of(environment);
  if (options_.dry_run) {
    environment.out << sweep_size_in_words(size, machines, options_.sweep_path,
                                           options_.output_path);
    return ExitCode::done;
  }
  require_outputs();
  cases.design();
  if (!cases.statement().plans) return forecast_demand(environment, cases, files, log);
  require_sweep_memory(size, machines);
  return plan_scenarios(environment, cases, files, log);
}

}  // namespace

std::unique_ptr<Command> make_sweep_command() { return std::make_unique<SweepCommand>(); }

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// surgeflow plan: the best sharing plan of a case, checked, written and said.
#include <fmt/format.h>

#include <numeric>
#include <optional>
#include <ostream>

#include "app/answer.hpp"
#include "app/by_regions.hpp"
#include "app/checkpoints.hpp"
#include "app/consolidation.hpp"
#include "app/dry_run.hpp"
#include "app/failure.hpp"
#include "app/item_planning.hpp"
#include "app/item_prices.hpp"
#include "app/item_summary.hpp"
#include "app/log.hpp"
#include "app/options.hpp"
#include "app/output_file.hpp"
#include "app/partner_price.hpp"
#include "app/plan_document.hpp"
#include "app/prepare.hpp"
#include "app/provenance.hpp"
#include "app/rank_need.hpp"
#include "app/reviewed.hpp"
#include "app/rule_prices.hpp"
#include "app/solution.hpp"
#include "app/summary.hpp"
#include "app/threads.hpp"
#include "app/time_option.hpp"
#include "app/warm.hpp"
#include "app/words.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/flow/without_sharing.hpp"
#include "surgeflow/formats/export.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::app {
namespace {

struct PlanOptions {
  CaseOptions planning_case;
  std::string warm_path;     ///< empty: no plan to start from
  std::string plan_path;     ///< empty: no plan file
  std::string summary_path;  ///< empty: no summary file
  std::string csv_folder;    ///< empty: no tables
  std::optional<double> time_limit_seconds;
  double checkpoint_every_seconds = 60.0;
  int threads = default_threads();
  bool dry_run = false;
  LogOptions log;
};

/// Whether each rank holds the lanes of its own facilities; otherwise the root holds all.
bool is_spread(const Case& planning_case) {
  return planning_case.method == Method::lagrangian && !planning_case.limits.any() &&
         !planning_case.fair_by;
}

/// Who writes the plan file.
enum class PlanFileWriters { root, all_ranks };

/// A case on its way to a plan: everything that is known before the solve.
struct Preparation {
  LoadedCase loaded;
  Instance instance;
  std::int64_t lanes = 0;  ///< of all ranks
  std::optional<WarmPlan> warm;
  archive::Summary::Seconds seconds;
  std::string lanes_sha256;  ///< of computed lanes that the root does not hold, once all is solved
};

ExitCode exit_code_of(std::string_view status) {
  if (status == "time_limit") return ExitCode::limit_reached;
  if (status == "interrupted") return ExitCode::interrupted;
  return ExitCode::done;
}

class PlanCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "plan"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Find the best sharing plan of a case and prove it";
  }
  void declare(CLI::App& app) override;
  [[nodiscard]] Interrupts interrupts() const override { return Interrupts::end_in_order; }
  [[nodiscard]] ExitCode run(const Environment& environment) override;

 private:
  [[nodiscard]] std::optional<WarmPlan> read_warm(const Case& planning_case, LogSink& log) const;
  [[nodiscard]] Preparation prepare(const Environment& environment, LoadedCase loaded,
                                    std::optional<WarmPlan> warm, double load_seconds) const;
  [[nodiscard]] SpreadLanes make_lanes(const Environment& environment,
                                       const Case& planning_case) const;
  void require_outputs() const;
  [[nodiscard]] std::string run_settings(const Environment& environment) const;
  [[nodiscard]] StopCondition stop_condition(const Environment& environment) const;
  [[nodiscard]] Solution solved(const Environment& environment, Preparation& preparation,
                                Checkpoints& checkpoints, TerminalLog& log) const;
  [[nodiscard]] std::vector<archive::RulePrice> prices_of_rules(const Environment& environment,
                                                                const Preparation& preparation,
                                                                const Solution& solution,
                                                                TerminalLog& log) const;
  void release_lanes(const Environment& environment, Preparation& preparation) const;
  void complete_lanes(Preparation& preparation) const;
  [[nodiscard]] archive::PlanDocument document_of(const Environment& environment,
                                                  Preparation preparation, Solution solution) const;
  void write_plan_file(const Environment& environment, const archive::PlanDocument& document,
                       PlanFileWriters writers) const;
  void write_outputs(const Environment& environment, archive::PlanDocument& document,
                     const Reviewed& reviewed, PlanFileWriters writers, TerminalLog& log) const;
  void require_plain_items() const;
  [[nodiscard]] ExitCode run_items(const Environment& environment, const formats::CaseFile& file,
                                   double load_seconds, TerminalLog& log) const;
  void write_items(const Environment& environment, archive::ItemDocument& document,
                   TerminalLog& log) const;

  PlanOptions options_;
};

void PlanCommand::declare(CLI::App& app) {
  declare_case_options(app, options_.planning_case);
  add_option(app, "-o,--output", options_.plan_path, "Writes the plan file (HDF5)")
      .placeholder("PLAN.h5");
  add_option(app, "--warm", options_.warm_path,
             "Starts from an earlier plan of the case; -o may replace it")
      .placeholder("PLAN.h5");
  add_option(app, "--summary", options_.summary_path, "Writes the summary's numbers as JSON")
      .placeholder("FILE.json");
  add_option(app, "--csv", options_.csv_folder, "Writes the plan as CSV tables into a folder")
      .placeholder("DIR");
  declare_time_limit(app, options_.time_limit_seconds);
  add_option(app, "--checkpoint-every", options_.checkpoint_every_seconds,
             "Method lagrangian: keeps a checkpoint beside the plan file so often, and when the "
             "run is stopped; the same command goes on from it")
      .show_default()
      .check(refuse_bad_time)
      .placeholder("SECONDS");
  declare_threads(app, options_.threads);
  add_flag(app, "--dry-run", options_.dry_run,
           "Says how large the case is, what memory and time planning it takes, and stops");
  declare_log_options(app, options_.log);
  add_footer(
      app,
      "SIGINT, SIGTERM and SIGUSR1 end the search; the best plan so far is written with its gap.\n"
      "Open MPI's mpirun passes SIGUSR1 on; on SIGTERM it kills all ranks a second later.");
}

std::optional<WarmPlan> PlanCommand::read_warm(const Case& planning_case, LogSink& log) const {
  if (options_.warm_path.empty()) return std::nullopt;
  return read_warm_plan(options_.warm_path, planning_case, log);
}

/// All lanes on the root, or each rank its own where they solve together.
SpreadLanes PlanCommand::make_lanes(const Environment& environment,
                                    const Case& planning_case) const {
  if (is_spread(planning_case)) {
    return spread_lanes(environment, planning_case.facilities, planning_case.transit,
                        options_.threads);
  }
  SpreadLanes whole{.own = transit::make_lane_table(planning_case.facilities, planning_case.transit,
                                                    options_.threads)};
  whole.lanes = whole.own.lanes();
  return whole;
}

Preparation PlanCommand::prepare(const Environment& environment, LoadedCase loaded,
                                 std::optional<WarmPlan> warm, double load_seconds) const {
  archive::Summary::Seconds seconds;
  seconds.load = load_seconds;
  const Case& planning_case = loaded.planning_case;
  Stopwatch watch;
  Panel<Count> demand = epidemic::forecast_patients(planning_case, options_.threads);
  seconds.demand = watch.seconds();

  watch = {};
  SpreadLanes lanes = make_lanes(environment, planning_case);
  Instance instance = make_instance(planning_case, std::move(demand), std::move(lanes.own));
  seconds.transit = watch.seconds();
  return {std::move(loaded), std::move(instance), lanes.lanes, std::move(warm), seconds, {}};
}

void PlanCommand::require_outputs() const {
  require_distinct({options_.planning_case.path, options_.plan_path, options_.summary_path,
                    options_.csv_folder});
  // An earlier plan may give way to the new one, but to nothing else.
  require_distinct({options_.warm_path, options_.summary_path, options_.csv_folder});
  if (!options_.plan_path.empty()) archive::require_writable(options_.plan_path);
  if (!options_.summary_path.empty()) archive::require_writable(options_.summary_path);
  if (options_.csv_folder.empty()) return;
  std::filesystem::create_directories(options_.csv_folder);
  archive::require_writable(std::filesystem::path(options_.csv_folder) / "shipments.csv");
}

/// What belongs to this run and not to the case; none of it changes the value of a finished plan.
std::string PlanCommand::run_settings(const Environment& environment) const {
  const std::string limit = options_.time_limit_seconds
                                ? fmt::format("{} s", *options_.time_limit_seconds)
                                : std::string("none");
  return fmt::format("run.threads = {}\nrun.ranks = {}\nrun.time_limit = {}\nrun.warm = {}",
                     options_.threads, environment.ranks, limit,
                     options_.warm_path.empty() ? "none" : options_.warm_path);
}

StopCondition PlanCommand::stop_condition(const Environment& environment) const {
  return {deadline_of(environment, options_.time_limit_seconds), &environment.interrupt};
}

Solution PlanCommand::solved(const Environment& environment, Preparation& preparation,
                             Checkpoints& checkpoints, TerminalLog& log) const {
  Instance& instance = preparation.instance;
  log.info(fmt::format("solving {} facilities, {} periods, {} lanes",
                       grouped(instance.facilities()), grouped(instance.periods()),
                       grouped(preparation.lanes)));
  const SolveControl control{.stop = stop_condition(environment),
                             .log = &log,
                             .warm = preparation.warm ? &preparation.warm->start : nullptr,
                             .threads = options_.threads};
  const Case& planning_case = preparation.loaded.planning_case;
  if (is_spread(planning_case)) {
    return solve_and_check(
        planning_case.limits,
        [&] {
          return solve_by_regions(environment, planning_case, instance, control, checkpoints,
                                  options_.checkpoint_every_seconds);
        },
        [&](Solution& solution) {
          SolveResult& result = solution.result;
          const LaneCheck lanes = check_lanes_by_regions(environment, instance, result.plan,
                                                         result.potentials, options_.threads);
          release_lanes(environment, preparation);
          return check_certificate(instance, result.plan, result.potentials, lanes);
        });
  }
  return solve_and_check(instance, planning_case, control);
}

/// Of a proved plan, or one whose search has ended: by how much one that was stopped would differ
/// says nothing.
std::vector<archive::RulePrice> PlanCommand::prices_of_rules(const Environment& environment,
                                                             const Preparation& preparation,
                                                             const Solution& solution,
                                                             TerminalLog& log) const {
  const Case& planning_case = preparation.loaded.planning_case;
  if (solution.fairness) {
    const std::vector<Total>& without = solution.fairness->treated_without;
    return {{"fair_by", std::accumulate(without.begin(), without.end(), Total{0}) -
                            patients_treated(solution.result.plan)}};
  }
  const bool searched =
      planning_case.limits.any() && solution.result.status == SolveStatus::gap_reached;
  if (!planning_case.rules.any() && !planning_case.limits.any() && planning_case.orders.empty()) {
    return {};
  }
  if (!solution.certificate.optimal && !searched) return {};
  log.info("solving again without each rule, for its price");
  return price_rules(planning_case, preparation.instance, solution.result.plan,
                     {.stop = stop_condition(environment), .threads = options_.threads});
}

/// Gives up lanes that are spread over ranks: the rest of the check, and the writing, take the
/// memory. Of computed ones a plan file holds a checksum.
void PlanCommand::release_lanes(const Environment& environment, Preparation& preparation) const {
  Instance& instance = preparation.instance;
  if (instance.lanes().is_whole()) return;
  const bool computed = preparation.loaded.planning_case.transit.model == TransitModel::geodesic;
  if (computed && !options_.plan_path.empty()) {
    preparation.lanes_sha256 = lanes_sha256(environment, instance.lanes());
  }
  instance.drop_lane_rows();
}

/// A plan file holds the whole of a stated table.
void PlanCommand::complete_lanes(Preparation& preparation) const {
  const Case& planning_case = preparation.loaded.planning_case;
  Instance& instance = preparation.instance;
  if (options_.plan_path.empty() || instance.lanes().is_whole()) return;
  if (planning_case.transit.model == TransitModel::geodesic) return;
  instance = instance.with_lanes(
      transit::make_lane_table(planning_case.facilities, planning_case.transit, options_.threads));
}

archive::PlanDocument PlanCommand::document_of(const Environment& environment,
                                               Preparation preparation, Solution solution) const {
  complete_lanes(preparation);
  archive::Provenance provenance = make_provenance(environment.arguments, preparation.loaded.file);
  if (preparation.warm) provenance.warm = std::move(preparation.warm->file);
  archive::PlanDocument document = make_plan_document(std::move(preparation.loaded.planning_case),
                                                      std::move(preparation.instance),
                                                      std::move(solution), std::move(provenance));
  document.lanes_sha256 = std::move(preparation.lanes_sha256);
  archive::Summary& summary = document.summary;
  summary.lanes = preparation.lanes;
  summary.seconds.load = preparation.seconds.load;
  summary.seconds.demand = preparation.seconds.demand;
  summary.seconds.transit = preparation.seconds.transit;
  summary.ranks = environment.ranks;
  summary.threads = options_.threads;
  summary.case_sha256 = preparation.loaded.file.sha256;
  return document;
}

void PlanCommand::write_plan_file(const Environment& environment,
                                  const archive::PlanDocument& document,
                                  PlanFileWriters writers) const {
  switch (writers) {
    case PlanFileWriters::root:
      return archive::write_plan(options_.plan_path, document, options_.threads);
    case PlanFileWriters::all_ranks:
      return write_plan_by_regions(environment, options_.plan_path, document);
  }
}

void PlanCommand::write_outputs(const Environment& environment, archive::PlanDocument& document,
                                const Reviewed& reviewed, PlanFileWriters writers,
                                TerminalLog& log) const {
  archive::Summary& summary = document.summary;
  const auto total = [&] {
    return std::chrono::duration<double>(StopCondition::Clock::now() - environment.start).count();
  };
  // The plan file can not know how long its own writing takes; the summary, written last, does.
  const Stopwatch watch;
  summary.seconds.total = total();
  summary.peak_rss_bytes = peak_memory_bytes();
  if (!options_.plan_path.empty()) {
    log.info(fmt::format("writing {}", options_.plan_path));
    write_plan_file(environment, document, writers);
    environment.out << "Plan file: " << options_.plan_path << '\n';
  }
  if (!options_.csv_folder.empty()) {
    formats::write_plan_csv(options_.csv_folder, document);
    environment.out << "Tables: " << options_.csv_folder << '\n';
  }
  summary.seconds.write = watch.seconds();
  summary.seconds.total = total();
  summary.peak_rss_bytes = peak_memory_bytes();
  write_summary(environment, options_.summary_path,
                summary_json(summary, reviewed, document.consolidation));
}

/// What a case of several items does not take.
void PlanCommand::require_plain_items() const {
  if (options_.dry_run) throw UsageError("--dry-run is not supported with several items");
  if (!options_.warm_path.empty()) throw UsageError("--warm is not supported with several items");
}

ExitCode PlanCommand::run_items(const Environment& environment, const formats::CaseFile& file,
                                double load_seconds, TerminalLog& log) const {
  require_plain_items();
  require_outputs();
  archive::ItemDocument document =
      plan_items(environment, file, load_seconds,
                 {.stop = stop_condition(environment), .log = &log, .threads = options_.threads});
  environment.out << item_answer_in_words(document)
                  << prices_in_words(document.summary.rule_prices, priced_plans(document))
                  << std::flush;
  write_items(environment, document, log);
  return exit_code_of(document.summary.status);
}

void PlanCommand::write_items(const Environment& environment, archive::ItemDocument& document,
                              TerminalLog& log) const {
  const auto note_totals = [&](archive::Summary& summary) {
    summary.seconds.total =
        std::chrono::duration<double>(StopCondition::Clock::now() - environment.start).count();
    summary.peak_rss_bytes = peak_memory_bytes();
  };
  const Stopwatch watch;
  note_totals(document.summary);
  if (!options_.plan_path.empty()) {
    log.info(fmt::format("writing {}", options_.plan_path));
    archive::write_item_plans(options_.plan_path, document, options_.threads);
    environment.out << "Plan file: " << options_.plan_path << '\n';
  }
  if (!options_.csv_folder.empty()) {
    for (const archive::PlanDocument& item : document.items) {
      const auto folder = std::filesystem::path(options_.csv_folder) / item.item_name;
      std::filesystem::create_directories(folder);
      formats::write_plan_csv(folder, item);
    }
    environment.out << "Tables: " << options_.csv_folder << '\n';
  }
  document.summary.seconds.write = watch.seconds();
  note_totals(document.summary);
  write_summary(environment, options_.summary_path, item_summary_json(document));
}

ExitCode PlanCommand::run(const Environment& environment) {
  TerminalLog log(environment, options_.log);
  const Stopwatch watch;
  log.info(fmt::format("reading {}", options_.planning_case.path));
  formats::CaseFile file = read_case_file(options_.planning_case);
  log.message(LogLevel::debug,
              "settings:\n" + resolved_settings(file.statement) + run_settings(environment));
  if (!file.statement.items.empty()) return run_items(environment, file, watch.seconds(), log);
  const std::vector<Machine> machines = machines_of(environment);
  if (options_.dry_run) {
    environment.out << size_in_words(file.statement, {.threads = options_.threads}, machines);
    return ExitCode::done;
  }
  require_memory(size_of(file.statement), machines);
  LoadedCase loaded = check_case_file(std::move(file));
  std::optional<WarmPlan> warm = read_warm(loaded.planning_case, log);
  require_outputs();
  Preparation preparation =
      prepare(environment, std::move(loaded), std::move(warm), watch.seconds());

  Checkpoints checkpoints(options_.plan_path, preparation.loaded.file,
                          preparation.loaded.planning_case.name, log);
  Solution solution = solved(environment, preparation, checkpoints, log);
  if (preparation.warm) preparation.warm->start = {};
  const Total unmet_alone =
      unmet_without_sharing(preparation.instance, preparation.loaded.planning_case.limits);

  const PlanFileWriters writers = is_spread(preparation.loaded.planning_case)
                                      ? PlanFileWriters::all_ranks
                                      : PlanFileWriters::root;
  const Total treated_before = patients_treated(solution.result.plan);
  std::vector<archive::RulePrice> prices = prices_of_rules(environment, preparation, solution, log);
  const std::optional<Consolidation> consolidation =
      consolidate(preparation.instance, preparation.loaded.planning_case,
                  {.stop = stop_condition(environment), .threads = options_.threads}, solution);
  const std::optional<archive::PartnerPrice> partners =
      price_partners(preparation.loaded.planning_case, preparation.instance, solution.result,
                     {.stop = stop_condition(environment), .threads = options_.threads});
  archive::PlanDocument document =
      document_of(environment, std::move(preparation), std::move(solution));
  if (consolidation && consolidation->rules.minimum &&
      exit_code_of(document.summary.status) == ExitCode::done) {
    prices.push_back({"minimum", treated_before - patients_treated(document.plan)});
  }
  document.consolidation = consolidation;
  document.summary.partners = partners;
  document.summary.rule_prices = std::move(prices);
  const Reviewed reviewed = review_plan(document);
  // Said before it is written, so that a full disk does not cost the answer.
  environment.out << answer_in_words(document, unmet_alone) << fairness_in_words(reviewed)
                  << reserve_in_words(reviewed)
                  << prices_in_words(document.summary.rule_prices,
                                     document.limits ? PricedPlans::searched : PricedPlans::proved)
                  << partners_in_words(partners, document.limits && !document.summary.certified
                                                     ? MovementProof::lowered
                                                     : MovementProof::least)
                  << money_in_words(reviewed) << std::flush;
  write_outputs(environment, document, reviewed, writers, log);
  const ExitCode code = exit_code_of(document.summary.status);
  if (code == ExitCode::done) {
    checkpoints.remove();
  } else if (!checkpoints.last().empty()) {
    environment.out << "Checkpoint: " << checkpoints.last().string()
                    << "; the same command goes on from there\n";
  }
  return code;
}

}  // namespace

std::unique_ptr<Command> make_plan_command() { return std::make_unique<PlanCommand>(); }

}  // namespace surgeflow::app

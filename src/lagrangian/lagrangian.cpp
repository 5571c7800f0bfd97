// SPDX-License-Identifier: Apache-2.0
// The steps of the decomposition, one after the other.
#include "lagrangian/lagrangian.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "comm/visit_in_order.hpp"
#include "flow/stop_status.hpp"
#include "lagrangian/freed_memory.hpp"
#include "lagrangian/plan_share.hpp"
#include "lagrangian/regional_coupling.hpp"
#include "lagrangian/schedule.hpp"
#include "lagrangian/share.hpp"
#include "surgeflow/core/timer.hpp"

namespace surgeflow::lagrangian {
namespace {

/// The demand of every facility, by which scattered blocks are dealt.
std::vector<std::int64_t> demand_of_facilities(const Share& share,
                                               const comm::Communicator& ranks) {
  std::vector<std::int64_t> own;
  for (FacilityId row{0}; row.value() < share.own.size(); ++row) {
    std::int64_t total = 0;
    for (const Count patients : share.demand.row(row)) total += patients;
    own.push_back(total);
  }
  return ranks.gather_all(std::span<const std::int64_t>(own));
}

class Method {
 public:
  Method(const Problem& problem, const SolveControl& control, const comm::Communicator& ranks)
      : problem_(problem),
        control_(control),
        ranks_(ranks),
        share_(distribute(problem.instance, *problem.lanes, ranks)),
        gap_(ranks.broadcast_value(problem.gap)),
        schedule_(schedule()),
        coupling_(share_, schedule_.clusters, control_, ranks),
        plan_(plan_alone(share_)),
        value_(value_of(share_, plan_, ranks)) {
    keeps_ = ranks.broadcast_value(std::uint8_t{problem.continuation.keep != nullptr}) != 0;
    go_on();
    ranks.end_stretch("set-up");
  }

  SolveResult run();

 private:
  [[nodiscard]] Schedule schedule() const;
  [[nodiscard]] Regions regions() const;
  void go_on();
  /// Whether the next step was done by the run that this one goes on from; passes it if so.
  [[nodiscard]] bool done_before() {
    if (passed_ == done_before_) return false;
    ++passed_;
    return true;
  }
  void keep_when_due();
  void keep();
  void start_coarse();
  void descend_on(const Descent& descent);
  void sweep_on(const Partition& partition);
  [[nodiscard]] std::optional<Instance> joined_instance() const;
  [[nodiscard]] std::optional<SolveResult> polish();
  [[nodiscard]] SolveResult unpolished();
  [[nodiscard]] SolveResult finished();
  void record(std::string step, const Partition& partition, const BlockSeconds& blocks);
  [[nodiscard]] double gap() const {
    return static_cast<double>(bound_ - value_.treated) /
           static_cast<double>(std::max<Total>(bound_, 1));
  }
  [[nodiscard]] bool stops() {
    if (stopped_ == StopReason::none) stopped_ = agreed(control_.stop.check(), ranks_);
    return stopped_ != StopReason::none;
  }
  [[nodiscard]] bool close_enough() const { return gap_ > 0.0 && gap() <= gap_; }

  const Problem& problem_;
  const SolveControl& control_;
  const comm::Communicator& ranks_;
  Share share_;
  double gap_;
  Schedule schedule_;
  RegionalCoupling coupling_;
  PlanShare plan_;
  PlanValue value_;
  Total bound_ = 0;
  StopReason stopped_ = StopReason::none;
  std::vector<StepRecord> steps_;
  std::int64_t done_before_ = 0;  ///< steps of the run that this one goes on from
  std::int64_t passed_ = 0;
  bool keeps_ = false;
  std::size_t kept_steps_ = 0;
  Stopwatch since_kept_;
  Stopwatch watch_;
  std::int64_t bytes_before_ = 0;
};

/// The planner's regions on all ranks.
Regions Method::regions() const {
  Regions regions{.labels = problem_.region_of_facility,
                  .count = ranks_.broadcast_value(problem_.regions)};
  const auto count = ranks_.broadcast_value(static_cast<std::int64_t>(regions.labels.size()));
  regions.labels.resize(static_cast<std::size_t>(count));
  ranks_.broadcast(std::span(regions.labels));
  return regions;
}

Schedule Method::schedule() const {
  const auto count = ranks_.broadcast_value(static_cast<std::int64_t>(problem_.places.size()));
  std::vector<Place> places = problem_.places;
  places.resize(static_cast<std::size_t>(count));
  ranks_.broadcast(std::span(places));
  const ClosenessGraph graph = closeness_graph(share_, places, ranks_);
  return make_schedule(graph, regions(), demand_of_facilities(share_, ranks_), gap_, ranks_);
}

/// Takes the place of the steps that another run has done.
void Method::go_on() {
  Progress* const start = problem_.continuation.start;
  if (start != nullptr) steps_ = start->steps;
  done_before_ = ranks_.broadcast_value(static_cast<std::int64_t>(steps_.size()));
  if (done_before_ == 0) return;
  steps_.resize(static_cast<std::size_t>(done_before_));
  kept_steps_ = steps_.size();
  Panel<std::int32_t> potentials = start != nullptr
                                       ? std::move(start->potentials.patients)
                                       : Panel<std::int32_t>(share_.facilities, share_.periods);
  ranks_.broadcast(potentials.values());
  coupling_.start_from(std::move(potentials));
  bound_ = coupling_.bound();
  plan_ = split_plan(share_, start == nullptr ? nullptr : &start->plan,
                     start == nullptr ? nullptr : &start->potentials.moves, ranks_);
  if (start != nullptr) *start = {};
  value_ = value_of(share_, plan_, ranks_);
}

void Method::record(std::string step, const Partition& partition, const BlockSeconds& blocks) {
  const std::int64_t bytes = ranks_.sum(ranks_.bytes_sent());
  StepRecord record{.step = std::move(step),
                    .partition = partition.name(),
                    .blocks = partition.blocks(),
                    .bound_treated = bound_,
                    .treated = value_.treated,
                    .gap = gap(),
                    .measured = {.seconds = watch_.seconds(),
                                 .slowest_block_seconds = blocks.slowest,
                                 .mean_block_seconds = blocks.sum / partition.blocks(),
                                 .bytes_sent = bytes - bytes_before_}};
  const StepRecord::Measured& measured = record.measured;
  control_.log->message(
      LogLevel::info,
      fmt::format("{:6} {:14} {:5} blocks: at most {} treated, plan {} (gap {:.4f} %), {:.2f} s, "
                  "slowest block {:.3f} s, mean {:.3f} s, {} bytes sent",
                  record.step, record.partition, record.blocks, record.bound_treated,
                  record.treated, 100.0 * record.gap, measured.seconds,
                  measured.slowest_block_seconds, measured.mean_block_seconds,
                  measured.bytes_sent));
  ranks_.end_stretch(record.step);
  steps_.push_back(std::move(record));
  bytes_before_ = bytes;
  watch_ = {};
}

void Method::start_coarse() {
  control_.log->message(LogLevel::info, in_words(coupling_));
  if (done_before()) return;
  coupling_.start(schedule_.coarse);
  bound_ = coupling_.bound();
  record("coarse", schedule_.coarse, {});
  keep_when_due();
}

void Method::descend_on(const Descent& descent) {
  std::span<const Direction> directions(descent.directions);
  while (!directions.empty() && done_before()) directions = directions.subspan(1);
  coupling_.descend_on(descent.partition, directions);
  const StopReason stopped = improve(
      coupling_, [&] { return !stops(); },
      [&] {
        bound_ = coupling_.bound();
        record(coupling_.direction() == Direction::down ? "down" : "up", descent.partition,
               coupling_.seconds());
        keep_when_due();
      });
  coupling_.rest();
  if (stopped_ == StopReason::none) stopped_ = stopped;
}

void Method::sweep_on(const Partition& partition) {
  if (done_before()) return;
  const SweepOutcome outcome =
      sweep_plan(share_, partition, coupling_.potentials(), control_, ranks_, plan_);
  stopped_ = outcome.stopped;
  if (stopped_ != StopReason::none) return;
  value_ = value_of(share_, plan_, ranks_);
  record("sweep", partition, outcome.seconds);
  keep_when_due();
}

/// At the end of a step, where it is time.
void Method::keep_when_due() {
  if (!keeps_) return;
  const bool due = since_kept_.seconds() >= problem_.continuation.every_seconds;
  if (ranks_.broadcast_value(std::uint8_t{due}) == 0) return;
  keep();
}

/// The rows of all ranks pass by the root, which has no room for all.
void Method::keep() {
  ProgressSink* const sink = problem_.continuation.keep;
  const auto width = static_cast<std::size_t>(share_.periods);
  const std::vector<Shipment> shipments = join_shipments(plan_, ranks_);
  if (ranks_.is_root()) {
    const Panel<std::int32_t> patients = coupling_.potentials();
    sink->begin({.patients = patients, .shipments = shipments, .steps = steps_});
  }
  comm::visit_in_order(std::as_const(plan_.treated).values(), width, ranks_,
                       [&](std::span<const Count> rows) { sink->add_treated(rows); });
  comm::visit_in_order(std::as_const(plan_.moves).values(), width, ranks_,
                       [&](std::span<const std::int64_t> rows) { sink->add_moves(rows); });
  if (ranks_.is_root()) sink->end();
  return_freed_memory(0);
  kept_steps_ = steps_.size();
  since_kept_ = {};
}

/// On the root, where its instance does not hold all lanes, one that does.
std::optional<Instance> Method::joined_instance() const {
  const bool whole = ranks_.is_root() && problem_.instance->lanes().is_whole();
  if (ranks_.broadcast_value(std::uint8_t{whole}) != 0) return std::nullopt;
  LaneTable lanes = join_lanes(*share_.lanes, ranks_);
  std::optional<Instance> joined;
  ranks_.all_or_none([&] {
    if (ranks_.is_root()) joined = problem_.instance->with_lanes(std::move(lanes));
  });
  return joined;
}

/// The root alone; the others wait. Nothing on any rank where it was stopped.
std::optional<SolveResult> Method::polish() {
  const std::optional<Instance> joined = joined_instance();
  Plan plan = join_plan(share_, plan_, ranks_);
  Panel<std::int64_t> moves = join_moves(share_, plan_, ranks_);
  SolveResult result;
  ranks_.all_or_none([&] {
    if (!ranks_.is_root()) return;
    WarmStart warm{.plan = std::move(plan),
                   .potentials = {.patients = coupling_.potentials(), .moves = std::move(moves)}};
    SolveControl control = control_;
    control.warm = &warm;
    result = solve(joined ? *joined : *problem_.instance, control);
  });
  stopped_ = ranks_.broadcast_value(flow::stop_reason(result.status));
  if (stopped_ != StopReason::none) return std::nullopt;
  value_ = ranks_.broadcast_value(result.value);
  bound_ = ranks_.broadcast_value(result.bound.treated);
  result.iterations += static_cast<std::int64_t>(steps_.size());
  record(
      "polish",
      Partition("whole", std::vector<std::int32_t>(static_cast<std::size_t>(share_.facilities), 0)),
      {});
  return result;
}

/// What the steps have found, as near to its bound as was asked for or as the stop allowed.
SolveResult Method::unpolished() {
  Potentials potentials{.patients = coupling_.potentials(), .moves = {}};
  // Nothing is proved about movement: the potentials are those of patients alone.
  if (ranks_.is_root()) potentials.moves = Panel<std::int64_t>(share_.facilities, share_.periods);
  return {
      .status = stopped_ == StopReason::none ? SolveStatus::gap_reached : flow::status_of(stopped_),
      .plan = join_plan(share_, plan_, ranks_),
      .potentials = std::move(potentials),
      .value = value_,
      .bound = {.treated = bound_, .movement = 0},
      .iterations = static_cast<std::int64_t>(steps_.size())};
}

SolveResult Method::finished() {
  if (!stops() && close_enough()) return unpolished();
  std::optional<SolveResult> result;
  if (stopped_ == StopReason::none) result = polish();
  if (stopped_ != StopReason::none && keeps_ && kept_steps_ != steps_.size()) keep();
  return result ? *std::move(result) : unpolished();
}

SolveResult Method::run() {
  start_coarse();
  for (const Descent& descent : schedule_.descents) {
    if (!stops()) descend_on(descent);
  }
  for (const Partition& partition : schedule_.sweeps) {
    if (!stops() && !close_enough()) sweep_on(partition);
  }
  for (const Round& round : schedule_.rounds) {
    if (!stops() && !close_enough()) descend_on(round.descent);
    if (!stops() && !close_enough()) sweep_on(round.sweep);
  }
  SolveResult result = finished();
  result.steps = std::move(steps_);
  return result;
}

}  // namespace

SolveResult solve_by_regions(const Problem& problem, const SolveControl& control,
                             const comm::Communicator& ranks) {
  ranks.all_or_none([&] {
    if (!ranks.is_root()) return;
    if (problem.instance->lanes().has_costs()) refuse_lane_costs();
    if (problem.instance->has_steps() || problem.instance->resolution() != 1) {
      throw std::invalid_argument("planning by regions knows no gains with steps");
    }
  });
  SolveControl of_rank = control;
  of_rank.stop = stop_with_root(control.stop, ranks);
  return Method(problem, of_rank, ranks).run();
}

}  // namespace surgeflow::lagrangian

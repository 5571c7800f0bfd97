// SPDX-License-Identifier: Apache-2.0
// What the root asks of the other ranks, said by broadcasts.
#include "app/team.hpp"

#include <limits>

#include "archive/spread_plan.hpp"
#include "lagrangian/deal_plan.hpp"

namespace surgeflow::app {

enum class Team::Task : std::int32_t {
  go,
  machines,
  spread_lanes,
  solve_by_regions,
  find_lanes,
  check_lanes,
  visit_rows,
  write_plan,
  plan_blocks,
  merge_parts,
  forecast_ensemble
};

/// A task, and the threads that each rank may use for it.
struct Team::Order {
  Task task = Task::go;
  std::int32_t threads = 1;
};

namespace {

SpreadLanes spread_and_count(const lagrangian::LaneSource& source, int threads,
                             const comm::Communicator& ranks) {
  SpreadLanes lanes{.own = lagrangian::spread_lanes(source, threads, ranks)};
  lanes.lanes = ranks.sum(lanes.own.lanes());
  return lanes;
}

/// A machine as the lowest of its ranks tells of it.
struct MachineReport {
  std::int64_t ranks = 0;  ///< 0 from the others
  std::int64_t available_bytes = 0;
};

std::vector<Machine> gather_machines(const comm::Communicator& ranks) {
  constexpr auto kUnknown = std::numeric_limits<std::int64_t>::max();
  const comm::Communicator here = ranks.on_this_machine();
  MachineReport mine;
  mine.available_bytes = here.minimum(available_memory_bytes().value_or(kUnknown));
  if (here.is_root()) mine.ranks = here.size();
  std::vector<Machine> machines;
  for (const MachineReport& report : ranks.gather_value(mine)) {
    if (report.ranks == 0) continue;
    Machine& machine = machines.emplace_back(Machine{.ranks = report.ranks});
    if (report.available_bytes != kUnknown) machine.available_bytes = report.available_bytes;
  }
  return machines;
}

/// Makes the root's sweep from its files, and does a rank's part of the work.
template <class Work>
void serve_sweep(const comm::Communicator& ranks, const Work& work) {
  const SweepOrder order = unpacked(ranks.broadcast_text({}));
  formats::InputFiles files(order.files);
  SweepCases cases(order.sweep_path, files);
  cases.design();
  work(order, cases);
}

}  // namespace

template <class Work>
auto Team::together(Order order, Work&& work) {
  try {
    (void)ranks_->broadcast_value(order);
    return work();
  } catch (const comm::OtherRankFailed&) {
    end_ = comm::End::echo;
    throw;
  } catch (...) {
    end_ = comm::End::failed;
    throw;
  }
}

std::vector<Machine> Team::machines() {
  return together({.task = Task::machines}, [&] { return gather_machines(*ranks_); });
}

SpreadLanes Team::spread_lanes(const lagrangian::LaneSource& source, int threads) {
  return together({Task::spread_lanes, threads},
                  [&] { return spread_and_count(source, threads, *ranks_); });
}

SolveResult Team::solve_by_regions(const lagrangian::Problem& problem,
                                   const SolveControl& control) {
  return together({Task::solve_by_regions, control.threads},
                  [&] { return lagrangian::solve_by_regions(problem, control, *ranks_); });
}

std::vector<KnownLane> Team::find_lanes(const LaneTable& own, std::span<const Shipment> shipments) {
  return together({.task = Task::find_lanes},
                  [&] { return lagrangian::find_lanes(own, shipments, *ranks_); });
}

LaneCheck Team::check_lanes(const LaneTable& own, Potentials& potentials, int threads) {
  return together({Task::check_lanes, threads},
                  [&] { return lagrangian::check_lanes(own, potentials, threads, *ranks_); });
}

void Team::visit_rows(const LaneTable& own,
                      const std::function<void(std::span<const std::uint8_t>)>& visit) {
  together({.task = Task::visit_rows}, [&] { lagrangian::visit_rows(own, *ranks_, visit); });
}

void Team::write_plan(const std::filesystem::path& path, const archive::PlanDocument& document) {
  together({.task = Task::write_plan}, [&] {
    const PlanRows rows = lagrangian::deal_plan({.instance = &document.instance,
                                                 .plan = &document.plan,
                                                 .potentials = &document.potentials},
                                                *ranks_);
    archive::write_spread_plan(path, &document, rows, *ranks_);
  });
}

comm::Dealing Team::plan_blocks(const SweepOrder& order, const SweepCases& cases,
                                const comm::DealControl& control) {
  return together({.task = Task::plan_blocks}, [&] {
    (void)ranks_->broadcast_text(packed(order));
    return app::plan_blocks(order, cases, control, *ranks_);
  });
}

sweep::MergedSweep Team::merge_parts(const SweepOrder& order, const SweepCases& cases) {
  return together({.task = Task::merge_parts}, [&] {
    (void)ranks_->broadcast_text(packed(order));
    return app::merge_parts(order, cases, order.threads, *ranks_);
  });
}

epidemic::EnsembleDemand Team::forecast_ensemble(const SweepOrder& order, const SweepCases& cases,
                                                 const epidemic::EnsembleControl& control) {
  return together({.task = Task::forecast_ensemble}, [&] {
    (void)ranks_->broadcast_text(packed(order));
    return app::forecast_ensemble(cases, control, *ranks_);
  });
}

comm::Outcome Team::dismiss(ExitCode code) {
  // Ranks that failed together have left already.
  if (end_ == comm::End::in_order) (void)ranks_->broadcast_value(Order{});
  return {.end = end_, .code = static_cast<int>(code)};
}

void serve(const comm::Communicator& ranks, const std::atomic<bool>& interrupt) {
  using Task = Team::Task;
  LaneTable lanes;
  Potentials potentials;
  while (true) {
    const auto [task, threads] = ranks.broadcast_value(Team::Order{});
    switch (task) {
      case Task::go:
        return;
      case Task::machines:
        (void)gather_machines(ranks);
        break;
      case Task::spread_lanes:
        lanes = spread_and_count({}, threads, ranks).own;
        break;
      case Task::solve_by_regions:
        (void)lagrangian::solve_by_regions(
            {.lanes = &lanes}, {.stop = StopCondition({}, &interrupt), .threads = threads}, ranks);
        break;
      case Task::find_lanes:
        (void)lagrangian::find_lanes(lanes, {}, ranks);
        break;
      case Task::check_lanes:
        (void)lagrangian::check_lanes(lanes, potentials, threads, ranks);
        potentials = {};
        break;
      case Task::visit_rows:
        lagrangian::visit_rows(lanes, ranks, {});
        break;
      case Task::write_plan:
        archive::write_spread_plan({}, nullptr, lagrangian::deal_plan({}, ranks), ranks);
        break;
      case Task::plan_blocks:
        serve_sweep(ranks, [&](const SweepOrder& order, const SweepCases& cases) {
          const auto stop = [&] { return interrupt.load(std::memory_order_relaxed); };
          (void)plan_blocks(order, cases, {.workers = order.threads, .stop = stop, .progress = {}},
                            ranks);
        });
        break;
      case Task::merge_parts:
        serve_sweep(ranks, [&](const SweepOrder& order, const SweepCases& cases) {
          (void)merge_parts(order, cases, order.threads, ranks);
        });
        break;
      case Task::forecast_ensemble:
        serve_sweep(ranks, [&](const SweepOrder& order, const SweepCases& cases) {
          (void)forecast_ensemble(
              cases, {.threads = order.threads, .stop = StopCondition({}, &interrupt)}, ranks);
        });
        break;
    }
  }
}

}  // namespace surgeflow::app

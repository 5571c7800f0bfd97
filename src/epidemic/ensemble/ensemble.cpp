// SPDX-License-Identifier: Apache-2.0
// Goes through facilities, all members of one at a time.
#include "surgeflow/epidemic/ensemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <stdexcept>

#include "epidemic/ensemble/order_statistics.hpp"
#include "epidemic/ensemble/patient_totals.hpp"
#include "epidemic/ensemble/reference_kernel.hpp"
#include "epidemic/ensemble/run_ensemble.hpp"
#include "epidemic/facility_patients.hpp"
#include "epidemic/guards.hpp"
#include "epidemic/member_draws.hpp"
#include "epidemic/periods_in_days.hpp"
#include "surgeflow/epidemic/demand.hpp"

namespace surgeflow::epidemic {
namespace {

struct PreparedMember {
  const Case* planning_case = nullptr;
  MemberDraws draws;
};

/// What every thread reads.
struct Setup {
  std::map<const Case*, std::vector<std::int32_t>> regions;  ///< of the facilities of each case
  std::vector<PreparedMember> members;
  Course course;  ///< of the members that kernels can do
  KernelMake make = KernelMake::portable;
  std::size_t blocks = 0;  ///< that all members fill
};

bool is_for_kernels(const Case& planning_case) {
  return planning_case.demand_model == DemandModel::sir;
}

/// Of the first member that the model runs for; the others differ in their rounding at most.
Course course_of(std::span<const EnsembleMember> members) {
  const auto modelled = std::ranges::find_if(
      members, [](const EnsembleMember& m) { return is_for_kernels(*m.planning_case); });
  if (modelled == members.end()) return {};
  const PeriodsInDays in_days(modelled->planning_case->horizon);
  return {.periods = in_days.periods(),
          .per_day = in_days.per_day(),
          .rounding = modelled->planning_case->rounding};
}

Setup set_up(const EnsembleTask& task, KernelMake make) {
  if (task.members.empty()) throw std::invalid_argument("an ensemble needs a member");
  Setup setup;
  for (const EnsembleMember& member : task.members) {
    const Case& planning_case = *member.planning_case;
    const auto [known, is_new] = setup.regions.try_emplace(&planning_case);
    if (is_new) {
      known->second = region_numbers(planning_case);
      // No patients yet; it refuses rounding "none".
      (void)whole_patients(planning_case, {});
    }
    setup.members.push_back(
        {&planning_case, MemberDraws(member.draws, {task.seed, member.number}, known->second)});
  }
  setup.course = course_of(task.members);
  setup.make = make;
  setup.blocks = (task.members.size() + kCells - 1) / kCells;
  return setup;
}

template <class Whole, class Value>
Whole at_most(Value value) {
  constexpr auto kMost = static_cast<Value>(std::numeric_limits<Whole>::max());
  return static_cast<Whole>(std::min(value, kMost));
}

/// One thread's work: the patients of one facility in all members, and what is made of them.
class FacilityWork {
 public:
  FacilityWork(const Setup& setup, const EnsembleTask& task, EnsembleDemand& demand)
      : setup_(&setup),
        task_(&task),
        demand_(&demand),
        periods_(static_cast<std::size_t>(task.members.front().planning_case->horizon.periods)),
        totals_(setup.blocks, periods_),
        ranked_(quantile_ranks(task.quantiles, task.members.size())) {}

  void look_at(FacilityId id) {
    // 16 bits hold what most facilities have in a period, in half of the memory.
    if (!look_with(narrow_, id)) (void)look_with(wide_, id);
  }

  /// To be called by one thread at a time.
  void hand_over() { totals_.hand_over(demand_->patients); }

  /// The first member that can not be forecast, if there is one.
  [[nodiscard]] std::optional<std::size_t> failing() const { return failing_; }

 private:
  /// False where the numbers are too narrow for the patients.
  template <class Whole>
  bool look_with(std::vector<Whole>& patients, FacilityId id) {
    const std::size_t block_size = periods_ * kCells;
    patients.resize(setup_->blocks * block_size);
    for (std::size_t block = 0; block < setup_->blocks; ++block) {
      fill_block(id, block * kCells, patients.data() + block * block_size);
    }
    const Whole most = std::ranges::max(patients);
    const bool fits = most < std::numeric_limits<Whole>::max();
    if (!fits && std::is_same_v<Whole, std::uint16_t>) return false;
    add_to_totals(patients, most);
    find_quantiles(patients, id);
    return true;
  }

  template <class Whole>
  void fill_block(FacilityId id, std::size_t first, Whole* patients) {
    builder_.clear();
    others_.clear();
    const std::size_t cells = std::min(kCells, setup_->members.size() - first);
    for (std::size_t cell = 0; cell < cells; ++cell) {
      try {
        prepare_cell(id, cell, first + cell);
      } catch (const InputError&) {
        fail(first + cell);
      }
    }
    if (builder_.all_quiet()) {
      std::fill(patients, patients + periods_ * kCells, Whole{0});
    } else {
      run_cells(first, patients);
    }
    for (const std::size_t cell : others_) fill_column(id, cell, first + cell, patients);
  }

  void prepare_cell(FacilityId id, std::size_t cell, std::size_t m) {
    const PreparedMember& member = setup_->members[m];
    const Facility& facility =
        member.planning_case->facilities[static_cast<std::size_t>(id.value())];
    EpidemicParameters& parameters = builder_.parameters(cell);
    parameters = facility.epidemic;
    Diagnostics findings;
    member.draws.put_into(parameters, facility, id, findings);
    findings.throw_if_any();
    if (!is_for_kernels(*member.planning_case) ||
        member.planning_case->rounding != setup_->course.rounding) {
      others_.push_back(cell);
      return;
    }
    const Outbreak outbreak{facility.population.value_or(0.0), facility.hospitalized};
    require_persons(outbreak);
    if (outbreak.hospitalized > 0.0) builder_.add(cell, outbreak);
  }

  template <class Whole>
  void run_cells(std::size_t first, Whole* patients) {
    const Course& course = setup_->course;
    const std::int32_t days = (course.periods - 1) / course.per_day + 1;
    const CellBlock& block = builder_.finish(days);
    if (run_kernel(setup_->make, block, course, patients)) return;
    for (std::size_t cell = 0; cell < kCells; ++cell) {
      if (!run_cell(block, cell, course, patients)) fail(first + cell);
    }
  }

  /// A member that no kernel does.
  template <class Whole>
  void fill_column(FacilityId id, std::size_t cell, std::size_t m, Whole* patients) {
    const Case& planning_case = *setup_->members[m].planning_case;
    const auto put = [&](const auto& values) {
      for (std::size_t t = 0; t < periods_; ++t) {
        patients[t * kCells + cell] = at_most<Whole>(values[t]);
      }
    };
    if (planning_case.demand_model == DemandModel::file) {
      put(planning_case.stated_demand.row(id));
      return;
    }
    try {
      const Facility& facility = planning_case.facilities[static_cast<std::size_t>(id.value())];
      put(facility_patients(planning_case, facility, builder_.parameters(cell)));
    } catch (const InputError&) {
      fail(m);
    }
  }

  void fail(std::size_t m) { failing_ = std::min(failing_.value_or(m), m); }

  template <class Whole>
  void add_to_totals(const std::vector<Whole>& patients, Whole most) {
    if (most == 0) return;
    if (!totals_.has_room_for(most)) {
#pragma omp critical(surgeflow_ensemble_totals)
      hand_over();
    }
    totals_.add(std::span<const Whole>(patients), most);
  }

  template <class Whole>
  void find_quantiles(const std::vector<Whole>& patients, FacilityId id) {
    const FacilityId in_range(id.value() - task_->facilities.first);
    std::vector<Whole> row(setup_->blocks * kCells);
    for (std::size_t t = 0; t < periods_; ++t) {
      for (std::size_t block = 0; block < setup_->blocks; ++block) {
        const Whole* const cells = patients.data() + (block * periods_ + t) * kCells;
        std::copy(cells, cells + kCells, row.data() + block * kCells);
      }
      const auto members = std::span<const Whole>(row).first(setup_->members.size());
      const std::span<const Count> found = ranked_.of(members);
      for (std::size_t q = 0; q < found.size(); ++q) {
        demand_->quantiles[q](in_range, Period(static_cast<std::int32_t>(t))) = found[q];
      }
    }
  }

  const Setup* setup_;
  const EnsembleTask* task_;
  EnsembleDemand* demand_;
  std::size_t periods_;
  BlockBuilder builder_;
  std::vector<std::size_t> others_;    ///< cells of the block that no kernel does
  std::vector<std::uint16_t> narrow_;  ///< [block][period][cell]
  std::vector<std::int32_t> wide_;     ///< the same, where 16 bits do not hold it
  PatientTotals totals_;
  RankedValues ranked_;
  std::optional<std::size_t> failing_;
};

/// Stops, reports, and keeps what goes wrong, while threads go through facilities.
class Watch {
 public:
  Watch(const EnsembleControl& control, std::int32_t facilities)
      : control_(control), facilities_(facilities) {}

  [[nodiscard]] bool goes_on() {
    if (stopped_ != StopReason::none) return false;
    const StopReason reason = control_.stop.check();
    if (reason != StopReason::none) stopped_ = reason;
    return reason == StopReason::none;
  }
  void count_one() { ++done_; }
  /// By one thread at a time.
  void report() const {
    control_.log->progress("demand of all members",
                           static_cast<double>(done_) / static_cast<double>(facilities_));
  }
  void keep(std::exception_ptr failure) {
#pragma omp critical(surgeflow_ensemble_failure)
    if (!failure_) failure_ = std::move(failure);
    stopped_ = StopReason::interrupt;
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }
  [[nodiscard]] StopReason stopped() const { return stopped_; }

 private:
  const EnsembleControl& control_;
  std::int32_t facilities_;
  std::atomic<std::int32_t> done_ = 0;
  std::atomic<StopReason> stopped_ = StopReason::none;
  std::exception_ptr failure_;
};

void look_at_all(std::vector<FacilityWork>& works, FacilityRange range, Watch& watch) {
  std::atomic<std::size_t> next_work = 0;
#pragma omp parallel num_threads(static_cast <int>(works.size()))
  {
    const std::size_t mine = next_work++;
#pragma omp for schedule(dynamic)
    for (std::int32_t i = range.first; i < range.last; ++i) {
      if (!watch.goes_on()) continue;
      try {
        works[mine].look_at(FacilityId(i));
        watch.count_one();
        if (mine == 0) watch.report();
      } catch (...) {
        watch.keep(std::current_exception());
      }
    }
  }
}

/// The first member that failed on any thread, or that has too many patients.
std::optional<std::size_t> first_failing(const std::vector<FacilityWork>& works,
                                         const EnsembleDemand& demand, std::size_t members) {
  std::optional<std::size_t> first;
  for (const FacilityWork& work : works) {
    if (work.failing()) first = std::min(first.value_or(*work.failing()), *work.failing());
  }
  const std::size_t periods = demand.patients.size() / members;
  for (std::size_t m = 0; m < first.value_or(members); ++m) {
    const auto row = demand.patients.begin() + static_cast<std::ptrdiff_t>(m * periods);
    const Total sum = std::accumulate(row, row + static_cast<std::ptrdiff_t>(periods), Total{0});
    if (sum > kMaxTotal) return m;
  }
  return first;
}

/// Lets the forecast of one case say what is wrong with the member.
[[noreturn]] void refuse_member(const EnsembleMember& member, std::uint64_t seed, int threads) {
  Case drawn = *member.planning_case;
  apply_draws(drawn, member.draws, {seed, member.number});
  try {
    (void)forecast_patients(drawn, threads);
  } catch (const InputError& error) {
    std::vector<Diagnostic> diagnostics = error.diagnostics();
    for (Diagnostic& diagnostic : diagnostics) {
      diagnostic.seen = fmt::format("member {}: {}", member.number, diagnostic.seen);
    }
    throw InputError(std::move(diagnostics));
  }
  throw std::logic_error("a member fails in an ensemble, but not by itself");
}

EnsembleDemand room_for(const EnsembleTask& task) {
  const std::int32_t periods = task.members.front().planning_case->horizon.periods;
  EnsembleDemand demand;
  demand.quantiles.assign(task.quantiles.size(), Panel<Count>(task.facilities.size(), periods));
  demand.patients.assign(task.members.size() * static_cast<std::size_t>(periods), 0);
  return demand;
}

}  // namespace

EnsembleDemand run_ensemble(const EnsembleTask& task, const EnsembleControl& control,
                            KernelMake make) {
  const Setup setup = set_up(task, make);
  EnsembleDemand demand = room_for(task);
  const int threads = std::clamp(control.threads, 1, std::max(1, task.facilities.size()));
  std::vector<FacilityWork> works;
  works.reserve(static_cast<std::size_t>(threads));
  for (int n = 0; n < threads; ++n) works.emplace_back(setup, task, demand);
  Watch watch(control, task.facilities.size());
  look_at_all(works, task.facilities, watch);
  watch.rethrow();
  demand.stopped = watch.stopped();
  if (demand.stopped != StopReason::none) return demand;
  for (FacilityWork& work : works) work.hand_over();
  if (const auto m = first_failing(works, demand, task.members.size())) {
    refuse_member(task.members[*m], task.seed, threads);
  }
  return demand;
}

EnsembleDemand ensemble_demand(const EnsembleTask& task, const EnsembleControl& control) {
  return run_ensemble(task, control, best_kernel());
}

}  // namespace surgeflow::epidemic

// SPDX-License-Identifier: Apache-2.0
// Which orders contradict each other.
#include <algorithm>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <utility>

#include "surgeflow/flow/ordered.hpp"

namespace surgeflow {
namespace {

using Chosen = std::vector<std::size_t>;  ///< orders by their place in the list, ascending

class ConflictSearch {
 public:
  using Possible = std::function<bool(std::span<const std::size_t>)>;

  explicit ConflictSearch(const Possible& possible) : possible_(possible) {}

  /// Of `candidates` the fewest that contradict each other and `given`, none of which can be left
  /// out; `given_grew` where the last orders given were not tried yet.
  [[nodiscard]] Chosen smallest(const Chosen& given, bool given_grew,
                                const Chosen& candidates) const {
    if (given_grew && !possible_(given)) return {};
    if (candidates.size() == 1) return candidates;
    const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(candidates.size() / 2);
    const Chosen first(candidates.begin(), middle);
    const Chosen second(middle, candidates.end());
    const Chosen of_second = smallest(joined(given, first), true, second);
    const Chosen of_first = smallest(joined(given, of_second), !of_second.empty(), first);
    return joined(of_first, of_second);
  }

 private:
  static Chosen joined(Chosen one, const Chosen& other) {
    one.insert(one.end(), other.begin(), other.end());
    std::ranges::sort(one);
    return one;
  }

  const Possible& possible_;
};

}  // namespace

Instance provision_problem(const Instance& instance) {
  const std::int32_t n = instance.facilities();
  const std::int32_t periods = instance.periods();
  InstanceData data{
      .devices = std::vector<Count>(static_cast<std::size_t>(n), 0),
      .turnaround_periods = std::vector<std::int32_t>(static_cast<std::size_t>(n), periods),
      .in_processing_periods = std::vector<std::int32_t>(static_cast<std::size_t>(n), 0),
      .demand = Panel<Count>(n, periods),
      .arrivals = Panel<Count>(n, periods),
      .lanes = instance.lanes(),
      .commitments = Panel<Count>(n, periods)};
  for (FacilityId i{0}; i.value() < n; ++i) {
    for (Period t{0}; t.value() < periods; ++t) {
      const Count supply = instance.supply(i, t);
      data.demand(i, t) = std::max(-supply, 0);
      data.commitments(i, t) = std::max(supply, 0);
    }
  }
  data.send_steps.assign(instance.send_steps().begin(), instance.send_steps().end());
  return Instance(std::move(data));
}

Provision find_provision(const Instance& instance, int threads) {
  const Instance taken = provision_problem(instance);
  if (taken.total_demand() == 0) return {};
  SolveResult result = solve(taken, {.stop = {}, .threads = threads});
  Provision provision{.shipments = std::move(result.plan.shipments), .shortage = {}};
  for (Period t{0}; t.value() < taken.periods(); ++t) {
    for (FacilityId i{0}; i.value() < taken.facilities(); ++i) {
      const Count missing = taken.demand()(i, t) - result.plan.treated(i, t);
      if (missing == 0) continue;
      if (!provision.shortage) provision.shortage = Shortage{i, t, missing};
    }
  }
  return provision;
}

std::optional<Plan> provide_commitments(const Instance& instance, int threads) {
  Provision provision = find_provision(instance, threads);
  if (provision.shortage) return std::nullopt;
  return Plan{Panel<Count>(instance.facilities(), instance.periods()),
              std::move(provision.shipments)};
}

SolveResult solve_or_provide(const Instance& instance, const SolveControl& control) {
  SolveResult result = solve(instance, control);
  if (result.status == SolveStatus::optimal) return result;
  const PlanTrace trace = trace_plan(instance, result.plan);
  if (std::ranges::all_of(trace.idle.values(), [](Total idle) { return idle >= 0; })) return result;
  std::optional<Plan> provision = provide_commitments(instance, control.threads);
  if (!provision) throw std::invalid_argument("no plan provides what commitments take");
  result.plan = *std::move(provision);
  result.value = value_of(instance, result.plan);
  return result;
}

std::vector<std::size_t> smallest_conflict(
    std::size_t orders, const std::function<bool(std::span<const std::size_t>)>& possible) {
  Chosen all(orders);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return ConflictSearch(possible).smallest({}, false, all);
}

Orders chosen_from(const Orders& orders, std::span<const std::size_t> places) {
  Orders some{.file = orders.file, .list = {}};
  for (const std::size_t n : places) some.list.push_back(orders.list[n]);
  return some;
}

std::optional<OrderConflict> find_conflict(const Instance& instance, const Orders& orders,
                                           int threads) {
  const auto shortage = [&](std::span<const std::size_t> chosen) {
    return find_provision(with_orders(instance, chosen_from(orders, chosen)), threads).shortage;
  };
  Chosen all(orders.list.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  if (!shortage(all)) return std::nullopt;
  OrderConflict conflict{
      .orders = smallest_conflict(all.size(), [&](auto chosen) { return !shortage(chosen); }),
      .facility = FacilityId(0),
      .period = Period(0)};
  const Shortage place = *shortage(conflict.orders);
  conflict.facility = place.facility;
  conflict.period = place.period;
  conflict.short_devices = place.devices;
  return conflict;
}

}  // namespace surgeflow

// SPDX-License-Identifier: Apache-2.0
// Scales of costs, and rounds of pricing on the last of them.
#include "flow/primal_dual/costed_movement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>
#include <vector>

#include "flow/primal_dual/listed_lanes.hpp"
#include "flow/primal_dual/pricing.hpp"
#include "flow/primal_dual/recovery.hpp"

namespace surgeflow::flow {
namespace {

/// Lanes of every facility to begin with, in each direction.
constexpr std::size_t kCheapestLanes = 12;
/// Lanes are priced on this scale (c >> shift) and on all finer ones.
constexpr std::int32_t kFirstPricedShift = 3;
constexpr std::size_t kMostPerOrigin = 16;
/// A balance from a warm start that has not ended after so many rounds has lost more than a cold
/// start costs.
constexpr std::int64_t kMostWarmRounds = 1'000;

/// The facilities at the other ends of the cheapest lanes of one.
class CheapestLanes {
 public:
  explicit CheapestLanes(const Network& network) : network_(network) {}

  void list(ListedLanes& lanes) {
    for (std::int32_t here = 0; here < network_.facilities(); ++here) {
      collect(here, [&](FacilityId i, FacilityId j) { return Ends{i, j}; });
      for (const Candidate& other : cheapest()) lanes.add(here, other.position);
      collect(here, [&](FacilityId i, FacilityId j) { return Ends{j, i}; });
      for (const Candidate& other : cheapest()) lanes.add(other.position, here);
    }
  }

 private:
  struct Ends {
    FacilityId from;
    FacilityId to;
  };
  struct Candidate {
    std::int32_t cost = 0;
    std::int32_t periods = 0;
    std::int32_t position = 0;
    auto operator<=>(const Candidate&) const = default;
  };

  template <class Direct>
  void collect(std::int32_t here, Direct&& direct) {
    const LaneTable& table = network_.instance().lanes();
    candidates_.clear();
    for (std::int32_t other = 0; other < network_.facilities(); ++other) {
      const Ends ends = direct(network_.facility_at(here), network_.facility_at(other));
      const std::int32_t periods = table.transit_periods(ends.from, ends.to);
      if (periods == 0 || periods >= network_.periods()) continue;
      candidates_.push_back({table.cost(ends.from, ends.to), periods, other});
    }
  }
  [[nodiscard]] std::span<const Candidate> cheapest() {
    const std::size_t count = std::min(kCheapestLanes, candidates_.size());
    const auto middle = candidates_.begin() + static_cast<std::ptrdiff_t>(count);
    std::partial_sort(candidates_.begin(), middle, candidates_.end());
    return std::span(candidates_).first(count);
  }

  const Network& network_;
  std::vector<Candidate> candidates_;
};

/// Balances on listed lanes, scale after scale, and adds what is missing.
class CostedMovement {
 public:
  /// `flows` are those of an earlier balance, and their lanes are listed.
  CostedMovement(const Network& network, Plan flows, const SolveControl& control,
                 std::int64_t most_rounds)
      : network_(network),
        control_(control),
        most_rounds_(most_rounds),
        lanes_(network_),
        residual_(lanes_),
        balancer_(network_),
        pricing_(network_, control.threads),
        flows_(std::move(flows)) {
    CheapestLanes(network_).list(lanes_);
    for (const Shipment& shipment : flows_.shipments) {
      lanes_.add(network_.position_of(shipment.origin), network_.position_of(shipment.destination));
    }
  }

  /// Cold: on the coarsest scale, with nothing shipped.
  void start(const Residual<TiledLanes>& patients) {
    const auto largest = static_cast<std::uint32_t>(network_.instance().lanes().max_cost());
    const std::int32_t shift = std::max(static_cast<std::int32_t>(std::bit_width(largest)), 1) - 1;
    const std::int64_t gain = kPatientWeight >> shift;
    const std::int64_t sink = patients.lanes().value(network_.sink());
    flows_.shipments.clear();
    start_at(shift, [&](FacilityId, Period, Node node) {
      return (patients.lanes().value(node) - sink) * gain;
    });
  }
  /// Warm: on the finest scale, with the earlier shipments.
  void start(const WarmStart& warm) {
    start_at(0, [&](FacilityId i, Period t, Node) {
      return joint_potential(warm, network_.instance(), i, t);
    });
  }

  std::optional<SolveResult> run(std::int64_t rounds_before, std::optional<Plan> most_treated) {
    outcome_.rounds = rounds_before;
    bool going = balance();
    while (going) {
      if (lanes_.cost_shift() <= kFirstPricedShift) going = price();
      if (!going || lanes_.cost_shift() == 0) break;
      lanes_.refine(1);
      residual_.adopt_rescaled(residual_.treat_gain() * 2);
      going = balance();
    }
    if (outcome_.stopped == StopReason::none && !outcome_.balanced) return {};
    // Only listed lanes have been seen: a bound must hold on all of them.
    if (outcome_.stopped != StopReason::none) {
      lanes_.set_potentials(pricing_.raised(lanes_.values(), lanes_.cost_shift()),
                            lanes_.cost_shift());
    }
    return result_of(residual_, outcome_, std::move(most_treated));
  }

 private:
  template <class Value>
  void start_at(std::int32_t cost_shift, Value&& value) {
    std::vector<std::int64_t> values(network_.nodes(), 0);
    for_each_node(network_, [&](FacilityId i, Period t, Node node) {
      values[static_cast<std::size_t>(node)] = value(i, t, node);
    });
    lanes_.set_potentials(values, cost_shift);
    fill(kPatientWeight >> cost_shift);
  }

  void fill(std::int64_t gain) {
    std::vector<Count> treated(network_.nodes(), 0);
    for_each_node(network_, [&](FacilityId i, Period t, Node node) {
      treated[static_cast<std::size_t>(node)] = flows_.treated(i, t);
    });
    residual_.restart(gain);
    residual_.fill({treated, flows_.shipments});
  }

  /// False where the stage ends here.
  bool balance() {
    const StageOutcome part = balancer_.run(
        residual_, fmt::format("least movement, step {}", ++step_), control_, most_rounds_);
    outcome_ = {part.stopped, outcome_.rounds + part.rounds, part.balanced};
    control_.log->message(LogLevel::debug,
                          fmt::format("movement by cost >> {}: {} rounds with {} lanes",
                                      lanes_.cost_shift(), part.rounds, lanes_.size()));
    return part.balanced && part.stopped == StopReason::none;
  }

  /// Adds lanes and balances again: until there are none to add on the finest scale, and once on
  /// others. False where the stage ends here.
  bool price() {
    for (std::size_t most = kMostPerOrigin;; most *= 2) {
      outcome_.stopped = control_.stop.check();
      if (outcome_.stopped != StopReason::none) return false;
      const std::vector<LaneEnds> found =
          pricing_.violated(lanes_.values(), lanes_.cost_shift(), most);
      if (found.empty()) return true;
      for (const LaneEnds& lane : found) lanes_.add(lane.from, lane.to);
      start_again();
      if (!balance()) return false;
      if (lanes_.cost_shift() > 0) return true;
    }
  }

  /// The present flows and potentials, on more lanes.
  void start_again() {
    flows_ = flows_as_plan(residual_, std::move(flows_));
    lanes_.make_feasible();
    fill(residual_.treat_gain());
  }

  const Network& network_;
  const SolveControl& control_;
  std::int64_t most_rounds_;
  ListedLanes lanes_;
  Residual<ListedLanes> residual_;
  Balancer<ListedLanes> balancer_;
  Pricing pricing_;
  int step_ = 0;
  Plan flows_;  ///< what the last balance ended with
  StageOutcome outcome_;
};

}  // namespace

SolveResult least_costly_movement(const Residual<TiledLanes>& patients, const StageOutcome& before,
                                  const SolveControl& control) {
  Plan most_treated = flows_as_plan(patients);
  CostedMovement movement(patients.network(), most_treated, control, kNoRoundLimit);
  movement.start(patients);
  return *movement.run(before.rounds, std::move(most_treated));
}

std::optional<SolveResult> least_costly_movement(const Network& network, const WarmStart& warm,
                                                 const SolveControl& control) {
  CostedMovement movement(network, warm.plan, control, kMostWarmRounds);
  movement.start(warm);
  return movement.run(0, {});
}

}  // namespace surgeflow::flow

// SPDX-License-Identifier: Apache-2.0
// The priced problem: one stage of the primal-dual method over priced lanes.
#include <memory>
#include <stdexcept>
#include <utility>

#include "flow/primal_dual/priced_lanes.hpp"
#include "flow/primal_dual/recovery.hpp"
#include "flow/primal_dual/stages.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/flow/priced.hpp"

namespace surgeflow {
namespace flow {
namespace {

struct PricedState {
  explicit PricedState(const Instance& instance, int threads)
      : network(instance, threads), lanes(network), residual(lanes), balancer(network) {}
  PricedState(const PricedState&) = delete;  // its parts point to each other
  PricedState& operator=(const PricedState&) = delete;

  Network network;
  PricedLanes lanes;
  Residual<PricedLanes> residual;
  Balancer<PricedLanes> balancer;
};

/// State, and the lanes that it was made for.
struct KeptPricedState final : Workspace::Contents {
  KeptPricedState(const Instance& instance, int threads)
      : lanes(instance.lanes()), state(std::make_unique<PricedState>(instance, threads)) {}
  LaneTable lanes;
  std::unique_ptr<PricedState> state;
};

/// What the workspace kept where it fits, or new.
PricedState& state_in(Workspace& workspace, const Instance& instance, int threads) {
  auto* kept = dynamic_cast<KeptPricedState*>(workspace.contents.get());
  if (kept != nullptr && kept->state->network.has_shape_of(instance) &&
      kept->lanes == instance.lanes()) {
    kept->state->network.adopt(instance, threads);
    return *kept->state;
  }
  workspace.contents = std::make_unique<KeptPricedState>(instance, threads);
  return *static_cast<KeptPricedState&>(*workspace.contents).state;
}

void require_consistent(const Instance& instance, const LanePrices& prices,
                        const PricedStart& start) {
  const auto fits = [&](const auto& panel) {
    return panel.facilities() == instance.facilities() && panel.periods() == instance.periods();
  };
  if (!fits(prices.leave) || !fits(prices.arrive) || !fits(prices.treat) ||
      (start.potentials != nullptr && !fits(*start.potentials)) ||
      (start.plan != nullptr && !fits(start.plan->treated))) {
    throw std::invalid_argument("prices and start must have the shape of the instance");
  }
  if (!instance.send_steps().empty()) {
    throw std::invalid_argument("steps of sending are not supported on priced lanes");
  }
  if (prices.resolution < 1) throw std::invalid_argument("a gain must be worth at least 1");
  for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
    for (std::int32_t t = 1; t < instance.periods(); ++t) {
      if (prices.arrive(j, Period(t)) > prices.arrive(j, Period(t - 1))) {
        throw std::invalid_argument("prices of arrival must not rise in time");
      }
    }
  }
}

Panel<std::int64_t> potentials_above_sink(const Network& network, const PricedLanes& lanes) {
  Panel<std::int64_t> potentials(network.facilities(), network.periods());
  const std::int64_t sink = lanes.value(network.sink());
  for_each_node(network, [&](FacilityId i, Period t, Node node) {
    potentials(i, t) = lanes.value(node) - sink;
  });
  return potentials;
}

/// The value of potentials; see PricedResult.
class PricedBound {
 public:
  PricedBound(const Instance& instance, const LanePrices& prices,
              const Panel<std::int64_t>& potentials)
      : instance_(instance), prices_(prices), potentials_(potentials) {}

  [[nodiscard]] std::int64_t value() {
    for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) {
      for (Period t{0}; t.value() < instance_.periods(); ++t) {
        add(instance_.supply(i, t), potentials_(i, t));
        add_treating(i, t);
        for (const GainStep& step : instance_.hold_steps()) {
          add_profit(step.width(i, t), step.gain(i, t) * prices_.resolution + gained(i, t, 1));
        }
      }
    }
    return value_;
  }

 private:
  void add_treating(FacilityId i, Period t) {
    const std::int64_t back = prices_.treat(i, t) + gained(i, t, instance_.turnaround_periods(i));
    if (instance_.treat_steps().empty()) {
      add_profit(instance_.demand()(i, t), instance_.resolution() * prices_.resolution + back);
    }
    for (const GainStep& step : instance_.treat_steps()) {
      add_profit(step.width(i, t), step.gain(i, t) * prices_.resolution + back);
    }
  }
  /// The worth of a device after so many periods above what it is now.
  [[nodiscard]] std::int64_t gained(FacilityId i, Period t, std::int32_t periods) const {
    const std::int64_t then = std::int64_t{t.value()} + periods;
    const std::int64_t worth =
        then < instance_.periods() ? potentials_(i, Period(static_cast<std::int32_t>(then))) : 0;
    return worth - potentials_(i, t);
  }
  void add_profit(Count width, std::int64_t profit) {
    if (profit > 0) add(width, profit);
  }
  void add(std::int64_t quantity, std::int64_t worth) {
    value_ = checked_add(value_, checked_multiply(quantity, worth));
  }

  const Instance& instance_;
  const LanePrices& prices_;
  const Panel<std::int64_t>& potentials_;
  std::int64_t value_ = 0;
};

/// Potentials, prices and first flows of a solve.
void prepare(PricedState& state, const LanePrices& prices, const PricedStart& start) {
  const Network& network = state.network;
  state.lanes.set(prices, start.potentials != nullptr
                              ? *start.potentials
                              : Panel<std::int64_t>(network.facilities(), network.periods()));
  state.residual.restart(prices.resolution);
  if (start.plan == nullptr) {
    state.residual.fill({network.demand(), {}});
    return;
  }
  std::vector<Count> treated(network.nodes(), 0);
  for_each_node(network, [&](FacilityId i, Period t, Node node) {
    treated[static_cast<std::size_t>(node)] = start.plan->treated(i, t);
  });
  state.residual.fill({treated, start.plan->shipments});
}

}  // namespace
}  // namespace flow

PricedResult solve_priced(const Instance& instance, const LanePrices& prices,
                          const PricedStart& start, const SolveControl& control) {
  using namespace flow;
  require_consistent(instance, prices, start);
  Workspace own;
  PricedState& state =
      state_in(control.workspace != nullptr ? *control.workspace : own, instance, control.threads);
  prepare(state, prices, start);
  const StageOutcome outcome = state.balancer.run(state.residual, "priced lanes", control);
  PricedResult result{.stopped = outcome.stopped,
                      .plan = flows_as_plan(state.residual),
                      .potentials = potentials_above_sink(state.network, state.lanes),
                      .iterations = outcome.rounds};
  result.value = PricedBound(instance, prices, result.potentials).value();
  return result;
}

}  // namespace surgeflow

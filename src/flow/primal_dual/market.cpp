// SPDX-License-Identifier: Apache-2.0
// A region that trades: one stage of the primal-dual method with the market's arcs.
#include "flow/primal_dual/market.hpp"

#include <stdexcept>
#include <utility>

#include "flow/primal_dual/recovery.hpp"
#include "flow/primal_dual/solver_state.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/flow/market.hpp"

namespace surgeflow {
namespace flow {

Market::Market(const Network& network, std::vector<std::int64_t> sell,
               std::vector<std::int64_t> buy)
    : sell_(std::move(sell)), buy_(std::move(buy)) {
  sell_tight_ = buy_tight_ = selling_ = buying_ = BitRows(network.periods() + 1, network.words());
  clear();
}

void Market::clear() {
  sold_.assign(sell_.size(), 0);
  bought_.assign(buy_.size(), 0);
  selling_.clear();
  buying_.clear();
}

namespace {

void require_consistent(const Instance& region, const MarketPrices& prices,
                        const Panel<std::int32_t>& start) {
  const auto fits = [&](const Panel<std::int32_t>& panel) {
    return panel.facilities() == region.facilities() && panel.periods() == region.periods();
  };
  if (region.has_steps() || region.resolution() != 1) {
    throw std::invalid_argument("gains with steps are not supported in a region with a market");
  }
  if (!fits(prices.sell) || !fits(prices.buy) || !fits(start)) {
    throw std::invalid_argument("prices and potentials must have the shape of the region");
  }
  for (std::size_t n = 0; n < start.values().size(); ++n) {
    if (prices.sell.values()[n] < 0 || prices.sell.values()[n] > start.values()[n] ||
        start.values()[n] > prices.buy.values()[n]) {
      throw std::invalid_argument("potentials to start from must lie within the prices");
    }
  }
}

std::vector<std::int64_t> by_node(const Network& network, const Panel<std::int32_t>& panel) {
  std::vector<std::int64_t> values(network.nodes(), 0);
  for_each_node(network, [&](FacilityId i, Period t, Node node) {
    values[static_cast<std::size_t>(node)] = panel(i, t);
  });
  return values;
}

}  // namespace
}  // namespace flow

MarketResult solve_with_market(const Instance& region, const MarketPrices& prices,
                               const Panel<std::int32_t>& start, const SolveControl& control) {
  using namespace flow;
  require_consistent(region, prices, start);
  const StateLoan loan(region, control);
  SolverState& state = *loan;
  const Network& network = state.network;
  Residual<TiledLanes>& residual = state.residual;
  state.lanes.set_potentials_by_node(by_node(network, start), 0);
  residual.restart(1, Market(network, by_node(network, prices.sell), by_node(network, prices.buy)));
  residual.fill({network.demand(), {}});
  const StageOutcome outcome = state.balancer.run(residual, "region with a market", control);

  MarketResult result{.stopped = outcome.stopped,
                      .plan = flows_as_plan(residual),
                      .potentials = potentials_of(residual).patients,
                      .sold = Panel<Count>(region.facilities(), region.periods()),
                      .bought = Panel<Count>(region.facilities(), region.periods()),
                      .iterations = outcome.rounds};
  for_each_node(network, [&](FacilityId i, Period t, Node node) {
    result.sold(i, t) = residual.market().sold(node);
    result.bought(i, t) = residual.market().bought(node);
  });
  residual.restart(1);
  return result;
}

}  // namespace surgeflow

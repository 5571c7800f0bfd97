// SPDX-License-Identifier: Apache-2.0
// Repairs potentials, follows old flows, and lets the rounds do the rest.
#include "flow/primal_dual/warm_start.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <stdexcept>

#include "flow/primal_dual/costed_movement.hpp"
#include "flow/primal_dual/feasibility.hpp"
#include "flow/primal_dual/node_passes.hpp"
#include "flow/primal_dual/prefetch.hpp"
#include "flow/primal_dual/recovery.hpp"
#include "flow/primal_dual/solver_state.hpp"

namespace surgeflow::flow {
namespace {

/// What is not balanced after so many rounds has lost more than a cold start costs.
constexpr std::int64_t kMostRounds = 400;

/// Facilities with the same potential.
struct Level {
  std::vector<Word> members;
  std::vector<Word> words;  ///< a bit for each word of members that is not empty
};
/// By that potential, highest first.
using Levels = std::map<std::int64_t, Level, std::greater<>>;

/// Raises potentials period by period, the last one first.
class Closure {
 public:
  Closure(const TiledLanes& lanes, std::int32_t lane_cost, std::vector<std::int64_t>& values)
      : network_(lanes.network()),
        tiles_(lanes.tiles()),
        lane_cost_(lane_cost),
        values_(values),
        poorest_(static_cast<std::size_t>(network_.facility_words())),
        falls_(static_cast<std::size_t>(network_.periods())) {}

  /// Nothing has to be raised after period `last`.
  void run(std::int32_t last) {
    for (std::int32_t t = network_.periods() - 1; t > last; --t) note_falls(t);
    for (std::int32_t t = last; t >= 0; --t) {
      raise_to_hold(t);
      raise_to_ship(t);
      raise_before_closing(t);
      note_falls(t);
    }
  }

 private:
  [[nodiscard]] std::int64_t* row(std::int32_t t) { return values_.data() + network_.node(t, 0); }
  /// One period later; the sink is worth nothing.
  [[nodiscard]] std::int64_t later(std::int32_t t, std::int32_t position) {
    return t + 1 < network_.periods() ? row(t + 1)[position] : 0;
  }

  /// And notes what the poorest of each word is worth: nobody is poorer from here on.
  void raise_to_hold(std::int32_t t) {
    for (std::int32_t first = 0; first < network_.facilities(); first += kWordBits) {
      std::int64_t poorest = std::numeric_limits<std::int64_t>::max();
      const std::int32_t last = std::min(first + kWordBits, network_.facilities());
      for (std::int32_t position = first; position < last; ++position) {
        row(t)[position] = std::max(row(t)[position], later(t, position));
        poorest = std::min(poorest, row(t)[position]);
      }
      poorest_[static_cast<std::size_t>(first / kWordBits)] = poorest;
    }
  }

  void raise_to_ship(std::int32_t t) {
    for (std::size_t kind = 0; kind < tiles_.transit_times().size(); ++kind) {
      const std::int32_t arrival = t + tiles_.transit_times()[kind];
      if (arrival >= network_.periods()) break;
      for (const auto& [value, level] : falls_[static_cast<std::size_t>(arrival)]) {
        if (!raise_senders(t, kind, value - lane_cost_, level)) break;
      }
    }
  }

  /// Lanes that close after period t, whose condition does not follow from that of the period
  /// after.
  void raise_before_closing(std::int32_t t) {
    const LaneTable& lanes = network_.instance().lanes();
    for (const ClosedLane& closed : lanes.closed()) {
      if (closed.first.value() != t + 1) continue;
      const std::int32_t transit = lanes.transit_periods(closed.origin, closed.destination);
      if (transit == 0 || t + transit >= network_.periods()) continue;
      std::int64_t& origin = row(t)[network_.position_of(closed.origin)];
      const std::int64_t worth = row(t + transit)[network_.position_of(closed.destination)];
      origin = std::max(origin, worth - lane_cost_);
    }
  }

  /// Raises who has a lane to the level and is worth less than `least`; false where nobody is.
  bool raise_senders(std::int32_t t, std::size_t kind, std::int64_t least, const Level& level) {
    const LaneTiles& tiles = tiles_.outgoing(t);
    bool anybody = false;
    for (std::int32_t first = 0; first < network_.facilities(); first += kWordBits) {
      const auto word = static_cast<std::size_t>(first / kWordBits);
      if (poorest_[word] >= least) continue;
      anybody = true;
      if (!reaches(tiles.partners(word, kind), level.words)) continue;
      const std::int32_t last = std::min(first + kWordBits, network_.facilities());
      Word poor = 0;
      for (std::int32_t position = first; position < last; ++position) {
        poor |= Word{row(t)[position] < least ? 1U : 0U} << (position - first);
      }
      if (poor == 0) continue;
      for (const LaneTile& tile : tiles.tiles_of(word, kind)) {
        const Word wanted = level.members[tile.word];
        if ((tile.any & wanted) == 0) continue;
        const Word* const reached = tiles.rows(tile);
        for_each_bit(poor, 0, [&](std::int32_t n) {
          if ((reached[n] & wanted) != 0) row(t)[first + n] = least;
        });
      }
    }
    return anybody;
  }

  static bool reaches(const Word* partners, const std::vector<Word>& words) {
    Word any = 0;
    for (std::size_t m = 0; m < words.size(); ++m) any |= partners[m] & words[m];
    return any != 0;
  }

  void note_falls(std::int32_t t) {
    Levels& levels = falls_[static_cast<std::size_t>(t)];
    for (std::int32_t position = 0; position < network_.facilities(); ++position) {
      const std::int64_t value = row(t)[position];
      if (value == later(t, position)) continue;
      Level& level = levels[value];
      level.members.resize(static_cast<std::size_t>(network_.words()), 0);
      level.words.resize(tiles_.mask_words(), 0);
      const auto word = static_cast<std::size_t>(position / kWordBits);
      level.members[word] |= Word{1} << (position % kWordBits);
      level.words[word / kWordBits] |= Word{1} << (word % kWordBits);
    }
  }

  const Network& network_;
  const TimedTiles& tiles_;
  std::int32_t lane_cost_;
  std::vector<std::int64_t>& values_;
  std::vector<std::int64_t> poorest_;  ///< [word], in the period at hand
  std::vector<Levels> falls_;          ///< per period: who is worth more there than a period later
};

void require_shape(const Instance& instance, const WarmStart& warm) {
  const auto fits = [&](const auto& panel) {
    return panel.facilities() == instance.facilities() && panel.periods() == instance.periods();
  };
  if (fits(warm.plan.treated) && fits(warm.potentials.patients) && fits(warm.potentials.moves)) {
    return;
  }
  throw std::invalid_argument(
      fmt::format("a warm start for {} facilities and {} periods must have that shape",
                  instance.facilities(), instance.periods()));
}

/// Potentials of a warm start, as little raised as makes them feasible.
void adopt_potentials(const WarmStart& warm, SolverState& state) {
  const Network& network = state.network;
  constexpr std::int32_t kLaneCost = 1;
  state.lanes.set_potentials(
      [&](std::int32_t word, std::int32_t t, std::span<std::int64_t> values) {
        for (std::size_t n = 0; n < values.size(); ++n) {
          const FacilityId i = network.facility_at(word * kWordBits + static_cast<std::int32_t>(n));
          prefetch_ahead(warm.potentials.patients, i, Period(t));
          prefetch_ahead(warm.potentials.moves, i, Period(t));
          values[n] = joint_potential(warm, network.instance(), i, Period(t));
        }
      },
      kLaneCost);
  const std::int32_t last = last_violation(state.lanes);
  if (last < 0) return;
  std::vector<std::int64_t> values(network.nodes(), 0);
  for_each_node_at_once(network, [&](FacilityId, Period, Node node) {
    values[static_cast<std::size_t>(node)] = state.lanes.value(node);
  });
  make_feasible(state.lanes, kLaneCost, values, last);
  state.lanes.set_potentials_by_node(values, kLaneCost);
}

/// The state of a warm start on all lanes.
void adopt(const WarmStart& warm, SolverState& state) {
  adopt_potentials(warm, state);
  state.treated.resize(state.network.nodes());
  for_each_node_at_once(state.network, [&](FacilityId i, Period t, Node node) {
    prefetch_ahead(warm.plan.treated, i, t);
    state.treated[static_cast<std::size_t>(node)] = warm.plan.treated(i, t);
  });
  state.residual.restart(kPatientWeight);
  state.residual.fill({state.treated, warm.plan.shipments});
}

}  // namespace

void make_feasible(const TiledLanes& lanes, std::int32_t lane_cost,
                   std::vector<std::int64_t>& values, std::int32_t last) {
  Closure(lanes, lane_cost, values).run(last);
}

std::optional<SolveResult> solve_warm(const Instance& instance, const WarmStart& warm,
                                      const SolveControl& control) {
  require_shape(instance, warm);
  if (instance.lanes().has_costs()) {
    return least_costly_movement(Network(instance, control.threads), warm, control);
  }
  const StateLoan loan(instance, control);
  SolverState& state = *loan;
  adopt(warm, state);
  const StageOutcome outcome =
      state.balancer.run(state.residual, "patients and moves", control, kMostRounds);
  control.log->message(
      LogLevel::debug,
      fmt::format("patients and moves balanced again in {} rounds", outcome.rounds));
  if (outcome.stopped == StopReason::none && !outcome.balanced) return {};
  return result_of(state.residual, outcome, {});
}

}  // namespace surgeflow::flow

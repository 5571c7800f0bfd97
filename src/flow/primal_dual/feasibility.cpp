// SPDX-License-Identifier: Apache-2.0
// Compares rows of equal potential, all lanes of two words of facilities at once.
#include "flow/primal_dual/feasibility.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "flow/primal_dual/node_passes.hpp"

namespace surgeflow::flow {
namespace {

/// Rows of facilities by what they are worth.
struct ValueRows {
  std::vector<std::int64_t> values;
  std::vector<Word> members;  ///< [row, word]
};

class FeasibilityCheck {
 public:
  explicit FeasibilityCheck(const TiledLanes& lanes)
      : lanes_(lanes),
        network_(lanes.network()),
        potentials_(lanes.potentials()),
        words_(static_cast<std::size_t>(network_.words())),
        falls_(static_cast<std::size_t>(network_.periods())) {}

  [[nodiscard]] std::int32_t last_violation() {
    const auto periods = static_cast<std::size_t>(network_.periods());
    for_each_period_at_once(
        network_, [&](std::int32_t t) { falls_[static_cast<std::size_t>(t)] = falls_of(t); });
    std::vector<char> violated(periods);
    for_each_period_at_once(network_, [&](std::int32_t t) {
      violated[static_cast<std::size_t>(t)] = is_violated(t) ? 1 : 0;
    });
    const auto last = std::ranges::find(violated.rbegin(), violated.rend(), 1);
    return static_cast<std::int32_t>(violated.rend() - last) - 1;
  }

 private:
  /// Rows of a period, ascending by value.
  [[nodiscard]] std::vector<std::int32_t> rows_of(std::int32_t t) const {
    std::vector<std::int32_t> rows;
    for (std::int32_t row = potentials_.first_row(t); row < potentials_.first_row(t + 1); ++row) {
      rows.push_back(row);
    }
    std::ranges::sort(rows, {}, [&](std::int32_t row) { return potentials_.value_of_row(row); });
    return rows;
  }

  /// Who is worth more in a period than a period later, highest first.
  [[nodiscard]] ValueRows falls_of(std::int32_t t) const {
    ValueRows falls;
    const std::vector<std::int32_t> rows = rows_of(t);
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      const std::int32_t here = potentials_.class_of_row(*row);
      const std::int32_t later =
          t + 1 < network_.periods() ? potentials_.row_of(t + 1, here) : PotentialClasses::kNone;
      const std::size_t first = falls.members.size();
      falls.members.resize(first + words_);
      const std::span<Word> members = std::span(falls.members).subspan(first);
      std::copy_n(potentials_.members(*row), words_, members.begin());
      if (later != PotentialClasses::kNone &&
          !intersect(members.data(), potentials_.members(later), ~Word{0}, members)) {
        falls.members.resize(first);
        continue;
      }
      falls.values.push_back(potentials_.value_of_row(*row));
    }
    return falls;
  }

  [[nodiscard]] bool is_violated(std::int32_t t) const {
    const Poorer poorer = poorer_of(t);
    return falls_short_of_holding(t, poorer) || falls_short_of_lanes(t, poorer) ||
           falls_short_before_closing(t);
  }

  /// Of a period, what facilities are worth, ascending, and for each value who is worth less.
  class Poorer {
   public:
    explicit Poorer(std::size_t words) : words_(words), members_(words, 0) {}
    /// Comes with the next value.
    void add(std::int64_t value, const Word* members) {
      values_.push_back(value);
      const std::size_t before = members_.size() - words_;
      for (std::size_t w = 0; w < words_; ++w) {
        members_.push_back(members_[before + w] | members[w]);
      }
    }
    /// Who is worth less; nothing where nobody is.
    [[nodiscard]] std::span<const Word> than(std::int64_t value) const {
      const auto number = std::ranges::lower_bound(values_, value) - values_.begin();
      if (number == 0) return {};
      return std::span(members_).subspan(static_cast<std::size_t>(number) * words_, words_);
    }

   private:
    std::size_t words_;
    std::vector<std::int64_t> values_;
    std::vector<Word> members_;  ///< [number of a value, word], and all
  };

  [[nodiscard]] Poorer poorer_of(std::int32_t t) const {
    Poorer poorer(words_);
    for (const std::int32_t row : rows_of(t)) {
      poorer.add(potentials_.value_of_row(row), potentials_.members(row));
    }
    return poorer;
  }

  [[nodiscard]] bool falls_short_of_holding(std::int32_t t, const Poorer& poorer) const {
    if (t + 1 == network_.periods()) return !poorer.than(lanes_.value(network_.sink())).empty();
    for (std::int32_t row = potentials_.first_row(t + 1); row < potentials_.first_row(t + 2);
         ++row) {
      const std::span<const Word> poor = poorer.than(potentials_.value_of_row(row));
      const Word* const members = potentials_.members(row);
      for (std::size_t w = 0; w < poor.size(); ++w) {
        if ((members[w] & poor[w]) != 0) return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool falls_short_of_lanes(std::int32_t t, const Poorer& poorer) const {
    const std::span<const std::int32_t> transit_times = lanes_.tiles().transit_times();
    for (std::size_t kind = 0; kind < transit_times.size(); ++kind) {
      const std::int32_t arrival = t + transit_times[kind];
      if (arrival >= network_.periods()) break;
      const ValueRows& falls = falls_[static_cast<std::size_t>(arrival)];
      for (std::size_t n = 0; n < falls.values.size(); ++n) {
        const std::span<const Word> poor = poorer.than(falls.values[n] - lanes_.lane_cost());
        if (poor.empty()) break;  // nor is anybody worth less than the values to come
        const auto worth_more = std::span(falls.members).subspan(n * words_, words_);
        if (joined(lanes_.tiles().outgoing(t), kind, poor, worth_more)) return true;
      }
    }
    return false;
  }

  /// Lanes that close after period t: their condition does not follow from that of a period later.
  [[nodiscard]] bool falls_short_before_closing(std::int32_t t) const {
    const LaneTable& lanes = network_.instance().lanes();
    return std::ranges::any_of(lanes.closed(), [&](const ClosedLane& closed) {
      if (closed.first.value() != t + 1) return false;
      const std::int32_t arrival = t + lanes.transit_periods(closed.origin, closed.destination);
      if (arrival == t || arrival >= network_.periods()) return false;
      const Node from = network_.node(t, network_.position_of(closed.origin));
      const Node to = network_.node(arrival, network_.position_of(closed.destination));
      return potentials_.value(from) < potentials_.value(to) - lanes_.lane_cost();
    });
  }

  const TiledLanes& lanes_;
  const Network& network_;
  const PotentialClasses& potentials_;
  std::size_t words_;
  std::vector<ValueRows> falls_;  ///< per period
};

}  // namespace

std::int32_t last_violation(const TiledLanes& lanes) {
  return FeasibilityCheck(lanes).last_violation();
}

}  // namespace surgeflow::flow

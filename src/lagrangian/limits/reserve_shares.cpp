// SPDX-License-Identifier: Apache-2.0
// Deals the devices of each reserve to those who cover it, and sums what each was dealt.
#include "lagrangian/limits/reserve_shares.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "lagrangian/limits/guarded_steps.hpp"
#include "surgeflow/core/random.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::lagrangian {
namespace {

constexpr std::uint32_t kSharesStream = 71;
/// Steps of holding at one place: at least three, so that those of few and of many devices can be
/// joined on either side of what a plan keeps.
constexpr std::size_t kMostSteps = 12;
/// What devices gain in a period is cut to this part of all that an instance allows: bonuses of
/// restrictions have their room beside it.
constexpr Total kPartOfMost = 8;

/// Devices at one place gain so much more, or less, from device number `from` on.
struct Change {
  Total from = 0;
  Total gain = 0;
};

/// The next `width` devices gain `gain` each.
struct Piece {
  Total width = 0;
  Total gain = 0;
};

/// Deals the devices of one reserve, the most valuable first.
class DealtReserve {
 public:
  DealtReserve(const Instance& instance, FacilityId i, Period t)
      : steps_(instance.hold_steps()), i_(i), t_(t), left_(width()) {}

  /// Up to so many to a facility, as its devices from number `before` on.
  void deal(Total devices, Total before, std::vector<Change>& changes) {
    Total dealt = 0;
    while (step_ < steps_.size() && dealt < devices) {
      const Total now = std::min(devices - dealt, left_);
      const Total gain = steps_[step_].gain(i_, t_);
      if (now > 0 && gain > 0) {
        changes.push_back({before + dealt, gain});
        changes.push_back({before + dealt + now, -gain});
      }
      dealt += now;
      left_ -= now;
      while (left_ == 0 && step_ < steps_.size()) {
        ++step_;
        left_ = width();
      }
    }
  }

 private:
  [[nodiscard]] Total width() const {
    return step_ < steps_.size() ? steps_[step_].width(i_, t_) : 0;
  }

  std::span<const GainStep> steps_;
  FacilityId i_;
  Period t_;
  std::size_t step_ = 0;
  Total left_;
};

std::vector<Piece> pieces_of(std::vector<Change>& changes, Total most_gain) {
  std::ranges::sort(changes, {}, &Change::from);
  std::vector<Piece> pieces;
  Total gain = 0;
  Total from = 0;
  for (const Change& change : changes) {
    const Total each = std::min(gain, most_gain);
    if (change.from > from && each > 0) {
      if (pieces.empty() || pieces.back().gain != each) pieces.push_back({0, each});
      pieces.back().width += change.from - from;
    }
    from = change.from;
    gain += change.gain;
  }
  return pieces;
}

/// Joins neighbours that differ least until there are few, but none that `kept` devices divide.
void join_pieces(Total kept, std::vector<Piece>& pieces) {
  while (pieces.size() > kMostSteps) {
    std::size_t best = pieces.size();
    Total least = 0;
    Total from = 0;
    for (std::size_t n = 0; n + 1 < pieces.size(); ++n) {
      const auto& [width, gain] = pieces[n];
      const auto& [next_width, next_gain] = pieces[n + 1];
      const bool divided = from < kept && kept < from + width + next_width;
      const Total lost = (gain - next_gain) * std::min(width, next_width);
      if (!divided && (best == pieces.size() || lost < least)) {
        best = n;
        least = lost;
      }
      from += width;
    }
    Piece& piece = pieces[best];
    const Piece& next = pieces[best + 1];
    const Total gain = piece.width * piece.gain + next.width * next.gain;
    piece.width += next.width;
    piece.gain = gain / piece.width;
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(best) + 1);
  }
}

/// Who is dealt a reserve in which order, and who gets what nobody keeps.
struct Precedence {
  bool own_first = true;
  std::size_t first = 0;  ///< of those who cover it
  FacilityId heir;
};

Precedence precedence_of(const CoveredReserve& reserve, FacilityId i, std::uint32_t round) {
  if (round == 0) return {.own_first = true, .first = 0, .heir = i};
  const std::span<const FacilityId> covering = reserve.covering(i);
  const RandomKey key{.seed = 0, .stream = kSharesStream, .member = round};
  const std::uint64_t first =
      random_below(key, static_cast<std::uint64_t>(i.value()), covering.size());
  return {.own_first = round % 2 == 0, .first = first, .heir = round % 4 < 2 ? i : covering[first]};
}

/// Deals the reserve of i in t by what each keeps; notes it for each.
void deal_out(const CoveredReserve& reserve, const Precedence& order, FacilityId i, Period t,
              const Panel<Total>& idle, DealtReserve reserve_left,
              std::vector<std::vector<Change>>& changes) {
  const auto deal = [&](FacilityId j, Total before, Total devices) {
    reserve_left.deal(devices, before, changes[static_cast<std::size_t>(j.value())]);
  };
  if (order.own_first) deal(i, 0, idle(i, t));
  const std::span<const FacilityId> covering = reserve.covering(i);
  for (std::size_t n = 0; n < covering.size(); ++n) {
    const FacilityId j = covering[(order.first + n) % covering.size()];
    if (j != i) deal(j, 0, idle(j, t));
  }
  if (!order.own_first) deal(i, 0, idle(i, t));
  deal(order.heir, idle(order.heir, t), kMaxTotal);
}

}  // namespace

Instance ReserveShares::tight_at(const Plan& plan, std::uint32_t round) const {
  const Instance& instance = *instance_;
  const Panel<Total> idle = trace_plan(instance, plan).idle;
  InstanceData data = numbers_of(instance);
  data.hold_steps.clear();
  const GainStep none{.width = Panel<Count>(instance.facilities(), instance.periods()),
                      .gain = Panel<std::int32_t>(instance.facilities(), instance.periods())};
  const Total most_gain = kMaxGain / kPartOfMost / instance.periods();
  std::vector<std::vector<Change>> changes(static_cast<std::size_t>(instance.facilities()));
  std::vector<Precedence> precedences;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    precedences.push_back(precedence_of(*reserve_, i, round));
  }
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
      deal_out(*reserve_, precedences[static_cast<std::size_t>(i.value())], i, t, idle,
               DealtReserve(instance, i, t), changes);
    }
    for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
      std::vector<Change>& here = changes[static_cast<std::size_t>(j.value())];
      std::vector<Piece> pieces = pieces_of(here, most_gain);
      here.clear();
      join_pieces(idle(j, t), pieces);
      data.hold_steps.resize(std::max(data.hold_steps.size(), pieces.size()), none);
      for (std::size_t n = 0; n < pieces.size(); ++n) {
        data.hold_steps[n].width(j, t) = static_cast<Count>(std::min(pieces[n].width, kMaxTotal));
        data.hold_steps[n].gain(j, t) = static_cast<std::int32_t>(pieces[n].gain);
      }
    }
  }
  return Instance(std::move(data));
}

}  // namespace surgeflow::lagrangian

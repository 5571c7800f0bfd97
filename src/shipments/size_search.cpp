// SPDX-License-Identifier: Apache-2.0
// Closes and fills up, with the network's exact answer to each.
#include "shipments/size_search.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace surgeflow::shipments {
namespace {

/// Of the small shipments one in so many is decided before they are sorted anew.
constexpr std::size_t kShareOfARound = 3;

}  // namespace

std::vector<DesignNetwork::Ship> SizeSearch::smallest_first(Count most) const {
  std::vector<Ship> found;
  for (Ship n = 0; n < network_.ships(); ++n) {
    if (network_.sent(n) > 0 && network_.sent(n) <= most) found.push_back(n);
  }
  std::ranges::stable_sort(found, {}, [&](Ship n) { return network_.sent(n); });
  return found;
}

std::optional<Worth> SizeSearch::worth_if_closed(Ship n) {
  const std::size_t mark = network_.mark();
  const bool possible = network_.close(n);
  const Worth worth = network_.value();
  network_.take_back(mark);
  return possible ? std::optional(worth) : std::nullopt;
}

std::optional<Worth> SizeSearch::worth_if_filled(Ship n) {
  const std::size_t mark = network_.mark();
  const bool possible = network_.require(n, minimum_);
  const Worth worth = network_.value();
  network_.take_back(mark);
  return possible ? std::optional(worth) : std::nullopt;
}

bool SizeSearch::decide(Ship n) {
  const std::optional<Worth> closed = worth_if_closed(n);
  const std::size_t mark = network_.mark();
  if (network_.require(n, minimum_) && (!closed || network_.value() >= *closed)) return true;
  network_.take_back(mark);
  return closed && network_.close(n);
}

bool SizeSearch::dive() {
  for (auto small = smallest_first(minimum_ - 1); !small.empty();
       small = smallest_first(minimum_ - 1)) {
    small.resize((small.size() + kShareOfARound - 1) / kShareOfARound);
    for (const Ship n : small) {
      if (stop_.check() != StopReason::none) return false;
      if (is_small(n) && !decide(n)) return false;
    }
  }
  return true;
}

void SizeSearch::thin_out(std::optional<Total> price) {
  for (Ship n = 0; n < network_.ships(); ++n) {
    // Neither changes the flow.
    if (network_.sent(n) == 0 ? !network_.close(n) : !network_.require(n, minimum_)) return;
  }
  for (const Ship n : smallest_first(std::numeric_limits<Count>::max())) {
    if (stop_.check() != StopReason::none) return;
    const Worth before = network_.value();
    const std::size_t mark = network_.mark();
    const bool possible = network_.close(n);
    const Worth loss = before - network_.value();
    if (possible && loss.gain == 0 && (!price || loss.saved < *price)) continue;
    network_.take_back(mark);
  }
}

bool SizeSearch::adopt(const Plan& plan) {
  for (Ship n = 0; n < network_.ships(); ++n) {
    const auto [origin, destination, depart] = network_.ship(n);
    const bool sent = std::ranges::any_of(plan.shipments, [&](const Shipment& shipment) {
      return shipment.origin == origin && shipment.destination == destination &&
             shipment.depart == depart;
    });
    if (!(sent ? network_.require(n, minimum_) : network_.close(n))) return false;
  }
  return true;
}

bool SizeSearch::is_promising(const std::optional<Worth>& worth) const {
  if (!worth) return false;
  return aim_ == Aim::gain ? worth->gain > best_worth_.gain : *worth > best_worth_;
}

bool SizeSearch::is_over() const { return stopped_ || network_.visited() >= last_visit_; }

void SizeSearch::note_best() {
  best_worth_ = network_.value();
  best_.plan = network_.plan();
}

SizeSearch::Best SizeSearch::branch(std::int64_t effort) {
  const std::size_t mark = network_.mark();
  if (dive() && (!best_.plan || network_.value() > best_worth_)) note_best();
  network_.take_back(mark);
  for (const Aim aim : {Aim::gain, Aim::worth}) {
    aim_ = aim;
    last_visit_ = network_.visited() + effort;
    if (is_promising(network_.value())) explore();
    network_.take_back(mark);
    if (aim == Aim::gain) best_.exhausted = !is_over();
    if (is_over()) break;
  }
  return best_;
}

void SizeSearch::explore() {
  stopped_ = stopped_ || stop_.check() != StopReason::none;
  if (is_over() || !settle_decided()) return;
  const Branching branching = choose();
  if (is_over()) return;
  if (branching.ship < 0) {
    note_best();
    return;
  }
  const bool fill_first = branching.sides.filled >= branching.sides.closed;
  enter(branching.ship, fill_first);
  enter(branching.ship, !fill_first);
}

void SizeSearch::enter(Ship n, bool fill) {
  if (is_over()) return;
  const std::size_t mark = network_.mark();
  const bool possible = fill ? network_.require(n, minimum_) : network_.close(n);
  if (possible && is_promising(network_.value())) explore();
  network_.take_back(mark);
}

/// Decides arcs of which one side is not worth while until none is left; whether any plan here can
/// still be better than the best.
bool SizeSearch::settle_decided() {
  for (bool changed = true; changed;) {
    changed = false;
    for (Ship n = 0; n < network_.ships(); ++n) {
      if (network_.is_closed(n) || network_.least(n) > 0) continue;
      if (is_over() || !settle_decided(n, changed)) return false;
    }
  }
  return true;
}

bool SizeSearch::settle_decided(Ship n, bool& changed) {
  const Count sent = network_.sent(n);
  if (sent < minimum_ && !is_promising(worth_if_filled(n))) {
    changed = changed || sent > 0;
    return network_.close(n) && is_promising(network_.value());
  }
  if (sent > 0 && !is_promising(worth_if_closed(n))) {
    changed = changed || sent < minimum_;
    return network_.require(n, minimum_) && is_promising(network_.value());
  }
  return true;
}

/// The one whose better side costs most, of these the one whose other side does; -1 where none is
/// small. One that has been decided by now comes before all others.
SizeSearch::Branching SizeSearch::choose() {
  Branching chosen;
  const auto losses = [](const Sides& sides) {
    return std::pair(std::max(*sides.closed, *sides.filled),
                     std::min(*sides.closed, *sides.filled));
  };
  for (Ship n = 0; n < network_.ships(); ++n) {
    if (!is_small(n)) continue;
    const Sides sides{worth_if_closed(n), worth_if_filled(n)};
    if (!is_promising(sides.closed) || !is_promising(sides.filled)) return {n, sides};
    if (chosen.ship < 0 || losses(sides) < losses(chosen.sides)) chosen = {n, sides};
  }
  return chosen;
}

}  // namespace surgeflow::shipments

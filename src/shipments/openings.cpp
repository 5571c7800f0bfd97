// SPDX-License-Identifier: Apache-2.0
// Draws new shipments and tries them.
#include "shipments/openings.hpp"

#include <algorithm>

#include "shipments/worth_while.hpp"

namespace surgeflow::shipments {
namespace {

constexpr int kDraws = 24;                    ///< near each shipment
constexpr std::int32_t kNearPeriods = 8;      ///< on the same lane
constexpr std::int32_t kOtherPeriods = 3;     ///< with another end
constexpr std::size_t kNeighbourhood = 2000;  ///< nodes before a new shipment, and after it
constexpr std::int32_t kReach = 4000;
constexpr int kMostFailures = 8;

}  // namespace

std::int32_t Openings::between(std::int32_t least, std::int32_t most) {
  const auto choices = static_cast<std::uint64_t>(most - least + 1);
  return least + static_cast<std::int32_t>(random_below({}, drawn_++, choices));
}

/// One of the same lane on another day, or with another end; nothing where there is none.
std::optional<MovableShipment> Openings::draw_near(const MovableShipment& shipment) {
  FacilityId origin = plan_.facility_of(shipment.from);
  FacilityId destination = plan_.facility_of(shipment.to);
  const std::int32_t last = plan_.instance().facilities() - 1;
  const std::int32_t kind = between(0, 2);
  if (kind == 1) origin = FacilityId(between(0, last));
  if (kind == 2) destination = FacilityId(between(0, last));
  const std::int32_t away = kind == 0 ? kNearPeriods : kOtherPeriods;
  const std::int32_t depart = plan_.period_of(shipment.from).value() + between(-away, away);
  const std::int32_t transit = plan_.instance().lanes().transit_periods(origin, destination);
  if (transit == 0 || depart < 0 || depart + transit >= plan_.instance().periods() ||
      !plan_.instance().lanes().is_open(origin, destination, Period(depart))) {
    return std::nullopt;
  }
  const MovableShipment drawn{.from = plan_.node_of(origin, Period(depart)),
                              .to = plan_.node_of(destination, Period(depart + transit))};
  return plan_.is_tight(drawn.from, drawn.to) ? std::optional(drawn) : std::nullopt;
}

std::vector<std::int32_t> Openings::neighbours(Node from, Node to) {
  detours_.reach_to(from, kNeighbourhood, before_);
  detours_.reach_from(to, kNeighbourhood, after_);
  std::vector<std::int32_t> found;
  for (const Node node : before_.nodes) {
    for (std::int32_t n = plan_.first_from(node); n >= 0; n = plan_.next_from(n)) {
      const MovableShipment& other = plan_.shipments()[static_cast<std::size_t>(n)];
      if (other.quantity > 0 && !other.open && other.movable && after_.holds(other.to)) {
        found.push_back(n);
      }
    }
  }
  std::ranges::stable_sort(found, {}, [&](std::int32_t n) {
    return plan_.shipments()[static_cast<std::size_t>(n)].quantity;
  });
  return found;
}

void Openings::eliminate(const std::vector<std::int32_t>& others, std::vector<Push>& pushes) {
  int failures = 0;
  for (const std::int32_t n : others) {
    if (plan_.shipments()[static_cast<std::size_t>(n)].quantity == 0) continue;
    if (!detours_.eliminate(n, kReach, pushes) && ++failures == kMostFailures) return;
  }
}

Total Openings::open(Node from, Node to) {
  const std::vector<std::int32_t> others = neighbours(from, to);
  if (others.empty()) return 0;
  const std::int32_t opened = plan_.add(from, to);
  plan_.set_open(opened, true);
  std::vector<Push> pushes;
  eliminate(others, pushes);
  const Total fewer = emptied_by(plan_, pushes) - (plan_.shipments().back().quantity > 0 ? 1 : 0);
  plan_.set_open(opened, false);
  if (is_worth_while(fewer, movement_of(plan_, pushes), options_)) return fewer;
  detours_.take_back(pushes, 0);
  plan_.remove_last();
  return 0;
}

Total Openings::try_near(std::int32_t shipment) {
  Total fewer = 0;
  for (int draw = 0; draw < kDraws; ++draw) {
    const MovableShipment& near = plan_.shipments()[static_cast<std::size_t>(shipment)];
    if (near.quantity == 0) break;
    if (const auto drawn = draw_near(near)) fewer += open(drawn->from, drawn->to);
  }
  return fewer;
}

}  // namespace surgeflow::shipments

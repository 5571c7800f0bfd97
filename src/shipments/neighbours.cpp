// SPDX-License-Identifier: Apache-2.0
// Groups by small shipments, and draws by trade.
#include "shipments/neighbours.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace surgeflow::shipments {
namespace {

constexpr std::int32_t kMostOfAGroup = 40;
constexpr std::uint32_t kStream = 71;
constexpr std::uint64_t kLeastDrawn = 4;
constexpr std::uint64_t kMostDrawn = 16;

/// Facilities joined to groups (union by pointing, the smaller index leads).
class Groups {
 public:
  explicit Groups(std::int32_t facilities)
      : leader_(static_cast<std::size_t>(facilities)),
        size_(static_cast<std::size_t>(facilities), 1) {
    std::iota(leader_.begin(), leader_.end(), 0);
  }
  [[nodiscard]] std::int32_t leader(std::int32_t i) {
    while (leader_[at(i)] != i) i = leader_[at(i)] = leader_[at(leader_[at(i)])];
    return i;
  }
  void join(std::int32_t i, std::int32_t j, std::int32_t most) {
    const auto [first, second] = std::minmax({leader(i), leader(j)});
    if (first == second || size_[at(first)] + size_[at(second)] > most) return;
    leader_[at(second)] = first;
    size_[at(first)] += size_[at(second)];
  }
  [[nodiscard]] std::vector<std::vector<FacilityId>> listed() {
    std::vector<std::vector<FacilityId>> members(leader_.size());
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(leader_.size()); ++i) {
      members[at(leader(i))].emplace_back(i);
    }
    std::erase_if(members, [](const auto& group) { return group.size() < 2; });
    return members;
  }

 private:
  [[nodiscard]] static std::size_t at(std::int32_t n) { return static_cast<std::size_t>(n); }
  std::vector<std::int32_t> leader_;
  std::vector<std::int32_t> size_;
};

}  // namespace

std::vector<std::vector<FacilityId>> groups_with_small(const Instance& instance, const Plan& plan,
                                                       Count minimum) {
  std::map<std::pair<std::int32_t, std::int32_t>, Total> small;
  for (const Shipment& shipment : plan.shipments) {
    if (shipment.quantity >= minimum) continue;
    const auto [first, second] =
        std::minmax({shipment.origin.value(), shipment.destination.value()});
    ++small[{first, second}];
  }
  std::vector<std::pair<std::pair<std::int32_t, std::int32_t>, Total>> most_first(small.begin(),
                                                                                  small.end());
  std::ranges::stable_sort(
      most_first, [](const auto& one, const auto& other) { return one.second > other.second; });
  Groups groups(instance.facilities());
  for (const auto& [pair, number] : most_first) {
    groups.join(pair.first, pair.second, kMostOfAGroup);
  }
  return groups.listed();
}

Neighbours::Neighbours(const Instance& instance, std::int64_t few_arcs)
    : instance_(instance), few_(2) {
  const auto arcs = [&](std::uint64_t facilities) {
    return static_cast<std::int64_t>(facilities * (facilities - 1)) * instance.periods();
  };
  while (arcs(few_ + 1) <= few_arcs && few_ < kMostDrawn) ++few_;
}

std::vector<FacilityId> Neighbours::draw(const Plan& plan, std::int64_t round) const {
  const RandomKey key{.seed = static_cast<std::uint64_t>(round), .stream = kStream, .member = 0};
  std::uint64_t drawn = 0;
  const auto below = [&](std::uint64_t bound) { return random_below(key, drawn++, bound); };
  const auto any = [&] {
    return FacilityId(
        static_cast<std::int32_t>(below(static_cast<std::uint64_t>(instance_.facilities()))));
  };
  const std::uint64_t size =
      round % 2 == 0 ? few_ : kLeastDrawn + below(kMostDrawn - kLeastDrawn + 1);
  std::vector<FacilityId> members{
      plan.shipments.empty() ? any() : plan.shipments[below(plan.shipments.size())].origin};
  const auto add = [&](FacilityId i) {
    if (members.size() < size && std::ranges::find(members, i) == members.end()) {
      members.push_back(i);
    }
  };
  // Those who trade with the first, then those who trade with these.
  for (std::size_t n = 0; n < members.size() && members.size() < size; ++n) {
    std::vector<FacilityId> partners;
    for (const Shipment& shipment : plan.shipments) {
      if (shipment.origin == members[n]) partners.push_back(shipment.destination);
      if (shipment.destination == members[n]) partners.push_back(shipment.origin);
    }
    for (std::uint64_t tries = partners.empty() ? 0 : size / 2; tries > 0; --tries) {
      add(partners[below(partners.size())]);
    }
  }
  for (std::uint64_t tries = size; tries > 0; --tries) add(any());
  std::ranges::sort(members);
  return members;
}

}  // namespace surgeflow::shipments

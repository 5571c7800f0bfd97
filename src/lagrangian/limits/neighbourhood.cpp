// SPDX-License-Identifier: Apache-2.0
// Frees facilities and deals places, by numbers drawn for the round.
#include "lagrangian/limits/neighbourhood.hpp"

#include <algorithm>
#include <numeric>
#include <span>

#include "lagrangian/limits/own_patients.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::lagrangian {
namespace {

constexpr std::uint32_t kNeighbourhoodStream = 61;
/// In the first of so many rounds all facilities are freed, in the second one of two, and so on.
constexpr std::uint32_t kShares = 4;
/// In every second round devices take turns in staying where some must. Fewer facilities are freed
/// then: in the first of so many such rounds one in kFewest, in the next one in kFewest + 2.
constexpr std::uint32_t kTurnShares = 5;
constexpr std::uint32_t kFewest = 4;
/// What becomes of the places that a plan takes of a dispatch limit, drawn for each round.
enum class Places : std::uint64_t { kept, some_dealt_anew, days_freed };
constexpr std::uint64_t kWaysOfPlaces = 3;
/// One in so many is dealt anew.
constexpr std::uint64_t kDealtOneIn = 6;
/// On so many days at most any number may leave at first.
constexpr std::uint64_t kMostDaysFreed = 3;

/// Numbers for one round, in the order in which they are asked for.
class Draws {
 public:
  explicit Draws(std::uint32_t round)
      : key_{.seed = 0, .stream = kNeighbourhoodStream, .member = round} {}
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) {
    return random_below(key_, drawn_++, bound);
  }

 private:
  RandomKey key_;
  std::uint64_t drawn_ = 0;
};

void drop(std::span<Count> patients, Total many, Draws& draws) {
  while (many > 0) {
    Count& here = patients[draws.below(patients.size())];
    if (here == 0) continue;
    --here;
    --many;
  }
}

/// Any number of them; how many.
Total drop_some(std::span<Count> patients, Draws& draws) {
  const Total all = std::accumulate(patients.begin(), patients.end(), Total{0});
  const auto many = static_cast<Total>(draws.below(static_cast<std::uint64_t>(all) + 1));
  drop(patients, many, draws);
  return many;
}

/// All of a stretch of time; how many.
Total drop_stretch(std::span<Count> patients, std::int32_t longest, Draws& draws) {
  const std::uint64_t first = draws.below(patients.size());
  const std::uint64_t length = draws.below(static_cast<std::uint64_t>(longest)) + 1;
  Total many = 0;
  for (Count& here : patients.subspan(first, std::min(length, patients.size() - first))) {
    many += here;
    here = 0;
  }
  return many;
}

/// Up to the limit may leave each facility in a few periods.
void free_days(const Limits& limits, Panel<Count>& leave, Draws& draws) {
  const std::uint64_t days = draws.below(kMostDaysFreed) + 1;
  for (std::uint64_t n = 0; n < days; ++n) {
    const Period t(
        static_cast<std::int32_t>(draws.below(static_cast<std::uint64_t>(leave.periods()))));
    for (FacilityId i{0}; i.value() < leave.facilities(); ++i) leave(i, t) = limits.dispatch_at(t);
  }
}

/// What the plan sends from each facility, and what is left of the limit, device by device, from
/// any.
Panel<Count> deal_places(const Instance& instance, const Limits& limits, const Plan& plan,
                         Draws& draws) {
  const Places ways{draws.below(kWaysOfPlaces)};
  Panel<Count> leave(instance.facilities(), instance.periods());
  std::vector<Count> left = places_of(limits, instance.periods());
  for (const Shipment& shipment : plan.shipments) {
    if (ways == Places::some_dealt_anew && draws.below(kDealtOneIn) == 0) continue;
    leave(shipment.origin, shipment.depart) += shipment.quantity;
    left[static_cast<std::size_t>(shipment.depart.value())] -= shipment.quantity;
  }
  const auto facilities = static_cast<std::uint64_t>(instance.facilities());
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    const Count spare = std::min(left[static_cast<std::size_t>(t.value())], instance.facilities());
    for (Count n = 0; n < spare; ++n) {
      leave(FacilityId(static_cast<std::int32_t>(draws.below(facilities))), t) += 1;
    }
  }
  if (ways == Places::days_freed) free_days(limits, leave, draws);
  return leave;
}

bool take_turns(const Limits& limits, std::uint32_t round) {
  return limits.away_millionths && round % 2 == 1;
}

std::uint64_t freed_one_in(const Limits& limits, std::uint32_t round) {
  return take_turns(limits, round) ? kFewest + 2 * (round / 2 % kTurnShares) : 1 + round % kShares;
}

/// Takes from those who are kept where a facility is freed; how many at each.
std::vector<Total> free_facilities(const Instance& instance, const Limits& limits,
                                   std::uint32_t round, Panel<Count>& kept, Draws& draws) {
  std::vector<Total> freed(static_cast<std::size_t>(instance.facilities()), 0);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    if (draws.below(freed_one_in(limits, round)) != 0) continue;
    freed[static_cast<std::size_t>(i.value())] =
        round % 2 == 0 ? drop_some(kept.row(i), draws)
                       : drop_stretch(kept.row(i), 2 * instance.turnaround_periods(i), draws);
  }
  return freed;
}

/// One after the other, of those who are not treated; as far as there are any.
void add_some(std::span<const Count> demand, Total many, std::span<Count> patients, Draws& draws) {
  const Total untreated = std::accumulate(demand.begin(), demand.end(), Total{0}) -
                          std::accumulate(patients.begin(), patients.end(), Total{0});
  for (Total left = std::min(many, untreated); left > 0;) {
    const std::uint64_t t = draws.below(patients.size());
    if (patients[t] == demand[t]) continue;
    ++patients[t];
    --left;
  }
}

/// Devices that never leave treat as in the plan, or where patients are freed whoever gains most,
/// at one of two facilities; or they take turns where nobody is freed.
void choose_home_care(const std::vector<Total>& freed, bool in_turns, Guidance& guidance,
                      Draws& draws) {
  for (FacilityId i{0}; i.value() < guidance.first.facilities(); ++i) {
    const auto n = static_cast<std::size_t>(i.value());
    guidance.home[n] = HomeCare::as_kept;
    if (freed[n] > 0) {
      if (draws.below(2) == 0) guidance.home[n] = HomeCare::who_gain_most;
    } else if (in_turns) {
      guidance.home[n] = HomeCare::in_turns;
      std::ranges::copy(guidance.kept->treated.row(i), guidance.first.row(i).begin());
    }
  }
}

}  // namespace

void guard_own_patients(const Instance& instance, const Limits& limits, const Plan& plan,
                        std::uint32_t round, Guidance& guidance) {
  Draws draws(round);
  const std::vector<Total> slack = OwnPatients(instance, limits).slack(plan);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const std::span<Count> first = guidance.first.row(i);
    std::ranges::copy(plan.treated.row(i), first.begin());
    const Total left = slack[static_cast<std::size_t>(i.value())];
    drop(first, left, draws);
    add_some(instance.demand().row(i), -left, first, draws);
  }
  if (limits.return_by) {
    add_under_treatment(instance, plan.treated, *limits.return_by, guidance.first);
  }
}

Guidance neighbourhood_of(const Instance& instance, const Limits& limits, const Plan& plan,
                          std::uint32_t round) {
  Draws draws(round);
  Guidance guidance = no_guidance(instance);
  guidance.kept = kept_care(instance, plan);
  if (limits.dispatch) {
    guidance.leave = deal_places(instance, limits, plan, draws);
  }
  Panel<Count>& in_bed = guidance.kept->in_bed;
  const std::vector<Total> freed = free_facilities(instance, limits, round, in_bed, draws);
  if (limits.no_worse_off) {
    guidance.first = in_bed;
    const std::vector<Total> slack = OwnPatients(instance, limits).slack(plan);
    for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
      const auto n = static_cast<std::size_t>(i.value());
      drop(guidance.first.row(i), slack[n] - freed[n], draws);
    }
  }
  if (limits.return_by) add_under_treatment(instance, in_bed, *limits.return_by, guidance.first);
  if (limits.away_millionths) {
    choose_home_care(freed, take_turns(limits, round), guidance, draws);
  }
  return guidance;
}

void keep_at(const std::vector<FacilityId>& facilities, const Plan& plan, Guidance& guidance) {
  for (const FacilityId i : facilities) {
    std::ranges::copy(plan.treated.row(i), guidance.kept->in_bed.row(i).begin());
    std::ranges::copy(plan.treated.row(i), guidance.first.row(i).begin());
    HomeCare& care = guidance.home[static_cast<std::size_t>(i.value())];
    if (care == HomeCare::who_gain_most) care = HomeCare::as_kept;
  }
}

}  // namespace surgeflow::lagrangian

// SPDX-License-Identifier: Apache-2.0
// Takes out what is decided beforehand, and guards what must be.
#include "lagrangian/limits/restriction.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <span>
#include <utility>

#include "lagrangian/limits/earliest_care.hpp"
#include "lagrangian/limits/guarded_steps.hpp"
#include "lagrangian/limits/local_care.hpp"
#include "lagrangian/limits/own_patients.hpp"
#include "lagrangian/limits/patients_in_beds.hpp"
#include "lagrangian/limits/presence_limit.hpp"
#include "lagrangian/limits/provision.hpp"
#include "lagrangian/limits/staying_share.hpp"
#include "surgeflow/flow/without_sharing.hpp"

namespace surgeflow::lagrangian {
namespace {

Panel<Count> empty_panel(const Instance& instance) {
  return Panel<Count>(instance.facilities(), instance.periods());
}

void note_treated(const LocalCare& care, FacilityId i, Panel<Count>& treated) {
  for (Period t{0}; t.value() < treated.periods(); ++t) treated(i, t) = care.treated(t);
}

/// Devices in use at the end of a period, of a facility that treats so many.
Count in_use_at(const Instance& instance, const Panel<Count>& treated, FacilityId i, Period t) {
  Count in_use = 0;
  const std::int32_t first = std::max(0, t.value() - instance.turnaround_periods(i) + 1);
  for (Period u{first}; u <= t; ++u) in_use += treated(i, u);
  return in_use;
}

/// What comes to a facility where nothing is ordered.
std::vector<Count> supply_without_orders(const Instance& instance, const Limits& limits,
                                         FacilityId i) {
  std::vector<Count> supply;
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    supply.push_back(instance.supply(i, t) - limits.ordered_at(i, t));
  }
  return supply;
}

/// Patients whom a facility treats with nothing shipped, the first who come.
void note_first_come(const Instance& instance, const Limits& limits, FacilityId i,
                     Panel<Count>& treated) {
  const std::vector<Count> supply = supply_without_orders(instance, limits, i);
  const std::vector<Count> beds = beds_by_period(limits, i, instance.periods());
  note_treated(EarliestCare(instance, i, supply, beds), i, treated);
}

/// Those of each facility.
Panel<Count> first_come(const Instance& instance, const Limits& limits) {
  Panel<Count> treated = empty_panel(instance);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    note_first_come(instance, limits, i, treated);
  }
  return treated;
}

Panel<Count> panel_of_beds(const Limits& limits, const Instance& instance) {
  Panel<Count> beds = empty_panel(instance);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    std::ranges::copy(beds_by_period(limits, i, instance.periods()), beds.row(i).begin());
  }
  return beds;
}

/// Only patients whom a device for every bed would treat; where nobody may be worse off, among them
/// as many as are treated with nothing shipped.
Instance with_beds(const Instance& instance, const Limits& limits,
                   const std::optional<KeptCare>& kept = std::nullopt) {
  if (limits.staffed_beds.empty()) return instance;
  InstanceData data = numbers_of(instance);
  if (limits.no_worse_off || kept) {
    data.treat_steps =
        guarded_steps(treat_steps_of(instance), kept ? kept->in_bed : first_come(instance, limits),
                      bonus_of_patients(instance));
  }
  return with_patients_in_beds(instance, Instance(std::move(data)),
                               panel_of_beds(limits, instance));
}

/// Whom each facility treats with nothing shipped: as many as it can, and of these those who gain
/// most.
Panel<Count> treated_alone(const Instance& instance, const Limits& limits) {
  InstanceData data = numbers_of(instance);
  if (!data.treat_steps.empty() || !data.hold_steps.empty()) {
    data.treat_steps =
        guarded_steps(treat_steps_of(instance), instance.demand(), bonus_of_patients(instance));
  }
  const Instance most_patients(std::move(data));
  Panel<Count> treated = empty_panel(instance);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    note_treated(*make_local_care(most_patients, {}, i, supply_without_orders(instance, limits, i)),
                 i, treated);
  }
  return treated;
}

Panel<Count> difference(const Panel<Count>& more, const Panel<Count>& fewer) {
  Panel<Count> rest = more;
  for (std::size_t n = 0; n < rest.values().size(); ++n) {
    rest.values()[n] = std::max(0, rest.values()[n] - fewer.values()[n]);
  }
  return rest;
}

/// Devices that never leave once they can be used, at the end of each period: as many as must stay
/// by the away limit and no order takes. They become more while devices on patients from before
/// become free.
std::vector<Count> never_leaving(const Instance& instance, const Limits& limits, FacilityId i) {
  std::vector<Count> staying(static_cast<std::size_t>(instance.periods()), 0);
  const Count least =
      least_present(*limits.away_millionths, limits.fleet_of(i, instance.devices(i)));
  Count left = 0;
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    left += instance.supply(i, t);
    staying[static_cast<std::size_t>(t.value())] =
        std::max(0, std::min(left, least - limits.in_care_at(i, t)));
  }
  std::partial_sum(staying.rbegin(), staying.rend(), staying.rbegin(),
                   [](Count later, Count here) { return std::min(later, here); });
  return staying;
}

/// What devices that never leave do, one facility after the other.
struct AtHome {
  Panel<Count> devices;
  Panel<Count> treated;
  Panel<Count> idle;
};

HomeCare care_at(const Guidance& guidance, FacilityId i) {
  return guidance.home[static_cast<std::size_t>(i.value())];
}

/// Of those who are kept, where the devices that may leave suffice for the rest.
bool take_share(const Instance& whom, const KeptCare& kept, FacilityId i,
                std::span<const Count> staying, Panel<Count>& treated) {
  const std::optional<std::vector<Count>> share =
      staying_share(whom.demand().row(i), kept.present.row(i), staying, whom.turnaround_periods(i));
  if (share) std::ranges::copy(*share, treated.row(i).begin());
  return share.has_value();
}

AtHome at_home(const Instance& instance, const Limits& limits, const Guidance& guidance) {
  AtHome home{.devices = empty_panel(instance),
              .treated = empty_panel(instance),
              .idle = empty_panel(instance)};
  if (!limits.away_millionths) return home;
  const Instance whom = guidance.kept ? with_patients(instance, guidance.kept->treated) : instance;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const std::vector<Count> staying = never_leaving(instance, limits, i);
    const HomeCare care = care_at(guidance, i);
    if (staying.back() == 0 || care == HomeCare::in_turns) continue;
    std::ranges::copy(staying, home.devices.row(i).begin());
    if (care == HomeCare::who_come_first) {
      const std::vector<Count> beds = beds_by_period({}, i, instance.periods());
      note_treated(EarliestCare(instance, i, rises(staying), beds), i, home.treated);
    } else if (care == HomeCare::who_gain_most) {
      note_treated(*make_local_care(instance, {}, i, rises(staying)), i, home.treated);
    } else if (!take_share(whom, *guidance.kept, i, staying, home.treated)) {
      note_treated(*make_local_care(whom, {}, i, rises(staying)), i, home.treated);
    }
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      home.idle(i, t) = home.devices(i, t) - in_use_at(instance, home.treated, i, t);
    }
  }
  return home;
}

/// Devices to be idle at home beside those that never leave, but for those that treat patients who
/// come first: on the day of return all that may leave, and where orders take devices, or devices
/// take turns, what the away limit asks for.
Panel<Count> idle_at_home(const Instance& instance, const Limits& limits, const AtHome& home,
                          const Panel<Count>& guarded) {
  Panel<Count> idle = empty_panel(instance);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Count beside = limits.least_at(i, t, instance.devices(i)) - home.devices(i, t);
      if (beside > 0) idle(i, t) = std::max(0, beside - in_use_at(instance, guarded, i, t));
    }
  }
  return idle;
}

/// Leaves what never leaves out of what the instance supplies.
void take_away(const Panel<Count>& staying, InstanceData& data) {
  for (FacilityId i{0}; i.value() < staying.facilities(); ++i) {
    Count& own = data.devices[static_cast<std::size_t>(i.value())];
    Count taken = std::min(own, staying(i, Period(0)));
    own -= taken;
    for (Period t{0}; t.value() < staying.periods(); ++t) {
      if (staying(i, t) == taken) continue;
      if (data.commitments.facilities() == 0) {
        data.commitments = Panel<Count>(staying.facilities(), staying.periods());
      }
      data.commitments(i, t) -= staying(i, t) - taken;
      taken = staying(i, t);
    }
  }
}

/// No more devices leave than are given, where they are: only where all lanes cost the same.
void bound_sending(const Panel<Count>& leave, InstanceData& data) {
  if (leave.facilities() == 0) return;
  if (data.send_steps.empty()) {
    data.send_steps.push_back(
        {.width = leave, .cost = Panel<std::int32_t>(leave.facilities(), leave.periods())});
    return;
  }
  Panel<Count> left = leave;
  for (CostStep& step : data.send_steps) {
    for (std::size_t n = 0; n < left.values().size(); ++n) {
      Count& width = step.width.values()[n];
      width = std::min(width, left.values()[n]);
      left.values()[n] -= width;
    }
  }
}

/// Nobody asks for more patients under treatment on the day of return, the last of them left out,
/// than devices would be there with nothing shipped: they would take those that others must have
/// back.
void leave_idle_on_return(const Instance& instance, const AtHome& home, Period date,
                          Panel<Count>& guarded) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Count own = 0;
    for (Period t{0}; t <= date; ++t) own += instance.supply(i, t);
    Count excess = in_use_at(instance, guarded, i, date) - (own - home.devices(i, date));
    for (std::int32_t t = date.value(); t >= 0 && excess > 0; --t) {
      Count& last = guarded(i, Period(t));
      const Count dropped = std::min(excess, last);
      last -= dropped;
      excess -= dropped;
    }
  }
}

Instance restricted(const Instance& cared, const Limits& limits, const AtHome& home,
                    const Guidance& guidance) {
  InstanceData data = numbers_of(cared);
  data.demand = difference(cared.demand(), home.treated);
  take_away(home.devices, data);
  if (!data.treat_steps.empty()) data.treat_steps = steps_beyond(data.treat_steps, home.treated);
  data.hold_steps = steps_beyond(data.hold_steps, home.idle);
  bound_sending(guidance.leave, data);
  Panel<Count> guarded = difference(guidance.first, home.treated);
  std::ranges::transform(guarded.values(), data.demand.values(), guarded.values().begin(),
                         [](Count asked, Count there) { return std::min(asked, there); });
  if (limits.return_by) leave_idle_on_return(cared, home, *limits.return_by, guarded);
  if (std::ranges::any_of(guarded.values(), [](Count patients) { return patients > 0; })) {
    const std::vector<GainStep> steps = steps_beyond(treat_steps_of(cared), home.treated);
    data.treat_steps = guarded_steps(steps, guarded, bonus_of_patients(cared));
  }
  if (limits.count_present()) {
    data.hold_steps = guarded_steps(data.hold_steps, idle_at_home(cared, limits, home, guarded),
                                    bonus_for(cared, cared.periods()));
  }
  return Instance(std::move(data));
}

/// Devices that leave each facility, those worth most first, as many as may leave all together.
Panel<Count> sent_within(const Instance& instance, const Limits& limits, const Plan& plan,
                         const Panel<std::int64_t>& potentials) {
  const auto worth = [&](const Shipment& shipment) {
    const Period arrive(shipment.depart.value() +
                        instance.lanes().transit_periods(shipment.origin, shipment.destination));
    return potentials(shipment.destination, arrive) - potentials(shipment.origin, shipment.depart);
  };
  std::vector<Shipment> shipments = plan.shipments;
  std::ranges::stable_sort(shipments, std::greater<>(), worth);
  std::vector<Count> left = places_of(limits, instance.periods());
  Panel<Count> sent = empty_panel(instance);
  for (const Shipment& shipment : shipments) {
    Count& today = left[static_cast<std::size_t>(shipment.depart.value())];
    const Count goes = std::min(today, shipment.quantity);
    sent(shipment.origin, shipment.depart) += goes;
    today -= goes;
  }
  return sent;
}

/// Beside those for whom it asks already.
void ask_for(std::span<const Count> patients, std::span<Count> first) {
  std::ranges::transform(first, patients, first.begin(),
                         [](Count asked, Count more) { return std::max(asked, more); });
}

}  // namespace

void add_under_treatment(const Instance& instance, const Panel<Count>& treated, Period date,
                         Panel<Count>& first) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const std::int32_t begin = std::max(0, date.value() - instance.turnaround_periods(i) + 1);
    for (Period u{begin}; u <= date; ++u) first(i, u) = std::max(first(i, u), treated(i, u));
  }
}

std::vector<Count> places_of(const Limits& limits, std::int32_t periods) {
  std::vector<Count> places;
  for (Period t{0}; t.value() < periods; ++t) places.push_back(limits.dispatch_at(t));
  return places;
}

bool cut_to_dispatch_limit(const Instance& instance, const Limits& limits, const Plan& plan,
                           const Panel<std::int64_t>& potentials, Guidance& guidance) {
  if (!limits.dispatch) return false;
  std::vector<Count> left = places_of(limits, instance.periods());
  for (const Shipment& shipment : plan.shipments) {
    left[static_cast<std::size_t>(shipment.depart.value())] -= shipment.quantity;
  }
  if (std::ranges::min(left) >= 0) return false;
  const Panel<Count> sent = sent_within(instance, limits, plan, potentials);
  if (guidance.leave.facilities() == 0) {
    guidance.leave = empty_panel(instance);
    std::ranges::fill(guidance.leave.values(), *limits.dispatch);
  }
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    if (left[static_cast<std::size_t>(t.value())] >= 0) continue;
    for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
      guidance.leave(i, t) = sent(i, t);
    }
  }
  return true;
}

Guidance no_guidance(const Instance& instance) {
  const auto facilities = static_cast<std::size_t>(instance.facilities());
  return {.first = empty_panel(instance),
          .leave = {},
          .home = std::vector<HomeCare>(facilities, HomeCare::who_gain_most)};
}

Guidance first_guidance(const Instance& instance, const Limits& limits) {
  Guidance guidance = no_guidance(instance);
  if (limits.return_by) {
    add_under_treatment(instance, treated_alone(with_beds(instance, limits), limits),
                        *limits.return_by, guidance.first);
  }
  return guidance;
}

Guidance strict_guidance(const Instance& instance, const Limits& limits) {
  Guidance guidance = no_guidance(instance);
  if (limits.no_worse_off) guidance.first = first_come(instance, limits);
  std::ranges::fill(guidance.home, HomeCare::who_come_first);
  return guidance;
}

KeptCare kept_care(const Instance& instance, const Plan& plan) {
  KeptCare kept{.treated = plan.treated, .present = empty_panel(instance), .in_bed = plan.treated};
  const PlanTrace trace = trace_plan(instance, plan);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      kept.present(i, t) = static_cast<Count>(trace.idle(i, t) + trace.in_use(i, t));
    }
  }
  return kept;
}

std::vector<FacilityId> worse_off(const Instance& instance, const Limits& limits,
                                  const Plan& plan) {
  std::vector<FacilityId> facilities;
  if (!limits.no_worse_off) return facilities;
  const std::vector<Total> slack = OwnPatients(instance, limits).slack(plan);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    if (slack[static_cast<std::size_t>(i.value())] < 0) facilities.push_back(i);
  }
  return facilities;
}

void ask_for_own_patients(const Instance& instance, const Limits& limits,
                          const std::vector<FacilityId>& facilities, Guidance& guidance) {
  const Panel<Count> alone = treated_alone(with_beds(instance, limits), limits);
  for (const FacilityId i : facilities) {
    std::ranges::copy(alone.row(i), guidance.first.row(i).begin());
  }
}

std::vector<FacilityId> short_of_devices(const Instance& instance, const Limits& limits,
                                         const Plan& plan) {
  if (!limits.count_present()) return {};
  return facilities_beyond(PresenceLimit(instance, limits).slack(plan), instance);
}

bool asks_strictly(const Guidance& guidance, FacilityId i) {
  return care_at(guidance, i) == HomeCare::who_come_first;
}

bool ask_strictly(const Instance& instance, const Limits& limits,
                  const std::vector<FacilityId>& facilities, Guidance& guidance) {
  bool changed = false;
  for (const FacilityId i : facilities) {
    changed |= !asks_strictly(guidance, i);
    std::ranges::fill(guidance.first.row(i), 0);
    if (limits.no_worse_off) note_first_come(instance, limits, i, guidance.first);
    guidance.home[static_cast<std::size_t>(i.value())] = HomeCare::who_come_first;
  }
  return changed;
}

void ask_for_patients_of(const Plan& plan, FacilityId i, Guidance& guidance) {
  ask_for(plan.treated.row(i), guidance.first.row(i));
}

Guidance guidance_of(const Instance& instance, const Limits& limits, const Plan& plan,
                     const Panel<std::int64_t>& potentials) {
  Guidance guidance = no_guidance(instance);
  if (limits.dispatch) guidance.leave = sent_within(instance, limits, plan, potentials);
  if (limits.return_by) {
    add_under_treatment(instance, plan.treated, *limits.return_by, guidance.first);
  }
  if (!limits.no_worse_off) return guidance;
  const std::vector<Total> slack = OwnPatients(instance, limits).slack(plan);
  const Panel<Count> alone = treated_alone(with_beds(instance, limits), limits);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Total missing = -slack[static_cast<std::size_t>(i.value())];
    if (missing <= 0) continue;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Count treated = plan.treated(i, t);
      const Total more = std::clamp<Total>(alone(i, t) - treated, 0, missing);
      guidance.first(i, t) = static_cast<Count>(treated + more);
      missing -= more;
    }
  }
  return guidance;
}

Instance own_patients_first(const Instance& instance, const Limits& limits, const Plan& provision) {
  Panel<Count> own = treated_alone(with_beds(instance, limits), limits);
  const Instance begun = with_orders(instance, as_orders(provision.shipments));
  const Limits beds{.staffed_beds = limits.staffed_beds};
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const bool harmed =
        treated_without_sharing(begun, i, beds) < patients_owed(instance, i, limits);
    if (harmed) std::ranges::copy(instance.demand().row(i), own.row(i).begin());
  }
  InstanceData data = numbers_of(instance);
  data.treat_steps = guarded_steps(treat_steps_of(instance), own, bonus_of_patients(instance));
  return Instance(std::move(data));
}

Restriction::Restriction(const Instance& instance, const Limits& limits, const Guidance& guidance)
    : restricted_([&] {
        const Instance cared = with_beds(instance, limits, guidance.kept);
        AtHome home = at_home(cared, limits, guidance);
        Instance made = restricted(cared, limits, home, guidance);
        treated_at_home_ = std::move(home.treated);
        return made;
      }()) {}

Plan Restriction::whole(Plan plan) const {
  const std::span<Count> treated = plan.treated.values();
  for (std::size_t n = 0; n < treated.size(); ++n) treated[n] += treated_at_home_.values()[n];
  return plan;
}

}  // namespace surgeflow::lagrangian

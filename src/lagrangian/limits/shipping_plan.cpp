// SPDX-License-Identifier: Apache-2.0
// Keeps facilities, limits and shipments in step.
#include "lagrangian/limits/shipping_plan.hpp"

#include <algorithm>
#include <utility>

#include "surgeflow/flow/without_sharing.hpp"

namespace surgeflow::lagrangian {

ShippingPlan::ShippingPlan(const Instance& instance, const Limits& limits, const Families& families,
                           std::span<const Shipment> provision)
    : instance_(&instance),
      return_by_(limits.return_by),
      gains_(instance.demand().values().size()),
      most_gains_(static_cast<std::size_t>(instance.periods()), 0) {
  for (const auto& family : families) {
    if (auto ledger = family->open_ledger()) ledgers_.push_back(std::move(ledger));
  }
  differs_by_lane_ =
      std::ranges::any_of(ledgers_, [](const auto& ledger) { return ledger->differs_by_lane(); });
  for (const auto& [depart, origin, destination, devices] : provision) {
    made_[{depart, origin, destination, std::nullopt}] += devices;
    note_in_ledgers(hop(origin, destination, depart).value(), devices);
  }
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    care_.push_back(make_changing_care(instance, limits, i, supply_of(i)));
    value_ += care_.back()->value();
    publish_gains(i);
    if (limits.no_worse_off) least_patients_.push_back(patients_owed(instance, i, limits));
  }
}

/// With what is shipped.
std::vector<Count> ShippingPlan::supply_of(FacilityId i) const {
  std::vector<Count> supply;
  for (Period t{0}; t.value() < instance_->periods(); ++t) {
    supply.push_back(instance_->supply(i, t));
  }
  for (const auto& [lane, devices] : made_) {
    const Hop made = hop(lane.origin, lane.destination, lane.depart).value();
    if (made.origin == i) supply[index(made.depart)] -= devices;
    if (made.destination == i) supply[index(made.arrive)] += devices;
  }
  return supply;
}

ShippingPlan::Leaving ShippingPlan::leaving(FacilityId i, Period t) const {
  if (!care_[index(i)]->can_spare(t)) return Leaving::no;
  const auto all = [&](auto&& allows) { return std::ranges::all_of(ledgers_, allows); };
  if (can_do_without(i, t) && all([&](const auto& ledger) { return ledger->may_leave(i, t); })) {
    return Leaving::for_good;
  }
  return return_by_ && all([&](const auto& ledger) { return ledger->may_lend(i, t); })
             ? Leaving::on_loan
             : Leaving::no;
}

std::optional<Hop> ShippingPlan::hop(FacilityId i, FacilityId j, Period t) const {
  const std::int32_t transit = instance_->lanes().transit_periods(i, j);
  const std::int32_t arrive = t.value() + transit;
  if (transit == 0 || arrive >= instance_->periods()) return std::nullopt;
  if (!instance_->lanes().is_open(i, j, t)) return std::nullopt;
  return Hop{i, j, t, Period(arrive)};
}

/// The latest one that is back in time, on a day on which the lane is open and limits have room.
std::optional<Hop> ShippingPlan::hop_back(const Hop& out) const {
  const std::int32_t transit = instance_->lanes().transit_periods(out.destination, out.origin);
  if (transit == 0) return std::nullopt;
  for (std::int32_t depart = return_by_->value() - transit; depart > out.arrive.value(); --depart) {
    const std::optional<Hop> back = hop(out.destination, out.origin, Period(depart));
    const auto has_room = [&](const auto& ledger) { return ledger->has_room(*back); };
    if (back && std::ranges::all_of(ledgers_, has_room)) return back;
  }
  return std::nullopt;
}

ShippingPlan::Departure ShippingPlan::departure(FacilityId i, Period t) const {
  return {.origin = i, .depart = t, .how = leaving(i, t), .loss = loss(i, t)};
}

std::optional<Move> ShippingPlan::move(const Departure& from, FacilityId j) const {
  const std::optional<Hop> out = hop(from.origin, j, from.depart);
  if (from.how == Leaving::no || !out) return std::nullopt;
  if (from.how == Leaving::for_good) return Move{.out = *out};
  const std::optional<Hop> back = hop_back(*out);
  return back ? std::optional(Move{.out = *out, .back = back}) : std::nullopt;
}

Count ShippingPlan::profit(const Departure& from, FacilityId j) const {
  const std::optional<Hop> out = hop(from.origin, j, from.depart);
  if (!out || (differs_by_lane_ && !lane_allows(*out))) return kNothing;
  // Of a loan no more either: what i gets back is worth no more than what it gave.
  if (gain(j, out->arrive) <= 0) return kNothing;
  const Count for_good = gain(j, out->arrive) - from.loss;
  if (from.how == Leaving::for_good) return for_good;
  const std::optional<Hop> back = hop_back(*out);
  return back ? for_good - gain(j, back->depart) + loss(from.origin, back->arrive) : kNothing;
}

std::optional<ShippingPlan::Destination> ShippingPlan::best_destination(
    const Departure& from) const {
  // Gains do not rise in time, and all lanes arrive later.
  const std::size_t next = index(from.depart) + 1;
  if (from.how == Leaving::no || next == most_gains_.size() || most_gains_[next] <= 0) return {};
  const bool any_lane = !differs_by_lane_ && instance_->lanes().closed().empty();
  if (from.how == Leaving::for_good && any_lane) return best_for_good(from);
  Destination best;
  for (FacilityId j{0}; j.value() < instance_->facilities(); ++j) {
    const Count here = profit(from, j);
    if (here > best.profit) best = {.facility = j, .profit = here};
  }
  return best.profit > 0 ? std::optional(best) : std::nullopt;
}

/// Where nothing but its transit time tells one lane from another.
std::optional<ShippingPlan::Destination> ShippingPlan::best_for_good(const Departure& from) const {
  const std::size_t first = index(from.depart);
  if (most_gains_[first + 1] <= from.loss) return {};
  const std::span<const std::uint8_t> transit = instance_->lanes().row(from.origin);
  Destination best{.facility = {}, .profit = 0};
  for (std::size_t j = 0; j < transit.size(); ++j) {
    const std::size_t arrive = first + transit[j];
    if (transit[j] == 0 || arrive >= most_gains_.size()) continue;
    const Count gain = gains_[arrive * transit.size() + j];
    if (gain <= 0 || gain - from.loss <= best.profit) continue;
    best = {.facility = FacilityId(static_cast<std::int32_t>(j)), .profit = gain - from.loss};
  }
  return best.profit > 0 ? std::optional(best) : std::nullopt;
}

bool ShippingPlan::ledgers_allow(const Hop& hop) const {
  return std::ranges::all_of(ledgers_, [&](const auto& ledger) { return ledger->may_send(hop); });
}

/// What a departure was not asked, since it depends on the lane.
bool ShippingPlan::lane_allows(const Hop& hop) const {
  return std::ranges::all_of(ledgers_, [&](const auto& ledger) {
    return !ledger->differs_by_lane() || ledger->may_send(hop);
  });
}

/// Whether destination and ledgers can do without; of a loan once its way back counts no more.
bool ShippingPlan::may_take_back(const Hop& hop) const {
  return care_[index(hop.destination)]->can_spare(hop.arrive) &&
         std::ranges::all_of(ledgers_,
                             [&](const auto& ledger) { return ledger->may_take_back(hop); });
}

bool ShippingPlan::can_do_without(FacilityId i, Period t) const {
  if (least_patients_.empty()) return true;
  const LocalCare& care = *care_[index(i)];
  const Total lost = care.patients_lost(t);
  return lost <= 0 || care.patients() - lost >= least_patients_[index(i)];
}

ShippingPlan::Before ShippingPlan::before(const Hop& hop) const {
  return {care_[index(hop.origin)]->patients(), care_[index(hop.destination)]->patients()};
}

/// Fewer than before, and fewer than it must treat.
bool ShippingPlan::lacks_patients(FacilityId i, Total before) const {
  if (least_patients_.empty()) return false;
  return care_[index(i)]->patients() < std::min(before, least_patients_[index(i)]);
}

bool ShippingPlan::does_harm(const Hop& hop, const Before& before) const {
  return lacks_patients(hop.origin, before.origin) ||
         lacks_patients(hop.destination, before.destination);
}

bool ShippingPlan::send(const Move& move) {
  const auto& [out, back] = move;
  const Leaving how = leaving(out.origin, out.depart);
  if (back ? how == Leaving::no || !lane_allows(out)
           : how != Leaving::for_good || !ledgers_allow(out)) {
    return false;
  }
  note_in_ledgers(out, 1);
  const bool returns = !back || ledgers_allow(*back);
  note_in_ledgers(out, -1);
  if (!returns) return false;
  const Before patients = before(out);
  apply(move, 1);
  if (does_harm(out, patients)) {
    apply(move, -1);
    return false;
  }
  note(move, 1);
  return true;
}

bool ShippingPlan::take_back(const Move& move) {
  const auto& [out, back] = move;
  const auto keep_longer = [&](Count devices) {
    if (!back) return;
    change(back->origin, back->depart, devices);
    note_in_ledgers(*back, -devices);
  };
  keep_longer(1);
  const bool may = may_take_back(out);
  keep_longer(-1);
  if (!may) return false;
  const Before patients = before(out);
  apply(move, -1);
  if (does_harm(out, patients)) {
    apply(move, 1);
    return false;
  }
  note(move, -1);
  return true;
}

void ShippingPlan::put_back(const Move& move) {
  apply(move, 1);
  note(move, 1);
}

void ShippingPlan::note(const Move& move, Count devices) {
  const Hop& out = move.out;
  Key key{out.depart, out.origin, out.destination};
  if (move.back) key.back = move.back->depart;
  const auto entry = made_.try_emplace(key, 0).first;
  entry->second += devices;
  if (entry->second == 0) made_.erase(entry);
  journal_.push_back({move, devices});
}

void ShippingPlan::undo() {
  const std::vector<Made> journal = std::exchange(journal_, {});
  for (auto made = journal.rbegin(); made != journal.rend(); ++made) {
    apply(made->move, -made->devices);
    note(made->move, -made->devices);
  }
  journal_.clear();
}

/// Of each facility what comes is changed before what leaves, so that no device is missing in
/// between: a loan changes nothing from the day of return on.
void ShippingPlan::apply(const Move& move, Count devices) {
  const auto& [out, back] = move;
  const auto change_both = [&](FacilityId i, Period comes, Period leaves) {
    change(i, comes, 1);
    change(i, leaves, -1);
  };
  if (!back) {
    change(out.origin, out.depart, -devices);
    change(out.destination, out.arrive, devices);
  } else if (devices > 0) {
    change_both(out.origin, back->arrive, out.depart);
    change_both(out.destination, out.arrive, back->depart);
  } else {
    change_both(out.origin, out.depart, back->arrive);
    change_both(out.destination, back->depart, out.arrive);
  }
  note_in_ledgers(out, devices);
  if (back) note_in_ledgers(*back, devices);
}

void ShippingPlan::note_in_ledgers(const Hop& hop, Count devices) {
  for (const auto& ledger : ledgers_) ledger->note(hop, devices);
}

void ShippingPlan::change(FacilityId i, Period from, Count devices) {
  LocalCare& care = *care_[index(i)];
  value_ -= care.value();
  care.change(from, devices);
  value_ += care.value();
  publish_gains(i);
}

void ShippingPlan::publish_gains(FacilityId i) {
  const auto n = static_cast<std::size_t>(instance_->facilities());
  std::size_t place = index(i);
  auto most = most_gains_.begin();
  for (const Count gain : care_[index(i)]->gains()) {
    gains_[place] = gain;
    place += n;
    *most = std::max(*most, gain);
    ++most;
  }
}

void ShippingPlan::measure_most_gains() {
  const auto n = static_cast<std::ptrdiff_t>(instance_->facilities());
  for (auto row = gains_.cbegin(); Count & most : most_gains_) {
    most = *std::max_element(row, row + n);
    row += n;
  }
}

std::vector<ShippingPlan::Made> ShippingPlan::moves() const {
  std::vector<Made> moves;
  for (const auto& [key, devices] : made_) {
    Move move{.out = hop(key.origin, key.destination, key.depart).value()};
    if (key.back) move.back = hop(key.destination, key.origin, *key.back);
    moves.push_back({move, devices});
  }
  return moves;
}

Plan ShippingPlan::plan() const {
  std::map<Key, Count> shipped;
  const auto add = [&](const Hop& hop, Count devices) {
    shipped[{hop.depart, hop.origin, hop.destination}] += devices;
  };
  for (const auto& [move, devices] : moves()) {
    add(move.out, devices);
    if (move.back) add(*move.back, devices);
  }
  Plan plan{Panel<Count>(instance_->facilities(), instance_->periods()), {}};
  for (const auto& [lane, quantity] : shipped) {
    plan.shipments.push_back({lane.depart, lane.origin, lane.destination, quantity});
  }
  for (FacilityId i{0}; i.value() < instance_->facilities(); ++i) {
    for (Period t{0}; t.value() < instance_->periods(); ++t) {
      plan.treated(i, t) = care_[index(i)]->treated(t);
    }
  }
  return plan;
}

}  // namespace surgeflow::lagrangian

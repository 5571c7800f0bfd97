// SPDX-License-Identifier: Apache-2.0
// Rows and flows from the root to those who hold the facilities.
#include "lagrangian/deal_plan.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "flow/balance.hpp"
#include "lagrangian/travelling_rows.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Devices that leave and arrive, in parcels by rank.
struct Movements {
  explicit Movements(int ranks)
      : sent(static_cast<std::size_t>(ranks)), received(static_cast<std::size_t>(ranks)) {}
  std::vector<std::vector<NodeCount>> sent;
  std::vector<std::vector<NodeCount>> received;
};

Movements movements_of(const WholePlan& whole, int ranks) {
  Movements movements(ranks);
  const LaneTable& lanes = whole.instance->lanes();
  const auto parcel = [&](auto& parcels, FacilityId i) -> std::vector<NodeCount>& {
    return parcels[static_cast<std::size_t>(owner_of(lanes.facilities(), ranks, i))];
  };
  for (const Shipment& shipment : whole.plan->shipments) {
    const FacilityId i = shipment.origin;
    const FacilityId j = shipment.destination;
    const std::int32_t depart = shipment.depart.value();
    parcel(movements.sent, i).push_back({i.value(), depart, shipment.quantity});
    parcel(movements.received, j)
        .push_back({j.value(), depart + lanes.transit_periods(i, j), shipment.quantity});
  }
  return movements;
}

class Dealer {
 public:
  Dealer(const WholePlan& whole, const comm::Communicator& ranks)
      : whole_(whole),
        ranks_(ranks),
        facilities_(
            ranks.broadcast_value(whole.instance == nullptr ? 0 : whole.instance->facilities())),
        periods_(ranks.broadcast_value(whole.instance == nullptr ? 0 : whole.instance->periods())),
        own_(range_of_rank(facilities_, ranks.size(), ranks.rank())) {}

  [[nodiscard]] PlanRows deal() const;

 private:
  template <class T>
  [[nodiscard]] Panel<T> deal_rows_of(const Panel<T>* all) const {
    return deal_panel(facilities_, periods_, ranks_, all);
  }
  [[nodiscard]] Panel<Count> sum_of(std::vector<std::vector<NodeCount>> parcels) const;
  void follow(PlanRows& rows) const;
  [[nodiscard]] bool holds_all() const { return whole_.instance != nullptr; }

  const WholePlan& whole_;
  const comm::Communicator& ranks_;
  std::int32_t facilities_;
  std::int32_t periods_;
  FacilityRange own_;
};

Panel<Count> Dealer::sum_of(std::vector<std::vector<NodeCount>> parcels) const {
  Panel<Count> rows(own_.size(), periods_);
  add_counts(std::move(parcels), own_, ranks_, rows);
  return rows;
}

void Dealer::follow(PlanRows& rows) const {
  std::vector<std::int32_t> turnaround(static_cast<std::size_t>(facilities_));
  for (FacilityId i{0}; holds_all() && i.value() < facilities_; ++i) {
    turnaround[static_cast<std::size_t>(i.value())] = whole_.instance->turnaround_periods(i);
  }
  ranks_.broadcast(std::span(turnaround));
  const Panel<Count> supply = deal_supply(facilities_, periods_, ranks_, whole_.instance);
  PlanTrace& trace = rows.trace;
  trace.idle = Panel<Total>(own_.size(), periods_);
  trace.in_use = Panel<Total>(own_.size(), periods_);
  trace.unmet = Panel<Count>(own_.size(), periods_);
  for (FacilityId row{0}; row.value() < own_.size(); ++row) {
    flow::follow_balance(
        {.turnaround_periods = turnaround[static_cast<std::size_t>(own_.first + row.value())],
         .supply = supply.row(row),
         .demand = rows.demand.row(row),
         .treated = rows.treated.row(row),
         .sent = trace.sent.row(row),
         .received = trace.received.row(row)},
        {trace.idle.row(row), trace.in_use.row(row), trace.unmet.row(row)});
  }
}

PlanRows Dealer::deal() const {
  PlanRows rows;
  rows.facilities = own_;
  rows.demand = deal_rows_of(holds_all() ? &whole_.instance->demand() : nullptr);
  rows.arrivals = deal_rows_of(holds_all() ? &whole_.instance->arrivals() : nullptr);
  rows.treated = deal_rows_of(holds_all() ? &whole_.plan->treated : nullptr);
  rows.potentials.patients = deal_rows_of(holds_all() ? &whole_.potentials->patients : nullptr);
  rows.potentials.moves = deal_rows_of(holds_all() ? &whole_.potentials->moves : nullptr);
  Movements movements(ranks_.size());
  ranks_.all_or_none([&] {
    if (holds_all()) movements = movements_of(whole_, ranks_.size());
  });
  rows.trace.sent = sum_of(std::move(movements.sent));
  rows.trace.received = sum_of(std::move(movements.received));
  follow(rows);
  return rows;
}

}  // namespace

PlanRows deal_plan(const WholePlan& whole, const comm::Communicator& ranks) {
  return Dealer(whole, ranks).deal();
}

}  // namespace surgeflow::lagrangian

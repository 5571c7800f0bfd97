// SPDX-License-Identifier: Apache-2.0
// Needs, what can be spared, and the nearest of both.
#include "surgeflow/replay/simple_rules.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace surgeflow::replay {
namespace {

std::size_t place(FacilityId i) { return static_cast<std::size_t>(i.value()); }

/// Devices that each facility can spare or needs, and until when they are needed.
struct Balance {
  std::vector<Total> spare;
  std::vector<Total> need;
  std::vector<std::int32_t> within;  ///< periods
};

Total patients_within(const MorningView& morning, FacilityId i, std::int32_t periods) {
  const auto row = morning.expected.row(i);
  const auto end = std::min<std::size_t>(row.size(), static_cast<std::size_t>(periods));
  return std::accumulate(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(end), Total{0});
}

std::vector<FacilityId> by_need(const Balance& balance) {
  std::vector<FacilityId> needy;
  for (FacilityId i{0}; place(i) < balance.need.size(); ++i) {
    if (balance.need[place(i)] > 0) needy.push_back(i);
  }
  std::ranges::stable_sort(needy, std::greater<>(),
                           [&](FacilityId i) { return balance.need[place(i)]; });
  return needy;
}

/// Serves one facility from the nearest others that can spare.
void serve(const MorningView& morning, FacilityId to, Balance& balance,
           std::vector<Shipment>& shipments) {
  struct Lender {
    std::int32_t transit;
    FacilityId from;
  };
  const std::int32_t latest = std::min(balance.within[place(to)], morning.expected.periods() - 1);
  std::vector<Lender> lenders;
  for (FacilityId from{0}; place(from) < balance.spare.size(); ++from) {
    const std::int32_t transit = morning.lanes.transit_periods(from, to);
    if (balance.spare[place(from)] > 0 && transit > 0 && transit <= latest) {
      lenders.push_back({transit, from});
    }
  }
  std::ranges::stable_sort(lenders, {}, &Lender::transit);
  for (const Lender& lender : lenders) {
    Total& need = balance.need[place(to)];
    Total& spare = balance.spare[place(lender.from)];
    const Total sent = std::min(need, spare);
    if (sent == 0) return;
    need -= sent;
    spare -= sent;
    shipments.push_back({Period(0), lender.from, to, static_cast<Count>(sent)});
  }
}

std::vector<Shipment> settle(const MorningView& morning, Balance balance) {
  std::vector<Shipment> shipments;
  for (const FacilityId to : by_need(balance)) serve(morning, to, balance, shipments);
  std::ranges::sort(shipments);
  return shipments;
}

template <class Within>
Balance expected_balance(const MorningView& morning, Within within) {
  Balance balance;
  for (FacilityId i{0}; place(i) < morning.idle.size(); ++i) {
    const std::int32_t periods = within(i);
    const Total idle = morning.idle[place(i)];
    balance.within.push_back(periods);
    balance.spare.push_back(idle - patients_within(morning, i, periods));
  }
  for (const rolling::ComingDevices& devices : morning.coming) {
    if (devices.usable.value() >= balance.within[place(devices.facility)]) continue;
    balance.spare[place(devices.facility)] += devices.devices;
  }
  for (std::size_t n = 0; n < balance.spare.size(); ++n) {
    balance.need.push_back(std::max<Total>(-balance.spare[n], 0));
    balance.spare[n] = std::clamp<Total>(balance.spare[n], 0, std::max(morning.idle[n], 0));
  }
  return balance;
}

/// Whole shares of `total` in proportion to `weights`: the largest remainders are rounded up.
std::vector<Total> shares_of(Total total, const std::vector<Total>& weights) {
  const Total sum = std::accumulate(weights.begin(), weights.end(), Total{0});
  std::vector<Total> shares(weights.size(), 0);
  if (sum == 0) return shares;
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Total left = total;
  for (std::size_t n = 0; n < weights.size(); ++n) left -= shares[n] = total * weights[n] / sum;
  std::ranges::stable_sort(order, std::greater<>(),
                           [&](std::size_t n) { return total * weights[n] % sum; });
  for (std::size_t n = 0; n < order.size() && left > 0; ++n, --left) ++shares[order[n]];
  return shares;
}

}  // namespace

std::vector<Shipment> send_to_nearest(const MorningView& morning) {
  return settle(morning, expected_balance(morning, [&](FacilityId i) {
                  return morning.turnaround_periods[place(i)];
                }));
}

std::vector<Shipment> send_to_nearest(const MorningView& morning, std::int32_t periods) {
  return settle(morning, expected_balance(morning, [&](FacilityId) { return periods; }));
}

std::vector<Shipment> send_in_proportion(const MorningView& morning) {
  std::vector<Total> patients;
  Balance balance;
  for (FacilityId i{0}; place(i) < morning.idle.size(); ++i) {
    balance.within.push_back(morning.turnaround_periods[place(i)]);
    patients.push_back(patients_within(morning, i, balance.within.back()));
  }
  const Total idle = std::accumulate(morning.idle.begin(), morning.idle.end(), Total{0});
  const std::vector<Total> shares = shares_of(idle, patients);
  const bool any = std::ranges::any_of(patients, [](Total number) { return number > 0; });
  for (std::size_t n = 0; n < shares.size(); ++n) {
    const Total more = any ? morning.idle[n] - shares[n] : 0;
    balance.spare.push_back(std::max<Total>(more, 0));
    balance.need.push_back(std::max<Total>(-more, 0));
  }
  return settle(morning, std::move(balance));
}

}  // namespace surgeflow::replay

// SPDX-License-Identifier: Apache-2.0
// Follows what two facilities send each other.
#include "surgeflow/review/loans.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace surgeflow::review {
namespace {

/// Two facilities, the lower number first.
using Pair = std::pair<FacilityId, FacilityId>;

/// What the second of a pair owes the first; negative where it is the other way round.
LoanEntry entry(const Pair& pair, Period period, Total owed) {
  return owed >= 0 ? LoanEntry{period, pair.first, pair.second, owed}
                   : LoanEntry{period, pair.second, pair.first, -owed};
}

}  // namespace

std::vector<LoanEntry> loan_ledger(const Plan& plan) {
  std::vector<LoanEntry> ledger;
  std::map<Pair, Total> owed;
  for (auto shipment = plan.shipments.begin(); shipment != plan.shipments.end();) {
    const Period today = shipment->depart;
    std::map<Pair, Total> before;  // of pairs that send today
    for (; shipment != plan.shipments.end() && shipment->depart == today; ++shipment) {
      const auto [low, high] = std::minmax(shipment->origin, shipment->destination);
      Total& balance = owed[{low, high}];
      before.try_emplace({low, high}, balance);
      balance += shipment->origin == low ? shipment->quantity : -shipment->quantity;
    }
    for (const auto& [pair, was] : before) {
      const Total is = owed[pair];
      if (is == was) continue;
      const bool same_side = (is > 0 && was > 0) || (is < 0 && was < 0);
      if (was != 0 && !same_side) {
        LoanEntry settled = entry(pair, today, was);
        settled.devices = 0;
        ledger.push_back(settled);
      }
      if (is != 0) ledger.push_back(entry(pair, today, is));
    }
  }
  std::ranges::sort(ledger, {}, [](const LoanEntry& row) {
    return std::tuple(row.period, row.lender, row.borrower);
  });
  return ledger;
}

}  // namespace surgeflow::review

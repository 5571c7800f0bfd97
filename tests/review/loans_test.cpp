// SPDX-License-Identifier: Apache-2.0
// Who owes whom: by hand, and the sums that must balance.
#include "surgeflow/review/loans.hpp"

#include <gtest/gtest.h>

#include <map>

#include "support/random_instance.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::review {
namespace {

constexpr FacilityId kA{0};
constexpr FacilityId kB{1};
constexpr FacilityId kC{2};

Plan plan_of(std::vector<Shipment> shipments) { return {Panel<Count>(3, 8), std::move(shipments)}; }

TEST(LoanLedger, PaysBackAndChangesSides) {
  const auto ledger = loan_ledger(plan_of({{Period(0), kA, kB, 5},
                                           {Period(2), kB, kA, 3},
                                           {Period(3), kB, kA, 2},
                                           {Period(4), kB, kA, 1},
                                           {Period(5), kA, kB, 4}}));
  const std::vector<LoanEntry> expected = {{Period(0), kA, kB, 5}, {Period(2), kA, kB, 2},
                                           {Period(3), kA, kB, 0}, {Period(4), kB, kA, 1},
                                           {Period(5), kA, kB, 3}, {Period(5), kB, kA, 0}};
  EXPECT_EQ(ledger, expected);
}

TEST(LoanLedger, WhoSendsOnStaysInDebt) {
  const auto ledger = loan_ledger(plan_of({{Period(0), kA, kB, 2}, {Period(1), kB, kC, 2}}));
  const std::vector<LoanEntry> expected = {{Period(0), kA, kB, 2}, {Period(1), kB, kC, 2}};
  EXPECT_EQ(ledger, expected);
}

TEST(LoanLedger, EqualShipmentsBothWaysOweNothing) {
  EXPECT_TRUE(loan_ledger(plan_of({{Period(1), kA, kB, 2}, {Period(1), kB, kA, 2}})).empty());
}

TEST(LoanLedger, BalancesWithWhatEverybodySent) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = test::random_instance(test::varied_options(seed, 12, 20));
    const Plan plan = solve(instance).plan;
    std::map<FacilityId, Total> net;
    for (const Shipment& shipment : plan.shipments) {
      net[shipment.origin] += shipment.quantity;
      net[shipment.destination] -= shipment.quantity;
    }
    std::map<std::pair<FacilityId, FacilityId>, Total> owed;
    for (const LoanEntry& loan : loan_ledger(plan)) {
      EXPECT_GE(loan.devices, 0);
      owed[{loan.lender, loan.borrower}] = loan.devices;
    }
    for (const auto& [parties, devices] : owed) {
      EXPECT_TRUE(devices == 0 || !owed.contains({parties.second, parties.first}) ||
                  (owed[{parties.second, parties.first}]) == 0);
      net[parties.first] -= devices;
      net[parties.second] += devices;
    }
    for (const auto& [facility, rest] : net) EXPECT_EQ(rest, 0);
  }
}

}  // namespace
}  // namespace surgeflow::review

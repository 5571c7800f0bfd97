// SPDX-License-Identifier: Apache-2.0
// Who pays whom for what.
#include "surgeflow/review/money.hpp"

#include <gtest/gtest.h>

#include "support/instance_data.hpp"

namespace surgeflow::review {
namespace {

constexpr FacilityId kLends{0};
constexpr FacilityId kBorrows{1};

/// On the equator.
Facility at(const char* id, double longitude) {
  Facility facility;
  facility.id = id;
  facility.location = GeoPoint{0.0, longitude};
  return facility;
}

/// A sends 3 devices to B in period 1 and gets 2 back in period 4 of 8; a device arrives at B.
struct TwoFacilities {
  TwoFacilities()
      : instance([] {
          InstanceData data = test::blank_instance_data(2, 8, 2);
          data.devices = {3, 0};
          data.arrivals(kBorrows, Period(2)) = 1;
          test::set_lane(data, kLends, kBorrows, 1);
          test::set_lane(data, kBorrows, kLends, 1);
          return Instance(std::move(data));
        }()) {}
  std::vector<Facility> facilities = {at("A", 0.0), at("B", 1.0)};
  Instance instance;
  Plan plan{Panel<Count>(2, 8),
            {{Period(1), kLends, kBorrows, 3}, {Period(4), kBorrows, kLends, 2}}};

  [[nodiscard]] std::vector<Payment> pay(const MoneyTerms& terms) const {
    return payments(terms, facilities, instance, plan);
  }
};

TEST(Payments, RentIsOwedFromTheDayOfLeavingToTheEnd) {
  // 3 devices in periods 1 to 3, 1 in 4 to 7: 13 device-periods.
  const std::vector<Payment> expected = {{"B", "A", "rental", 13, 13 * 250}};
  EXPECT_EQ(TwoFacilities().pay({.rental = 250}), expected);
}

TEST(Payments, TransportIsPaidByWhoIsNamed) {
  const TwoFacilities two;
  MoneyTerms terms{.per_shipment = 10'000, .per_device = 100};
  const std::vector<Payment> by_receiver = {{"A", "carrier", "transport", 2, 10'200},
                                            {"B", "carrier", "transport", 3, 10'300}};
  EXPECT_EQ(two.pay(terms), by_receiver);
  terms.transport_payer = "lender";
  const std::vector<Payment> by_lender = {{"A", "carrier", "transport", 3, 10'300},
                                          {"B", "carrier", "transport", 2, 10'200}};
  EXPECT_EQ(two.pay(terms), by_lender);
  terms.transport_payer = "state";
  const std::vector<Payment> by_state = {{"state", "carrier", "transport", 5, 20'500}};
  EXPECT_EQ(two.pay(terms), by_state);
}

TEST(Payments, KilometresAreGeodesic) {
  // A degree of longitude on the equator of WGS84 is 111.319491 km.
  const auto paid = TwoFacilities().pay({.per_device_km = 100, .transport_payer = "state"});
  ASSERT_EQ(paid.size(), 1U);
  EXPECT_EQ(paid[0].amount, 33'396 + 22'264);
}

TEST(Payments, NewDevicesAndSubsidies) {
  const std::vector<Payment> expected = {{"B", "supplier", "purchase", 1, 2'500'000},
                                         {"union", "A", "subsidy", 1, 500},
                                         {"union", "B", "subsidy", 1, 500}};
  EXPECT_EQ(TwoFacilities().pay({.purchase = 2'500'000, .subsidy = 500, .subsidy_payer = "union"}),
            expected);
}

TEST(Payments, OfNothing) { EXPECT_TRUE(TwoFacilities().pay({}).empty()); }

TEST(MoneyInWords, GroupsThousands) {
  EXPECT_EQ(in_words(123'456'789, "USD"), "1,234,567.89 USD");
  EXPECT_EQ(in_words(5, ""), "0.05");
}

}  // namespace
}  // namespace surgeflow::review

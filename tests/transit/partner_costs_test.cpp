// SPDX-License-Identifier: Apache-2.0
// Lane costs under factors of partners: by hand, and against a search for the last line that
// counts.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/random_instance.hpp"
#include "surgeflow/core/error.hpp"
#include "transit/partner_costs.hpp"

namespace surgeflow::test {
namespace {

using transit::apply_partners;

/// Facilities "0", "1", ... in regions "even" and "odd".
std::vector<Facility> facilities_by_number(std::int32_t number) {
  std::vector<Facility> facilities(static_cast<std::size_t>(number));
  for (std::size_t i = 0; i < facilities.size(); ++i) {
    facilities[i].id = std::to_string(i);
    facilities[i].region = i % 2 == 0 ? "even" : "odd";
  }
  return facilities;
}

LaneTable all_lanes(std::int32_t number) {
  LaneTable table(number);
  for (FacilityId i{0}; i.value() < number; ++i) {
    for (std::size_t j = 0; j < table.row(i).size(); ++j) {
      if (j != static_cast<std::size_t>(i.value())) table.row(i)[j] = 1;
    }
  }
  return table;
}

TEST(PartnerCosts, CountMovementInParts) {
  EXPECT_EQ(movement_parts({}), 1);
  const std::vector<PartnerFactor> partners{
      {.origin = "0", .destination = "1", .hundredths = 50},
      {.origin = "odd", .destination = "", .hundredths = 200}};
  EXPECT_EQ(movement_parts(partners), 2);
  LaneTable table = all_lanes(3);
  apply_partners(table, facilities_by_number(3), partners);
  EXPECT_EQ(table.cost(FacilityId(0), FacilityId(1)), 1);
  EXPECT_EQ(table.cost(FacilityId(0), FacilityId(2)), 2);
  EXPECT_EQ(table.cost(FacilityId(1), FacilityId(0)), 4);
  EXPECT_EQ(table.cost(FacilityId(2), FacilityId(1)), 2);
}

TEST(PartnerCosts, AreLeftAloneWithoutPartners) {
  LaneTable table = all_lanes(3);
  apply_partners(table, facilities_by_number(3), {});
  EXPECT_FALSE(table.has_costs());
}

TEST(PartnerCosts, AreRefusedAboveTheLimit) {
  LaneTable table = all_lanes(2);
  table.allocate_costs(kMaxLaneCost);
  EXPECT_THROW(
      apply_partners(table, facilities_by_number(2), std::vector<PartnerFactor>{{"0", "1", 200}}),
      InputError);
}

bool means(const std::string& name, const Facility& facility) {
  return name.empty() || name == facility.id || name == facility.region;
}

TEST(PartnerCosts, FollowTheLastLineThatNamesTheLane) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    RandomDraws draws(seed, 17);
    RandomInstanceOptions options = varied_options(seed, 12, 5);
    options.lane_costs = LaneCosts::varied;
    const LaneTable plain = random_lanes(options);
    const auto facilities = facilities_by_number(options.facilities);
    const auto end = [&]() -> std::string {
      switch (draws.between(0, 3)) {
        case 0:
          return "";
        case 1:
          return draws.happens(50) ? "even" : "odd";
        default:
          return std::to_string(draws.between(0, options.facilities - 1));
      }
    };
    std::vector<PartnerFactor> partners;
    for (std::int32_t n = draws.between(1, 6); n > 0; --n) {
      partners.push_back(
          {.origin = end(), .destination = end(), .hundredths = draws.between(1, 400)});
    }
    LaneTable table = plain;
    apply_partners(table, facilities, partners);
    const std::int64_t parts = movement_parts(partners);
    for (FacilityId i{0}; i.value() < options.facilities; ++i) {
      for (FacilityId j{0}; j.value() < options.facilities; ++j) {
        if (plain.transit_periods(i, j) == 0) continue;
        std::int64_t hundredths = kWholeFactor;
        for (const PartnerFactor& partner : partners) {
          if (means(partner.origin, facilities[static_cast<std::size_t>(i.value())]) &&
              means(partner.destination, facilities[static_cast<std::size_t>(j.value())])) {
            hundredths = partner.hundredths;
          }
        }
        EXPECT_EQ(std::int64_t{table.cost(i, j)} * kWholeFactor,
                  plain.cost(i, j) * parts * hundredths);
      }
    }
  }
}

}  // namespace
}  // namespace surgeflow::test

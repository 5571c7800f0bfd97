// SPDX-License-Identifier: Apache-2.0
// Maps of plans: what is on them, what is left out, and lines across the 180th meridian.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "archive/small_plan.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

using Json = nlohmann::json;

Json map_of(const archive::PlanDocument& document) {
  std::ostringstream out;
  write_plan_geojson(out, document);
  return Json::parse(out.str());
}

TEST(GeoJson, ShowsPlacesAndShipments) {
  const Json map = map_of(testing::small_plan());
  EXPECT_EQ(map.at("type"), "FeatureCollection");
  ASSERT_EQ(map.at("features").size(), 3U);
  const Json& denver = map["features"][0];
  EXPECT_EQ(denver["geometry"], (Json{{"type", "Point"}, {"coordinates", {-104.8811, 39.7619}}}));
  EXPECT_EQ(denver["properties"]["id"], "08031");
  EXPECT_EQ(denver["properties"]["treated"], 2);
  EXPECT_EQ(denver["properties"]["sent"], 1);
  EXPECT_EQ(map["features"][1]["properties"]["name"], "Caf\xc3\xa9 \"West\", annex");
  EXPECT_EQ(map["features"][1]["properties"]["unmet"], 1);
  EXPECT_FALSE(map["features"][1]["properties"].contains("population"));
  const Json& shipment = map["features"][2];
  EXPECT_EQ(shipment["geometry"]["type"], "LineString");
  EXPECT_EQ(shipment["geometry"]["coordinates"],
            (Json{{-104.8811, 39.7619}, {-108.4606, 39.0195}}));
  EXPECT_EQ(shipment["properties"], (Json{{"kind", "shipment"},
                                          {"origin", "08031"},
                                          {"destination", "west"},
                                          {"depart", "2020-03-31"},
                                          {"arrive", "2020-04-01"},
                                          {"quantity", 1},
                                          {"distance_km", 319.2}}));
}

TEST(GeoJson, CountsWhatHasNoPlace) {
  const Json properties = map_of(testing::small_plan()).at("properties");
  EXPECT_EQ(properties["facilities_without_location"], 1);
  EXPECT_EQ(properties["shipments_without_location"], 1);
  EXPECT_EQ(properties["case"], "small");
}

TEST(GeoJson, CutsLinesAtThe180thMeridian) {
  archive::PlanDocument document = testing::small_plan();
  // A quarter of the way east from 170 to -170 is 175; half of it is the meridian.
  document.facilities[0].location = GeoPoint{10.0, 170.0};
  document.facilities[1].location = GeoPoint{30.0, -170.0};
  EXPECT_EQ(
      map_of(document)["features"][2]["geometry"],
      (Json{{"type", "MultiLineString"},
            {"coordinates", {{{170.0, 10.0}, {180.0, 20.0}}, {{-180.0, 20.0}, {-170.0, 30.0}}}}}));
  std::swap(document.facilities[0].location, document.facilities[1].location);
  EXPECT_EQ(map_of(document)["features"][2]["geometry"]["coordinates"],
            (Json{{{-170.0, 30.0}, {-180.0, 20.0}}, {{180.0, 20.0}, {170.0, 10.0}}}));
}

TEST(GeoJson, SurvivesANameThatIsNoUtf8) {
  archive::PlanDocument document = testing::small_plan();
  document.facilities[0].name =
      "Gr\xf6\xdf"
      "e";
  EXPECT_NO_THROW((void)map_of(document));
}

}  // namespace
}  // namespace surgeflow::formats

// SPDX-License-Identifier: Apache-2.0
// A plan as a map: facilities as points, shipments as lines (GeoJSON, RFC 7946).
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "formats/text_output.hpp"
#include "surgeflow/formats/export.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::formats {
namespace {

using archive::PlanDocument;
using Json = nlohmann::ordered_json;

Json position(const GeoPoint& point) { return Json::array({point.longitude, point.latitude}); }

/// A line is cut where it crosses the 180th meridian (RFC 7946, section 3.1.9), the shorter way
/// round.
Json line_between(const GeoPoint& from, const GeoPoint& to) {
  const double eastward = to.longitude - from.longitude;
  if (std::abs(eastward) <= 180.0) {
    return {{"type", "LineString"}, {"coordinates", Json::array({position(from), position(to)})}};
  }
  const double edge = eastward < 0.0 ? 180.0 : -180.0;
  const double whole = 360.0 - std::abs(eastward);
  const double share = std::abs(edge - from.longitude) / whole;
  const double latitude = from.latitude + share * (to.latitude - from.latitude);
  return {{"type", "MultiLineString"},
          {"coordinates", Json::array({Json::array({position(from), position({latitude, edge})}),
                                       Json::array({position({latitude, -edge}), position(to)})})}};
}

Json feature(Json geometry, Json properties) {
  return {{"type", "Feature"},
          {"geometry", std::move(geometry)},
          {"properties", std::move(properties)}};
}

template <class T>
Total sum_of(const Panel<T>& panel, FacilityId i) {
  Total sum = 0;
  for (const T value : panel.row(i)) sum += value;
  return sum;
}

/// Features one by one, with commas between them.
class FeatureList {
 public:
  explicit FeatureList(TextOutput& text) : text_(text) {}
  void add(const Json& item) {
    // A name that is no UTF-8 is shown with replacement characters rather than not at all.
    text_.print("{}{}", first_ ? "\n" : ",\n",
                item.dump(-1, ' ', false, Json::error_handler_t::replace));
    first_ = false;
  }

 private:
  TextOutput& text_;
  bool first_ = true;
};

class MapWriter {
 public:
  MapWriter(TextOutput& text, const PlanDocument& document)
      : text_(text), document_(document), trace_(trace_plan(document.instance, document.plan)) {}

  void write();

 private:
  [[nodiscard]] const Facility& facility(FacilityId i) const {
    return document_.facilities[static_cast<std::size_t>(i.value())];
  }
  [[nodiscard]] bool has_line(const Shipment& shipment) const {
    return facility(shipment.origin).location && facility(shipment.destination).location;
  }
  [[nodiscard]] Json summary() const;
  [[nodiscard]] Json facility_properties(FacilityId i) const;
  [[nodiscard]] Json shipment_properties(const Shipment& shipment) const;

  TextOutput& text_;
  const PlanDocument& document_;
  PlanTrace trace_;
};

Json MapWriter::summary() const {
  std::int64_t without_place = 0;
  for (const Facility& item : document_.facilities) without_place += item.location ? 0 : 1;
  std::int64_t without_line = 0;
  for (const Shipment& item : document_.plan.shipments) without_line += has_line(item) ? 0 : 1;
  return {{"case", document_.case_name},
          {"item", document_.item_name},
          {"start", document_.horizon.label(Period(0))},
          {"periods", document_.horizon.periods},
          {"facilities_without_location", without_place},
          {"shipments_without_location", without_line}};
}

Json MapWriter::facility_properties(FacilityId i) const {
  const Facility& item = facility(i);
  Json properties = {{"kind", "facility"},
                     {"id", item.id},
                     {"name", item.name},
                     {"region", item.region},
                     {"devices", document_.instance.devices(i)},
                     {"demand", sum_of(document_.instance.demand(), i)},
                     {"treated", sum_of(document_.plan.treated, i)},
                     {"unmet", sum_of(trace_.unmet, i)},
                     {"sent", sum_of(trace_.sent, i)},
                     {"received", sum_of(trace_.received, i)}};
  if (item.population) properties["population"] = *item.population;
  return properties;
}

Json MapWriter::shipment_properties(const Shipment& shipment) const {
  const Facility& from = facility(shipment.origin);
  const Facility& to = facility(shipment.destination);
  const int transit =
      document_.instance.lanes().transit_periods(shipment.origin, shipment.destination);
  return {
      {"kind", "shipment"},
      {"origin", from.id},
      {"destination", to.id},
      {"depart", document_.horizon.label(shipment.depart)},
      {"arrive", document_.horizon.label(Period(shipment.depart.value() + transit))},
      {"quantity", shipment.quantity},
      {"distance_km", std::round(transit::distance_km(*from.location, *to.location) * 10) / 10}};
}

void MapWriter::write() {
  text_.print("{{\"type\":\"FeatureCollection\",\"properties\":{},\"features\":[",
              summary().dump(-1, ' ', false, Json::error_handler_t::replace));
  FeatureList features(text_);
  for (FacilityId i{0}; i.value() < document_.instance.facilities(); ++i) {
    const auto& location = facility(i).location;
    if (!location) continue;
    features.add(
        feature({{"type", "Point"}, {"coordinates", position(*location)}}, facility_properties(i)));
  }
  for (const Shipment& shipment : document_.plan.shipments) {
    if (!has_line(shipment)) continue;
    features.add(feature(
        line_between(*facility(shipment.origin).location, *facility(shipment.destination).location),
        shipment_properties(shipment)));
  }
  text_.print("\n]}}\n");
}

}  // namespace

void write_plan_geojson(std::ostream& out, const PlanDocument& document) {
  TextOutput text(out);
  MapWriter(text, document).write();
  text.finish();
}

}  // namespace surgeflow::formats

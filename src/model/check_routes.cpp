// SPDX-License-Identifier: Apache-2.0
// The network of [routes]: places, modes and edges.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

constexpr double kMostHours = 10'000.0;

class RouteCheck {
 public:
  RouteCheck(const CaseStatement& statement, FacilityIndex& facilities, Findings& findings)
      : statement_(statement),
        stated_(*statement.routes),
        facilities_(facilities),
        findings_(findings) {}

  RouteNetwork run() {
    network_.period_minutes = 60 * statement_.period_hours;
    read_hubs();
    read_modes();
    read_access();
    for (const EdgeRecord& record : stated_.edges) read_edge(record);
    return std::move(network_);
  }

 private:
  void read_hubs() {
    const auto first = static_cast<std::int32_t>(statement_.facilities.size());
    for (const PlaceRecord& record : stated_.places) {
      const auto number = first + static_cast<std::int32_t>(network_.hubs.size());
      if (facilities_.find(record.id) || !hubs_.emplace(record.id, number).second) {
        findings_.at_line(stated_.places_file, record.line, "id",
                          {fmt::format("{} is there already", in_quotes(record.id)),
                           "an id of its own for each place",
                           "facilities are places without being listed; remove the line"});
      }
      network_.hubs.push_back(location_of(record));
    }
  }

  std::optional<GeoPoint> location_of(const PlaceRecord& record) {
    if (!record.latitude && !record.longitude) return std::nullopt;
    const bool in_range = record.latitude && record.longitude && *record.latitude >= -90.0 &&
                          *record.latitude <= 90.0 && *record.longitude >= -180.0 &&
                          *record.longitude <= 180.0;
    if (in_range) return GeoPoint{*record.latitude, *record.longitude};
    findings_.at_line(
        stated_.places_file, record.line, "latitude",
        {"half a location, or one off the earth",
         "latitude -90 to 90 and longitude -180 to 180, or neither", "correct the two cells"});
    return std::nullopt;
  }

  /// Those that are listed; where none is, whatever edges name.
  void read_modes() {
    for (const ModeRecord& record : stated_.modes) {
      if (!modes_.emplace(record.mode, static_cast<std::int32_t>(network_.modes.size())).second) {
        findings_.at_line(stated_.modes_file, record.line, "mode",
                          {fmt::format("{} is there already", in_quotes(record.mode)),
                           "one line for a mode", "remove one of the two"});
      }
      RouteMode mode{.name = record.mode, .handling_minutes = 0, .departures = {}};
      mode.handling_minutes = minutes(stated_.modes_file, record.line, "handling_hours",
                                      record.handling_hours.value_or(0.0), 0.0);
      mode.departures = record.departures;
      std::ranges::sort(mode.departures);
      network_.modes.push_back(std::move(mode));
    }
  }

  std::optional<std::int32_t> mode(const std::string& name) {
    const auto known = modes_.find(name);
    if (known != modes_.end()) return known->second;
    if (!stated_.modes.empty()) return std::nullopt;
    const auto number = static_cast<std::int32_t>(network_.modes.size());
    modes_.emplace(name, number);
    network_.modes.push_back({.name = name, .handling_minutes = 0, .departures = {}});
    return number;
  }

  void read_access() {
    if (!stated_.access_km && !stated_.access_km_per_hour) return;
    const double km = stated_.access_km.value_or(0.0);
    const double speed = stated_.access_km_per_hour.value_or(0.0);
    const auto by = mode(stated_.access_mode);
    if (!(km > 0.0 && km <= 1000.0) || !(speed >= 1.0 && speed <= 1000.0)) {
      findings_.at_key("routes.access_km",
                       {fmt::format("{} km at {} km an hour", km, speed),
                        "both keys: more than 0 and at most 1000 km, 1 to 1000 km an hour",
                        "state how far places are joined by roads, and how fast these are"});
    } else if (!by) {
      findings_.at_key("routes.access_mode",
                       {fmt::format("{} is no mode", in_quotes(stated_.access_mode)),
                        "a mode of routes.modes", "list it there, or name another"});
    } else {
      network_.access = RouteAccess{.km = km, .km_per_hour = speed, .mode = *by};
    }
  }

  std::optional<std::int32_t> place(const EdgeRecord& record, const std::string& column,
                                    const std::string& id) {
    if (const auto facility = facilities_.find(id)) return facility->value();
    const auto hub = hubs_.find(id);
    if (hub != hubs_.end()) return hub->second;
    refuse(
        record, column,
        {fmt::format("{} is no place", in_quotes(id)),
         "an id of the facilities' file or of routes.places", facilities_.remedy_for_unknown(id)});
    return std::nullopt;
  }

  void read_edge(const EdgeRecord& record) {
    const auto from = place(record, "origin", record.origin);
    const auto to = place(record, "destination", record.destination);
    const auto by = mode(record.mode);
    if (!by) {
      refuse(record, "mode",
             {fmt::format("{} is no mode", in_quotes(record.mode)), "a mode of routes.modes",
              "list it there, or correct the cell"});
    }
    if (from && from == to) {
      refuse(record, "destination",
             {fmt::format("a way from {} to itself", in_quotes(record.origin)), "two places",
              "remove the line"});
    }
    const bool both_ways = record.both_ways == "yes";
    if (!both_ways && !record.both_ways.empty() && record.both_ways != "no") {
      refuse(record, "both_ways",
             {in_quotes(record.both_ways), "\"yes\", \"no\", or an empty cell for no"});
    }
    const std::int64_t cost = record.cost.value_or(0);
    if (cost < 0 || cost > kMaxLaneCost) {
      refuse(record, "cost",
             {fmt::format("{}", cost), fmt::format("0 to {}", kMaxLaneCost), "correct the cost"});
    }
    const std::int64_t taken = minutes(stated_.edges_file, record.line, "hours", record.hours, 1.0);
    if (!from || !to || !by) return;
    network_.edges.push_back({*from, *to, *by, taken, static_cast<std::int32_t>(cost)});
    if (both_ways)
      network_.edges.push_back({*to, *from, *by, taken, static_cast<std::int32_t>(cost)});
  }

  /// To the nearest minute.
  std::int64_t minutes(const std::string& file, std::int64_t line, const std::string& column,
                       double hours, double least) {
    const double minutes = std::round(60.0 * hours);
    if (minutes >= least && hours <= kMostHours) return static_cast<std::int64_t>(minutes);
    findings_.at_line(
        file, line, column,
        {fmt::format("{}", hours),
         fmt::format("{} to {} hours, to the minute", least == 0.0 ? "0" : "1/60", kMostHours),
         "correct the time"});
    return 1;
  }

  void refuse(const EdgeRecord& record, std::string column, Finding finding) {
    findings_.at_line(stated_.edges_file, record.line, std::move(column), std::move(finding));
  }

  const CaseStatement& statement_;
  const RoutesStatement& stated_;
  FacilityIndex& facilities_;
  Findings& findings_;
  RouteNetwork network_;
  std::map<std::string, std::int32_t> hubs_;
  std::map<std::string, std::int32_t> modes_;
};

}  // namespace

std::optional<RouteNetwork> check_routes(const CaseStatement& statement, FacilityIndex& facilities,
                                         Findings& findings) {
  if (!statement.routes) return std::nullopt;
  return RouteCheck(statement, facilities, findings).run();
}

}  // namespace surgeflow::checks

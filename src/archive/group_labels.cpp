// SPDX-License-Identifier: Apache-2.0
// Facility ids, period labels and hours since the start.
#include "archive/group_labels.hpp"

#include <fmt/format.h>

#include "archive/plan_layout.hpp"
#include "surgeflow/core/calendar.hpp"

namespace surgeflow::archive {

void write_labels(Hdf5Writer& file, const std::string& group, std::span<const Facility> facilities,
                  const Horizon& horizon) {
  std::vector<std::string> ids;
  for (const Facility& facility : facilities) ids.push_back(facility.id);
  std::vector<std::string> labels;
  std::vector<std::int64_t> hours;
  for (Period t{0}; t.value() < horizon.periods; ++t) {
    labels.push_back(horizon.label(t));
    hours.push_back(std::int64_t{t.value()} * horizon.period_hours);
  }
  const std::string time = group + "/time";
  const Axis facility{group + "/facility", ids.size()};
  const Axis period{group + "/period", labels.size()};
  file.write_text(facility.scale, ids, {facility}, kFacilityLabel);
  file.write_text(period.scale, labels, {period}, kPeriodLabel);
  const std::string since = fmt::format("hours since {} 00:00:00", format_date(horizon.start));
  file.write<std::int64_t>(time, hours, {period}, {since, kTimeLongName});
  file.set(time, "calendar", "proleptic_gregorian");
}

std::vector<Axis> panel_axes(const std::string& group, std::span<const Facility> facilities,
                             const Horizon& horizon) {
  return {{group + "/facility", facilities.size()},
          {group + "/period", static_cast<std::size_t>(horizon.periods)}};
}

}  // namespace surgeflow::archive

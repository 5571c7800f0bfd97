// SPDX-License-Identifier: Apache-2.0
// The group /limits.
#include "archive/limit_record.hpp"

#include "archive/group_labels.hpp"
#include "archive/plan_layout.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kDispatchLimit = "dispatch_limit";
constexpr const char* kAwayLimit = "away_limit_millionths";
constexpr const char* kReturnBy = "return_by_period";
constexpr const char* kNoWorseOff = "no_worse_off";
constexpr const char* kBackupPeriods = "backup_periods";
constexpr const char* kIdlePrice = "idle_price";
constexpr const char* kResolution = "resolution";

void write_values(Hdf5Writer& file, const Variable& variable, std::span<const std::int64_t> values,
                  const std::vector<Axis>& axes) {
  if (!values.empty()) file.write<std::int64_t>(variable.path, values, axes, variable.label);
}

std::vector<std::int64_t> read_values(const Hdf5Reader& file, const Variable& variable,
                                      const Shape& shape) {
  return file.has(variable.path) ? file.read<std::int64_t>(variable.path, shape)
                                 : std::vector<std::int64_t>{};
}

Panel<std::int64_t> read_prices(const Hdf5Reader& file, const Variable& variable,
                                const Size& size) {
  return file.has(variable.path) ? read_panel<std::int64_t>(file, variable.path, size)
                                 : Panel<std::int64_t>{};
}

std::vector<Count> read_counts(const Hdf5Reader& file, const Variable& variable, const Size& size) {
  if (!file.has(variable.path)) return {};
  std::vector<Count> counts = file.read<Count>(variable.path, size.line());
  require_range<Count>(file, variable.path, counts, 0, static_cast<Count>(kMaxTotal));
  return counts;
}

void write_floors(Hdf5Writer& file, const PatientFloors& floors,
                  std::span<const std::int64_t> prices, const Axis& by_facility) {
  file.write<std::int32_t>(kFloorGroup.path, floors.group, {by_facility}, kFloorGroup.label);
  if (floors.least.empty()) return;
  const Axis group{kFloorGroupPath, floors.least.size()};
  write_numbers(file, group);
  file.write<std::int64_t>(kFloor.path, floors.least, {group}, kFloor.label);
  write_values(file, kFloorPrice, prices, {group});
}

std::optional<PatientFloors> read_floors(const Hdf5Reader& file, const Size& size) {
  if (!file.has(kFloorGroup.path)) return std::nullopt;
  PatientFloors floors{.group = file.read<std::int32_t>(kFloorGroup.path, size.line())};
  if (!file.has(kFloor.path)) return floors;
  floors.least = file.read<std::int64_t>(kFloor.path, file.shape(kFloor.path));
  require_range<std::int64_t>(file, kFloor.path, floors.least, 0, kMaxTotal);
  return floors;
}

Limits read_stated(const Hdf5Reader& file, const Size& size) {
  const auto stated = [&](const char* name, std::int64_t most) -> std::optional<std::int32_t> {
    if (!file.has_attribute(kLimitsPath, name)) return std::nullopt;
    return static_cast<std::int32_t>(read_within(file, kLimitsPath, name, 0, most));
  };
  Limits limits;
  limits.dispatch = stated(kDispatchLimit, kMaxTotal);
  limits.away_millionths = stated(kAwayLimit, kWholeShare);
  if (const auto period = stated(kReturnBy, static_cast<std::int64_t>(size.periods) - 1)) {
    limits.return_by = Period(*period);
  }
  limits.fleet = read_counts(file, kFleet, size);
  limits.staffed_beds = read_counts(file, kStaffedBeds, size);
  if (file.has(kInCare.path)) {
    limits.in_care = read_panel<Count>(file, kInCare.path, size);
    require_range<Count>(file, kInCare.path, limits.in_care.values(), 0,
                         static_cast<Count>(kMaxTotal));
  }
  limits.no_worse_off = stated(kNoWorseOff, 1) == 1;
  if (file.has(kPromised.path)) {
    limits.promised = file.read<std::int64_t>(kPromised.path, size.line());
    require_range<std::int64_t>(file, kPromised.path, limits.promised, -kMaxTotal, kMaxTotal);
  }
  limits.backup_periods = stated(kBackupPeriods, kMaxPeriods).value_or(0);
  limits.floors = read_floors(file, size);
  return limits;
}

}  // namespace

void write_limits(Hdf5Writer& file, const std::optional<LimitClaim>& claim,
                  std::span<const Facility> facilities, const Horizon& horizon) {
  if (!claim) return;
  const auto& [limits, prices] = *claim;
  file.make_group(kLimitsPath);
  write_labels(file, kLimitsPath, facilities, horizon);
  const auto state = [&](const char* name, std::int64_t number) {
    file.set(kLimitsPath, name, number);
  };
  state(kResolution, prices.resolution);
  state(kIdlePrice, prices.idle);
  if (limits.dispatch) state(kDispatchLimit, *limits.dispatch);
  if (limits.away_millionths) state(kAwayLimit, *limits.away_millionths);
  if (limits.return_by) state(kReturnBy, limits.return_by->value());
  if (limits.no_worse_off) state(kNoWorseOff, 1);
  if (limits.backup_periods > 0) state(kBackupPeriods, limits.backup_periods);
  const std::vector<Axis> axes = panel_axes(kLimitsPath, facilities, horizon);
  const std::vector<Axis> by_facility{axes.front()};
  for (const auto& [variable, counts] : {std::pair{kFleet, std::span(limits.fleet)},
                                         std::pair{kStaffedBeds, std::span(limits.staffed_beds)}}) {
    if (!counts.empty()) file.write<Count>(variable.path, counts, by_facility, variable.label);
  }
  if (limits.in_care.facilities() > 0) {
    file.write<Count>(kInCare.path, limits.in_care.values(), axes, kInCare.label);
  }
  write_values(file, kPromised, limits.promised, by_facility);
  write_values(file, kDispatchPrice, prices.dispatch, {axes.back()});
  write_values(file, kAwayPrice, prices.away.values(), axes);
  write_values(file, kLendingPrice, prices.lending.values(), axes);
  write_values(file, kInUsePrice, prices.in_use.values(), axes);
  write_values(file, kOwnPrice, prices.own, by_facility);
  write_values(file, kCoverPrice, prices.cover.values(), axes);
  if (limits.floors) write_floors(file, *limits.floors, prices.floors, axes.front());
}

std::optional<LimitClaim> read_limits(const Hdf5Reader& file, const Size& size) {
  if (!file.has(kLimitsPath)) return std::nullopt;
  return LimitClaim{
      .limits = read_stated(file, size),
      .prices = {.resolution = read_within(file, kLimitsPath, kResolution, 1, kMaxTotal),
                 .dispatch = read_values(file, kDispatchPrice, {size.periods}),
                 .away = read_prices(file, kAwayPrice, size),
                 .lending = read_prices(file, kLendingPrice, size),
                 .in_use = read_prices(file, kInUsePrice, size),
                 .own = read_values(file, kOwnPrice, size.line()),
                 .cover = read_prices(file, kCoverPrice, size),
                 .floors = file.has(kFloorPrice.path)
                               ? read_values(file, kFloorPrice, file.shape(kFloorPrice.path))
                               : std::vector<std::int64_t>{},
                 .idle = read_within(file, kLimitsPath, kIdlePrice, 0, kMostPrice)}};
}

}  // namespace surgeflow::archive

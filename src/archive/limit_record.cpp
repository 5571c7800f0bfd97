// SPDX-License-Identifier: Apache-2.0
// The group /limits.
#include "archive/limit_record.hpp"

#include "archive/group_labels.hpp"
#include "archive/plan_layout.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kDispatchLimit = "dispatch_limit";
constexpr const char* kAwayLimit = "away_limit_millionths";
constexpr const char* kResolution = "resolution";

std::int64_t read_number(const Hdf5Reader& file, const char* name, std::int64_t least,
                         std::int64_t most) {
  const std::int64_t number = file.integer(kLimitsPath, name);
  require_range<std::int64_t>(file, name, std::span(&number, 1), least, most);
  return number;
}

}  // namespace

void write_limits(Hdf5Writer& file, const std::optional<LimitClaim>& claim,
                  std::span<const Facility> facilities, const Horizon& horizon) {
  if (!claim) return;
  const auto& [limits, prices] = *claim;
  file.make_group(kLimitsPath);
  write_labels(file, kLimitsPath, facilities, horizon);
  file.set(kLimitsPath, kResolution, prices.resolution);
  const std::vector<Axis> axes = panel_axes(kLimitsPath, facilities, horizon);
  if (limits.dispatch) {
    file.set(kLimitsPath, kDispatchLimit, std::int64_t{*limits.dispatch});
    file.write<std::int64_t>(kDispatchPrice.path, prices.dispatch, {axes.back()},
                             kDispatchPrice.label);
  }
  if (limits.away_millionths) {
    file.set(kLimitsPath, kAwayLimit, std::int64_t{*limits.away_millionths});
    file.write<std::int64_t>(kAwayPrice.path, prices.away.values(), axes, kAwayPrice.label);
  }
}

std::optional<LimitClaim> read_limits(const Hdf5Reader& file, const Size& size) {
  if (!file.has(kLimitsPath)) return std::nullopt;
  LimitClaim claim;
  claim.prices.resolution = read_number(file, kResolution, 1, kMaxTotal);
  if (file.has_attribute(kLimitsPath, kDispatchLimit)) {
    claim.limits.dispatch = static_cast<Count>(read_number(file, kDispatchLimit, 0, kMaxTotal));
    claim.prices.dispatch = file.read<std::int64_t>(kDispatchPrice.path, {size.periods});
  }
  if (file.has_attribute(kLimitsPath, kAwayLimit)) {
    claim.limits.away_millionths =
        static_cast<std::int32_t>(read_number(file, kAwayLimit, 0, kWholeShare));
    claim.prices.away = read_panel<std::int64_t>(file, kAwayPrice.path, size);
  }
  return claim;
}

}  // namespace surgeflow::archive

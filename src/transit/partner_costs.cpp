// SPDX-License-Identifier: Apache-2.0
// One row of factors an origin.
#include "transit/partner_costs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "surgeflow/core/error.hpp"

namespace surgeflow::transit {
namespace {

/// Whether an end of a factor means a facility. An id goes before a region of the same name.
class Ends {
 public:
  Ends(std::span<const Facility> facilities, const std::string& name)
      : facilities_(facilities),
        name_(name),
        is_id_(std::ranges::any_of(facilities,
                                   [&](const Facility& each) { return each.id == name; })) {}

  [[nodiscard]] bool hold(std::size_t i) const {
    if (name_.empty()) return true;
    return is_id_ ? facilities_[i].id == name_ : facilities_[i].region == name_;
  }

 private:
  std::span<const Facility> facilities_;
  const std::string& name_;
  bool is_id_;
};

/// Whom a line means.
struct Line {
  std::vector<bool> origins;
  std::vector<std::size_t> destinations;
  std::int64_t factor = 1;  ///< times movement_parts
};

Line line_of(std::span<const Facility> facilities, const PartnerFactor& partner,
             std::int64_t parts) {
  const Ends origins(facilities, partner.origin);
  const Ends destinations(facilities, partner.destination);
  Line line{.origins = {}, .destinations = {}, .factor = partner.hundredths * parts / kWholeFactor};
  for (std::size_t i = 0; i < facilities.size(); ++i) {
    line.origins.push_back(origins.hold(i));
    if (destinations.hold(i)) line.destinations.push_back(i);
  }
  return line;
}

std::int32_t within_limit(std::int64_t cost) {
  if (cost <= kMaxLaneCost) return static_cast<std::int32_t>(cost);
  Diagnostic finding;
  finding.place.column = "partners.file";
  finding.seen = fmt::format("factors that make a lane cost {}", cost);
  finding.allowed =
      fmt::format("lane costs of at most {}, in parts of a unit of movement", kMaxLaneCost);
  finding.remedy = "state smaller factors, with fewer decimals";
  throw InputError(std::move(finding));
}

}  // namespace

void apply_partners(LaneTable& table, std::span<const Facility> facilities,
                    std::span<const PartnerFactor> partners) {
  if (partners.empty()) return;
  if (!table.has_costs()) table.allocate_costs();
  const std::int64_t parts = movement_parts(partners);
  std::vector<Line> lines;
  for (const PartnerFactor& partner : partners) {
    lines.push_back(line_of(facilities, partner, parts));
  }
  std::vector<std::int64_t> factors(facilities.size());
  for (FacilityId i(table.origins().first); i.value() < table.origins().last; ++i) {
    std::ranges::fill(factors, parts);
    for (const Line& line : lines) {
      if (!line.origins[static_cast<std::size_t>(i.value())]) continue;
      for (const std::size_t j : line.destinations) factors[j] = line.factor;
    }
    const auto costs = table.cost_row(i);
    for (std::size_t j = 0; j < costs.size(); ++j) {
      if (table.row(i)[j] != 0) costs[j] = within_limit(costs[j] * factors[j]);
    }
  }
}

}  // namespace surgeflow::transit

// SPDX-License-Identifier: Apache-2.0
// Stores and restores transit times and lane costs.
#include "archive/lane_record.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "archive/partner_record.hpp"
#include "archive/plan_layout.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::archive {
namespace {

template <class Choice>
struct Named {
  Choice value;
  const char* name;
};

constexpr std::array kModels{Named<TransitModel>{TransitModel::table, "table"},
                             Named<TransitModel>{TransitModel::geodesic, "geodesic"}};
constexpr std::array kScopes{Named<Scope>{Scope::all, "all"}, Named<Scope>{Scope::region, "region"},
                             Named<Scope>{Scope::none, "none"}};
constexpr std::array kMovements{Named<Movement>{Movement::units, "units"},
                                Named<Movement>{Movement::distance, "distance"},
                                Named<Movement>{Movement::cost, "cost"}};

template <class Choices, class Choice>
const char* name_of(const Choices& choices, Choice value) {
  return std::ranges::find(choices, value, &Named<Choice>::value)->name;
}

template <class Choice, std::size_t kSize>
Choice read_choice(const Hdf5Reader& file, const char* attribute,
                   const std::array<Named<Choice>, kSize>& choices) {
  const std::string text = file.text(kTransit.path, attribute);
  std::vector<std::string> names;
  for (const Named<Choice>& choice : choices) {
    if (text == choice.name) return choice.value;
    names.emplace_back(choice.name);
  }
  file.refuse(fmt::format("{}@{}", kTransit.path, attribute), fmt::format("'{}'", text),
              fmt::format("{}", fmt::join(names, ", ")));
}

Shape table_shape(std::size_t facilities) { return {facilities, facilities}; }

std::string periods_checksum(const LaneTable& lanes) {
  return lanes_sha256(lanes.facilities(), [&](const RowVisitor& visit) { visit(lanes.rows()); });
}

/// Empty where every lane costs 1.
std::string costs_checksum(const LaneTable& lanes) {
  if (!lanes.has_costs()) return "";
  return content_sha256<std::int32_t>(lanes.cost_rows(),
                                      table_shape(static_cast<std::size_t>(lanes.facilities())));
}

void write_table(Hdf5Writer& file, std::span<const Facility> facilities, const LaneTable& lanes) {
  std::vector<std::string> ids;
  for (const Facility& facility : facilities) ids.push_back(facility.id);
  file.write_text(kDestinationPath, ids, {{kDestinationPath, ids.size()}}, kFacilityLabel);
  const std::vector<Axis> axes{{kFacilityPath, ids.size()}, {kDestinationPath, ids.size()}};
  file.write<std::uint8_t>(kTransit.path, lanes.rows(), axes, kTransit.label);
  if (lanes.has_costs()) {
    file.write<std::int32_t>(kLaneCost.path, lanes.cost_rows(), axes, kLaneCost.label);
  }
}

TransitRule read_rule(const Hdf5Reader& file) {
  TransitRule rule;
  rule.model = read_choice(file, "model", kModels);
  rule.scope = read_choice(file, "scope", kScopes);
  rule.movement = read_choice(file, "movement", kMovements);
  const std::int64_t longest = file.integer(kTransit.path, "max_periods");
  if (longest < 1 || longest > 255) {
    file.refuse(fmt::format("{}@max_periods", kTransit.path), fmt::format("{}", longest),
                "1 to 255");
  }
  rule.max_periods = static_cast<std::int32_t>(longest);
  rule.km_per_period = file.real(kTransit.path, "km_per_period");
  rule.distance_resolution_km = file.real(kTransit.path, "distance_resolution_km");
  rule.fixed_cost_km = file.real(kTransit.path, "fixed_cost_km");
  rule.partners = read_partners(file);
  return rule;
}

LaneTable read_table(const Hdf5Reader& file, std::size_t facilities) {
  const Shape shape = table_shape(facilities);
  LaneTable lanes(static_cast<std::int32_t>(facilities));
  const std::vector<std::uint8_t> periods = file.read<std::uint8_t>(kTransit.path, shape);
  std::vector<std::int32_t> costs;
  if (file.has(kLaneCost.path)) {
    costs = file.read<std::int32_t>(kLaneCost.path, shape);
    lanes.allocate_costs();
  }
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
    const std::size_t begin = static_cast<std::size_t>(i.value()) * facilities;
    std::ranges::copy(std::span(periods).subspan(begin, facilities), lanes.row(i).begin());
    if (costs.empty()) continue;
    std::ranges::copy(std::span(costs).subspan(begin, facilities), lanes.cost_row(i).begin());
  }
  return lanes;
}

LaneTable computed_table(const Hdf5Reader& file, const TransitRule& rule,
                         std::span<const Facility> facilities, const LaneMaker& maker) {
  LaneTable lanes = maker.make(facilities, rule);
  if (maker.sha256(lanes) != file.text(kTransit.path, "table_sha256") ||
      costs_checksum(lanes) != file.text(kTransit.path, "cost_sha256")) {
    file.refuse(kTransit.path,
                "the lane table computed from the stored coordinates is not the one that the plan "
                "was made with",
                "coordinates, regions and rule as they were written",
                "if nobody changed the file, read it with the versions in /provenance/versions, "
                "or plan again");
  }
  return lanes;
}

}  // namespace

std::string lanes_sha256(std::int32_t facilities,
                         const std::function<void(const RowVisitor&)>& visit_rows) {
  Sha256 digest = begin_content(ElementName<std::uint8_t>::value,
                                table_shape(static_cast<std::size_t>(facilities)));
  visit_rows([&](std::span<const std::uint8_t> rows) { digest.update(std::as_bytes(rows)); });
  return digest.finish();
}

void write_lanes(Hdf5Writer& file, const PlanDocument& document) {
  const TransitRule& rule = document.transit;
  const LaneTable& lanes = document.instance.lanes();
  if (rule.model == TransitModel::table) {
    write_table(file, document.facilities, lanes);
  } else {
    file.write<std::uint8_t>(kTransitModel.path, std::array<std::uint8_t, 1>{0}, {},
                             kTransitModel.label);
    file.set(kTransit.path, "table_sha256",
             lanes.is_whole() ? periods_checksum(lanes) : document.lanes_sha256);
    file.set(kTransit.path, "cost_sha256", costs_checksum(lanes));
  }
  file.set(kTransit.path, "model", name_of(kModels, rule.model));
  file.set(kTransit.path, "scope", name_of(kScopes, rule.scope));
  file.set(kTransit.path, "movement", name_of(kMovements, rule.movement));
  file.set(kTransit.path, "max_periods", std::int64_t{rule.max_periods});
  file.set(kTransit.path, "km_per_period", rule.km_per_period);
  file.set(kTransit.path, "distance_resolution_km", rule.distance_resolution_km);
  file.set(kTransit.path, "fixed_cost_km", rule.fixed_cost_km);
  write_partners(file, rule.partners);
}

LaneRecord read_lanes(const Hdf5Reader& file, std::span<const Facility> facilities,
                      const LaneMaker& maker) {
  LaneRecord record{read_rule(file), {}};
  record.lanes = record.rule.model == TransitModel::table
                     ? read_table(file, facilities.size())
                     : computed_table(file, record.rule, facilities, maker);
  return record;
}

LaneMaker whole_lanes(int threads) {
  return {.make =
              [threads](std::span<const Facility> facilities, const TransitRule& rule) {
                return transit::make_lane_table(facilities, rule, threads);
              },
          .sha256 = periods_checksum};
}

}  // namespace surgeflow::archive

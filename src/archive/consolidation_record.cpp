// SPDX-License-Identifier: Apache-2.0
// A consolidation as attributes.
#include "archive/consolidation_record.hpp"

#include "archive/decision_record.hpp"
#include "archive/plan_layout.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kFewest = "fewest";
constexpr const char* kFixedCost = "fixed_cost";
constexpr const char* kMinimum = "minimum";
constexpr const char* kKeepUnmet = "keep_unmet";
constexpr const char* kShipmentsBefore = "shipments_before";
constexpr const char* kMovementBefore = "movement_before";
constexpr const char* kLeastShipments = "least_shipments";

}  // namespace

void write_consolidation(Hdf5Writer& file, const std::optional<Consolidation>& consolidation) {
  if (!consolidation) return;
  file.make_group(kConsolidationPath);
  const auto set = [&](const char* name, std::int64_t number) {
    file.set(kConsolidationPath, name, number);
  };
  const ShipmentRules& rules = consolidation->rules;
  set(kFewest, rules.fewest ? 1 : 0);
  if (rules.fixed_cost) set(kFixedCost, *rules.fixed_cost);
  if (rules.minimum) set(kMinimum, *rules.minimum);
  set(kKeepUnmet, rules.keep_unmet ? 1 : 0);
  set(kShipmentsBefore, consolidation->shipments_before);
  set(kMovementBefore, consolidation->movement_before);
  set(kLeastShipments, consolidation->least_shipments);
}

std::optional<Consolidation> read_consolidation(const Hdf5Reader& file) {
  if (!file.has(kConsolidationPath)) return std::nullopt;
  Consolidation consolidation;
  ShipmentRules& rules = consolidation.rules;
  rules.fewest = read_within(file, kConsolidationPath, kFewest, 0, 1) == 1;
  if (file.has_attribute(kConsolidationPath, kFixedCost)) {
    rules.fixed_cost =
        static_cast<Count>(read_within(file, kConsolidationPath, kFixedCost, 0, kMaxLaneCost));
  }
  if (file.has_attribute(kConsolidationPath, kMinimum)) {
    rules.minimum =
        static_cast<Count>(read_within(file, kConsolidationPath, kMinimum, 0, kMaxTotal));
  }
  rules.keep_unmet = read_within(file, kConsolidationPath, kKeepUnmet, 0, 1) == 1;
  consolidation.shipments_before = file.integer(kConsolidationPath, kShipmentsBefore);
  consolidation.movement_before = file.integer(kConsolidationPath, kMovementBefore);
  consolidation.least_shipments = file.integer(kConsolidationPath, kLeastShipments);
  return consolidation;
}

}  // namespace surgeflow::archive

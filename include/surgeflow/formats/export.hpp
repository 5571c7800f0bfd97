// SPDX-License-Identifier: Apache-2.0
// Plans and instances in other people's formats: CSV, GeoJSON, DIMACS min-cost flow, MPS.
#pragma once

#include <filesystem>
#include <iosfwd>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/items.hpp"

namespace surgeflow::formats {

/// Explicit ship arcs above which DIMACS and MPS are refused, with the size in words.
inline constexpr std::int64_t kMaxExplicitArcs = 50'000'000;

/// The instance as a DIMACS `.min` problem: nodes (i, t) and a sink, costs -W per treated patient
/// and c per device shipped, W large enough to be lexicographic. Comment lines map nodes to
/// facilities and periods. Throws InputError where the ship arcs exceed kMaxExplicitArcs.
void write_dimacs(std::ostream& out, const Instance& instance);

/// The same model as a free-format MPS integer programme (minimise), with rows for the limits.
/// Throws as write_dimacs.
void write_mps(std::ostream& out, const Instance& instance, const Limits& limits = {});

/// The integer programme of several items (surgeflow/model/items.hpp), minimising minus the gain.
/// Throws likewise.
void write_mps(std::ostream& out, const ItemSet& set);

/// facilities.csv-like and plan tables into a folder: treated.csv, shipments.csv, ... (see docs).
void write_plan_csv(const std::filesystem::path& folder, const archive::PlanDocument& document);

/// Of a re-plan: one line an order of before or of now; one line a place where the books were
/// wrong; one line a facility and period of the past.
void write_changes_csv(std::ostream& out, const archive::PlanDocument& document);
void write_reconciliation_csv(std::ostream& out, const archive::PlanDocument& document);
void write_past_csv(std::ostream& out, const archive::PlanDocument& document);

/// Facilities as points and shipments as lines, WGS84.
void write_plan_geojson(std::ostream& out, const archive::PlanDocument& document);

/// The table of `surgeflow demand --csv`.
void write_demand_csv(std::ostream& out, const Case& planning_case,
                      const epidemic::DemandForecast& forecast);

}  // namespace surgeflow::formats

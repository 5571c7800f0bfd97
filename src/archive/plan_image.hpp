// SPDX-License-Identifier: Apache-2.0
// A plan file in memory, with its panels or with room for them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "archive/plan_layout.hpp"
#include "flow/plan_rows.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::archive {

/// What a plan file holds for every facility and period: rows of all facilities, or of some.
struct PanelValues {
  std::span<const Count> demand;
  std::span<const Count> arrivals;
  std::span<const Count> treated;
  std::span<const Count> unmet;
  std::span<const Total> idle;
  std::span<const Total> in_use;
  std::span<const Count> sent;
  std::span<const Count> received;
  std::span<const std::int32_t> device_patients;
  std::span<const std::int64_t> device_moves;
};

/// Calls `visit(variable, values)` for each of them, in the order of the file.
template <class Visit>
void visit_panels(const PanelValues& panels, Visit visit) {
  visit(kDemand, panels.demand);
  visit(kArrivals, panels.arrivals);
  visit(kTreated, panels.treated);
  visit(kUnmet, panels.unmet);
  visit(kIdle, panels.idle);
  visit(kInUse, panels.in_use);
  visit(kSent, panels.sent);
  visit(kReceived, panels.received);
  visit(kDevicePatients, panels.device_patients);
  visit(kDeviceMoves, panels.device_moves);
}

using PanelChecksums = std::map<std::string, std::string>;  ///< dataset -> SHA-256 of its content

/// The panels of an image: all values, or the checksums of values that are written later.
struct PanelContent {
  PanelValues values;
  PanelChecksums checksums;  ///< empty: the values are here
};

/// Throws std::invalid_argument for a document whose parts do not fit together.
void require_one_shape(const PlanDocument& document);

/// All panels of a document. `trace` must outlive it.
[[nodiscard]] PanelValues values_of(const PlanDocument& document, const PlanTrace& trace);

/// Writes the groups of a plan below the writer's root.
void write_document(Hdf5Writer& file, const PlanDocument& document, const PanelContent& content);

/// The bytes of the file, on up to `threads` threads; `path` stands in messages.
[[nodiscard]] std::vector<std::byte> plan_image(const std::filesystem::path& path,
                                                const PlanDocument& document,
                                                const PanelContent& content, int threads);

}  // namespace surgeflow::archive

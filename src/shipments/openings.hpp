// SPDX-License-Identifier: Apache-2.0
// Shipments that do not exist yet, and make others needless.
#pragma once

#include <optional>
#include <vector>

#include "shipments/detours.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::shipments {

class Openings {
 public:
  /// All three must outlive it.
  Openings(MovablePlan& plan, Detours& detours, const ConsolidationOptions& options)
      : plan_(plan), detours_(detours), options_(options) {
    const auto nodes = static_cast<std::size_t>(plan.sink()) + 1;
    before_.mark.assign(nodes, 0);
    after_.mark.assign(nodes, 0);
  }

  /// Tries new shipments near one; by how many there are fewer then.
  [[nodiscard]] Total try_near(std::int32_t shipment);

 private:
  [[nodiscard]] std::optional<MovableShipment> draw_near(const MovableShipment& shipment);
  [[nodiscard]] Total open(Node from, Node to);
  /// Shipments whose devices may have ways by a new one.
  [[nodiscard]] std::vector<std::int32_t> neighbours(Node from, Node to);
  /// Takes out what is needless beside the new shipment.
  void eliminate(const std::vector<std::int32_t>& others, std::vector<Push>& pushes);
  [[nodiscard]] std::int32_t between(std::int32_t least, std::int32_t most);

  MovablePlan& plan_;
  Detours& detours_;
  const ConsolidationOptions& options_;
  Reach before_;
  Reach after_;
  std::uint64_t drawn_ = 0;
};

}  // namespace surgeflow::shipments

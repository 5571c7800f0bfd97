// SPDX-License-Identifier: Apache-2.0
// No shipment of fewer devices than a minimum.
#pragma once

#include <cstdint>
#include <vector>

#include "shipments/detours.hpp"

namespace surgeflow::shipments {

/// Shipments below the minimum, the smallest first, are taken out where their devices find other
/// ways, or else filled up where idle devices find a way back, or else left: a device that stays
/// treats at its origin as much as it can, and what it would have done from its destination on is
/// taken back on the way that gains least. That can leave another shipment too small, for which the
/// same is done. In the end nothing is filled up any more, so that ever fewer devices travel.
class Minimum {
 public:
  /// Both must outlive it.
  Minimum(MovablePlan& plan, Detours& detours, Count minimum);

  void enforce();

 private:
  [[nodiscard]] std::vector<std::int32_t> small() const;
  [[nodiscard]] bool is_small(std::int32_t shipment) const;
  [[nodiscard]] bool fill_up(std::int32_t shipment);
  void leave(std::int32_t shipment);
  void add_device(Node node);
  void take_device(Node node);
  void look_on(Node node, const ResidualArc& arc, Total loss);

  MovablePlan& plan_;
  Detours& detours_;
  Count minimum_;
  std::vector<Total> loss_;  ///< [node]
  std::vector<ResidualArc> by_;
  std::vector<std::vector<Node>> reached_;  ///< [period]
};

}  // namespace surgeflow::shipments

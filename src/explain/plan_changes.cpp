// SPDX-License-Identifier: Apache-2.0
// Nodes become facilities and periods again.
#include "explain/plan_changes.hpp"

#include <algorithm>
#include <tuple>

namespace surgeflow::explain {

std::vector<TreatmentChange> treatment_changes(const ResidualNetwork& network) {
  std::vector<TreatmentChange> changes;
  for (const auto& [node, patients] : network.changes().treated) {
    changes.push_back({network.facility(node), network.period(node), patients});
  }
  std::ranges::sort(changes, {}, [](const TreatmentChange& change) {
    return std::tuple(change.facility, change.period);
  });
  return changes;
}

std::vector<Shipment> shipment_changes(const ResidualNetwork& network) {
  std::vector<Shipment> changes;
  for (const auto& [ends, devices] : network.changes().shipped) {
    const auto& [from, to] = ends;
    changes.push_back(
        {network.period(from), network.facility(from), network.facility(to), devices});
  }
  std::ranges::sort(changes);
  return changes;
}

}  // namespace surgeflow::explain

// SPDX-License-Identifier: Apache-2.0
// Facilities by id, with a suggestion for an id that is not among them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/model/statement.hpp"

namespace surgeflow::checks {

/// Refers to the records it is made of. Of facilities with the same id the first is found.
class FacilityIndex {
 public:
  explicit FacilityIndex(const std::vector<FacilityRecord>& records);

  [[nodiscard]] std::optional<FacilityId> find(std::string_view id) const;

  [[nodiscard]] const std::string& id(FacilityId facility) const {
    return ids_[static_cast<std::size_t>(facility.value())];
  }

  /// "did you mean ...?" Only the first few unknown ids are compared with all known ones: the
  /// others would not be shown, and a file with no id right would cost a comparison of all pairs.
  [[nodiscard]] std::string remedy_for_unknown(const std::string& id);

 private:
  std::unordered_map<std::string_view, FacilityId> by_id_;
  std::vector<std::string> ids_;
  std::unordered_map<std::string, std::string> remedies_;
};

}  // namespace surgeflow::checks

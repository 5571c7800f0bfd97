// SPDX-License-Identifier: Apache-2.0
// A hash table from id to facility.
#include "model/facility_index.hpp"

#include <fmt/format.h>

#include "surgeflow/core/error.hpp"

namespace surgeflow::checks {
namespace {

constexpr std::size_t kMaxSuggestions = 20;

}  // namespace

FacilityIndex::FacilityIndex(const std::vector<FacilityRecord>& records) {
  by_id_.reserve(records.size());
  ids_.reserve(records.size());
  FacilityId next{0};
  for (const FacilityRecord& record : records) {
    by_id_.emplace(record.id, next);
    ids_.push_back(record.id);
    ++next;
  }
}

std::optional<FacilityId> FacilityIndex::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::string FacilityIndex::remedy_for_unknown(const std::string& id) {
  std::string general = "add the facility to the facilities' file, or remove the line";
  const auto known = remedies_.find(id);
  if (known != remedies_.end()) return known->second;
  if (remedies_.size() >= kMaxSuggestions) return general;
  const std::string nearest = nearest_name(id, ids_);
  std::string remedy =
      nearest.empty()
          ? general
          : fmt::format("did you mean {}? ids are text, zeros included", in_quotes(nearest));
  remedies_.emplace(id, remedy);
  return remedy;
}

}  // namespace surgeflow::checks

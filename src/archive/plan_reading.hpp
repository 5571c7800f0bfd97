// SPDX-License-Identifier: Apache-2.0
// What is read of a plan below the root of a reader.
#pragma once

#include <string>

#include "archive/hdf5_reader.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::archive {

[[nodiscard]] PlanDocument read_document(const Hdf5Reader& file, const LaneMaker& maker);
/// Unpacks on several threads what `read_document` then reads.
void fetch_for_document(const Hdf5Reader& file, int threads);
[[nodiscard]] StoredClaims read_stored_claims(const Hdf5Reader& file);
/// Datasets whose content differs from their recorded SHA-256.
[[nodiscard]] std::vector<std::string> altered_datasets(const Hdf5Reader& file);

/// The group of one item.
[[nodiscard]] std::string item_group(const std::string& item);

}  // namespace surgeflow::archive

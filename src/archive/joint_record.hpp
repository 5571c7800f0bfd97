// SPDX-License-Identifier: Apache-2.0
// What ties items, and what proves their bound: the group /joint.
#pragma once

#include <string>
#include <vector>

#include "archive/decision_record.hpp"
#include "surgeflow/archive/item_file.hpp"

namespace surgeflow::archive {

void write_joint(Hdf5Writer& file, const ItemDocument& document);

/// Items, facilities and periods of the file.
[[nodiscard]] std::vector<std::string> read_item_names(const Hdf5Reader& file);
[[nodiscard]] Size read_joint_size(const Hdf5Reader& file);

/// Puts ties, patients and prices into a document whose items are read.
void read_joint(const Hdf5Reader& file, Size size, ItemDocument& document);

}  // namespace surgeflow::archive

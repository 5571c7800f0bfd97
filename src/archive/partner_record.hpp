// SPDX-License-Identifier: Apache-2.0
// The group /input/partners: whom lanes prefer or avoid.
#pragma once

#include <span>
#include <vector>

#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/model/partners.hpp"

namespace surgeflow::archive {

/// Nothing where there are none.
void write_partners(Hdf5Writer& file, std::span<const PartnerFactor> partners);

[[nodiscard]] std::vector<PartnerFactor> read_partners(const Hdf5Reader& file);

}  // namespace surgeflow::archive

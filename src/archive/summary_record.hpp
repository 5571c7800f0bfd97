// SPDX-License-Identifier: Apache-2.0
// The summary and the provenance as attributes: what equal runs share, and what may differ.
#pragma once

#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::archive {

/// Writes /provenance, with the checksums of all datasets written before.
void write_provenance(Hdf5Writer& file, const Provenance& provenance);

/// Writes /summary and /provenance.
void write_records(Hdf5Writer& file, const Summary& summary, const Provenance& provenance);

[[nodiscard]] Summary read_summary(const Hdf5Reader& file);
[[nodiscard]] Provenance read_provenance(const Hdf5Reader& file);

}  // namespace surgeflow::archive

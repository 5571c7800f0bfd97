// SPDX-License-Identifier: Apache-2.0
// Files that a run leaves for the one that goes on: checkpoints and parts of sweeps. Not for users:
// one that is not whole, or of another version, is refused.
#pragma once

#include <cstdint>
#include <string>

#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"

namespace surgeflow::archive {

/// What a kind of working file says of itself, and what messages say of it.
struct WorkingFormat {
  const char* name;    ///< the attribute "format": "surgeflow checkpoint"
  const char* noun;    ///< "checkpoint"
  const char* kind;    ///< "a checkpoint written by surgeflow plan"
  const char* remedy;  ///< "delete the file"
  std::int64_t version = 1;
};

void write_format(Hdf5Writer& file, const WorkingFormat& format);
/// Of all datasets written so far; the last thing before the file is finished.
void write_checksums(Hdf5Writer& file);

/// Throws InputError for a file of another format or version.
void require_format(const Hdf5Reader& file, const WorkingFormat& format);
/// Throws InputError where the content of a dataset differs from its checksum.
void require_undamaged(const Hdf5Reader& file, const WorkingFormat& format);

}  // namespace surgeflow::archive

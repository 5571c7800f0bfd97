// SPDX-License-Identifier: Apache-2.0
// The mark and the checksums of working files.
#include "archive/working_file.hpp"

#include <fmt/format.h>

namespace surgeflow::archive {
namespace {

constexpr const char* kChecksums = "checksums";

}  // namespace

void write_format(Hdf5Writer& file, const WorkingFormat& format) {
  file.set("/", "format", format.name);
  file.set("/", "format_version", format.version);
}

void write_checksums(Hdf5Writer& file) {
  file.make_group(kChecksums);
  for (const auto& [dataset, checksum] : file.checksums()) file.set(kChecksums, dataset, checksum);
}

void require_format(const Hdf5Reader& file, const WorkingFormat& format) {
  if (!file.has_attribute("/", "format") || file.text("/", "format") != format.name) {
    file.refuse("/@format", fmt::format("this HDF5 file is no {}", format.noun), format.kind,
                format.remedy);
  }
  const std::int64_t version = file.integer("/", "format_version");
  if (version != format.version) {
    file.refuse("/@format_version", fmt::format("format version {}", version),
                fmt::format("{}", format.version), format.remedy);
  }
}

void require_undamaged(const Hdf5Reader& file, const WorkingFormat& format) {
  for (const auto& [dataset, checksum] : file.all_texts(kChecksums)) {
    if (file.content_checksum(dataset) == checksum) continue;
    file.refuse(dataset, "the content differs from its recorded SHA-256", format.kind,
                format.remedy);
  }
}

}  // namespace surgeflow::archive

// SPDX-License-Identifier: Apache-2.0
// Reads Linux's own account of a process.
#include "support/peak_memory.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <fstream>
#include <limits>
#include <string>
#include <string_view>

#include "surgeflow/core/error.hpp"

namespace surgeflow::bench {
namespace {

constexpr const char* kStatus = "/proc/self/status";

/// A line such as "VmHWM:    1976 kB" of the status file, in bytes.
std::int64_t status_bytes(std::string_view name) {
  std::ifstream file(kStatus);
  std::string word;
  while (file >> word) {
    std::int64_t kilobytes = 0;
    if (word == name && file >> kilobytes) return kilobytes * 1024;
    file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  throw SystemError(fmt::format("{}: no line {}; memory is measured on Linux only", kStatus, name));
}

bool reset_peak() {
  std::ofstream file("/proc/self/clear_refs");
  file << "5" << std::flush;
  return file.good();
}

}  // namespace

std::int64_t resident_bytes() {
  malloc_trim(0);
  return status_bytes("VmRSS:");
}

PeakMemory::PeakMemory() {
  malloc_trim(0);
  before_ = reset_peak() ? status_bytes("VmRSS:") : status_bytes("VmHWM:");
}

std::int64_t PeakMemory::bytes() const { return status_bytes("VmHWM:") - before_; }

}  // namespace surgeflow::bench

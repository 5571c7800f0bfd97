// SPDX-License-Identifier: Apache-2.0
// How much memory a process takes above what it held at some moment.
#pragma once

#include <cstdint>

namespace surgeflow::bench {

/// Resident bytes of this process now (Linux: VmRSS), without free memory that the allocator keeps.
[[nodiscard]] std::int64_t resident_bytes();

/// Peak of the resident memory above what it was when the object was made. The peak that Linux
/// keeps (VmHWM) is reset by writing 5 to /proc/self/clear_refs; where that is refused, growth
/// counts only beyond the earlier peak. Throws SystemError where /proc can not be read.
class PeakMemory {
 public:
  PeakMemory();
  [[nodiscard]] std::int64_t bytes() const;

 private:
  std::int64_t before_;
};

}  // namespace surgeflow::bench

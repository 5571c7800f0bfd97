// SPDX-License-Identifier: Apache-2.0
// How the GNU C library gets its memory where much of it is touched for a short time.
#pragma once

namespace surgeflow {

inline constexpr const char* kTunablesVariable = "GLIBC_TUNABLES";

/// For GLIBC_TUNABLES, which the GNU C library (2.35 and later) reads when a program starts: memory
/// in pages of 2 MB, and kept once it is there. By default what is freed goes back to the system,
/// which zeroes it again for the next who asks; a national re-plan takes a quarter longer so.
inline constexpr const char* kMemoryTunables =
    "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296:"
    "glibc.malloc.trim_threshold=17179869184:glibc.malloc.top_pad=67108864";

}  // namespace surgeflow

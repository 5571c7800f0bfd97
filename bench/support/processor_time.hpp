// SPDX-License-Identifier: Apache-2.0
// Processor time beside wall time.
#pragma once

namespace surgeflow::bench {

/// Processor time of this process: more than the wall clock where it uses threads, less where other
/// processes had the processor.
[[nodiscard]] double processor_seconds();

}  // namespace surgeflow::bench

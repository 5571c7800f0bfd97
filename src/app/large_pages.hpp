// SPDX-License-Identifier: Apache-2.0
// Memory in pages of 2 MB that is kept, which only the environment of a new program can ask for.
#pragma once

namespace surgeflow::app {

/// The first touch of memory, 4 kB at a time, takes a sixth of the time of a national plan.
/// `surgeflow plan`, `replan` and `replay` therefore start themselves again with what the C library
/// is to be told (surgeflow/core/memory_tunables.hpp). Does nothing where the variable is set
/// already, so that it happens once and can be prevented. To be called before anything else.
void restart_with_large_pages(int argc, char** argv);

}  // namespace surgeflow::app

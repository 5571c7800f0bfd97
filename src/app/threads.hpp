// SPDX-License-Identifier: Apache-2.0
// How many threads a command may use.
#pragma once

namespace CLI {
class App;
}

namespace surgeflow::comm {
class Communicator;
}

namespace surgeflow::app {

/// Collective: from here on the default leaves to every rank of a machine its share of the cores on
/// which it and others may run, one at least. OMP_NUM_THREADS goes before that.
void share_cores(const comm::Communicator& ranks);

/// As many as OpenMP would start: the cores that this process may run on, or OMP_NUM_THREADS.
[[nodiscard]] int default_threads();

/// Adds --threads; `threads` holds the default before and the user's choice after parsing.
void declare_threads(CLI::App& app, int& threads);

}  // namespace surgeflow::app

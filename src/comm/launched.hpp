// SPDX-License-Identifier: Apache-2.0
// Who has started this process.
#pragma once

namespace surgeflow::comm {

/// Whether something that can start many ranks has started this process, by its environment:
/// mpirun, srun with PMIx or PMI, and the launchers of other MPIs and of large machines.
[[nodiscard]] bool is_launched();

}  // namespace surgeflow::comm

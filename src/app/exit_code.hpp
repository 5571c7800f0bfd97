// SPDX-License-Identifier: Apache-2.0
// How a command ended, as scripts and queues see it.
#pragma once

namespace surgeflow::app {

/// The process's exit status; the numbers are public and stay.
enum class ExitCode : int {
  done = 0,            ///< done and verified
  internal_error = 1,  ///< a fault of surgeflow
  usage = 2,           ///< the command line can not be understood
  bad_input = 3,       ///< a file can not be read, used, believed or written
  infeasible = 4,      ///< no plan can obey the hard rules
  limit_reached = 5,   ///< a limit was reached; the best plan and its gap are written
  interrupted = 6,     ///< interrupted; the best plan and its gap are written
};

}  // namespace surgeflow::app

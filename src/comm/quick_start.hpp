// SPDX-License-Identifier: Apache-2.0
// MPI in a process that no launcher has started.
//
// Open MPI starts a daemon beside such a process, so that it could start others, and loads the
// drivers of all networks; it also looks at every core and cache, so that it could place ranks on
// them. surgeflow needs none of this when it is alone: without it Open MPI 4.1 starts in a fifth to
// a third of the time. Other implementations do not know these settings and
// pass them over.
#pragma once

#include <string>
#include <vector>

namespace surgeflow::comm {

/// Whether something that can start many ranks has started this process, by its environment.
[[nodiscard]] bool is_launched();

/// While it lives, the environment tells MPI_Init that this process is and stays alone. What the
/// user has set counts instead; where there is a launcher nothing changes. Not for use beside other
/// threads.
class QuickStart {
 public:
  QuickStart();
  ~QuickStart();
  QuickStart(const QuickStart&) = delete;
  QuickStart& operator=(const QuickStart&) = delete;

 private:
  std::vector<std::string> set_;  ///< names that were not in the environment before
};

}  // namespace surgeflow::comm

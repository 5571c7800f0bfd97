// SPDX-License-Identifier: Apache-2.0
// The --threads option.
#include "app/threads.hpp"

#include <omp.h>
#include <sched.h>

#include <algorithm>
#include <cstdlib>

#include "app/whole_number.hpp"
#include "comm/communicator.hpp"

namespace surgeflow::app {
namespace {

constexpr int kMaxThreads = 4096;

/// The cores that this process may run on; none where the system has more than a set can name.
cpu_set_t allowed_cores() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  if (sched_getaffinity(0, sizeof cores, &cores) != 0) CPU_ZERO(&cores);
  return cores;
}

bool share_any(const cpu_set_t& a, const cpu_set_t& b) {
  cpu_set_t both;
  CPU_AND(&both, &a, &b);
  return CPU_COUNT(&both) > 0;
}

}  // namespace

void share_cores(const comm::Communicator& ranks) {
  if (ranks.size() == 1) return;
  const cpu_set_t own = allowed_cores();
  const auto of_ranks = ranks.on_this_machine().gather_value(own);
  const auto sharing = std::ranges::count_if(
      of_ranks, [&](const cpu_set_t& cores) { return share_any(own, cores); });
  if (sharing < 2 || std::getenv("OMP_NUM_THREADS") != nullptr) return;
  omp_set_num_threads(std::max(1, CPU_COUNT(&own) / static_cast<int>(sharing)));
}

int default_threads() { return omp_get_max_threads(); }

void declare_threads(CLI::App& app, int& threads) {
  add_option(app, "--threads", threads, "Threads to use; default: the cores of this process")
      .check(whole_number(1, kMaxThreads))
      .placeholder("N");
}

}  // namespace surgeflow::app

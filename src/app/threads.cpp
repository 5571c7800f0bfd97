// SPDX-License-Identifier: Apache-2.0
// The --threads option.
#include "app/threads.hpp"

#include <omp.h>

#include "app/whole_number.hpp"

namespace surgeflow::app {
namespace {

constexpr int kMaxThreads = 4096;

}  // namespace

int default_threads() { return omp_get_max_threads(); }

void declare_threads(CLI::App& app, int& threads) {
  app.add_option("--threads", threads, "Threads to use; default: the cores of this process")
      ->check(whole_number(1, kMaxThreads))
      ->type_name("N");
}

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// The parallel loop.
#include "flow/primal_dual/threads.hpp"

#include <exception>

namespace surgeflow::flow {

void share_out(int threads, std::int32_t count, const std::function<void(std::int32_t)>& visit) {
  if (threads == 1) {
    for (std::int32_t n = 0; n < count; ++n) visit(n);
    return;
  }
  std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (std::int32_t n = 0; n < count; ++n) {
    try {
      visit(n);
    } catch (...) {
#pragma omp critical(surgeflow_share_out)
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace surgeflow::flow

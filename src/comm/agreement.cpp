// SPDX-License-Identifier: Apache-2.0
// Agreement on failure: either no rank has failed, or every rank throws.
#include <fmt/format.h>

#include <exception>

#include "comm/communicator.hpp"

namespace surgeflow::comm {
namespace {

std::exception_ptr thrown_by(const std::function<void()>& work) {
  try {
    work();
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

}  // namespace

OtherRankFailed::OtherRankFailed(int rank)
    : std::runtime_error(fmt::format("rank {} failed; its message says why", rank)), rank_(rank) {}

void Communicator::all_or_none(const std::function<void()>& local_work) const {
  const std::exception_ptr mine = thrown_by(local_work);
  const int lowest = minimum(mine ? rank() : size());
  if (mine) std::rethrow_exception(mine);
  if (lowest < size()) throw OtherRankFailed(lowest);
}

int Communicator::run_on_root(const std::function<int()>& work) const {
  int result = 0;
  all_or_none([&] {
    if (is_root()) result = work();
  });
  return broadcast_value(result);
}

}  // namespace surgeflow::comm

// SPDX-License-Identifier: Apache-2.0
// Making communicators, and the agreements that need nothing but a few numbers.
#include "comm/communicator.hpp"

#include <fmt/format.h>

#include <exception>
#include <limits>
#include <stdexcept>
#include <utility>

#include "comm/mpi_call.hpp"

namespace surgeflow::comm {
namespace {

constexpr std::int32_t kNobody = std::numeric_limits<std::int32_t>::max();

}  // namespace

OtherRankFailed::OtherRankFailed(int rank)
    : std::runtime_error(fmt::format("rank {} failed; its own message says why", rank)),
      rank_(rank) {}

Communicator::Communicator(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Communicator::Communicator(Communicator&&) noexcept = default;
Communicator& Communicator::operator=(Communicator&&) noexcept = default;
Communicator::~Communicator() = default;

Communicator Communicator::world(Options options) {
  if (options.largest_message_bytes < 1 ||
      options.largest_message_bytes > std::numeric_limits<int>::max()) {
    throw std::invalid_argument("messages may be 1 to 2^31 - 1 bytes long");
  }
  return Communicator(std::make_unique<Handle>(MPI_COMM_WORLD, options));
}

Communicator Communicator::duplicate() const {
  return Communicator(std::make_unique<Handle>(handle_->comm, handle_->options));
}

int Communicator::rank() const { return handle_->rank; }

int Communicator::size() const { return handle_->size; }

std::int64_t Communicator::bytes_sent() const { return handle_->bytes_sent; }

void Communicator::barrier() const {
  MPI_Request request = MPI_REQUEST_NULL;
  check(MPI_Ibarrier(handle_->comm, &request), "MPI_Ibarrier");
  wait_for(request);
}

void Communicator::all_or_none(const std::function<void()>& local_work) const {
  std::exception_ptr own;
  try {
    local_work();
  } catch (...) {
    own = std::current_exception();
  }
  const std::int32_t lowest = minimum(own ? static_cast<std::int32_t>(rank()) : kNobody);
  if (lowest == kNobody) return;
  if (own) std::rethrow_exception(own);
  throw OtherRankFailed(lowest);
}

int Communicator::run_on_root(const std::function<int()>& work) const {
  int result = 0;
  all_or_none([&] {
    if (is_root()) result = work();
  });
  return broadcast_value(result);
}

std::string library_version() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  check(MPI_Get_library_version(text, &length), "MPI_Get_library_version");
  const std::string version(text, text + length);
  return version.substr(0, version.find(','));
}

}  // namespace surgeflow::comm

// SPDX-License-Identifier: Apache-2.0
// A communicator's life, from its duplication to its release.
#include "comm/communicator.hpp"

#include <fmt/format.h>

#include <limits>
#include <stdexcept>
#include <utility>

#include "comm/handle.hpp"
#include "comm/mpi_check.hpp"
#include "comm/native.hpp"

namespace surgeflow::comm {
namespace {

void check_options(const Options& options) {
  constexpr std::int64_t largest = std::numeric_limits<int>::max();
  const std::int64_t bytes = options.largest_message_bytes;
  if (bytes >= 1 && bytes <= largest) return;
  throw std::invalid_argument(
      fmt::format("largest_message_bytes is {}; allowed: 1 to {}", bytes, largest));
}

}  // namespace

Communicator::Handle::Handle(const Options& chosen) : options(chosen) { check_options(chosen); }

Communicator::Handle::Handle(MPI_Comm of, const Options& chosen) : Handle(chosen) {
  check(MPI_Comm_dup(of, &comm), "MPI_Comm_dup");
  check(MPI_Comm_set_errhandler(comm, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
  check(MPI_Comm_rank(comm, &rank), "MPI_Comm_rank");
  check(MPI_Comm_size(comm, &size), "MPI_Comm_size");
}

// A destructor can not throw, and nothing is lost by a communicator that could not be freed.
Communicator::Handle::~Handle() {
  if (comm != MPI_COMM_NULL) MPI_Comm_free(&comm);
}

Communicator::Communicator(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Communicator::Communicator(Communicator&&) noexcept = default;
Communicator& Communicator::operator=(Communicator&&) noexcept = default;
Communicator::~Communicator() = default;

Communicator Communicator::world(Options options) {
  int started = 0;
  check(MPI_Initialized(&started), "MPI_Initialized");
  if (started == 0) return Communicator(std::make_unique<Handle>(options));
  return Communicator(std::make_unique<Handle>(MPI_COMM_WORLD, options));
}

Communicator Communicator::duplicate() const {
  if (!Native::has(*this)) return Communicator(std::make_unique<Handle>(handle_->options));
  return Communicator(std::make_unique<Handle>(handle_->comm, handle_->options));
}

Communicator Communicator::on_this_machine() const {
  if (!Native::has(*this)) return duplicate();
  struct Shared {
    ~Shared() {
      if (comm != MPI_COMM_NULL) MPI_Comm_free(&comm);
    }
    MPI_Comm comm = MPI_COMM_NULL;
  } shared;
  check(
      MPI_Comm_split_type(handle_->comm, MPI_COMM_TYPE_SHARED, rank(), MPI_INFO_NULL, &shared.comm),
      "MPI_Comm_split_type");
  return Communicator(std::make_unique<Handle>(shared.comm, handle_->options));
}

int Communicator::rank() const { return handle_->rank; }
int Communicator::size() const { return handle_->size; }
std::int64_t Communicator::bytes_sent() const { return handle_->bytes_sent; }

bool Native::has(const Communicator& ranks) { return ranks.handle_->comm != MPI_COMM_NULL; }
MPI_Comm Native::of(const Communicator& ranks) { return ranks.handle_->comm; }

std::string library_version() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  check(MPI_Get_library_version(text, &length), "MPI_Get_library_version");
  const std::string version(text, text + length);
  return version.substr(0, version.find(','));
}

}  // namespace surgeflow::comm

// SPDX-License-Identifier: Apache-2.0
// The only source that calls MPI.
#include "comm/communicator.hpp"

#include <fmt/format.h>
#include <mpi.h>

#include <chrono>
#include <thread>
#include <utility>

#include "surgeflow/core/error.hpp"

namespace surgeflow::comm {
namespace {

constexpr std::chrono::milliseconds kWaitStep{2};

void check(int code, const char* call) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING];
  int length = 0;
  MPI_Error_string(code, text, &length);
  throw SystemError(fmt::format("{} failed: {}", call, std::string(text, text + length)));
}

}  // namespace

Session::Session(int& argc, char**& argv) {
  int provided = MPI_THREAD_SINGLE;
  check(MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread");
  if (provided >= MPI_THREAD_FUNNELED) return;
  MPI_Finalize();
  throw SystemError(
      "MPI_Init_thread failed: this MPI allows no threads beside it; use one built with "
      "MPI_THREAD_FUNNELED or more");
}

Session::~Session() { MPI_Finalize(); }

struct Communicator::Handle {
  MPI_Comm comm = MPI_COMM_NULL;
};

Communicator::Communicator(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Communicator::Communicator(Communicator&&) noexcept = default;
Communicator& Communicator::operator=(Communicator&&) noexcept = default;

Communicator::~Communicator() {
  if (handle_ && handle_->comm != MPI_COMM_NULL) MPI_Comm_free(&handle_->comm);
}

Communicator Communicator::world() {
  auto handle = std::make_unique<Handle>();
  check(MPI_Comm_dup(MPI_COMM_WORLD, &handle->comm), "MPI_Comm_dup");
  check(MPI_Comm_set_errhandler(handle->comm, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
  return Communicator(std::move(handle));
}

int Communicator::rank() const {
  int rank = 0;
  check(MPI_Comm_rank(handle_->comm, &rank), "MPI_Comm_rank");
  return rank;
}

int Communicator::size() const {
  int size = 0;
  check(MPI_Comm_size(handle_->comm, &size), "MPI_Comm_size");
  return size;
}

int Communicator::run_on_root(const std::function<int()>& work) const {
  int result = is_root() ? work() : 0;
  MPI_Request request = MPI_REQUEST_NULL;
  check(MPI_Ibcast(&result, 1, MPI_INT, 0, handle_->comm, &request), "MPI_Ibcast");
  // A blocking broadcast spins; a waiting rank would take a core from the one that works.
  for (int arrived = 0;;) {
    check(MPI_Test(&request, &arrived, MPI_STATUS_IGNORE), "MPI_Test");
    if (arrived != 0) return result;
    std::this_thread::sleep_for(kWaitStep);
  }
}

std::string library_version() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  check(MPI_Get_library_version(text, &length), "MPI_Get_library_version");
  const std::string version(text, text + length);
  return version.substr(0, version.find(','));
}

}  // namespace surgeflow::comm

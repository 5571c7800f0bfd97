// SPDX-License-Identifier: Apache-2.0
// What a communicator holds, behind the header that does not know MPI.
#pragma once

#include <mpi.h>

#include <cstdint>

#include "comm/communicator.hpp"
#include "comm/journal.hpp"

namespace surgeflow::comm {

struct Communicator::Handle {
  /// Lives as long as a communication, the end of a leg where a journal is kept.
  class EndOfLeg {
   public:
    EndOfLeg(Handle& handle, Pattern pattern, std::int64_t bytes, std::int32_t messages = 0);
    EndOfLeg(const EndOfLeg&) = delete;
    EndOfLeg& operator=(const EndOfLeg&) = delete;
    ~EndOfLeg();

   private:
    Handle* handle_;
  };

  /// Of a process that is alone, without MPI.
  explicit Handle(const Options& chosen);
  /// Duplicates `of`; collective.
  Handle(MPI_Comm of, const Options& chosen);
  ~Handle();
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  /// Notes a payload that went to so many other ranks.
  void count_sent(std::int64_t bytes, std::int64_t receivers) { bytes_sent += bytes * receivers; }
  /// Notes a payload that MPI combines with those of others, if there are others.
  void count_combined(std::int64_t bytes) { count_sent(bytes, size > 1 ? 1 : 0); }

  MPI_Comm comm = MPI_COMM_NULL;  ///< stays so in a process that is alone
  Options options;
  int rank = 0;
  int size = 1;
  std::int64_t bytes_sent = 0;
  Journal* journal = nullptr;
  double leg_began = 0.0;  ///< on the thread's clock
};

}  // namespace surgeflow::comm

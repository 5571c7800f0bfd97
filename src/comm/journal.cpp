// SPDX-License-Identifier: Apache-2.0
// Reads the thread's clock where a communication begins and where it ends.
#include "comm/journal.hpp"

#include <time.h>

#include "comm/handle.hpp"

namespace surgeflow::comm {
namespace {

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

Communicator::Handle::EndOfLeg::EndOfLeg(Handle& handle, Pattern pattern, std::int64_t bytes,
                                         std::int32_t messages)
    : handle_(&handle) {
  if (handle.journal == nullptr) return;
  handle.journal->legs.push_back({.processor_seconds = processor_seconds() - handle.leg_began,
                                  .pattern = pattern,
                                  .messages = messages,
                                  .bytes = bytes});
}

Communicator::Handle::EndOfLeg::~EndOfLeg() {
  if (handle_->journal != nullptr) handle_->leg_began = processor_seconds();
}

void Communicator::keep_journal(Journal* journal) {
  handle_->journal = journal;
  handle_->leg_began = processor_seconds();
}

void Communicator::end_stretch(std::string_view name) const {
  if (Journal* const journal = handle_->journal; journal != nullptr) {
    journal->stretches.push_back({std::string(name), journal->legs.size()});
  }
}

}  // namespace surgeflow::comm

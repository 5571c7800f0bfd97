// SPDX-License-Identifier: Apache-2.0
// Reads the thread's clock where a communication begins and where it ends.
#include "comm/journal.hpp"

#include "comm/handle.hpp"
#include "surgeflow/core/processor_time.hpp"

namespace surgeflow::comm {

Communicator::Handle::EndOfLeg::EndOfLeg(Handle& handle, Pattern pattern, std::int64_t bytes,
                                         std::int32_t messages)
    : handle_(&handle) {
  if (handle.journal == nullptr) return;
  handle.journal->legs.push_back(
      {.processor_seconds = thread_processor_seconds() - handle.leg_began,
       .pattern = pattern,
       .messages = messages,
       .bytes = bytes});
}

Communicator::Handle::EndOfLeg::~EndOfLeg() {
  if (handle_->journal != nullptr) handle_->leg_began = thread_processor_seconds();
}

void Communicator::keep_journal(Journal* journal) {
  handle_->journal = journal;
  handle_->leg_began = thread_processor_seconds();
}

void Communicator::end_stretch(std::string_view name) const {
  if (Journal* const journal = handle_->journal; journal != nullptr) {
    journal->stretches.push_back({std::string(name), journal->legs.size()});
  }
}

}  // namespace surgeflow::comm

// SPDX-License-Identifier: Apache-2.0
// How far a method that works in steps has come.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/flow/step_record.hpp"

namespace surgeflow {

/// All that a run needs to go on after its last step as if it had never ended.
struct Progress {
  Plan plan;
  Potentials potentials;
  std::vector<StepRecord> steps;  ///< not empty
};

/// Progress but for `plan.treated` and `potentials.moves`. Views of what the method holds.
struct ProgressHead {
  const Panel<std::int32_t>& patients;  ///< `potentials.patients`; its shape is theirs as well
  std::span<const Shipment> shipments;
  std::span<const StepRecord> steps;
};

/// Takes progress from a method whose ranks hold parts of it, without anyone holding all: the head
/// first, then all rows [facility, period] of `treated`, in order, some at a time, then those of
/// `moves`. None of its calls may throw.
class ProgressSink {
 public:
  ProgressSink() = default;
  ProgressSink(const ProgressSink&) = delete;
  ProgressSink& operator=(const ProgressSink&) = delete;
  virtual ~ProgressSink() = default;

  virtual void begin(const ProgressHead& head) = 0;
  virtual void add_treated(std::span<const Count> rows) = 0;
  virtual void add_moves(std::span<const std::int64_t> rows) = 0;
  virtual void end() = 0;
};

}  // namespace surgeflow

// SPDX-License-Identifier: Apache-2.0
// Why a solve ended early, as the status of its result and back.
#pragma once

#include "surgeflow/core/stop.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::flow {

/// "optimal" where nothing stopped it.
[[nodiscard]] constexpr SolveStatus status_of(StopReason reason) {
  switch (reason) {
    case StopReason::time_limit:
      return SolveStatus::time_limit;
    case StopReason::interrupt:
      return SolveStatus::interrupted;
    case StopReason::none:
      break;
  }
  return SolveStatus::optimal;
}

[[nodiscard]] constexpr StopReason stop_reason(SolveStatus status) {
  switch (status) {
    case SolveStatus::time_limit:
      return StopReason::time_limit;
    case SolveStatus::interrupted:
      return StopReason::interrupt;
    case SolveStatus::optimal:
    case SolveStatus::gap_reached:
      break;
  }
  return StopReason::none;
}

}  // namespace surgeflow::flow

// SPDX-License-Identifier: Apache-2.0
// One line of a table of counts by facility and period.
#pragma once

#include <cstdint>
#include <string>

namespace surgeflow {

/// One line of demand.csv or arrivals.csv. `period` is a 0-based number, an ISO date, or a
/// period's label.
struct CountRecord {
  std::int64_t line = 0;
  std::string facility;
  std::string period;
  std::int64_t quantity = 0;
};

}  // namespace surgeflow

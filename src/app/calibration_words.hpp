// SPDX-License-Identifier: Apache-2.0
// A calibration in a few sentences.
#pragma once

#include <string>

#include "surgeflow/calibration/backtest.hpp"
#include "surgeflow/calibration/calibrate.hpp"
#include "surgeflow/formats/calibration_files.hpp"

namespace surgeflow::app {

/// All that a calibration was made of and found out.
struct CalibrationAnswer {
  const Case& planning_case;
  const formats::CountsTable& table;
  const calibration::Counts& counts;
  const calibration::Options& options;
  const calibration::Calibration& calibration;
  const calibration::Backtest& backtest;
};

[[nodiscard]] std::string calibration_in_words(const CalibrationAnswer& answer);

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// What the facilities lack when each is on its own.
#pragma once

#include "surgeflow/model/instance.hpp"

namespace surgeflow {

/// Least number of patients who go without a device where nothing is shipped; lanes are not looked
/// at. One pass over facilities and periods.
[[nodiscard]] Total unmet_without_sharing(const Instance& instance);

}  // namespace surgeflow

// SPDX-License-Identifier: Apache-2.0
// The parts of a patient in which gains are counted. Coarse parts make potentials of few different
// values, and small networks of a solve.
#pragma once

#include <cstdint>

#include "surgeflow/model/instance.hpp"

namespace surgeflow {

/// Whether patients or idle devices gain what steps say.
[[nodiscard]] bool counts_gains(const InstanceData& data);

/// The greatest number that divides `common`, in parts of the instance, and all its gains.
[[nodiscard]] std::int32_t common_part(const InstanceData& data, std::int32_t common);

/// Counts the same gains in 1 / `resolution` patient, in which all must be whole.
void count_in_parts(InstanceData& data, std::int32_t resolution);

/// The greatest part of a patient in which what patients gain is whole, in parts of the instance;
/// reserves may not be.
[[nodiscard]] std::int32_t part_of_patients(const Instance& instance);

}  // namespace surgeflow

// SPDX-License-Identifier: Apache-2.0
// Instances of fewer patients: those whom something else allows, or staffed beds.
#pragma once

#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// With at most so many patients at each place, those who gain most.
[[nodiscard]] Instance with_patients(const Instance& instance, const Panel<Count>& most);

/// Only patients whom a device for every bed would treat, those who gain most by `valued`: the same
/// patients, who may count otherwise.
[[nodiscard]] Instance with_patients_in_beds(const Instance& instance, const Instance& valued,
                                             const Panel<Count>& beds);

}  // namespace surgeflow::lagrangian

// SPDX-License-Identifier: Apache-2.0
// An ensemble by a kernel of one's choice.
#pragma once

#include "epidemic/ensemble/sir_kernel.hpp"
#include "surgeflow/epidemic/ensemble.hpp"

namespace surgeflow::epidemic {

/// ensemble_demand() takes the fastest kernel; the answer is the same with any.
[[nodiscard]] EnsembleDemand run_ensemble(const EnsembleTask& task, const EnsembleControl& control,
                                          KernelMake make);

}  // namespace surgeflow::epidemic

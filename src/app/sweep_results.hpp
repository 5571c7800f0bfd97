// SPDX-License-Identifier: Apache-2.0
// What came of a sweep, as the document that is written and said.
#pragma once

#include <iosfwd>

#include "app/sweep_cases.hpp"
#include "surgeflow/archive/sweep_file.hpp"
#include "surgeflow/epidemic/ensemble.hpp"
#include "sweep/merge.hpp"

namespace surgeflow::app {

/// Of planned scenarios: rows, quantiles, courses, tornado, Sobol' indices. Provenance, quantile
/// plans, ranks and threads are the caller's to add.
[[nodiscard]] archive::SweepDocument results_of(const SweepCases& cases, sweep::MergedSweep merged);

/// Of demand alone.
[[nodiscard]] archive::SweepDocument results_of(const SweepCases& cases,
                                                epidemic::EnsembleDemand demand);

/// One line a scenario: its inputs and its numbers.
void write_scenario_table(std::ostream& out, const archive::SweepDocument& document);

}  // namespace surgeflow::app

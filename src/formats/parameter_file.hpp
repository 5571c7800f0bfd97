// SPDX-License-Identifier: Apache-2.0
// Parameter files of BayesCHIME (Penn Medicine, chime_sims).
//
// A line is a parameter: `param,base,distribution,p1,p2,description`. `constant` takes `base`;
// `gamma` has shape p1 and scale p2, `beta` alpha p1 and beta p2, `normal` (or `norm`) mean p1 and
// standard deviation p2; of these `base` is only a first guess and does not count.
//
//   hosp_prop        demand.hospitalized_rate
//   ICU_prop         demand.icu_rate, as a share of hospitalized_rate
//   vent_prop        demand.ventilated_rate, as a share of icu_rate
//   hosp_LOS, ICU_LOS, vent_LOS   demand.hospital_days, icu_days, ventilator_days
//   recovery_days    demand.infectious_days
//   mkt_share        demand.market_share
//   doubling_time    demand.doubling_time
//
// A case's rates are shares of all infected, BayesCHIME's proportions are of the class before; so
// the drawn proportions are multiplied facility by facility, and their product is exact.
// BayesCHIME's other parameters belong to its own model of contacts (logistic_k, ...), or are
// stated by the facilities here (n_hosp, region_pop, capacities): they are not used.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/sweep_factors.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/model/uncertainty.hpp"

namespace surgeflow::formats {

struct ParameterFile {
  std::vector<StatedFactor> drawn;
  std::vector<UncertainParameter> constants;
  std::vector<std::string> not_used;
};

/// `bytes` of the file `file`. Findings are added: unknown parameters and distributions, impossible
/// ones, a parameter that is stated twice.
[[nodiscard]] ParameterFile read_parameters(std::string_view bytes, const std::string& file,
                                            Diagnostics& findings);

}  // namespace surgeflow::formats

// SPDX-License-Identifier: Apache-2.0
// What the epidemic models demand of their inputs before and after they run.
#pragma once

#include <string>

#include "surgeflow/epidemic/sir.hpp"

namespace surgeflow::epidemic {

/// Throws InputError with one finding about the input of name `key`.
[[noreturn]] void refuse(std::string key, std::string seen, std::string allowed,
                         std::string remedy);

// Each throws InputError; `place.column` names the parameter by its key in the case file or the
// column of the facilities, `place.file` is left to the caller.

/// The population and those in hospital are numbers of persons.
void require_persons(const Outbreak& outbreak);

/// Every parameter that is stated is in range; all findings at once.
void require_usable(const EpidemicParameters& parameters);

/// 0 < infected < population.
void require_fewer_infected_than_persons(double infected, double population);

/// Daily steps did not overshoot: no compartment is below zero or not finite. `speed` is the
/// parameter that says how fast the epidemic is.
void require_daily_steps_hold(const Trajectory& trajectory,
                              const std::string& speed = "doubling_time");

/// The days to forecast are not negative.
void require_days(std::int32_t days);

}  // namespace surgeflow::epidemic

// SPDX-License-Identifier: Apache-2.0
// What the SIR model of one facility starts from and follows, checked.
#pragma once

#include <cstdint>

#include "surgeflow/epidemic/sir.hpp"

namespace surgeflow::epidemic {

struct SirSetting {
  Compartments start;
  double recovery_per_day = 0.0;  ///< gamma
  double growth_per_day = 0.0;    ///< g, early on with all contacts; 0 where R_t is stated
};

/// Of an outbreak with somebody in hospital. Throws InputError as run_sir() does before its first
/// day.
[[nodiscard]] SirSetting sir_setting(const Outbreak& outbreak,
                                     const EpidemicParameters& parameters);

/// beta_t, per person and day.
[[nodiscard]] double contact_rate_on(const SirSetting& setting,
                                     const EpidemicParameters& parameters, std::int64_t day);

}  // namespace surgeflow::epidemic

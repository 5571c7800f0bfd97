// SPDX-License-Identifier: Apache-2.0
// Less movement where as many devices leave in every period as before.
#pragma once

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// Two devices, one on a lane (i,j) in t and one on (i',j') in t' >= t, exchange their origins
/// where that costs less: (i',j) in t and (i,j') in t', which arrive no later. From t to t' one
/// more device is then idle at i, and one fewer at i'. Or another i' sends in place of i: it has
/// one fewer from t on. As many leave in each period as before, and the same patients are treated.
/// `spare` are the idle devices that a facility may lack at the end of each period
/// [facility, period].
///
/// Goes on until no exchange costs less, or for 20 passes. Cost: devices sent x (devices sent +
/// facilities) for each pass, and a few passes; with more than 3,000 devices sent the plan stays as
/// it is.
[[nodiscard]] Plan with_exchanged_origins(const Instance& instance, Plan plan, Panel<Count> spare);

}  // namespace surgeflow::lagrangian

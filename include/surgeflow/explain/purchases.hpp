// SPDX-License-Identifier: Apache-2.0
// What more devices would be worth: the next one by place and period, and many by their number.
//
// The next device. Potentials bound the worth of one more device at a facility in a period from
// above. What it is worth exactly is the most valuable way of the residual network from there to
// the sink: one search a place. Places are tried in the order of their potentials until no other
// can be better.
//
// Many devices. They are bought in period 0 and sent at once to wherever they do most: a pool with
// a lane of one period to every facility. For each number of devices the case with the pool is
// solved anew, warm from the solve before, and its certificate checked. Unmet demand falls ever
// more slowly with each device (it is the value of a linear program in its supply, and convex). The
// knee is the last of the numbers up to which a step saves, by device, at least half of what the
// first step does.
#pragma once

#include <cstddef>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::explain {

struct PlaceWorth {
  FacilityId facility;
  Period period;
  Total gain = 0;            ///< of one more device there and then, in parts of a patient
  Total movement_saved = 0;  ///< negative: gaining it takes movement
};

/// The facilities at which one more device in each period is worth most, most first, and among
/// equals as they are numbered; those where it is worth nothing are left out. The plan must be
/// optimal, without limits, and the potentials prove it.
[[nodiscard]] std::vector<PlaceWorth> best_places(const Instance& instance, const Plan& plan,
                                                  const Potentials& potentials,
                                                  const std::vector<Period>& periods,
                                                  std::size_t most);

/// What one more device at a place is worth, nothing included.
[[nodiscard]] PlaceWorth worth_of_next(const Instance& instance, const Plan& plan,
                                       const Potentials& potentials, FacilityId facility,
                                       Period period);

struct PurchasePoint {
  Count bought = 0;
  Total unmet = 0;
  Total gain = 0;  ///< of the plan, in parts of a patient
  bool certified = false;
};

enum class CurveEnd {
  all_treated,    ///< nobody goes without
  nothing_saved,  ///< the last devices gained nothing
  range,          ///< at the largest number looked at
  stopped,        ///< by the stop condition
};

struct PurchaseCurve {
  std::vector<PurchasePoint> points;  ///< first: nothing bought, the plan itself
  std::size_t knee = 0;               ///< its place among the points; 0 where no purchase saves
  CurveEnd end = CurveEnd::range;
};

/// The curve at 1, 2, 5, 10, ... % of the devices of the instance, up to ten times as many. Tells
/// the log how far it is.
[[nodiscard]] PurchaseCurve purchase_curve(const Instance& instance, const Plan& plan,
                                           const Potentials& potentials,
                                           const SolveControl& control = {});

/// Its knee, as defined above.
[[nodiscard]] std::size_t knee_of(const std::vector<PurchasePoint>& points);

}  // namespace surgeflow::explain

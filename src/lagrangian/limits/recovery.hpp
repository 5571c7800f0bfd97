// SPDX-License-Identifier: Apache-2.0
// Integer plans within the limits: from priced plans, by exact insertion, and by exchange.
//
// A priced plan asks for more on some days than the limits allow and leaves room on others. It
// becomes a plan in three steps:
//   adopt   its shipments are sent day by day as far as devices and limits allow, those that the
//           potentials value most first; what finds no room waits for some days, or in every
//           second plan not at all: either can be better;
//   prune   shipments that cost more patients than they treat are taken back;
//   fill    while there is room, the device whose move gains most is sent next (filling.hpp).
// What comes of the next priced plan is another start; the best is kept.
//
// Exchange improves the best plan: some shipments are taken back, those of a few days or of a few
// facilities, and the room is filled again, now and then passing over the best hop. No worse plans
// are kept, others undone. All choices are drawn from numbers keyed by the round, so that the same
// instance gives the same plan.
#pragma once

#include <cstdint>
#include <vector>

#include "lagrangian/limits/shipping_plan.hpp"
#include "surgeflow/core/stop.hpp"

namespace surgeflow::lagrangian {

class Recovery {
 public:
  /// What it is given must outlive it. Plans begin with the shipments that provide for what
  /// commitments take.
  Recovery(const Instance& instance, const Limits& limits, const Families& families,
           std::vector<Shipment> provision, int threads);

  /// Makes a plan of a priced one and keeps it if it is the best so far.
  void consider(const Plan& priced, const Panel<std::int64_t>& potentials);
  /// Rounds of exchange on the best plan; the rounds of all calls are numbered through.
  void improve(std::int64_t rounds, const StopCondition& stop);

  /// All that the best plan gains, in parts of a patient.
  [[nodiscard]] Total value() const { return best_.value(); }
  [[nodiscard]] Plan plan() const { return best_.plan(); }

 private:
  const Instance* instance_;
  const Limits* limits_;
  const Families* families_;
  std::vector<Shipment> provision_;
  int threads_;
  ShippingPlan best_;
  std::int64_t considered_ = 0;
  std::int64_t round_ = 0;
};

}  // namespace surgeflow::lagrangian

// SPDX-License-Identifier: Apache-2.0
// What a shipment of an optimal plan is good for: the best plan in which it may not be made.
//
// Without a shipment (i, t) -> (j, t+s) its devices stay at i in t. There are two questions:
//
//   dropped   nothing is sent in its place: no shipment is made but those of the plan, and those
//             may be given up (what it brings may have been sent on). Patients are treated as is
//             best then. This says whom the shipment saves.
//   replaced  all else may change: its devices may leave in other periods or on other lanes, and
//             other devices may go to j. This says whether the shipment matters.
//
// The best plan under either is found from the plan at hand: its q devices are taken off the lane,
// which is closed in that period, and led from (i,t) to (j,t+s) through the residual network, on
// the least costly way each (successive shortest paths). By the theory of minimum cost flow the
// outcome is optimal for the network without that arc, as if it had been solved anew; where all
// else may change, potentials that prove it come along.
//
// In a plan that moves as little as it can a shipment that costs movement saves somebody: dropped,
// it is missed. Replaced, it often is not: where many lenders have devices to spare, others jump
// in.
//
// Cost: one search for devices that go the same way; milliseconds at 34 facilities, up to seconds
// at 3,142.
//
// Reference: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993, section 9.7.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::explain {

/// Patients treated more (> 0) or fewer at a facility in a period.
struct TreatmentChange {
  FacilityId facility;
  Period period;
  Count patients = 0;
  bool operator==(const TreatmentChange&) const = default;
};

/// What may be done about a shipment that is not made.
enum class Replacement {
  none,  ///< nothing is sent that the plan does not send
  best,  ///< all else may change
};

/// What becomes of a plan without one of its shipments.
struct WithoutShipment {
  /// Whether any plan does without it: commitments may need it. The rest holds only where so.
  bool possible = true;
  Total patients_lost = 0;   ///< fewer treated; the changes of treatments add up to it
  Total gain_lost = 0;       ///< in parts of a patient, of patients and of idle devices
  Total movement_saved = 0;  ///< what lanes and leaving cost less; negative: more
  std::vector<TreatmentChange> treatments = {};  ///< ordered by facility and period
  /// Shipments made besides (quantity > 0) or not made (< 0), the one itself among them; ordered
  /// like a plan's.
  std::vector<Shipment> shipments = {};
};

/// The same, with the plan.
struct PlanWithout {
  WithoutShipment change;
  Plan plan = {};
  Potentials potentials = {};  ///< hold on every arc but closed ones, and prove it optimal
};

class ResidualNetwork;

/// Answers for one plan, one shipment after the other.
class ShipmentExplainer {
 public:
  /// The plan must be optimal, without limits, and the potentials prove it (certificate.hpp). The
  /// instance and plan must outlive this. Throws InputError where lane costs are too large.
  ShipmentExplainer(const Instance& instance, const Plan& plan, const Potentials& potentials);
  ~ShipmentExplainer();
  ShipmentExplainer(const ShipmentExplainer&) = delete;
  ShipmentExplainer& operator=(const ShipmentExplainer&) = delete;

  /// `number`: its place among the plan's shipments; std::out_of_range beyond them.
  [[nodiscard]] WithoutShipment without(std::size_t number, Replacement replacement) const;
  [[nodiscard]] PlanWithout plan_without(std::size_t number, Replacement replacement) const;

  /// The potentials' estimate of the patients (or parts of one) lost: what the devices are worth
  /// where they arrive, less what they are worth at the lender a period after they would have left.
  /// It looks at one device at a time, the best replacement included.
  [[nodiscard]] Total estimated_loss(std::size_t number) const;

 private:
  const Instance& instance_;
  const Plan& plan_;
  const Potentials& potentials_;
  std::unique_ptr<ResidualNetwork> network_;
};

}  // namespace surgeflow::explain

// SPDX-License-Identifier: Apache-2.0
// What one facility can do with the devices that are there, and what one more or one fewer changes.
//
// Once all shipments are known every facility is on its own: it treats, and keeps in reserve, what
// gains most. Staffed beds bound how many devices are in use.
//
//   EarliestCare  where all patients of the facility gain the same and holding gains nothing: as
//                 many as arrive, by one pass over the horizon
//   ValuedCare    where gains have steps: a flow along the horizon, changed along one path for
//                 every device
#pragma once

#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::lagrangian {

class LocalCare {
 public:
  static constexpr Count kImpossible = std::numeric_limits<Count>::max() / 2;

  virtual ~LocalCare() = default;
  /// All that the facility gains, in parts of a patient.
  [[nodiscard]] virtual Total value() const = 0;
  [[nodiscard]] virtual Total patients() const = 0;
  /// y_t
  [[nodiscard]] virtual Count treated(Period t) const = 0;
  /// What one device more from a period on gains; does not rise with the period.
  [[nodiscard]] virtual std::span<const Count> gains() const = 0;
  /// What one device fewer from a period on costs; kImpossible where there is none.
  [[nodiscard]] virtual std::span<const Count> losses() const = 0;
  /// Patients fewer where one device leaves in a period; one must be there.
  [[nodiscard]] virtual Total patients_lost(Period t) const = 0;
  /// Devices come (> 0) or leave (< 0); they must be there.
  virtual void change(Period from, Count devices) = 0;

  /// Whether a device can leave in a period: one is there from then on.
  [[nodiscard]] bool can_spare(Period t) const {
    return losses()[static_cast<std::size_t>(t.value())] < kImpossible;
  }
};

/// Devices that may be in use at the end of each period; kImpossible where any number may.
[[nodiscard]] std::vector<Count> beds_by_period(const Limits& limits, FacilityId i,
                                                std::int32_t periods);

/// What comes in each period where so many are there at the end of each.
[[nodiscard]] std::vector<Count> rises(std::span<const Count> levels);

/// With what the instance supplies and nothing shipped.
[[nodiscard]] std::unique_ptr<LocalCare> make_local_care(const Instance& instance,
                                                         const Limits& limits, FacilityId i);
/// With other devices than the instance supplies: those that come in each period.
[[nodiscard]] std::unique_ptr<LocalCare> make_local_care(const Instance& instance,
                                                         const Limits& limits, FacilityId i,
                                                         std::span<const Count> supply);
/// The same for whoever changes it often: ValuedCare unless beds bind, whose tables take a few
/// sweeps where those of EarliestCare take a pass for every level. Of patients who gain the same
/// others may be treated.
[[nodiscard]] std::unique_ptr<LocalCare> make_changing_care(const Instance& instance,
                                                            const Limits& limits, FacilityId i,
                                                            std::span<const Count> supply);

}  // namespace surgeflow::lagrangian

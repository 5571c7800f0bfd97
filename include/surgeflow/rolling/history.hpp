// SPDX-License-Identifier: Apache-2.0
// What a chain of re-plans keeps: all that has happened since its first plan, and what each
// re-plan changed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "surgeflow/model/case.hpp"
#include "surgeflow/rolling/compare.hpp"
#include "surgeflow/rolling/execute.hpp"

namespace surgeflow::rolling {

/// One re-plan of the chain in numbers.
struct ReplanEntry {
  std::string date;  ///< label of the period from which on it plans
  std::string commit;
  std::int64_t frozen_periods = 0;
  ChangeCounts changes;
  Total unmet_before = 0;    ///< patients who went without until then, since the chain began
  Total unmet_expected = 0;  ///< who will, by its forecast and its plan
  bool operator==(const ReplanEntry&) const = default;
};

/// Panels are [facility, past period]; periods count from the start of the chain.
struct History {
  Horizon past;           ///< from the start of the first plan to the period before today
  Panel<Count> forecast;  ///< patients whom the plan of the time expected
  Panel<Count> demand;
  Panel<Count> treated;
  Panel<Total> idle;
  Panel<Count> sent;
  Panel<Count> received;
  std::vector<Departure> departures;
  std::vector<Reconciliation> reconciliations;
  std::vector<ReplanEntry> replans;

  [[nodiscard]] Total unmet() const;
  bool operator==(const History&) const = default;
};

/// A history with nothing in it, of a plan that starts with `horizon`.
[[nodiscard]] History empty_history(const Horizon& horizon, std::int32_t facilities);

/// What came before, and the periods that have passed since; `forecast` is the demand of the plan
/// that was carried out.
[[nodiscard]] History extended(const History& before, const Execution& since,
                               const Panel<Count>& forecast);

/// How the plan of a file came about from the one before it.
struct ReplanRecord {
  std::int32_t frozen_periods = 0;
  std::vector<ComingDevices> coming;  ///< devices among the instance's commitments
  std::vector<OrderChange> changes;
  Total unmet_unchanged = 0;  ///< with the orders of before and no others
  Total unmet_kept = 0;       ///< with the orders of before and whatever can be added to them
  /// Orders that were not to be changed.
  [[nodiscard]] std::vector<Shipment> frozen() const;
  bool operator==(const ReplanRecord&) const = default;
};

}  // namespace surgeflow::rolling

// SPDX-License-Identifier: Apache-2.0
// What a plan costs, by who pays whom for what.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/money.hpp"

namespace surgeflow::review {

/// All that one pays another for one thing.
struct Payment {
  std::string payer;          ///< a facility's id, or a name of the planner's own
  std::string payee;          ///< likewise; "supplier" and "carrier" stand outside the plan
  std::string what;           ///< "purchase", "rental", "transport" or "subsidy"
  std::int64_t quantity = 0;  ///< devices bought, device-periods owed, devices carried, shipments
  Amount amount = 0;
  bool operator==(const Payment&) const = default;
};

/// Ordered by payer, payee and what. Kilometres are geodesic, and nothing where a place is not
/// known; an amount by kilometres is rounded to the nearest hundredth for each shipment. Throws
/// InputError where sums leave 64 bits.
[[nodiscard]] std::vector<Payment> payments(const MoneyTerms& terms,
                                            std::span<const Facility> facilities,
                                            const Instance& instance, const Plan& plan);

/// "1,234.50 USD"
[[nodiscard]] std::string in_words(Amount amount, const std::string& currency);

}  // namespace surgeflow::review

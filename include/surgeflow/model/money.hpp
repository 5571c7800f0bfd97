// SPDX-License-Identifier: Apache-2.0
// What sharing costs, and who pays.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace surgeflow {

/// Amounts are whole hundredths of the currency.
using Amount = std::int64_t;
inline constexpr Amount kHundredths = 100;

/// Prices as [money] states them. A payer is "lender" (who sends), "receiver", or a name of the
/// planner's own, such as "state".
struct MoneyTerms {
  std::string currency{};                   ///< "USD"; may be empty
  Amount purchase = 0;                      ///< of a new device that arrives
  Amount rental = 0;                        ///< of a device that is owed, for each period
  Amount per_shipment = 0;                  ///< for transport
  Amount per_device = 0;                    ///< of those in a shipment, for transport
  Amount per_device_km = 0;                 ///< for transport
  Amount subsidy = 0;                       ///< of a shipment, to the lender
  std::string purchase_payer = "receiver";  ///< "lender" has no meaning here
  std::string transport_payer = "receiver";
  std::string subsidy_payer = "state";

  bool operator==(const MoneyTerms&) const = default;
};

}  // namespace surgeflow

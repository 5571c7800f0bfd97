// SPDX-License-Identifier: Apache-2.0
// The prices of [money].
#include <fmt/format.h>

#include <cmath>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

constexpr double kMostPrice = 1e7;

/// 0 where nothing is stated.
Amount amount_of(const std::string& key, const std::optional<double>& price, Findings& findings) {
  if (!price) return 0;
  const double hundredths = *price * static_cast<double>(kHundredths);
  const double whole = std::round(hundredths);
  if (!(*price >= 0.0 && *price <= kMostPrice) || std::abs(hundredths - whole) > 1e-6) {
    findings.at_key("money." + key, {fmt::format("{}", *price),
                                     fmt::format("0 to {}, with at most two decimals", kMostPrice),
                                     "state the price in whole hundredths of the currency"});
    return 0;
  }
  return static_cast<Amount>(whole);
}

}  // namespace

std::optional<MoneyTerms> check_money(const CaseStatement& statement, Findings& findings) {
  if (!statement.money) return std::nullopt;
  const MoneyStatement& stated = *statement.money;
  MoneyTerms terms{.currency = stated.currency,
                   .purchase = amount_of("purchase", stated.purchase, findings),
                   .rental = amount_of("rental", stated.rental, findings),
                   .per_shipment = amount_of("per_shipment", stated.per_shipment, findings),
                   .per_device = amount_of("per_device", stated.per_device, findings),
                   .per_device_km = amount_of("per_device_km", stated.per_device_km, findings),
                   .subsidy = amount_of("subsidy", stated.subsidy, findings)};
  if (!stated.purchase_payer.empty()) terms.purchase_payer = stated.purchase_payer;
  if (!stated.transport_payer.empty()) terms.transport_payer = stated.transport_payer;
  if (!stated.subsidy_payer.empty()) terms.subsidy_payer = stated.subsidy_payer;
  const auto is_end = [](const std::string& payer) {
    return payer == "lender" || payer == "receiver";
  };
  if (terms.purchase_payer == "lender") {
    findings.at_key("money.purchase_payer", {"\"lender\"", "\"receiver\" or a name of your own",
                                             "a new device has no lender"});
  }
  if (is_end(terms.subsidy_payer)) {
    findings.at_key("money.subsidy_payer", {in_quotes(terms.subsidy_payer), "a name of your own",
                                            "name who subsidises, such as \"state\""});
  }
  return terms;
}

}  // namespace surgeflow::checks

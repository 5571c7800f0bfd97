// SPDX-License-Identifier: Apache-2.0
// What a summary says of a plan beside its numbers: how evenly it treats, and what it costs.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/flow/covered_reserve.hpp"
#include "surgeflow/review/equity.hpp"
#include "surgeflow/review/money.hpp"

namespace surgeflow::app {

/// How even the shares of groups are, with rules.fair_by and by the best plan without.
struct FairReview {
  struct Shares {
    review::Care worst;
    double gini = 0.0;
  };
  FairGroups by = FairGroups::facilities;
  std::size_t levels = 0;
  Shares with;
  Shares without;
  TreatedShare bound;  ///< no plan has a larger smallest share treated
  Total price = 0;     ///< patients fewer than without the rule
};

/// Everything but money is missing where nobody needs a device.
struct Reviewed {
  double gini = 0.0;
  double gini_without_sharing = 0.0;
  std::optional<review::Care> worst_facility;
  std::optional<review::Care> worst_region;  ///< where regions are stated
  std::optional<FairReview> fairness;        ///< where the plan makes shares even
  std::string currency;
  std::optional<ReserveKept> reserve;  ///< where others cover it
  std::int32_t most_covered = 1;       ///< reserves that one device covers
  std::map<std::string, Amount> sums;  ///< by what is paid for; empty where prices are not stated
};

[[nodiscard]] Reviewed review_plan(const archive::PlanDocument& document);

/// "Of the reserve, ..." Empty where others cover none.
[[nodiscard]] std::string reserve_in_words(const Reviewed& reviewed);

/// What the rule does to shares, and what it costs; empty without it.
[[nodiscard]] std::string fairness_in_words(const Reviewed& reviewed);

/// "Sharing costs 1,200.00 USD: transport 200.00, rental 1,000.00." Empty where prices are not
/// stated.
[[nodiscard]] std::string money_in_words(const Reviewed& reviewed);

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// Reviews a plan and says what it costs.
#include "app/reviewed.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace surgeflow::app {

Reviewed review_plan(const archive::PlanDocument& document) {
  const std::vector<Facility>& facilities = document.facilities;
  const Instance& instance = document.instance;
  const Plan& plan = document.plan;
  Reviewed reviewed;
  const auto places = review::care_of_facilities(facilities, instance, plan);
  if (!places.empty()) {
    reviewed.gini = review::gini(places);
    reviewed.gini_without_sharing =
        review::gini(review::care_without_sharing(facilities, instance));
    reviewed.worst_facility = review::worst_off(places);
    const auto regions = review::care_of_regions(facilities, instance, plan);
    if (!regions.empty()) reviewed.worst_region = review::worst_off(regions);
  }
  if (!document.money) return reviewed;
  reviewed.currency = document.money->currency;
  for (const review::Payment& payment :
       review::payments(*document.money, facilities, instance, plan)) {
    reviewed.sums[payment.what] += payment.amount;
  }
  return reviewed;
}

std::string money_in_words(const Reviewed& reviewed) {
  if (reviewed.sums.empty()) return {};
  Amount total = 0;
  std::vector<std::string> parts;
  for (const auto& [what, amount] : reviewed.sums) {
    total += amount;
    parts.push_back(fmt::format("{} {}", what, review::in_words(amount, "")));
  }
  return fmt::format("It costs {}: {}.\n", review::in_words(total, reviewed.currency),
                     fmt::join(parts, ", "));
}

}  // namespace surgeflow::app

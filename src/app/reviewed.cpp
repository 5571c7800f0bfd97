// SPDX-License-Identifier: Apache-2.0
// Reviews a plan and says what it costs.
#include "app/reviewed.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "app/words.hpp"

namespace surgeflow::app {
namespace {

void review_reserve(const archive::PlanDocument& document, Reviewed& reviewed) {
  if (!document.limits || document.limits->limits.backup_periods == 0) return;
  const Limits& limits = document.limits->limits;
  reviewed.reserve = reserve_kept(document.instance, limits, document.plan);
  reviewed.most_covered = CoveredReserve(document.instance, limits).most_covered();
}

FairReview::Shares shares_of(const std::vector<review::Care>& groups) {
  return {.worst = review::worst_off(groups), .gini = review::gini(groups)};
}

std::optional<FairReview> review_fairness(const archive::PlanDocument& document) {
  if (!document.fairness || document.fairness->levels.empty()) return std::nullopt;
  const FairClaim& claim = *document.fairness;
  const std::vector<std::int32_t>& group = document.limits->limits.floors->group;
  const auto names = names_of_groups(document.facilities, group, claim.by);
  const std::vector<Total> demand = sum_by_group(document.instance.demand(), group);
  const std::vector<Total> treated = sum_by_group(document.plan.treated, group);
  std::vector<review::Care> with;
  std::vector<review::Care> without;
  FairReview fairness{.by = claim.by,
                      .levels = claim.levels.size(),
                      .with = {},
                      .without = {},
                      .bound = claim.levels.front().bound};
  for (std::size_t g = 0; g < names.size(); ++g) {
    with.push_back({names[g], demand[g], treated[g]});
    without.push_back({names[g], demand[g], claim.treated_without[g]});
    fairness.price += claim.treated_without[g] - treated[g];
  }
  fairness.with = shares_of(with);
  fairness.without = shares_of(without);
  return fairness;
}

std::string treated_in_words(const review::Care& care) {
  return fmt::format("{:.2f} % ({} of {} in {})", 100.0 * (1.0 - care.unmet_share()),
                     grouped(care.treated), grouped(care.demand), care.name);
}

}  // namespace

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
  review_reserve(document, reviewed);
  reviewed.fairness = review_fairness(document);
  if (!document.money) return reviewed;
  reviewed.currency = document.money->currency;
  for (const review::Payment& payment :
       review::payments(*document.money, facilities, instance, plan)) {
    reviewed.sums[payment.what] += payment.amount;
  }
  return reviewed;
}

std::string reserve_in_words(const Reviewed& reviewed) {
  if (!reviewed.reserve) return {};
  const auto& [asked, own, covered] = *reviewed.reserve;
  return fmt::format(
      "Of {} asked for over all periods, {} idle where {} asked for, {} where they cover it, and "
      "{} missing. A device covers up to {}.\n",
      counted(asked, "reserve device", "reserve devices"),
      own == 1 ? "1 is" : grouped(own) + " are", own == 1 ? "it is" : "they are", grouped(covered),
      grouped(asked - own - covered),
      counted(reviewed.most_covered, "reserve", "reserves at once"));
}

std::string fairness_in_words(const Reviewed& reviewed) {
  if (!reviewed.fairness) return {};
  const FairReview& fairness = *reviewed.fairness;
  return fmt::format(
      "The smallest share of patients treated of any {} is {}; no plan can make it more than "
      "{:.2f} %. Without fair_by it would be {}, and the Gini coefficient of shares {:.3f} instead "
      "of {:.3f}.\n",
      name_of(fairness.by), treated_in_words(fairness.with.worst),
      100.0 * static_cast<double>(fairness.bound.treated) /
          static_cast<double>(fairness.bound.demand),
      treated_in_words(fairness.without.worst), fairness.without.gini, fairness.with.gini);
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

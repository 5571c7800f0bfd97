// SPDX-License-Identifier: Apache-2.0
// One function a claim about all items.
#include "app/item_claims.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/item_summary.hpp"
#include "app/prepare.hpp"

namespace surgeflow::app {
namespace {

ClaimCheck unaltered(const archive::StoredItemClaims& claims) {
  ClaimCheck check{"every dataset of /joint is as it was written", {}};
  for (const std::string& dataset : claims.altered_datasets) {
    check.failures.push_back(fmt::format("{} differs from its recorded SHA-256", dataset));
  }
  return check;
}

bool is_about_bound(const CertificateFailure& failure) {
  return failure.check.find("potential") != std::string::npos ||
         failure.check.starts_with("multiplier");
}

ClaimCheck claim(std::string words, bool holds, const ItemReport& report, bool about_bound) {
  ClaimCheck check{std::move(words), {}};
  for (const CertificateFailure& failure : report.failures) {
    if (is_about_bound(failure) == about_bound) {
      check.failures.push_back(failure.check + ": " + failure.detail);
    }
  }
  if (!holds && check.holds()) check.failures.emplace_back("it does not hold");
  if (holds) check.failures.clear();
  return check;
}

/// What each item is given to do is what treatments and uses say.
ClaimCheck allotments(const archive::ItemDocument& document) {
  ClaimCheck check{"the patients of each item follow from the treatments", {}};
  const ItemPlans plans = document.plans();
  for (std::size_t item = 0; item < document.items.size(); ++item) {
    if (document.items[item].instance.demand() == allotted(document.set, plans, item)) continue;
    check.failures.push_back(
        fmt::format("{}: others than the treatments leave to it", document.items[item].item_name));
  }
  return check;
}

ClaimCheck summary_numbers(const archive::ItemDocument& document, const ItemReport& report) {
  const archive::Summary& stored = document.summary;
  const archive::Summary counted = count_item_summary(document, report);
  ClaimCheck check{"the summary's numbers follow from the plans", {}};
  const auto compare = [&](std::string_view key, auto said, auto is) {
    if (said == is) return;
    check.failures.push_back(fmt::format("{}: the file says {}, the plans give {}", key, said, is));
  };
  compare("demand", stored.demand, counted.demand);
  compare("treated", stored.treated, counted.treated);
  compare("unmet", stored.unmet, counted.unmet);
  compare("units_shipped", stored.units_shipped, counted.units_shipped);
  compare("shipments", stored.shipments, counted.shipments);
  compare("movement_cost", stored.movement_cost, counted.movement_cost);
  compare("bound_unmet", stored.bound_unmet, counted.bound_unmet);
  compare("gap", stored.gap, counted.gap);
  compare("facilities", stored.facilities, counted.facilities);
  compare("periods", stored.periods, counted.periods);
  compare("lanes", stored.lanes, counted.lanes);
  compare("regions", stored.regions, count_regions(document.items.front().facilities));
  compare("certified", stored.certified, counted.certified);
  compare("status optimal", stored.status == "optimal", counted.certified);
  return check;
}

}  // namespace

std::vector<ClaimCheck> check_item_claims(const archive::ItemDocument& document,
                                          const archive::StoredItemClaims& claims,
                                          const ItemReport& report, int threads) {
  std::vector<ClaimCheck> checks = {
      unaltered(claims),
      claim("the plans obey balance, capacities, signs and the ties", report.feasible, report,
            false),
      claim("prices and potentials hold on every arc, so the bound is true", report.bound_valid,
            report, true),
      allotments(document), summary_numbers(document, report)};
  for (std::size_t item = 0; item < document.items.size(); ++item) {
    const archive::PlanDocument& one = document.items[item];
    const CertificateReport certificate = certificate_of_item(document, item, report, threads);
    const Planned planned = document.set.is_tied(item) ? Planned::beside_others : Planned::alone;
    for (ClaimCheck& check : check_claims(one, claims.items[item], certificate,
                                          one.instance.lanes().lanes(), threads, planned)) {
      check.claim = fmt::format("{}: {}", one.item_name, check.claim);
      checks.push_back(std::move(check));
    }
  }
  return checks;
}

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// One function a claim.
#include "app/claim_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <tuple>

#include "app/consolidation.hpp"
#include "app/prepare.hpp"
#include "app/summary.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::app {
namespace {

constexpr std::size_t kShownFailures = 5;

/// Keeps the first failures and counts the rest.
class Failures {
 public:
  void add(std::string text) {
    ++found_;
    if (shown_.size() < kShownFailures) shown_.push_back(std::move(text));
  }
  [[nodiscard]] std::vector<std::string> list() && {
    if (found_ > shown_.size()) shown_.push_back(fmt::format("... {} in all", found_));
    return std::move(shown_);
  }

 private:
  std::size_t found_ = 0;
  std::vector<std::string> shown_;
};

ClaimCheck unaltered(const archive::StoredClaims& claims) {
  Failures failures;
  for (const std::string& dataset : claims.altered_datasets) {
    failures.add(fmt::format("{} differs from its recorded SHA-256", dataset));
  }
  return {"every dataset is as it was written", std::move(failures).list()};
}

enum class Concern { plan, limits, orders, bound, optimality };

/// The certificate names its checks after what they look at; all others look at the plan.
Concern concern_of(const CertificateFailure& failure) {
  if (failure.check.find("potential") != std::string::npos ||
      failure.check.starts_with("multiplier")) {
    return Concern::bound;
  }
  if (failure.check == "closed lane") return Concern::orders;
  if (failure.check.ends_with(" limit")) return Concern::limits;
  if (failure.check == "optimality" || failure.check.starts_with("slack")) {
    return Concern::optimality;
  }
  return Concern::plan;
}

std::vector<std::string> findings_about(const CertificateReport& certificate, Concern concern) {
  Failures failures;
  for (const CertificateFailure& failure : certificate.failures) {
    if (concern_of(failure) == concern) failures.add(failure.check + ": " + failure.detail);
  }
  return std::move(failures).list();
}

ClaimCheck feasible(const CertificateReport& certificate) {
  ClaimCheck check{"the plan obeys balance, capacities and signs",
                   findings_about(certificate, Concern::plan)};
  if (!certificate.feasible && check.holds() &&
      findings_about(certificate, Concern::limits).empty() &&
      findings_about(certificate, Concern::orders).empty()) {
    check.failures.emplace_back("the plan does not obey the model");
  }
  return check;
}

ClaimCheck obeys_limits(const CertificateReport& certificate) {
  return {"the plan obeys its limits", findings_about(certificate, Concern::limits)};
}

/// Its groups are those of the facilities, its shares those of the plan, its bounds true.
ClaimCheck shares(const archive::PlanDocument& document, int threads) {
  Failures failures;
  const FairClaim& claim = *document.fairness;
  const auto group = group_facilities(document.facilities, document.instance.demand(), claim.by);
  if (!document.limits || !document.limits->limits.floors ||
      document.limits->limits.floors->group != group) {
    failures.add(fmt::format("the floors are not those of each {}", name_of(claim.by)));
  } else {
    const CertificateNames names{facility_ids(document.facilities),
                                 period_labels(document.horizon)};
    const auto check = [&](const Instance& instance, const Plan& plan) {
      for (const CertificateFailure& failure :
           check_fairness(instance, plan, *document.limits->limits.floors, claim, threads, names)) {
        failures.add(failure.check + ": " + failure.detail);
      }
    };
    if (document.orders.empty()) {
      check(document.instance, document.plan);
    } else {
      check(with_orders(document.instance, document.orders),
            without_ordered(document.plan, document.orders).plan);
    }
  }
  return {"shares treated are what is said, and none can be raised beyond its bound",
          std::move(failures).list()};
}

ClaimCheck obeys_orders(const archive::PlanDocument& document,
                        const CertificateReport& certificate) {
  ClaimCheck check{"the plan obeys its orders", findings_about(certificate, Concern::orders)};
  for (const std::size_t n : without_ordered(document.plan, document.orders).missing) {
    const Order& order = document.orders.list[n];
    check.failures.push_back(fmt::format("line {} of {}: the plan sends less than {} devices",
                                         order.line, document.orders.file, order.devices));
  }
  return check;
}

ClaimCheck bound_holds(const CertificateReport& certificate) {
  ClaimCheck check{"the potentials hold on every arc, so the bound is true",
                   findings_about(certificate, Concern::bound)};
  if (!certificate.bound_valid && check.holds()) {
    check.failures.emplace_back("the potentials do not give a bound");
  }
  return check;
}

/// Compares one stored quantity with its recount at every facility in every period.
template <class T>
ClaimCheck same_panel(const archive::PlanDocument& document, std::string_view name,
                      const Panel<T>& stored, const Panel<T>& recounted) {
  Failures failures;
  for (FacilityId i{0}; i.value() < recounted.facilities(); ++i) {
    for (Period t{0}; t.value() < recounted.periods(); ++t) {
      if (stored(i, t) == recounted(i, t)) continue;
      failures.add(fmt::format("facility {}, {}: the file says {}, the plan gives {}",
                               document.facilities[static_cast<std::size_t>(i.value())].id,
                               document.horizon.label(t), stored(i, t), recounted(i, t)));
    }
  }
  return {fmt::format("{} follows from the plan", name), std::move(failures).list()};
}

std::vector<ClaimCheck> traces(const archive::PlanDocument& document,
                               const archive::StoredClaims& claims) {
  PlanTrace trace;
  try {
    trace = trace_plan(document.instance, document.plan);
  } catch (const std::invalid_argument& error) {
    return {{"stocks follow from the plan", {error.what()}}};
  }
  return {same_panel(document, "idle", claims.trace.idle, trace.idle),
          same_panel(document, "in_use", claims.trace.in_use, trace.in_use),
          same_panel(document, "unmet", claims.trace.unmet, trace.unmet),
          same_panel(document, "sent", claims.trace.sent, trace.sent),
          same_panel(document, "received", claims.trace.received, trace.received)};
}

ClaimCheck arrivals(const archive::PlanDocument& document, const archive::StoredClaims& claims) {
  const LaneTable& lanes = document.instance.lanes();
  const auto& shipments = document.plan.shipments;
  Failures failures;
  if (claims.shipment_arrivals.size() != shipments.size()) {
    failures.add(fmt::format("{} arrivals for {} shipments", claims.shipment_arrivals.size(),
                             shipments.size()));
  }
  const std::size_t both = std::min(claims.shipment_arrivals.size(), shipments.size());
  for (std::size_t n = 0; n < both; ++n) {
    const Shipment& shipment = shipments[n];
    const std::int64_t arrival =
        shipment.depart.value() +
        std::int64_t{lanes.transit_periods(shipment.origin, shipment.destination)};
    if (claims.shipment_arrivals[n] == arrival) continue;
    failures.add(fmt::format("shipment {}: the file says period {}, the lane gives {}", n,
                             claims.shipment_arrivals[n], arrival));
  }
  return {"shipments arrive when their lanes say", std::move(failures).list()};
}

ClaimCheck summary_numbers(const archive::PlanDocument& document,
                           const CertificateReport& certificate, std::int64_t lanes) {
  const archive::Summary& stored = document.summary;
  const archive::Summary counted = count_summary(document.instance, document.plan, certificate);
  Failures failures;
  const auto compare = [&](std::string_view key, std::int64_t said, std::int64_t is) {
    if (said != is)
      failures.add(fmt::format("{}: the file says {}, the plan gives {}", key, said, is));
  };
  compare("demand", stored.demand, counted.demand);
  compare("treated", stored.treated, counted.treated);
  compare("unmet", stored.unmet, counted.unmet);
  compare("units_shipped", stored.units_shipped, counted.units_shipped);
  compare("shipments", stored.shipments, counted.shipments);
  compare("movement_cost", stored.movement_cost, counted.movement_cost);
  compare("bound_unmet", stored.bound_unmet, counted.bound_unmet);
  compare("facilities", stored.facilities, counted.facilities);
  compare("periods", stored.periods, counted.periods);
  compare("lanes", stored.lanes, lanes);
  compare("regions", stored.regions, count_regions(document.facilities));
  // The same division of the same integers: not even the last bit may differ.
  if (!(stored.gap == counted.gap)) {
    failures.add(fmt::format("gap: the file says {}, the plan gives {}", stored.gap, counted.gap));
  }
  return {"the summary's numbers follow from the plan", std::move(failures).list()};
}

ClaimCheck number_of_shipments(const archive::PlanDocument& document,
                               const CertificateReport& certificate, Planned planned) {
  ClaimCheck check{fmt::format("no plan {}has fewer shipments than is said",
                               planned == Planned::beside_others ? "of the same treatments " : ""),
                   {}};
  const Limits limits = document.limits ? document.limits->limits : Limits{};
  const Total said = document.consolidation->least_shipments;
  const Total follows =
      said == 0 ? 0
                : least_shipments(with_orders(document.instance, document.orders, limits),
                                  without_ordered(document.plan, document.orders).plan,
                                  document.potentials, certificate, limits,
                                  document.consolidation->rules.keep_unmet, planned);
  if (said > follows) {
    check.failures.push_back(fmt::format("the file says {}, recounted it is {}", said, follows));
  }
  return check;
}

ClaimCheck least_size(const archive::PlanDocument& document, Count minimum) {
  Failures failures;
  const std::vector<Shipment> ordered = with_ordered({}, document.orders).shipments;
  const auto is_ordered = [&](const Shipment& shipment) {
    return std::ranges::any_of(ordered, [&](const Shipment& order) {
      return std::tie(order.depart, order.origin, order.destination) ==
             std::tie(shipment.depart, shipment.origin, shipment.destination);
    });
  };
  for (const Shipment& shipment : document.plan.shipments) {
    if (shipment.quantity >= minimum || is_ordered(shipment)) continue;
    failures.add(
        fmt::format("{} from {} to {} on {}", shipment.quantity,
                    document.facilities[static_cast<std::size_t>(shipment.origin.value())].id,
                    document.facilities[static_cast<std::size_t>(shipment.destination.value())].id,
                    document.horizon.label(shipment.depart)));
  }
  return {fmt::format("no shipment {}has fewer than {} devices",
                      document.orders.empty() ? "" : "that nobody ordered ", minimum),
          std::move(failures).list()};
}

ClaimCheck status(const archive::PlanDocument& document, const CertificateReport& certificate) {
  const archive::Summary& summary = document.summary;
  ClaimCheck check{"status and 'certified' agree with the proof", {}};
  const bool says_optimal = summary.status == "optimal";
  if (!says_optimal && summary.status != "time_limit" && summary.status != "interrupted" &&
      summary.status != "feasible") {
    check.failures.push_back(
        fmt::format("status '{}' is not one that a plan can have", summary.status));
  }
  if (says_optimal != summary.certified) {
    check.failures.push_back(
        fmt::format("status is '{}' but certified is {}", summary.status, summary.certified));
  }
  if ((says_optimal || summary.certified) && !certificate.optimal) {
    check.failures.push_back(fmt::format(
        "optimality is claimed but not proved: the plan {} {} with movement {}, the bound is "
        "{} and {}",
        weighs_gains(document.instance) ? "gains" : "treats", certificate.value.treated,
        certificate.value.movement, certificate.bound.treated, certificate.bound.movement));
    std::ranges::move(findings_about(certificate, Concern::optimality),
                      std::back_inserter(check.failures));
  }
  return check;
}

}  // namespace

std::vector<ClaimCheck> check_claims(const archive::PlanDocument& document,
                                     const archive::StoredClaims& claims,
                                     const CertificateReport& certificate, std::int64_t lanes,
                                     int threads, Planned planned) {
  std::vector<ClaimCheck> checks = {unaltered(claims), feasible(certificate)};
  const bool may_not_leave = !document.instance.send_steps().empty();
  if (document.limits || may_not_leave) checks.push_back(obeys_limits(certificate));
  if (document.fairness) checks.push_back(shares(document, threads));
  if (!document.orders.empty()) checks.push_back(obeys_orders(document, certificate));
  checks.push_back(bound_holds(certificate));
  std::ranges::move(traces(document, claims), std::back_inserter(checks));
  checks.push_back(arrivals(document, claims));
  checks.push_back(summary_numbers(document, certificate, lanes));
  if (document.consolidation && document.consolidation->rules.minimum) {
    checks.push_back(least_size(document, *document.consolidation->rules.minimum));
  }
  if (document.consolidation) {
    checks.push_back(number_of_shipments(document, certificate, planned));
  }
  checks.push_back(status(document, certificate));
  return checks;
}

}  // namespace surgeflow::app

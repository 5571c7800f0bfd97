// SPDX-License-Identifier: Apache-2.0
// Puts the checks together and draws the conclusion.
#include "surgeflow/flow/certificate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <stdexcept>

#include "flow/certificate/bound.hpp"
#include "flow/certificate/cover_check.hpp"
#include "flow/certificate/findings.hpp"
#include "flow/certificate/limit_check.hpp"
#include "flow/certificate/ordered_claim.hpp"
#include "flow/certificate/plan_check.hpp"
#include "flow/certificate/priced_check.hpp"
#include "flow/certificate/ship_check.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow {
namespace {

using namespace flow::certificate;

struct PotentialCheck {
  bool valid = false;
  Worth bound;
  std::int64_t arcs = 0;
};

bool has_shape_of(const Potentials& potentials, std::int32_t facilities, std::int32_t periods) {
  const auto same = [&](const auto& panel) {
    return panel.facilities() == facilities && panel.periods() == periods;
  };
  return same(potentials.patients) && same(potentials.moves);
}

/// Whether the potentials are for the instance at all.
bool check_shape(const Instance& instance, const Potentials& potentials, Findings& findings) {
  if (has_shape_of(potentials, instance.facilities(), instance.periods())) return true;
  findings.add("potentials shape", [&] {
    const Panel<std::int32_t>& patients = potentials.patients;
    const Panel<std::int64_t>& moves = potentials.moves;
    return fmt::format("{} x {} patients and {} x {} moves, the instance is {} x {}",
                       patients.facilities(), patients.periods(), moves.facilities(),
                       moves.periods(), instance.facilities(), instance.periods());
  });
  return false;
}

PotentialCheck check_potentials(const Instance& instance, const Potentials& potentials,
                                const LaneCheck& lanes, int threads, Findings& findings) {
  if (!check_shape(instance, potentials, findings)) return {};
  const std::int64_t before = findings.total();
  const std::int64_t hold_arcs = check_hold_arcs(instance, potentials, findings);
  const auto treat_arcs = static_cast<std::int64_t>(instance.demand().values().size());
  describe_ship_failures(potentials, lanes, findings);
  return {findings.total() == before, bound_of(instance, potentials, threads),
          hold_arcs + treat_arcs + lanes.arcs_checked};
}

/// The same where limits have prices, which count on every arc.
PotentialCheck check_priced_potentials(const Instance& instance, const Potentials& potentials,
                                       const LimitClaim& claim, int threads, Findings& findings) {
  if (!check_shape(instance, potentials, findings)) return {};
  const std::int64_t before = findings.total();
  const std::int64_t hold_arcs = check_hold_arcs(instance, potentials, findings);
  const auto treat_arcs = static_cast<std::int64_t>(instance.demand().values().size());
  const std::int64_t ship_arcs =
      check_priced_ship_arcs(instance, claim, potentials, threads, findings);
  return {findings.total() == before, Worth{priced_bound(instance, claim, potentials), 0},
          hold_arcs + treat_arcs + ship_arcs};
}

/// The worth as a plan's value. Only a bound can leave 64 bits; it is then replaced by a weaker
/// one.
PlanValue value_of(const Worth& worth) {
  const Wide most = std::numeric_limits<std::int64_t>::max();
  const auto within = [&](Wide number) {
    return static_cast<std::int64_t>(std::clamp<Wide>(number, -most, most));
  };
  return {.treated = within(worth.patients), .movement = -within(worth.moves)};
}

/// What limits are held against: a plan with what is ordered, and the instance without orders.
struct WholePlan {
  const Instance& instance;
  const Plan& plan;
};

/// `check` is the check of the potentials.
CertificateReport certify(const Instance& instance, const Plan& plan, const WholePlan& whole,
                          const Potentials& potentials, const std::optional<LimitClaim>& claim,
                          const CertificateNames& names,
                          const std::function<PotentialCheck(Findings&)>& check) {
  Findings findings(names);
  PlanCheck plan_check = check_plan(instance, plan, findings);
  const std::int64_t before_limits = findings.total();
  if (claim) check_limits(whole.instance, claim->limits, whole.plan, findings);
  if (claim && plan_check.feasible) {
    plan_check.value.patients += gain_of_cover(instance, claim->limits, plan_check.idle);
  }
  const bool obeys = findings.total() == before_limits;
  const PotentialCheck potential_check = check(findings);
  CertificateReport report;
  report.feasible = plan_check.feasible && obeys;
  report.bound_valid = potential_check.valid;
  report.value = value_of(plan_check.value);
  report.bound = value_of(potential_check.bound);
  report.arcs_checked = potential_check.arcs;
  const bool proved = report.feasible && report.bound_valid;
  report.optimal = proved && plan_check.value == potential_check.bound;
  if (proved && !report.optimal) {
    findings.add("optimality", [&] {
      return fmt::format("value {}, bound {}", in_words(plan_check.value),
                         in_words(potential_check.bound));
    });
    if (!instance.has_steps() && (!claim || !is_priced(instance, *claim))) {
      describe_gap(instance, plan, plan_check, potentials, findings);
    }
  }
  report.failures = findings.failures();
  return report;
}

PotentialCheck check_bound(const Instance& instance, const Potentials& potentials,
                           const std::optional<LimitClaim>& claim, int threads,
                           Findings& findings) {
  const std::int64_t before = findings.total();
  if (claim) check_multipliers(instance, *claim, findings);
  if (findings.total() != before) return {};
  if (claim && is_priced(instance, *claim)) {
    return check_priced_potentials(instance, potentials, *claim, threads, findings);
  }
  const bool fits = has_shape_of(potentials, instance.facilities(), instance.periods());
  LaneCheck lanes;
  if (fits && instance.send_steps().empty()) {
    lanes = check_lanes(instance.lanes(), potentials, threads);
  } else if (fits) {
    lanes.arcs_checked = instance.lanes().ship_arcs(instance.periods());  // by the bound
  }
  return check_potentials(instance, potentials, lanes, threads, findings);
}

}  // namespace

LaneCheck check_lanes(const LaneTable& lanes, const Potentials& potentials, int threads) {
  if (!has_shape_of(potentials, lanes.facilities(), potentials.patients.periods())) {
    throw std::invalid_argument("potentials that are not for the facilities of the lanes");
  }
  const ShipCheck ships = check_ship_arcs(
      lanes, potentials, {narrowest_keys(lanes, potentials), best_instruction_set(), threads});
  return {.arcs_checked = ships.arcs,
          .failing_origins = static_cast<std::int64_t>(ships.failing_origins.size()),
          .first_failing = first_failing_arcs(lanes, potentials, ships.failing_origins)};
}

CertificateReport check_certificate(const Instance& instance, const Plan& plan,
                                    const Potentials& potentials, int threads,
                                    const CertificateNames& names,
                                    const std::optional<LimitClaim>& claim) {
  return certify(instance, plan, {instance, plan}, potentials, claim, names,
                 [&](Findings& findings) {
                   return check_bound(instance, potentials, claim, threads, findings);
                 });
}

CertificateReport check_certificate(const Instance& instance, const Orders& orders,
                                    const Plan& plan, const Potentials& potentials, int threads,
                                    const CertificateNames& names,
                                    const std::optional<LimitClaim>& claim) {
  const Instance ordered = with_orders(instance, orders, claim ? claim->limits : Limits{});
  std::optional<LimitClaim> beside;
  if (claim) beside = beside_orders(*claim, instance, ordered, orders);
  return certify(ordered, without_ordered(plan, orders).plan, {instance, plan}, potentials, claim,
                 names, [&](Findings& findings) {
                   return check_bound(ordered, potentials, beside, threads, findings);
                 });
}

CertificateReport check_certificate(const Instance& instance, const Plan& plan,
                                    const Potentials& potentials, const LaneCheck& lanes,
                                    const CertificateNames& names) {
  if (!instance.send_steps().empty()) {
    throw std::invalid_argument("the bound needs all lanes where leaving has steps");
  }
  return certify(instance, plan, {instance, plan}, potentials, {}, names, [&](Findings& findings) {
    return check_potentials(instance, potentials, lanes, 1, findings);
  });
}

}  // namespace surgeflow

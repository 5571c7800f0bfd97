// SPDX-License-Identifier: Apache-2.0
// Puts the checks together and draws the conclusion.
#include "surgeflow/flow/certificate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "flow/certificate/bound.hpp"
#include "flow/certificate/findings.hpp"
#include "flow/certificate/plan_check.hpp"
#include "flow/certificate/ship_check.hpp"

namespace surgeflow {
namespace {

using namespace flow::certificate;

struct PotentialCheck {
  bool valid = false;
  Worth bound;
  std::int64_t arcs = 0;
};

bool has_shape_of(const Instance& instance, std::int32_t facilities, std::int32_t periods) {
  return facilities == instance.facilities() && periods == instance.periods();
}

PotentialCheck check_potentials(const Instance& instance, const Potentials& potentials, int threads,
                                Findings& findings) {
  const Panel<std::int32_t>& patients = potentials.patients;
  const Panel<std::int64_t>& moves = potentials.moves;
  if (!has_shape_of(instance, patients.facilities(), patients.periods()) ||
      !has_shape_of(instance, moves.facilities(), moves.periods())) {
    findings.add("potentials shape", [&] {
      return fmt::format("{} x {} patients and {} x {} moves, the instance is {} x {}",
                         patients.facilities(), patients.periods(), moves.facilities(),
                         moves.periods(), instance.facilities(), instance.periods());
    });
    return {};
  }
  const std::int64_t before = findings.total();
  const std::int64_t hold_arcs = check_hold_arcs(instance, potentials, findings);
  const auto treat_arcs = static_cast<std::int64_t>(instance.demand().values().size());
  const ShipCheck ships =
      check_ship_arcs(instance, potentials,
                      {narrowest_keys(instance, potentials), best_instruction_set(), threads});
  describe_ship_failures(instance, potentials, ships.failing_origins, findings);
  return {findings.total() == before, bound_of(instance, potentials),
          hold_arcs + treat_arcs + ships.arcs};
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

}  // namespace

CertificateReport check_certificate(const Instance& instance, const Plan& plan,
                                    const Potentials& potentials, int threads,
                                    const CertificateNames& names) {
  Findings findings(names);
  const PlanCheck plan_check = check_plan(instance, plan, findings);
  const PotentialCheck potential_check = check_potentials(instance, potentials, threads, findings);
  CertificateReport report;
  report.feasible = plan_check.feasible;
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
    describe_gap(instance, plan, plan_check, potentials, findings);
  }
  report.failures = findings.failures();
  return report;
}

}  // namespace surgeflow

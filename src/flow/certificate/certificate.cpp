// SPDX-License-Identifier: Apache-2.0
// Puts the checks together and draws the conclusion.
#include "surgeflow/flow/certificate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

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
                                const LaneCheck& lanes, Findings& findings) {
  if (!check_shape(instance, potentials, findings)) return {};
  const std::int64_t before = findings.total();
  const std::int64_t hold_arcs = check_hold_arcs(instance, potentials, findings);
  const auto treat_arcs = static_cast<std::int64_t>(instance.demand().values().size());
  describe_ship_failures(potentials, lanes, findings);
  return {findings.total() == before, bound_of(instance, potentials),
          hold_arcs + treat_arcs + lanes.arcs_checked};
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
                                    const CertificateNames& names) {
  const bool fits = has_shape_of(potentials, instance.facilities(), instance.periods());
  const LaneCheck lanes = fits ? check_lanes(instance.lanes(), potentials, threads) : LaneCheck{};
  return check_certificate(instance, plan, potentials, lanes, names);
}

CertificateReport check_certificate(const Instance& instance, const Plan& plan,
                                    const Potentials& potentials, const LaneCheck& lanes,
                                    const CertificateNames& names) {
  Findings findings(names);
  const PlanCheck plan_check = check_plan(instance, plan, findings);
  const PotentialCheck potential_check = check_potentials(instance, potentials, lanes, findings);
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

// SPDX-License-Identifier: Apache-2.0
// Shares of groups: what the plan reaches, and what no plan can.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "flow/certificate/bound.hpp"
#include "flow/certificate/findings.hpp"
#include "flow/certificate/limit_check.hpp"
#include "flow/certificate/ship_check.hpp"
#include "flow/certificate/step_check.hpp"
#include "flow/certificate/worth.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow {
namespace {

using namespace flow::certificate;

class FairCheck {
 public:
  FairCheck(const Instance& instance, const Plan& plan, const PatientFloors& floors,
            const FairClaim& claim, int threads, Findings& findings)
      : instance_(instance),
        plan_(plan),
        floors_(floors),
        claim_(claim),
        threads_(threads),
        findings_(findings) {}

  void run() {
    if (!has_shape()) return;
    count();
    for (std::size_t level = 0; level < claim_.levels.size(); ++level) {
      check_reached(level);
      if (check_potentials(level)) check_bound(level);
    }
    for (std::size_t g = 0; g < demand_.size(); ++g) check_floor(g);
  }

 private:
  [[nodiscard]] bool settled_before(std::size_t group, std::size_t level) const {
    return static_cast<std::size_t>(claim_.level_of[group]) < level;
  }

  [[nodiscard]] bool has_shape() {
    const std::size_t groups = floors_.least.size();
    const auto levels = static_cast<std::int32_t>(claim_.levels.size());
    const auto is_right = [&](const FairLevel& level) {
      return level.weights.size() == groups && level.reached.demand > 0 && level.bound.demand > 0 &&
             level.potentials.facilities() == instance_.facilities() &&
             level.potentials.periods() == instance_.periods();
    };
    const bool right =
        floors_fit(instance_, floors_) && claim_.level_of.size() == groups &&
        claim_.treated_without.size() == groups &&
        plan_.treated.facilities() == instance_.facilities() &&
        plan_.treated.periods() == instance_.periods() &&
        std::ranges::all_of(claim_.level_of,
                            [&](std::int32_t level) { return level >= 0 && level < levels; }) &&
        std::ranges::all_of(claim_.levels, is_right);
    if (!right) {
      findings_.add("fairness shape", [&] {
        return fmt::format("{} levels that are not of the {} groups", levels, groups);
      });
    }
    return right;
  }

  void count() {
    demand_.assign(floors_.least.size(), 0);
    treated_.assign(floors_.least.size(), 0);
    for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) {
      const std::int32_t group = group_of(i);
      if (group == PatientFloors::kNoGroup) continue;
      const auto g = static_cast<std::size_t>(group);
      for (const Count patients : instance_.demand().row(i)) demand_[g] += patients;
      for (const Count patients : plan_.treated.row(i)) treated_[g] += patients;
    }
  }

  [[nodiscard]] std::int32_t group_of(FacilityId i) const {
    return floors_.group[static_cast<std::size_t>(i.value())];
  }

  void check_reached(std::size_t level) {
    const TreatedShare& reached = claim_.levels[level].reached;
    for (std::size_t g = 0; g < demand_.size(); ++g) {
      if (settled_before(g, level)) continue;
      if (Wide{treated_[g]} * reached.demand >= Wide{reached.treated} * demand_[g]) continue;
      findings_.add("fair share", [&] {
        return fmt::format(
            "group {}: {} of {} patients treated, less than the {} of {} of level {}", g,
            treated_[g], demand_[g], reached.treated, reached.demand, level + 1);
      });
    }
  }

  void check_floor(std::size_t g) {
    const TreatedShare& reached =
        claim_.levels[static_cast<std::size_t>(claim_.level_of[g])].reached;
    if (Wide{floors_.least[g]} * reached.demand >= Wide{reached.treated} * demand_[g]) return;
    findings_.add("fair floor", [&] {
      return fmt::format("group {} keeps {} of {} patients, less than the share of its level", g,
                         floors_.least[g], demand_[g]);
    });
  }

  [[nodiscard]] Potentials potentials_of(const FairLevel& level) const {
    return {level.potentials, Panel<std::int64_t>(instance_.facilities(), instance_.periods())};
  }

  /// v_it >= v_i,t+1, and v_it >= v_j,t+s on every lane, unless lanes start behind steps of
  /// leaving.
  [[nodiscard]] bool check_potentials(std::size_t level) {
    const std::int64_t before = findings_.total();
    for (const std::int64_t weight : claim_.levels[level].weights) {
      if (weight >= 0 && weight <= kMostPrice) continue;
      findings_.add("fair weight", [&] {
        return fmt::format("{} at level {}; 0 to {} are allowed", weight, level + 1, kMostPrice);
      });
    }
    const Potentials potentials = potentials_of(claim_.levels[level]);
    check_hold_arcs(instance_, potentials, findings_);
    if (instance_.send_steps().empty()) {
      describe_ship_failures(potentials, check_lanes(instance_.lanes(), potentials, threads_),
                             findings_);
    }
    return findings_.total() == before;
  }

  /// Every plan gets at most so much out of the weights.
  [[nodiscard]] Wide most_of(const FairLevel& level) const {
    Wide sum = bound_of_leaving(instance_, potentials_of(level), threads_).patients;
    for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) {
      const std::int32_t group = group_of(i);
      const Wide weight =
          group == PatientFloors::kNoGroup ? 0 : level.weights[static_cast<std::size_t>(group)];
      const auto worth = [&](std::int64_t t) -> Wide {
        return t < instance_.periods() ? level.potentials(i, Period(static_cast<std::int32_t>(t)))
                                       : 0;
      };
      for (Period t{0}; t.value() < instance_.periods(); ++t) {
        const Wide here = worth(t.value());
        const Wide back = worth(std::int64_t{t.value()} + instance_.turnaround_periods(i));
        sum += instance_.supply(i, t) * here;
        sum += instance_.demand()(i, t) * std::max<Wide>(0, weight + back - here);
      }
    }
    return sum;
  }

  /// A plan in which all others have more than the bound would get more out of the weights.
  void check_bound(std::size_t number) {
    const FairLevel& level = claim_.levels[number];
    if (level.bound.treated >= level.bound.demand) return;
    Wide needed = 0;
    for (std::size_t g = 0; g < demand_.size(); ++g) {
      const Wide least = settled_before(g, number)
                             ? Wide{floors_.least[g]}
                             : Wide{level.bound.treated} * demand_[g] / level.bound.demand + 1;
      needed += level.weights[g] * least;
    }
    if (needed > most_of(level)) return;
    findings_.add("fair bound", [&] {
      return fmt::format("level {}: the weights leave room for more than {} of {} patients",
                         number + 1, level.bound.treated, level.bound.demand);
    });
  }

  const Instance& instance_;
  const Plan& plan_;
  const PatientFloors& floors_;
  const FairClaim& claim_;
  int threads_;
  Findings& findings_;
  std::vector<Total> demand_;   ///< [group]
  std::vector<Total> treated_;  ///< [group]
};

}  // namespace

std::vector<CertificateFailure> check_fairness(const Instance& instance, const Plan& plan,
                                               const PatientFloors& floors, const FairClaim& claim,
                                               int threads, const CertificateNames& names) {
  Findings findings(names);
  FairCheck(instance, plan, floors, claim, threads, findings).run();
  return findings.failures();
}

}  // namespace surgeflow

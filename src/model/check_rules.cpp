// SPDX-License-Identifier: Apache-2.0
// Checks the rules that leave the problem a network: those of [rules], and columns of facilities.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

constexpr double kLargestWeight = 1000.0;
constexpr double kUsualReserveWeight = 0.01;
constexpr double kLeastWeight = 1.0 / kPartsOfAPatient;

std::int32_t in_parts(double weight) {
  return static_cast<std::int32_t>(std::lround(weight * kPartsOfAPatient));
}

class RuleCheck {
 public:
  RuleCheck(const CaseStatement& statement, const CheckedFacilities& facilities,
            const Limits& limits, Findings& findings)
      : statement_(statement),
        stated_(statement.rules),
        facilities_(facilities),
        limits_(limits),
        findings_(findings) {}

  Rules run() {
    check_patient_weights();
    check_patient_tiers();
    check_reserve();
    check_lending_limit();
    check_lending_cost();
    if (rules_.reserve) require_patients_before_reserve();
    if (rules_.any()) refuse_regions();
    if (rules_.bound_lending()) refuse_costed_lanes();
    return std::move(rules_);
  }

 private:
  template <class Value>
  [[nodiscard]] bool any_states(std::optional<Value> FacilityRecord::*column) const {
    return std::ranges::any_of(statement_.facilities, [&](const FacilityRecord& record) {
      return (record.*column).has_value();
    });
  }

  void check_patient_weights() {
    if (!any_states(&FacilityRecord::weight)) return;
    for (const FacilityRecord& record : statement_.facilities) {
      const double weight = record.weight.value_or(1.0);
      const bool allowed = weight >= kLeastWeight && weight <= kLargestWeight;
      if (!allowed) {
        findings_.at_facility(
            record, "weight",
            {fmt::format("{}", weight), fmt::format("{} to {}", kLeastWeight, kLargestWeight),
             "state what a patient of this facility counts beside one of "
             "weight 1, or leave the cell empty"});
      }
      rules_.patient_weight_parts.push_back(allowed ? in_parts(weight) : kPartsOfAPatient);
    }
  }

  /// Shares that rise up to 1; false where they do not.
  bool check_shares(const std::string& key, const std::vector<NumberPair>& pairs) {
    double before = 0.0;
    for (const NumberPair& pair : pairs) {
      if (!(pair.first > before && pair.first <= 1.0)) {
        findings_.at_key(key, {fmt::format("a share of {} after {}", pair.first, before),
                               "shares above the one before, up to 1",
                               "state cumulative shares: [[0.5, ...], [1.0, ...]]"});
        return false;
      }
      before = pair.first;
    }
    if (before == 1.0) return true;
    findings_.at_key(key, {fmt::format("shares up to {}", before), "shares up to 1",
                           "end with a pair for the rest: [1.0, ...]"});
    return false;
  }

  void check_patient_tiers() {
    if (stated_.patient_tiers.empty()) return;
    const std::string key = "rules.patient_tiers";
    if (!check_shares(key, stated_.patient_tiers)) return;
    double above = kLargestWeight;
    for (const NumberPair& tier : stated_.patient_tiers) {
      if (!(tier.second >= kLeastWeight && tier.second <= above)) {
        findings_.at_key(
            key, {fmt::format("a weight of {}", tier.second),
                  fmt::format("{} to {}, no more than in the tier before", kLeastWeight, above),
                  "state weights that fall: the first patients of a day count most"});
        return;
      }
      above = tier.second;
      rules_.patient_tiers.push_back({tier.first, in_parts(tier.second)});
    }
  }

  void check_reserve() {
    const bool own = any_states(&FacilityRecord::reserve);
    if (!own && !stated_.reserve && !stated_.reserve_devices && !stated_.reserve_periods) {
      refuse_backup();
      if (stated_.reserve_weight) {
        findings_.at_key("rules.reserve_weight",
                         {"a weight without a reserve", "a reserve that has it",
                          "state rules.reserve, reserve_devices or reserve_periods, or remove it"});
      }
      return;
    }
    Reserve reserve;
    reserve.coming_periods = static_cast<std::int32_t>(
        whole_of("rules.reserve_periods", stated_.reserve_periods, kMaxPeriods).value_or(0));
    reserve.weight_parts = reserve_weight();
    const double share = share_of("rules.reserve", stated_.reserve).value_or(0.0);
    const Total devices =
        whole_of("rules.reserve_devices", stated_.reserve_devices, kMaxTotal).value_or(0);
    for (std::size_t i = 0; i < statement_.facilities.size(); ++i) {
      const FacilityRecord& record = statement_.facilities[i];
      const Count fleet = facilities_.devices[i];
      const Total common =
          record.lead_periods
              ? 0
              : std::min<Total>(devices + std::llround(share * static_cast<double>(fleet)),
                                kMaxTotal);
      reserve.devices.push_back(record.reserve ? own_count(record, "reserve", *record.reserve)
                                               : static_cast<Count>(common));
    }
    rules_.reserve = std::move(reserve);
  }

  void refuse_backup() {
    if (limits_.backup_periods == 0) return;
    findings_.at_key("rules.backup_periods",
                     {"a cover without a reserve", "a reserve that others cover",
                      "state rules.reserve, reserve_devices or reserve_periods, or remove it"});
  }

  std::int32_t reserve_weight() {
    const double weight = stated_.reserve_weight.value_or(kUsualReserveWeight);
    if (weight >= kLeastWeight && weight <= kLargestWeight) return in_parts(weight);
    findings_.at_key("rules.reserve_weight",
                     {fmt::format("{}", weight), fmt::format("{} or more patients", kLeastWeight),
                      "state what a device of the reserve counts in each period"});
    return in_parts(kUsualReserveWeight);
  }

  /// While a device treats it is missing from the reserve; a patient must be worth that.
  void require_patients_before_reserve() {
    const std::int64_t weight = rules_.reserve->weight_parts;
    const std::int64_t of_last_tier =
        rules_.patient_tiers.empty() ? kPartsOfAPatient : rules_.patient_tiers.back().weight_parts;
    for (std::size_t i = 0; i < statement_.facilities.size(); ++i) {
      const std::int64_t own =
          rules_.patient_weight_parts.empty() ? kPartsOfAPatient : rules_.patient_weight_parts[i];
      const std::int64_t of_patient = own * of_last_tier / kPartsOfAPatient;
      const std::int64_t periods =
          std::min<std::int64_t>(facilities_.turnaround_periods[i], statement_.periods);
      if (weight * periods < of_patient) continue;
      findings_.at_key(
          "rules.reserve_weight",
          {fmt::format(
               "{} patients in each of the {} periods of a treatment at {}, where a patient "
               "counts {}",
               static_cast<double>(weight) / kPartsOfAPatient, periods,
               in_quotes(statement_.facilities[i].id),
               static_cast<double>(of_patient) / kPartsOfAPatient),
           fmt::format("less than {:.3f}", static_cast<double>(of_patient) /
                                               static_cast<double>(periods * kPartsOfAPatient)),
           "a reserve that outweighs a patient would leave devices idle beside those who need "
           "one"});
      return;
    }
  }

  /// What is stated for all does not bind pools: they are there to send.
  void check_lending_limit() {
    const auto common = whole_of("rules.lending_limit", stated_.lending_limit, kMaxTotal);
    if (!stated_.lending_limit && !any_states(&FacilityRecord::lending_limit)) return;
    for (const FacilityRecord& record : statement_.facilities) {
      const Total usual = record.lead_periods ? kMaxTotal : common.value_or(kMaxTotal);
      rules_.lending_limit.push_back(record.lending_limit
                                         ? own_count(record, "lending_limit", *record.lending_limit)
                                         : static_cast<Count>(usual));
    }
  }

  void check_lending_cost() {
    if (stated_.lending_cost.empty()) return;
    const std::string key = "rules.lending_cost";
    if (!check_shares(key, stated_.lending_cost)) return;
    double below = 0.0;
    for (const NumberPair& step : stated_.lending_cost) {
      if (!(step.second >= below && step.second <= kMaxLaneCost &&
            step.second == std::floor(step.second))) {
        findings_.at_key(
            key, {fmt::format("a cost of {}", step.second),
                  fmt::format("a whole number from {} to {}, no less than in the step before",
                              below, kMaxLaneCost),
                  "state what a device costs beside its lane, in units of movement"});
        return;
      }
      below = step.second;
      rules_.lending_cost.push_back({step.first, static_cast<std::int32_t>(step.second)});
    }
    for (std::size_t i = 0; i < statement_.facilities.size(); ++i) {
      if (!statement_.facilities[i].lead_periods) continue;
      rules_.free_lenders.emplace_back(static_cast<std::int32_t>(i));
    }
  }

  std::optional<Total> whole_of(const std::string& key, std::optional<std::int64_t> stated,
                                Total most) {
    if (!stated || (*stated >= 0 && *stated <= most)) return stated;
    findings_.at_key(key, {fmt::format("{}", *stated), fmt::format("0 to {}", most),
                           "state a number of devices or periods"});
    return std::nullopt;
  }

  std::optional<double> share_of(const std::string& key, std::optional<double> stated) {
    if (!stated || (*stated >= 0.0 && *stated <= 1.0)) return stated;
    findings_.at_key(key, {fmt::format("{}", *stated), "0 to 1",
                           "state a share of a facility's devices: 0.1 for a tenth"});
    return std::nullopt;
  }

  Count own_count(const FacilityRecord& record, const std::string& column, std::int64_t stated) {
    if (stated >= 0 && stated <= kMaxTotal) return static_cast<Count>(stated);
    findings_.at_facility(record, column,
                          {fmt::format("{}", stated), fmt::format("0 to {}", kMaxTotal),
                           "state a number of devices, or leave the cell empty"});
    return 0;
  }

  void refuse_regions() {
    const std::string rule(names_of(rules_).front());
    if (statement_.method == Method::lagrangian && !limits_.any()) {
      findings_.at_key("solver.method", {fmt::format("'lagrangian' with the rule '{}'", rule),
                                         "\"auto\" or \"exact\"",
                                         "these rules are solved exactly; remove the method"});
    }
  }

  void refuse_costed_lanes() {
    if (statement_.movement == Movement::units) return;
    findings_.at_key(
        "objective.movement",
        {fmt::format("costs of lanes beside the rule '{}'",
                     rules_.lending_limit.empty() ? kLendingCostRule : kLendingLimitRule),
         "\"units\"", "count movement in units, or remove the rule"});
  }

  const CaseStatement& statement_;
  const RulesStatement& stated_;
  const CheckedFacilities& facilities_;
  const Limits& limits_;
  Findings& findings_;
  Rules rules_;
};

}  // namespace

Rules check_rules(const CaseStatement& statement, const CheckedFacilities& facilities,
                  const Limits& limits, Findings& findings) {
  return RuleCheck(statement, facilities, limits, findings).run();
}

}  // namespace surgeflow::checks

// SPDX-License-Identifier: Apache-2.0
// From normal numbers to parameters, facility by facility.
#include "surgeflow/epidemic/draws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "epidemic/guards.hpp"
#include "epidemic/member_draws.hpp"
#include "surgeflow/epidemic/sir.hpp"

namespace surgeflow::epidemic {
namespace {

// Numbers below these are left to designs, which key Z by the same seed, parameter and member.
constexpr std::uint64_t kFirstOfRegions = std::uint64_t{1} << 32;
constexpr std::uint64_t kFirstOfFacilities = std::uint64_t{2} << 32;

std::string key_of(std::string_view name) { return fmt::format("demand.{}", name); }

/// The value from `day` on, until the next step.
void put_step(std::vector<ReductionStep>& schedule, std::int32_t day, double value) {
  const auto next = std::ranges::lower_bound(schedule, day, {}, &ReductionStep::start_day);
  if (next != schedule.end() && next->start_day == day) {
    next->value = value;
  } else {
    schedule.insert(next, {day, value});
  }
}

/// A lognormal value with this mean and standard deviation.
double lognormal_around(double mean, double standard_error, double z) {
  const double ratio = standard_error / mean;
  const double variance = std::log1p(ratio * ratio);
  return std::exp(std::log(mean) - 0.5 * variance + std::sqrt(variance) * z);
}

/// A beta value with this mean and standard deviation, whose square must be below mean (1 - mean).
double beta_around(double mean, double standard_error, double z) {
  const double weight = mean * (1.0 - mean) / (standard_error * standard_error) - 1.0;
  return value_at_normal({DistributionKind::beta, {mean * weight, (1.0 - mean) * weight}}, z);
}

bool is_share(ParameterKind kind) {
  return kind == ParameterKind::share || kind == ParameterKind::positive_share;
}

/// Standard errors below this can be had around a mean; 0 where none can.
double largest_standard_error(ParameterKind kind, double mean) {
  if (is_share(kind)) return std::sqrt(std::max(0.0, mean * (1.0 - mean)));
  return mean > 0.0 ? std::numeric_limits<double>::infinity() : 0.0;
}

/// Where a plain number of [demand] is kept. Throws InputError where it is none.
double EpidemicParameters::*number_of(std::string_view name) {
  const auto known = std::ranges::find(kNumberParameters, name, &NumberParameter::name);
  if (known != kNumberParameters.end()) return known->member;
  refuse(key_of(name), fmt::format("{} is not a plain number", in_quotes(name)),
         "a number of [demand] that is no schedule", "");
}

/// Puts the draws where `parameters_of` a facility are.
template <class ParametersOf>
void draw_everywhere(const Case& planning_case, std::span<const Draw> draws, const MemberKey& key,
                     ParametersOf parameters_of) {
  const std::vector<std::int32_t> regions = region_numbers(planning_case);
  const MemberDraws member(draws, key, regions);
  Diagnostics findings;
  FacilityId id{0};
  for (const Facility& facility : planning_case.facilities) {
    member.put_into(parameters_of(id), facility, id, findings);
    ++id;
  }
  findings.throw_if_any();
}

}  // namespace

std::vector<std::int32_t> region_numbers(const Case& planning_case) {
  std::map<std::string, std::int32_t> known;
  std::vector<std::int32_t> numbers;
  numbers.reserve(planning_case.facilities.size());
  for (const Facility& facility : planning_case.facilities) {
    const auto next = static_cast<std::int32_t>(known.size());
    numbers.push_back(known.try_emplace(facility.region, next).first->second);
  }
  return numbers;
}

void MemberDraws::find_target(Part& part) {
  const UncertainParameter& parameter = *part.parameter;
  const auto kind = kind_of_parameter(parameter.name);
  if (!kind) {
    refuse(key_of(parameter.name), fmt::format("{} can not be drawn", in_quotes(parameter.name)),
           "a number of [demand]", "");
  }
  part.kind = *kind;
  if (parameter.name == kContactReduction) {
    part.schedule = &EpidemicParameters::contact_reduction;
  } else if (parameter.name == kReproductionNumber) {
    part.schedule = &EpidemicParameters::reproduction_number;
  } else if (parameter.name != kDoublingTime) {
    part.number = number_of(parameter.name);
  }
  if (!parameter.share_of.empty()) part.whole = number_of(parameter.share_of);
  if (parameter.from_day && (part.schedule == nullptr || *parameter.from_day < 0)) {
    refuse(key_of(parameter.name), fmt::format("from_day is {}", *parameter.from_day),
           "a day from 0 on, of contact_reduction or reproduction_number", "leave from_day out");
  }
}

MemberDraws::MemberDraws(std::span<const Draw> draws, const MemberKey& key,
                         std::span<const std::int32_t> regions)
    : regions_(regions), member_(key.member) {
  parts_.reserve(draws.size());
  for (const Draw& draw : draws) {
    const UncertainParameter& parameter = *draw.parameter;
    Part part;
    part.parameter = &parameter;
    find_target(part);
    part.key = {.seed = key.seed, .stream = draw.stream, .member = key.member};
    part.national = std::sqrt(parameter.spread.national) * draw.national;
    part.regional_weight = std::sqrt(parameter.spread.regional);
    part.local_weight = std::sqrt(parameter.spread.local);
    if (parameter.least && parameter.least == parameter.most) {
      part.shared = parameter.least;
    } else if (parameter.distribution) {
      if (const auto wrong = what_is_impossible(*parameter.distribution)) {
        refuse(key_of(parameter.name), *wrong, "a distribution", "correct its parameters");
      }
      if (part.regional_weight == 0.0 && part.local_weight == 0.0) {
        part.shared = value_at_normal(*parameter.distribution, part.national);
      }
    }
    parts_.push_back(part);
  }
}

double MemberDraws::normal_at(const Part& part, FacilityId id) const {
  double z = part.national;
  if (part.regional_weight != 0.0) {
    const auto region = static_cast<std::uint64_t>(regions_[static_cast<std::size_t>(id.value())]);
    z += part.regional_weight * random_normal(part.key, kFirstOfRegions + region);
  }
  if (part.local_weight != 0.0) {
    const auto facility = static_cast<std::uint64_t>(id.value());
    z += part.local_weight * random_normal(part.key, kFirstOfFacilities + facility);
  }
  return z;
}

std::optional<double> MemberDraws::value_at(const Part& part, const EpidemicParameters& parameters,
                                            const Facility& facility, FacilityId id,
                                            Diagnostics& findings) const {
  if (part.shared) return part.shared;
  const UncertainParameter& parameter = *part.parameter;
  if (parameter.distribution) {
    return value_at_normal(*parameter.distribution, normal_at(part, id));
  }
  const auto error = facility.standard_errors.find(parameter.name);
  const std::optional<double> own = own_value(part, parameters);
  if (error == facility.standard_errors.end() || error->second == 0.0 || !own) return std::nullopt;
  const double most = largest_standard_error(part.kind, *own);
  if (!(error->second < most)) {
    findings.add({{"", 0, key_of(parameter.name)},
                  fmt::format("facility '{}': {} is {} with a standard error of {}", facility.id,
                              parameter.name, *own, error->second),
                  fmt::format("a standard error below {:.6g}", most),
                  "state a smaller one, none, or a distribution"});
    return std::nullopt;
  }
  const double z = normal_at(part, id);
  return is_share(part.kind) ? beta_around(*own, error->second, z)
                             : lognormal_around(*own, error->second, z);
}

std::optional<double> MemberDraws::own_value(const Part& part,
                                             const EpidemicParameters& parameters) {
  if (part.number != nullptr) return parameters.*part.number;
  if (part.schedule == nullptr) return parameters.doubling_time_days;
  const std::vector<ReductionStep>& steps = parameters.*part.schedule;
  if (steps.empty()) return std::nullopt;
  return contact_reduction_on(steps, part.parameter->from_day.value_or(0));
}

void MemberDraws::put(const Part& part, double value, EpidemicParameters& parameters) {
  // Growth that is drawn in one way takes the place of growth that is stated in the other.
  const bool draws_growth = part.number == nullptr;
  if (draws_growth && part.schedule != &EpidemicParameters::reproduction_number) {
    parameters.reproduction_number.clear();
  }
  if (part.number != nullptr) {
    parameters.*part.number = value;
  } else if (part.schedule == nullptr) {
    parameters.doubling_time_days = value;
  } else if (part.parameter->from_day) {
    put_step(parameters.*part.schedule, *part.parameter->from_day, value);
  } else {
    (parameters.*part.schedule).assign(1, {0, value});
  }
}

void MemberDraws::refuse_value(const Part& part, double value, const Facility& facility,
                               Diagnostics& findings) const {
  findings.add({{"", 0, key_of(part.parameter->name)},
                fmt::format("facility '{}', member {}: {} is {}", facility.id, member_,
                            part.parameter->name, value),
                std::string(allowed_values(part.kind)),
                "keep draws within by least and most, or by another distribution"});
}

void MemberDraws::put_into(EpidemicParameters& parameters, const Facility& facility, FacilityId id,
                           Diagnostics& findings) const {
  for (const Part& part : parts_) {
    std::optional<double> value = value_at(part, parameters, facility, id, findings);
    if (!value) continue;
    const UncertainParameter& parameter = *part.parameter;
    if (parameter.least && *value < *parameter.least) value = parameter.least;
    if (parameter.most && *value > *parameter.most) value = parameter.most;
    if (part.whole != nullptr) value = *value * parameters.*part.whole;
    if (!is_allowed(part.kind, *value)) refuse_value(part, *value, facility, findings);
    put(part, *value, parameters);
  }
}

void apply_draws(Case& planning_case, std::span<const Draw> draws, const MemberKey& key) {
  draw_everywhere(planning_case, draws, key, [&](FacilityId id) -> EpidemicParameters& {
    return planning_case.facilities[static_cast<std::size_t>(id.value())].epidemic;
  });
}

void check_draws(const Case& planning_case, std::span<const Draw> draws, const MemberKey& key) {
  EpidemicParameters parameters;
  draw_everywhere(planning_case, draws, key, [&](FacilityId id) -> EpidemicParameters& {
    parameters = planning_case.facilities[static_cast<std::size_t>(id.value())].epidemic;
    return parameters;
  });
}

}  // namespace surgeflow::epidemic

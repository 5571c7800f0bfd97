// SPDX-License-Identifier: Apache-2.0
// Growth before and after the change, shrunk, as doubling times and reductions.
#include "surgeflow/calibration/calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <string>
#include <string_view>

#include "calibration/stretch.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::calibration {
namespace {

[[noreturn]] void refuse(std::string seen, std::string allowed, std::string remedy) {
  Diagnostic finding;
  finding.seen = std::move(seen);
  finding.allowed = std::move(allowed);
  finding.remedy = std::move(remedy);
  throw InputError(std::move(finding));
}

void require_days(const Stretch& stretch, std::string_view side, const char* remedy) {
  if (stretch.days() >= kLeastFittedDays) return;
  refuse(stretch.days() < 1
             ? fmt::format("no day of counts {} the change shows", side)
             : fmt::format("{} of counts {} the change shows, {} to {}",
                           stretch.days() == 1 ? "1 day" : fmt::format("{} days", stretch.days()),
                           side, format_date(stretch.first), format_date(stretch.last)),
         fmt::format("at least {} days", kLeastFittedDays), remedy);
}

/// Regions numbered in the order in which facilities name them.
struct Regions {
  std::vector<std::int32_t> of_facility;
  std::int32_t number = 0;
};

Regions number_regions(const std::vector<Facility>& facilities) {
  Regions regions;
  std::map<std::string_view, std::int32_t> known;
  for (const Facility& facility : facilities) {
    const auto [at, fresh] = known.emplace(facility.region, regions.number);
    if (fresh) ++regions.number;
    regions.of_facility.push_back(at->second);
  }
  return regions;
}

double sum_of_reported(std::span<const double> counts) {
  double sum = 0.0;
  for (const double count : counts) {
    if (!std::isnan(count)) sum += count;
  }
  return sum;
}

class Calibrator {
 public:
  Calibrator(const Case& planning_case, const Counts& counts, const Options& options)
      : case_(planning_case), counts_(counts), options_(options) {
    result_.stretches = stretches_of(counts, options);
    result_.facilities.resize(planning_case.facilities.size());
  }

  Calibration run() {
    fit(result_.stretches.before, &FacilityCalibration::before);
    fit(result_.stretches.after, &FacilityCalibration::after);
    const Regions regions = number_regions(case_.facilities);
    result_.before = shrink_side(regions, &FacilityCalibration::before, "before");
    result_.after = shrink_side(regions, &FacilityCalibration::after, "after");
    for (std::size_t i = 0; i < result_.facilities.size(); ++i) estimate(i);
    return std::move(result_);
  }

 private:
  using Side = FacilityGrowth FacilityCalibration::*;

  void fit(const Stretch& stretch, Side side) {
    const auto facilities = narrow<std::int32_t>(case_.facilities.size());
#pragma omp parallel for schedule(dynamic, 16) num_threads(std::max(1, options_.threads))
    for (std::int32_t i = 0; i < facilities; ++i) {
      const auto n = static_cast<std::size_t>(i);
      const std::span<const double> days = days_of(counts_, FacilityId(i), stretch);
      FacilityGrowth& growth = result_.facilities[n].*side;
      growth.count = sum_of_reported(days);
      growth.own =
          fit_growth(days, {.least_count = options_.least_count,
                            .least_days = kLeastFittedDays,
                            .shared_days = shared_days(counts_.measure, case_.facilities[n])});
    }
  }

  Shrinkage shrink_side(const Regions& regions, Side side, std::string_view name) {
    std::vector<std::optional<Estimate>> own;
    for (const FacilityCalibration& facility : result_.facilities) {
      const std::optional<Growth>& growth = (facility.*side).own;
      own.push_back(growth ? std::optional(Estimate{growth->log_growth, growth->standard_error})
                           : std::nullopt);
    }
    if (std::ranges::none_of(own, [](const auto& estimate) { return estimate.has_value(); })) {
      refuse(fmt::format("no facility has enough counts {} the change", name),
             fmt::format("at one facility {} counted on {} days or more", options_.least_count,
                         kLeastFittedDays),
             "fit more days, ask for fewer counts, or join facilities");
    }
    Shrinkage shrinkage = shrink(own, regions.of_facility, regions.number);
    for (std::size_t i = 0; i < own.size(); ++i) {
      (result_.facilities[i].*side).shrunk = shrinkage.facilities[i];
    }
    return shrinkage;
  }

  void estimate(std::size_t i) {
    FacilityCalibration& facility = result_.facilities[i];
    const auto known = [](const ShrunkEstimate& shrunk) {
      return Estimate{shrunk.value, shrunk.standard_error};
    };
    const EpidemicEstimate epidemic =
        epidemic_of(known(facility.before.shrunk), known(facility.after.shrunk),
                    1.0 / case_.facilities[i].epidemic.infectious_days);
    facility.doubling_time = epidemic.doubling_time.value;
    facility.doubling_time_se = epidemic.doubling_time.standard_error;
    facility.contact_reduction = epidemic.contact_reduction.value;
    facility.contact_reduction_se = epidemic.contact_reduction.standard_error;
    facility.growth_bounded = epidemic.growth_bounded;
    facility.reduction_bounded = epidemic.reduction_bounded;
  }

  const Case& case_;
  const Counts& counts_;
  const Options& options_;
  Calibration result_;
};

}  // namespace

std::span<const double> days_of(const Counts& counts, FacilityId facility, const Stretch& stretch) {
  const auto begin = static_cast<std::size_t>((stretch.first - counts.first).count());
  return counts.daily.row(facility).subspan(begin, static_cast<std::size_t>(stretch.days()));
}

double shared_days(Measure measure, const Facility& facility) {
  return measure == Measure::cases ? 1.0 : std::max(1.0, facility.epidemic.hospital_days);
}

Stretches stretches_of(const Counts& counts, const Options& options) {
  using std::chrono::days;
  const Date last = options.until.value_or(counts.last());
  if (last < counts.first || last > counts.last()) {
    refuse(fmt::format("{} as the last day to use", format_date(last)),
           fmt::format("a day of the counts, {} to {}", format_date(counts.first),
                       format_date(counts.last())),
           "name another day, or leave it out");
  }
  // The first report of a cumulative count gives no new cases.
  const Date first = counts.first + days(counts.measure == Measure::cases ? 1 : 0);
  const Date change_shows = options.change_date + days(options.delay_days);
  Stretches stretches;
  stretches.before = {std::max(first, change_shows - days(options.fit_days)),
                      std::min(last, change_shows - days(1))};
  stretches.after = {std::max({first, change_shows, last - days(options.fit_days - 1)}), last};
  require_days(stretches.before, "before", "name a later change date, or give earlier counts");
  require_days(stretches.after, "after",
               "name an earlier change date, a shorter delay, or give later counts");
  return stretches;
}

EpidemicEstimate epidemic_of(const Estimate& log_growth_before, const Estimate& log_growth_after,
                             double recovery_per_day) {
  constexpr double kLeastGrowth = std::numbers::ln2 / kLongestDoublingTime;
  EpidemicEstimate epidemic;
  epidemic.growth_bounded = log_growth_before.value < kLeastGrowth;
  const double r1 = std::max(kLeastGrowth, log_growth_before.value);
  const double r2 = log_growth_after.value;
  const double doubling_time = std::numbers::ln2 / r1;
  const double linear_error =
      doubling_time * doubling_time / std::numbers::ln2 * log_growth_before.standard_error;
  epidemic.doubling_time = {doubling_time, std::min(doubling_time, linear_error)};

  const double all_contacts = std::expm1(r1) + recovery_per_day;   // beta S0
  const double kept_contacts = std::expm1(r2) + recovery_per_day;  // beta S0 (1 - c)
  const double reduction = 1.0 - kept_contacts / all_contacts;
  const double by_after = std::exp(r2) / all_contacts * log_growth_after.standard_error;
  const double by_before = std::exp(r1) * kept_contacts / (all_contacts * all_contacts) *
                           log_growth_before.standard_error;
  epidemic.reduction_bounded = reduction < 0.0 || reduction > 1.0;
  epidemic.contact_reduction = {std::clamp(reduction, 0.0, 1.0), std::hypot(by_after, by_before)};
  return epidemic;
}

Calibration calibrate(const Case& planning_case, const Counts& counts, const Options& options) {
  return Calibrator(planning_case, counts, options).run();
}

}  // namespace surgeflow::calibration

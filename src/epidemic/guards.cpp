// SPDX-License-Identifier: Apache-2.0
// What the epidemic models demand of their inputs before and after they run.
#include "epidemic/guards.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace surgeflow::epidemic {
namespace {

Diagnostic finding(const char* key, double value, const char* allowed) {
  return {{"", 0, key}, fmt::format("{} is {}", key, value), allowed, ""};
}

/// Collects what is out of range; NaN is outside of every range.
class RangeCheck {
 public:
  void not_negative(const char* key, double value) {
    if (!(value >= 0.0) || !std::isfinite(value)) add(key, value, "a number, 0 or more");
  }
  void positive(const char* key, double value) {
    if (!(value > 0.0) || !std::isfinite(value)) add(key, value, "a number above 0");
  }
  void at_least_one(const char* key, double value) {
    if (!(value >= 1.0) || !std::isfinite(value)) add(key, value, "a number of days, 1 or more");
  }
  void share(const char* key, double value) {
    if (!(value >= 0.0 && value <= 1.0)) add(key, value, "a share from 0 to 1");
  }
  void positive_share(const char* key, double value) {
    if (!(value > 0.0 && value <= 1.0)) add(key, value, "a share above 0 and up to 1");
  }
  void reductions(const char* key, std::span<const ReductionStep> steps) {
    for (const ReductionStep& step : steps) share(key, step.value);
    start_days(key, steps);
  }
  void reproduction_numbers(const char* key, std::span<const ReductionStep> steps) {
    for (const ReductionStep& step : steps) not_negative(key, step.value);
    start_days(key, steps);
    if (!steps.empty() && steps.front().start_day > 0) {
      findings_.add({{"", 0, key},
                     fmt::format("{} is not stated before day {}", key, steps.front().start_day),
                     "a schedule that begins on day 0",
                     "state the number of day 0 first"});
    }
  }
  void throw_if_any() const { findings_.throw_if_any(); }

 private:
  void start_days(const char* key, std::span<const ReductionStep> steps) {
    for (std::size_t n = 0; n < steps.size(); ++n) {
      if (steps[n].start_day < 0 || (n > 0 && steps[n].start_day <= steps[n - 1].start_day)) {
        findings_.add(
            {{"", 0, key},
             fmt::format("step {} of {} starts on day {}", n + 1, key, steps[n].start_day),
             "start days from 0, each after the one before",
             "sort the steps by start day and state each day once"});
      }
    }
  }
  void add(const char* key, double value, const char* allowed) {
    findings_.add(finding(key, value, allowed));
  }

  Diagnostics findings_;
};

bool persons(double value) { return std::isfinite(value) && value >= 0.0; }

}  // namespace

void refuse(std::string key, std::string seen, std::string allowed, std::string remedy) {
  Diagnostic finding;
  finding.place.column = std::move(key);
  finding.seen = std::move(seen);
  finding.allowed = std::move(allowed);
  finding.remedy = std::move(remedy);
  throw InputError(std::move(finding));
}

void require_persons(const Outbreak& outbreak) {
  RangeCheck check;
  check.not_negative("population", outbreak.population);
  check.not_negative("hospitalized", outbreak.hospitalized);
  check.throw_if_any();
}

void require_usable(const EpidemicParameters& parameters) {
  RangeCheck check;
  if (parameters.doubling_time_days) {
    check.positive("doubling_time", *parameters.doubling_time_days);
  }
  check.at_least_one("infectious_days", parameters.infectious_days);
  check.reductions("contact_reduction", parameters.contact_reduction);
  check.reproduction_numbers("reproduction_number", parameters.reproduction_number);
  check.positive_share("hospitalized_rate", parameters.hospitalized_rate);
  check.share("icu_rate", parameters.icu_rate);
  check.share("ventilated_rate", parameters.ventilated_rate);
  check.positive("hospital_days", parameters.hospital_days);
  check.positive("icu_days", parameters.icu_days);
  check.positive("ventilator_days", parameters.ventilator_days);
  check.positive_share("market_share", parameters.market_share);
  check.not_negative("recovered", parameters.recovered);
  check.throw_if_any();
}

void require_fewer_infected_than_persons(double infected, double population) {
  if (infected > 0.0 && infected < population) return;
  refuse("population",
         fmt::format("{} infected at the start, in a population of {}", infected, population),
         "more persons than infected",
         "check population, hospitalized, hospitalized_rate and market_share: the "
         "infected are patients / (market share x hospitalized rate)");
}

void require_daily_steps_hold(const Trajectory& trajectory, const std::string& speed) {
  const auto hold = [](const std::vector<double>& row) {
    return std::all_of(row.begin(), row.end(), persons);
  };
  if (hold(trajectory.susceptible) && hold(trajectory.infected) && hold(trajectory.recovered)) {
    return;
  }
  refuse(speed, "the epidemic infects more persons in one day than are left susceptible",
         "an epidemic slow enough for steps of one day",
         fmt::format("use a {} {}, or check that the infected at the start are few "
                     "against the population",
                     speed == "doubling_time" ? "longer" : "smaller", speed));
}

void require_days(std::int32_t days) {
  if (days >= 0) return;
  refuse("periods", fmt::format("{} days to forecast", days), "0 or more", "");
}

}  // namespace surgeflow::epidemic

// SPDX-License-Identifier: Apache-2.0
// Fits the past and carries it on.
#include "surgeflow/replay/outlook.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "surgeflow/calibration/calibrate.hpp"
#include "surgeflow/calibration/growth.hpp"
#include "surgeflow/calibration/shrinkage.hpp"
#include "surgeflow/epidemic/rounding.hpp"
#include "surgeflow/rolling/today.hpp"

namespace surgeflow::replay {
namespace {

/// Facilities of one region have one number.
std::vector<std::int32_t> regions_of(const Case& whole) {
  std::map<std::string, std::int32_t> known;
  std::vector<std::int32_t> regions;
  for (const Facility& facility : whole.facilities) {
    const auto next = static_cast<std::int32_t>(known.size());
    regions.push_back(known.try_emplace(facility.region, next).first->second);
  }
  return regions;
}

class Fitted {
 public:
  Fitted(const Panel<Count>& truth, Period today, const std::vector<std::int32_t>& regions,
         const GrowthOutlook& options)
      : damping_(options.damping) {
    const std::int32_t first = std::max(0, today.value() - options.fit_days);
    std::vector<std::optional<calibration::Estimate>> own;
    for (FacilityId i{0}; i.value() < truth.facilities(); ++i) {
      const auto row = truth.row(i);
      days_.emplace_back(row.begin() + first, row.begin() + today.value());
      const auto growth = calibration::fit_growth(days_.back(), {});
      own.push_back(
          growth ? std::optional(calibration::Estimate{growth->log_growth, growth->standard_error})
                 : std::nullopt);
    }
    growth_.assign(days_.size(), 0.0);
    if (std::ranges::none_of(own, [](const auto& estimate) { return estimate.has_value(); }))
      return;
    const std::int32_t count = *std::ranges::max_element(regions) + 1;
    const calibration::Shrinkage shrunk = calibration::shrink(own, regions, count);
    for (std::size_t n = 0; n < growth_.size(); ++n) growth_[n] = shrunk.facilities[n].value;
  }

  /// Persons, one value a day from today on.
  [[nodiscard]] std::vector<double> expected(FacilityId i, std::int32_t periods) const {
    const auto n = static_cast<std::size_t>(i.value());
    const auto level = calibration::fit_level(days_[n], growth_[n], 1.0);
    std::vector<double> patients(static_cast<std::size_t>(periods), 0.0);
    const bool any = std::ranges::any_of(days_[n], [](double count) { return count > 0.0; });
    if (!level || !any) return patients;
    double log_count = level->log_count + growth_[n] * (static_cast<double>(days_[n].size()) - 1.0);
    double growth = growth_[n];
    for (double& day : patients) {
      growth *= damping_;
      log_count += growth;
      day = std::exp(log_count);
    }
    return patients;
  }

 private:
  double damping_;
  std::vector<std::vector<double>> days_;
  std::vector<double> growth_;
};

}  // namespace

Outlook fixed_outlook(Panel<Count> forecast) {
  return [forecast = std::move(forecast)](Period today) {
    return rolling::panel_from(forecast, today);
  };
}

Outlook scaled_outlook(Panel<Count> truth, Panel<Count> forecast) {
  return [truth = std::move(truth), forecast = std::move(forecast)](Period today) {
    Panel<Count> expected = rolling::panel_from(forecast, today);
    for (FacilityId i{0}; i.value() < truth.facilities(); ++i) {
      Total came = kPriorPatients;
      Total foreseen = kPriorPatients;
      for (Period t{0}; t < today; ++t) {
        came += truth(i, t);
        foreseen += forecast(i, t);
      }
      // By running sums, in whole numbers: the total is right to half a patient.
      Total sum = 0;
      Total before = 0;
      for (Count& patients : expected.row(i)) {
        sum += patients;
        const Total scaled = (2 * sum * came + foreseen) / (2 * foreseen);
        patients = static_cast<Count>(scaled - before);
        before = scaled;
      }
    }
    return expected;
  };
}

Outlook growth_outlook(const Case& whole, Panel<Count> truth, Panel<Count> forecast,
                       const GrowthOutlook& options) {
  return [regions = regions_of(whole), truth = std::move(truth), forecast = std::move(forecast),
          options](Period today) {
    if (today.value() < calibration::kLeastFittedDays) return rolling::panel_from(forecast, today);
    const Fitted fitted(truth, today, regions, options);
    const std::int32_t periods = truth.periods() - today.value();
    Panel<Count> expected(truth.facilities(), periods);
    for (FacilityId i{0}; i.value() < truth.facilities(); ++i) {
      const std::vector<double> whole_patients =
          epidemic::round_patients(fitted.expected(i, periods), Rounding::cumulative);
      std::ranges::transform(whole_patients, expected.row(i).begin(), [](double patients) {
        return static_cast<Count>(std::min(patients, 1e6));
      });
    }
    return expected;
  };
}

}  // namespace surgeflow::replay

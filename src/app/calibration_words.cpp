// SPDX-License-Identifier: Apache-2.0
// Medians, spreads, what was bounded or repaired, and the back-test.
#include "app/calibration_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/words.hpp"

namespace surgeflow::app {
namespace {

using namespace calibration;

std::string facilities_in_words(std::int64_t number) {
  return counted(number, "facility", "facilities");
}

std::string whole_in_words(double number) { return grouped(std::llround(number)); }

std::string days_in_words(const Stretch& stretch) {
  return fmt::format("{} to {}", format_date(stretch.first), format_date(stretch.last));
}

struct Quartiles {
  double low = 0.0;
  double middle = 0.0;
  double high = 0.0;
};

/// Of values that are not empty: those at the nearest ranks.
Quartiles quartiles_of(std::vector<double> values) {
  std::ranges::sort(values);
  const auto at = [&](std::size_t quarter) { return values[(values.size() - 1) * quarter / 4]; };
  return {at(1), at(2), at(3)};
}

Quartiles quartiles_of(const Calibration& calibration, double FacilityCalibration::*member) {
  std::vector<double> values;
  for (const FacilityCalibration& facility : calibration.facilities) {
    values.push_back(facility.*member);
  }
  return quartiles_of(std::move(values));
}

template <class Predicate>
std::int64_t count_facilities(const Calibration& calibration, Predicate predicate) {
  return std::ranges::count_if(calibration.facilities, predicate);
}

std::string what_was_read(const CalibrationAnswer& answer) {
  const Counts& counts = answer.counts;
  std::int64_t reporting = 0;
  for (FacilityId i{0}; i.value() < counts.daily.facilities(); ++i) {
    reporting += std::ranges::any_of(counts.daily.row(i), [](double n) { return !std::isnan(n); });
  }
  const bool cases = counts.measure == Measure::cases;
  std::string text =
      fmt::format("{} at {} of {}, {} to {}.\n", cases ? "Confirmed cases" : "Patients in hospital",
                  grouped(reporting), facilities_in_words(counts.daily.facilities()),
                  format_date(counts.first), format_date(counts.last()));
  if (answer.table.other_places > 0) {
    text += fmt::format(
        "Left out: {} of places that the case lacks, with {} on the last day of the file.\n",
        counted(answer.table.other_places, "line", "lines"),
        counted(std::llround(answer.table.other_count), "case", "cases"));
  }
  if (counts.falls > 0) {
    text += fmt::format("Cumulative counts fell {}, by {} in all; taken as no new case.\n",
                        counted(counts.falls, "time", "times"), whole_in_words(counts.lost));
  }
  if (counts.filled_days > 0) {
    text += fmt::format("Filled between reports: {}.\n",
                        counted(counts.filled_days, "facility-day", "facility-days"));
  }
  return text;
}

std::string what_was_fitted(const Calibration& calibration) {
  const auto own_before = count_facilities(
      calibration, [](const FacilityCalibration& f) { return f.before.own.has_value(); });
  const auto own_after = count_facilities(
      calibration, [](const FacilityCalibration& f) { return f.after.own.has_value(); });
  return fmt::format(
      "Fitted before the change: {}, {} with enough counts of their own; after it: {}, {}. The "
      "others have their region's values.\n",
      days_in_words(calibration.stretches.before), facilities_in_words(own_before),
      days_in_words(calibration.stretches.after), facilities_in_words(own_after));
}

std::string what_was_found(const Calibration& calibration) {
  const Quartiles days = quartiles_of(calibration, &FacilityCalibration::doubling_time);
  const Quartiles days_se = quartiles_of(calibration, &FacilityCalibration::doubling_time_se);
  const Quartiles share = quartiles_of(calibration, &FacilityCalibration::contact_reduction);
  const Quartiles share_se = quartiles_of(calibration, &FacilityCalibration::contact_reduction_se);
  std::string text = fmt::format(
      "Doubling time before: median {:.2f} days, quartiles {:.2f} and {:.2f}, median standard "
      "error {:.2f}.\n",
      days.middle, days.low, days.high, days_se.middle);
  text += fmt::format(
      "Contact reduction after: median {:.3f}, quartiles {:.3f} and {:.3f}, median standard error "
      "{:.3f}.\n",
      share.middle, share.low, share.high, share_se.middle);
  text += fmt::format(
      "Log growth a day differs by {:.3f} between facilities of a region and {:.3f} between "
      "regions before, by {:.3f} and {:.3f} after (standard deviations).\n",
      calibration.before.between_facilities, calibration.before.between_regions,
      calibration.after.between_facilities, calibration.after.between_regions);
  const auto flat =
      count_facilities(calibration, [](const FacilityCalibration& f) { return f.growth_bounded; });
  if (flat > 0) {
    text += fmt::format("No growth before, doubling time set to {} days: {}.\n",
                        kLongestDoublingTime, facilities_in_words(flat));
  }
  const auto outside = count_facilities(
      calibration, [](const FacilityCalibration& f) { return f.reduction_bounded; });
  if (outside > 0) {
    text +=
        fmt::format("Contact reduction brought into 0 to 1: {}.\n", facilities_in_words(outside));
  }
  return text;
}

std::string how_it_would_have_done(const Backtest& backtest) {
  const Score& all = backtest.all;
  std::string text = fmt::format(
      "Back-test, fitted up to {}, {} forecast: ", format_date(backtest.fitted.after.last),
      days_in_words(backtest.scored));
  if (all.days == 0) return text + "no day was reported.\n";
  const auto log_error = [&](const ForecastError& error) {
    return error.log / static_cast<double>(all.days);
  };
  text +=
      fmt::format("{} expected, {} counted on {}.\n", whole_in_words(all.model.forecast),
                  whole_in_words(all.counted), counted(all.days, "facility-day", "facility-days"));
  if (all.counted > 0.0) {
    text += fmt::format(
        "Absolute error by facility and day, share of all counts: {:.1f} %; by the last level "
        "{:.1f} %, by the last growth {:.1f} %.\n",
        100.0 * all.model.absolute / all.counted, 100.0 * all.naive_level.absolute / all.counted,
        100.0 * all.naive_growth.absolute / all.counted);
  }
  text += fmt::format(
      "Mean absolute error of ln(1 + count): {:.3f}; by the last level {:.3f}, by the last growth "
      "{:.3f}.\n",
      log_error(all.model), log_error(all.naive_level), log_error(all.naive_growth));
  return text +
         fmt::format("Covered by the 50 % interval: {:.1f} %; by the 90 % interval: {:.1f} %.\n",
                     100.0 * all.covered_50 / static_cast<double>(all.days),
                     100.0 * all.covered_90 / static_cast<double>(all.days));
}

std::string what_to_mind(const CalibrationAnswer& answer) {
  const Date start = answer.planning_case.horizon.start;
  if (answer.options.change_date <= start) return {};
  return fmt::format(
      "Mind: contact_reduction as a column holds from day 0, {}, but contacts change on {} only; "
      "state a schedule in [demand] instead.\n",
      format_date(start), format_date(answer.options.change_date));
}

}  // namespace

std::string calibration_in_words(const CalibrationAnswer& answer) {
  return what_was_read(answer) + what_was_fitted(answer.calibration) +
         what_was_found(answer.calibration) + how_it_would_have_done(answer.backtest) +
         what_to_mind(answer);
}

}  // namespace surgeflow::app

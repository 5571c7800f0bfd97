// SPDX-License-Identifier: Apache-2.0
// What a calibration found, as CSV tables.
#include <array>
#include <optional>
#include <stdexcept>

#include "formats/csv_cell.hpp"
#include "formats/csv_table.hpp"
#include "formats/text_output.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/formats/calibration_files.hpp"

namespace surgeflow::formats {
namespace {

using calibration::Calibration;
using calibration::FacilityCalibration;
using calibration::FacilityGrowth;
using calibration::ForecastError;
using calibration::Score;

struct FittedColumn {
  const char* name;
  double FacilityCalibration::*value;
};

constexpr std::array kFittedColumns{
    FittedColumn{"doubling_time", &FacilityCalibration::doubling_time},
    FittedColumn{"doubling_time_se", &FacilityCalibration::doubling_time_se},
    FittedColumn{"contact_reduction", &FacilityCalibration::contact_reduction},
    FittedColumn{"contact_reduction_se", &FacilityCalibration::contact_reduction_se},
};

/// Six digits: counts do not know growth any better.
std::string number(double value) { return fmt::format("{:.6g}", value); }

/// value / divisor; empty where there is nothing to divide by.
std::string ratio(double value, double divisor) {
  return divisor > 0.0 ? number(value / divisor) : std::string();
}

void print_growth(TextOutput& text, const FacilityGrowth& growth) {
  text.print(",{}", number(growth.count));
  if (growth.own) {
    text.print(",{},{},{}", number(growth.own->log_growth), number(growth.own->standard_error),
               number(growth.own->dispersion));
  } else {
    text.print(",,,");
  }
  text.print(",{},{},{}", number(growth.shrunk.value), number(growth.shrunk.standard_error),
             number(growth.shrunk.region_weight));
}

void print_error(TextOutput& text, const Score& score, const ForecastError& error) {
  text.print(",{},{},{}", number(error.forecast), ratio(error.absolute, score.counted),
             ratio(error.log, static_cast<double>(score.days)));
}

void print_score(TextOutput& text, const Score& score) {
  text.print(",{}", score.days);
  if (score.days == 0) {
    text.print(",,,,,,,,,,,,\n");
    return;
  }
  const auto days = static_cast<double>(score.days);
  text.print(",{}", number(score.counted));
  print_error(text, score, score.model);
  print_error(text, score, score.naive_level);
  print_error(text, score, score.naive_growth);
  text.print(",{},{}\n", ratio(score.covered_50, days), ratio(score.covered_90, days));
}

/// The column of the table that a fitted one takes the place of.
std::optional<std::size_t> fitted_at(std::string_view name) {
  for (std::size_t n = 0; n < kFittedColumns.size(); ++n) {
    if (name == kFittedColumns[n].name) return n;
  }
  return std::nullopt;
}

CsvTable read_any_table(std::string_view bytes, const std::string& file) {
  Diagnostics findings;
  auto table = read_csv(bytes, file, {{"id"}, {}, OtherColumns::ignored}, findings);
  findings.throw_if_any();
  if (!table) throw std::invalid_argument("a table of facilities that can not be read");
  return std::move(*table);
}

}  // namespace

void write_calibrated_facilities(std::ostream& out, std::string_view bytes, const std::string& file,
                                 const Calibration& calibration) {
  const CsvTable table = read_any_table(bytes, file);
  if (table.rows() != calibration.facilities.size()) {
    throw std::invalid_argument("a calibration of another number of facilities");
  }
  TextOutput text(out);
  const std::vector<std::string>& header = table.header();
  for (std::size_t column = 0; column < header.size(); ++column) {
    text.print("{}{}", column == 0 ? "" : ",", csv_cell(header[column]));
  }
  for (const FittedColumn& fitted : kFittedColumns) {
    if (!table.find_column(fitted.name)) text.print(",{}", fitted.name);
  }
  text.print("\n");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const FacilityCalibration& facility = calibration.facilities[row];
    for (std::size_t column = 0; column < header.size(); ++column) {
      const auto fitted = fitted_at(header[column]);
      text.print("{}{}", column == 0 ? "" : ",",
                 fitted ? number(facility.*kFittedColumns[*fitted].value)
                        : csv_cell(table.cell(row, column)));
    }
    for (const FittedColumn& fitted : kFittedColumns) {
      if (!table.find_column(fitted.name)) text.print(",{}", number(facility.*fitted.value));
    }
    text.print("\n");
  }
  text.finish();
}

void write_calibration_csv(std::ostream& out, const Case& planning_case,
                           const Calibration& calibration) {
  TextOutput text(out);
  text.print("facility,region");
  for (const char* const side : {"before", "after"}) {
    text.print(
        ",count_{0},own_log_growth_{0},own_log_growth_{0}_se,dispersion_{0},log_growth_{0},"
        "log_growth_{0}_se,region_weight_{0}",
        side);
  }
  for (const FittedColumn& fitted : kFittedColumns) text.print(",{}", fitted.name);
  text.print(",bounded\n");
  for (std::size_t i = 0; i < calibration.facilities.size(); ++i) {
    const FacilityCalibration& facility = calibration.facilities[i];
    text.print("{},{}", csv_cell(planning_case.facilities[i].id),
               csv_cell(planning_case.facilities[i].region));
    print_growth(text, facility.before);
    print_growth(text, facility.after);
    for (const FittedColumn& fitted : kFittedColumns) {
      text.print(",{}", number(facility.*fitted.value));
    }
    text.print(",{}{}{}\n", facility.growth_bounded ? "doubling_time" : "",
               facility.growth_bounded && facility.reduction_bounded ? " " : "",
               facility.reduction_bounded ? "contact_reduction" : "");
  }
  text.finish();
}

void write_backtest_csv(std::ostream& out, const Case& planning_case,
                        const calibration::Backtest& backtest) {
  TextOutput text(out);
  text.print("scope,facility,days,counted");
  for (const char* const forecast : {"", "naive_level_", "naive_growth_"}) {
    text.print(",{0}forecast,{0}wape,{0}log_error", forecast);
  }
  text.print(",coverage_50,coverage_90\nall,");
  print_score(text, backtest.all);
  for (std::size_t i = 0; i < backtest.facilities.size(); ++i) {
    text.print("facility,{}", csv_cell(planning_case.facilities[i].id));
    print_score(text, backtest.facilities[i]);
  }
  text.finish();
}

}  // namespace surgeflow::formats

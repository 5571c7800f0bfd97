// SPDX-License-Identifier: Apache-2.0
// Counts by facility and day: one a line, or the wide table of Johns Hopkins.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "formats/csv_table.hpp"
#include "model/facility_index.hpp"
#include "surgeflow/formats/calibration_files.hpp"

namespace surgeflow::formats {
namespace {

using calibration::CountReport;
using calibration::Measure;

constexpr std::string_view kCases = "cases";
constexpr std::string_view kHospitalized = "hospitalized";

/// A number of persons, 0 or more; nothing where the cell is empty or holds something else.
std::optional<double> persons(const CsvTable& table, const CsvColumn& column,
                              const std::string& name, std::size_t row, Diagnostics& findings) {
  const auto value = column.decimal(row);
  if (!value || *value >= 0.0) return value;
  findings.add({{table.file(), table.line(row), name},
                fmt::format("{}", *value),
                "a number of persons, 0 or more",
                "correct it, or leave the cell empty where nothing is known"});
  return std::nullopt;
}

/// One line a facility and day.
class LineReader {
 public:
  LineReader(const CsvTable& table, const std::vector<FacilityRecord>& facilities,
             Diagnostics& findings)
      : table_(table), index_(facilities), findings_(findings), latest_(facilities.size()) {}

  CountsTable read() {
    const auto measure = find_measure();
    if (!measure) return {};
    result_.measure = *measure;
    const std::string name(*measure == Measure::cases ? kCases : kHospitalized);
    const CsvColumn facility(table_, "facility", findings_);
    const CsvColumn date(table_, "date", findings_);
    const CsvColumn count(table_, name, findings_);
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const auto place = find_facility(row, facility.required_text(row));
      const auto day = date.date(row);
      if (date.text(row).empty())
        refuse(row, "date", "the cell is empty", "an ISO date", "fill it");
      const auto persons_there = persons(table_, count, name, row, findings_);
      if (!place || !day || !is_in_order(row, *place, *day) || !persons_there) continue;
      result_.reports.push_back({*place, *day, *persons_there});
    }
    return std::move(result_);
  }

 private:
  std::optional<Measure> find_measure() {
    const bool cases = table_.find_column(kCases).has_value();
    const bool hospitalized = table_.find_column(kHospitalized).has_value();
    if (cases != hospitalized) return cases ? Measure::cases : Measure::hospitalized;
    findings_.add({{table_.file(), table_.header_line(), {}},
                   cases ? "both columns, cases and hospitalized" : "no column of counts",
                   "one of cases (confirmed up to the day) and hospitalized (in hospital on it)",
                   cases ? "remove one of the two" : "add one of the two"});
    return std::nullopt;
  }

  std::optional<FacilityId> find_facility(std::size_t row, const std::string& id) {
    if (id.empty()) return std::nullopt;
    const auto found = index_.find(id);
    if (!found) {
      refuse(row, "facility", in_quotes(id) + " is no facility of the case",
             "an id of the facilities' file", index_.remedy_for_unknown(id));
    }
    return found;
  }

  bool is_in_order(std::size_t row, FacilityId facility, Date date) {
    auto& latest = latest_[static_cast<std::size_t>(facility.value())];
    if (!latest || date > *latest) {
      latest = date;
      return true;
    }
    refuse(row, "date",
           fmt::format("{} after {} of facility {}", format_date(date), format_date(*latest),
                       in_quotes(index_.id(facility))),
           "dates that rise from line to line of a facility", "sort the lines, each date once");
    return false;
  }

  void refuse(std::size_t row, std::string column, std::string seen, std::string allowed,
              std::string remedy) {
    findings_.add({{table_.file(), table_.line(row), std::move(column)},
                   std::move(seen),
                   std::move(allowed),
                   std::move(remedy)});
  }

  const CsvTable& table_;
  checks::FacilityIndex index_;
  Diagnostics& findings_;
  std::vector<std::optional<Date>> latest_;
  CountsTable result_;
};

/// The number at the front of `text`, which is shortened by it.
std::optional<int> take_number(std::string_view& text) {
  int number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc{} || number < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  return number;
}

/// "3/31/20" or "3/31/2020" as a date.
std::optional<Date> american_date(std::string_view text) {
  const auto month = take_number(text);
  if (!month || !text.starts_with('/')) return std::nullopt;
  text.remove_prefix(1);
  const auto day = take_number(text);
  if (!day || !text.starts_with('/')) return std::nullopt;
  text.remove_prefix(1);
  const auto year = take_number(text);
  if (!year || !text.empty()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year < 100 ? 2000 + *year : *year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Date{date};
}

struct DayColumn {
  Date date{};
  std::string name;
  CsvColumn column;
};

/// A line a county, a column a day.
class JohnsHopkinsReader {
 public:
  JohnsHopkinsReader(const CsvTable& table, const std::vector<FacilityRecord>& facilities,
                     Diagnostics& findings)
      : table_(table), index_(facilities), findings_(findings), line_(facilities.size(), 0) {}

  CountsTable read() {
    find_days();
    if (days_.empty()) {
      findings_.add({{table_.file(), table_.header_line(), {}},
                     "no column of a day",
                     "columns such as 3/31/20",
                     "use the time series of the United States"});
      return {};
    }
    const CsvColumn fips(table_, "FIPS", findings_);
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const auto facility = index_.find(county_code(fips.decimal(row)));
      if (facility) {
        read_county(row, *facility);
      } else {
        ++result_.other_places;
        const DayColumn& last = days_.back();
        result_.other_count +=
            persons(table_, last.column, last.name, row, findings_).value_or(0.0);
      }
    }
    return std::move(result_);
  }

 private:
  void find_days() {
    for (const std::string& name : table_.header()) {
      const auto date = american_date(name);
      if (!date) continue;
      if (!days_.empty() && *date <= days_.back().date) {
        findings_.add({{table_.file(), table_.header_line(), name},
                       fmt::format("comes after {}", days_.back().name),
                       "days that rise from column to column",
                       "put the columns in order"});
        continue;
      }
      days_.push_back({*date, name, CsvColumn(table_, name, findings_)});
    }
  }

  /// 8031 as "08031"; empty where it is no county's.
  static std::string county_code(const std::optional<double>& fips) {
    constexpr double kMostDigits = 99'999.0;
    if (!fips || *fips < 0.0 || *fips > kMostDigits || *fips != std::floor(*fips)) return {};
    return fmt::format("{:05}", static_cast<int>(*fips));
  }

  void read_county(std::size_t row, FacilityId facility) {
    std::int64_t& line = line_[static_cast<std::size_t>(facility.value())];
    if (line != 0) {
      findings_.add({{table_.file(), table_.line(row), "FIPS"},
                     fmt::format("{} is there twice", in_quotes(index_.id(facility))),
                     "a line for each county",
                     fmt::format("remove this line or line {}", line)});
      return;
    }
    line = table_.line(row);
    for (const DayColumn& day : days_) {
      const auto count = persons(table_, day.column, day.name, row, findings_);
      if (count) result_.reports.push_back({facility, day.date, *count});
    }
  }

  const CsvTable& table_;
  checks::FacilityIndex index_;
  Diagnostics& findings_;
  std::vector<DayColumn> days_;
  std::vector<std::int64_t> line_;
  CountsTable result_;
};

CsvSchema schema_of(CountsLayout layout) {
  if (layout == CountsLayout::jhu) return {{"FIPS"}, {}, OtherColumns::ignored};
  return {{"facility", "date"},
          {std::string(kCases), std::string(kHospitalized)},
          OtherColumns::refused};
}

}  // namespace

CountsTable read_counts_table(std::string_view bytes, const std::string& file, CountsLayout layout,
                              const std::vector<FacilityRecord>& facilities) {
  Diagnostics findings;
  CountsTable counts;
  if (const auto table = read_csv(bytes, file, schema_of(layout), findings)) {
    counts = layout == CountsLayout::jhu ? JohnsHopkinsReader(*table, facilities, findings).read()
                                         : LineReader(*table, facilities, findings).read();
  }
  findings.throw_if_any();
  return counts;
}

}  // namespace surgeflow::formats

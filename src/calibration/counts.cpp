// SPDX-License-Identifier: Apache-2.0
// From reports to daily series.
#include "surgeflow/calibration/counts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <vector>

#include "surgeflow/core/error.hpp"

namespace surgeflow::calibration {
namespace {

struct Span {
  Date first{};
  Date last{};
};

Span span_of(std::span<const CountReport> reports) {
  if (reports.empty()) {
    throw InputError(Diagnostic{{},
                                "no count of any facility of the case",
                                "at least one",
                                "check that the ids are those of the case"});
  }
  const auto [first, last] = std::ranges::minmax_element(
      reports, [](const CountReport& a, const CountReport& b) { return a.date < b.date; });
  if ((last->date - first->date).count() >= kMaxCountedDays) {
    throw InputError(Diagnostic{
        {},
        fmt::format("counts from {} to {}", format_date(first->date), format_date(last->date)),
        fmt::format("at most {} days", kMaxCountedDays),
        "look for a mistyped date"});
  }
  return {first->date, last->date};
}

class SeriesMaker {
 public:
  SeriesMaker(Measure measure, const Span& span, std::int32_t facilities)
      : before_(static_cast<std::size_t>(facilities)) {
    counts_.measure = measure;
    counts_.first = span.first;
    const auto days = static_cast<std::int32_t>((span.last - span.first).count()) + 1;
    counts_.daily = Panel<double>(facilities, days, std::numeric_limits<double>::quiet_NaN());
  }

  void add(const CountReport& report) {
    auto& before = before_.at(static_cast<std::size_t>(report.facility.value()));
    if (before && report.date <= before->date) {
      throw std::invalid_argument("reports of a facility are not in the order of their dates");
    }
    if (counts_.measure == Measure::cases) {
      if (before) spread(*before, report);
    } else if (before) {
      connect(*before, report);
    } else {
      put(report.facility, report.date, report.count);
    }
    before = report;
  }

  Counts finished() { return std::move(counts_); }

 private:
  void put(FacilityId facility, Date date, double value) {
    const Period day(static_cast<std::int32_t>((date - counts_.first).count()));
    counts_.daily(facility, day) = value;
  }

  [[nodiscard]] int days_between(const CountReport& before, const CountReport& report) {
    const auto days = static_cast<int>((report.date - before.date).count());
    counts_.filled_days += days - 1;
    return days;
  }

  /// New cases, evenly over the days after `before` up to `report`.
  void spread(const CountReport& before, const CountReport& report) {
    const int days = days_between(before, report);
    const double difference = report.count - before.count;
    if (difference < 0.0) {
      ++counts_.falls;
      counts_.lost -= difference;
    }
    const double a_day = std::max(0.0, difference) / days;
    for (int day = 1; day <= days; ++day) {
      put(report.facility, before.date + std::chrono::days(day), a_day);
    }
  }

  /// Patients in hospital, on the straight line from `before` to `report`.
  void connect(const CountReport& before, const CountReport& report) {
    const int days = days_between(before, report);
    for (int day = 1; day <= days; ++day) {
      const double share = static_cast<double>(day) / days;
      put(report.facility, before.date + std::chrono::days(day),
          day == days ? report.count : before.count + share * (report.count - before.count));
    }
  }

  Counts counts_;
  std::vector<std::optional<CountReport>> before_;
};

}  // namespace

Counts daily_counts(Measure measure, std::span<const CountReport> reports,
                    std::int32_t facilities) {
  SeriesMaker maker(measure, span_of(reports), facilities);
  for (const CountReport& report : reports) maker.add(report);
  return maker.finished();
}

}  // namespace surgeflow::calibration

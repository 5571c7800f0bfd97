// SPDX-License-Identifier: Apache-2.0
// Reads and places the lines of four tables.
#include "surgeflow/formats/actuals_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "formats/csv_table.hpp"
#include "model/facility_index.hpp"
#include "model/period_reading.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/formats/case_file.hpp"
#include "surgeflow/formats/input_files.hpp"

namespace surgeflow::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kNames{"demand.csv", "arrivals.csv", "shipments.csv",
                                                 "stock.csv"};
constexpr const char* kAllowedNames = "demand.csv, arrivals.csv, shipments.csv and stock.csv";

/// A line that names one facility, a period and a number.
struct SeenCount {
  FacilityId facility;
  Period period;  ///< of the plan
  Count quantity = 0;
};

class Reader {
 public:
  Reader(fs::path folder, const PastWindow& window, const std::vector<Facility>& facilities,
         const LaneTable& lanes);

  [[nodiscard]] SeenFiles read();

 private:
  void require_names();
  [[nodiscard]] std::optional<CsvTable> table(std::string_view name, const CsvSchema& schema);
  [[nodiscard]] std::vector<SeenCount> counts(std::string_view name, const std::string& quantity);
  [[nodiscard]] std::optional<Panel<Count>> panel(std::string_view name,
                                                  const std::string& quantity);
  [[nodiscard]] std::optional<std::vector<rolling::Departure>> departures();
  [[nodiscard]] std::optional<rolling::Departure> departure(const CsvTable& table, std::size_t row);
  [[nodiscard]] Period usable(const CsvTable& table, std::size_t row, const Shipment& shipment);

  struct Cell {
    const CsvTable& table;
    std::size_t row;
    std::string column;
  };
  [[nodiscard]] std::string text(const Cell& cell);
  [[nodiscard]] std::optional<FacilityId> facility(const Cell& cell);
  [[nodiscard]] std::optional<Period> past_period(const Cell& cell);
  [[nodiscard]] std::optional<Count> number(const Cell& cell);
  void refuse(const Cell& cell, std::string seen, std::string allowed, std::string remedy);
  [[nodiscard]] std::string file_of(std::string_view name) const {
    return (folder_ / name).string();
  }

  fs::path folder_;
  const PastWindow& window_;
  const LaneTable& lanes_;
  std::vector<FacilityRecord> records_;
  checks::FacilityIndex index_;
  InputFiles files_;
  Diagnostics findings_;
  SeenFiles seen_;
};

std::vector<FacilityRecord> records_of(const std::vector<Facility>& facilities) {
  std::vector<FacilityRecord> records(facilities.size());
  for (std::size_t n = 0; n < records.size(); ++n) records[n].id = facilities[n].id;
  return records;
}

Reader::Reader(fs::path folder, const PastWindow& window, const std::vector<Facility>& facilities,
               const LaneTable& lanes)
    : folder_(std::move(folder)),
      window_(window),
      lanes_(lanes),
      records_(records_of(facilities)),
      index_(records_) {}

void Reader::refuse(const Cell& cell, std::string seen, std::string allowed, std::string remedy) {
  findings_.add({{cell.table.file(), cell.table.line(cell.row), cell.column},
                 std::move(seen),
                 std::move(allowed),
                 std::move(remedy)});
}

/// A misspelt name would pass for a day on which all went as planned.
void Reader::require_names() {
  std::error_code failure;
  const fs::directory_iterator entries(folder_, failure);
  if (failure) {
    throw InputError(Diagnostic{{folder_.string(), 0, {}},
                                fmt::format("the folder can not be read: {}", failure.message()),
                                fmt::format("a folder with {}", kAllowedNames),
                                "check the path and its permissions"});
  }
  bool any = false;
  for (const fs::directory_entry& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (std::ranges::find(kNames, name) != kNames.end()) any = true;
    if (entry.path().extension() != ".csv" || std::ranges::count(kNames, name) > 0) continue;
    findings_.add({{entry.path().string(), 0, {}},
                   fmt::format("{} is no table of what was seen", in_quotes(name)),
                   kAllowedNames,
                   "rename it, or move it elsewhere"});
  }
  if (any) return;
  findings_.add({{folder_.string(), 0, {}},
                 "the folder says nothing of what was seen",
                 fmt::format("one or more of {}", kAllowedNames),
                 "leave out --actuals where all went as planned"});
}

std::optional<CsvTable> Reader::table(std::string_view name, const CsvSchema& schema) {
  if (!fs::exists(folder_ / name)) return std::nullopt;
  const InputBytes& input = files_.read(folder_ / name);
  if (!input.bytes) {
    findings_.add({{file_of(name), 0, {}},
                   fmt::format("the file can not be read: {}", input.failure),
                   "a readable CSV file",
                   "check its permissions"});
    return std::nullopt;
  }
  seen_.input_sha256.emplace(name, sha256_hex(*input.bytes));
  return read_csv(*input.bytes, file_of(name), schema, findings_);
}

std::string Reader::text(const Cell& cell) {
  return CsvColumn(cell.table, cell.column, findings_).required_text(cell.row);
}

std::optional<FacilityId> Reader::facility(const Cell& cell) {
  const std::string id = text(cell);
  const auto found = index_.find(id);
  if (!found && !id.empty()) {
    refuse(cell, fmt::format("{} is no facility of the plan", in_quotes(id)), "an id of the plan",
           index_.remedy_for_unknown(id));
  }
  return found;
}

/// Counted from the plan's first; negative for what lies before it.
std::optional<Period> Reader::past_period(const Cell& cell) {
  const std::string stated = text(cell);
  if (stated.empty()) return std::nullopt;
  const checks::PeriodReading reading = checks::read_period(window_.horizon, stated);
  if (!reading.period) {
    refuse(cell, fmt::format("{} has not passed, or is no period of the plan", in_quotes(stated)),
           checks::allowed_periods(window_.horizon), "state what was seen before --at");
    return std::nullopt;
  }
  return Period(reading.period->value() - window_.first.value());
}

std::optional<Count> Reader::number(const Cell& cell) {
  const std::int64_t value = CsvColumn(cell.table, cell.column, findings_).required_whole(cell.row);
  if (value >= 0 && value <= kMaxTotal) return static_cast<Count>(value);
  refuse(cell, fmt::format("{}", value), fmt::format("0 to {}", kMaxTotal),
         fmt::format("correct the number of {}", cell.column));
  return std::nullopt;
}

std::vector<SeenCount> Reader::counts(std::string_view name, const std::string& quantity) {
  const auto table = this->table(name, {{"facility", "period", quantity}, {}});
  if (!table) return {};
  std::vector<SeenCount> counts;
  std::map<std::array<std::int32_t, 2>, std::int64_t> lines;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const auto where = facility({*table, row, "facility"});
    const auto when = past_period({*table, row, "period"});
    const auto many = number({*table, row, quantity});
    if (!where || !when || !many) continue;
    const auto [first, fresh] =
        lines.try_emplace({where->value(), when->value()}, table->line(row));
    if (!fresh) {
      refuse({*table, row, "period"},
             fmt::format("{} has this period already, in line {}", in_quotes(index_.id(*where)),
                         first->second),
             "one line for a facility and period", "join the two lines");
    }
    if (when->value() < 0) {
      ++seen_.known_lines;
      continue;
    }
    counts.push_back({*where, *when, *many});
  }
  return counts;
}

std::optional<Panel<Count>> Reader::panel(std::string_view name, const std::string& quantity) {
  if (!fs::exists(folder_ / name)) return std::nullopt;
  Panel<Count> panel(static_cast<std::int32_t>(records_.size()),
                     window_.horizon.periods - window_.first.value());
  for (const SeenCount& count : counts(name, quantity)) {
    panel(count.facility, count.period) = count.quantity;
  }
  return panel;
}

Period Reader::usable(const CsvTable& table, std::size_t row, const Shipment& shipment) {
  const Cell cell{table, row, "arrive"};
  const std::string stated = CsvColumn(table, "arrive", findings_).text(row);
  if (stated.empty()) {
    const auto transit = lanes_.transit_periods(shipment.origin, shipment.destination);
    if (transit == 0) {
      refuse(cell, "no period, and the plan has no such lane", "the period of arrival",
             "state from when on the devices can be used");
    }
    return Period(shipment.depart.value() + transit);
  }
  Horizon whole = window_.horizon;
  whole.periods = window_.first.value() + window_.plan_periods;
  const checks::PeriodReading reading = checks::read_period(whole, stated);
  const std::int32_t arrive =
      reading.period ? reading.period->value() - window_.first.value() : shipment.depart.value();
  if (arrive <= shipment.depart.value()) {
    refuse(cell, fmt::format("{}", in_quotes(stated)),
           "a period of the plan after that of departure",
           "leave it empty where the lane's time held");
  }
  return Period(arrive);
}

std::optional<rolling::Departure> Reader::departure(const CsvTable& table, std::size_t row) {
  const auto origin = facility({table, row, "origin"});
  const auto destination = facility({table, row, "destination"});
  const auto depart = past_period({table, row, "period"});
  const auto devices = number({table, row, "devices"});
  if (!origin || !destination || !depart || !devices) return std::nullopt;
  if (*origin == *destination) {
    refuse({table, row, "destination"}, "the facility that sends", "another facility", {});
    return std::nullopt;
  }
  const Shipment shipment{*depart, *origin, *destination, *devices};
  return rolling::Departure{shipment, usable(table, row, shipment)};
}

std::optional<std::vector<rolling::Departure>> Reader::departures() {
  const auto table =
      this->table("shipments.csv", {{"origin", "destination", "period", "devices"}, {"arrive"}});
  if (!table) return std::nullopt;
  std::vector<rolling::Departure> departures;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const auto left = departure(*table, row);
    if (!left) continue;
    if (left->shipment.depart.value() < 0) {
      ++seen_.known_lines;
    } else if (left->shipment.quantity > 0) {
      departures.push_back(*left);
    }
  }
  return departures;
}

SeenFiles Reader::read() {
  require_names();
  rolling::Actuals& actuals = seen_.actuals;
  actuals.demand = panel("demand.csv", "patients");
  actuals.arrivals = panel("arrivals.csv", "devices");
  actuals.departures = departures();
  for (const SeenCount& count : counts("stock.csv", "devices")) {
    actuals.counts.push_back({count.facility, count.period, count.quantity});
  }
  findings_.throw_if_any();
  return std::move(seen_);
}

}  // namespace

SeenFiles read_actuals(const fs::path& folder, const PastWindow& window,
                       const std::vector<Facility>& facilities, const LaneTable& lanes) {
  return Reader(folder, window, facilities, lanes).read();
}

}  // namespace surgeflow::formats

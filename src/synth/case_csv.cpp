// SPDX-License-Identifier: Apache-2.0
// The CSV files of a case, quoted by RFC 4180 where a cell needs it.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "surgeflow/core/calendar.hpp"
#include "synth/case_text.hpp"

namespace surgeflow::synth {
namespace {

/// Quoted where a comma, a quote, a line end or a blank at either end would be misread.
std::string cell(std::string_view text) {
  const bool blank_ends = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!blank_ends && text.find_first_of(",\"\r\n\t") == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

template <class T>
std::string cell(const std::optional<T>& number) {
  return number ? fmt::format("{}", *number) : std::string();
}

std::string cell(const std::optional<Date>& date) { return date ? format_date(*date) : ""; }

/// A column of facilities.csv: its name and what it says of a record.
struct Column {
  std::string name;
  std::function<std::string(const FacilityRecord&)> value;
};

std::vector<Column> known_columns() {
  using Record = FacilityRecord;
  return {
      {"id", [](const Record& r) { return cell(r.id); }},
      {"name", [](const Record& r) { return cell(r.name); }},
      {"latitude", [](const Record& r) { return cell(r.latitude); }},
      {"longitude", [](const Record& r) { return cell(r.longitude); }},
      {"region", [](const Record& r) { return cell(r.region); }},
      {"population", [](const Record& r) { return cell(r.population); }},
      {"hospitalized", [](const Record& r) { return cell(r.hospitalized); }},
      {"devices", [](const Record& r) { return cell(r.devices); }},
      {"turnaround", [](const Record& r) { return cell(r.turnaround); }},
      {"in_processing", [](const Record& r) { return cell(r.in_processing); }},
      {"date_first_hospitalized", [](const Record& r) { return cell(r.date_first_hospitalized); }},
      {"mitigation_date", [](const Record& r) { return cell(r.mitigation_date); }}};
}

constexpr std::size_t kRequiredColumns = 4;  // id, name, latitude, longitude

Column parameter_column(const std::string& name) {
  return {name, [name](const FacilityRecord& record) {
            const auto found = record.epidemic.find(name);
            return found == record.epidemic.end() ? std::string()
                                                  : fmt::format("{}", found->second);
          }};
}

std::vector<Column> used_columns(const std::vector<FacilityRecord>& records) {
  std::vector<Column> columns = known_columns();
  std::set<std::string> parameters;
  for (const FacilityRecord& record : records) {
    for (const auto& parameter : record.epidemic) parameters.insert(parameter.first);
  }
  for (const std::string& name : parameters) columns.push_back(parameter_column(name));
  const auto unused = [&](const Column& column) {
    return std::ranges::all_of(records,
                               [&](const FacilityRecord& r) { return column.value(r).empty(); });
  };
  const auto optional = columns.begin() + kRequiredColumns;
  columns.erase(std::remove_if(optional, columns.end(), unused), columns.end());
  return columns;
}

}  // namespace

std::string facilities_csv(const std::vector<FacilityRecord>& records) {
  const std::vector<Column> columns = used_columns(records);
  std::string text;
  for (const Column& column : columns) text += column.name + ',';
  text.back() = '\n';
  for (const FacilityRecord& record : records) {
    for (const Column& column : columns) text += column.value(record) + ',';
    text.back() = '\n';
  }
  return text;
}

std::string counts_csv(const std::vector<CountRecord>& records, std::string_view quantity) {
  std::string text = fmt::format("facility,period,{}\n", quantity);
  for (const CountRecord& record : records) {
    text += fmt::format("{},{},{}\n", cell(record.facility), cell(record.period), record.quantity);
  }
  return text;
}

std::string lanes_csv(const std::vector<LaneRecord>& records) {
  const bool costs =
      std::ranges::any_of(records, [](const LaneRecord& r) { return r.cost.has_value(); });
  std::string text = "origin,destination,periods";
  text += costs ? ",cost\n" : "\n";
  for (const LaneRecord& record : records) {
    text += fmt::format("{},{},{}", cell(record.origin), cell(record.destination), record.periods);
    text += costs ? fmt::format(",{}\n", cell(record.cost)) : "\n";
  }
  return text;
}

}  // namespace surgeflow::synth

// SPDX-License-Identifier: Apache-2.0
// Columns of facilities.csv, demand.csv, arrivals.csv and transit.csv.
#include "formats/case_tables.hpp"

#include <optional>
#include <sstream>

#include "formats/csv_table.hpp"
#include "model/parameter_bounds.hpp"

namespace surgeflow::formats {
namespace {

/// `beds`, `state` and `network` have a meaning to planners but none yet to a plan; they are known
/// so that a misspelling of them is no other column.
CsvSchema facility_schema() {
  CsvSchema schema{{"id", "name", "latitude", "longitude"},
                   {"region", "population", "hospitalized", "devices", "turnaround",
                    "in_processing", "lead_periods", "weight", "reserve", "lending_limit",
                    "staffed_beds", "beds", "state", "network"},
                   OtherColumns::ignored};
  for (const NumberParameter& parameter : kNumberParameters) {
    schema.optional.emplace_back(parameter.name);
  }
  for (const std::string_view name : {kDateFirstHospitalized, kMitigationDate}) {
    schema.optional.emplace_back(name);
  }
  for (const std::string_view name : kFittedParameters) {
    schema.optional.emplace_back(name);
    schema.optional.push_back(standard_error_column(name));
  }
  return schema;
}

std::vector<std::string> parameter_columns() {
  std::vector<std::string> names(kFittedParameters.begin(), kFittedParameters.end());
  for (const NumberParameter& parameter : kNumberParameters) names.emplace_back(parameter.name);
  return names;
}

/// Numbers by the name of the parameter that they are about.
struct ParameterColumn {
  std::string name;
  CsvColumn column;
};

std::vector<ParameterColumn> find_parameters(const CsvTable& table, Diagnostics& findings) {
  std::vector<ParameterColumn> columns;
  for (const std::string& name : parameter_columns()) {
    if (table.find_column(name)) columns.push_back({name, CsvColumn(table, name, findings)});
  }
  return columns;
}

std::vector<ParameterColumn> find_standard_errors(const CsvTable& table, Diagnostics& findings) {
  std::vector<ParameterColumn> columns;
  for (const std::string_view name : kFittedParameters) {
    const std::string column = standard_error_column(name);
    if (!table.find_column(column)) continue;
    columns.push_back({std::string(name), CsvColumn(table, column, findings)});
  }
  return columns;
}

std::map<std::string, double> numbers_of(const std::vector<ParameterColumn>& columns,
                                         std::size_t row) {
  std::map<std::string, double> numbers;
  for (const ParameterColumn& parameter : columns) {
    const auto value = parameter.column.decimal(row);
    if (value) numbers.emplace(parameter.name, *value);
  }
  return numbers;
}

}  // namespace

std::vector<FacilityRecord> read_facilities(std::string_view bytes, const std::string& file,
                                            const RegionColumns& regions,
                                            const std::vector<std::string>& devices_of_items,
                                            Diagnostics& findings) {
  CsvSchema schema = facility_schema();
  for (const std::string& name : devices_of_items) {
    if (name != "devices") schema.optional.push_back(name);
  }
  const auto table = read_csv(bytes, file, schema, findings);
  if (!table) return {};
  std::vector<ParameterColumn> item_columns;
  for (const std::string& name : devices_of_items) {
    item_columns.push_back({name, CsvColumn(*table, name, findings)});
  }
  const auto column = [&](std::string_view name) {
    return CsvColumn(*table, std::string(name), findings);
  };
  const CsvColumn id = column("id"), name = column("name"), region = column(regions.sharing);
  const CsvColumn solver_region = column(regions.solver);
  const CsvColumn latitude = column("latitude"), longitude = column("longitude");
  const CsvColumn population = column("population"), hospitalized = column("hospitalized");
  const CsvColumn devices = column("devices"), turnaround = column("turnaround");
  const CsvColumn in_processing = column("in_processing");
  const CsvColumn lead_periods = column("lead_periods");
  const CsvColumn weight = column("weight"), reserve = column("reserve");
  const CsvColumn lending_limit = column("lending_limit");
  const CsvColumn staffed_beds = column("staffed_beds");
  const CsvColumn first_hospitalized = column(kDateFirstHospitalized);
  const CsvColumn mitigation = column(kMitigationDate);
  const std::vector<ParameterColumn> parameters = find_parameters(*table, findings);
  const std::vector<ParameterColumn> errors = find_standard_errors(*table, findings);

  std::vector<FacilityRecord> records(table->rows());
  for (std::size_t row = 0; row < records.size(); ++row) {
    FacilityRecord& record = records[row];
    record.line = table->line(row);
    record.id = id.required_text(row);
    record.name = name.text(row);
    record.region = region.text(row);
    record.solver_region = solver_region.text(row);
    record.latitude = latitude.decimal(row);
    record.longitude = longitude.decimal(row);
    record.population = population.decimal(row);
    record.hospitalized = hospitalized.decimal(row);
    record.devices = devices.whole(row);
    for (const auto& [column_name, column_of_item] : item_columns) {
      const auto count = column_of_item.whole(row);
      if (count) record.devices_of_items.emplace(column_name, *count);
    }
    record.turnaround = turnaround.whole(row);
    record.in_processing = in_processing.whole(row);
    record.lead_periods = lead_periods.whole(row);
    record.weight = weight.decimal(row);
    record.reserve = reserve.whole(row);
    record.lending_limit = lending_limit.whole(row);
    record.staffed_beds = staffed_beds.whole(row);
    record.date_first_hospitalized = first_hospitalized.date(row);
    record.mitigation_date = mitigation.date(row);
    record.epidemic = numbers_of(parameters, row);
    record.standard_errors = numbers_of(errors, row);
  }
  return records;
}

std::vector<CountRecord> read_counts(std::string_view bytes, const std::string& file,
                                     const std::string& quantity, Diagnostics& findings) {
  const auto table = read_csv(bytes, file, {{"facility", "period", quantity}, {}}, findings);
  if (!table) return {};
  const CsvColumn facility(*table, "facility", findings);
  const CsvColumn period(*table, "period", findings);
  const CsvColumn count(*table, quantity, findings);
  std::vector<CountRecord> records(table->rows());
  for (std::size_t row = 0; row < records.size(); ++row) {
    records[row] = {table->line(row), facility.required_text(row), period.required_text(row),
                    count.required_whole(row)};
  }
  return records;
}

std::vector<LaneRecord> read_lanes(std::string_view bytes, const std::string& file,
                                   Diagnostics& findings) {
  const auto table =
      read_csv(bytes, file, {{"origin", "destination", "periods"}, {"cost"}}, findings);
  if (!table) return {};
  const CsvColumn origin(*table, "origin", findings);
  const CsvColumn destination(*table, "destination", findings);
  const CsvColumn periods(*table, "periods", findings);
  const CsvColumn cost(*table, "cost", findings);
  std::vector<LaneRecord> records(table->rows());
  for (std::size_t row = 0; row < records.size(); ++row) {
    records[row] = {table->line(row), origin.required_text(row), destination.required_text(row),
                    periods.required_whole(row), cost.whole(row)};
  }
  return records;
}

std::vector<PartnerRecord> read_partners(std::string_view bytes, const std::string& file,
                                         Diagnostics& findings) {
  const auto table = read_csv(bytes, file, {{"origin", "destination", "factor"}, {}}, findings);
  if (!table) return {};
  const CsvColumn origin(*table, "origin", findings);
  const CsvColumn destination(*table, "destination", findings);
  const CsvColumn factor(*table, "factor", findings);
  std::vector<PartnerRecord> records(table->rows());
  for (std::size_t row = 0; row < records.size(); ++row) {
    records[row] = {table->line(row), origin.text(row), destination.text(row), factor.decimal(row)};
  }
  return records;
}

std::vector<OrderRecord> read_orders(std::string_view bytes, const std::string& file,
                                     Diagnostics& findings) {
  const auto table = read_csv(
      bytes, file, {{"action"}, {"origin", "destination", "first", "last", "devices", "item"}},
      findings);
  if (!table) return {};
  const CsvColumn action(*table, "action", findings);
  const CsvColumn origin(*table, "origin", findings);
  const CsvColumn destination(*table, "destination", findings);
  const CsvColumn first(*table, "first", findings);
  const CsvColumn last(*table, "last", findings);
  const CsvColumn devices(*table, "devices", findings);
  const CsvColumn item(*table, "item", findings);
  std::vector<OrderRecord> records(table->rows());
  for (std::size_t row = 0; row < records.size(); ++row) {
    records[row] = {table->line(row),   action.required_text(row),
                    origin.text(row),   destination.text(row),
                    first.text(row),    last.text(row),
                    devices.whole(row), item.text(row)};
  }
  return records;
}

std::vector<EdgeRecord> read_edges(std::string_view bytes, const std::string& file,
                                   Diagnostics& findings) {
  const auto table = read_csv(
      bytes, file, {{"origin", "destination", "mode", "hours"}, {"cost", "both_ways"}}, findings);
  if (!table) return {};
  const CsvColumn origin(*table, "origin", findings);
  const CsvColumn destination(*table, "destination", findings);
  const CsvColumn mode(*table, "mode", findings);
  const CsvColumn hours(*table, "hours", findings);
  const CsvColumn cost(*table, "cost", findings);
  const CsvColumn both_ways(*table, "both_ways", findings);
  std::vector<EdgeRecord> records(table->rows());
  for (std::size_t row = 0; row < records.size(); ++row) {
    records[row] = {
        table->line(row),        origin.required_text(row),        destination.required_text(row),
        mode.required_text(row), hours.decimal(row).value_or(0.0), cost.whole(row),
        both_ways.text(row)};
  }
  return records;
}

std::vector<PlaceRecord> read_places(std::string_view bytes, const std::string& file,
                                     Diagnostics& findings) {
  const auto table = read_csv(bytes, file, {{"id"}, {"latitude", "longitude", "name"}}, findings);
  if (!table) return {};
  const CsvColumn id(*table, "id", findings);
  const CsvColumn latitude(*table, "latitude", findings);
  const CsvColumn longitude(*table, "longitude", findings);
  std::vector<PlaceRecord> records(table->rows());
  for (std::size_t row = 0; row < records.size(); ++row) {
    records[row] = {table->line(row), id.required_text(row), latitude.decimal(row),
                    longitude.decimal(row)};
  }
  return records;
}

namespace {

/// "06:30" as minutes of the day; nothing for any other text.
std::optional<std::int64_t> minute_of_day(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) {
    return std::nullopt;
  }
  const auto number = [&](std::size_t at) { return 10 * (text[at] - '0') + (text[at + 1] - '0'); };
  if (number(0) > 23 || number(3) > 59) return std::nullopt;
  return 60 * number(0) + number(3);
}

std::vector<std::int64_t> minutes_of_day(const CsvTable& table, std::size_t row,
                                         const std::string& text, Diagnostics& findings) {
  std::vector<std::int64_t> minutes;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (const auto minute = minute_of_day(word)) {
      minutes.push_back(*minute);
    } else {
      findings.add({{table.file(), table.line(row), "departures"},
                    in_quotes(word),
                    "hours of the day with a blank between them, such as 06:00 18:30",
                    "correct it, or leave the cell empty where the mode leaves at any time"});
    }
  }
  return minutes;
}

}  // namespace

std::vector<ModeRecord> read_modes(std::string_view bytes, const std::string& file,
                                   Diagnostics& findings) {
  const auto table = read_csv(bytes, file, {{"mode"}, {"handling_hours", "departures"}}, findings);
  if (!table) return {};
  const CsvColumn mode(*table, "mode", findings);
  const CsvColumn handling(*table, "handling_hours", findings);
  const CsvColumn departures(*table, "departures", findings);
  std::vector<ModeRecord> records(table->rows());
  for (std::size_t row = 0; row < records.size(); ++row) {
    records[row] = {table->line(row), mode.required_text(row), handling.decimal(row),
                    minutes_of_day(*table, row, departures.text(row), findings)};
  }
  return records;
}

}  // namespace surgeflow::formats

// SPDX-License-Identifier: Apache-2.0
// CASE.toml, section by section.
#include <fmt/format.h>

#include <optional>

#include "model/parameter_bounds.hpp"
#include "surgeflow/core/calendar.hpp"
#include "synth/case_text.hpp"

namespace surgeflow::synth {
namespace {

/// A TOML basic string.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (code < 0x20 || code == 0x7F) {
      result += fmt::format("\\u{:04X}", code);
    } else {
      result += c;
    }
  }
  return result + '"';
}

/// A TOML float: a whole one keeps its point.
std::string decimal(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

/// Collects sections and keys.
class Sections {
 public:
  void begin(std::string_view name) {
    text_ += fmt::format("{}[{}]\n", text_.empty() ? "" : "\n", name);
  }
  /// A value that is TOML already.
  void add(std::string_view key, std::string_view value) {
    text_ += fmt::format("{} = {}\n", key, value);
  }
  void add_text(std::string_view key, std::string_view value) { add(key, quoted(value)); }
  void add_number(std::string_view key, double value) { add(key, decimal(value)); }
  void add_number(std::string_view key, std::int64_t value) { add(key, fmt::format("{}", value)); }
  void add_number(std::string_view key, const std::optional<double>& value) {
    if (value) add_number(key, *value);
  }
  void add_date(std::string_view key, const std::optional<Date>& value) {
    if (value) add(key, format_date(*value));
  }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

std::string schedule(const std::vector<ReductionStep>& steps) {
  if (steps.size() == 1 && steps.front().start_day == 0) return decimal(steps.front().value);
  std::string text;
  for (const ReductionStep& step : steps) {
    text +=
        fmt::format("{}[{}, {}]", text.empty() ? "" : ", ", step.start_day, decimal(step.value));
  }
  return "[" + text + "]";
}

std::string_view word(Rounding rounding) {
  switch (rounding) {
    case Rounding::ceil:
      return "ceil";
    case Rounding::cumulative:
      return "cumulative";
    case Rounding::nearest:
      return "nearest";
    case Rounding::none:
      break;
  }
  return "none";
}

std::string_view word(Movement movement) {
  switch (movement) {
    case Movement::units:
      return "units";
    case Movement::distance:
      return "distance";
    case Movement::cost:
      break;
  }
  return "cost";
}

std::string_view word(Method method) {
  switch (method) {
    case Method::automatic:
      return "auto";
    case Method::exact:
      return "exact";
    case Method::lagrangian:
      return "lagrangian";
  }
  return {};
}

std::string_view word(Scope scope) {
  switch (scope) {
    case Scope::all:
      return "all";
    case Scope::region:
      return "region";
    case Scope::none:
      break;
  }
  return "none";
}

void add_demand(Sections& toml, const CaseStatement& statement) {
  toml.begin("demand");
  toml.add_text("rounding", word(statement.rounding));
  if (statement.demand_model == DemandModel::file) {
    toml.add_text("model", "file");
    toml.add_text("file", kDemandFile);
    return;
  }
  toml.add_text("model", statement.demand_model == DemandModel::sir ? "sir" : "chime");
  const EpidemicParameters& epidemic = statement.epidemic;
  toml.add_number(kDoublingTime, epidemic.doubling_time_days);
  toml.add_date(kDateFirstHospitalized, epidemic.date_first_hospitalized);
  toml.add_date(kMitigationDate, epidemic.mitigation_date);
  toml.add(kContactReduction, schedule(epidemic.contact_reduction));
  for (const NumberParameter& parameter : kNumberParameters) {
    toml.add_number(parameter.name, epidemic.*parameter.member);
  }
}

void add_transit(Sections& toml, const CaseStatement& statement) {
  toml.begin("transit");
  if (statement.transit_model == TransitModel::geodesic) {
    toml.add_text("model", "geodesic");
    toml.add_number("km_per_period", statement.km_per_period);
  } else {
    toml.add_text("file", kLanesFile);
  }
  if (statement.max_periods) toml.add_number("max_periods", *statement.max_periods);
}

}  // namespace

std::string case_toml(const CaseStatement& statement) {
  Sections toml;
  toml.begin("case");
  toml.add_text("name", statement.name);
  toml.add_text("description", statement.description);
  toml.begin("horizon");
  toml.add_date("start", statement.start);
  toml.add_number("periods", statement.periods);
  toml.add_number("period_hours", statement.period_hours);
  toml.begin("facilities");
  toml.add_text("file", kFacilitiesFile);
  toml.add_number("devices_per_100k", statement.devices_per_100k);
  toml.begin("item");
  toml.add_text("name", statement.item_name);
  toml.add_number("turnaround", statement.turnaround);
  toml.add_number("in_processing", statement.in_processing);
  add_demand(toml, statement);
  if (!statement.arrivals.empty()) {
    toml.begin("arrivals");
    toml.add_text("file", kArrivalsFile);
  }
  add_transit(toml, statement);
  toml.begin("objective");
  toml.add_text("movement", word(statement.movement));
  toml.add_number("resolution_km", statement.distance_resolution_km);
  toml.add_number("fixed_km", statement.fixed_cost_km);
  toml.begin("sharing");
  toml.add_text("scope", word(statement.scope));
  toml.begin("solver");
  toml.add_text("method", word(statement.method));
  toml.add_number("gap", statement.gap);
  return std::move(toml).text();
}

}  // namespace surgeflow::synth

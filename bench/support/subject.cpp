// SPDX-License-Identifier: Apache-2.0
// Case -> demand, lanes -> instance, as the program does it.
#include "support/subject.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <regex>
#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "archive/checksum.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/formats/case_file.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/synth/synth.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::bench {
namespace {

constexpr std::int64_t kDays = 180;
constexpr std::uint64_t kSeed = 1;
constexpr std::string_view kByDistance = "-distance";

/// What "synthetic-N" or "synthetic-NxT" asks for.
std::optional<synth::Options> synthetic(const std::string& name) {
  static const std::regex pattern("synthetic-([0-9]{1,6})(?:x([0-9]{1,6}))?");
  std::smatch parts;
  if (!std::regex_match(name, parts, pattern)) return {};
  return synth::Options{.facilities = std::stoll(parts[1]),
                        .periods = parts[2].matched ? std::stoll(parts[2]) : kDays,
                        .seed = kSeed,
                        .regions = {}};
}

/// The SHA-256 of numbers, each as eight little-endian bytes. The largest instances have 17 GB of
/// them, which are never there at once.
class NumbersSha256 {
 public:
  void add(std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    for (int shift = 0; shift < 64; shift += 8) {
      buffer_[filled_++] = static_cast<std::byte>(bits >> shift);
    }
    if (filled_ == buffer_.size()) flush();
  }
  /// Call once.
  [[nodiscard]] std::string finish() {
    flush();
    return sha256_.finish();
  }

 private:
  void flush() {
    sha256_.update(std::span(buffer_).first(filled_));
    filled_ = 0;
  }

  archive::Sha256 sha256_;
  std::array<std::byte, std::size_t{1} << 16U> buffer_{};  // a multiple of eight
  std::size_t filled_ = 0;
};

std::string checksum(const Instance& instance) {
  NumbersSha256 numbers;
  numbers.add(instance.facilities());
  numbers.add(instance.periods());
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    numbers.add(instance.devices(i));
    numbers.add(instance.turnaround_periods(i));
    numbers.add(instance.in_processing_periods(i));
    for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
      numbers.add(instance.lanes().transit_periods(i, j));
      numbers.add(instance.lanes().cost(i, j));
    }
  }
  for (const Count demand : instance.demand().values()) numbers.add(demand);
  for (const Count arrivals : instance.arrivals().values()) numbers.add(arrivals);
  return numbers.finish();
}

/// A file as it is, by the name of its case where it has none of its own.
Subject read_subject(const std::string& name, const std::filesystem::path& file) {
  CaseStatement statement = formats::read_case(file).statement;
  std::string own_name = name.empty() ? statement.name : name;
  return {std::move(own_name), std::move(statement), file};
}

/// What the name without its suffix stands for, named with it and no longer the file's case.
Subject changed(const std::string& name, std::string_view suffix) {
  Subject subject = state_subject(name.substr(0, name.size() - suffix.size()));
  subject.name += suffix;
  subject.file.reset();
  return subject;
}

/// Periods of so many hours over the same days; what is stated in periods lasts as long as before.
void shorten_periods(Subject& subject, std::int64_t hours) {
  CaseStatement& statement = subject.statement;
  if (hours < 1 || statement.period_hours % hours != 0) {
    throw std::invalid_argument(fmt::format("{}: {} hours do not divide periods of {} hours",
                                            subject.name, hours, statement.period_hours));
  }
  if (statement.demand_model == DemandModel::file || !statement.arrivals.empty() ||
      statement.transit_model == TransitModel::table) {
    throw std::invalid_argument(
        fmt::format("{}: demand, arrivals or lanes are tables by period, which can not be divided; "
                    "write a case of its own for other periods",
                    subject.name));
  }
  const std::int64_t parts = statement.period_hours / hours;
  statement.period_hours = hours;
  statement.periods *= parts;
  statement.turnaround *= parts;
  statement.in_processing *= parts;
  for (FacilityRecord& record : statement.facilities) {
    if (record.turnaround) *record.turnaround *= parts;
    if (record.in_processing) *record.in_processing *= parts;
  }
  statement.km_per_period /= static_cast<double>(parts);
  if (statement.max_periods) *statement.max_periods *= parts;
}

}  // namespace

Subject state_subject(const std::string& name) {
  static const std::regex shorter("(.+)-([0-9]{1,2})h");
  const std::filesystem::path colorado =
      std::filesystem::path(SURGEFLOW_SOURCE_DIR) / "datasets" / "colorado";
  if (const auto options = synthetic(name)) return {name, synth::make_case(*options), {}};
  if (name == "colorado-34") return read_subject(name, colorado / "sharing.toml");
  if (name == "colorado-64") return read_subject(name, colorado / "counties-64.toml");
  if (name.ends_with(".toml")) return read_subject({}, name);
  if (name.ends_with(kByDistance)) {
    Subject subject = changed(name, kByDistance);
    subject.statement.movement = Movement::distance;
    return subject;
  }
  if (std::smatch parts; std::regex_match(name, parts, shorter)) {
    Subject subject = changed(name, "-" + parts[2].str() + "h");
    shorten_periods(subject, std::stoll(parts[2]));
    return subject;
  }
  throw std::invalid_argument(
      fmt::format("unknown instance '{}'; known: colorado-34, colorado-64, synthetic-N, "
                  "synthetic-NxT (facilities, periods), a file FILE.toml, or one of them with {}, "
                  "or with -12h for periods of 12 hours",
                  name, kByDistance));
}

Instance make_instance(const CaseStatement& statement) {
  const Case checked = check_case(statement);
  return Instance({.devices = checked.devices,
                   .turnaround_periods = checked.turnaround_periods,
                   .in_processing_periods = checked.in_processing_periods,
                   .demand = epidemic::whole_patients(checked, epidemic::forecast_demand(checked)),
                   .arrivals = checked.arrivals,
                   .lanes = transit::make_lane_table(checked.facilities, checked.transit)});
}

nlohmann::ordered_json describe(const Instance& instance) {
  return {{"sha256", checksum(instance)},
          {"facilities", instance.facilities()},
          {"periods", instance.periods()},
          {"lanes", instance.lanes().lanes()},
          {"ship_arcs", instance.lanes().ship_arcs(instance.periods())},
          {"patients", instance.total_demand()},
          {"devices", instance.total_supply()}};
}

}  // namespace surgeflow::bench

// SPDX-License-Identifier: Apache-2.0
// Case -> demand, lanes -> instance, as the program does it.
#include "subject.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <regex>
#include <stdexcept>
#include <string_view>

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

Instance make_instance(const CaseStatement& statement) {
  const Case checked = check_case(statement);
  return Instance({.devices = checked.devices,
                   .turnaround_periods = checked.turnaround_periods,
                   .in_processing_periods = checked.in_processing_periods,
                   .demand = epidemic::whole_patients(checked, epidemic::forecast_demand(checked)),
                   .arrivals = checked.arrivals,
                   .lanes = transit::make_lane_table(checked.facilities, checked.transit)});
}

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

CaseStatement state(const std::string& name) {
  const std::filesystem::path colorado =
      std::filesystem::path(SURGEFLOW_SOURCE_DIR) / "datasets" / "colorado";
  if (const auto options = synthetic(name)) return synth::make_case(*options);
  if (name == "colorado-34") return formats::read_case(colorado / "sharing.toml").statement;
  if (name == "colorado-64") return formats::read_case(colorado / "counties-64.toml").statement;
  if (name.ends_with(".toml")) return formats::read_case(name).statement;
  if (name.ends_with(kByDistance)) {
    CaseStatement statement = state(name.substr(0, name.size() - kByDistance.size()));
    statement.movement = Movement::distance;
    return statement;
  }
  throw std::invalid_argument(
      fmt::format("unknown instance '{}'; known: colorado-34, colorado-64, synthetic-N, "
                  "synthetic-NxT (facilities, periods), a file FILE.toml, or one of them with {}",
                  name, kByDistance));
}

/// Numbers as little-endian bytes, with their type's width.
class Bytes {
 public:
  void add(std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    for (int shift = 0; shift < 64; shift += 8) {
      text_.push_back(static_cast<char>(static_cast<unsigned char>(bits >> shift)));
    }
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace

Instance load_subject(const std::string& name) { return make_instance(state(name)); }

std::string checksum(const Instance& instance) {
  Bytes bytes;
  bytes.add(instance.facilities());
  bytes.add(instance.periods());
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    bytes.add(instance.devices(i));
    bytes.add(instance.turnaround_periods(i));
    bytes.add(instance.in_processing_periods(i));
    for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
      bytes.add(instance.lanes().transit_periods(i, j));
      bytes.add(instance.lanes().cost(i, j));
    }
  }
  for (const Count demand : instance.demand().values()) bytes.add(demand);
  for (const Count arrivals : instance.arrivals().values()) bytes.add(arrivals);
  return formats::sha256_hex(bytes.text());
}

}  // namespace surgeflow::bench

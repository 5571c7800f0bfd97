// SPDX-License-Identifier: Apache-2.0
// A small valid case as files: two facilities, five days, demand, arrivals and lanes from tables.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "support/temporary_folder.hpp"

namespace surgeflow::testing {

inline constexpr std::string_view kCaseToml = R"([case]
name = "two facilities"

[horizon]
start = 2020-03-31
periods = 5

[facilities]
file = "facilities.csv"

[item]
turnaround = 2

[demand]
file = "demand.csv"

[arrivals]
file = "arrivals.csv"

[transit]
file = "transit.csv"
)";

inline constexpr std::string_view kFacilitiesCsv =
    "id,name,latitude,longitude,region,population,hospitalized,devices\n"
    "08031,Denver,39.7619,-104.8811,north,727211,92.5,12\n"
    "08041,El Paso,38.8274,-104.5275,south,720403,49.1,3\n";

inline constexpr std::string_view kDemandCsv =
    "facility,period,patients\n08031,0,4\n08031,2020-04-01,5\n08041,4,6\n";

inline constexpr std::string_view kArrivalsCsv = "facility,period,devices\n08041,2,10\n";

inline constexpr std::string_view kTransitCsv =
    "origin,destination,periods,cost\n08031,08041,1,70\n08041,08031,2,90\n";

/// The files in a folder of their own. A test replaces what it is about.
class CaseFolder {
 public:
  CaseFolder() {
    folder_.write("case.toml", kCaseToml);
    folder_.write("facilities.csv", kFacilitiesCsv);
    folder_.write("demand.csv", kDemandCsv);
    folder_.write("arrivals.csv", kArrivalsCsv);
    folder_.write("transit.csv", kTransitCsv);
  }

  [[nodiscard]] std::filesystem::path toml() const { return folder_ / "case.toml"; }
  [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }

  void write(std::string_view name, std::string_view bytes) const { folder_.write(name, bytes); }

  /// Writes case.toml with the one place that reads `before` changed to `after`.
  void change_toml(std::string_view before, std::string_view after) const {
    std::string text(kCaseToml);
    const std::size_t at = text.find(before);
    if (at == std::string::npos) throw std::logic_error("not in the case: " + std::string(before));
    folder_.write("case.toml", text.replace(at, before.size(), after));
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace surgeflow::testing

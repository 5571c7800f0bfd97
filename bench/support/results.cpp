// SPDX-License-Identifier: Apache-2.0
// Writes beside the place and renames.
#include "support/results.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <utility>

#include "surgeflow/core/error.hpp"

namespace surgeflow::bench {

using nlohmann::ordered_json;

namespace {

void write(const std::string& path, const ordered_json& results) {
  const std::string unfinished = path + ".part";
  {
    std::ofstream file(unfinished);
    file << results.dump(1) << "\n";
    if (!file.flush()) throw SystemError(fmt::format("can not write {}; is there room?", path));
  }
  std::filesystem::rename(unfinished, path);
}

}  // namespace

nlohmann::ordered_json describe_conditions(std::string_view benchmark, const BuildFacts& build) {
  return {{"benchmark", benchmark},        {"started", utc_now()},
          {"commit", build.commit},        {"build_type", build.build_type},
          {"compiler", build.compiler},    {"flags", build.flags},
          {"machine", describe_machine()}, {"load_average_before", load_average()}};
}

ordered_json collect_results(ordered_json results, const std::vector<std::string>& instances,
                             const std::function<Measurement(const std::string&)>& measure,
                             const std::string& path, LogSink& log) {
  results["instances"] = ordered_json::array();
  std::size_t errors = 0;
  for (const std::string& instance : instances) {
    Measurement measurement = measure(instance);
    for (const std::string& error : measurement.errors) {
      log.message(LogLevel::warning, "error: " + error);
    }
    errors += measurement.errors.size();
    results["instances"].push_back(std::move(measurement.record));
    results["load_average_after"] = load_average();
    results["errors"] = errors;
    if (!path.empty()) write(path, results);
  }
  return results;
}

}  // namespace surgeflow::bench

// SPDX-License-Identifier: Apache-2.0
// Versions in words and as JSON.
#include "app/version.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "comm/communicator.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::app {

std::map<std::string, std::string> versions() {
  return {{"surgeflow", std::string(build_info().version)},
          {"compiler", std::string(build_info().compiler)},
          {"HDF5", archive::library_version()},
          {"MPI", comm::library_version()},
          {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100,
                              FMT_VERSION % 100)}};
}

std::string version_text() {
  const BuildInfo build = build_info();
  std::string text = fmt::format("surgeflow {}\n", build.version);
  const auto line = [&](std::string_view name, std::string_view value) {
    text += fmt::format("  {:<12}{}\n", name, value);
  };
  line("commit", build.commit);
  line("build type", build.build_type);
  line("flags", build.flags);
  for (const auto& [name, version] : versions()) {
    if (name != "surgeflow") line(name, version);
  }
  return text;
}

std::string version_json() {
  const BuildInfo build = build_info();
  nlohmann::ordered_json json;
  json["version"] = build.version;
  json["commit"] = build.commit;
  json["build_type"] = build.build_type;
  json["flags"] = build.flags;
  for (const auto& [name, version] : versions()) {
    if (name != "surgeflow") json["built_with"][name] = version;
  }
  return json.dump(2) + "\n";
}

}  // namespace surgeflow::app

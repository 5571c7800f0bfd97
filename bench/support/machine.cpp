// SPDX-License-Identifier: Apache-2.0
// Reads /proc and what CMake wrote down.
#include "support/machine.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <thread>

#include "build_facts.hpp"
#include "commit.hpp"

namespace surgeflow::bench {
namespace {

std::string processor_model() {
  std::ifstream file("/proc/cpuinfo");
  std::string line;
  while (std::getline(file, line)) {
    const auto colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

std::string system_name() {
  utsname names{};
  if (uname(&names) != 0) return "unknown";
  return fmt::format("{} {} {}", names.sysname, names.release, names.machine);
}

}  // namespace

BuildFacts build_facts() {
  return {
      .commit = kCommit, .build_type = kBuildType, .compiler = kCompiler, .flags = kCompilerFlags};
}

std::string unfit_for_measuring(const BuildFacts& facts) {
  if (facts.build_type != "Release") {
    return fmt::format("this is a {} build; configure with -DCMAKE_BUILD_TYPE=Release",
                       facts.build_type.empty() ? "nameless" : facts.build_type);
  }
#ifndef NDEBUG
  return "assertions are on; configure without changes to CMAKE_CXX_FLAGS_RELEASE";
#else
  return {};
#endif
}

nlohmann::ordered_json describe_machine() {
  return {{"processor", processor_model()},
          {"cores", std::thread::hardware_concurrency()},
          {"memory_bytes", std::int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGESIZE)},
          {"system", system_name()}};
}

double load_average() {
  double last_minute = 0.0;
  return getloadavg(&last_minute, 1) == 1 ? last_minute : -1.0;
}

std::string utc_now() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

}  // namespace surgeflow::bench

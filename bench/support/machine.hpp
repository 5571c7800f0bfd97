// SPDX-License-Identifier: Apache-2.0
// What a measurement ran on, and what was built.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace surgeflow::bench {

struct BuildFacts {
  std::string commit;  ///< of the sources when they were compiled; "-dirty" where they had changes
  std::string build_type;
  std::string compiler;
  std::string flags;
};

[[nodiscard]] BuildFacts build_facts();

/// Why figures of this build would mislead; empty for a release build.
[[nodiscard]] std::string unfit_for_measuring(const BuildFacts& facts);

/// Processor, cores, memory, system.
[[nodiscard]] nlohmann::ordered_json describe_machine();

/// Processes that ran or waited on average over the last minute.
[[nodiscard]] double load_average();

/// Now, as 2020-03-31T12:00:00Z.
[[nodiscard]] std::string utc_now();

}  // namespace surgeflow::bench

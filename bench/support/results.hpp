// SPDX-License-Identifier: Apache-2.0
// The file of results that a campaign leaves.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/machine.hpp"
#include "surgeflow/core/log_sink.hpp"

namespace surgeflow::bench {

/// What every figure below it depends on: build, machine, load, moment.
[[nodiscard]] nlohmann::ordered_json describe_conditions(std::string_view benchmark,
                                                         const BuildFacts& build);

/// What was measured on one instance, and what must not be, such as an answer without a proof.
struct Measurement {
  nlohmann::ordered_json record;
  std::vector<std::string> errors;
};

/// Measures one instance after the other and adds the records, the number of errors and the load
/// afterwards to `results`. Errors go to `log`. A file named `path`, empty for none, is written
/// anew after each instance, so that a campaign that is stopped leaves what it has; it appears
/// whole or not at all. Throws SystemError where it can not be written.
[[nodiscard]] nlohmann::ordered_json collect_results(
    nlohmann::ordered_json results, const std::vector<std::string>& instances,
    const std::function<Measurement(const std::string&)>& measure, const std::string& path,
    LogSink& log);

}  // namespace surgeflow::bench

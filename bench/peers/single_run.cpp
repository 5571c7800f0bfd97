// SPDX-License-Identifier: Apache-2.0
// Measures one method.
#include "single_run.hpp"

#include <exception>
#include <nlohmann/json.hpp>

#include "method.hpp"
#include "support/peak_memory.hpp"
#include "support/processor_time.hpp"
#include "support/standard_output.hpp"
#include "support/subject.hpp"
#include "surgeflow/core/timer.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

constexpr const char* kTinySubject = "synthetic-6x20";

void warm_up(const MethodEntry& entry) {
  const Instance tiny = make_instance(state_subject(kTinySubject).statement);
  const auto method = entry.make();
  method->build(tiny);
  method->solve();
  (void)method->answer();
}

void add_certificate(const Method& method, ordered_json& outcome) {
  const auto certificate = method.certificate();
  if (!certificate) return;
  outcome["certified"] = certificate->optimal;
  outcome["arcs_checked"] = certificate->arcs_checked;
}

ordered_json measure(const MethodEntry& entry, const Instance& instance) {
  const auto method = entry.make();
  const PeakMemory memory;
  const Stopwatch build;
  method->build(instance);
  const double build_seconds = build.seconds();
  const double processor_before = processor_seconds();
  const Stopwatch solve;
  method->solve();
  const double solve_seconds = solve.seconds();
  const double solve_processor_seconds = processor_seconds() - processor_before;
  const std::int64_t peak = memory.bytes();
  const PlanValue value = method->answer();
  ordered_json outcome = {{"build_seconds", build_seconds},
                          {"solve_seconds", solve_seconds},
                          {"solve_processor_seconds", solve_processor_seconds},
                          {"memory_bytes", peak},
                          {"treated", value.treated},
                          {"movement", value.movement}};
  add_certificate(*method, outcome);
  return outcome;
}

}  // namespace

int run_single(const std::string& subject, const std::string& method_name) {
  const ResultLines results;
  try {
    const MethodEntry& entry = method(method_name);
    const Subject stated = state_subject(subject);
    const Instance instance = make_instance(stated.statement);
    warm_up(entry);
    ordered_json loaded = {{"name", stated.name}};
    loaded.update(describe(instance));
    loaded["resident_bytes"] = resident_bytes();
    results.write(loaded);
    results.write(measure(entry, instance));
    return 0;
  } catch (const NotApplicable& reason) {
    results.write({{"not_applicable", reason.what()}});
    return 0;
  } catch (const std::exception& failure) {
    results.write({{"failure", failure.what()}});
    return 1;
  }
}

}  // namespace surgeflow::bench

// SPDX-License-Identifier: Apache-2.0
// Measures one method.
#include "single_run.hpp"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <exception>
#include <nlohmann/json.hpp>

#include "method.hpp"
#include "peak_memory.hpp"
#include "subject.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/core/timer.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

constexpr const char* kTinySubject = "synthetic-6x20";

/// The standard output, kept from what libraries may print there.
class ResultLines {
 public:
  ResultLines() : descriptor_(dup(STDOUT_FILENO)) {
    const int nowhere = open("/dev/null", O_WRONLY);
    if (descriptor_ < 0 || nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0) {
      throw SystemError("the standard output can not be turned to /dev/null");
    }
    close(nowhere);
  }
  void write(const ordered_json& result) const {
    const std::string line = result.dump() + "\n";
    if (::write(descriptor_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
      throw SystemError("write of a result to the standard output failed");
    }
  }

 private:
  int descriptor_;
};

/// Processor time of this process: more than the wall clock where a library uses threads, less
/// where other processes had the processor.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

ordered_json describe(const Instance& instance) {
  return {{"sha256", checksum(instance)},
          {"facilities", instance.facilities()},
          {"periods", instance.periods()},
          {"lanes", instance.lanes().lanes()},
          {"ship_arcs", instance.lanes().ship_arcs(instance.periods())},
          {"patients", instance.total_demand()},
          {"devices", instance.total_supply()}};
}

void warm_up(const MethodEntry& entry) {
  const Instance tiny = load_subject(kTinySubject);
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
    const Instance instance = load_subject(subject);
    warm_up(entry);
    ordered_json loaded = describe(instance);
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

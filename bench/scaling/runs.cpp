// SPDX-License-Identifier: Apache-2.0
// Loads the case as the program does, solves it with a clock and a journal, and tells what it took.
#include "runs.hpp"

#include <cstdint>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "archive/checksum.hpp"
#include "comm/communicator.hpp"
#include "comm/session.hpp"
#include "critical_path.hpp"
#include "lagrangian/lagrangian.hpp"
#include "lagrangian/spread_lanes.hpp"
#include "support/peak_memory.hpp"
#include "support/processor_time.hpp"
#include "support/standard_output.hpp"
#include "support/subject.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

constexpr const char* kTinySubject = "synthetic-6x20";

/// What the root alone knows.
struct Loaded {
  Case planning_case;
  Instance instance;
};

Loaded load(const std::filesystem::path& case_file, const std::string& regions) {
  std::vector<std::string> settings = {"solver.method=lagrangian"};
  if (!regions.empty()) settings.push_back("solver.regions=" + regions);
  const CaseStatement statement = formats::read_case(case_file, settings).statement;
  return {check_case(statement), make_instance(statement)};
}

lagrangian::Problem problem_of(const Loaded& loaded) {
  return {.instance = &loaded.instance,
          .region_of_facility = loaded.planning_case.region_of_facility,
          .regions = loaded.planning_case.regions,
          .places = lagrangian::places_of(loaded.planning_case.facilities)};
}

/// The root's lanes, each rank its own. Collective.
LaneTable dealt_lanes(const Instance* instance, const comm::Communicator& ranks) {
  return lagrangian::deal_lanes(instance == nullptr ? nullptr : &instance->lanes(), ranks);
}

/// So that no code is loaded and no memory first touched while the clock runs.
void warm_up(const comm::Communicator& ranks) {
  const Instance tiny = make_instance(state_subject(kTinySubject).statement);
  const Instance* const instance = ranks.is_root() ? &tiny : nullptr;
  const LaneTable own = dealt_lanes(instance, ranks);
  const lagrangian::Problem problem{.lanes = &own, .instance = instance, .regions = 2};
  (void)lagrangian::solve_by_regions(problem, {}, ranks);
}

std::string plan_sha256(const Plan& plan) {
  std::vector<std::int64_t> numbers(plan.treated.values().begin(), plan.treated.values().end());
  for (const Shipment& shipment : plan.shipments) {
    numbers.insert(numbers.end(), {shipment.depart.value(), shipment.origin.value(),
                                   shipment.destination.value(), shipment.quantity});
  }
  return archive::content_sha256(std::span<const std::int64_t>(numbers), {numbers.size()});
}

ordered_json answer_of(const Instance& instance, const SolveResult& result) {
  const CertificateReport report = check_certificate(instance, result.plan, result.potentials);
  return {{"treated", result.value.treated},
          {"movement", result.value.movement},
          {"plan_sha256", plan_sha256(result.plan)},
          {"certified", report.optimal && report.value == result.value}};
}

ordered_json record_of(const StepRecord& step) {
  const StepRecord::Measured& measured = step.measured;
  return {{"step", step.step},
          {"partition", step.partition},
          {"blocks", step.blocks},
          {"bound_treated", step.bound_treated},
          {"treated", step.treated},
          {"gap", step.gap},
          {"measured",
           {{"seconds", measured.seconds},
            {"slowest_block_seconds", measured.slowest_block_seconds},
            {"mean_block_seconds", measured.mean_block_seconds},
            {"bytes_sent", measured.bytes_sent}}}};
}

/// Collective: the journals of all ranks, joined on each.
RunJournal gather_journals(const comm::Journal& own, const comm::Communicator& ranks) {
  const auto counts = ranks.gather_value(static_cast<std::int64_t>(own.legs.size()));
  const auto all = ranks.gather_all(std::span<const comm::Leg>(own.legs));
  std::vector<comm::Journal> of_ranks;
  auto next = all.begin();
  for (const std::int64_t count : counts) {
    of_ranks.push_back({.legs = {next, next + count}, .stretches = own.stretches});
    next += count;
  }
  return join_journals(of_ranks);
}

/// Bytes of the lane rows that this rank holds, both directions. Collective.
std::int64_t lane_bytes(const LaneTable& own, const comm::Communicator& ranks) {
  const LaneTable incoming = lagrangian::incoming_lanes(own, ranks);
  return static_cast<std::int64_t>(own.rows().size() + incoming.rows().size());
}

void measure_by_regions(comm::Communicator& ranks, const std::filesystem::path& case_file,
                        const std::string& regions, const ResultLines& results) {
  std::optional<Loaded> loaded;
  ranks.all_or_none([&] {
    if (ranks.is_root()) loaded.emplace(load(case_file, regions));
  });
  const Instance* const instance = loaded ? &loaded->instance : nullptr;
  const LaneTable own = dealt_lanes(instance, ranks);
  lagrangian::Problem problem = loaded ? problem_of(*loaded) : lagrangian::Problem{};
  problem.lanes = &own;
  warm_up(ranks);
  const std::vector<std::int64_t> lanes = ranks.gather_value(lane_bytes(own, ranks));
  const std::vector<std::int64_t> resident = ranks.gather_value(resident_bytes());

  comm::Journal journal;
  const PeakMemory memory;
  ranks.barrier();
  ranks.keep_journal(&journal);
  const Stopwatch watch;
  const SolveResult result = lagrangian::solve_by_regions(problem, {}, ranks);
  const double seconds = watch.seconds();
  ranks.keep_journal(nullptr);

  const std::vector<std::int64_t> peaks = ranks.gather_value(memory.bytes());
  const RunJournal joined = gather_journals(journal, ranks);
  if (instance == nullptr) return;
  auto steps = ordered_json::array();
  for (const StepRecord& step : result.steps) steps.push_back(record_of(step));
  results.write({{"seconds", seconds},
                 {"steps", steps},
                 {"loaded_bytes", resident},
                 {"memory_bytes", peaks},
                 {"lane_bytes", lanes}});
  results.write({{"journal", joined}});
  results.write({{"answer", answer_of(*instance, result)}});
}

/// How this rank's part ended; the reason goes to the results, from whichever rank has it.
comm::Outcome outcome_of(const std::filesystem::path& case_file, const std::string& regions,
                         const ResultLines& results) {
  try {
    comm::Communicator ranks = comm::Communicator::world();
    measure_by_regions(ranks, case_file, regions, results);
    return {};
  } catch (const comm::OtherRankFailed&) {
    return {comm::End::echo, 1};
  } catch (const std::exception& failure) {
    results.write({{"failure", failure.what()}});
    return {comm::End::failed, 1};
  }
}

}  // namespace

int run_rank(int argc, char** argv, const std::filesystem::path& case_file,
             const std::string& regions) {
  const comm::Session session(argc, argv);
  const ResultLines results;
  const comm::Verdict verdict = session.agree_on_exit(outcome_of(case_file, regions, results));
  if (verdict.alone) session.abort(verdict.code);
  return verdict.code;
}

int run_undecomposed(const std::filesystem::path& case_file) {
  const ResultLines results;
  try {
    const Instance instance = make_instance(formats::read_case(case_file).statement);
    (void)solve(make_instance(state_subject(kTinySubject).statement));
    const PeakMemory memory;
    const double processor_before = processor_seconds();
    const Stopwatch watch;
    const SolveResult result = solve(instance);
    const double seconds = watch.seconds();
    results.write({{"seconds", seconds},
                   {"processor_seconds", processor_seconds() - processor_before},
                   {"memory_bytes", memory.bytes()}});
    results.write({{"answer", answer_of(instance, result)}});
    return 0;
  } catch (const std::exception& failure) {
    results.write({{"failure", failure.what()}});
    return 1;
  }
}

}  // namespace surgeflow::bench

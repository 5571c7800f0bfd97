// SPDX-License-Identifier: Apache-2.0
// What a run would take on as many cores as it has ranks, from what its ranks computed.
//
// A journal (comm/journal.hpp) divides the run of each rank into legs, which end with the same
// communications everywhere. No communication is over before the slowest rank has come to it, so
//   time = sum over legs of (largest processor time of any rank + time of the communication).
// That is exact where every communication waits for all ranks, and too long where one does not: a
// broadcast's receivers need not wait for each other, nor partners in an exchange for third ranks.
//
// The network takes a latency for each message and a time for each byte, on p ranks:
//   barrier, reduction, broadcast   ceil(log2 p) rounds of (latency + bytes / bandwidth)
//   gathering                       ceil(log2 p) latencies + all bytes / bandwidth
//   exchange                        a latency for each message + bytes / bandwidth
// with the bytes and messages of the rank that has most. It knows no congestion, and no rank shares
// caches or memory with another, but for what cores did share while the processor time was taken.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "comm/journal.hpp"

namespace surgeflow::bench {

struct Network {
  double latency_seconds = 2e-6;
  double bytes_per_second = 10e9;
};

/// The journals of all ranks of one run.
struct RunJournal {
  std::vector<comm::Stretch> stretches;
  /// Their communications, with the most messages and bytes of any rank.
  std::vector<comm::Leg> legs;
  std::vector<std::vector<double>> processor_seconds;  ///< [rank][leg]
};

/// Joins journals by rank. Throws std::logic_error where legs do not belong together.
[[nodiscard]] RunJournal join_journals(const std::vector<comm::Journal>& of_ranks);

/// Two runs of the same work: each leg of each rank with the smaller time, since whatever disturbs
/// one only adds. Throws std::logic_error where the runs differ in more than time.
[[nodiscard]] RunJournal least_of(RunJournal first, const RunJournal& second);

/// A stretch of a run.
struct StretchSeconds {
  std::string name;
  double slowest = 0.0;  ///< of each leg the slowest rank's processor time
  double mean = 0.0;     ///< the same of all ranks on average: what perfect balance would take
  double network = 0.0;
};

[[nodiscard]] std::vector<StretchSeconds> critical_path(const RunJournal& journal,
                                                        const Network& network);

void to_json(nlohmann::ordered_json& json, const RunJournal& journal);
void from_json(const nlohmann::ordered_json& json, RunJournal& journal);

}  // namespace surgeflow::bench

// SPDX-License-Identifier: Apache-2.0
// Joins legs and adds them up.
#include "critical_path.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace surgeflow::bench {
namespace {

using comm::Leg;
using comm::Pattern;

void require(bool belong_together) {
  if (!belong_together) {
    throw std::logic_error("journals of one run must have the same communications on all ranks");
  }
}

double communication_seconds(const Leg& leg, std::size_t ranks, const Network& network) {
  if (ranks < 2) return 0.0;
  const auto rounds = static_cast<double>(std::bit_width(ranks - 1));
  const double transfer = static_cast<double>(leg.bytes) / network.bytes_per_second;
  switch (leg.pattern) {
    case Pattern::barrier:
    case Pattern::reduction:
    case Pattern::broadcast:
      return rounds * (network.latency_seconds + transfer);
    case Pattern::gathering:
      return rounds * network.latency_seconds + transfer;
    case Pattern::exchange:
      break;
  }
  return leg.messages * network.latency_seconds + transfer;
}

}  // namespace

RunJournal join_journals(const std::vector<comm::Journal>& of_ranks) {
  RunJournal run{.stretches = of_ranks.front().stretches,
                 .legs = of_ranks.front().legs,
                 .processor_seconds = {}};
  for (const comm::Journal& journal : of_ranks) {
    require(journal.legs.size() == run.legs.size());
    std::vector<double>& seconds = run.processor_seconds.emplace_back();
    for (std::size_t n = 0; n < run.legs.size(); ++n) {
      Leg& most = run.legs[n];
      const Leg& leg = journal.legs[n];
      require(leg.pattern == most.pattern);
      most.messages = std::max(most.messages, leg.messages);
      most.bytes = std::max(most.bytes, leg.bytes);
      seconds.push_back(leg.processor_seconds);
    }
  }
  return run;
}

RunJournal least_of(RunJournal first, const RunJournal& second) {
  require(first.processor_seconds.size() == second.processor_seconds.size());
  for (std::size_t rank = 0; rank < first.processor_seconds.size(); ++rank) {
    std::vector<double>& seconds = first.processor_seconds[rank];
    require(seconds.size() == second.processor_seconds[rank].size());
    std::ranges::transform(seconds, second.processor_seconds[rank], seconds.begin(),
                           [](double a, double b) { return std::min(a, b); });
  }
  return first;
}

std::vector<StretchSeconds> critical_path(const RunJournal& journal, const Network& network) {
  const std::size_t ranks = journal.processor_seconds.size();
  std::vector<StretchSeconds> path;
  std::size_t n = 0;
  for (const comm::Stretch& stretch : journal.stretches) {
    StretchSeconds& seconds = path.emplace_back();
    seconds.name = stretch.name;
    for (; n < stretch.end; ++n) {
      double slowest = 0.0;
      for (const std::vector<double>& of_rank : journal.processor_seconds) {
        slowest = std::max(slowest, of_rank[n]);
        seconds.mean += of_rank[n] / static_cast<double>(ranks);
      }
      seconds.slowest += slowest;
      seconds.network += communication_seconds(journal.legs[n], ranks, network);
    }
  }
  return path;
}

void to_json(nlohmann::ordered_json& json, const RunJournal& journal) {
  auto stretches = nlohmann::ordered_json::array();
  for (const comm::Stretch& stretch : journal.stretches) {
    stretches.push_back({stretch.name, stretch.end});
  }
  auto legs = nlohmann::ordered_json::array();
  for (const Leg& leg : journal.legs) {
    legs.push_back({static_cast<std::int32_t>(leg.pattern), leg.messages, leg.bytes});
  }
  json = {
      {"stretches", stretches}, {"legs", legs}, {"processor_seconds", journal.processor_seconds}};
}

void from_json(const nlohmann::ordered_json& json, RunJournal& journal) {
  for (const auto& stretch : json.at("stretches")) {
    journal.stretches.push_back({stretch[0].get<std::string>(), stretch[1].get<std::size_t>()});
  }
  for (const auto& leg : json.at("legs")) {
    journal.legs.push_back({.processor_seconds = 0.0,
                            .pattern = static_cast<Pattern>(leg[0].get<std::int32_t>()),
                            .messages = leg[1].get<std::int32_t>(),
                            .bytes = leg[2].get<std::int64_t>()});
  }
  json.at("processor_seconds").get_to(journal.processor_seconds);
}

}  // namespace surgeflow::bench

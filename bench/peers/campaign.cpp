// SPDX-License-Identifier: Apache-2.0
// Rounds of runs, and the comparison of their answers.
#include "campaign.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "series.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

/// The facts of the instance, equal in every child.
void check_subject(const std::string& subject, const Series& series, const ordered_json& facts,
                   std::vector<std::string>& errors) {
  if (series.subject().is_null() || series.subject().value("sha256", "") == facts["sha256"]) return;
  errors.push_back(fmt::format("{}, {}: the instance was loaded with another checksum", subject,
                               series.method().name));
}

void check_answers(const std::string& subject, const Series& series, const ordered_json& answer,
                   std::vector<std::string>& errors) {
  for (const ordered_json& run : series.runs()) {
    if (run["treated"] != answer["treated"] || run["movement"] != answer["movement"]) {
      errors.push_back(fmt::format("{}, {}: treated {}, movement {}; ours: {}, {}", subject,
                                   series.method().name, run["treated"].dump(),
                                   run["movement"].dump(), answer["treated"].dump(),
                                   answer["movement"].dump()));
    }
    if (!run.value("certified", true)) {
      errors.push_back(fmt::format("{}, {}: the certificate does not prove the answer", subject,
                                   series.method().name));
    }
  }
}

void run_rounds(const std::string& subject, const CampaignOptions& options,
                std::vector<Series>& all, LogSink& log) {
  for (std::size_t round = 1; round <= options.rounds.repeats; ++round) {
    for (Series& series : all) {
      if (all.front().ended()) return;  // nothing to compare with
      if (series.ended() || series.spent_seconds() >= options.rounds.budget_seconds) continue;
      const std::string outcome = series.run_once(options.rounds.limit_seconds);
      log.message(LogLevel::info,
                  fmt::format("{}, round {} of {}, {}: {}", subject, round, options.rounds.repeats,
                              series.method().name, outcome));
    }
  }
}

}  // namespace

Measurement measure_subject(const std::string& subject, const CampaignOptions& options,
                            LogSink& log) {
  std::vector<Series> all;
  for (const std::string& name : options.methods) all.emplace_back(method(name), subject);
  run_rounds(subject, options, all, log);

  Measurement measurement;
  const Series& ours = all.front();
  if (ours.runs().empty() || ours.ended()) {
    measurement.record = {{"name", subject}, {"methods", {ours.record(ours)}}};
    measurement.errors.push_back(
        fmt::format("{}, {}: {}", subject, ours.method().name, ours.reason()));
    return measurement;
  }
  ordered_json facts = ours.subject();
  facts.erase("resident_bytes");
  const ordered_json& answer = ours.runs().front();
  measurement.record = {{"name", subject}};
  measurement.record.update(facts);
  measurement.record["treated"] = answer["treated"];
  measurement.record["movement"] = answer["movement"];
  measurement.record["methods"] = ordered_json::array();
  for (const Series& series : all) {
    check_subject(subject, series, facts, measurement.errors);
    check_answers(subject, series, answer, measurement.errors);
    measurement.record["methods"].push_back(series.record(ours));
  }
  return measurement;
}

}  // namespace surgeflow::bench

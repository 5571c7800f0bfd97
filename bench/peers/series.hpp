// SPDX-License-Identifier: Apache-2.0
// The runs of one method on one instance.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "method.hpp"

namespace surgeflow::bench {

enum class SeriesStatus { optimal, over_limit, not_applicable, failed };

[[nodiscard]] std::string_view status_name(SeriesStatus status);

/// Medians over the runs that found an optimum.
struct Medians {
  double build_seconds = 0.0;
  double solve_seconds = 0.0;
  double memory_bytes = 0.0;
};

/// How often ours fits into a peer's figures; bounds where the peer was stopped at the limit.
struct Ratios {
  double time = 0.0;
  double memory = 0.0;
};

class Series {
 public:
  Series(const MethodEntry& entry, std::string subject);

  /// One more run; a run that finds no optimum is the last. Returns its outcome in words.
  std::string run_once(double limit_seconds);

  [[nodiscard]] const MethodEntry& method() const { return *entry_; }
  [[nodiscard]] SeriesStatus status() const { return status_; }
  [[nodiscard]] bool ended() const { return status_ != SeriesStatus::optimal; }
  /// Why it ended; empty where it did not.
  [[nodiscard]] const std::string& reason() const { return reason_; }
  [[nodiscard]] double spent_seconds() const { return spent_seconds_; }
  /// What the child told about the instance; null where it did not get so far.
  [[nodiscard]] const nlohmann::ordered_json& subject() const { return subject_; }
  /// Outcomes of the runs that found an optimum.
  [[nodiscard]] const std::vector<nlohmann::ordered_json>& runs() const { return runs_; }
  /// Nothing where no run found an optimum.
  [[nodiscard]] std::optional<Medians> medians() const;
  /// Peer's solve over our whole call. Nothing where either has no figures at all.
  [[nodiscard]] std::optional<Ratios> ratios_over(const Series& ours) const;
  [[nodiscard]] nlohmann::ordered_json record(const Series& ours) const;

 private:
  void stopped_at(double limit_seconds, std::int64_t peak_resident_bytes);

  const MethodEntry* entry_;
  std::string name_;
  SeriesStatus status_ = SeriesStatus::optimal;
  std::string reason_;
  double spent_seconds_ = 0.0;
  std::optional<double> limit_reached_;
  std::int64_t memory_when_stopped_ = 0;
  nlohmann::ordered_json subject_;
  std::vector<nlohmann::ordered_json> runs_;
};

}  // namespace surgeflow::bench

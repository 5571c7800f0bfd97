// SPDX-License-Identifier: Apache-2.0
// Reads what children report and takes medians.
#include "series.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "support/child_process.hpp"
#include "support/medians.hpp"
#include "surgeflow/core/timer.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

constexpr double kBytesPerMegabyte = 1e6;

double median_of(const std::vector<ordered_json>& runs, const char* key) {
  std::vector<double> values;
  for (const ordered_json& run : runs) values.push_back(run.at(key).get<double>());
  return median(std::move(values));
}

}  // namespace

std::string_view status_name(SeriesStatus status) {
  switch (status) {
    case SeriesStatus::optimal:
      return "optimal";
    case SeriesStatus::over_limit:
      return "over_limit";
    case SeriesStatus::not_applicable:
      return "not_applicable";
    case SeriesStatus::failed:
      return "failed";
  }
  return "failed";
}

Series::Series(const MethodEntry& entry, std::string subject)
    : entry_(&entry), name_(std::move(subject)) {}

void Series::stopped_at(double limit_seconds, std::int64_t peak_resident_bytes) {
  status_ = SeriesStatus::over_limit;
  limit_reached_ = limit_seconds;
  memory_when_stopped_ = peak_resident_bytes - subject_.value("resident_bytes", std::int64_t{0});
  reason_ = fmt::format("stopped after {} s", limit_seconds);
}

std::string Series::run_once(double limit_seconds) {
  const Stopwatch watch;
  const ChildOutcome outcome =
      run_child({"--one", name_, std::string(entry_->name)}, limit_seconds);
  spent_seconds_ += watch.seconds();
  if (!outcome.lines.empty()) subject_ = ordered_json::parse(outcome.lines.front());
  const auto result =
      outcome.lines.empty() ? ordered_json::object() : ordered_json::parse(outcome.lines.back());
  if (outcome.end == ChildOutcome::End::over_limit && outcome.lines.empty()) {
    status_ = SeriesStatus::failed;
    reason_ = fmt::format("the instance was not loaded within {} s", limit_seconds);
  } else if (outcome.end == ChildOutcome::End::over_limit) {
    stopped_at(limit_seconds, outcome.peak_resident_bytes);
  } else if (result.contains("not_applicable")) {
    status_ = SeriesStatus::not_applicable;
    reason_ = result["not_applicable"];
  } else if (!result.contains("solve_seconds")) {
    status_ = SeriesStatus::failed;
    reason_ = result.value("failure", how_it_ended(outcome));
  } else {
    runs_.push_back(result);
    return fmt::format("{:.6f} s, {:.2f} MB", result["solve_seconds"].get<double>(),
                       result["memory_bytes"].get<double>() / kBytesPerMegabyte);
  }
  return reason_;
}

std::optional<Medians> Series::medians() const {
  if (runs_.empty()) return {};
  return Medians{median_of(runs_, "build_seconds"), median_of(runs_, "solve_seconds"),
                 median_of(runs_, "memory_bytes")};
}

std::optional<Ratios> Series::ratios_over(const Series& ours) const {
  const auto own = ours.medians();
  if (!own) return {};
  if (const auto medians = this->medians()) {
    return Ratios{medians->solve_seconds / own->solve_seconds,
                  medians->memory_bytes / own->memory_bytes};
  }
  if (!limit_reached_) return {};
  return Ratios{*limit_reached_ / own->solve_seconds,
                static_cast<double>(memory_when_stopped_) / own->memory_bytes};
}

ordered_json Series::record(const Series& ours) const {
  ordered_json record = {{"name", entry_->name},
                         {"library", entry_->library},
                         {"algorithm", entry_->algorithm},
                         {"status", status_name(status_)}};
  if (!reason_.empty()) record["reason"] = reason_;
  if (limit_reached_) {
    record["limit_seconds"] = *limit_reached_;
    record["memory_bytes_when_stopped"] = memory_when_stopped_;
  }
  if (const auto medians = this->medians()) {
    record["median_build_seconds"] = medians->build_seconds;
    record["median_solve_seconds"] = medians->solve_seconds;
    record["median_memory_bytes"] = std::llround(medians->memory_bytes);
  }
  if (const auto ratios = ratios_over(ours); ratios && this != &ours) {
    record["time_ratio"] = ratios->time;
    record["memory_ratio"] = ratios->memory;
  }
  record["runs"] = runs_;
  return record;
}

}  // namespace surgeflow::bench

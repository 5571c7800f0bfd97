// SPDX-License-Identifier: Apache-2.0
// Numbers of sweeps as people read them.
#include "app/sweep_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/words.hpp"
#include "epidemic/ensemble/order_statistics.hpp"

namespace surgeflow::app {
namespace {

constexpr std::chrono::milliseconds kSweepBarInterval{200};
constexpr std::chrono::seconds kSweepLineInterval{5};

/// Tasks of a job array that is worth its while: not so many that each has little to do.
constexpr std::int64_t kMostTasks = 64;

/// Of the numbers of scenarios, the lowest but 5 %, the middle and the highest but 5 %.
struct Span {
  Total low = 0;
  Total middle = 0;
  Total high = 0;
};

Span span_of(const archive::SweepDocument& document, Total archive::ScenarioNumbers::*member) {
  std::vector<Total> values;
  for (std::int64_t n = 0; n < document.counted; ++n) {
    values.push_back(document.numbers[static_cast<std::size_t>(n)].*member);
  }
  std::sort(values.begin(), values.end());
  const auto ranks = epidemic::quantile_ranks(std::vector<double>{0.05, 0.5, 0.95}, values.size());
  return {values[ranks[0]], values[ranks[1]], values[ranks[2]]};
}

std::string in_words(const Span& span) {
  return fmt::format("{} (5 % to 95 % of the scenarios: {} to {})", grouped(span.middle),
                     grouped(span.low), grouped(span.high));
}

std::string proof_in_words(const archive::SweepDocument& document) {
  const auto certified =
      std::count_if(document.numbers.begin(), document.numbers.end(),
                    [](const archive::ScenarioNumbers& one) { return one.certified != 0; });
  const auto all = static_cast<std::int64_t>(document.numbers.size());
  if (certified == all) return "Each plan is certified optimal.\n";
  return fmt::format("{} of {} plans are certified optimal, the others have a gap.\n",
                     grouped(certified), grouped(all));
}

/// A value in TOML with few digits where it is a number.
std::string short_value(const std::string& value) {
  double number = 0.0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool is_number = error == std::errc() && end == value.data() + value.size();
  return is_number ? fmt::format("{:.4g}", number) : value;
}

std::string tornado_in_words(const archive::SweepDocument& document) {
  const auto reach = [](const archive::TornadoRow& row) {
    return std::abs(row.unmet_high - row.unmet_low);
  };
  const auto widest =
      std::max_element(document.tornado.begin(), document.tornado.end(),
                       [&](const auto& a, const auto& b) { return reach(a) < reach(b); });
  if (widest == document.tornado.end()) return {};
  return fmt::format("What matters most alone: {}, {} at {} and {} at {}.\n", widest->input,
                     grouped(widest->unmet_low), short_value(widest->low_value),
                     grouped(widest->unmet_high), short_value(widest->high_value));
}

std::string rate_in_words(double rate) {
  return rate >= 10.0 ? grouped(std::llround(rate)) : fmt::format("{:.2g}", rate);
}

}  // namespace

std::int64_t sweep_bytes(const SweepSize& size, const Machine& machine) {
  return machine.ranks * size.threads * memory_need(size.planning_case).peak;
}

void require_sweep_memory(const SweepSize& size, const std::vector<Machine>& machines) {
  for (const Machine& machine : machines) {
    const std::int64_t bytes = sweep_bytes(size, machine);
    if (!machine.available_bytes || bytes <= *machine.available_bytes) continue;
    throw SystemError(fmt::format(
        "not enough memory: {} with {} each plan {} scenarios at a time, which takes about {}, and "
        "this machine has {} available; use fewer threads (--threads) or ranks on it",
        counted(machine.ranks, "rank", "ranks"), counted(size.threads, "thread", "threads"),
        grouped(machine.ranks * size.threads), bytes_in_words(bytes),
        bytes_in_words(*machine.available_bytes)));
  }
}

std::string sweep_size_in_words(const SweepSize& size, const std::vector<Machine>& machines,
                                const std::string& sweep_path, const std::string& output_path) {
  const std::int64_t workers = ranks_on(machines) * size.threads;
  const TimeNeed one = time_need(size.planning_case);
  const double share = static_cast<double>(size.scenarios) / static_cast<double>(workers);
  const std::int64_t tasks = std::clamp<std::int64_t>(size.blocks / 4, 1, kMostTasks);
  return fmt::format(
      "scenarios    {} in {}\nfacilities   {}\nperiods      {}\n"
      "memory       about {} on one machine with {} and {} each{}\n"
      "time         roughly {} to {} on {}\n"
      "as an array  sbatch --array=1-{} --cpus-per-task={} slurm/sweep_array.sbatch {} {}\n",
      grouped(size.scenarios), counted(size.blocks, "block", "blocks"),
      grouped(size.planning_case.facilities), grouped(size.planning_case.periods),
      bytes_in_words(sweep_bytes(size, machines.front())),
      counted(machines.front().ranks, "rank", "ranks"), counted(size.threads, "thread", "threads"),
      machines.front().available_bytes
          ? fmt::format(", {} available", bytes_in_words(*machines.front().available_bytes))
          : "",
      seconds_in_words(one.least_seconds * share), seconds_in_words(one.most_seconds * share),
      counted(workers, "thread", "threads"), tasks, size.threads, sweep_path,
      output_path.empty() ? "OUT.h5" : output_path);
}

std::string sweep_in_words(const archive::SweepDocument& document) {
  const std::string scenarios =
      fmt::format("{} of {} over {} from {}.\n", counted(document.counted, "scenario", "scenarios"),
                  document.case_name, counted(document.horizon.periods, "period", "periods"),
                  format_date(document.horizon.start));
  const std::string demand =
      fmt::format("Patients to be treated: {}.\n",
                  in_words(span_of(document, &archive::ScenarioNumbers::demand)));
  if (document.courses.unmet.empty()) return scenarios + demand;
  return scenarios + demand +
         fmt::format(
             "Without a {}, without sharing: {}.\n", document.item_name,
             in_words(span_of(document, &archive::ScenarioNumbers::unmet_without_sharing))) +
         fmt::format("Without a {}, with sharing: {}.\n", document.item_name,
                     in_words(span_of(document, &archive::ScenarioNumbers::unmet))) +
         tornado_in_words(document) + proof_in_words(document);
}

SweepProgress::SweepProgress(const Environment& environment, TerminalLog& log,
                             std::vector<sweep::Block> blocks, std::int64_t done_before)
    : log_(log), display_(environment.display), done_{0}, done_before_(done_before) {
  for (const sweep::Block& block : blocks) done_.push_back(done_.back() + block.count);
}

void SweepProgress::operator()(std::int64_t finished) {
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::steady_clock::duration interval =
      display_ == Display::terminal ? std::chrono::steady_clock::duration(kSweepBarInterval)
                                    : std::chrono::steady_clock::duration(kSweepLineInterval);
  if (finished == last_finished_ || now - last_shown_ < interval) return;
  last_finished_ = finished;
  last_shown_ = now;
  const std::int64_t done = done_[static_cast<std::size_t>(finished)];
  const std::int64_t left = done_.back() - done;
  const double rate =
      static_cast<double>(done) / std::chrono::duration<double>(now - begin_).count();
  const std::string text = fmt::format(
      "{} of {} scenarios, {} a second, {} left", grouped(done_before_ + done),
      grouped(done_before_ + done_.back()), rate_in_words(rate),
      rate > 0.0 ? seconds_in_words(static_cast<double>(left) / rate) : std::string("unknown"));
  if (display_ == Display::terminal) {
    log_.progress(text, static_cast<double>(done_before_ + done) /
                            static_cast<double>(done_before_ + done_.back()));
  } else {
    log_.info(text);
  }
}

}  // namespace surgeflow::app

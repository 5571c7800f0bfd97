// SPDX-License-Identifier: Apache-2.0
// surgeflow replay: what each way of sharing would have come to, day by day.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <ostream>

#include "app/failure.hpp"
#include "app/log.hpp"
#include "app/options.hpp"
#include "app/output_file.hpp"
#include "app/prepare.hpp"
#include "app/provenance.hpp"
#include "app/threads.hpp"
#include "app/time_option.hpp"
#include "app/words.hpp"
#include "lagrangian/limits/limit_conflict.hpp"
#include "lagrangian/limits/limited.hpp"
#include "lagrangian/limits/provision.hpp"
#include "surgeflow/archive/replay_file.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/formats/replay_file.hpp"
#include "surgeflow/replay/replay.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::app {
namespace {

namespace fs = std::filesystem;

/// What a replay is made of.
struct Replay {
  formats::ReplayStatement statement;
  LoadedCase loaded;
  replay::Wave wave;
};

std::vector<std::string> policy_words() {
  std::vector<std::string> words;
  for (const replay::Policy policy : replay::all_policies()) words.emplace_back(name_of(policy));
  return words;
}

std::vector<replay::Policy> policies_of(const formats::ReplayStatement& statement) {
  std::vector<replay::Policy> policies = replay::all_policies();
  if (statement.policies.empty()) return policies;
  std::erase_if(policies, [&](replay::Policy policy) {
    return std::ranges::find(statement.policies, name_of(policy)) == statement.policies.end();
  });
  return policies;
}

replay::Outlook outlook_of(const formats::ReplayStatement& statement, const Case& whole,
                           const Panel<Count>& truth, Panel<Count> forecast) {
  switch (statement.outlook) {
    case formats::OutlookModel::fixed:
      return replay::fixed_outlook(std::move(forecast));
    case formats::OutlookModel::scaled:
      return replay::scaled_outlook(truth, std::move(forecast));
    case formats::OutlookModel::growth:
      break;
  }
  if (whole.horizon.period_hours != 24) {
    throw InputError(
        Diagnostic{{statement.file, 0, "replay.outlook"},
                   fmt::format("growth with periods of {} hours", whole.horizon.period_hours),
                   "periods of 24 hours",
                   "choose outlook = \"scaled\" or \"case\""});
  }
  return replay::growth_outlook(whole, truth, std::move(forecast),
                                {statement.fit_days, statement.damping});
}

/// What was found, of the policies that were played to their end.
struct Played {
  archive::ReplayDocument document;
  Total orders_left_out = 0;
  Total limits_left_out = 0;
  StopReason stopped = StopReason::none;
  std::vector<std::string> missing;  ///< policies that were not
};

/// At the start and to come.
Total devices_in_all(const Case& whole) {
  Total devices = 0;
  for (const Count here : whole.devices) devices += here;
  for (const Count here : whole.arrivals.values()) devices += here;
  for (const Count here : whole.returning.values()) devices += here;
  return devices;
}

class ReplayCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "replay"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Play a wave day by day under several ways of sharing";
  }
  void declare(CLI::App& app) override {
    add_option(app, "REPLAY", path_, "The replay: a TOML file")
        .required()
        .placeholder("REPLAY.toml");
    add_option(app, "-o,--output", output_path_, "Writes what was found (HDF5)")
        .placeholder("FILE.h5");
    add_option(app, "--csv", csv_folder_, "Writes policies.csv and unmet.csv into a folder")
        .placeholder("DIR");
    declare_time_limit(app, time_limit_seconds_);
    declare_threads(app, threads_);
    declare_log_options(app, log_);
  }
  [[nodiscard]] Interrupts interrupts() const override { return Interrupts::end_in_order; }
  [[nodiscard]] ExitCode run(const Environment& environment) override;

 private:
  [[nodiscard]] Replay load() const;
  [[nodiscard]] Played play(const Environment& environment, Replay& replayed,
                            TerminalLog& log) const;
  [[nodiscard]] ExitCode stopped(const Environment& environment, const Played& played) const;
  void write(const Environment& environment, const archive::ReplayDocument& document) const;

  std::string path_;
  std::string output_path_;  ///< empty: no file
  std::string csv_folder_;   ///< empty: no tables
  std::optional<double> time_limit_seconds_;
  int threads_ = default_threads();
  LogOptions log_;
};

Replay ReplayCommand::load() const {
  formats::InputFiles files;
  formats::ReplayStatement statement = formats::read_replay(path_, policy_words(), files);
  LoadedCase loaded = load_case({statement.case_file, {}});
  const Case& whole = loaded.planning_case;
  refuse_consolidation(loaded);
  refuse_fairness(loaded);
  Panel<Count> truth = formats::read_truth(statement, whole, files);
  Panel<Count> forecast = epidemic::forecast_patients(whole, threads_);
  replay::Outlook outlook = outlook_of(statement, whole, truth, std::move(forecast));
  replay::Wave wave{whole, transit::make_lane_table(whole.facilities, whole.transit, threads_),
                    std::move(truth), std::move(outlook)};
  return {std::move(statement), std::move(loaded), std::move(wave)};
}

Played ReplayCommand::play(const Environment& environment, Replay& replayed,
                           TerminalLog& log) const {
  const formats::ReplayStatement& statement = replayed.statement;
  const StopCondition stop(deadline_of(environment, time_limit_seconds_), &environment.interrupt);
  Workspace workspace;
  const auto solve_morning = [&](const Instance& instance, const Limits& limits,
                                 const WarmStart* warm) {
    SolveControl control;
    control.stop = stop;
    control.warm = warm;
    control.threads = threads_;
    if (limits.any()) {
      return lagrangian::solve_within_limits(instance, limits, {.gap = replayed.wave.whole.gap},
                                             control);
    }
    control.workspace = &workspace;
    return solve(instance, control);
  };
  const replay::Planner planner{
      .solve = solve_morning,
      .find_conflict =
          [&](const Instance& instance, const Limits& limits, const Orders& orders) {
            return lagrangian::orders_beyond(instance, orders, limits, stop, threads_);
          },
      .keepable =
          [&](const Instance& instance, const Limits& limits) {
            return lagrangian::keepable_limits(instance, limits, stop, threads_);
          }};
  const replay::Options options{statement.every, statement.frozen_periods, statement.change_cost,
                                stop};
  Played played{.document =
                    archive::ReplayDocument{
                        .name = statement.name,
                        .horizon = replayed.wave.whole.horizon,
                        .facilities = replayed.wave.whole.facilities,
                        .truth = replayed.wave.truth,
                        .outcomes = {},
                        .provenance = make_provenance(environment.arguments, replayed.loaded.file)},
                .missing = {}};
  archive::ReplayDocument& document = played.document;
  document.provenance.input_sha256.insert(statement.input_sha256.begin(),
                                          statement.input_sha256.end());
  for (const replay::Policy policy : policies_of(statement)) {
    if (played.stopped != StopReason::none) {
      played.missing.emplace_back(name_of(policy));
      continue;
    }
    log.info(fmt::format("playing {}", name_of(policy)));
    replay::Outcome outcome = replay::play(replayed.wave, policy, options, planner);
    played.stopped = outcome.stopped;
    if (played.stopped != StopReason::none) {
      played.missing.emplace_back(name_of(policy));
      continue;
    }
    played.orders_left_out += outcome.orders_left_out;
    played.limits_left_out += outcome.limits_left_out;
    document.outcomes.push_back({.policy = std::string(name_of(policy)),
                                 .unmet = std::move(outcome.unmet),
                                 .patients = outcome.patients,
                                 .without = outcome.without,
                                 .devices_moved = outcome.devices_moved,
                                 .shipments = outcome.shipments,
                                 .open_devices = outcome.survival.devices,
                                 .surviving_devices = outcome.survival.surviving});
  }
  return played;
}

ExitCode ReplayCommand::stopped(const Environment& environment, const Played& played) const {
  if (played.stopped == StopReason::none) return ExitCode::done;
  const bool limit = played.stopped == StopReason::time_limit;
  environment.out << fmt::format("{}; not played to the end, and left out: {}.{}\n",
                                 limit ? "The time limit was reached" : "Interrupted",
                                 fmt::join(played.missing, ", "),
                                 played.document.outcomes.empty() ? " Nothing is written." : "");
  return limit ? ExitCode::limit_reached : ExitCode::interrupted;
}

/// Of what foresight avoids, the part that a policy does.
std::string share_avoided(const archive::ReplayDocument& document,
                          const archive::ReplayOutcome& outcome) {
  const auto find = [&](const char* policy) {
    return std::ranges::find(document.outcomes, policy, &archive::ReplayOutcome::policy);
  };
  const auto none = find("none");
  const auto best = find("foresight");
  if (none == document.outcomes.end() || best == document.outcomes.end()) return "";
  const Total avoidable = none->without - best->without;
  if (avoidable == 0) return "-";
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(none->without - outcome.without) /
                                     static_cast<double>(avoidable));
}

std::string outcomes_in_words(const archive::ReplayDocument& document) {
  std::string text = fmt::format("{:<14} {:>12} {:>12} {:>10} {:>10} {:>16}\n", "policy", "without",
                                 "of avoidable", "devices", "shipments", "orders as before");
  for (const archive::ReplayOutcome& outcome : document.outcomes) {
    const std::string survival =
        outcome.open_devices == 0
            ? "-"
            : fmt::format("{:.1f} %", 100.0 * static_cast<double>(outcome.surviving_devices) /
                                          static_cast<double>(outcome.open_devices));
    text += fmt::format("{:<14} {:>12} {:>12} {:>10} {:>10} {:>16}\n", outcome.policy,
                        grouped(outcome.without), share_avoided(document, outcome),
                        grouped(outcome.devices_moved), grouped(outcome.shipments), survival);
  }
  return text;
}

std::string played_in_words(const Played& played, const Case& whole) {
  const archive::ReplayDocument& document = played.document;
  std::string text =
      fmt::format("{} came to {} over {} from {}, with {}.\n",
                  counted(document.outcomes.front().patients, "patient", "patients"),
                  counted(static_cast<Total>(document.facilities.size()), "facility", "facilities"),
                  counted(document.horizon.periods, "period", "periods"),
                  format_date(document.horizon.start),
                  counted(devices_in_all(whole), "device", "devices")) +
      outcomes_in_words(document);
  if (played.orders_left_out > 0) {
    text += fmt::format(
        "A person's orders were left out {}, on mornings on which no plan could obey all of "
        "them.\n",
        counted(played.orders_left_out, "time", "times"));
  }
  if (played.limits_left_out > 0) {
    text += fmt::format(
        "Limits of return, or of what is away, were left out {}, on mornings on which no plan "
        "could bring back in time what they ask for.\n",
        counted(played.limits_left_out, "time", "times"));
  }
  return text;
}

void write_policies_csv(std::ostream& out, const archive::ReplayDocument& document) {
  out << "policy,patients,without,devices_moved,shipments,open_devices,surviving_devices\n";
  for (const archive::ReplayOutcome& row : document.outcomes) {
    out << fmt::format("{},{},{},{},{},{},{}\n", row.policy, row.patients, row.without,
                       row.devices_moved, row.shipments, row.open_devices, row.surviving_devices);
  }
}

/// Sums over facilities: what a plot over time needs.
void write_unmet_csv(std::ostream& out, const archive::ReplayDocument& document) {
  out << "policy,period,unmet\n";
  for (const archive::ReplayOutcome& row : document.outcomes) {
    for (Period t{0}; t.value() < document.horizon.periods; ++t) {
      Total unmet = 0;
      for (FacilityId i{0}; i.value() < row.unmet.facilities(); ++i) unmet += row.unmet(i, t);
      out << fmt::format("{},{},{}\n", row.policy, document.horizon.label(t), unmet);
    }
  }
}

void ReplayCommand::write(const Environment& environment,
                          const archive::ReplayDocument& document) const {
  if (!output_path_.empty()) {
    archive::write_replay(output_path_, document);
    environment.out << "Replay file: " << output_path_ << '\n';
  }
  if (csv_folder_.empty()) return;
  OutputFile policies(fs::path(csv_folder_) / "policies.csv");
  OutputFile unmet(fs::path(csv_folder_) / "unmet.csv");
  write_policies_csv(policies.stream(), document);
  write_unmet_csv(unmet.stream(), document);
  policies.commit();
  unmet.commit();
  environment.out << "Tables: " << csv_folder_ << '\n';
}

ExitCode ReplayCommand::run(const Environment& environment) {
  TerminalLog log(environment, log_);
  log.info(fmt::format("reading {}", path_));
  require_distinct({path_, output_path_, csv_folder_});
  Replay replayed = load();
  if (!output_path_.empty()) archive::require_writable(output_path_);
  if (!csv_folder_.empty()) fs::create_directories(csv_folder_);
  const Played played = play(environment, replayed, log);
  if (!played.document.outcomes.empty()) {
    environment.out << played_in_words(played, replayed.wave.whole) << std::flush;
    write(environment, played.document);
  }
  return stopped(environment, played);
}

}  // namespace

std::unique_ptr<Command> make_replay_command() { return std::make_unique<ReplayCommand>(); }

}  // namespace surgeflow::app

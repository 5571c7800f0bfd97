// SPDX-License-Identifier: Apache-2.0
// A part of a sweep as columns, panels and, where it is not complete, the state to go on from.
#include "archive/sweep_part.hpp"

#include <fmt/format.h>

#include <utility>

#include "archive/decision_record.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/plan_layout.hpp"
#include "archive/scenario_columns.hpp"
#include "archive/whole_file.hpp"
#include "archive/working_file.hpp"
#include "surgeflow/core/checked.hpp"

namespace surgeflow::archive {
namespace {

constexpr WorkingFormat kPartFormat{
    .name = "surgeflow sweep part",
    .noun = "part of a sweep",
    .kind = "a part of a sweep written by surgeflow sweep",
    .remedy = "delete the file; the sweep plans its scenarios again"};

constexpr const char* kScenarioPath = "part/scenario";
constexpr Variable kGap{"part/gap", kGapLabel};
constexpr Variable kSeconds{"part/seconds", {"s", "wall time of the solve"}};
constexpr Variable kSentInAll{"part/sent", {"devices", "devices sent over the horizon"}};

constexpr Variable kPanelVariables[] = {
    {"panels/demand", kDemand.label},
    {"panels/unmet", kUnmet.label},
    {"panels/in_use", kInUse.label},
    {"panels/device_value", kDevicePatients.label},
};

std::string column_path(const ScenarioColumn& column) {
  return fmt::format("part/{}", column.name);
}

struct Axes {
  Axis scenario;
  Axis facility;
  Axis period;
};

Axes axes_of(const SweepPart& part) {
  const Panel<Count>& panel = part.outcomes.front().panels[0];
  return {.scenario = {kScenarioPath, part.outcomes.size()},
          .facility = {kFacilityPath, static_cast<std::size_t>(panel.facilities())},
          .period = {kPeriodPath, static_cast<std::size_t>(panel.periods())}};
}

void write_numbers_of_scenarios(Hdf5Writer& file, const SweepPart& part, const Axes& axes) {
  for (const ScenarioColumn& column : kScenarioColumns) {
    std::vector<std::int64_t> values;
    for (const ScenarioOutcome& one : part.outcomes) values.push_back(one.numbers.*column.member);
    file.write<std::int64_t>(column_path(column), values, {axes.scenario}, column.label);
  }
  std::vector<double> gaps;
  std::vector<double> seconds;
  std::vector<Count> sent;
  for (const ScenarioOutcome& one : part.outcomes) {
    gaps.push_back(one.numbers.gap);
    seconds.push_back(one.seconds);
    sent.insert(sent.end(), one.sent.begin(), one.sent.end());
  }
  file.write<double>(kGap.path, gaps, {axes.scenario}, kGap.label);
  file.write<double>(kSeconds.path, seconds, {axes.scenario}, kSeconds.label);
  file.write<std::int32_t>(kSentInAll.path, sent, {axes.scenario, axes.facility}, kSentInAll.label);
}

void write_scenario_panels(Hdf5Writer& file, const SweepPart& part, const Axes& axes) {
  for (const ScenarioPanel panel : kScenarioPanels) {
    const Variable& variable = kPanelVariables[number_of(panel)];
    std::vector<Count> values;
    for (const ScenarioOutcome& one : part.outcomes) {
      const auto rows = one.panels[number_of(panel)].values();
      values.insert(values.end(), rows.begin(), rows.end());
    }
    file.write<std::int32_t>(variable.path, values, {axes.scenario, axes.facility, axes.period},
                             variable.label);
  }
}

void write_state(Hdf5Writer& file, const WarmStart& state, const Axes& axes) {
  for (const char* group : {"plan", "duals"}) file.make_group(group);
  const std::vector<Axis> panel{axes.facility, axes.period};
  file.write<std::int32_t>(kTreated.path, state.plan.treated.values(), panel, kTreated.label);
  file.write<std::int32_t>(kDevicePatients.path, state.potentials.patients.values(), panel,
                           kDevicePatients.label);
  file.write<std::int64_t>(kDeviceMoves.path, state.potentials.moves.values(), panel,
                           kDeviceMoves.label);
  write_columns(file, state.plan.shipments);
}

std::vector<std::byte> part_image(const std::filesystem::path& path, const SweepPart& part) {
  const Hdf5Session session;
  Hdf5Writer file(path.string(), Compression::fast);
  write_format(file, kPartFormat);
  file.set("/", "sweep_sha256", part.sweep_sha256);
  file.set("/", "first", part.first);
  file.set("/", "scenarios", part.scenarios);
  for (const char* group : {"input", "part", "panels"}) file.make_group(group);
  const Axes axes = axes_of(part);
  for (const Axis& axis : {axes.scenario, axes.facility, axes.period}) write_numbers(file, axis);
  write_numbers_of_scenarios(file, part, axes);
  write_scenario_panels(file, part, axes);
  if (part.state) write_state(file, *part.state, axes);
  write_checksums(file);
  return file.finish();
}

SweepPartHead read_head(const Hdf5Reader& file) {
  require_format(file, kPartFormat);
  const Shape line = file.shape(kScenarioPath);
  const Size size = read_axes(file);
  SweepPartHead head{.sweep_sha256 = file.text("/", "sweep_sha256"),
                     .first = file.integer("/", "first"),
                     .scenarios = file.integer("/", "scenarios"),
                     .numbers = std::vector<ScenarioNumbers>(line.at(0)),
                     .sent = file.read<std::int32_t>(kSentInAll.path, {line[0], size.facilities}),
                     .seconds = file.read<double>(kSeconds.path, line),
                     .facilities = narrow<std::int32_t>(size.facilities),
                     .periods = narrow<std::int32_t>(size.periods)};
  for (const ScenarioColumn& column : kScenarioColumns) {
    const std::vector<std::int64_t> values = file.read<std::int64_t>(column_path(column), line);
    for (std::size_t n = 0; n < values.size(); ++n) head.numbers[n].*column.member = values[n];
  }
  const std::vector<double> gaps = file.read<double>(kGap.path, line);
  for (std::size_t n = 0; n < gaps.size(); ++n) head.numbers[n].gap = gaps[n];
  return head;
}

WarmStart read_state(const Hdf5Reader& file) {
  const Size size = read_axes(file);
  return {.plan = {read_panel<Count>(file, kTreated.path, size),
                   as_shipments(file, size, read_columns(file))},
          .potentials = {read_panel<std::int32_t>(file, kDevicePatients.path, size),
                         read_panel<std::int64_t>(file, kDeviceMoves.path, size)}};
}

SweepPart read_part(const Hdf5Reader& file) {
  SweepPartHead head = read_head(file);
  require_undamaged(file, kPartFormat);
  SweepPart part{.sweep_sha256 = std::move(head.sweep_sha256),
                 .first = head.first,
                 .scenarios = head.scenarios,
                 .outcomes = std::vector<ScenarioOutcome>(head.numbers.size()),
                 .state = {}};
  const auto facilities = static_cast<std::size_t>(head.facilities);
  for (std::size_t n = 0; n < part.outcomes.size(); ++n) {
    ScenarioOutcome& outcome = part.outcomes[n];
    outcome.numbers = head.numbers[n];
    outcome.seconds = head.seconds[n];
    const auto sent = std::span<const Count>(head.sent).subspan(n * facilities, facilities);
    outcome.sent.assign(sent.begin(), sent.end());
  }
  for (const ScenarioPanel panel : kScenarioPanels) {
    const Shape shape{part.outcomes.size(), facilities, static_cast<std::size_t>(head.periods)};
    const auto values = file.read<std::int32_t>(kPanelVariables[number_of(panel)].path, shape);
    auto next = values.begin();
    for (ScenarioOutcome& outcome : part.outcomes) {
      Panel<Count>& rows = outcome.panels[number_of(panel)] = {head.facilities, head.periods};
      const auto size = static_cast<std::ptrdiff_t>(rows.values().size());
      std::copy(next, next + size, rows.values().begin());
      next += size;
    }
  }
  if (file.has(kTreated.path)) part.state = read_state(file);
  return part;
}

}  // namespace

void write_sweep_part(const std::filesystem::path& path, const SweepPart& part) {
  write_whole(path, part_image(path, part));
}

SweepPartHead read_sweep_part_head(const std::filesystem::path& path) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kPartFormat.kind), read_head);
}

SweepPart read_sweep_part(const std::filesystem::path& path) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kPartFormat.kind), read_part);
}

std::vector<Count> read_sweep_part_rows(const std::filesystem::path& path, ScenarioPanel panel,
                                        const FacilityRange& facilities) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kPartFormat.kind), [&](const Hdf5Reader& file) {
    require_format(file, kPartFormat);
    return file.read_middle<std::int32_t>(kPanelVariables[number_of(panel)].path,
                                          {.first = static_cast<std::size_t>(facilities.first),
                                           .count = static_cast<std::size_t>(facilities.size())});
  });
}

}  // namespace surgeflow::archive

// SPDX-License-Identifier: Apache-2.0
// The group /input/steps.
#include "archive/gain_record.hpp"

#include <fmt/format.h>

#include <limits>
#include <span>
#include <string>

#include "archive/group_labels.hpp"
#include "archive/plan_layout.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kParts = "resolution";

/// What has steps: the attribute with their number, and two datasets for each step, whose names end
/// in its number, from 0.
struct StepKind {
  const char* steps;
  const char* width;
  Label width_label;
  const char* each;
  Label each_label;

  [[nodiscard]] std::string width_path(std::size_t step) const {
    return fmt::format("{}/{}_{}", kGainsPath, width, step);
  }
  [[nodiscard]] std::string each_path(std::size_t step) const {
    return fmt::format("{}/{}_{}", kGainsPath, each, step);
  }
};

constexpr Label kGainLabel{"1/resolution patient", "gain of each of the step"};
constexpr StepKind kTreat{
    "treat_steps", "treat_width", {"patients", "patients of the step"}, "treat_gain", kGainLabel};
constexpr StepKind kHold{"hold_steps",
                         "hold_width",
                         {"devices", "devices of the step, idle at the end of the period"},
                         "hold_gain",
                         kGainLabel};
constexpr StepKind kSend{"send_steps",
                         "send_width",
                         {"devices", "devices of the step, leaving for other facilities"},
                         "send_cost",
                         {"movement per device", "cost of each of the step, beside its lane"}};

const Panel<std::int32_t>& each_of(const GainStep& step) { return step.gain; }
const Panel<std::int32_t>& each_of(const CostStep& step) { return step.cost; }

template <class Step>
void write_kind(Hdf5Writer& file, const StepKind& kind, std::span<const Step> steps,
                const std::vector<Axis>& axes) {
  file.set(kGainsPath, kind.steps, static_cast<std::int64_t>(steps.size()));
  for (std::size_t n = 0; n < steps.size(); ++n) {
    file.write<Count>(kind.width_path(n), steps[n].width.values(), axes, kind.width_label);
    file.set(kind.width_path(n), "coordinates", "time");
    file.write<std::int32_t>(kind.each_path(n), each_of(steps[n]).values(), axes, kind.each_label);
    file.set(kind.each_path(n), "coordinates", "time");
  }
}

std::int32_t read_attribute(const Hdf5Reader& file, const char* name, std::int64_t least,
                            std::int64_t most) {
  const std::int64_t number = file.integer(kGainsPath, name);
  const std::string where = fmt::format("{}@{}", kGainsPath, name);
  require_range<std::int64_t>(file, where.c_str(), std::span(&number, 1), least, most);
  return static_cast<std::int32_t>(number);
}

Panel<std::int32_t> read_step(const Hdf5Reader& file, const std::string& path, const Size& size,
                              std::int64_t most) {
  Panel<std::int32_t> panel = read_panel<std::int32_t>(file, path.c_str(), size);
  require_range<std::int32_t>(file, path.c_str(), panel.values(), 0,
                              static_cast<std::int32_t>(most));
  return panel;
}

template <class Step>
std::vector<Step> read_kind(const Hdf5Reader& file, const StepKind& kind, const Size& size) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  const auto count = static_cast<std::size_t>(read_attribute(file, kind.steps, 0, kMost));
  std::vector<Step> steps;
  while (steps.size() < count) {
    const std::size_t n = steps.size();
    steps.push_back({read_step(file, kind.width_path(n), size, kMaxTotal),
                     read_step(file, kind.each_path(n), size, kMost)});
  }
  return steps;
}

}  // namespace

void write_gains(Hdf5Writer& file, const PlanDocument& document) {
  const Instance& instance = document.instance;
  if (!instance.has_steps() && instance.resolution() == 1) return;
  file.make_group(kGainsPath);
  write_labels(file, kGainsPath, document.facilities, document.horizon);
  file.set(kGainsPath, kParts, std::int64_t{instance.resolution()});
  const std::vector<Axis> axes = panel_axes(kGainsPath, document.facilities, document.horizon);
  write_kind(file, kTreat, instance.treat_steps(), axes);
  write_kind(file, kHold, instance.hold_steps(), axes);
  write_kind(file, kSend, instance.send_steps(), axes);
}

Gains read_gains(const Hdf5Reader& file, const Size& size) {
  if (!file.has(kGainsPath)) return {};
  return {.resolution = read_attribute(file, kParts, 1, std::numeric_limits<std::int32_t>::max()),
          .treat = read_kind<GainStep>(file, kTreat, size),
          .hold = read_kind<GainStep>(file, kHold, size),
          .send = read_kind<CostStep>(file, kSend, size)};
}

}  // namespace surgeflow::archive

// SPDX-License-Identifier: Apache-2.0
// Levels as arrays.
#include "archive/fair_record.hpp"

#include <algorithm>

#include "archive/group_labels.hpp"
#include "archive/plan_layout.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kBy = "by";
constexpr const char* kGroupPath = "fairness/group";
constexpr Label kGroupLabel{"1", "facility id or region whose shares are compared"};
constexpr const char* kLevelPath = "fairness/level";
constexpr Variable kLevelOf{"fairness/level_of_group",
                            {"1", "level at which the group was settled, from 0"}};
constexpr Variable kTreatedWithout{"fairness/treated_without",
                                   {"patients", "treated by the best plan without the rule"}};
constexpr Variable kReached{
    "fairness/reached_treated",
    {"patients", "the smallest share of the groups not settled before: so many ..."}};
constexpr Variable kReachedOf{"fairness/reached_demand", {"patients", "... of so many"}};
constexpr Variable kBound{"fairness/bound_treated",
                          {"patients", "the largest that share can be: so many ..."}};
constexpr Variable kBoundOf{"fairness/bound_demand", {"patients", "... of so many"}};
constexpr Variable kWeight{"fairness/weight",
                           {"1", "what a patient of the group counts in the level's bound"}};
constexpr Variable kWorth{
    "fairness/device_value",
    {"weight per device", "weight gained by one more idle device in the level's bound"}};

template <class Get>
void write_by_level(Hdf5Writer& file, const Variable& variable, const FairClaim& claim, Get&& get) {
  std::vector<std::int64_t> numbers;
  for (const FairLevel& level : claim.levels) numbers.push_back(get(level));
  file.write<std::int64_t>(variable.path, numbers, {{kLevelPath, numbers.size()}}, variable.label);
}

std::vector<std::int64_t> read_counts_of(const Hdf5Reader& file, const Variable& variable,
                                         std::size_t many, std::int64_t least) {
  auto numbers = file.read<std::int64_t>(variable.path, {many});
  require_range<std::int64_t>(file, variable.path, numbers, least, kMaxTotal);
  return numbers;
}

void write_levels(Hdf5Writer& file, const FairClaim& claim, const std::vector<Axis>& panel) {
  const Axis level{kLevelPath, claim.levels.size()};
  const Axis group{kGroupPath, claim.level_of.size()};
  write_numbers(file, level);
  write_by_level(file, kReached, claim, [](const FairLevel& l) { return l.reached.treated; });
  write_by_level(file, kReachedOf, claim, [](const FairLevel& l) { return l.reached.demand; });
  write_by_level(file, kBound, claim, [](const FairLevel& l) { return l.bound.treated; });
  write_by_level(file, kBoundOf, claim, [](const FairLevel& l) { return l.bound.demand; });
  std::vector<std::int64_t> weights;
  std::vector<std::int32_t> worths;
  for (const FairLevel& each : claim.levels) {
    weights.insert(weights.end(), each.weights.begin(), each.weights.end());
    const auto values = each.potentials.values();
    worths.insert(worths.end(), values.begin(), values.end());
  }
  file.write<std::int64_t>(kWeight.path, weights, {level, group}, kWeight.label);
  file.write<std::int32_t>(kWorth.path, worths, {level, panel.front(), panel.back()}, kWorth.label);
}

FairGroups read_by(const Hdf5Reader& file) {
  const std::string by = file.text(kFairnessPath, kBy);
  for (const FairGroups groups : {FairGroups::facilities, FairGroups::regions}) {
    if (by == name_of(groups)) return groups;
  }
  file.refuse("fairness@by", by, "\"facility\" or \"region\"", kWriteAgain);
}

std::vector<FairLevel> read_levels(const Hdf5Reader& file, const Size& size, std::size_t groups) {
  const std::size_t many = file.shape(kReached.path).front();
  const auto reached = read_counts_of(file, kReached, many, 0);
  const auto reached_of = read_counts_of(file, kReachedOf, many, 1);
  const auto bound = read_counts_of(file, kBound, many, 0);
  const auto bound_of = read_counts_of(file, kBoundOf, many, 1);
  const auto weights = file.read<std::int64_t>(kWeight.path, {many, groups});
  const auto worths = file.read<std::int32_t>(kWorth.path, {many, size.facilities, size.periods});
  std::vector<FairLevel> levels;
  for (std::size_t n = 0; n < many; ++n) {
    FairLevel level{.reached = {reached[n], reached_of[n]},
                    .bound = {bound[n], bound_of[n]},
                    .weights = {},
                    .potentials = Panel<std::int32_t>(static_cast<std::int32_t>(size.facilities),
                                                      static_cast<std::int32_t>(size.periods))};
    const auto own = std::span(weights).subspan(n * groups, groups);
    level.weights.assign(own.begin(), own.end());
    const std::size_t cells = size.facilities * size.periods;
    std::ranges::copy(std::span(worths).subspan(n * cells, cells),
                      level.potentials.values().begin());
    levels.push_back(std::move(level));
  }
  return levels;
}

}  // namespace

void write_fairness(Hdf5Writer& file, const std::optional<FairClaim>& claim,
                    const std::optional<LimitClaim>& limits, std::span<const Facility> facilities,
                    const Horizon& horizon) {
  if (!claim) return;
  file.make_group(kFairnessPath);
  file.set(kFairnessPath, kBy, name_of(claim->by));
  if (claim->levels.empty()) return;
  write_labels(file, kFairnessPath, facilities, horizon);
  const Axis group{kGroupPath, claim->level_of.size()};
  file.write_text(kGroupPath, names_of_groups(facilities, limits->limits.floors->group, claim->by),
                  {group}, kGroupLabel);
  file.write<std::int32_t>(kLevelOf.path, claim->level_of, {group}, kLevelOf.label);
  file.write<std::int64_t>(kTreatedWithout.path, claim->treated_without, {group},
                           kTreatedWithout.label);
  write_levels(file, *claim, panel_axes(kFairnessPath, facilities, horizon));
}

std::optional<FairClaim> read_fairness(const Hdf5Reader& file, const Size& size) {
  if (!file.has(kFairnessPath)) return std::nullopt;
  FairClaim claim{.by = read_by(file)};
  if (!file.has(kLevelOf.path)) return claim;
  const Shape groups = file.shape(kLevelOf.path);
  claim.level_of = file.read<std::int32_t>(kLevelOf.path, groups);
  claim.treated_without = read_counts_of(file, kTreatedWithout, groups.front(), 0);
  claim.levels = read_levels(file, size, groups.front());
  return claim;
}

}  // namespace surgeflow::archive

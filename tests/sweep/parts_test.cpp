// SPDX-License-Identifier: Apache-2.0
// Blocks, the folder of parts, and what is made of all parts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "archive/sweep_part.hpp"
#include "support/messages.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/core/error.hpp"
#include "sweep/blocks.hpp"
#include "sweep/merge.hpp"
#include "sweep/part_folder.hpp"

namespace surgeflow::sweep {
namespace {

using archive::ScenarioPanel;
using ::testing::HasSubstr;

constexpr std::int32_t kFacilities = 3;
constexpr std::int32_t kPeriods = 4;

TEST(Blocks, CoverAllScenariosInOrder) {
  for (const std::int64_t scenarios : {1, 2, 63, 64, 65, 1000, 10'000}) {
    for (const std::int64_t nodes : {1, 11'520, 565'560, 10'000'000}) {
      std::int64_t next = 0;
      for (const Block& block : cut_into_blocks(scenarios, nodes)) {
        EXPECT_EQ(block.first, next);
        EXPECT_GE(block.count, 1);
        next += block.count;
      }
      EXPECT_EQ(next, scenarios);
      EXPECT_EQ(scenarios_of(cut_into_blocks(scenarios, nodes)), scenarios);
    }
  }
}

TEST(Blocks, OfLargeCasesAreSmallAndManyEnough) {
  EXPECT_EQ(cut_into_blocks(100, 10'000'000).size(), 100u);
  EXPECT_EQ(cut_into_blocks(1000, 11'520).front().count, 16);
}

/// A number that depends on all four.
Count value_of(std::int64_t scenario, ScenarioPanel panel, std::int32_t i, std::int32_t t) {
  const auto mixed = scenario * 7919 +
                     static_cast<std::int64_t>(archive::number_of(panel)) * 104729 + i * 1299709 +
                     t * 15485863;
  return i == 0 ? 0 : static_cast<Count>(mixed % 11);  // the first never above 0
}

archive::ScenarioOutcome outcome_of(std::int64_t scenario) {
  archive::ScenarioOutcome outcome;
  outcome.numbers.unmet = 100 + scenario;
  outcome.numbers.gap = 0.5 * static_cast<double>(scenario);
  outcome.seconds = 0.25;
  outcome.sent = {0, scenario % 2 == 0 ? 5 : 0, 1};
  for (const ScenarioPanel panel : archive::kScenarioPanels) {
    Panel<Count>& values = outcome.panels[archive::number_of(panel)] = {kFacilities, kPeriods};
    for (FacilityId i{0}; i.value() < kFacilities; ++i) {
      for (Period t{0}; t.value() < kPeriods; ++t) {
        values(i, t) = value_of(scenario, panel, i.value(), t.value());
      }
    }
  }
  return outcome;
}

class Parts : public ::testing::Test {
 protected:
  archive::SweepPart part_of(const Block& block, std::int64_t done) const {
    archive::SweepPart part{.sweep_sha256 = folder_.sweep_sha256(),
                            .first = block.first,
                            .scenarios = block.count,
                            .outcomes = {},
                            .state = {}};
    for (std::int64_t n = 0; n < done; ++n) part.outcomes.push_back(outcome_of(block.first + n));
    if (!part.is_complete()) {
      part.state = WarmStart{.plan = {Panel<Count>(kFacilities, kPeriods, 7),
                                      {{Period(1), FacilityId(0), FacilityId(2), 3}}},
                             .potentials = {Panel<std::int32_t>(kFacilities, kPeriods, 1),
                                            Panel<std::int64_t>(kFacilities, kPeriods, -1)}};
    }
    return part;
  }
  void write(const Block& block, std::int64_t done) const {
    archive::write_sweep_part(folder_.part_path(block), part_of(block, done));
  }

  surgeflow::testing::TemporaryFolder place_;
  PartFolder folder_{place_.path() / "out.h5", {{"input case.toml", "abc"}, {"program", "1"}}};
  std::vector<Block> blocks_ = {{0, 2}, {2, 2}, {4, 1}};
};

TEST_F(Parts, AreFoundAgain) {
  folder_.open();
  folder_.open();
  EXPECT_EQ(folder_.unfinished(blocks_), blocks_);
  write(blocks_[0], 2);
  write(blocks_[1], 1);
  EXPECT_EQ(folder_.unfinished(blocks_), (std::vector<Block>{{2, 2}, {4, 1}}));

  const archive::SweepPart begun = folder_.begun(blocks_[1]);
  ASSERT_EQ(begun.outcomes.size(), 1u);
  EXPECT_EQ(begun.outcomes[0].numbers, outcome_of(2).numbers);
  EXPECT_EQ(begun.outcomes[0].sent, outcome_of(2).sent);
  for (const ScenarioPanel panel : archive::kScenarioPanels) {
    EXPECT_EQ(begun.outcomes[0].panels[archive::number_of(panel)],
              outcome_of(2).panels[archive::number_of(panel)]);
  }
  ASSERT_TRUE(begun.state);
  const WarmStart state = *part_of(blocks_[1], 1).state;
  EXPECT_EQ(begun.state->plan, state.plan);
  EXPECT_EQ(begun.state->potentials, state.potentials);

  EXPECT_TRUE(folder_.begun(blocks_[2]).outcomes.empty());
  folder_.remove();
  EXPECT_FALSE(std::filesystem::exists(folder_.path()));
}

TEST_F(Parts, OfAnotherSweepAreRefusedByWhatChanged) {
  folder_.open();
  const PartFolder other(place_.path() / "out.h5", {{"input case.toml", "abd"}, {"program", "1"}});
  const std::string message = surgeflow::testing::input_error_of([&] { other.open(); });
  EXPECT_THAT(message, HasSubstr("changed since it was started: input case.toml;"));

  write(blocks_[0], 2);
  std::filesystem::rename(folder_.part_path(blocks_[0]), folder_.part_path(blocks_[1]));
  EXPECT_THAT(surgeflow::testing::input_error_of([&] { (void)folder_.unfinished(blocks_); }),
              HasSubstr("this part belongs to another sweep"));
}

TEST_F(Parts, ThatAreDamagedAreRefused) {
  folder_.open();
  write(blocks_[1], 1);
  std::filesystem::resize_file(folder_.part_path(blocks_[1]), 1000);
  EXPECT_THROW((void)folder_.unfinished(blocks_), InputError);
}

TEST_F(Parts, AreMergedIntoQuantilesCoursesAndShares) {
  folder_.open();
  for (const Block& block : blocks_) write(block, block.count);
  constexpr std::int64_t kCounted = 4;  // the last scenario is not of the design
  const std::vector<double> quantiles = {0.0, 0.25, 0.5, 0.51, 1.0};
  for (const std::int64_t most_bytes : {1, 100, 1 << 20}) {
    const MergedSweep merged = merge_parts(
        folder_, blocks_,
        {.counted = kCounted, .quantiles = quantiles, .threads = 2, .most_bytes = most_bytes});
    ASSERT_EQ(merged.numbers.size(), 5u);
    EXPECT_EQ(merged.numbers[3], outcome_of(3).numbers);
    EXPECT_THAT(merged.sends, ::testing::ElementsAre(0.0, 0.5, 1.0));
    for (const ScenarioPanel panel : archive::kScenarioPanels) {
      const MergedPanel& of_panel = merged.panels[archive::number_of(panel)];
      EXPECT_EQ(of_panel.above_zero.front(), 0.0);
      for (std::int32_t t = 0; t < kPeriods; ++t) {
        for (std::int64_t n = 0; n < 5; ++n) {
          Total sum = 0;
          for (std::int32_t i = 0; i < kFacilities; ++i) sum += value_of(n, panel, i, t);
          EXPECT_EQ(of_panel.courses[static_cast<std::size_t>(n * kPeriods + t)], sum);
        }
        for (std::int32_t i = 0; i < kFacilities; ++i) {
          std::vector<Count> values;
          for (std::int64_t n = 0; n < kCounted; ++n) values.push_back(value_of(n, panel, i, t));
          std::sort(values.begin(), values.end());
          const std::vector<std::size_t> ranks = {0, 0, 1, 2, 3};  // of 4 values
          for (std::size_t q = 0; q < quantiles.size(); ++q) {
            const auto at = (static_cast<std::int32_t>(q) * kFacilities + i) * kPeriods + t;
            EXPECT_EQ(of_panel.quantiles[static_cast<std::size_t>(at)], values[ranks[q]]);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace surgeflow::sweep

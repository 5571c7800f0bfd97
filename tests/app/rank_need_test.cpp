// SPDX-License-Identifier: Apache-2.0
// What ranks are said to take, machine by machine, and when a case is refused for it.
#include "app/rank_need.hpp"

#include <gtest/gtest.h>

#include <string>

#include "case_sizes.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::app {
namespace {

TEST(RankNeed, IsNearTheMeasuredPeaks) {
  struct Measured {
    CaseSize size;
    std::int64_t ranks;
    double root;
    double other;
  };
  for (const Measured& measured : {Measured{case_in_regions(300, 6), 3, 49.0, 38.0},
                                   Measured{case_in_regions(1000, 17), 3, 60.0, 44.0},
                                   Measured{case_in_regions(7000, 51), 3, 162.0, 120.0},
                                   Measured{case_in_regions(7000, 100), 6, 130.0, 101.0},
                                   Measured{case_in_regions(7000, 4), 3, 166.0, 125.0},
                                   Measured{case_in_regions(33'000, 51), 4, 658.0, 561.0}}) {
    SCOPED_TRACE(measured.size.facilities);
    const RankNeed need = rank_need(measured.size, measured.ranks);
    EXPECT_NEAR(static_cast<double>(need.root / kMegabyte), measured.root, 0.2 * measured.root);
    EXPECT_NEAR(static_cast<double>(need.other / kMegabyte), measured.other, 0.2 * measured.other);
  }
}

TEST(RankNeed, CountsTheProofOnTheRoot) {
  struct Measured {
    CaseSize size;
    double proof;
  };
  for (const Measured& measured :
       {Measured{case_in_regions(300, 6), 50.0}, Measured{case_in_regions(1000, 17), 64.0},
        Measured{case_in_regions(3000, 51), 118.0}, Measured{case_in_regions(7000, 51), 276.0}}) {
    SCOPED_TRACE(measured.size.facilities);
    EXPECT_NEAR(static_cast<double>(rank_need(measured.size, 3).proof / kMegabyte), measured.proof,
                0.15 * measured.proof);
  }
}

TEST(RankNeed, FallsWithRanksAndGrowsWithTables) {
  const CaseSize size = case_in_regions(33'000, 51);
  EXPECT_LT(rank_need(size, 8).other, rank_need(size, 4).other);
  EXPECT_LT(rank_need(size, 8).root, memory_need(size).peak / 2);
  EXPECT_GT(rank_need(size, 8).proof, memory_need(size).peak);
  CaseSize stated = size;
  stated.lane_source = LaneSource::table;
  stated.stated_lanes = stated.pairs() / 2;
  EXPECT_GT(rank_need(stated, 8).other, rank_need(size, 8).other);
  EXPECT_GT(rank_need(stated, 8).root, stated.pairs());
  CaseSize lopsided = size;
  lopsided.largest_region = 20'000;
  EXPECT_GT(rank_need(lopsided, 8).other, lopsided.largest_region * lopsided.largest_region);
}

TEST(RankNeed, FitsItsIntegerForTheLargestCase) {
  CaseSize size = case_in_regions(kMaxFacilities, 1);
  size.periods = kMaxPeriods;
  size.lane_source = LaneSource::table;
  size.stated_lanes = size.pairs();
  EXPECT_GT(rank_need(size, 1).proof, std::int64_t{1} << 38);
}

TEST(NeedOfFullest, CountsTheRanksOfEachMachine) {
  CaseSize size = case_in_regions(7000, 51);
  size.finish = Finish::gap;
  const RankNeed of_rank = rank_need(size, 6);
  const std::int64_t plenty = std::int64_t{1} << 40;
  const std::vector<Machine> alike = {{.ranks = 3, .available_bytes = plenty},
                                      {.ranks = 3, .available_bytes = plenty}};
  EXPECT_EQ(need_of_fullest(size, alike).bytes, of_rank.root + 2 * of_rank.other);
  std::vector<Machine> other_is_small = alike;
  other_is_small[1].available_bytes = 3 * of_rank.other - 1;
  EXPECT_EQ(need_of_fullest(size, other_is_small).bytes, 3 * of_rank.other);
  EXPECT_FALSE(need_of_fullest(size, other_is_small).is_met());
  size.finish = Finish::proof;
  EXPECT_EQ(need_of_fullest(size, alike).bytes, of_rank.proof + 2 * of_rank.other);
  size.largest_region = 0;
  EXPECT_EQ(need_of_fullest(size, alike).bytes, memory_need(size).peak);
}

TEST(RequireMemory, RefusesInWordsWhatDoesNotFit) {
  const CaseSize size = case_of_size(33'000);
  const std::int64_t peak = memory_need(size).peak;
  EXPECT_NO_THROW(require_memory(size, {Machine{}}));
  EXPECT_NO_THROW(require_memory(size, {{.available_bytes = peak}}));
  try {
    require_memory(size, {{.available_bytes = std::int64_t{1} << 30}});
    FAIL() << "nothing was refused";
  } catch (const SystemError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("not enough memory: 33,000 facilities over 180 periods need about 1.9 GiB, "
                        "and this machine has 1.0 GiB available; plan fewer"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("transit.max_periods"), std::string::npos) << text;
  }
}

TEST(RequireMemory, SaysWhatRanksTakeAndWhatSparesIt) {
  CaseSize size = case_in_regions(33'000, 51);
  const std::vector<Machine> machines = {{.ranks = 4, .available_bytes = std::int64_t{3} << 30}};
  try {
    require_memory(size, machines);
    FAIL() << "nothing was refused";
  } catch (const SystemError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find(" for 4 ranks on one machine, and this machine has 3.0 GiB available; "
                        "allow a gap (solver.gap = 0.001)"),
              std::string::npos)
        << text;
  }
  size.finish = Finish::gap;
  EXPECT_NO_THROW(require_memory(size, machines));
}

}  // namespace
}  // namespace surgeflow::app

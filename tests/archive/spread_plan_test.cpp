// SPDX-License-Identifier: Apache-2.0
// A plan file by all ranks against that by one; run on 1, 2, 3 and 4 ranks.
#include "archive/spread_plan.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <optional>

#include "archive/folder_content.hpp"
#include "archive/lasting_content.hpp"
#include "archive/small_plan.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::archive {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

template <class T>
Panel<T> cut(const Panel<T>& all, FacilityRange range) {
  Panel<T> rows(range.size(), all.periods());
  for (FacilityId row{0}; row.value() < range.size(); ++row) {
    std::ranges::copy(all.row(FacilityId(range.first + row.value())), rows.row(row).begin());
  }
  return rows;
}

/// Rows of this rank's facilities: as many for every rank, what is left over for the last.
PlanRows rows_of(const PlanDocument& document, const comm::Communicator& ranks) {
  const std::int32_t facilities = document.instance.facilities();
  const std::int32_t each = facilities / ranks.size();
  const FacilityRange range{ranks.rank() * each, ranks.rank() + 1 == ranks.size()
                                                     ? facilities
                                                     : (ranks.rank() + 1) * each};
  const PlanTrace trace = trace_plan(document.instance, document.plan);
  return {.facilities = range,
          .demand = cut(document.instance.demand(), range),
          .arrivals = cut(document.instance.arrivals(), range),
          .treated = cut(document.plan.treated, range),
          .trace = {.idle = cut(trace.idle, range),
                    .in_use = cut(trace.in_use, range),
                    .unmet = cut(trace.unmet, range),
                    .sent = cut(trace.sent, range),
                    .received = cut(trace.received, range)},
          .potentials = {.patients = cut(document.potentials.patients, range),
                         .moves = cut(document.potentials.moves, range)}};
}

/// So long that a chunk has the rows of a few facilities alone, of which two ranks share some.
PlanDocument long_plan() {
  constexpr std::int32_t kFacilities = 21;
  constexpr std::int32_t kPeriods = 20'000;
  PlanDocument document = testing::small_plan();
  document.horizon.periods = kPeriods;
  document.facilities.resize(kFacilities);
  InstanceData numbers{.devices = std::vector<Count>(kFacilities, 5),
                       .turnaround_periods = std::vector<std::int32_t>(kFacilities, 3),
                       .in_processing_periods = std::vector<std::int32_t>(kFacilities, 1),
                       .demand = Panel<Count>(kFacilities, kPeriods),
                       .arrivals = Panel<Count>(kFacilities, kPeriods),
                       .lanes = LaneTable(kFacilities)};
  document.plan = {Panel<Count>(kFacilities, kPeriods), {}};
  document.potentials = {Panel<std::int32_t>(kFacilities, kPeriods),
                         Panel<std::int64_t>(kFacilities, kPeriods)};
  for (std::int32_t i = 0; i < kFacilities; ++i) {
    document.facilities[static_cast<std::size_t>(i)].id = std::to_string(i);
    for (std::int32_t t = 0; t < kPeriods; ++t) {
      const FacilityId facility(i);
      const Period period(t);
      numbers.demand(facility, period) = (i * 31 + t * 17) % 97;
      document.plan.treated(facility, period) = (i + t) % 3 == 0 ? 1 : 0;
      document.potentials.patients(facility, period) = i * kPeriods + t;
      document.potentials.moves(facility, period) = std::int64_t{t} * t - i;
    }
  }
  document.instance = Instance(std::move(numbers));
  return document;
}

/// A folder of the root's that all ranks see.
class SpreadPlan : public ::testing::Test {
 protected:
  SpreadPlan() {
    if (ranks_.is_root()) folder_.emplace();
    path_ = ranks_.broadcast_text(folder_ ? folder_->path().string() : "");
  }
  ~SpreadPlan() override { ranks_.barrier(); }

  void write(const PlanDocument& document) {
    write_spread_plan(path_ / "spread.h5", ranks_.is_root() ? &document : nullptr,
                      rows_of(document, ranks_), ranks_);
  }
  /// What this rank throws in writing.
  std::string refusal(const PlanDocument& document) {
    try {
      write(document);
    } catch (const SystemError& error) {
      return error.what();
    } catch (const comm::OtherRankFailed& error) {
      return error.what();
    }
    return "nothing was refused";
  }
  void expect_as_from_one_rank(const PlanDocument& document) {
    write(document);
    if (!ranks_.is_root()) return;
    write_plan(path_ / "one.h5", document);
    EXPECT_EQ(testing::lasting_content(path_ / "spread.h5"),
              testing::lasting_content(path_ / "one.h5"));
    EXPECT_TRUE(read_claims(path_ / "spread.h5").altered_datasets.empty());
    EXPECT_EQ(testing::names_in(path_), (Names{"one.h5", "spread.h5"}));
    // What was reserved beyond the content is given back.
    EXPECT_LE(fs::file_size(path_ / "spread.h5"), fs::file_size(path_ / "one.h5") + 65'536);
  }
  /// Where a write that failed has left nothing but what was there before.
  void expect_untouched() {
    ranks_.barrier();
    EXPECT_EQ(testing::bytes_of(path_ / "spread.h5"), "old");
    EXPECT_EQ(testing::names_in(path_), Names{"spread.h5"});
  }
  void put_old() {
    if (ranks_.is_root()) testing::put_bytes(path_ / "spread.h5", "old");
    ranks_.barrier();
  }

  comm::Communicator ranks_ = comm::Communicator::world();
  std::optional<testing::TemporaryFolder> folder_;
  fs::path path_;
};

TEST_F(SpreadPlan, HasTheContentOfOneRanksFile) { expect_as_from_one_rank(testing::small_plan()); }

TEST_F(SpreadPlan, HasItWhereNothingIsShipped) {
  expect_as_from_one_rank(testing::plan_without_shipments());
}

TEST_F(SpreadPlan, HasItWhereRanksShareChunks) { expect_as_from_one_rank(long_plan()); }

TEST_F(SpreadPlan, EqualDocumentsGiveEqualBytes) {
  const PlanDocument document = testing::small_plan();
  std::vector<std::string> bytes;
  for (int n = 0; n < 2; ++n) {
    write(document);
    if (ranks_.is_root()) bytes.push_back(testing::bytes_of(path_ / "spread.h5"));
  }
  if (!ranks_.is_root()) return;
  EXPECT_TRUE(bytes[0] == bytes[1]);
}

TEST_F(SpreadPlan, ReplacesTheOldFile) {
  put_old();
  write(testing::small_plan());
  if (!ranks_.is_root()) return;
  EXPECT_EQ(read_plan(path_ / "spread.h5").plan, testing::small_plan().plan);
}

TEST_F(SpreadPlan, ARootThatCanNotBeginEndsAllRanks) {
  put_old();
  PlanDocument document = testing::small_plan();
  path_ /= "absent";
  const std::string text = refusal(document);
  path_ = path_.parent_path();
  EXPECT_NE(text.find(ranks_.is_root() ? "No such file or directory" : "rank 0 failed"),
            std::string::npos)
      << text;
  expect_untouched();
}

TEST_F(SpreadPlan, ALimitOnTheLastRanksFilesEndsAllRanks) {
  put_old();
  const bool last = ranks_.rank() + 1 == ranks_.size();
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  rlimit limit = before;
  limit.rlim_cur = 200'000;  // enough to begin with, but not for all panels
  if (last) ::setrlimit(RLIMIT_FSIZE, &limit);
  const std::string text = refusal(long_plan());
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_NE(text.find(last ? "File too large" : "failed; its message says why"), std::string::npos)
      << text;
  expect_untouched();
}

/// Hides the folder from this process alone; false where that is not permitted.
bool hide(const fs::path& folder) {
  return ::unshare(CLONE_NEWNS) == 0 &&
         ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=64k") == 0;
}

TEST_F(SpreadPlan, ARankThatDoesNotSeeTheFileEndsAllRanks) {
  if (ranks_.size() == 1) GTEST_SKIP() << "the root sees what it writes";
  put_old();
  const bool last = ranks_.rank() + 1 == ranks_.size();
  const bool hidden = last && hide(path_);
  if (ranks_.maximum(std::uint8_t{hidden}) == 0) GTEST_SKIP() << "no folder may be hidden here";
  const std::string text = refusal(testing::small_plan());
  if (hidden) ::umount(path_.c_str());
  EXPECT_NE(text.find(last ? "name a folder that all ranks share" : "failed; its message says why"),
            std::string::npos)
      << text;
  expect_untouched();
}

}  // namespace
}  // namespace surgeflow::archive

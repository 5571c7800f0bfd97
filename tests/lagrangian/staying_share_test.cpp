// SPDX-License-Identifier: Apache-2.0
// Shares of devices that never leave: by hand, and whether there is one, by trying all.
#include <gtest/gtest.h>

#include <functional>
#include <numeric>
#include <optional>
#include <vector>

#include "lagrangian/limits/staying_share.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::test {
namespace {

using lagrangian::staying_share;
using Row = std::vector<Count>;

struct Place {
  Row treated{};
  Row present{};
  Row staying{};
  std::int32_t turnaround = 1;
};

Count under_treatment(const Row& treated, std::size_t t, std::int32_t turnaround) {
  const auto window = static_cast<std::size_t>(turnaround);
  const std::size_t begin = t + 1 > window ? t + 1 - window : 0;
  return std::accumulate(treated.begin() + static_cast<std::ptrdiff_t>(begin),
                         treated.begin() + static_cast<std::ptrdiff_t>(t) + 1, Count{0});
}

bool is_share(const Place& place, const Row& share) {
  for (std::size_t t = 0; t < share.size(); ++t) {
    if (share[t] < 0 || share[t] > place.treated[t]) return false;
    const Count by_staying = under_treatment(share, t, place.turnaround);
    const Count by_others = under_treatment(place.treated, t, place.turnaround) - by_staying;
    if (by_staying > place.staying[t]) return false;
    if (by_others > place.present[t] - place.staying[t]) return false;
  }
  return true;
}

bool has_share(const Place& place) {
  Row share(place.treated.size(), 0);
  const std::function<bool(std::size_t)> from = [&](std::size_t t) {
    if (t == share.size()) return is_share(place, share);
    for (share[t] = 0; share[t] <= place.treated[t]; ++share[t]) {
      if (from(t + 1)) return true;
    }
    share[t] = 0;
    return false;
  };
  return from(0);
}

std::optional<Row> share_of(const Place& place) {
  return staying_share(place.treated, place.present, place.staying, place.turnaround);
}

TEST(StayingShare, TreatsAsEarlyAsItCan) {
  EXPECT_EQ(share_of({{1, 1, 0, 1}, {2, 2, 2, 2}, {1, 1, 1, 1}, 2}), (Row{1, 0, 0, 1}));
}

/// The device that leaves on day 1 can not be on the patient of day 0.
TEST(StayingShare, TakesThePatientWhomNobodyElseCanTreat) {
  EXPECT_EQ(share_of({{1, 0, 1}, {2, 1, 1}, {1, 1, 1}, 2}), (Row{1, 0, 1}));
}

/// On day 2 only the device that came on day 1 is there.
TEST(StayingShare, IsNothingWhereDevicesTakeTurns) {
  EXPECT_EQ(share_of({{1, 1, 0}, {1, 2, 1}, {1, 1, 1}, 2}), std::nullopt);
}

TEST(StayingShare, IsFoundWhereverThereIsOne) {
  int found = 0;
  int none = 0;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    const RandomKey key{.seed = seed, .stream = 91};
    std::uint64_t drawn = 0;
    const auto draw = [&](std::uint64_t below) {
      return static_cast<Count>(random_below(key, drawn++, below));
    };
    Place place{.turnaround = 1 + draw(3)};
    Count staying = draw(2);
    for (int t = 0; t < 6; ++t) {
      place.treated.push_back(draw(3));
      place.staying.push_back(staying += draw(5) == 0 ? 1 : 0);
      place.present.push_back(staying + draw(3));
    }
    SCOPED_TRACE(seed);
    const std::optional<Row> share = share_of(place);
    ASSERT_EQ(share.has_value(), has_share(place));
    EXPECT_TRUE(!share || is_share(place, *share));
    ++(share ? found : none);
  }
  EXPECT_GT(found, 100);
  EXPECT_GT(none, 100);
}

}  // namespace
}  // namespace surgeflow::test

// SPDX-License-Identifier: Apache-2.0
// The explicit network: its size in words, its weight, and when it is refused.
#include "formats/explicit_network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include <algorithm>
#include <limits>
#include <sstream>
#include <vector>

#include "formats/text_output.hpp"
#include "support/messages.hpp"
#include "support/six_nodes.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

using testing::input_error_of;

TEST(ExplicitNetwork, SaysNumbersInWords) {
  EXPECT_EQ(in_words(0), "0");
  EXPECT_EQ(in_words(999), "999");
  EXPECT_EQ(in_words(1'000), "1,000");
  EXPECT_EQ(in_words(565'560), "565,560");
  EXPECT_EQ(in_words(999'400), "999,400");
  EXPECT_EQ(in_words(999'999), "1 million");
  EXPECT_EQ(in_words(50'000'000), "50 million");
  EXPECT_EQ(in_words(999'600'000), "1 billion");
  EXPECT_EQ(in_words(1'783'880'000), "1.78 billion");
  EXPECT_EQ(in_words(std::numeric_limits<std::int64_t>::max()), "9.22 quintillion");
}

TEST(ExplicitNetwork, CountsNodesAndArcs) {
  // 6 cells and a sink; 6 hold arcs, 3 of treatment, 2 lanes in 2 periods each. No plan moves more
  // than 2 devices in each of 3 periods, so a patient weighs 7.
  const Instance instance(test::six_nodes());
  const NetworkSize size = size_of_network(instance, 1'000);
  EXPECT_EQ(size.nodes, 7);
  EXPECT_EQ(size.arcs, 13);
  EXPECT_EQ(size.patient_weight, 7);
  std::vector<std::int64_t> tails;
  std::int64_t treated = 0;
  for_each_arc(instance, size, [&](const Arc& arc) {
    tails.push_back(arc.tail);
    const bool to_sink = arc.head == size.nodes - 1;
    EXPECT_TRUE(to_sink || arc.head % 3 > arc.tail % 3) << arc.tail << " to " << arc.head;
    if (arc.kind == ArcKind::treat) treated += arc.capacity;
  });
  EXPECT_EQ(static_cast<std::int64_t>(tails.size()), size.arcs);
  EXPECT_TRUE(std::ranges::is_sorted(tails));
  EXPECT_EQ(treated, instance.total_demand());
}

TEST(ExplicitNetwork, RefusesTooManyArcsWithTheirNumberInWords) {
  InstanceData data = test::blank_instance_data(800, 180, 10);
  for (FacilityId i{0}; i.value() < 800; ++i) {
    for (FacilityId j{0}; j.value() < 800; ++j) {
      if (i != j) test::set_lane(data, i, j, 1);
    }
  }
  const Instance instance(std::move(data));
  std::ostringstream out;
  const auto write_without_limits = [](std::ostream& file, const Instance& numbers) {
    write_mps(file, numbers);
  };
  using Write = std::function<void(std::ostream&, const Instance&)>;
  for (const Write& write : {Write(write_dimacs), Write(write_without_limits)}) {
    // 800 x 799 lanes in 179 periods.
    const std::string message = input_error_of([&] { write(out, instance); });
    EXPECT_THAT(message,
                ::testing::HasSubstr("114 million ship arcs; allowed: at most 50 million"));
  }
  EXPECT_EQ(out.str(), "") << "nothing may be written before the refusal";
}

TEST(ExplicitNetwork, RefusesCostsThatWouldNotBeExact) {
  InstanceData data = test::six_nodes();
  data.devices[0] = 1'000'000;
  data.demand(test::kA, Period(0)) = 1'000'000'000;
  data.lanes.allocate_costs(1'000);
  // The weight is 3e9 + 1, so all patients together cost 3e18: within 2^62 but not within 2^53.
  const Instance instance(std::move(data));
  std::ostringstream out;
  EXPECT_EQ(input_error_of([&] { write_dimacs(out, instance); }), "");
  EXPECT_THAT(input_error_of([&] { write_mps(out, instance); }),
              ::testing::HasSubstr("up to 9.01 quadrillion"));
}

TEST(ExplicitNetwork, RefusesCostsBeyond64Bits) {
  InstanceData data = test::six_nodes();
  data.devices[0] = 1'000'000'000;
  data.demand(test::kA, Period(0)) = 1'000'000'000;
  data.lanes.allocate_costs(1'000'000);
  const Instance instance(std::move(data));
  std::ostringstream out;
  EXPECT_THAT(input_error_of([&] { write_dimacs(out, instance); }),
              ::testing::HasSubstr("too many for one sum of costs"));
}

TEST(TextOutput, SaysWhenItsStreamTakesNoMore) {
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  EXPECT_THROW(write_dimacs(out, Instance(test::six_nodes())), SystemError);
}

}  // namespace
}  // namespace surgeflow::formats

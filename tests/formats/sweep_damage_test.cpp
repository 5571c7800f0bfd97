// SPDX-License-Identifier: Apache-2.0
// Damaged sweep files: whatever is cut off or changed, they are read or refused with a place.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "formats/damage.hpp"
#include "surgeflow/core/random.hpp"
#include "surgeflow/formats/sweep_file.hpp"

namespace surgeflow::formats {
namespace {

using surgeflow::testing::kDamage;

constexpr std::string_view kList = R"([sweep]
case = "case.toml"
quantiles = [0.05, 0.5]
[[scenario]]
name = "30/50"
demand.contact_reduction = [[0, 0.30], [15, 0.50]]
[scenario.horizon]
periods = 90
)";

constexpr std::string_view kGrid = R"([sweep]
case = "case.toml"
design = "grid"
[[vary]]
key = "demand.contact_reduction"
values = [0.3, [[0, 0.3], [15, 0.5]]]
)";

constexpr std::string_view kDrawn = R"([sweep]
case = "case.toml"
design = "sobol"
scenarios = 64
seed = 7
parameters = "p.csv"
[[vary]]
key = "demand.contact_reduction"
from_day = 15
distribution = "triangular"
low = 0.2
mode = 0.3
high = 0.5
regional = 0.2
least = 0
[[vary]]
key = "item.turnaround"
distribution = "normal"
mean = 10
sd = 2
)";

constexpr std::string_view kParameters =
    "param,base,distribution,p1,p2,description\n"
    "hosp_prop,0.025,gamma,6.3,0.004,\"of infections, all\"\n"
    "ICU_prop,0.45,beta,52,97,\nmkt_share,0.12,constant,,,\nregion_pop,1200000,constant,,,\n";

/// Whether the sweep is accepted, or refused by findings that all name a file. Any other exception
/// reaches the test and fails it.
bool is_handled(std::string_view sweep, std::string_view parameters) {
  InputFiles files({{"s.toml", std::string(sweep)}, {"p.csv", std::string(parameters)}});
  try {
    static_cast<void>(read_sweep("s.toml", files));
  } catch (const InputError& error) {
    for (const Diagnostic& finding : error.diagnostics()) {
      if (finding.place.file.empty() || finding.seen.empty()) return false;
    }
  }
  return true;
}

std::string refusal_of_sweep(std::string_view sweep) {
  InputFiles files({{"s.toml", std::string(sweep)}, {"p.csv", std::string(kParameters)}});
  try {
    static_cast<void>(read_sweep("s.toml", files));
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

constexpr std::array kSweeps = {kList, kGrid, kDrawn};

TEST(DamagedSweep, IsAcceptedAsItIs) {
  for (const std::string_view sweep : kSweeps) EXPECT_EQ(refusal_of_sweep(sweep), "");
}

TEST(DamagedSweep, CutOffAnywhere) {
  for (const std::string_view sweep : kSweeps) {
    for (std::size_t length = 0; length < sweep.size(); ++length) {
      ASSERT_TRUE(is_handled(sweep.substr(0, length), kParameters)) << "cut after " << length;
    }
  }
  for (std::size_t length = 0; length < kParameters.size(); ++length) {
    ASSERT_TRUE(is_handled(kDrawn, kParameters.substr(0, length))) << "cut after " << length;
  }
}

TEST(DamagedSweep, BytesChangedAnywhere) {
  std::uint64_t draw = 0;
  const auto below = [&](std::size_t bound) {
    return static_cast<std::size_t>(random_below({20200331, 1, 0}, draw++, bound));
  };
  const auto damaged = [&](std::string_view text) {
    std::string bytes(text);
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      bytes[below(bytes.size())] = kDamage[below(kDamage.size())];
    }
    return bytes;
  };
  for (int round = 0; round < 1500; ++round) {
    for (const std::string_view sweep : kSweeps) {
      const std::string bytes = damaged(sweep);
      ASSERT_TRUE(is_handled(bytes, kParameters)) << bytes;
    }
    const std::string bytes = damaged(kParameters);
    ASSERT_TRUE(is_handled(kDrawn, bytes)) << bytes;
  }
}

}  // namespace
}  // namespace surgeflow::formats

// SPDX-License-Identifier: Apache-2.0
// Sweep files that are accepted.
#include "surgeflow/formats/sweep_file.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::formats {
namespace {

using surgeflow::testing::TemporaryFolder;

SweepFile read_text(const std::string& toml, const std::string& parameters = {}) {
  const TemporaryFolder folder;
  folder.write("sweep.toml", toml);
  if (!parameters.empty()) folder.write("params.csv", parameters);
  InputFiles files;
  return read_sweep(folder / "sweep.toml", files);
}

TEST(ReadSweep, AListKeepsSettingsAsText) {
  const std::string toml = R"([sweep]
case = "../cases/case.toml"
name = "the study"
description = "three courses"

[[scenario]]
demand.contact_reduction = 0.30

[[scenario]]
name = "30/50/30"
transit.max_periods = 2
demand.contact_reduction = [[0, 0.30], [15, 0.50],
                            [61, 0.30]]
demand.file = "other.csv"
[scenario.horizon]
periods = 90
[[scenario]]
name = "base case"
)";
  const SweepFile file = read_text(toml);
  const SweepStatement& s = file.statement;
  EXPECT_EQ(file.sha256, sha256_hex(toml));
  EXPECT_TRUE(file.input_sha256.empty());
  EXPECT_EQ(s.name, "the study");
  EXPECT_EQ(s.description, "three courses");
  EXPECT_TRUE(s.case_file.ends_with("cases/case.toml")) << s.case_file;
  EXPECT_EQ(s.case_file.find(".."), std::string::npos);
  EXPECT_EQ(s.design, Design::list);
  EXPECT_EQ(s.places.at("sweep.case").line, 2);
  ASSERT_EQ(s.listed.size(), 3U);
  EXPECT_EQ(s.listed[0].name, "1");
  EXPECT_EQ(s.listed[0].settings, (std::vector<Setting>{{"demand.contact_reduction", "0.3"}}));
  EXPECT_EQ(s.listed[1].name, "30/50/30");
  EXPECT_EQ(s.listed[1].settings,
            (std::vector<Setting>{{"transit.max_periods", "2"},
                                  {"demand.contact_reduction", "[[0, 0.3], [15, 0.5], [61, 0.3]]"},
                                  {"demand.file", "\"other.csv\""},
                                  {"horizon.periods", "90"}}));
  EXPECT_TRUE(s.listed[2].settings.empty());
}

TEST(ReadSweep, DefaultsAreThoseOfTheStatement) {
  const SweepStatement s = read_text("[sweep]\ncase = \"c.toml\"\n[[scenario]]\n").statement;
  const SweepStatement defaults;
  EXPECT_EQ(s.name, "sweep");
  EXPECT_EQ(s.seed, defaults.seed);
  EXPECT_EQ(s.quantiles, defaults.quantiles);
  EXPECT_EQ(s.plans, defaults.plans);
  EXPECT_EQ(s.keep_plans, defaults.keep_plans);
  EXPECT_TRUE(s.plan_quantiles.empty());
}

TEST(ReadSweep, AGridHasValuesOfAnyKind) {
  const SweepStatement s = read_text(R"([sweep]
case = "c.toml"
design = "grid"
plans = false
[[vary]]
key = "demand.contact_reduction"
values = [0.3, 0.5, [[0, 0.3], [15, 0.5]]]
[[vary]]
key = "sharing.scope"
values = ["all", "none"]
)")
                               .statement;
  EXPECT_EQ(s.design, Design::grid);
  EXPECT_FALSE(s.plans);
  ASSERT_EQ(s.factors.size(), 2U);
  EXPECT_EQ(s.factors[0].key, "demand.contact_reduction");
  EXPECT_EQ(s.factors[0].values, (std::vector<std::string>{"0.3", "0.5", "[[0, 0.3], [15, 0.5]]"}));
  EXPECT_EQ(s.factors[1].values, (std::vector<std::string>{"\"all\"", "\"none\""}));
}

TEST(ReadSweep, ASampledDesignHasDistributions) {
  const SweepStatement s = read_text(R"([sweep]
case = "c.toml"
design = "latin_hypercube"
scenarios = 200
seed = 7
quantiles = [0, 0.5, 1]
plan_quantiles = [0.5]
keep_plans = true
[[vary]]
key = "demand.contact_reduction"
distribution = "uniform"
low = 0.2
high = 0.5
regional = 0.25
local = 0.25
[[vary]]
key = "demand.contact_reduction"
from_day = 15
distribution = "triangular"
low = 0
mode = 0.1
high = 1
[[vary]]
key = "demand.doubling_time"
distribution = "fitted"
national = 0.5
local = 0.5
least = 1.5
most = 30
[[vary]]
key = "demand.icu_rate"
distribution = "beta"
alpha = 52
beta = 96
share_of = "demand.hospitalized_rate"
[[vary]]
key = "item.turnaround"
distribution = "uniform"
low = 7
high = 12
[[vary]]
key = "facilities.devices_per_100k"
distribution = "normal"
mean = 20
sd = 2
whole = true
)")
                               .statement;
  EXPECT_EQ(s.scenarios, 200);
  EXPECT_EQ(s.seed, 7U);
  EXPECT_EQ(s.quantiles, (std::vector<double>{0.0, 0.5, 1.0}));
  EXPECT_EQ(s.plan_quantiles, (std::vector<double>{0.5}));
  EXPECT_TRUE(s.keep_plans);
  ASSERT_EQ(s.factors.size(), 6U);
  const UncertainParameter& reduction = s.factors[0].uncertain;
  EXPECT_EQ(reduction.name, "contact_reduction");
  EXPECT_EQ(reduction.distribution, (Distribution{DistributionKind::uniform, {0.2, 0.5}}));
  EXPECT_EQ(reduction.spread, (Spread{0.5, 0.25, 0.25}));
  EXPECT_EQ(s.factors[1].uncertain.from_day, 15);
  const UncertainParameter& fitted = s.factors[2].uncertain;
  EXPECT_FALSE(fitted.distribution.has_value());
  EXPECT_EQ(fitted.least, 1.5);
  EXPECT_EQ(fitted.most, 30.0);
  EXPECT_EQ(s.factors[3].uncertain.share_of, "hospitalized_rate");
  EXPECT_EQ(s.factors[4].kind, NumberKind::whole);
  EXPECT_EQ(s.factors[4].uncertain.spread, Spread{});
  EXPECT_EQ(s.factors[5].kind, NumberKind::whole);
}

TEST(ReadSweep, ReadsAParameterFile) {
  const std::string parameters =
      "param,base,distribution,p1,p2,description\n"
      "hosp_prop,0.025,gamma,6.3,0.0042,\n"
      "mkt_share,0.12,constant,,,\"share, of the market\"\n"
      "region_pop,1200000,constant,,,\n";
  const SweepFile file = read_text(R"([sweep]
case = "c.toml"
design = "ensemble"
scenarios = 1000
parameters = "params.csv"
[[vary]]
key = "demand.contact_reduction"
distribution = "uniform"
low = 0.2
high = 0.5
)",
                                   parameters);
  const SweepStatement& s = file.statement;
  ASSERT_EQ(s.factors.size(), 2U);
  EXPECT_EQ(s.factors[1].key, "demand.hospitalized_rate");
  ASSERT_EQ(s.constants.size(), 1U);
  EXPECT_EQ(s.constants[0].name, "market_share");
  EXPECT_EQ(s.not_used, (std::vector<std::string>{"region_pop"}));
  EXPECT_EQ(file.input_sha256.at("params.csv"), sha256_hex(parameters));
}

}  // namespace
}  // namespace surgeflow::formats

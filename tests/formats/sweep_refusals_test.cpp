// SPDX-License-Identifier: Apache-2.0
// Sweep files that are refused: what is said, where, and what to do about it.
#include <gtest/gtest.h>

#include "support/messages.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/formats/sweep_file.hpp"

namespace surgeflow::formats {
namespace {

using surgeflow::testing::input_error_of;
using surgeflow::testing::one_line_says;
using surgeflow::testing::TemporaryFolder;

std::string refusal_of(const std::string& toml) {
  const TemporaryFolder folder;
  folder.write("sweep.toml", toml);
  InputFiles files;
  return input_error_of([&] { static_cast<void>(read_sweep(folder / "sweep.toml", files)); });
}

/// Of a sweep with a case, a design and what follows.
std::string refusal_of(const std::string& design, const std::string& rest) {
  return refusal_of("[sweep]\ncase = \"c.toml\"\ndesign = \"" + design + "\"\n" + rest);
}

/// Of a [[vary]] of a Latin hypercube, whose first line is the sixth.
std::string refusal_of_vary(const std::string& keys) {
  return refusal_of("latin_hypercube", "scenarios = 10\n[[vary]]\n" + keys);
}

const std::string kUniform = "distribution = \"uniform\"\nlow = 0.2\nhigh = 0.5\n";

TEST(SweepRefusals, AFileThatIsNone) {
  InputFiles files;
  EXPECT_TRUE(one_line_says(
      input_error_of([&] { static_cast<void>(read_sweep("/nowhere/s.toml", files)); }),
      {"/nowhere/s.toml: ", "No such file", "check the path"}));
  EXPECT_TRUE(one_line_says(refusal_of(""), {"sweep.toml:1: the file states nothing"}));
  EXPECT_TRUE(one_line_says(refusal_of("[sweep\n"), {"sweep.toml:1: not TOML"}));
}

TEST(SweepRefusals, UnknownOrMisshapenSections) {
  EXPECT_TRUE(one_line_says(refusal_of("[sweeps]\ncase = \"c.toml\"\n"),
                            {"sweep.toml:1: 'sweeps': unknown section", "\"sweep\""}));
  EXPECT_TRUE(one_line_says(refusal_of("cas = 1\n"), {"unknown key outside any section"}));
  EXPECT_TRUE(one_line_says(refusal_of("list", "[scenario]\n"),
                            {"sweep.toml:4: 'scenario': [scenario]", "[[scenario]]"}));
  EXPECT_TRUE(one_line_says(refusal_of("[[sweep]]\ncase = \"c.toml\"\n"),
                            {"'sweep': a list", "write [sweep]"}));
  EXPECT_TRUE(one_line_says(refusal_of("list", "scenaros = 4\n[[scenario]]\n"),
                            {"sweep.toml:4: 'sweep.scenaros': unknown key", "\"scenarios\""}));
}

TEST(SweepRefusals, SaysAllAtOnce) {
  const std::string refusal = refusal_of(
      "[sweep]\ndesign = \"sobol\"\nseed = -1\nquantiles = [0.5, 0.2, 2]\nplans = \"no\"\n");
  EXPECT_TRUE(one_line_says(refusal, {"'sweep.case': missing", "add case"}));
  EXPECT_TRUE(one_line_says(refusal, {"'sweep.scenarios': missing"}));
  EXPECT_TRUE(one_line_says(refusal, {"sweep.toml:3: 'sweep.seed': -1"}));
  EXPECT_TRUE(one_line_says(refusal, {"sweep.toml:4: 'sweep.quantiles': 0.2 out of order"}));
  EXPECT_TRUE(one_line_says(refusal, {"sweep.toml:4: 'sweep.quantiles': 2", "0 to 1"}));
  EXPECT_TRUE(one_line_says(refusal, {"sweep.toml:5: 'sweep.plans'", "remove the quotes"}));
  EXPECT_TRUE(one_line_says(refusal, {"'sweep.design': nothing varies", "[[vary]]"}));
}

TEST(SweepRefusals, DesignsAndWhatDoesNotSuitThem) {
  EXPECT_TRUE(one_line_says(refusal_of("sobel", ""),
                            {"sweep.toml:3: 'sweep.design': \"sobel\"", "\"sobol\"?"}));
  EXPECT_TRUE(one_line_says(refusal_of("list", ""), {"no scenario", "[[scenario]]"}));
  EXPECT_TRUE(one_line_says(refusal_of("list", "scenarios = 5\n[[scenario]]\n"),
                            {"sweep.toml:4: 'sweep.scenarios'", "remove it"}));
  EXPECT_TRUE(one_line_says(refusal_of("list", "[[vary]]\nkey = \"demand.icu_rate\"\n"),
                            {"sweep.toml:4: 'vary'", "\"list\"", "\"grid\""}));
  EXPECT_TRUE(one_line_says(refusal_of("grid", "[[scenario]]\n"),
                            {"sweep.toml:4: 'scenario'", "design = \"list\""}));
  EXPECT_TRUE(one_line_says(refusal_of("grid", "parameters = \"p.csv\"\n"),
                            {"sweep.toml:4: 'sweep.parameters'", "designs that draw"}));
  EXPECT_TRUE(one_line_says(refusal_of("sobol", "scenarios = 0\n"),
                            {"sweep.toml:4: 'sweep.scenarios': 0", "1 or more"}));
  EXPECT_TRUE(one_line_says(refusal_of("saltelli", "scenarios = 1\n"), {"2 or more"}));
  EXPECT_TRUE(one_line_says(refusal_of("sobol", "scenarios = 8\nparameters = \"gone.csv\"\n"),
                            {"sweep.toml:5: 'sweep.parameters'", "gone.csv", "No such file"}));
  EXPECT_TRUE(one_line_says(refusal_of("list", "plans = false\nkeep_plans = true\n[[scenario]]\n"),
                            {"sweep.toml:5: 'sweep.keep_plans'", "plans = true"}));
}

TEST(SweepRefusals, SettingsOfScenarios) {
  const auto refusal = [](const std::string& keys) {
    return refusal_of("list", "[[scenario]]\n" + keys);
  };
  EXPECT_TRUE(one_line_says(
      refusal("demand.contact_reducton = 0.3\n"),
      {"sweep.toml:5: 'demand.contact_reducton': unknown key", "\"demand.contact_reduction\"?"}));
  EXPECT_TRUE(one_line_says(refusal("contact_reduction = 0.3\n"),
                            {"sweep.toml:5: 'contact_reduction'", "\"demand.contact_reduction\""}));
  EXPECT_TRUE(one_line_says(refusal("horizon.turnaround = 3\n"), {"\"item.turnaround\""}));
  EXPECT_TRUE(one_line_says(refusal("demand.contact_reduction = \"0.3\"\n"),
                            {"sweep.toml:5: 'demand.contact_reduction': \"0.3\" (text)",
                             "a list of [start day, value]"}));
  EXPECT_TRUE(one_line_says(refusal("item.turnaround = 2.5\n"), {"a whole number"}));
  EXPECT_TRUE(one_line_says(refusal("sharing.scope = 1\n"), {"a text"}));
  EXPECT_TRUE(one_line_says(refusal("horizon.start = 1\n"), {"a date"}));
  EXPECT_TRUE(one_line_says(refusal("rules.away_limit = true\n"), {"a number"}));
  EXPECT_TRUE(one_line_says(refusal("solver.regions = 1.5\n"), {"or a whole number"}));
  EXPECT_TRUE(one_line_says(refusal("name = 3\n"), {"sweep.toml:5: 'scenario.name': 3"}));
  EXPECT_TRUE(one_line_says(refusal("name = \"2\"\n[[scenario]]\n"),
                            {"sweep.toml:6: 'scenario.name': \"2\" is there already"}));
}

TEST(SweepRefusals, KeysOfFactors) {
  EXPECT_TRUE(one_line_says(refusal_of_vary(kUniform), {"sweep.toml:5: 'vary.key': missing"}));
  EXPECT_TRUE(one_line_says(refusal_of_vary("key = \"demand.contact_reducton\"\n" + kUniform),
                            {"sweep.toml:6: 'vary.key'", "\"demand.contact_reduction\"?"}));
  EXPECT_TRUE(one_line_says(refusal_of_vary("key = \"icu_rate\"\n" + kUniform),
                            {"\"icu_rate\" is no key", "\"demand.icu_rate\"?"}));
  EXPECT_TRUE(one_line_says(refusal_of_vary("key = \"sharing.scope\"\n" + kUniform),
                            {"'vary.key': sharing.scope is no number", "grid"}));
  EXPECT_TRUE(one_line_says(refusal_of_vary("key = \"demand.icu_rate\"\nnatonal = 1\n" + kUniform),
                            {"sweep.toml:7: 'vary.natonal': unknown key", "\"national\"?"}));
  EXPECT_TRUE(one_line_says(refusal_of_vary("key = \"demand.icu_rate\"\n" + kUniform +
                                            "[[vary]]\nkey = \"demand.icu_rate\"\n" + kUniform),
                            {"sweep.toml:10: 'vary.key'", "varies already, in line 5"}));
}

TEST(SweepRefusals, ValuesOfAGrid) {
  const auto refusal = [](const std::string& keys) {
    return refusal_of("grid", "[[vary]]\nkey = \"demand.contact_reduction\"\n" + keys);
  };
  EXPECT_TRUE(one_line_says(refusal(""), {"'vary.values': missing"}));
  EXPECT_TRUE(one_line_says(refusal("values = []\n"), {"sweep.toml:6: 'vary.values': an empty"}));
  EXPECT_TRUE(one_line_says(refusal("values = 0.3\n"), {"'vary.values': 0.3", "[0.3, 0.5]"}));
  EXPECT_TRUE(one_line_says(refusal("values = [0.3,\n\"0.5\"]\n"),
                            {"sweep.toml:7: 'vary.values': \"0.5\" (text)"}));
  EXPECT_TRUE(one_line_says(refusal("values = [0.3, 0.30]\n"), {"0.3 is there already"}));
  EXPECT_TRUE(one_line_says(refusal("values = [0.3]\nlow = 1\n"),
                            {"sweep.toml:7: 'vary.low'", "key and values"}));
  EXPECT_TRUE(one_line_says(
      refusal_of_vary("key = \"demand.icu_rate\"\nvalues = [0.3]\n" + kUniform),
      {"sweep.toml:7: 'vary.values': values with design = \"latin_hypercube\"", "\"grid\""}));
}

TEST(SweepRefusals, Distributions) {
  const auto refusal = [](const std::string& keys) {
    return refusal_of_vary("key = \"demand.contact_reduction\"\n" + keys);
  };
  EXPECT_TRUE(one_line_says(refusal(""), {"'vary.distribution': missing", "\"uniform\""}));
  EXPECT_TRUE(one_line_says(refusal("distribution = \"unifrom\"\n"),
                            {"sweep.toml:7: 'vary.distribution': \"unifrom\"", "\"uniform\"?"}));
  EXPECT_TRUE(one_line_says(refusal("distribution = \"uniform\"\nlow = 0.2\n"),
                            {"'vary.high': missing", "low, high"}));
  EXPECT_TRUE(one_line_says(refusal("distribution = \"uniform\"\nlow = 0.5\nhigh = 0.2\n"),
                            {"sweep.toml:7: 'vary.distribution'", "correct its parameters"}));
  EXPECT_TRUE(one_line_says(refusal(kUniform + "alpha = 2\n"),
                            {"sweep.toml:10: 'vary.alpha': no parameter of \"uniform\""}));
  EXPECT_TRUE(one_line_says(refusal("distribution = \"fitted\"\nlow = 1\n"),
                            {"'vary.low'", "standard errors"}));
  EXPECT_TRUE(
      one_line_says(refusal_of_vary("key = \"demand.icu_rate\"\ndistribution = \"fitted\"\n"),
                    {"sweep.toml:7: 'vary.distribution': \"fitted\"", "demand.doubling_time"}));
}

TEST(SweepRefusals, SpreadsBoundsAndDays) {
  const auto refusal = [](const std::string& keys) {
    return refusal_of_vary("key = \"demand.contact_reduction\"\n" + kUniform + keys);
  };
  EXPECT_EQ(refusal("national = 0.5\nlocal = 0.5\n"), "");
  EXPECT_TRUE(one_line_says(refusal("national = 0.5\n"), {"'vary.national'", "0.5 together"}));
  EXPECT_TRUE(one_line_says(refusal("regional = 0.7\nlocal = 0.7\n"), {"1 together"}));
  EXPECT_TRUE(one_line_says(refusal("local = -1\n"), {"'vary.local': -1", "0 to 1"}));
  EXPECT_TRUE(one_line_says(refusal("least = 0.5\nmost = 0.4\n"), {"'vary.most': 0.4"}));
  EXPECT_TRUE(one_line_says(refusal("from_day = -1\n"), {"'vary.from_day': -1"}));
  EXPECT_TRUE(one_line_says(refusal("whole = true\n"), {"'vary.whole'", "[demand]"}));
  EXPECT_TRUE(one_line_says(refusal("share_of = \"demand.icu_rate\"\n"), {"is no share"}));
  EXPECT_TRUE(one_line_says(refusal_of_vary("key = \"demand.icu_rate\"\nfrom_day = 3\n" + kUniform),
                            {"'vary.from_day'", "no schedule"}));
  EXPECT_TRUE(one_line_says(
      refusal_of_vary("key = \"demand.icu_rate\"\nshare_of = \"icu_rate\"\n" + kUniform),
      {"sweep.toml:7: 'vary.share_of'", "share_of = \"demand.hospitalized_rate\""}));
  EXPECT_TRUE(one_line_says(
      refusal_of_vary("key = \"item.turnaround\"\nlocal = 0.5\nwhole = false\n" + kUniform),
      {"'vary.local'", "all facilities"}));
  EXPECT_TRUE(one_line_says(
      refusal_of_vary("key = \"item.turnaround\"\nlocal = 0.5\nwhole = false\n" + kUniform),
      {"'vary.whole': false"}));
  EXPECT_TRUE(one_line_says(refusal_of("saltelli",
                                       "scenarios = 8\n[[vary]]\nkey = \"demand.icu_rate\"\n"
                                       "local = 0.5\n" +
                                           kUniform),
                            {"sweep.toml:7: 'vary.local'", "saltelli"}));
}

TEST(SweepRefusals, GrowthInTwoWays) {
  EXPECT_TRUE(one_line_says(
      refusal_of_vary("key = \"demand.contact_reduction\"\n" + kUniform +
                      "[[vary]]\nkey = \"demand.reproduction_number\"\n" + kUniform),
      {"sweep.toml:5: 'vary.key': demand.contact_reduction beside demand.reproduction_number"}));
  EXPECT_TRUE(
      one_line_says(refusal_of("grid",
                               "[[vary]]\nkey = \"demand.reproduction_number\"\nvalues = [2]\n"
                               "[[vary]]\nkey = \"demand.doubling_time\"\nvalues = [4]\n"),
                    {"sweep.toml:7: 'vary.key'", "remove one of the two"}));
}

TEST(SweepRefusals, SharesInACircle) {
  EXPECT_TRUE(one_line_says(
      refusal_of_vary("key = \"demand.icu_rate\"\nshare_of = \"demand.ventilated_rate\"\n" +
                      kUniform +
                      "[[vary]]\nkey = \"demand.ventilated_rate\"\n"
                      "share_of = \"demand.icu_rate\"\n" +
                      kUniform),
      {"sweep.toml:5: 'vary.share_of': a share of itself"}));
}

TEST(SweepRefusals, AParameterThatIsDrawnTwice) {
  const TemporaryFolder folder;
  folder.write("p.csv", "param,base,distribution,p1,p2\nhosp_prop,0.02,constant,,\n");
  folder.write("sweep.toml",
               "[sweep]\ncase = \"c.toml\"\ndesign = \"sobol\"\nscenarios = 8\n"
               "parameters = \"p.csv\"\n[[vary]]\nkey = \"demand.hospitalized_rate\"\n" +
                   kUniform);
  InputFiles files;
  EXPECT_TRUE(one_line_says(
      input_error_of([&] { static_cast<void>(read_sweep(folder / "sweep.toml", files)); }),
      {"sweep.toml:6: 'vary.key'", "p.csv\" as well"}));
}

}  // namespace
}  // namespace surgeflow::formats

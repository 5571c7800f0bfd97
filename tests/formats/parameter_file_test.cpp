// SPDX-License-Identifier: Apache-2.0
// BayesCHIME's parameters as ours.
#include "formats/parameter_file.hpp"

#include <gtest/gtest.h>

#include "support/messages.hpp"

namespace surgeflow::formats {
namespace {

using surgeflow::testing::input_error_of;
using surgeflow::testing::one_line_says;

const std::string kHeader = "param,base,distribution,p1,p2,description\n";

ParameterFile read_lines(const std::string& lines) {
  Diagnostics findings;
  ParameterFile file = read_parameters(kHeader + lines, "params.csv", findings);
  findings.throw_if_any();
  return file;
}

std::string refusal_of_lines(const std::string& lines) {
  return input_error_of([&] { static_cast<void>(read_lines(lines)); });
}

TEST(ParameterFile, ProportionsAreSharesOfTheClassBefore) {
  const ParameterFile file = read_lines(
      "hosp_prop,0.025,gamma,6,0.004,of infections\n"
      "ICU_prop,0.45,beta,52,97,of hospitalizations\n"
      "vent_prop,0.66,beta,5,3,of ICU patients\n");
  ASSERT_EQ(file.drawn.size(), 3U);
  const Factor& hospital = file.drawn[0].factor;
  EXPECT_EQ(hospital.key, "demand.hospitalized_rate");
  EXPECT_EQ(hospital.uncertain.distribution, (Distribution{DistributionKind::gamma, {6, 0.004}}));
  EXPECT_EQ(hospital.uncertain.share_of, "");
  EXPECT_EQ(file.drawn[1].factor.key, "demand.icu_rate");
  EXPECT_EQ(file.drawn[1].factor.uncertain.share_of, "hospitalized_rate");
  EXPECT_EQ(file.drawn[2].factor.key, "demand.ventilated_rate");
  EXPECT_EQ(file.drawn[2].factor.uncertain.share_of, "icu_rate");
  EXPECT_EQ(file.drawn[2].line, 4);
}

TEST(ParameterFile, MapsLengthsOfStayRecoveryAndMarket) {
  const ParameterFile file = read_lines(
      "hosp_LOS,12,gamma,95,0.13,\nICU_LOS,9,normal,9,1,\nvent_LOS,10,norm,10,2,\n"
      "recovery_days,14,gamma,9.8,1.6,\ndoubling_time,4,gamma,40,0.1,\n"
      "mkt_share,0.1178,constant,,,\n");
  std::vector<std::string> keys;
  for (const StatedFactor& drawn : file.drawn) keys.push_back(drawn.factor.key);
  EXPECT_EQ(keys, (std::vector<std::string>{"demand.hospital_days", "demand.icu_days",
                                            "demand.ventilator_days", "demand.infectious_days",
                                            "demand.doubling_time"}));
  ASSERT_EQ(file.constants.size(), 1U);
  const UncertainParameter& market = file.constants[0];
  EXPECT_EQ(market.name, "market_share");
  EXPECT_EQ(market.least, 0.1178);
  EXPECT_EQ(market.most, 0.1178);
  EXPECT_FALSE(what_is_impossible(*market.distribution).has_value());
}

TEST(ParameterFile, NamesWhatHasNoCounterpart) {
  const ParameterFile file = read_lines(
      "n_hosp,1,constant,,,\nregion_pop,1200000,constant,,,\nlogistic_k,1,gamma,4,0.2,\n"
      "hosp_capacity,,constant,,,\nbeta_spline_prior,0,laplace,0,10,\n");
  EXPECT_TRUE(file.drawn.empty());
  EXPECT_TRUE(file.constants.empty());
  EXPECT_EQ(file.not_used, (std::vector<std::string>{"n_hosp", "region_pop", "logistic_k",
                                                     "hosp_capacity", "beta_spline_prior"}));
}

TEST(ParameterFile, RefusesWhatItDoesNotKnow) {
  const std::string refusal = refusal_of_lines(
      "hosp_prob,0.025,gamma,6,0.004,\nICU_prop,0.45,weibull,1,2,\n"
      "vent_prop,,constant,,,\nhosp_LOS,7,gamma,-1,2,\nICU_LOS,9,gamma,9,,\n"
      "mkt_share,1.2,constant,,,\nrecovery_days,14,gamma,x,1,\n"
      "ICU_prop,0.4,beta,1,2,\n");
  EXPECT_TRUE(one_line_says(refusal, {"params.csv:2: 'param': \"hosp_prob\"", "\"hosp_prop\""}));
  EXPECT_TRUE(one_line_says(refusal, {"params.csv:3: 'distribution': \"weibull\"",
                                      "constant, gamma, beta, normal", "demand.icu_rate"}));
  EXPECT_TRUE(one_line_says(refusal, {"params.csv:4: 'base': the cell is empty"}));
  EXPECT_TRUE(one_line_says(refusal, {"params.csv:5: 'p1'", "correct p1 and p2"}));
  EXPECT_TRUE(one_line_says(refusal, {"params.csv:6: 'p2': the cell is empty"}));
  EXPECT_TRUE(one_line_says(refusal, {"params.csv:7: 'base': 1.2", "a share above 0, up to 1"}));
  EXPECT_TRUE(one_line_says(refusal, {"params.csv:8: 'p1'", "\"x\""}));
  EXPECT_TRUE(one_line_says(refusal, {"params.csv:9: 'param'", "there already, in line 3"}));
}

TEST(ParameterFile, RefusesOtherColumns) {
  Diagnostics findings;
  static_cast<void>(read_parameters("param,base,dist,p1,p2\n", "params.csv", findings));
  EXPECT_TRUE(one_line_says(input_error_of([&] { findings.throw_if_any(); }),
                            {"params.csv", "distribution"}));
}

}  // namespace
}  // namespace surgeflow::formats

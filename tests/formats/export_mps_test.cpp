// SPDX-License-Identifier: Apache-2.0
// MPS files hold the base model, line by line.
#include <gtest/gtest.h>

#include <sstream>

#include "support/six_nodes.hpp"
#include "support/steps_by_eye.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

TEST(Mps, IsReadableByEye) {
  // One facility with one device and one patient in period 0, turnaround 1, two periods; a second
  // facility to ship to.
  InstanceData data = test::blank_instance_data(2, 2, 1);
  data.devices[0] = 1;
  data.demand(test::kA, Period(0)) = 3;
  test::set_lane(data, test::kA, test::kB, 1);
  std::ostringstream out;
  write_mps(out, Instance(std::move(data)));
  const std::string text = out.str();
  EXPECT_EQ(text.substr(text.find("NAME")),
            "NAME surgeflow FREE\n"
            "ROWS\n"
            " N cost\n"
            " E b0_0\n"
            " E b0_1\n"
            " E b1_0\n"
            " E b1_1\n"
            "COLUMNS\n"
            " marker 'MARKER' 'INTORG'\n"
            " I0_0 b0_0 1\n"
            " I0_0 b0_1 -1\n"
            " y0_0 cost -3\n"
            " y0_0 b0_0 1\n"
            " y0_0 b0_1 -1\n"
            " x0_1_0 cost 1\n"
            " x0_1_0 b0_0 1\n"
            " x0_1_0 b1_1 -1\n"
            " I0_1 b0_1 1\n"
            " I1_0 b1_0 1\n"
            " I1_0 b1_1 -1\n"
            " I1_1 b1_1 1\n"
            " marker 'MARKER' 'INTEND'\n"
            "RHS\n"
            " supply b0_0 1\n"
            "BOUNDS\n"
            " UP limit I0_0 1\n"
            " UP limit y0_0 3\n"
            " UP limit x0_1_0 1\n"
            " UP limit I0_1 1\n"
            " UP limit I1_0 1\n"
            " UP limit I1_1 1\n"
            "ENDATA\n");
  EXPECT_NE(text.find("patients treated = ceil(-z / 3)"), std::string::npos);
}

TEST(Mps, WritesStepsAndGates) {
  std::ostringstream out;
  write_mps(out, Instance(test::steps_by_eye()));
  const std::string text = out.str();
  EXPECT_NE(text.find("gain = ceil(-z / 7)"), std::string::npos);
  EXPECT_NE(text.find("row g<i>_<t> says that what leaves is what lanes take"), std::string::npos);
  EXPECT_EQ(text.substr(text.find("ROWS")),
            "ROWS\n"
            " N cost\n"
            " E b0_0\n"
            " E b0_1\n"
            " E b1_0\n"
            " E b1_1\n"
            " E g0_0\n"
            " E g0_1\n"
            " E g1_0\n"
            " E g1_1\n"
            "COLUMNS\n"
            " marker 'MARKER' 'INTORG'\n"
            " I0_0 b0_0 1\n"
            " I0_0 b0_1 -1\n"
            " I0_0_1 cost -7\n"
            " I0_0_1 b0_0 1\n"
            " I0_0_1 b0_1 -1\n"
            " y0_0_1 cost -21\n"
            " y0_0_1 b0_0 1\n"
            " y0_0_1 b0_1 -1\n"
            " y0_0_2 cost -14\n"
            " y0_0_2 b0_0 1\n"
            " y0_0_2 b0_1 -1\n"
            " l0_0_1 b0_0 1\n"
            " l0_0_1 g0_0 -1\n"
            " l0_0_2 cost 2\n"
            " l0_0_2 b0_0 1\n"
            " l0_0_2 g0_0 -1\n"
            " x0_1_0 cost 1\n"
            " x0_1_0 g0_0 1\n"
            " x0_1_0 b1_1 -1\n"
            " I0_1 b0_1 1\n"
            " I0_1_1 cost -7\n"
            " I0_1_1 b0_1 1\n"
            " I1_0 b1_0 1\n"
            " I1_0 b1_1 -1\n"
            " I1_1 b1_1 1\n"
            " marker 'MARKER' 'INTEND'\n"
            "RHS\n"
            " supply b0_0 1\n"
            "BOUNDS\n"
            " UP limit I0_0 1\n"
            " UP limit I0_0_1 1\n"
            " UP limit y0_0_1 2\n"
            " UP limit y0_0_2 1\n"
            " UP limit l0_0_1 1\n"
            " UP limit l0_0_2 2\n"
            " UP limit x0_1_0 1\n"
            " UP limit I0_1 1\n"
            " UP limit I0_1_1 1\n"
            " UP limit I1_0 1\n"
            " UP limit I1_1 1\n"
            "ENDATA\n");
}

}  // namespace
}  // namespace surgeflow::formats

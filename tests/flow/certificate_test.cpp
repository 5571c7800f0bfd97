// SPDX-License-Identifier: Apache-2.0
// The certificate on six nodes by hand: what it accepts, and each corruption with the check and the
// place it has to name.
#include "surgeflow/flow/certificate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>

#include "support/expect_certified.hpp"
#include "support/six_nodes.hpp"

namespace surgeflow::test {
namespace {

const CertificateNames kNames = {{"Adams", "Boulder"}, {"2020-03-31", "2020-04-01", "2020-04-02"}};

class Certificate : public ::testing::Test {
 protected:
  [[nodiscard]] CertificateReport report() const {
    return check_certificate(Instance(data_), plan_, potentials_, 1, kNames);
  }

  /// The report has this failure, and its words contain `place`.
  void expect_failure(const std::string& check, const std::string& place) const {
    const CertificateReport result = report();
    const auto matches = [&](const CertificateFailure& failure) {
      return failure.check == check && failure.detail.find(place) != std::string::npos;
    };
    EXPECT_FALSE(result.optimal);
    EXPECT_TRUE(std::ranges::any_of(result.failures, matches))
        << "no '" << check << "' at '" << place << "' in:\n"
        << all_failures(result);
  }
  void expect_infeasible(const std::string& check, const std::string& place) const {
    EXPECT_FALSE(report().feasible);
    EXPECT_TRUE(report().bound_valid);
    expect_failure(check, place);
  }
  void expect_invalid_bound(const std::string& check, const std::string& place) const {
    EXPECT_TRUE(report().feasible);
    EXPECT_FALSE(report().bound_valid);
    expect_failure(check, place);
  }
  /// Everything holds, but the plan does not reach the bound.
  void expect_gap(const std::string& check, const std::string& place) const {
    EXPECT_TRUE(report().feasible);
    EXPECT_TRUE(report().bound_valid);
    expect_failure("optimality", "value");
    expect_failure(check, place);
  }

  InstanceData data_ = six_nodes();
  Plan plan_ = six_nodes_plan();
  Potentials potentials_ = six_nodes_potentials();
};

TEST_F(Certificate, AcceptsTheOptimum) {
  const CertificateReport result = report();
  EXPECT_TRUE(result.feasible);
  EXPECT_TRUE(result.bound_valid);
  EXPECT_TRUE(result.optimal);
  EXPECT_EQ(result.value, (PlanValue{3, 1}));
  EXPECT_EQ(result.bound, (PlanValue{3, 1}));
  EXPECT_EQ(result.arcs_checked, 6 + 6 + 4);  // hold, treat; a lane each way departs in 0 and 1
  EXPECT_TRUE(result.failures.empty()) << all_failures(result);
}

// ---- the plan --------------------------------------------------------------------------------

TEST_F(Certificate, FindsOnePatientTooMany) {
  plan_.treated(kA, Period(1)) = 1;
  expect_infeasible("treated above demand",
                    "facility Adams, period 2020-04-01: 1 treated of 0 patients");
  expect_infeasible("balance", "facility Adams, period 2020-04-01");
}

TEST_F(Certificate, FindsAPatientWithoutADevice) {
  plan_.treated(kB, Period(1)) = 2;
  expect_infeasible("balance", "facility Boulder, period 2020-04-01: 1 devices");
}

TEST_F(Certificate, FindsAPatientTooFew) {
  plan_.treated(kB, Period(1)) = 0;
  // Serving B's patient is worth the device exactly, so the loss is the device's, waiting.
  expect_gap("slack stock", "facility Boulder, period 2020-04-01: 1 devices idle");
  EXPECT_EQ(report().value, (PlanValue{2, 1}));
}

TEST_F(Certificate, FindsAnUntreatedPatientWorthADevice) {
  plan_.treated(kA, Period(2)) = 0;
  expect_gap("slack untreated", "facility Adams, period 2020-04-02: 1 patients");
}

TEST_F(Certificate, FindsNegativeTreatment) {
  plan_.treated(kB, Period(0)) = -1;
  expect_infeasible("negative treated", "facility Boulder, period 2020-03-31: -1");
}

TEST_F(Certificate, FindsADeviceSentThatIsNotThere) {
  plan_.shipments[0].quantity = 2;
  expect_infeasible("balance", "facility Adams, period 2020-03-31: 1 devices");
}

TEST_F(Certificate, FindsAShipmentThatIsMissing) {
  plan_.shipments.clear();
  expect_infeasible("balance", "facility Boulder, period 2020-04-01: 1 devices");
}

TEST_F(Certificate, FindsShipmentsOfNothing) {
  for (const Count quantity : {0, -1, std::numeric_limits<Count>::min()}) {
    plan_.shipments[0].quantity = quantity;
    expect_infeasible("shipment quantity", "from Adams to Boulder in period 2020-03-31");
  }
}

TEST_F(Certificate, FindsALaneThatDoesNotExist) {
  plan_.shipments[0].origin = kB;
  expect_infeasible("unknown lane", "from Boulder to Boulder");
  set_lane(data_, kA, kB, 0);
  plan_ = six_nodes_plan();
  expect_infeasible("unknown lane", "from Adams to Boulder");
}

TEST_F(Certificate, FindsFacilitiesOutsideTheInstance) {
  plan_.shipments[0].destination = FacilityId(2);
  expect_infeasible("unknown facility", "to 2 in");
  plan_.shipments[0].destination = FacilityId(-5);
  expect_infeasible("unknown facility", "to -5 in");
}

TEST_F(Certificate, FindsAnotherPeriodOfDeparture) {
  plan_.shipments[0].depart = Period(1);
  expect_infeasible("balance", "facility Boulder, period 2020-04-01");
  plan_.shipments[0].depart = Period(2);
  expect_infeasible("arrives after the horizon", "in period 2020-04-02");
  plan_.shipments[0].depart = Period(3);
  expect_infeasible("departs outside the horizon", "in period 3");
  plan_.shipments[0].depart = Period(-1);
  expect_infeasible("departs outside the horizon", "in period -1");
}

TEST_F(Certificate, FindsShipmentsOutOfOrderOrTwice) {
  data_.devices = {5, 5};
  plan_.shipments = {{Period(0), kB, kA, 1}, {Period(0), kA, kB, 1}};
  expect_failure("shipment order", "shipment 1: 1 devices from Adams to Boulder");
  plan_.shipments = {{Period(0), kA, kB, 1}, {Period(0), kA, kB, 2}};
  expect_failure("duplicate shipment", "shipment 1: 2 devices from Adams to Boulder");
  EXPECT_FALSE(report().feasible);
}

TEST_F(Certificate, FindsAShipmentThatDoesNotPay) {
  // B's devices need not go to A and wait there.
  data_.devices = {2, 1};
  plan_.treated(kB, Period(1)) = 1;
  plan_.shipments = {{Period(0), kA, kB, 1}, {Period(0), kB, kA, 1}};
  expect_gap("slack shipment", "1 devices from Boulder to Adams in period 2020-03-31");
}

TEST_F(Certificate, FindsAPlanOfAnotherShape) {
  plan_.treated = Panel<Count>(2, 4);
  expect_infeasible("plan shape", "2 facilities and 4 periods");
}

TEST_F(Certificate, DescribesOnlyTheFirstFewAndCountsTheRest) {
  data_ = blank_instance_data(2, 20, 1);
  plan_ = {Panel<Count>(2, 20, 1), {}};
  potentials_ = {Panel<std::int32_t>(2, 20), Panel<std::int64_t>(2, 20)};
  const CertificateReport result = report();
  const auto of_kind = std::ranges::count(result.failures, std::string("treated above demand"),
                                          &CertificateFailure::check);
  EXPECT_EQ(of_kind, 6);
  expect_failure("treated above demand", "and 35 more");
  // Without names for all periods, numbers.
  expect_failure("treated above demand", "facility Adams, period 3:");
}

// ---- the potentials --------------------------------------------------------------------------

TEST_F(Certificate, FindsAPotentialBelowTheNextPeriod) {
  potentials_.patients(kA, Period(2)) = 1;
  expect_invalid_bound("hold potential", "facility Adams, period 2020-04-01");
}

TEST_F(Certificate, FindsANegativePotentialAtTheEnd) {
  potentials_.moves(kB, Period(2)) = -1;
  expect_invalid_bound("hold potential", "facility Boulder, period 2020-04-02");
}

TEST_F(Certificate, FindsALaneThatEarnsMoreThanItsOrigin) {
  // The lane into B in 1 is tight: one move less at A in 0 breaks it.
  potentials_.moves(kA, Period(0)) = -2;
  expect_invalid_bound("ship potential",
                       "facility Adams, period 2020-03-31: worth (1 patients, -2 moves)");
  expect_invalid_bound("ship potential", "lanes from 1 of 2 facilities fail");
}

TEST_F(Certificate, FindsABoundThatIsTooHigh) {
  // Still valid everywhere, for nothing leads into A in 0; the bound rises by (0, 1).
  potentials_.moves(kA, Period(0)) = 0;
  EXPECT_EQ(report().bound, (PlanValue{3, 0}));
  expect_gap("slack shipment", "1 devices from Adams to Boulder in period 2020-03-31");
}

TEST_F(Certificate, AcceptsAnotherProofOfTheSameBound) {
  // With A worth (0, 1) in 1 and 2 the sum is
  //   2 (1, -1) + [A0: (1, 0) + (0, 1) - (1, -1) = (0, 2)] + [A2: (1, 0) - (0, 1)] = (3, -1).
  potentials_.moves(kA, Period(1)) = 1;
  potentials_.moves(kA, Period(2)) = 1;
  EXPECT_TRUE(report().optimal) << all_failures(report());
}

TEST_F(Certificate, FindsHugePotentials) {
  potentials_.patients(kB, Period(1)) = std::numeric_limits<std::int32_t>::max();
  expect_invalid_bound("hold potential", "facility Boulder, period 2020-03-31");
  expect_invalid_bound("ship potential", "facility Adams, period 2020-03-31");
  potentials_ = six_nodes_potentials();
  potentials_.moves(kB, Period(2)) = std::numeric_limits<std::int64_t>::max();
  expect_invalid_bound("ship potential", "facility Adams, period 2020-04-01");
  potentials_.moves(kB, Period(2)) = std::numeric_limits<std::int64_t>::min();
  expect_invalid_bound("hold potential", "facility Boulder, period 2020-04-02");
}

TEST_F(Certificate, SumsHugeBoundsWithoutWrapping) {
  // Valid, since nothing leads into A in 0: 2^30 devices times 2^63 moves.
  data_.devices[0] = (1 << 30) - 1;
  potentials_.patients(kA, Period(0)) = 1;
  potentials_.moves(kA, Period(0)) = std::numeric_limits<std::int64_t>::max();
  const CertificateReport result = report();
  EXPECT_TRUE(result.bound_valid);
  EXPECT_FALSE(result.optimal);
  EXPECT_FALSE(result.value.better_than(result.bound));
}

TEST_F(Certificate, FindsPotentialsOfAnotherShape) {
  potentials_.moves = Panel<std::int64_t>(1, 3);
  expect_invalid_bound("potentials shape", "1 x 3 moves");
}

}  // namespace
}  // namespace surgeflow::test

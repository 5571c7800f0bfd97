// SPDX-License-Identifier: Apache-2.0
// Every test that solves asks the certificate.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow {

inline void PrintTo(const PlanValue& value, std::ostream* out) {
  *out << value.treated << " treated, " << value.movement << " moved";
}

}  // namespace surgeflow

namespace surgeflow::test {

[[nodiscard]] inline std::string all_failures(const CertificateReport& report) {
  std::string text;
  for (const auto& [check, detail] : report.failures) text += check + ": " + detail + "\n";
  return text;
}

/// A result of any status: a feasible plan, a true bound, and both as stated.
inline void expect_true_statements(const Instance& instance, const SolveResult& result) {
  const CertificateReport report = check_certificate(instance, result.plan, result.potentials);
  EXPECT_TRUE(report.feasible) << all_failures(report);
  EXPECT_TRUE(report.bound_valid) << all_failures(report);
  EXPECT_EQ(result.value, report.value);
  EXPECT_EQ(result.bound, report.bound);
  EXPECT_FALSE(result.value.better_than(result.bound));
  if (result.status == SolveStatus::optimal) {
    EXPECT_TRUE(report.optimal) << all_failures(report);
  }
}

/// An optimal result that its potentials prove.
inline void expect_certified(const Instance& instance, const SolveResult& result) {
  EXPECT_EQ(result.status, SolveStatus::optimal);
  expect_true_statements(instance, result);
}

}  // namespace surgeflow::test

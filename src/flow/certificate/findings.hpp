// SPDX-License-Identifier: Apache-2.0
// Collects what a check found: all of it counted, the first few of each kind in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/flow/certificate.hpp"

namespace surgeflow::flow::certificate {

/// Findings of one kind that are put into words.
inline constexpr std::int64_t kDescribedFindings = 5;

class Findings {
 public:
  explicit Findings(const CertificateNames& names) : names_(names) {}

  /// Counts a finding; `describe` is asked for words only while they are still wanted.
  template <class Describe>
  void add(std::string_view check, Describe&& describe) {
    Kind& kind = kind_of(check);
    if (++kind.count <= kDescribedFindings) kind.details.push_back(describe());
  }

  [[nodiscard]] std::int64_t total() const;
  /// Whether a further finding of this kind would still be put into words.
  [[nodiscard]] bool wants(std::string_view check);
  [[nodiscard]] std::vector<CertificateFailure> failures() const;

  [[nodiscard]] std::string facility(FacilityId i) const;
  [[nodiscard]] std::string period(Period t) const;
  /// "facility Denver, period 2020-04-06"
  [[nodiscard]] std::string at(FacilityId i, Period t) const;

 private:
  struct Kind {
    std::string check;
    std::int64_t count = 0;
    std::vector<std::string> details;
  };
  [[nodiscard]] Kind& kind_of(std::string_view check);

  const CertificateNames& names_;
  std::vector<Kind> kinds_;  ///< in the order in which they were first found
};

}  // namespace surgeflow::flow::certificate

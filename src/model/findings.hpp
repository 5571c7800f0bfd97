// SPDX-License-Identifier: Apache-2.0
// What the checks of a case find, each with the place of the statement it is about.
#pragma once

#include <cstdint>
#include <string>

#include "surgeflow/core/error.hpp"
#include "surgeflow/model/statement.hpp"

namespace surgeflow::checks {

/// What was seen, what is allowed, and what to do.
struct Finding {
  std::string seen;
  std::string allowed;
  std::string remedy = {};
};

class Findings {
 public:
  explicit Findings(const CaseStatement& statement) : statement_(&statement) {}

  /// About a key of CASE.toml, such as "horizon.periods".
  void at_key(const std::string& key, Finding finding);
  /// About a line of a file; line 0 means the file as a whole.
  void at_line(const std::string& file, std::int64_t line, std::string column, Finding finding);
  /// About a column of a facility's line.
  void at_facility(const FacilityRecord& record, std::string column, Finding finding);
  /// About a column that no facility fills.
  void at_facilities(std::string column, Finding finding);

  [[nodiscard]] bool empty() const { return diagnostics_.empty(); }
  void throw_if_any() const { diagnostics_.throw_if_any(); }

 private:
  const CaseStatement* statement_;
  Diagnostics diagnostics_;
};

}  // namespace surgeflow::checks

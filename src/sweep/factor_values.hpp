// SPDX-License-Identifier: Apache-2.0
// What factors of a sampled design bring into a scenario.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "surgeflow/sweep/design.hpp"

namespace surgeflow::sweep {

/// Whether the factor is a number of [demand], drawn for each facility; else it is a setting.
[[nodiscard]] bool is_drawn(const Factor& factor);

/// "demand.contact_reduction@15": the factor among the inputs of a scenario.
[[nodiscard]] std::string input_name(const Factor& factor);

/// Makes scenarios of a sampled design from points. Holds what is the same for all of them.
class SampledScenarios {
 public:
  /// `statement` must outlive this object and the scenarios.
  explicit SampledScenarios(const SweepStatement& statement);

  /// `z` has a number for each factor.
  [[nodiscard]] Scenario make(std::string name, std::uint32_t member,
                              std::span<const double> z) const;

 private:
  struct Drawn {
    const UncertainParameter* parameter = nullptr;
    std::uint32_t stream = 0;
    std::size_t factor = 0;  ///< past the last for a constant
  };

  const SweepStatement* statement_;
  /// In the order in which they are put in: a share after the number that it is a share of, a later
  /// day of a schedule after an earlier one.
  std::vector<Drawn> drawn_;
};

}  // namespace surgeflow::sweep

// SPDX-License-Identifier: Apache-2.0
// A parameter of the demand model that is not known for sure, here or anywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "surgeflow/core/distribution.hpp"

namespace surgeflow {

/// How a parameter varies from place to place: parts of its variance on the normal scale, which
/// together are 1. Two facilities of one region have the correlation national + regional, two of
/// different regions national.
struct Spread {
  double national = 1.0;
  double regional = 0.0;
  double local = 0.0;
  bool operator==(const Spread&) const = default;
};

/// A number of [demand] that is drawn, for each facility.
struct UncertainParameter {
  std::string name;  ///< the key without its section: "contact_reduction"
  /// Of a schedule: the value from this day on, until the next step; nothing: the whole course.
  std::optional<std::int32_t> from_day;
  /// Nothing: around each facility's own value, with its standard error
  /// (Facility::standard_errors).
  std::optional<Distribution> distribution;
  Spread spread;
  /// The draw is a share of this other number of the facility, with which it is multiplied: the
  /// name of a parameter, "hospitalized_rate". Empty: the draw is the parameter's value.
  std::string share_of = {};
  std::optional<double> least;  ///< a lower draw counts as this
  std::optional<double> most;   ///< a higher draw counts as this
  bool operator==(const UncertainParameter&) const = default;
};

}  // namespace surgeflow

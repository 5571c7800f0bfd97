// SPDX-License-Identifier: Apache-2.0
// What a method must do to be measured, and the list of methods.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::bench {

/// The method can not take this instance, for example because a weight leaves its number type.
class NotApplicable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One run of one method on one instance: build, solve, then ask for the answer.
class Method {
 public:
  virtual ~Method() = default;
  /// Fills the library's own data structure. Throws NotApplicable. Timed on its own.
  virtual void build(const Instance& instance) = 0;
  /// Everything from the filled structure to the optimum. Timed. Throws std::runtime_error where
  /// the library reports anything but an optimum.
  virtual void solve() = 0;
  /// Not timed. Throws std::runtime_error where the library's numbers are no integer plan.
  [[nodiscard]] virtual PlanValue answer() const = 0;
  /// Not timed; only our solver proves its answer.
  [[nodiscard]] virtual std::optional<CertificateReport> certificate() const { return {}; }
};

struct MethodEntry {
  std::string_view name;
  std::string library;         ///< with its version
  std::string_view algorithm;  ///< and the settings used
  std::unique_ptr<Method> (*make)();
};

/// The solver that the others are compared with.
inline constexpr std::string_view kOurs = "surgeflow";

/// All methods, ours first.
[[nodiscard]] const std::vector<MethodEntry>& methods();

/// Throws std::invalid_argument, naming the methods, for an unknown one.
[[nodiscard]] const MethodEntry& method(std::string_view name);

}  // namespace surgeflow::bench

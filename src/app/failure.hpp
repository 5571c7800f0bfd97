// SPDX-License-Identifier: Apache-2.0
// Exceptions become messages and exit codes in one place.
#pragma once

#include <functional>
#include <iosfwd>
#include <stdexcept>
#include <string_view>

#include "app/exit_code.hpp"

namespace surgeflow::app {

/// The command line can not be understood; `what()` says what was seen and what is allowed.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Something that surgeflow promises does not hold: a fault of surgeflow, never of the input.
class InternalError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Runs `work`; whatever it throws is written to `err` with a remedy, and becomes its exit code.
/// `speaker` begins each message: "surgeflow plan".
[[nodiscard]] ExitCode guarded(std::ostream& err, std::string_view speaker,
                               const std::function<ExitCode()>& work);

}  // namespace surgeflow::app

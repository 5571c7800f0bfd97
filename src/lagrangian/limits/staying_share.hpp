// SPDX-License-Identifier: Apache-2.0
// Which patients of a plan devices that never leave can treat.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "surgeflow/core/index.hpp"

namespace surgeflow::lagrangian {

/// At one facility a plan treats y_t patients, each for P periods, with n_t devices that are there
/// at the end of t, s_t of which never leave (s does not fall). Those treat h_t of the patients, at
/// most s_t at once, and the others treat the rest, at most n_t - s_t at once. With the prefix sums
/// H of h and w(t) = max(0, t-P+1) that are bounds on differences,
///
///   0 <= H_t+1 - H_t <= y_t,
///   (patients under treatment at the end of t) - (n_t - s_t) <= H_t+1 - H_w(t) <= s_t,
///
/// solved by shortest paths: the result is the greatest H, so that whoever stays treats as early as
/// possible. Nothing where there is none: devices take turns in staying. [period]
[[nodiscard]] std::optional<std::vector<Count>> staying_share(std::span<const Count> treated,
                                                              std::span<const Count> present,
                                                              std::span<const Count> staying,
                                                              std::int32_t turnaround);

}  // namespace surgeflow::lagrangian

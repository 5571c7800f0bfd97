// SPDX-License-Identifier: Apache-2.0
// Mornings after days on which other patients came than were forecast.
#pragma once

#include <string>
#include <vector>

#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::bench {

/// By how much a day differs, and where: patients of every `every`-th facility that expects some,
/// a share more and a share fewer in turn, rounded to whole patients.
struct Surprise {
  std::string name;
  std::int32_t every = 1;
  std::int32_t percent = 0;
};

/// A case that is under way: planned, and carried out as planned until yesterday morning.
struct Wave {
  Case whole;
  Instance instance;
  Plan plan;  ///< from its first day on
  Potentials potentials;
};

/// The problem of a morning, with the orders of its first period frozen, and what is left of the
/// plan to start from: what the program solves in a re-plan.
struct Morning {
  Instance instance;
  WarmStart start;
  std::int64_t facilities = 0;  ///< at which others came than were forecast
  std::int64_t patients = 0;    ///< more or fewer, in all
};

/// The morning of period `today`, the day before which differed so.
[[nodiscard]] Morning morning_after(const Wave& wave, const Surprise& surprise, Period today);

}  // namespace surgeflow::bench

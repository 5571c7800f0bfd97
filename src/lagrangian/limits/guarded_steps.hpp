// SPDX-License-Identifier: Apache-2.0
// Steps of gains where the first so many of each place gain more: a way to ask for them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// Steps where the first guarded_it devices or patients gain `bonus` beside what the given steps
/// say, also beyond all of these. The bonus is at least any gain, or 0: then they stay as they are.
[[nodiscard]] std::vector<GainStep> guarded_steps(std::span<const GainStep> steps,
                                                  const Panel<Count>& guarded, std::int32_t bonus);

/// Steps of treating, one where the instance has none.
[[nodiscard]] std::vector<GainStep> treat_steps_of(const Instance& instance);

/// The first most_it of each place.
[[nodiscard]] std::vector<GainStep> steps_within(std::span<const GainStep> steps,
                                                 const Panel<Count>& most);

/// The same steps without the first taken_it of each place.
[[nodiscard]] std::vector<GainStep> steps_beyond(std::span<const GainStep> steps,
                                                 const Panel<Count>& taken);

/// More than one patient, or one idle device in one period, can gain.
[[nodiscard]] std::int32_t largest_gain(const Instance& instance);

/// A bonus worth many patients, which a device may get so many times over the horizon; 0 where
/// gains leave no room for one.
[[nodiscard]] std::int32_t bonus_for(const Instance& instance, std::int32_t times);

/// The same for patients: a device treats so many over the horizon at most.
[[nodiscard]] std::int32_t bonus_of_patients(const Instance& instance);

/// The numbers of an instance, to change some.
[[nodiscard]] InstanceData numbers_of(const Instance& instance);

}  // namespace surgeflow::lagrangian

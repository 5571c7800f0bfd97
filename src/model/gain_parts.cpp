// SPDX-License-Identifier: Apache-2.0
// Common divisors of gains.
#include "model/gain_parts.hpp"

#include <numeric>
#include <span>

namespace surgeflow {
namespace {

std::int32_t common_part(std::span<const GainStep> steps, std::int32_t common) {
  for (const GainStep& step : steps) {
    for (const std::int32_t gain : step.gain.values()) common = std::gcd(common, gain);
  }
  return common;
}

}  // namespace

bool counts_gains(const InstanceData& data) {
  return !data.treat_steps.empty() || !data.hold_steps.empty();
}

std::int32_t common_part(const InstanceData& data, std::int32_t common) {
  return common_part(data.hold_steps, common_part(data.treat_steps, common));
}

void count_in_parts(InstanceData& data, std::int32_t resolution) {
  for (auto* steps : {&data.treat_steps, &data.hold_steps}) {
    for (GainStep& step : *steps) {
      for (std::int32_t& gain : step.gain.values()) {
        gain = static_cast<std::int32_t>(std::int64_t{gain} * resolution / data.resolution);
      }
    }
  }
  data.resolution = resolution;
}

std::int32_t part_of_patients(const Instance& instance) {
  return common_part(instance.treat_steps(), instance.resolution());
}

}  // namespace surgeflow

// SPDX-License-Identifier: Apache-2.0
// Variances between facilities and between regions, and means drawn towards each other.
#include "surgeflow/calibration/shrinkage.hpp"

#include <cmath>
#include <stdexcept>

namespace surgeflow::calibration {
namespace {

/// A known value, its variance, and the group with whose mean it is compared.
struct Member {
  double value = 0.0;
  double variance = 0.0;
  std::size_t group = 0;
};

struct Mean {
  double value = 0.0;
  double variance = 0.0;
  std::int32_t members = 0;
};

/// Means of the groups under the weights 1 / (variance + between).
std::vector<Mean> group_means(std::span<const Member> members, std::size_t groups, double between) {
  std::vector<double> weight(groups, 0.0);
  std::vector<Mean> means(groups);
  for (const Member& member : members) {
    const double own = 1.0 / (member.variance + between);
    weight[member.group] += own;
    means[member.group].value += own * member.value;
    ++means[member.group].members;
  }
  for (std::size_t g = 0; g < groups; ++g) {
    if (means[g].members == 0) continue;
    means[g].value /= weight[g];
    means[g].variance = 1.0 / weight[g];
  }
  return means;
}

/// sum (y - mean of its group)^2 / (variance + between)
double spread(std::span<const Member> members, std::size_t groups, double between) {
  const std::vector<Mean> means = group_means(members, groups, between);
  double sum = 0.0;
  for (const Member& member : members) {
    const double away = member.value - means[member.group].value;
    sum += away * away / (member.variance + between);
  }
  return sum;
}

/// The variance between the members of a group that makes their spread what chance would have it.
double variance_between(std::span<const Member> members, std::size_t groups) {
  double freedom = 0.0;
  for (const Mean& mean : group_means(members, groups, 0.0)) {
    if (mean.members > 0) freedom += mean.members - 1;
  }
  if (freedom == 0.0 || spread(members, groups, 0.0) <= freedom) return 0.0;
  double high = 1e-6;
  while (spread(members, groups, high) > freedom) high *= 4.0;
  double low = 0.0;
  for (int halving = 0; halving < 100; ++halving) {
    const double middle = 0.5 * (low + high);
    (spread(members, groups, middle) > freedom ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

std::vector<Member> members_of(std::span<const std::optional<Estimate>> own,
                               std::span<const std::int32_t> region_of) {
  std::vector<Member> members;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (!own[i]) continue;
    members.push_back({own[i]->value, own[i]->standard_error * own[i]->standard_error,
                       static_cast<std::size_t>(region_of[i])});
  }
  if (members.empty()) throw std::invalid_argument("no estimate to shrink");
  return members;
}

/// `estimate` drawn towards `centre`, from which the truth is away by the variance `between`.
ShrunkEstimate drawn(const Mean& estimate, const Mean& centre, double between) {
  const double keeps = between / (between + estimate.variance);
  const double gives = 1.0 - keeps;
  return {keeps * estimate.value + gives * centre.value,
          std::sqrt(keeps * estimate.variance + gives * gives * centre.variance), gives};
}

/// What is known of one that was not estimated.
ShrunkEstimate like(const Mean& centre, double between) {
  return {centre.value, std::sqrt(between + centre.variance), 1.0};
}

Mean mean_of(const Estimate& estimate) {
  return {estimate.value, estimate.standard_error * estimate.standard_error, 1};
}

/// omega, mu and the regions, from the regions' own means.
void shrink_regions(std::span<const Mean> own, Shrinkage& shrinkage) {
  std::vector<Member> known;
  for (const Mean& mean : own) {
    if (mean.members > 0) known.push_back({mean.value, mean.variance, 0});
  }
  const double between = variance_between(known, 1);
  const Mean nation = group_means(known, 1, between).front();
  shrinkage.between_regions = std::sqrt(between);
  shrinkage.nation = {nation.value, std::sqrt(nation.variance)};
  for (const Mean& mean : own) {
    const ShrunkEstimate region =
        mean.members > 0 ? drawn(mean, nation, between) : like(nation, between);
    shrinkage.regions.push_back({region.value, region.standard_error});
  }
}

}  // namespace

Shrinkage shrink(std::span<const std::optional<Estimate>> own,
                 std::span<const std::int32_t> region_of, std::int32_t regions) {
  const std::vector<Member> members = members_of(own, region_of);
  const auto groups = static_cast<std::size_t>(regions);
  const double between = variance_between(members, groups);
  Shrinkage shrinkage;
  shrinkage.between_facilities = std::sqrt(between);
  shrink_regions(group_means(members, groups, between), shrinkage);
  for (std::size_t i = 0; i < own.size(); ++i) {
    const Mean region = mean_of(shrinkage.regions[static_cast<std::size_t>(region_of[i])]);
    shrinkage.facilities.push_back(own[i] ? drawn(mean_of(*own[i]), region, between)
                                          : like(region, between));
  }
  return shrinkage;
}

}  // namespace surgeflow::calibration

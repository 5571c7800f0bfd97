// SPDX-License-Identifier: Apache-2.0
// The names of limits.
#include "surgeflow/model/limits.hpp"

#include <array>

namespace surgeflow {
namespace {

struct NamedLimit {
  std::string_view name;
  bool (*stated)(const Limits&);
  void (*drop)(Limits&);
};

constexpr std::array<NamedLimit, 6> kLimits{{
    {"dispatch_limit", [](const Limits& limits) { return limits.dispatch.has_value(); },
     [](Limits& limits) { limits.dispatch.reset(); }},
    {"away_limit", [](const Limits& limits) { return limits.away_millionths.has_value(); },
     [](Limits& limits) { limits.away_millionths.reset(); }},
    {"return_by", [](const Limits& limits) { return limits.return_by.has_value(); },
     [](Limits& limits) { limits.return_by.reset(); }},
    {kStaffedBedsRule, [](const Limits& limits) { return !limits.staffed_beds.empty(); },
     [](Limits& limits) { limits.staffed_beds.clear(); }},
    {"no_worse_off", [](const Limits& limits) { return limits.no_worse_off; },
     [](Limits& limits) { limits.no_worse_off = false; }},
    {"backup_periods", [](const Limits& limits) { return limits.backup_periods > 0; },
     [](Limits& limits) { limits.backup_periods = 0; }},
}};

}  // namespace

std::vector<std::string_view> names_of(const Limits& limits) {
  std::vector<std::string_view> names;
  for (const NamedLimit& limit : kLimits) {
    if (limit.stated(limits)) names.push_back(limit.name);
  }
  return names;
}

Limits without(Limits limits, std::string_view name) {
  for (const NamedLimit& limit : kLimits) {
    if (limit.name == name) limit.drop(limits);
  }
  return limits;
}

}  // namespace surgeflow

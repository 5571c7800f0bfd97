// SPDX-License-Identifier: Apache-2.0
// Counts findings by kind and names the places they speak of.
#include "flow/certificate/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace surgeflow::flow::certificate {
namespace {

std::string name_or_number(const std::vector<std::string>& names, std::int32_t index) {
  const bool named = index >= 0 && static_cast<std::size_t>(index) < names.size();
  return named ? names[static_cast<std::size_t>(index)] : std::to_string(index);
}

}  // namespace

std::int64_t Findings::total() const {
  std::int64_t total = 0;
  for (const Kind& kind : kinds_) total += kind.count;
  return total;
}

bool Findings::wants(std::string_view check) { return kind_of(check).count < kDescribedFindings; }

std::vector<CertificateFailure> Findings::failures() const {
  std::vector<CertificateFailure> failures;
  for (const Kind& kind : kinds_) {
    for (const std::string& detail : kind.details) failures.push_back({kind.check, detail});
    if (kind.count > kDescribedFindings) {
      failures.push_back(
          {kind.check, fmt::format("and {} more of this kind", kind.count - kDescribedFindings)});
    }
  }
  return failures;
}

std::string Findings::facility(FacilityId i) const {
  return name_or_number(names_.facilities, i.value());
}

std::string Findings::period(Period t) const { return name_or_number(names_.periods, t.value()); }

std::string Findings::at(FacilityId i, Period t) const {
  return fmt::format("facility {}, period {}", facility(i), period(t));
}

Findings::Kind& Findings::kind_of(std::string_view check) {
  const auto found = std::ranges::find(kinds_, check, &Kind::check);
  if (found != kinds_.end()) return *found;
  return kinds_.emplace_back(Kind{std::string(check), 0, {}});
}

}  // namespace surgeflow::flow::certificate

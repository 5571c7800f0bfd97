// SPDX-License-Identifier: Apache-2.0
// Factors of partners as columns.
#include "archive/partner_record.hpp"

#include <numeric>

#include "archive/decision_record.hpp"
#include "archive/plan_layout.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kPartnerPath = "input/partners/partner";
constexpr Label kPartnerLabel{"1", "line of the table, from 0; the last that names a lane counts"};
constexpr Variable kPartnerOrigin{"input/partners/origin",
                                  {"1", "id of a facility, or a region; empty: everybody"}};
constexpr Variable kPartnerDestination{"input/partners/destination",
                                       {"1", "id of a facility, or a region; empty: everybody"}};
constexpr Variable kPartnerFactor{"input/partners/hundredths",
                                  {"0.01", "factor of what a device costs on the lane"}};
constexpr Variable kPartnerLine{"input/partners/line", {"1", "line of the file, from 1"}};

}  // namespace

void write_partners(Hdf5Writer& file, std::span<const PartnerFactor> partners) {
  if (partners.empty()) return;
  std::vector<std::string> origins;
  std::vector<std::string> destinations;
  std::vector<std::int32_t> hundredths;
  std::vector<std::int64_t> lines;
  for (const PartnerFactor& partner : partners) {
    origins.push_back(partner.origin);
    destinations.push_back(partner.destination);
    hundredths.push_back(partner.hundredths);
    lines.push_back(partner.line);
  }
  file.make_group(kPartnersPath);
  std::vector<std::int32_t> numbers(partners.size());
  std::iota(numbers.begin(), numbers.end(), 0);
  const std::vector<Axis> axes{{kPartnerPath, partners.size()}};
  file.write<std::int32_t>(kPartnerPath, numbers, axes, kPartnerLabel);
  file.write_text(kPartnerOrigin.path, origins, axes, kPartnerOrigin.label);
  file.write_text(kPartnerDestination.path, destinations, axes, kPartnerDestination.label);
  file.write<std::int32_t>(kPartnerFactor.path, hundredths, axes, kPartnerFactor.label);
  file.write<std::int64_t>(kPartnerLine.path, lines, axes, kPartnerLine.label);
}

std::vector<PartnerFactor> read_partners(const Hdf5Reader& file) {
  if (!file.has(kPartnersPath)) return {};
  const Shape shape = file.shape(kPartnerFactor.path);
  const auto origins = file.read_text(kPartnerOrigin.path, shape);
  const auto destinations = file.read_text(kPartnerDestination.path, shape);
  const auto hundredths = file.read<std::int32_t>(kPartnerFactor.path, shape);
  const auto lines = file.read<std::int64_t>(kPartnerLine.path, shape);
  require_range<std::int32_t>(file, kPartnerFactor.path, hundredths, 1, kMostFactor);
  std::vector<PartnerFactor> partners;
  for (std::size_t n = 0; n < hundredths.size(); ++n) {
    partners.push_back({.origin = origins[n],
                        .destination = destinations[n],
                        .hundredths = hundredths[n],
                        .line = lines[n]});
  }
  return partners;
}

}  // namespace surgeflow::archive

// SPDX-License-Identifier: Apache-2.0
// Shipments as columns, and from them.
#include "archive/decision_record.hpp"

#include <numeric>

#include "archive/plan_layout.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::archive {
namespace {

std::size_t read_length(const Hdf5Reader& file, const char* scale, std::int32_t limit) {
  const Shape shape = file.shape(scale);
  if (shape.size() != 1 || shape[0] < 1 || shape[0] > static_cast<std::size_t>(limit)) {
    file.refuse(scale, fmt::format("shape {}", shape_text(shape)),
                fmt::format("one axis of 1 to {}", limit), kWriteAgain);
  }
  return shape[0];
}

template <class Member>
void write_column(Hdf5Writer& file, const Variable& variable, std::span<const Shipment> shipments,
                  Member member) {
  std::vector<std::int32_t> values;
  values.reserve(shipments.size());
  for (const Shipment& shipment : shipments) values.push_back(member(shipment));
  file.write<std::int32_t>(variable.path, values, {{kShipmentPath, values.size()}}, variable.label);
}

}  // namespace

std::int64_t read_within(const Hdf5Reader& file, const char* group, const char* name,
                         std::int64_t least, std::int64_t most) {
  const std::int64_t number = file.integer(group, name);
  require_range<std::int64_t>(file, name, std::span(&number, 1), least, most);
  return number;
}

void write_numbers(Hdf5Writer& file, const Axis& axis) {
  std::vector<std::int32_t> numbers(axis.size);
  std::iota(numbers.begin(), numbers.end(), 0);
  file.write<std::int32_t>(axis.scale, numbers, {axis}, {"1", "number, from 0"});
}

void write_columns(Hdf5Writer& file, std::span<const Shipment> shipments) {
  file.make_group("shipments");
  write_numbers(file, {kShipmentPath, shipments.size()});
  write_column(file, kOrigin, shipments, [](const auto& one) { return one.origin.value(); });
  write_column(file, kDestination, shipments,
               [](const auto& one) { return one.destination.value(); });
  write_column(file, kDepart, shipments, [](const auto& one) { return one.depart.value(); });
  write_column(file, kQuantity, shipments, [](const auto& one) { return one.quantity; });
}

Size read_axes(const Hdf5Reader& file) {
  return {read_length(file, kFacilityPath, kMaxFacilities),
          read_length(file, kPeriodPath, kMaxPeriods)};
}

ShipmentColumns read_columns(const Hdf5Reader& file) {
  const Shape shape = file.shape(kOrigin.path);
  if (shape.size() != 1) {
    file.refuse(kOrigin.path, fmt::format("shape {}", shape_text(shape)), "one axis", kWriteAgain);
  }
  return {file.read<std::int32_t>(kOrigin.path, shape),
          file.read<std::int32_t>(kDestination.path, shape),
          file.read<std::int32_t>(kDepart.path, shape),
          file.read<std::int32_t>(kQuantity.path, shape)};
}

std::vector<Shipment> as_shipments(const Hdf5Reader& file, const Size& size,
                                   const ShipmentColumns& columns) {
  const auto facilities = static_cast<std::int32_t>(size.facilities);
  const auto periods = static_cast<std::int32_t>(size.periods);
  require_range<std::int32_t>(file, kOrigin.path, columns.origin, 0, facilities - 1);
  require_range<std::int32_t>(file, kDestination.path, columns.destination, 0, facilities - 1);
  require_range<std::int32_t>(file, kDepart.path, columns.depart, 0, periods - 1);
  std::vector<Shipment> shipments;
  shipments.reserve(columns.depart.size());
  for (std::size_t n = 0; n < columns.depart.size(); ++n) {
    shipments.push_back({Period(columns.depart[n]), FacilityId(columns.origin[n]),
                         FacilityId(columns.destination[n]), columns.quantity[n]});
  }
  return shipments;
}

}  // namespace surgeflow::archive

// SPDX-License-Identifier: Apache-2.0
// Orders as columns.
#include "archive/order_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "archive/plan_layout.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kFile = "file";
constexpr std::int32_t kAny = -1;  ///< in place of a facility

std::int32_t number_of(const std::optional<FacilityId>& facility) {
  return facility ? facility->value() : kAny;
}

std::optional<FacilityId> facility_of(std::int32_t number) {
  return number == kAny ? std::nullopt : std::optional(FacilityId(number));
}

template <class Value>
void write_order_column(Hdf5Writer& file, const Variable& variable, const Orders& orders,
                        Value&& value) {
  std::vector<decltype(value(orders.list.front()))> column;
  for (const Order& order : orders.list) column.push_back(value(order));
  file.write<typename decltype(column)::value_type>(variable.path, column,
                                                    {{kOrderPath, column.size()}}, variable.label);
}

std::vector<std::int32_t> read_order_column(const Hdf5Reader& file, const Variable& variable,
                                            const Shape& shape, std::int32_t least,
                                            std::int64_t most) {
  std::vector<std::int32_t> column = file.read<std::int32_t>(variable.path, shape);
  require_range<std::int32_t>(file, variable.path, column, least, static_cast<std::int32_t>(most));
  return column;
}

}  // namespace

void write_orders(Hdf5Writer& file, const Orders& orders) {
  if (orders.empty()) return;
  file.make_group(kOrdersPath);
  file.set(kOrdersPath, kFile, orders.file);
  std::vector<std::int32_t> numbers(orders.list.size());
  std::iota(numbers.begin(), numbers.end(), 0);
  file.write<std::int32_t>(kOrderPath, numbers, {{kOrderPath, numbers.size()}}, kOrderLabel);
  std::vector<std::string> actions;
  for (const Order& order : orders.list) actions.emplace_back(name_of(order.kind));
  file.write_text(kOrderAction.path, actions, {{kOrderPath, actions.size()}}, kOrderAction.label);
  write_order_column(file, kOrderOrigin, orders,
                     [](const Order& order) { return number_of(order.origin); });
  write_order_column(file, kOrderDestination, orders,
                     [](const Order& order) { return number_of(order.destination); });
  write_order_column(file, kOrderFirst, orders,
                     [](const Order& order) { return order.first.value(); });
  write_order_column(file, kOrderLast, orders,
                     [](const Order& order) { return order.last.value(); });
  write_order_column(file, kOrderDevices, orders, [](const Order& order) { return order.devices; });
  write_order_column(file, kOrderLine, orders, [](const Order& order) { return order.line; });
}

Orders read_orders(const Hdf5Reader& file, const Size& size) {
  if (!file.has(kOrdersPath)) return {};
  const Shape shape = file.shape(kOrderDevices.path);
  const auto last_facility = static_cast<std::int64_t>(size.facilities) - 1;
  const auto last_period = static_cast<std::int64_t>(size.periods) - 1;
  const auto actions = file.read_text(kOrderAction.path, shape);
  const auto origin = read_order_column(file, kOrderOrigin, shape, kAny, last_facility);
  const auto destination = read_order_column(file, kOrderDestination, shape, kAny, last_facility);
  const auto first = read_order_column(file, kOrderFirst, shape, 0, last_period);
  const auto last = read_order_column(file, kOrderLast, shape, 0, last_period);
  const auto devices = read_order_column(file, kOrderDevices, shape, 0, kMaxTotal);
  const auto line = file.read<std::int64_t>(kOrderLine.path, shape);
  Orders orders{.file = file.text(kOrdersPath, kFile), .list = {}};
  for (std::size_t n = 0; n < actions.size(); ++n) {
    const auto kind = order_kind(actions[n]);
    if (!kind) {
      file.refuse(kOrderAction.path, fmt::format("'{}'", actions[n]), "ban, force, lock, keep");
    }
    const Order order{.kind = *kind,
                      .origin = facility_of(origin[n]),
                      .destination = facility_of(destination[n]),
                      .first = Period(first[n]),
                      .last = Period(last[n]),
                      .devices = devices[n],
                      .line = line[n]};
    if (!names_its_ends(order)) {
      file.refuse(kOrderOrigin.path, fmt::format("{} of order {}", origin[n], n),
                  "the facilities that the action needs");
    }
    orders.list.push_back(order);
  }
  return orders;
}

}  // namespace surgeflow::archive

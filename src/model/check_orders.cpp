// SPDX-License-Identifier: Apache-2.0
// Lines of orders.csv: who, when and how many.
#include <fmt/format.h>

#include <algorithm>

#include "model/case_checks.hpp"
#include "model/period_reading.hpp"

namespace surgeflow::checks {
namespace {

/// One line on its way to an order.
class OrderCheck {
 public:
  OrderCheck(const CaseStatement& statement, const OrderRecord& record, const Horizon& horizon,
             FacilityIndex& index, Findings& findings)
      : file_(statement.orders_file),
        item_name_(statement.item_name),
        record_(record),
        horizon_(horizon),
        index_(index),
        findings_(findings) {}

  std::optional<Order> read() {
    const auto kind = order_kind(record_.action);
    if (!kind) {
      refuse("action", {fmt::format("{} is no action", in_quotes(record_.action)),
                        "\"ban\", \"force\", \"lock\" or \"keep\""});
      return std::nullopt;
    }
    if (!record_.item.empty() && record_.item != item_name_) {
      refuse("item", {fmt::format("{} is no item", in_quotes(record_.item)), in_quotes(item_name_),
                      "correct it, or leave the cell empty"});
    }
    order_.kind = *kind;
    order_.line = record_.line;
    order_.origin = facility("origin", record_.origin);
    order_.destination = facility("destination", record_.destination);
    read_periods();
    check_ends();
    read_devices();
    if (faulty_) return std::nullopt;
    return order_;
  }

 private:
  [[nodiscard]] bool moves() const {
    return order_.kind == OrderKind::force || order_.kind == OrderKind::lock;
  }

  std::optional<FacilityId> facility(const std::string& column, const std::string& id) {
    if (id.empty()) return std::nullopt;
    const auto found = index_.find(id);
    if (!found) {
      refuse(column, {fmt::format("{} is no facility", in_quotes(id)),
                      "an id of the facilities' file", index_.remedy_for_unknown(id)});
    }
    return found;
  }

  Period period(const std::string& column, const std::string& text, Period unless_stated) {
    if (text.empty()) return unless_stated;
    const PeriodReading reading = read_period(horizon_, text);
    if (reading.period) return *reading.period;
    refuse(column, {fmt::format("{} {}", in_quotes(text), reading.problem),
                    allowed_periods(horizon_), "correct it, or change [horizon]"});
    return unless_stated;
  }

  void read_periods() {
    const Period end(horizon_.periods - 1);
    order_.first = period("first", record_.first, Period(0));
    order_.last = period("last", record_.last, moves() ? order_.first : end);
    if (moves() && record_.first.empty()) {
      refuse("first", {"the cell is empty", "the period in which the devices leave"});
    }
    if (moves() && order_.last != order_.first) {
      refuse("last",
             {fmt::format("{} after {}", in_quotes(record_.last), in_quotes(record_.first)),
              "an empty cell: the devices leave in one period", "write a line for each period"});
    }
    if (order_.last < order_.first) {
      refuse("last",
             {fmt::format("{} is before {}", in_quotes(record_.last), in_quotes(record_.first)),
              "a period that is not before the first one", "exchange the two"});
    }
  }

  void check_ends() {
    const bool keeps = order_.kind == OrderKind::keep;
    if (record_.origin.empty() && (moves() || keeps)) {
      refuse("origin", {"the cell is empty", "an id of the facilities' file", "name the facility"});
    }
    if (record_.destination.empty() && moves()) {
      refuse("destination",
             {"the cell is empty", "an id of the facilities' file", "name the facility"});
    }
    if (keeps && !record_.destination.empty()) {
      refuse("destination", {in_quotes(record_.destination), "an empty cell: stock has one place",
                             "empty it, or write \"force\" or \"lock\""});
    }
    if (order_.kind == OrderKind::ban && record_.origin.empty() && record_.destination.empty()) {
      refuse("origin", {"a ban of every lane", "a ban that names one facility or two",
                        "write scope = \"none\" in [sharing] where nothing may be sent"});
    }
    if (order_.origin && order_.origin == order_.destination) {
      refuse("destination", {fmt::format("{} to itself", in_quotes(record_.origin)),
                             "two facilities", "correct one of the two"});
    }
  }

  void read_devices() {
    const bool bans = order_.kind == OrderKind::ban;
    if (bans && record_.devices) {
      refuse("devices", {fmt::format("{}", *record_.devices), "an empty cell: nothing may leave",
                         "empty it, or write \"lock\" for a number"});
    }
    if (bans) return;
    const std::int64_t least = order_.kind == OrderKind::lock ? 0 : 1;
    if (!record_.devices || *record_.devices < least || *record_.devices > kMaxTotal) {
      refuse("devices",
             {record_.devices ? fmt::format("{}", *record_.devices) : "the cell is empty",
              fmt::format("a number of devices, {} to {}", least, kMaxTotal)});
      return;
    }
    order_.devices = static_cast<Count>(*record_.devices);
  }

  void refuse(std::string column, Finding finding) {
    faulty_ = true;
    findings_.at_line(file_, record_.line, std::move(column), std::move(finding));
  }

  const std::string& file_;
  const std::string& item_name_;
  const OrderRecord& record_;
  const Horizon& horizon_;
  FacilityIndex& index_;
  Findings& findings_;
  Order order_;
  bool faulty_ = false;
};

/// Each order against those before it.
void check_collisions(const Orders& orders, Findings& findings) {
  for (std::size_t n = 0; n < orders.list.size(); ++n) {
    const Order& order = orders.list[n];
    const auto before = orders.list.begin() + static_cast<std::ptrdiff_t>(n);
    const auto other = std::find_if(orders.list.begin(), before,
                                    [&](const Order& earlier) { return collide(earlier, order); });
    if (other == before) continue;
    findings.at_line(
        orders.file, order.line, "action",
        {fmt::format("{} where line {} says {}", name_of(order.kind), other->line,
                     name_of(other->kind)),
         "one order for a lane, or a stock, in a period", "drop one of the two lines"});
  }
}

/// What no method obeys together with orders.
void check_company(const CaseStatement& statement, const Limits& limits, Findings& findings) {
  // Within limits the method is the only one; without, it is that of regions.
  if (!statement.orders.empty() && statement.method == Method::lagrangian && !limits.any()) {
    findings.at_key("solver.method", {"\"lagrangian\" with orders", "\"auto\" or \"exact\"",
                                      "regions know no orders; drop the key"});
  }
}

}  // namespace

Orders check_orders(const CaseStatement& statement, const Limits& limits,
                    const std::optional<Horizon>& horizon, FacilityIndex& index,
                    Findings& findings) {
  check_company(statement, limits, findings);
  Orders orders{.file = statement.orders_file, .list = {}};
  if (!horizon) return orders;
  for (const OrderRecord& record : statement.orders) {
    auto order = OrderCheck(statement, record, *horizon, index, findings).read();
    if (order) orders.list.push_back(*order);
  }
  check_collisions(orders, findings);
  return orders;
}

}  // namespace surgeflow::checks

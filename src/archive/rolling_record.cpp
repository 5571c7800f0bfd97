// SPDX-License-Identifier: Apache-2.0
// One list of columns for both directions, and panels of the past.
#include "archive/rolling_record.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "archive/group_labels.hpp"
#include "archive/plan_layout.hpp"
#include "surgeflow/core/calendar.hpp"

namespace surgeflow::archive {
namespace {

using rolling::ComingDevices;
using rolling::Departure;
using rolling::History;
using rolling::OrderChange;
using rolling::Reconciliation;
using rolling::ReplanEntry;
using rolling::ReplanRecord;
using rolling::Where;

constexpr const char* kStart = "start";
constexpr const char* kPeriodHours = "period_hours";
constexpr const char* kFrozenPeriods = "frozen_periods";
constexpr const char* kUnmetUnchanged = "unmet_unchanged";
constexpr const char* kUnmetKept = "unmet_kept";
constexpr std::array kPlaces{"on_patients", "in_trucks", "in_processing", "stated"};
constexpr std::array kSources{"stock_count", "departures"};

std::string path_in(const char* group, const char* name) {
  return fmt::format("{}/{}", group, name);
}

/// A table of rows, each column a dataset, numbered by the label `row`.
template <class Row>
class TableWriter {
 public:
  TableWriter(Hdf5Writer& file, const char* group, std::span<const Row> rows)
      : file_(file), group_(group), rows_(rows), axes_{{path_in(group, "row"), rows.size()}} {
    file.make_group(group);
    write_numbers(file, axes_.front());
  }

  template <class Get, class Set>
  void operator()(const char* name, Label label, Get get, Set) const {
    using Value = decltype(get(rows_[0]));
    std::vector<Value> values;
    values.reserve(rows_.size());
    for (const Row& row : rows_) values.push_back(get(row));
    if constexpr (std::is_same_v<Value, std::string>) {
      file_.write_text(path_in(group_, name), values, axes_, label);
    } else {
      file_.write<Value>(path_in(group_, name), values, axes_, label);
    }
  }

 private:
  Hdf5Writer& file_;
  const char* group_;
  std::span<const Row> rows_;
  std::vector<Axis> axes_;
};

template <class Row>
class TableReader {
 public:
  TableReader(const Hdf5Reader& file, const char* group, const Size& size)
      : file_(file), group_(group), size_(size) {
    const Shape shape = file.shape(path_in(group, "row"));
    if (shape.size() != 1) file.refuse(path_in(group, "row"), shape_text(shape), "one axis");
    rows_.resize(shape[0]);
  }

  template <class Get, class Set>
  void operator()(const char* name, Label label, Get get, Set set) {
    using Value = decltype(get(rows_[0]));
    const std::string path = path_in(group_, name);
    if constexpr (std::is_same_v<Value, std::string>) {
      const auto values = file_.read_text(path, {rows_.size()});
      for (std::size_t n = 0; n < rows_.size(); ++n) set_text(path, rows_[n], values[n], set);
    } else {
      const auto values = file_.read<Value>(path, {rows_.size()});
      require_index(path, label, values);
      for (std::size_t n = 0; n < rows_.size(); ++n) set(rows_[n], values[n]);
    }
  }

  [[nodiscard]] std::vector<Row> rows() && { return std::move(rows_); }

 private:
  /// Facilities are the file's; other columns are numbers that nothing is looked up by.
  template <class Value>
  void require_index(const std::string& path, Label label, const std::vector<Value>& values) const {
    if constexpr (std::is_same_v<Value, std::int32_t>) {
      const bool facility = label.long_name.starts_with("index of the facility");
      const auto most = facility ? static_cast<std::int32_t>(size_.facilities) - 1
                                 : std::numeric_limits<std::int32_t>::max();
      require_range<std::int32_t>(file_, path.c_str(), values, 0, most);
    }
  }
  template <class Set>
  void set_text(const std::string& path, Row& row, const std::string& text, Set set) const {
    if (!set(row, text)) file_.refuse(path, fmt::format("'{}'", text), "a known word", kWriteAgain);
  }

  const Hdf5Reader& file_;
  const char* group_;
  Size size_;
  std::vector<Row> rows_;
};

/// Finds a word in a list that an enumeration numbers.
template <class Enumeration, class Words>
bool set_word(Enumeration& value, const Words& words, const std::string& text) {
  const auto found = std::ranges::find(words, text);
  if (found == words.end()) return false;
  value = static_cast<Enumeration>(found - words.begin());
  return true;
}

template <class Words, class Enumeration>
std::string word_of(const Words& words, Enumeration value) {
  return words[static_cast<std::size_t>(value)];
}

constexpr Label kOriginLabel{"1", "index of the facility that sends, from 0"};
constexpr Label kDestinationLabel{"1", "index of the facility that receives, from 0"};

template <class Visit>
void visit_departures(Visit&& visit) {
  visit(
      "origin", {"1", "index of the facility that sent, from 0"},
      [](const Departure& row) { return row.shipment.origin.value(); },
      [](Departure& row, std::int32_t value) { row.shipment.origin = FacilityId(value); });
  visit(
      "destination", {"1", "index of the facility that receives, from 0"},
      [](const Departure& row) { return row.shipment.destination.value(); },
      [](Departure& row, std::int32_t value) { row.shipment.destination = FacilityId(value); });
  visit(
      "depart", {"1", "index of the past period of departure, from 0"},
      [](const Departure& row) { return row.shipment.depart.value(); },
      [](Departure& row, std::int32_t value) { row.shipment.depart = Period(value); });
  visit(
      "arrive", {"1", "index of the period from which the devices can be used"},
      [](const Departure& row) { return row.usable.value(); },
      [](Departure& row, std::int32_t value) { row.usable = Period(value); });
  visit(
      "quantity", {"devices", "devices that left"},
      [](const Departure& row) { return row.shipment.quantity; },
      [](Departure& row, std::int32_t value) { row.shipment.quantity = value; });
}

template <class Visit>
void visit_reconciliations(Visit&& visit) {
  visit(
      "facility", {"1", "index of the facility, from 0"},
      [](const Reconciliation& row) { return row.facility.value(); },
      [](Reconciliation& row, std::int32_t value) { row.facility = FacilityId(value); });
  visit(
      "period", {"1", "index of the past period, from 0"},
      [](const Reconciliation& row) { return row.period.value(); },
      [](Reconciliation& row, std::int32_t value) { row.period = Period(value); });
  visit(
      "source", {"1", "what was seen: stock_count or departures"},
      [](const Reconciliation& row) { return word_of(kSources, row.source); },
      [](Reconciliation& row, const std::string& text) {
        return set_word(row.source, kSources, text);
      });
  visit(
      "expected", {"devices", "idle by the books at the end of the period"},
      [](const Reconciliation& row) { return row.expected; },
      [](Reconciliation& row, std::int64_t value) { row.expected = value; });
  visit(
      "used", {"devices", "idle as the plan goes on"},
      [](const Reconciliation& row) { return row.used; },
      [](Reconciliation& row, std::int32_t value) { row.used = value; });
}

template <class Visit>
void visit_replans(Visit&& visit) {
  const auto number = [&](const char* name, Label label, auto member) {
    visit(
        name, label, [member](const ReplanEntry& row) { return std::int64_t{member(row)}; },
        [member](ReplanEntry& row, std::int64_t value) { member(row) = value; });
  };
  visit(
      "date", {"1", "first period of the re-plan"}, [](const ReplanEntry& row) { return row.date; },
      [](ReplanEntry& row, const std::string& text) { return row.date = text, true; });
  visit(
      "commit", {"1", "commit of the program"}, [](const ReplanEntry& row) { return row.commit; },
      [](ReplanEntry& row, const std::string& text) { return row.commit = text, true; });
  number(
      kFrozenPeriods, {"periods", "whose orders were not to be changed"},
      [](auto& row) -> auto& { return row.frozen_periods; });
  number(
      "kept", {"1", "orders kept"}, [](auto& row) -> auto& { return row.changes.kept; });
  number(
      "changed", {"1", "orders with another quantity"},
      [](auto& row) -> auto& { return row.changes.changed; });
  number(
      "dropped", {"1", "orders dropped"}, [](auto& row) -> auto& { return row.changes.dropped; });
  number(
      "new", {"1", "new orders"}, [](auto& row) -> auto& { return row.changes.added; });
  number(
      "devices_before", {"devices", "on orders that had not left"},
      [](auto& row) -> auto& { return row.changes.devices_before; });
  number(
      "devices_surviving", {"devices", "of these, on the same lane in the same period"},
      [](auto& row) -> auto& { return row.changes.devices_surviving; });
  number(
      "unmet_before", {"patients", "without a device until then"},
      [](auto& row) -> auto& { return row.unmet_before; });
  number(
      "unmet_expected", {"patients", "without a device from then on, as expected then"},
      [](auto& row) -> auto& { return row.unmet_expected; });
}

template <class Visit>
void visit_changes(Visit&& visit) {
  visit(
      "origin", kOriginLabel, [](const OrderChange& row) { return row.origin.value(); },
      [](OrderChange& row, std::int32_t value) { row.origin = FacilityId(value); });
  visit(
      "destination", kDestinationLabel,
      [](const OrderChange& row) { return row.destination.value(); },
      [](OrderChange& row, std::int32_t value) { row.destination = FacilityId(value); });
  visit(
      "depart", {"1", "index of the period of departure, from 0"},
      [](const OrderChange& row) { return row.depart.value(); },
      [](OrderChange& row, std::int32_t value) { row.depart = Period(value); });
  visit(
      "change", {"1", "kept, changed, dropped or new"},
      [](const OrderChange& row) { return std::string(name_of(row.change())); },
      [](OrderChange&, const std::string&) { return true; });
  visit(
      "before", {"devices", "in the plan before"},
      [](const OrderChange& row) { return row.before; },
      [](OrderChange& row, std::int32_t value) { row.before = value; });
  visit(
      "now", {"devices", "in this plan"}, [](const OrderChange& row) { return row.now; },
      [](OrderChange& row, std::int32_t value) { row.now = value; });
  visit(
      "frozen", {"devices", "of these, not to be changed"},
      [](const OrderChange& row) { return row.frozen; },
      [](OrderChange& row, std::int32_t value) { row.frozen = value; });
  visit(
      "worth_patients", {"parts of a patient", "gained by one more device on the order"},
      [](const OrderChange& row) { return row.worth.patients; },
      [](OrderChange& row, std::int64_t value) { row.worth.patients = value; });
  visit(
      "worth_moves", {"movement", "gained by one more device on the order, beside patients"},
      [](const OrderChange& row) { return row.worth.moves; },
      [](OrderChange& row, std::int64_t value) { row.worth.moves = value; });
  visit(
      "patients_there", {"patients", "treated more at the destination by this change alone"},
      [](const OrderChange& row) { return row.there; },
      [](OrderChange& row, std::int64_t value) { row.there = value; });
  visit(
      "patients_here", {"patients", "treated more at the origin by this change alone"},
      [](const OrderChange& row) { return row.here; },
      [](OrderChange& row, std::int64_t value) { row.here = value; });
}

template <class Visit>
void visit_coming(Visit&& visit) {
  visit(
      "facility", {"1", "index of the facility, from 0"},
      [](const ComingDevices& row) { return row.facility.value(); },
      [](ComingDevices& row, std::int32_t value) { row.facility = FacilityId(value); });
  visit(
      "usable", {"1", "index of the period from which they can be used, from 0"},
      [](const ComingDevices& row) { return row.usable.value(); },
      [](ComingDevices& row, std::int32_t value) { row.usable = Period(value); });
  visit(
      "where", {"1", "on_patients, in_trucks, in_processing, or stated by the case"},
      [](const ComingDevices& row) { return word_of(kPlaces, row.where); },
      [](ComingDevices& row, const std::string& text) {
        return set_word(row.where, kPlaces, text);
      });
  visit(
      "devices", {"devices", "devices"}, [](const ComingDevices& row) { return row.devices; },
      [](ComingDevices& row, std::int32_t value) { row.devices = value; });
}

struct PastPanel {
  const char* name;
  Label label;
  Panel<Count> History::*panel;
};
constexpr std::array kPastPanels{
    PastPanel{"forecast", {"patients", "expected by the plan of the time"}, &History::forecast},
    PastPanel{"demand", {"patients", "who came"}, &History::demand},
    PastPanel{"treated", {"patients", "given a device"}, &History::treated},
    PastPanel{"sent", {"devices", "that left"}, &History::sent},
    PastPanel{"received", {"devices", "that arrived from others"}, &History::received}};
constexpr Label kPastIdleLabel{"devices", "idle at the end of the period"};

void write_past(Hdf5Writer& file, const History& history, std::span<const Facility> facilities) {
  write_labels(file, kHistoryPath, facilities, history.past);
  const std::vector<Axis> axes = panel_axes(kHistoryPath, facilities, history.past);
  const auto write = [&]<class T>(const char* name, Label label, const Panel<T>& panel) {
    const std::string path = path_in(kHistoryPath, name);
    file.write<T>(path, panel.values(), axes, label);
    file.set(path, "coordinates", "time");
  };
  for (const PastPanel& past : kPastPanels) write(past.name, past.label, history.*past.panel);
  write("idle", kPastIdleLabel, history.idle);
}

void read_past(const Hdf5Reader& file, const Size& size, History& history) {
  const Shape shape = file.shape(path_in(kHistoryPath, "period"));
  if (shape.size() != 1 || shape[0] > static_cast<std::size_t>(kMaxPeriods)) {
    file.refuse(path_in(kHistoryPath, "period"), shape_text(shape), "one axis of periods",
                kWriteAgain);
  }
  const Size past{size.facilities, shape[0]};
  history.past.periods = static_cast<std::int32_t>(shape[0]);
  for (const PastPanel& panel : kPastPanels) {
    history.*panel.panel = read_panel<Count>(file, path_in(kHistoryPath, panel.name).c_str(), past);
  }
  history.idle = read_panel<Total>(file, path_in(kHistoryPath, "idle").c_str(), past);
}

template <class Row, class VisitColumns>
void write_rows(Hdf5Writer& file, const char* group, std::span<const Row> rows,
                VisitColumns visit_columns) {
  visit_columns(TableWriter<Row>(file, group, rows));
}

template <class Row, class VisitColumns>
std::vector<Row> read_rows(const Hdf5Reader& file, const char* group, const Size& size,
                           VisitColumns visit_columns) {
  TableReader<Row> reader(file, group, size);
  visit_columns(reader);
  return std::move(reader).rows();
}

}  // namespace

void write_history(Hdf5Writer& file, const std::optional<History>& history,
                   std::span<const Facility> facilities) {
  if (!history) return;
  file.make_group(kHistoryPath);
  file.set(kHistoryPath, kStart, format_date(history->past.start));
  file.set(kHistoryPath, kPeriodHours, std::int64_t{history->past.period_hours});
  write_past(file, *history, facilities);
  write_rows<Departure>(file, kPastShipmentsPath, history->departures,
                        [](const auto& visit) { visit_departures(visit); });
  write_rows<Reconciliation>(file, kReconciliationPath, history->reconciliations,
                             [](const auto& visit) { visit_reconciliations(visit); });
  write_rows<ReplanEntry>(file, kReplansPath, history->replans,
                          [](const auto& visit) { visit_replans(visit); });
}

void write_replan(Hdf5Writer& file, const std::optional<ReplanRecord>& record) {
  if (!record) return;
  file.make_group(kReplanPath);
  file.set(kReplanPath, kFrozenPeriods, std::int64_t{record->frozen_periods});
  file.set(kReplanPath, kUnmetUnchanged, record->unmet_unchanged);
  file.set(kReplanPath, kUnmetKept, record->unmet_kept);
  write_rows<OrderChange>(file, kReplanOrdersPath, record->changes,
                          [](const auto& visit) { visit_changes(visit); });
  write_rows<ComingDevices>(file, kReplanComingPath, record->coming,
                            [](const auto& visit) { visit_coming(visit); });
}

std::optional<History> read_history(const Hdf5Reader& file, const Size& size) {
  if (!file.has(kHistoryPath)) return std::nullopt;
  History history;
  const std::string text = file.text(kHistoryPath, kStart);
  const std::optional<Date> start = parse_date(text);
  if (!start) file.refuse("history@start", fmt::format("'{}'", text), "a date such as 2020-03-31");
  history.past.start = *start;
  const std::int64_t hours = file.integer(kHistoryPath, kPeriodHours);
  require_range<std::int64_t>(file, "history@period_hours", std::span(&hours, 1), 1, kMaxTotal);
  history.past.period_hours = static_cast<std::int32_t>(hours);
  read_past(file, size, history);
  history.departures = read_rows<Departure>(file, kPastShipmentsPath, size,
                                            [](auto& visit) { visit_departures(visit); });
  history.reconciliations = read_rows<Reconciliation>(
      file, kReconciliationPath, size, [](auto& visit) { visit_reconciliations(visit); });
  history.replans =
      read_rows<ReplanEntry>(file, kReplansPath, size, [](auto& visit) { visit_replans(visit); });
  return history;
}

std::optional<ReplanRecord> read_replan(const Hdf5Reader& file, const Size& size) {
  if (!file.has(kReplanPath)) return std::nullopt;
  ReplanRecord record;
  const std::int64_t frozen = file.integer(kReplanPath, kFrozenPeriods);
  require_range<std::int64_t>(file, "replan@frozen_periods", std::span(&frozen, 1), 0, kMaxPeriods);
  record.frozen_periods = static_cast<std::int32_t>(frozen);
  record.unmet_unchanged = file.integer(kReplanPath, kUnmetUnchanged);
  record.unmet_kept = file.integer(kReplanPath, kUnmetKept);
  record.changes = read_rows<OrderChange>(file, kReplanOrdersPath, size,
                                          [](auto& visit) { visit_changes(visit); });
  record.coming = read_rows<ComingDevices>(file, kReplanComingPath, size,
                                           [](auto& visit) { visit_coming(visit); });
  return record;
}

}  // namespace surgeflow::archive

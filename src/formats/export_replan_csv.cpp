// SPDX-License-Identifier: Apache-2.0
// The tables of a re-plan: what changes, where the books were wrong, and what has happened.
#include <fmt/format.h>

#include <ostream>

#include "formats/csv_cell.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

using archive::PlanDocument;

std::string id_of(const PlanDocument& document, FacilityId i) {
  return csv_cell(document.facilities[static_cast<std::size_t>(i.value())].id);
}

}  // namespace

void write_changes_csv(std::ostream& out, const PlanDocument& document) {
  out << "depart,origin,destination,change,before,now,frozen,worth_patients,worth_moves,"
         "patients_there,patients_here\n";
  if (!document.replan) return;
  const double parts = static_cast<double>(document.parts_of_patient());
  for (const rolling::OrderChange& row : document.replan->changes) {
    out << fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", document.horizon.label(row.depart),
                       id_of(document, row.origin), id_of(document, row.destination),
                       name_of(row.change()), row.before, row.now, row.frozen,
                       static_cast<double>(row.worth.patients) / parts, row.worth.moves, row.there,
                       row.here);
  }
}

void write_reconciliation_csv(std::ostream& out, const PlanDocument& document) {
  out << "facility,period,source,expected,used\n";
  if (!document.history) return;
  for (const rolling::Reconciliation& row : document.history->reconciliations) {
    out << fmt::format(
        "{},{},{},{},{}\n", id_of(document, row.facility), document.history->past.label(row.period),
        row.source == rolling::Reconciliation::Source::stock_count ? "stock_count" : "departures",
        row.expected, row.used);
  }
}

void write_past_csv(std::ostream& out, const PlanDocument& document) {
  out << "facility,period,forecast,demand,treated,idle,sent,received\n";
  if (!document.history) return;
  const rolling::History& history = *document.history;
  for (FacilityId i{0}; i.value() < history.demand.facilities(); ++i) {
    for (Period t{0}; t.value() < history.past.periods; ++t) {
      out << fmt::format("{},{},{},{},{},{},{},{}\n", id_of(document, i), history.past.label(t),
                         history.forecast(i, t), history.demand(i, t), history.treated(i, t),
                         history.idle(i, t), history.sent(i, t), history.received(i, t));
    }
  }
}

}  // namespace surgeflow::formats

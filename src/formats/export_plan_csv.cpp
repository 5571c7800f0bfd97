// SPDX-License-Identifier: Apache-2.0
// A plan as a folder of CSV tables, replaced together once all of them are on the disk.
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "archive/whole_file.hpp"
#include "formats/csv_cell.hpp"
#include "formats/text_output.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/formats/export.hpp"
#include "surgeflow/review/equity.hpp"
#include "surgeflow/review/loans.hpp"
#include "surgeflow/review/money.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::formats {
namespace {

namespace fs = std::filesystem;
using archive::PendingFile;
using archive::PlanDocument;

std::string number_or_nothing(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : "";
}

/// Cells that many rows share, made once.
struct Names {
  std::vector<std::string> facilities;
  std::vector<std::string> periods;
};

Names names_of(const PlanDocument& document) {
  Names names;
  for (const Facility& facility : document.facilities) {
    names.facilities.push_back(csv_cell(facility.id));
  }
  for (Period t{0}; t.value() < document.horizon.periods; ++t) {
    names.periods.push_back(document.horizon.label(t));
  }
  return names;
}

template <class T, class Visit>
void for_each_nonzero(const Panel<T>& panel, Visit visit) {
  for (std::int32_t i = 0; i < panel.facilities(); ++i) {
    for (std::int32_t t = 0; t < panel.periods(); ++t) {
      const T value = panel(FacilityId(i), Period(t));
      if (value != 0) visit(static_cast<std::size_t>(i), static_cast<std::size_t>(t), value);
    }
  }
}

void print_facilities(TextOutput& text, const PlanDocument& document) {
  text.print(
      "id,name,latitude,longitude,region,population,hospitalized,devices,turnaround,"
      "in_processing\n");
  for (FacilityId i{0}; i.value() < document.instance.facilities(); ++i) {
    const Facility& facility = document.facilities[static_cast<std::size_t>(i.value())];
    const auto& location = facility.location;
    text.print("{},{},{},{},{},{},{},{},{},{}\n", csv_cell(facility.id), csv_cell(facility.name),
               location ? fmt::format("{}", location->latitude) : "",
               location ? fmt::format("{}", location->longitude) : "", csv_cell(facility.region),
               number_or_nothing(facility.population), facility.hospitalized,
               document.instance.devices(i), document.instance.turnaround_periods(i),
               document.instance.in_processing_periods(i));
  }
}

/// The rows of demand.csv and arrivals.csv as a case has them.
void print_counts(TextOutput& text, const Names& names, const char* quantity,
                  const Panel<Count>& panel) {
  text.print("facility,period,{}\n", quantity);
  for_each_nonzero(panel, [&](std::size_t i, std::size_t t, Count value) {
    text.print("{},{},{}\n", names.facilities[i], t, value);
  });
}

template <class T>
void print_panel(TextOutput& text, const Names& names, const char* quantity,
                 const Panel<T>& panel) {
  text.print("facility,period,date,{}\n", quantity);
  for_each_nonzero(panel, [&](std::size_t i, std::size_t t, T value) {
    text.print("{},{},{},{}\n", names.facilities[i], t, names.periods[t], value);
  });
}

/// Devices can be worth parts of a patient.
void print_device_values(TextOutput& text, const Names& names, const PlanDocument& document) {
  const Potentials& potentials = document.potentials;
  const auto parts = static_cast<double>(document.parts_of_patient());
  text.print("facility,period,date,patients,moves\n");
  for (std::int32_t i = 0; i < potentials.patients.facilities(); ++i) {
    for (std::int32_t t = 0; t < potentials.patients.periods(); ++t) {
      const auto patients = potentials.patients(FacilityId(i), Period(t));
      const auto moves = potentials.moves(FacilityId(i), Period(t));
      if (patients == 0 && moves == 0) continue;
      text.print("{},{},{},{},{}\n", names.facilities[static_cast<std::size_t>(i)], t,
                 names.periods[static_cast<std::size_t>(t)], static_cast<double>(patients) / parts,
                 moves);
    }
  }
}

std::string distance_cell(const PlanDocument& document, const Shipment& shipment) {
  const auto place = [&](FacilityId i) {
    return document.facilities[static_cast<std::size_t>(i.value())].location;
  };
  const auto from = place(shipment.origin);
  const auto to = place(shipment.destination);
  return from && to ? fmt::format("{:.1f}", transit::distance_km(*from, *to)) : "";
}

void print_shipments(TextOutput& text, const Names& names, const PlanDocument& document) {
  text.print(
      "origin,destination,depart,depart_date,arrive,arrive_date,quantity,distance_km,movement\n");
  const LaneTable& lanes = document.instance.lanes();
  for (const Shipment& shipment : document.plan.shipments) {
    const std::int32_t depart = shipment.depart.value();
    const std::int32_t arrive =
        depart + lanes.transit_periods(shipment.origin, shipment.destination);
    text.print("{},{},{},{},{},{},{},{},{}\n",
               names.facilities[static_cast<std::size_t>(shipment.origin.value())],
               names.facilities[static_cast<std::size_t>(shipment.destination.value())], depart,
               names.periods.at(static_cast<std::size_t>(depart)), arrive,
               names.periods.at(static_cast<std::size_t>(arrive)), shipment.quantity,
               distance_cell(document, shipment),
               Total{lanes.cost(shipment.origin, shipment.destination)} * shipment.quantity);
  }
}

void print_loans(TextOutput& text, const Names& names, const PlanDocument& document) {
  text.print("period,date,lender,borrower,devices\n");
  for (const review::LoanEntry& loan : review::loan_ledger(document.plan)) {
    text.print("{},{},{},{},{}\n", loan.period.value(),
               names.periods[static_cast<std::size_t>(loan.period.value())],
               names.facilities[static_cast<std::size_t>(loan.lender.value())],
               names.facilities[static_cast<std::size_t>(loan.borrower.value())], loan.devices);
  }
}

void print_payments(TextOutput& text, const PlanDocument& document) {
  text.print("payer,payee,what,quantity,amount\n");
  for (const review::Payment& payment :
       review::payments(*document.money, document.facilities, document.instance, document.plan)) {
    text.print("{},{},{},{},{}.{:02}\n", csv_cell(payment.payer), csv_cell(payment.payee),
               payment.what, payment.quantity, payment.amount / kHundredths,
               payment.amount % kHundredths);
  }
}

/// Facilities first, then regions.
void print_equity(TextOutput& text, const PlanDocument& document) {
  text.print("place,kind,demand,treated,unmet,unmet_share\n");
  const auto print = [&](const std::vector<review::Care>& places, const char* kind) {
    for (const review::Care& care : places) {
      text.print("{},{},{},{},{},{:.6f}\n", csv_cell(care.name), kind, care.demand, care.treated,
                 care.demand - care.treated, care.unmet_share());
    }
  };
  print(review::care_of_facilities(document.facilities, document.instance, document.plan),
        "facility");
  print(review::care_of_regions(document.facilities, document.instance, document.plan), "region");
}

/// Tables on their way into a folder.
class TableFolder {
 public:
  explicit TableFolder(fs::path folder) : folder_(std::move(folder)) {}

  template <class Print>
  void add(const std::string& name, Print print) {
    std::ostringstream table;
    TextOutput text(table);
    print(text);
    text.finish();
    PendingFile& file = files_.emplace_back(folder_ / name);
    file.write(table.view());
    file.finish();
  }

  void commit() {
    for (PendingFile& file : files_) file.commit();
  }

 private:
  fs::path folder_;
  std::vector<PendingFile> files_;
};

void add_tables(TableFolder& tables, const PlanDocument& document) {
  const Names names = names_of(document);
  const PlanTrace trace = trace_plan(document.instance, document.plan);
  const auto add_panel = [&](const char* file, const char* quantity, const auto& panel) {
    tables.add(file, [&](TextOutput& text) { print_panel(text, names, quantity, panel); });
  };
  tables.add("facilities.csv", [&](TextOutput& text) { print_facilities(text, document); });
  tables.add("demand.csv", [&](TextOutput& text) {
    print_counts(text, names, "patients", document.instance.demand());
  });
  tables.add("arrivals.csv", [&](TextOutput& text) {
    print_counts(text, names, "devices", document.instance.arrivals());
  });
  add_panel("treated.csv", "patients", document.plan.treated);
  add_panel("unmet.csv", "patients", trace.unmet);
  add_panel("idle.csv", "devices", trace.idle);
  add_panel("in_use.csv", "devices", trace.in_use);
  add_panel("sent.csv", "devices", trace.sent);
  add_panel("received.csv", "devices", trace.received);
  tables.add("shipments.csv", [&](TextOutput& text) { print_shipments(text, names, document); });
  tables.add("device_values.csv",
             [&](TextOutput& text) { print_device_values(text, names, document); });
  tables.add("loans.csv", [&](TextOutput& text) { print_loans(text, names, document); });
  tables.add("equity.csv", [&](TextOutput& text) { print_equity(text, document); });
  if (document.money) {
    tables.add("money.csv", [&](TextOutput& text) { print_payments(text, document); });
  }
}

}  // namespace

void write_plan_csv(const fs::path& folder, const PlanDocument& document) {
  std::error_code error;
  const bool created = fs::create_directories(folder, error);
  if (error) {
    throw SystemError(fmt::format("mkdir '{}': {}; name a folder that can be created",
                                  folder.string(), error.message()));
  }
  try {
    TableFolder tables(folder);
    add_tables(tables, document);
    tables.commit();
  } catch (...) {
    // Removes the new folder only while it is empty, that is, after every table was taken back.
    if (created) fs::remove(folder, error);
    throw;
  }
}

}  // namespace surgeflow::formats

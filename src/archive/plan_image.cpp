// SPDX-License-Identifier: Apache-2.0
// A plan document as the groups and datasets of a plan file.
#include "archive/plan_image.hpp"

#include <numeric>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "archive/consolidation_record.hpp"
#include "archive/fair_record.hpp"
#include "archive/gain_record.hpp"
#include "archive/group_labels.hpp"
#include "archive/hdf5_writer.hpp"
#include "archive/lane_record.hpp"
#include "archive/limit_record.hpp"
#include "archive/money_record.hpp"
#include "archive/order_record.hpp"
#include "archive/plan_layout.hpp"
#include "archive/rolling_record.hpp"
#include "archive/step_log.hpp"
#include "archive/summary_record.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/core/calendar.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::archive {
namespace {

/// One value a facility.
template <class Function>
auto per_facility(const PlanDocument& document, Function function) {
  std::vector<decltype(function(FacilityId(0)))> values;
  for (FacilityId i{0}; i.value() < document.instance.facilities(); ++i) {
    values.push_back(function(i));
  }
  return values;
}

const Facility& facility_of(const PlanDocument& document, FacilityId i) {
  return document.facilities[static_cast<std::size_t>(i.value())];
}

/// Writes the parts of a document.
class PlanWriter {
 public:
  PlanWriter(Hdf5Writer& file, const PlanDocument& document, const PanelContent& content)
      : file_(file),
        document_(document),
        content_(content),
        instance_(document.instance),
        facility_count_(document.facilities.size()) {}

  void write_root();
  void write_input();
  void write_decisions();
  void write_shipments();
  void write_duals();

 private:
  /// Panels of one group, which has its labels.
  void write_panels(const char* group);
  template <class T>
  void write_facility_values(const Variable& variable, const std::vector<T>& values) {
    file_.write<T>(variable.path, values, {{kFacilityPath, facility_count_}}, variable.label);
  }
  template <class T>
  void write_column(const Variable& variable, const std::vector<T>& values) {
    file_.write<T>(variable.path, values, {{kShipmentPath, values.size()}}, variable.label);
  }
  void write_places();
  void write_commitments();
  [[nodiscard]] std::vector<std::string> ids_of(FacilityId Shipment::*end) const;
  [[nodiscard]] double distance_km(const Shipment& shipment) const;

  Hdf5Writer& file_;
  const PlanDocument& document_;
  const PanelContent& content_;
  const Instance& instance_;
  std::size_t facility_count_;
};

void PlanWriter::write_panels(const char* group) {
  const std::vector<Axis> axes = panel_axes(group, document_.facilities, document_.horizon);
  visit_panels(content_.values, [&](const Variable& variable, auto values) {
    const std::string path = variable.path;
    if (!path.starts_with(std::string(group) + "/")) return;
    using Value = std::remove_const_t<typename decltype(values)::element_type>;
    if (content_.checksums.empty()) {
      file_.write<Value>(path, values, axes, variable.label);
    } else {
      file_.declare<Value>(path, axes, variable.label);
      file_.set_checksum(path, content_.checksums.at(path));
    }
    file_.set(path, "coordinates", "time");
  });
}

void PlanWriter::write_root() {
  file_.set("/", "format", kFormatName);
  file_.set("/", "format_version", kFormatVersion);
  file_.set("/", "title", document_.case_name);
}

void PlanWriter::write_places() {
  const std::vector<Axis> axes{{kFacilityPath, facility_count_}};
  file_.write_text(kName.path,
                   per_facility(document_, [&](auto i) { return facility_of(document_, i).name; }),
                   axes, kName.label);
  file_.write_text(
      kRegion.path,
      per_facility(document_, [&](auto i) { return facility_of(document_, i).region; }), axes,
      kRegion.label);
  write_facility_values(kLatitude, per_facility(document_, [&](auto i) {
                          const auto& location = facility_of(document_, i).location;
                          return location ? location->latitude : kUnknown;
                        }));
  write_facility_values(kLongitude, per_facility(document_, [&](auto i) {
                          const auto& location = facility_of(document_, i).location;
                          return location ? location->longitude : kUnknown;
                        }));
  write_facility_values(kPopulation, per_facility(document_, [&](auto i) {
                          return facility_of(document_, i).population.value_or(kUnknown);
                        }));
  write_facility_values(kHospitalized, per_facility(document_, [&](auto i) {
                          return facility_of(document_, i).hospitalized;
                        }));
  if (std::ranges::none_of(document_.facilities, &Facility::is_pool)) return;
  write_facility_values(kLeadPeriods, per_facility(document_, [&](auto i) {
                          return facility_of(document_, i).lead_periods.value_or(0);
                        }));
}

void PlanWriter::write_commitments() {
  if (!instance_.has_commitments()) return;
  file_.write<Count>(kCommitments.path, instance_.commitments().values(),
                     panel_axes("input", document_.facilities, document_.horizon),
                     kCommitments.label);
  file_.set(kCommitments.path, "coordinates", "time");
}

void PlanWriter::write_input() {
  file_.make_group("input");
  file_.set("input", "case_name", document_.case_name);
  file_.set("input", "description", document_.description);
  file_.set("input", "item", document_.item_name);
  file_.set("input", "start", format_date(document_.horizon.start));
  file_.set("input", "period_hours", std::int64_t{document_.horizon.period_hours});
  write_labels(file_, "input", document_.facilities, document_.horizon);
  write_places();
  write_facility_values(kDevices,
                        per_facility(document_, [&](auto i) { return instance_.devices(i); }));
  write_facility_values(kTurnaround, per_facility(document_, [&](auto i) {
                          return instance_.turnaround_periods(i);
                        }));
  write_facility_values(kInProcessing, per_facility(document_, [&](auto i) {
                          return instance_.in_processing_periods(i);
                        }));
  write_panels("input");
  write_commitments();
  write_lanes(file_, document_);
  write_gains(file_, document_);
  write_orders(file_, document_.orders);
  write_money(file_, document_.money);
}

void PlanWriter::write_decisions() {
  file_.make_group("plan");
  write_labels(file_, "plan", document_.facilities, document_.horizon);
  write_panels("plan");
}

double PlanWriter::distance_km(const Shipment& shipment) const {
  const auto& from = facility_of(document_, shipment.origin).location;
  const auto& to = facility_of(document_, shipment.destination).location;
  return from && to ? transit::distance_km(*from, *to) : kUnknown;
}

std::vector<std::string> PlanWriter::ids_of(FacilityId Shipment::*end) const {
  std::vector<std::string> ids;
  for (const Shipment& shipment : document_.plan.shipments) {
    ids.push_back(facility_of(document_, shipment.*end).id);
  }
  return ids;
}

void PlanWriter::write_shipments() {
  const std::vector<Shipment>& shipments = document_.plan.shipments;
  std::vector<std::int32_t> origin, destination, depart, arrive, quantity;
  std::vector<double> distance;
  for (const Shipment& shipment : shipments) {
    origin.push_back(shipment.origin.value());
    destination.push_back(shipment.destination.value());
    depart.push_back(shipment.depart.value());
    arrive.push_back(shipment.depart.value() +
                     instance_.lanes().transit_periods(shipment.origin, shipment.destination));
    quantity.push_back(shipment.quantity);
    distance.push_back(distance_km(shipment));
  }
  file_.make_group("shipments");
  const std::vector<Axis> axes{{kShipmentPath, shipments.size()}};
  std::vector<std::int32_t> numbers(shipments.size());
  std::iota(numbers.begin(), numbers.end(), 0);
  file_.write<std::int32_t>(kShipmentPath, numbers, axes, kShipmentLabel);
  write_column(kOrigin, origin);
  write_column(kDestination, destination);
  file_.write_text(kOriginId.path, ids_of(&Shipment::origin), axes, kOriginId.label);
  file_.write_text(kDestinationId.path, ids_of(&Shipment::destination), axes, kDestinationId.label);
  write_column(kDepart, depart);
  write_column(kArrive, arrive);
  write_column(kQuantity, quantity);
  write_column(kDistance, distance);
}

void PlanWriter::write_duals() {
  file_.make_group("duals");
  write_labels(file_, "duals", document_.facilities, document_.horizon);
  write_panels("duals");
  if (const std::int64_t parts = document_.parts_of_patient(); parts > 1) {
    // Readers of CF conventions, xarray among them, see patients.
    file_.set(kDevicePatients.path, "scale_factor", 1.0 / static_cast<double>(parts));
  }
  if (document_.price_parts > 1) file_.set("duals", kPriceParts, document_.price_parts);
}

}  // namespace

void require_one_shape(const PlanDocument& document) {
  const std::int32_t n = document.instance.facilities();
  const std::int32_t periods = document.instance.periods();
  const auto same = [&](const auto& panel) {
    return panel.facilities() == n && panel.periods() == periods;
  };
  if (document.facilities.size() != static_cast<std::size_t>(n) ||
      document.horizon.periods != periods || !same(document.plan.treated) ||
      !same(document.potentials.patients) || !same(document.potentials.moves)) {
    throw std::invalid_argument(
        "a plan document whose parts are for different numbers of facilities or periods");
  }
  const bool whole = document.instance.lanes().is_whole();
  const bool computed = document.transit.model != TransitModel::table;
  if (!whole && (!computed || document.lanes_sha256.empty())) {
    throw std::invalid_argument("a plan document without its whole lane table or its checksum");
  }
}

PanelValues values_of(const PlanDocument& document, const PlanTrace& trace) {
  return {.demand = document.instance.demand().values(),
          .arrivals = document.instance.arrivals().values(),
          .treated = document.plan.treated.values(),
          .unmet = trace.unmet.values(),
          .idle = trace.idle.values(),
          .in_use = trace.in_use.values(),
          .sent = trace.sent.values(),
          .received = trace.received.values(),
          .device_patients = document.potentials.patients.values(),
          .device_moves = document.potentials.moves.values()};
}

void write_document(Hdf5Writer& file, const PlanDocument& document, const PanelContent& content) {
  PlanWriter writer(file, document, content);
  writer.write_root();
  writer.write_input();
  writer.write_decisions();
  writer.write_shipments();
  writer.write_duals();
  write_consolidation(file, document.consolidation);
  write_limits(file, document.limits, document.facilities, document.horizon);
  write_fairness(file, document.fairness, document.limits, document.facilities, document.horizon);
  write_steps(file, document.steps);
  write_history(file, document.history, document.facilities);
  write_replan(file, document.replan);
  write_records(file, document.summary, document.provenance);
  write_measured(file, document.steps);
}

std::vector<std::byte> plan_image(const std::filesystem::path& path, const PlanDocument& document,
                                  const PanelContent& content, int threads) {
  const Hdf5Session session;
  Hdf5Writer file(path.string(), Compression::small, threads);
  write_document(file, document, content);
  return file.finish();
}

}  // namespace surgeflow::archive

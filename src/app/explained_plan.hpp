// SPDX-License-Identifier: Apache-2.0
// A plan that can be asked for its reasons, and the names of what is in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::app {

class ExplainedPlan {
 public:
  /// Reads a plan file and holds its proof against every lane. Throws InputError where the plan is
  /// not proved optimal, for reasons follow from the proof; with limits, where it does not obey
  /// them or its bound is not true.
  ExplainedPlan(const std::string& path, const std::string& item, int threads);

  [[nodiscard]] const archive::PlanDocument& document() const { return document_; }
  /// Where there are orders, they are given in the instance, and the plan is without the shipments
  /// that are ordered: together they are what the potentials prove.
  [[nodiscard]] const Instance& instance() const {
    return ordered_ ? *ordered_ : document_.instance;
  }
  [[nodiscard]] const Plan& plan() const { return ordered_ ? free_ : document_.plan; }
  [[nodiscard]] const Potentials& potentials() const { return document_.potentials; }
  /// All shipments of the file, those that are ordered among them.
  [[nodiscard]] const std::vector<Shipment>& shipments() const { return document_.plan.shipments; }
  /// Of the whole plan: what is kept by an order is idle, what is ordered is sent.
  [[nodiscard]] const PlanTrace& trace() const { return trace_; }
  /// Plans within limits are mostly not proved optimal.
  [[nodiscard]] bool has_limits() const { return document_.limits.has_value(); }
  [[nodiscard]] const Orders& orders() const { return document_.orders; }
  [[nodiscard]] int threads() const { return threads_; }

  /// Throws UsageError with the nearest id where there is none like it.
  [[nodiscard]] FacilityId facility(const std::string& id) const;
  /// "2020-04-09", or the label of a shorter period; a date alone is its first period. Throws
  /// UsageError outside the plan.
  [[nodiscard]] Period period(const std::string& date) const;

  /// "Denver (08031)"
  [[nodiscard]] std::string name(FacilityId i) const;
  [[nodiscard]] const std::string& id(FacilityId i) const;
  [[nodiscard]] std::string date(Period t) const { return document_.horizon.label(t); }
  /// "2020-04-09", or "2020-04-09 to 2020-04-12"
  [[nodiscard]] std::string dates(Period first, Period last) const;
  /// "3 days", or "3 periods" where they are no days.
  [[nodiscard]] std::string duration(std::int64_t periods) const;
  /// "a ventilator"
  [[nodiscard]] std::string a_device() const;
  /// Whether movement counts devices, one each time that it moves.
  [[nodiscard]] bool movement_is_devices() const;
  /// Gains in patients: "12", or "12.5" where patients are weighed.
  [[nodiscard]] std::string in_patients(Total gain) const;
  /// "1 patient", "12.5 patients"
  [[nodiscard]] std::string patients_in_words(Total gain) const;
  [[nodiscard]] double patients_of(Total gain) const;
  /// Of a worth in the unit of the potentials, which multipliers of limits make finer.
  [[nodiscard]] double patients_of_potential(Total worth) const {
    return static_cast<double>(worth) / static_cast<double>(document_.parts_of_patient());
  }
  /// To every facility; empty unless all have a place.
  [[nodiscard]] std::vector<double> distances_km(FacilityId from) const;
  [[nodiscard]] Period arrival(const Shipment& shipment) const;

 private:
  archive::PlanDocument document_;
  std::optional<Instance> ordered_;
  Plan free_;
  PlanTrace trace_;
  int threads_;
};

/// An answer for people, and all its numbers for scripts.
struct Explanation {
  std::string text;
  std::string json;
};

/// The numbers of a shipment itself.
[[nodiscard]] nlohmann::ordered_json as_json(const ExplainedPlan& plan, const Shipment& shipment);

/// One shipment, by its number among those of the plan file.
[[nodiscard]] Explanation explain_shipment(const ExplainedPlan& plan, std::size_t number);
/// All shipments.
[[nodiscard]] Explanation explain_shipments(const ExplainedPlan& plan);
/// A facility in a period.
[[nodiscard]] Explanation explain_place(const ExplainedPlan& plan, FacilityId i, Period t);
/// The same three of a plan within limits, by prices and by what becomes of the plan.
[[nodiscard]] Explanation explain_shipment_within_limits(const ExplainedPlan& plan,
                                                         std::size_t number);
[[nodiscard]] Explanation explain_shipments_within_limits(const ExplainedPlan& plan);
[[nodiscard]] Explanation explain_place_within_limits(const ExplainedPlan& plan, FacilityId i,
                                                      Period t);
/// A facility over the whole plan.
[[nodiscard]] Explanation explain_facility(const ExplainedPlan& plan, FacilityId i);
/// All facilities in a period.
[[nodiscard]] Explanation explain_day(const ExplainedPlan& plan, Period t);
/// The plan: where the next device is worth most, and what many would save.
[[nodiscard]] Explanation explain_whole(const ExplainedPlan& plan, const SolveControl& control);

}  // namespace surgeflow::app

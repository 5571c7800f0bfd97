// SPDX-License-Identifier: Apache-2.0
// A sweep as groups of labelled arrays, with the conventions of the plan file.
#include "surgeflow/archive/sweep_file.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <numeric>
#include <span>

#include "archive/group_labels.hpp"
#include "archive/hdf5_writer.hpp"
#include "archive/plan_layout.hpp"
#include "archive/scenario_columns.hpp"
#include "archive/summary_record.hpp"
#include "archive/whole_file.hpp"

namespace surgeflow::archive {
namespace {

constexpr std::int64_t kSweepFormatVersion = 1;

/// A value as a number; NaN where there is none, nothing where it is text.
std::optional<double> number_in(const std::string& text) {
  if (text.empty()) return std::numeric_limits<double>::quiet_NaN();
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::vector<double>> as_numbers(const std::vector<std::string>& texts) {
  std::vector<double> numbers;
  for (const std::string& text : texts) {
    const std::optional<double> number = number_in(text);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

class SweepImage {
 public:
  SweepImage(const std::filesystem::path& path, const SweepDocument& document)
      : document_(document), file_(path.string()) {}

  std::vector<std::byte> make() {
    write_head();
    write_scenarios();
    write_inputs();
    if (!document_.courses.demand.empty()) write_courses();
    if (!document_.quantiles.levels.empty()) write_quantiles();
    if (!document_.shares.lends.empty()) write_shares();
    if (!document_.tornado.empty()) write_tornado();
    if (!document_.sensitivity.empty()) write_sensitivity();
    if (!document_.quantile_plans.empty()) write_quantile_plans();
    write_provenance(file_, document_.provenance);
    write_volatile();
    return file_.finish();
  }

 private:
  void write_head() {
    file_.set("/", "format", "surgeflow sweep");
    file_.set("/", "format_version", kSweepFormatVersion);
    file_.set("/", "title", document_.sweep_name);
    file_.set("/", "description", document_.description);
    file_.set("/", "case_name", document_.case_name);
    file_.set("/", "item", document_.item_name);
    file_.set("/", "design", document_.design);
  }

  /// The scenarios' axis; each group carries its own labels, because xarray opens one at a time.
  Axis write_scenario_axis(const std::string& group) {
    const Axis axis{group + "/scenario", document_.scenario_names.size(), AxisLength::extensible};
    std::vector<std::int32_t> numbers(axis.size);
    std::iota(numbers.begin(), numbers.end(), 0);
    file_.write<std::int32_t>(axis.scale, numbers, {axis}, {"1", "number of the scenario, from 0"});
    return axis;
  }

  void write_scenarios() {
    file_.make_group("scenarios");
    file_.set("scenarios", "of_design", document_.counted);
    const Axis axis = write_scenario_axis("scenarios");
    file_.write_text("scenarios/name", document_.scenario_names, {axis},
                     {"1", "name of the scenario"});
    write_numbers("scenarios", document_.numbers, axis);
  }

  void write_numbers(const std::string& group, const std::vector<ScenarioNumbers>& numbers,
                     const Axis& axis) {
    for (const ScenarioColumn& column : kScenarioColumns) {
      std::vector<std::int64_t> values;
      for (const ScenarioNumbers& one : numbers) values.push_back(one.*column.member);
      file_.write<std::int64_t>(group + "/" + column.name, values, {axis}, column.label);
      if (!has_plans()) break;  // the first column, demand, is known without
    }
    if (!has_plans()) return;
    std::vector<double> gaps;
    for (const ScenarioNumbers& one : numbers) gaps.push_back(one.gap);
    file_.write<double>(group + "/" + kGapName, gaps, {axis}, kGapLabel);
  }

  /// Without plans no scenario has courses of unmet demand.
  [[nodiscard]] bool has_plans() const { return !document_.courses.unmet.empty(); }

  void write_inputs() {
    file_.make_group("inputs");
    const Axis axis = write_scenario_axis("inputs");
    for (const SweepInput& input : document_.inputs) {
      const std::string path = "inputs/" + input.name;
      const Label label{"1", "setting of the case in the scenario; missing: the base case's"};
      if (const auto numbers = as_numbers(input.values)) {
        file_.write<double>(path, *numbers, {axis}, label);
      } else {
        file_.write_text(path, input.values, {axis}, label);
      }
    }
  }

  void write_courses() {
    file_.make_group("courses");
    const Axis scenario = write_scenario_axis("courses");
    write_labels(file_, "courses", document_.facilities, document_.horizon);
    const Axis period{"courses/period", static_cast<std::size_t>(document_.horizon.periods)};
    const auto write = [&](const char* name, const std::vector<Total>& values, const Label& label) {
      if (values.empty()) return;
      file_.write<std::int64_t>(std::string("courses/") + name, values, {scenario, period}, label);
      file_.set(std::string("courses/") + name, "coordinates", "time");
    };
    write("demand", document_.courses.demand, kDemand.label);
    write("unmet", document_.courses.unmet, kUnmet.label);
    write("in_use", document_.courses.in_use, kInUse.label);
  }

  void write_quantiles() {
    file_.make_group("quantiles");
    file_.set("quantiles", "definition",
              "the quantile q of n scenarios is the ceil(q n)-th smallest of their values");
    const SweepQuantiles& quantiles = document_.quantiles;
    const Axis level{"quantiles/quantile", quantiles.levels.size()};
    file_.write<double>(level.scale, quantiles.levels, {level}, {"1", "quantile over scenarios"});
    write_labels(file_, "quantiles", document_.facilities, document_.horizon);
    std::vector<Axis> axes = panel_axes("quantiles", document_.facilities, document_.horizon);
    axes.insert(axes.begin(), level);
    const auto write = [&](const char* name, const std::vector<Count>& values, const Label& label) {
      if (values.empty()) return;
      file_.write<std::int32_t>(std::string("quantiles/") + name, values, axes, label);
      file_.set(std::string("quantiles/") + name, "coordinates", "time");
    };
    write("demand", quantiles.demand, kDemand.label);
    write("unmet", quantiles.unmet, kUnmet.label);
    write("in_use", quantiles.in_use, kInUse.label);
    write("device_value", quantiles.device_value, kDevicePatients.label);
  }

  void write_shares() {
    file_.make_group("facilities");
    std::vector<std::string> ids;
    std::vector<double> latitudes;
    std::vector<double> longitudes;
    for (const Facility& facility : document_.facilities) {
      ids.push_back(facility.id);
      latitudes.push_back(facility.location ? facility.location->latitude : kUnknown);
      longitudes.push_back(facility.location ? facility.location->longitude : kUnknown);
    }
    const Axis axis{"facilities/facility", ids.size()};
    file_.write_text(axis.scale, ids, {axis}, kFacilityLabel);
    file_.write<double>("facilities/latitude", latitudes, {axis}, kLatitude.label);
    file_.write<double>("facilities/longitude", longitudes, {axis}, kLongitude.label);
    file_.write<double>("facilities/lends", document_.shares.lends, {axis},
                        {"1", "share of scenarios in which the facility sends devices"});
    file_.write<double>("facilities/lacks", document_.shares.lacks, {axis},
                        {"1", "share of scenarios in which some of its patients go without"});
  }

  template <class Row, class Member>
  std::vector<Member> column(const std::vector<Row>& rows, Member Row::*member) {
    std::vector<Member> values;
    for (const Row& row : rows) values.push_back(row.*member);
    return values;
  }

  void write_tornado() {
    file_.make_group("tornado");
    file_.set("tornado", "unmet_centre", document_.unmet_centre);
    const auto& rows = document_.tornado;
    const Axis axis{"tornado/input", rows.size()};
    file_.write_text(axis.scale, column(rows, &TornadoRow::input), {axis},
                     {"1", "setting of the case"});
    file_.write_text("tornado/low_value", column(rows, &TornadoRow::low_value), {axis},
                     {"1", "its low value"});
    file_.write_text("tornado/high_value", column(rows, &TornadoRow::high_value), {axis},
                     {"1", "its high value"});
    file_.write<std::int64_t>("tornado/unmet_low", column(rows, &TornadoRow::unmet_low), {axis},
                              {"patients", "left without a device at the low value"});
    file_.write<std::int64_t>("tornado/unmet_high", column(rows, &TornadoRow::unmet_high), {axis},
                              {"patients", "left without a device at the high value"});
  }

  void write_sensitivity() {
    file_.make_group("sensitivity");
    file_.set("sensitivity", "output", "unmet");
    const auto& rows = document_.sensitivity;
    const Axis axis{"sensitivity/input", rows.size()};
    file_.write_text(axis.scale, column(rows, &SensitivityRow::input), {axis},
                     {"1", "setting of the case"});
    const auto write = [&](const char* name, double SensitivityRow::*member, const char* meaning) {
      file_.write<double>(std::string("sensitivity/") + name, column(rows, member), {axis},
                          {"1", meaning});
    };
    write("first_order", &SensitivityRow::first_order, "Sobol' index of first order");
    write("first_order_low", &SensitivityRow::first_order_low, "lower end of its interval");
    write("first_order_high", &SensitivityRow::first_order_high, "upper end of its interval");
    write("total", &SensitivityRow::total, "total Sobol' index");
    write("total_low", &SensitivityRow::total_low, "lower end of its interval");
    write("total_high", &SensitivityRow::total_high, "upper end of its interval");
  }

  void write_quantile_plans() {
    file_.make_group("quantile_plans");
    const auto& plans = document_.quantile_plans;
    const Axis axis{"quantile_plans/quantile", plans.size()};
    file_.write<double>(axis.scale, column(plans, &QuantilePlan::level), {axis},
                        {"1", "quantile of demand that is planned"});
    std::vector<ScenarioNumbers> numbers;
    for (const QuantilePlan& plan : plans) numbers.push_back(plan.numbers);
    write_numbers("quantile_plans", numbers, axis);
  }

  void write_volatile() {
    file_.set(kVolatilePath, "ranks", document_.ranks);
    file_.set(kVolatilePath, "threads", document_.threads);
    if (document_.seconds.empty()) return;
    const std::string group(kVolatilePath);
    const Axis axis = write_scenario_axis(group);
    file_.write<double>(group + "/seconds", document_.seconds, {axis},
                        {"s", "wall time of the solve"});
  }

  const SweepDocument& document_;
  Hdf5Writer file_;
};

std::vector<std::byte> sweep_image(const std::filesystem::path& path,
                                   const SweepDocument& document) {
  const Hdf5Session session;
  return SweepImage(path, document).make();
}

}  // namespace

void write_sweep(const std::filesystem::path& path, const SweepDocument& document) {
  write_whole(path, sweep_image(path, document));
}

}  // namespace surgeflow::archive

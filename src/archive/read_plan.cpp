// SPDX-License-Identifier: Apache-2.0
// Reads a plan file back and trusts nothing in it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <new>

#include "archive/consolidation_record.hpp"
#include "archive/decision_record.hpp"
#include "archive/fair_record.hpp"
#include "archive/gain_record.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/lane_record.hpp"
#include "archive/limit_record.hpp"
#include "archive/money_record.hpp"
#include "archive/order_record.hpp"
#include "archive/plan_layout.hpp"
#include "archive/plan_reading.hpp"
#include "archive/rolling_record.hpp"
#include "archive/step_log.hpp"
#include "archive/summary_record.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/core/calendar.hpp"

namespace surgeflow::archive {
namespace {

/// Says which items there are.
[[noreturn]] void refuse_items(const Hdf5Reader& file) {
  file.refuse("", "plans of several items", "the plan of one item",
              fmt::format("name one with --item: {}", fmt::join(file.children(kItemsPath), ", ")));
}

void require_format(const Hdf5Reader& file) {
  if (file.has_attribute("/", "format") && file.text("/", "format") == kItemsFormatName) {
    refuse_items(file);
  }
  if (!file.has_attribute("/", "format") || file.text("/", "format") != kFormatName) {
    file.refuse("/@format", "this HDF5 file is no plan file", kPlanFileKind,
                "name a file that surgeflow plan wrote");
  }
  const std::int64_t version = file.integer("/", "format_version");
  if (version != kFormatVersion) {
    file.refuse("/@format_version", fmt::format("format version {}", version),
                fmt::format("{}", kFormatVersion),
                version > kFormatVersion ? "read it with a newer surgeflow" : kWriteAgain);
  }
}

Size read_size(const Hdf5Reader& file) {
  require_format(file);
  return read_axes(file);
}

std::vector<Facility> read_facilities(const Hdf5Reader& file, const Size& size) {
  const auto id = file.read_text(kFacilityPath, size.line());
  const auto name = file.read_text(kName.path, size.line());
  const auto region = file.read_text(kRegion.path, size.line());
  const auto latitude = file.read<double>(kLatitude.path, size.line());
  const auto longitude = file.read<double>(kLongitude.path, size.line());
  const auto population = file.read<double>(kPopulation.path, size.line());
  const auto hospitalized = file.read<double>(kHospitalized.path, size.line());
  std::vector<std::uint8_t> lead_periods(size.facilities, 0);
  if (file.has(kLeadPeriods.path)) {
    lead_periods = file.read<std::uint8_t>(kLeadPeriods.path, size.line());
  }
  std::vector<Facility> facilities(size.facilities);
  for (std::size_t n = 0; n < facilities.size(); ++n) {
    Facility& facility = facilities[n];
    facility.id = id[n];
    facility.name = name[n];
    facility.region = region[n];
    facility.hospitalized = hospitalized[n];
    if (!std::isnan(population[n])) facility.population = population[n];
    if (lead_periods[n] > 0) facility.lead_periods = lead_periods[n];
    if (std::isnan(latitude[n]) && std::isnan(longitude[n])) continue;
    require_range<double>(file, kLatitude.path, std::span(latitude).subspan(n, 1), -90.0, 90.0);
    require_range<double>(file, kLongitude.path, std::span(longitude).subspan(n, 1), -180.0, 180.0);
    facility.location = GeoPoint{latitude[n], longitude[n]};
  }
  return facilities;
}

Horizon read_horizon(const Hdf5Reader& file, const Size& size) {
  const std::string text = file.text("input", "start");
  const std::optional<Date> start = parse_date(text);
  if (!start) file.refuse("input@start", fmt::format("'{}'", text), "a date such as 2020-03-31");
  const std::int64_t hours = file.integer("input", "period_hours");
  require_range<std::int64_t>(file, "input@period_hours", std::span(&hours, 1), 1, kMaxTotal);
  return {*start, static_cast<std::int32_t>(size.periods), static_cast<std::int32_t>(hours)};
}

Panel<Count> read_commitments(const Hdf5Reader& file, const Size& size) {
  if (!file.has(kCommitments.path)) return {};
  constexpr auto kMost = static_cast<Count>(kMaxTotal);
  Panel<Count> commitments = read_panel<Count>(file, kCommitments.path, size);
  require_range<Count>(file, kCommitments.path, commitments.values(), -kMost, kMost);
  return commitments;
}

Instance read_instance(const Hdf5Reader& file, const Size& size, LaneTable lanes) {
  InstanceData data;
  data.devices = file.read<Count>(kDevices.path, size.line());
  data.turnaround_periods = file.read<std::int32_t>(kTurnaround.path, size.line());
  data.in_processing_periods = file.read<std::int32_t>(kInProcessing.path, size.line());
  data.demand = read_panel<Count>(file, kDemand.path, size);
  data.arrivals = read_panel<Count>(file, kArrivals.path, size);
  data.lanes = std::move(lanes);
  data.commitments = read_commitments(file, size);
  Gains gains = read_gains(file, size);
  data.resolution = gains.resolution;
  data.treat_steps = std::move(gains.treat);
  data.hold_steps = std::move(gains.hold);
  data.send_steps = std::move(gains.send);
  constexpr auto kMaxCount = static_cast<Count>(kMaxTotal);
  require_range<Count>(file, kDevices.path, data.devices, 0, kMaxCount);
  require_range<std::int32_t>(file, kTurnaround.path, data.turnaround_periods, 1, kMaxCount);
  require_range<std::int32_t>(file, kInProcessing.path, data.in_processing_periods, 0, kMaxCount);
  require_range<Count>(file, kDemand.path, data.demand.values(), 0, kMaxCount);
  require_range<Count>(file, kArrivals.path, data.arrivals.values(), 0, kMaxCount);
  try {
    return Instance(std::move(data));
  } catch (const InputError& error) {
    const Diagnostic& finding = error.diagnostics().front();
    file.refuse("input", finding.seen, finding.allowed, kWriteAgain);
  }
}

std::int64_t read_price_parts(const Hdf5Reader& file) {
  if (!file.has_attribute("duals", kPriceParts)) return 1;
  return read_within(file, "duals", kPriceParts, 1, kMaxTotal);
}

}  // namespace

PlanDocument read_document(const Hdf5Reader& file, const LaneMaker& maker) {
  const Size size = read_size(file);
  const Horizon horizon = read_horizon(file, size);
  std::vector<Facility> facilities = read_facilities(file, size);
  LaneRecord lanes = read_lanes(file, facilities, maker);
  Instance instance = read_instance(file, size, std::move(lanes.lanes));
  Plan plan{read_panel<Count>(file, kTreated.path, size),
            as_shipments(file, size, read_columns(file))};
  Potentials potentials{read_panel<std::int32_t>(file, kDevicePatients.path, size),
                        read_panel<std::int64_t>(file, kDeviceMoves.path, size)};
  return {.case_name = file.text("input", "case_name"),
          .description = file.text("input", "description"),
          .item_name = file.text("input", "item"),
          .horizon = horizon,
          .facilities = std::move(facilities),
          .transit = std::move(lanes.rule),
          .instance = std::move(instance),
          .plan = std::move(plan),
          .potentials = std::move(potentials),
          .steps = read_steps(file),
          .limits = read_limits(file, size),
          .fairness = read_fairness(file, size),
          .history = read_history(file, size),
          .replan = read_replan(file, size),
          .orders = read_orders(file, size),
          .money = read_money(file),
          .consolidation = read_consolidation(file),
          .summary = read_summary(file),
          .provenance = read_provenance(file),
          .price_parts = read_price_parts(file)};
}

std::string item_group(const std::string& item) { return fmt::format("{}/{}", kItemsPath, item); }

std::vector<std::string> altered_datasets(const Hdf5Reader& file) {
  std::map<std::string, std::string> recorded = file.all_texts(kChecksumsPath);
  // A dataset without a recorded checksum is as suspect as one with a wrong one.
  for (const char* group : kDataGroups) {
    if (!file.has(group)) continue;
    for (const std::string& name : file.children(group)) {
      const std::string path = fmt::format("{}/{}", group, name);
      if (!file.is_group(path)) recorded.try_emplace(path, "");
    }
  }
  std::vector<std::string> altered;
  for (const auto& [dataset, checksum] : recorded) {
    if (checksum.empty() || file.content_checksum(dataset) != checksum) altered.push_back(dataset);
  }
  return altered;
}

namespace {

/// Holds what was read against its checksum, without reading it again.
class Unaltered {
 public:
  explicit Unaltered(const Hdf5Reader& file)
      : file_(file), recorded_(file.all_texts(kChecksumsPath)) {}

  template <class T>
  void require(const char* path, const Panel<T>& panel) {
    const Shape shape{static_cast<std::size_t>(panel.facilities()),
                      static_cast<std::size_t>(panel.periods())};
    require_checksum(path, content_sha256<T>(panel.values(), shape));
  }
  void require(const char* path, const std::vector<std::int32_t>& values) {
    require_checksum(path, content_sha256<std::int32_t>(values, {values.size()}));
  }
  void require(const char* path, const std::vector<std::string>& texts) {
    require_checksum(path, content_sha256(texts, {texts.size()}));
  }

 private:
  void require_checksum(const char* path, const std::string& checksum) {
    if (recorded_[path] == checksum) return;
    file_.refuse(path, "the content differs from its recorded SHA-256",
                 "a plan file as surgeflow plan wrote it",
                 "'surgeflow verify' says all that was altered; write the file again");
  }

  const Hdf5Reader& file_;
  std::map<std::string, std::string> recorded_;
};

EarlierPlan read_earlier(const Hdf5Reader& file) {
  const Size size = read_size(file);
  const ShipmentColumns columns = read_columns(file);
  EarlierPlan earlier{
      read_horizon(file, size),
      file.read_text(kFacilityPath, size.line()),
      {read_panel<Count>(file, kTreated.path, size), as_shipments(file, size, columns)},
      {read_panel<std::int32_t>(file, kDevicePatients.path, size),
       read_panel<std::int64_t>(file, kDeviceMoves.path, size)}};
  Unaltered unaltered(file);
  unaltered.require(kFacilityPath, earlier.facility_ids);
  unaltered.require(kTreated.path, earlier.plan.treated);
  unaltered.require(kOrigin.path, columns.origin);
  unaltered.require(kDestination.path, columns.destination);
  unaltered.require(kDepart.path, columns.depart);
  unaltered.require(kQuantity.path, columns.quantity);
  unaltered.require(kDevicePatients.path, earlier.potentials.patients);
  unaltered.require(kDeviceMoves.path, earlier.potentials.moves);
  return earlier;
}

}  // namespace

StoredClaims read_stored_claims(const Hdf5Reader& file) {
  const Size size = read_size(file);
  StoredClaims claims;
  claims.trace = {
      read_panel<Total>(file, kIdle.path, size), read_panel<Total>(file, kInUse.path, size),
      read_panel<Count>(file, kUnmet.path, size), read_panel<Count>(file, kSent.path, size),
      read_panel<Count>(file, kReceived.path, size)};
  const auto arrive = file.read<std::int32_t>(kArrive.path, file.shape(kOrigin.path));
  claims.shipment_arrivals.assign(arrive.begin(), arrive.end());
  claims.altered_datasets = altered_datasets(file);
  return claims;
}

namespace {

/// A damaged file may claim more values than memory holds.
template <class Action>
auto within_memory(const Hdf5Reader& file, Action action) {
  try {
    return reading(file, action);
  } catch (const std::bad_alloc&) {
    file.refuse("", "the file claims more values than fit into memory", kPlanFileKind, kWriteAgain);
  }
}

}  // namespace

void fetch_for_document(const Hdf5Reader& file, int threads) {
  if (!file.has(kChecksumsPath)) return;
  std::vector<std::string> datasets = file.attribute_names(kChecksumsPath);
  // What the plan implies is counted again.
  for (const Variable& counted : {kIdle, kInUse, kUnmet, kSent, kReceived}) {
    std::erase(datasets, counted.path);
  }
  file.fetch(datasets, threads);
}

PlanDocument read_plan(const std::filesystem::path& path, int threads, const std::string& item) {
  const Hdf5Session session;
  const std::string group = item.empty() ? "" : item_group(item);
  return within_memory(Hdf5Reader(path, kPlanFileKind, group), [&](const Hdf5Reader& file) {
    fetch_for_document(file, threads);
    return read_document(file, whole_lanes(threads));
  });
}

EarlierPlan read_earlier_plan(const std::filesystem::path& path) {
  const Hdf5Session session;
  return within_memory(Hdf5Reader(path, kPlanFileKind), read_earlier);
}

StoredPlan read_stored_plan(const std::filesystem::path& path, const LaneMaker& maker,
                            int threads) {
  const Hdf5Session session;
  Hdf5Reader whole(path, kPlanFileKind);
  whole.remember_checksums();
  return within_memory(whole, [&](const Hdf5Reader& file) {
    if (file.has(kChecksumsPath)) file.fetch(file.attribute_names(kChecksumsPath), threads);
    PlanDocument document = read_document(file, maker);
    return StoredPlan{.document = std::move(document), .claims = read_stored_claims(file)};
  });
}

StoredPlan read_stored_plan(const std::filesystem::path& path, int threads) {
  return read_stored_plan(path, whole_lanes(threads), threads);
}

StoredClaims read_claims(const std::filesystem::path& path) {
  const Hdf5Session session;
  return within_memory(Hdf5Reader(path, kPlanFileKind), read_stored_claims);
}

}  // namespace surgeflow::archive

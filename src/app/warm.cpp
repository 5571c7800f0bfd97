// SPDX-License-Identifier: Apache-2.0
// Ids to ids, dates to dates.
#include "app/warm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/prepare.hpp"
#include "app/words.hpp"
#include "archive/checksum.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::app {
namespace {

constexpr std::int64_t kHoursPerDay = 24;
constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

[[noreturn]] void refuse(const std::string& path, std::string seen, std::string allowed) {
  Diagnostic finding;
  finding.place.file = path;
  finding.seen = std::move(seen);
  finding.allowed = std::move(allowed);
  finding.remedy = "name a plan of this case, or plan without --warm";
  throw InputError(std::move(finding));
}

/// Where the facilities of one list are in another one.
using Positions = std::vector<std::optional<FacilityId>>;

Positions positions_in(const std::vector<std::string>& others,
                       const std::vector<std::string>& ids) {
  std::unordered_map<std::string_view, FacilityId> by_id;
  FacilityId next{0};
  for (const std::string& id : others) {
    by_id.emplace(id, next);
    ++next;
  }
  Positions positions;
  positions.reserve(ids.size());
  for (const std::string& id : ids) {
    const auto found = by_id.find(id);
    positions.push_back(found == by_id.end() ? std::nullopt : std::optional(found->second));
  }
  return positions;
}

/// Which facility of the case and which of its periods is which of the earlier plan.
class Alignment {
 public:
  Alignment(const archive::EarlierPlan& earlier, const Case& planning_case)
      : earlier_(earlier),
        ids_(facility_ids(planning_case.facilities)),
        horizon_(planning_case.horizon),
        earlier_of_(positions_in(earlier.facility_ids, ids_)),
        later_by_((horizon_.start - earlier.horizon.start).count() * kHoursPerDay /
                  horizon_.period_hours) {}

  void refuse_other_case(const std::string& path) const;
  [[nodiscard]] std::int64_t matched() const {
    return std::ranges::count_if(earlier_of_, [](const auto& known) { return known.has_value(); });
  }
  [[nodiscard]] WarmStart warm_start() const;

 private:
  [[nodiscard]] std::vector<Shipment> shipments() const;

  const archive::EarlierPlan& earlier_;
  std::vector<std::string> ids_;
  const Horizon& horizon_;
  Positions earlier_of_;   ///< facility of the case -> of the earlier plan
  std::int64_t later_by_;  ///< period t of the case is period t + later_by of the earlier plan
};

std::string in_words(const Horizon& horizon) {
  return fmt::format("{} to {}", horizon.label(Period(0)),
                     horizon.label(Period(horizon.periods - 1)));
}

std::string in_hours(const Horizon& horizon) {
  return counted(horizon.period_hours, "hour", "hours");
}

void Alignment::refuse_other_case(const std::string& path) const {
  const Horizon& old = earlier_.horizon;
  const Horizon& now = horizon_;
  if (matched() == 0) {
    refuse(path,
           fmt::format("the plan knows none of the case's facilities: its first one is {}, the "
                       "case's is {}",
                       in_quotes(earlier_.facility_ids.front()), in_quotes(ids_.front())),
           "a plan with at least one facility of the case, by id");
  }
  if (old.period_hours != now.period_hours) {
    refuse(path, fmt::format("the plan's periods have {}", in_hours(old)),
           fmt::format("periods of {}, like the case's", in_hours(now)));
  }
  if (later_by_ >= old.periods || later_by_ + now.periods <= 0) {
    refuse(path, fmt::format("the plan's horizon is {}", in_words(old)),
           fmt::format("one that overlaps the case's, {}", in_words(now)));
  }
}

WarmStart Alignment::warm_start() const {
  const auto facilities = static_cast<std::int32_t>(ids_.size());
  const std::int32_t periods = horizon_.periods;
  WarmStart start{
      {Panel<Count>(facilities, periods), shipments()},
      {Panel<std::int32_t>(facilities, periods), Panel<std::int64_t>(facilities, periods)}};
  const std::int64_t last = earlier_.horizon.periods - 1;
  for (FacilityId i{0}; i.value() < facilities; ++i) {
    const std::optional<FacilityId> known = earlier_of_[static_cast<std::size_t>(i.value())];
    if (!known) continue;
    for (Period t{0}; t.value() < periods; ++t) {
      const std::int64_t same_date = t.value() + later_by_;
      const Period nearest(static_cast<std::int32_t>(std::clamp<std::int64_t>(same_date, 0, last)));
      start.potentials.patients(i, t) = earlier_.potentials.patients(*known, nearest);
      start.potentials.moves(i, t) = earlier_.potentials.moves(*known, nearest);
      if (nearest.value() == same_date) {
        start.plan.treated(i, t) = earlier_.plan.treated(*known, nearest);
      }
    }
  }
  return start;
}

std::vector<Shipment> Alignment::shipments() const {
  const Positions now = positions_in(ids_, earlier_.facility_ids);
  std::vector<Shipment> all;
  for (const Shipment& shipment : earlier_.plan.shipments) {
    const auto origin = now[static_cast<std::size_t>(shipment.origin.value())];
    const auto destination = now[static_cast<std::size_t>(shipment.destination.value())];
    const std::int64_t depart = std::max<std::int64_t>(shipment.depart.value() - later_by_, 0);
    if (!origin || !destination || depart >= horizon_.periods) continue;
    all.push_back(
        {Period(static_cast<std::int32_t>(depart)), *origin, *destination, shipment.quantity});
  }
  std::ranges::sort(all);
  std::vector<Shipment> merged;
  for (const Shipment& shipment : all) {
    if (merged.empty() || merged.back().depart != shipment.depart ||
        merged.back().origin != shipment.origin ||
        merged.back().destination != shipment.destination) {
      merged.push_back(shipment);
      continue;
    }
    // A device that goes to and fro on one lane counts each time: sums have no limit of their own.
    merged.back().quantity = static_cast<Count>(
        std::clamp<Total>(Total{merged.back().quantity} + Total{shipment.quantity}, 0, kMaxTotal));
  }
  return merged;
}

}  // namespace

std::string file_sha256(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<char> piece(kPieceBytes);
  archive::Sha256 hash;
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hash.update(std::string_view(piece.data(), static_cast<std::size_t>(file.gcount())));
  }
  if (file.bad() || !file.eof()) {
    throw SystemError(fmt::format("reading {} failed; check the disk", path));
  }
  return hash.finish();
}

WarmStart align(const archive::EarlierPlan& earlier, const Case& planning_case,
                const std::string& path, LogSink& log) {
  const Alignment alignment(earlier, planning_case);
  alignment.refuse_other_case(path);
  const auto facilities = static_cast<std::int64_t>(planning_case.facilities.size());
  if (alignment.matched() < facilities) {
    log.message(LogLevel::info,
                fmt::format("{} of {} facilities start from {}", grouped(alignment.matched()),
                            grouped(facilities), path));
  }
  WarmStart start = alignment.warm_start();
  // What is ordered leaves by order.
  start.plan = without_ordered(std::move(start.plan), planning_case.orders).plan;
  return start;
}

WarmPlan read_warm_plan(const std::string& path, const Case& planning_case, LogSink& log) {
  log.message(LogLevel::info, fmt::format("starting from {}", path));
  const archive::EarlierPlan earlier = archive::read_earlier_plan(path);
  return {align(earlier, planning_case, path, log), {path, file_sha256(path)}};
}

}  // namespace surgeflow::app

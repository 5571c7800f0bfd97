// SPDX-License-Identifier: Apache-2.0
// Rows of lanes made, dealt, looked at and joined over ranks.
#include "lagrangian/spread_lanes.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "surgeflow/core/error.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::lagrangian {
namespace {

/// What a rank sends of its rows at a time.
constexpr std::int64_t kMessageBytes = std::int64_t{16} << 20;

/// Rows [first, last) as they lie in the table.
std::span<const std::uint8_t> rows_of(const LaneTable& lanes, FacilityRange rows) {
  const auto width = static_cast<std::size_t>(lanes.facilities());
  return lanes.rows().subspan(static_cast<std::size_t>(rows.first - lanes.origins().first) * width,
                              static_cast<std::size_t>(rows.size()) * width);
}

void put_rows(LaneTable& lanes, FacilityRange rows, std::span<const std::uint8_t> values) {
  const auto width = static_cast<std::size_t>(lanes.facilities());
  for (FacilityId i{rows.first}; i.value() < rows.last; ++i) {
    std::ranges::copy(values.first(width), lanes.row(i).begin());
    values = values.subspan(width);
  }
}

template <class T>
std::vector<std::vector<T>> parcels(const comm::Communicator& ranks) {
  return std::vector<std::vector<T>>(static_cast<std::size_t>(ranks.size()));
}

/// What distances are made from: the numbers of a rule, and of each facility place and region.
struct WireRule {
  Scope scope = Scope::all;
  std::int32_t max_periods = 0;
  double km_per_period = 0.0;
};

struct WirePlace {
  GeoPoint location;              ///< not a number where there is none
  std::int32_t region = 0;        ///< numbered in the order of facilities; -1: none
  std::uint8_t lead_periods = 0;  ///< of a pool; 0: none
};

std::vector<WirePlace> places_of(std::span<const Facility> facilities) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::unordered_map<std::string_view, std::int32_t> number_of = {{"", -1}};
  std::vector<WirePlace> places;
  for (const Facility& facility : facilities) {
    const auto next = static_cast<std::int32_t>(number_of.size()) - 1;
    places.push_back({.location = facility.location.value_or(GeoPoint{kNone, kNone}),
                      .region = number_of.try_emplace(facility.region, next).first->second,
                      .lead_periods = facility.lead_periods.value_or(0)});
  }
  return places;
}

std::vector<Facility> facilities_at(std::span<const WirePlace> places) {
  std::vector<Facility> facilities(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    facilities[i].location = places[i].location;
    if (places[i].region >= 0) facilities[i].region = std::to_string(places[i].region);
    if (places[i].lead_periods > 0) facilities[i].lead_periods = places[i].lead_periods;
  }
  return facilities;
}

LaneTable computed_rows(const LaneSource& source, int threads, const comm::Communicator& ranks) {
  std::vector<WirePlace> places = places_of(source.facilities);
  WireRule wire;
  if (ranks.is_root()) {
    wire = {.scope = source.rule->scope,
            .max_periods = source.rule->max_periods,
            .km_per_period = source.rule->km_per_period};
  }
  places.resize(
      static_cast<std::size_t>(ranks.broadcast_value(static_cast<std::int64_t>(places.size()))));
  ranks.broadcast(std::span(places));
  wire = ranks.broadcast_value(wire);
  LaneTable own;
  ranks.all_or_none([&] {
    const std::vector<Facility> facilities = facilities_at(places);
    const auto count = static_cast<std::int32_t>(facilities.size());
    TransitRule rule;
    rule.model = TransitModel::geodesic;
    rule.scope = wire.scope;
    rule.max_periods = wire.max_periods;
    rule.km_per_period = wire.km_per_period;
    own = transit::make_lane_rows(facilities, rule,
                                  range_of_rank(count, ranks.size(), ranks.rank()), threads);
  });
  return own;
}

/// Transit times from the facilities of one rank to some of this one's: row j, entry i is s_ij.
struct ColumnPart {
  FacilityRange origins;
  FacilityRange destinations;
  std::span<const std::uint8_t> periods;

  [[nodiscard]] std::span<const std::uint8_t> row(FacilityId j) const {
    const auto width = static_cast<std::size_t>(origins.size());
    return periods.subspan(static_cast<std::size_t>(j.value() - destinations.first) * width, width);
  }
  /// The part of a facility's row that stands for these origins.
  template <class T>
  [[nodiscard]] std::span<T> cut(std::span<T> row) const {
    return row.subspan(static_cast<std::size_t>(origins.first),
                       static_cast<std::size_t>(origins.size()));
  }
};

/// Own rows, cut to some destinations and turned: row j, entry i.
std::vector<std::uint8_t> turned(const LaneTable& own, FacilityRange destinations) {
  const auto width = static_cast<std::size_t>(own.origins().size());
  std::vector<std::uint8_t> periods(static_cast<std::size_t>(destinations.size()) * width);
  std::size_t column = 0;
  for (FacilityId i{own.origins().first}; i.value() < own.origins().last; ++i, ++column) {
    const auto row = own.row(i).subspan(static_cast<std::size_t>(destinations.first),
                                        static_cast<std::size_t>(destinations.size()));
    for (std::size_t j = 0; j < row.size(); ++j) periods[j * width + column] = row[j];
  }
  return periods;
}

/// Collective: calls `visit` with the parts of the columns of own facilities, which together hold
/// every origin and own facility once.
template <class Visit>
void for_each_column_part(const LaneTable& own, const comm::Communicator& ranks, Visit&& visit) {
  const std::int32_t facilities = own.facilities();
  const RowMessages messages = row_messages(facilities, ranks.size(), facilities);
  for (int away = 0; away < ranks.size(); ++away) {
    const int to = (ranks.rank() + away) % ranks.size();
    const int from = (ranks.rank() + ranks.size() - away) % ranks.size();
    for (std::int32_t n = 0; n < messages.count; ++n) {
      auto outgoing = parcels<std::uint8_t>(ranks);
      outgoing[static_cast<std::size_t>(to)] =
          turned(own, messages.part(range_of_rank(facilities, ranks.size(), to), n));
      const auto incoming = ranks.exchange(std::move(outgoing));
      visit(ColumnPart{.origins = range_of_rank(facilities, ranks.size(), from),
                       .destinations = messages.part(own.origins(), n),
                       .periods = incoming[static_cast<std::size_t>(from)]});
    }
  }
}

}  // namespace

FacilityRange range_of_rank(std::int32_t facilities, int ranks, int rank) {
  const auto bound = [&](int r) {
    return static_cast<std::int32_t>(std::int64_t{facilities} * r / ranks);
  };
  return {bound(rank), bound(rank + 1)};
}

int owner_of(std::int32_t facilities, int ranks, FacilityId i) {
  // The first guess is exact or one too small, since bounds are rounded down.
  int rank = static_cast<int>(std::int64_t{i.value()} * ranks / facilities);
  while (!range_of_rank(facilities, ranks, rank).contains(i)) ++rank;
  return rank;
}

void refuse_lane_costs() {
  Diagnostic diagnostic;
  diagnostic.place.file = "instance";
  diagnostic.seen = "lanes with costs of their own, which the lagrangian method does not support";
  diagnostic.allowed = "movement counted in units";
  diagnostic.remedy = "set solver.method = \"exact\", which counts any movement";
  throw InputError(std::move(diagnostic));
}

FacilityRange RowMessages::part(FacilityRange range, std::int32_t n) const {
  const std::int32_t first = std::min(range.first + n * rows, range.last);
  return {first, std::min(first + rows, range.last)};
}

RowMessages row_messages(std::int32_t facilities, int ranks, std::int64_t row_bytes) {
  const std::int32_t most = (facilities + ranks - 1) / ranks;
  const auto rows = static_cast<std::int32_t>(std::clamp<std::int64_t>(
      kMessageBytes / std::max<std::int64_t>(row_bytes, 1), 1, std::max(most, 1)));
  return {.rows = rows, .count = (most + rows - 1) / rows};
}

LaneTable spread_lanes(const LaneSource& source, int threads, const comm::Communicator& ranks) {
  ranks.all_or_none([&] {
    if (ranks.is_root() && source.rule->movement != Movement::units) refuse_lane_costs();
  });
  const bool computed = ranks.is_root() && source.rule->model == TransitModel::geodesic;
  if (ranks.broadcast_value(std::uint8_t{computed}) != 0) {
    return computed_rows(source, threads, ranks);
  }
  LaneTable whole;
  ranks.all_or_none([&] {
    if (ranks.is_root()) whole = transit::make_lane_table(source.facilities, *source.rule, threads);
  });
  return deal_lanes(ranks.is_root() ? &whole : nullptr, ranks);
}

LaneTable deal_lanes(const LaneTable* whole, const comm::Communicator& ranks) {
  const std::int32_t facilities = ranks.broadcast_value(whole == nullptr ? 0 : whole->facilities());
  const FacilityRange range = range_of_rank(facilities, ranks.size(), ranks.rank());
  const RowMessages messages = row_messages(facilities, ranks.size(), facilities);
  LaneTable own(facilities, range);
  for (std::int32_t n = 0; n < messages.count; ++n) {
    auto outgoing = parcels<std::uint8_t>(ranks);
    for (int rank = 0; whole != nullptr && rank < ranks.size(); ++rank) {
      const FacilityRange theirs = range_of_rank(facilities, ranks.size(), rank);
      const auto rows = rows_of(*whole, messages.part(theirs, n));
      outgoing[static_cast<std::size_t>(rank)].assign(rows.begin(), rows.end());
    }
    put_rows(own, messages.part(range, n), ranks.exchange(std::move(outgoing)).front());
  }
  return own;
}

void visit_rows(const LaneTable& own, const comm::Communicator& ranks,
                const std::function<void(std::span<const std::uint8_t>)>& visit) {
  const RowMessages messages = row_messages(own.facilities(), ranks.size(), own.facilities());
  if (ranks.is_root()) visit(own.rows());
  for (int rank = 1; rank < ranks.size(); ++rank) {
    for (std::int32_t n = 0; n < messages.count; ++n) {
      auto outgoing = parcels<std::uint8_t>(ranks);
      if (ranks.rank() == rank) {
        const auto rows = rows_of(own, messages.part(own.origins(), n));
        outgoing.front().assign(rows.begin(), rows.end());
      }
      const auto incoming = ranks.exchange(std::move(outgoing));
      if (ranks.is_root()) visit(incoming[static_cast<std::size_t>(rank)]);
    }
  }
}

LaneTable join_lanes(const LaneTable& own, const comm::Communicator& ranks) {
  LaneTable whole;
  if (ranks.is_root()) whole = LaneTable(own.facilities());
  std::int32_t next = 0;
  visit_rows(own, ranks, [&](std::span<const std::uint8_t> rows) {
    const auto count =
        static_cast<std::int32_t>(rows.size() / static_cast<std::size_t>(own.facilities()));
    put_rows(whole, {next, next + count}, rows);
    next += count;
  });
  return whole;
}

std::vector<KnownLane> find_lanes(const LaneTable& own, std::span<const Shipment> shipments,
                                  const comm::Communicator& ranks) {
  auto questions = parcels<KnownLane>(ranks);
  for (const Shipment& shipment : shipments) {
    if (!ranks.is_root()) break;
    const int owner = owner_of(own.facilities(), ranks.size(), shipment.origin);
    questions[static_cast<std::size_t>(owner)].push_back(
        {shipment.origin, shipment.destination, 0});
  }
  auto answers = parcels<KnownLane>(ranks);
  answers.front() = std::move(ranks.exchange(std::move(questions)).front());
  for (KnownLane& lane : answers.front()) {
    lane.transit_periods = own.transit_periods(lane.origin, lane.destination);
  }
  std::vector<KnownLane> lanes;
  for (const std::vector<KnownLane>& answer : ranks.exchange(std::move(answers))) {
    lanes.insert(lanes.end(), answer.begin(), answer.end());
  }
  return lanes;
}

LaneCheck check_lanes(const LaneTable& own, Potentials& potentials, int threads,
                      const comm::Communicator& ranks) {
  const std::int32_t periods = ranks.broadcast_value(potentials.patients.periods());
  if (!ranks.is_root()) {
    potentials = {.patients = Panel<std::int32_t>(own.facilities(), periods),
                  .moves = Panel<std::int64_t>(own.facilities(), periods)};
  }
  ranks.broadcast(potentials.patients.values());
  ranks.broadcast(potentials.moves.values());
  LaneCheck check;
  ranks.all_or_none([&] { check = surgeflow::check_lanes(own, potentials, threads); });
  check.arcs_checked = ranks.sum(check.arcs_checked);
  check.failing_origins = ranks.sum(check.failing_origins);
  check.first_failing = ranks.gather_all(std::span<const FailingArc>(check.first_failing));
  return check;
}

LaneTable incoming_lanes(const LaneTable& own, const comm::Communicator& ranks) {
  bool symmetric = true;
  for_each_column_part(own, ranks, [&](const ColumnPart& part) {
    for (FacilityId j{part.destinations.first}; j.value() < part.destinations.last; ++j) {
      symmetric = symmetric && std::ranges::equal(part.row(j), part.cut(own.row(j)));
    }
  });
  if (ranks.minimum(std::uint8_t{symmetric}) != 0) return {};
  LaneTable incoming(own.facilities(), own.origins());
  for_each_column_part(own, ranks, [&](const ColumnPart& part) {
    for (FacilityId j{part.destinations.first}; j.value() < part.destinations.last; ++j) {
      std::ranges::copy(part.row(j), part.cut(incoming.row(j)).begin());
    }
  });
  return incoming;
}

}  // namespace surgeflow::lagrangian

// SPDX-License-Identifier: Apache-2.0
// Quickest ways by Boost.Graph's Dijkstra, from every facility.
#include "transit/routes.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "surgeflow/transit/modes.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::transit {
namespace {

/// When a device is somewhere, and what that cost: earlier first, then cheaper.
struct Arrival {
  std::int64_t minutes = 0;  ///< since the midnight before it left
  std::int64_t cost = 0;
  bool by_mode =
      false;  ///< whether the mode that is asked for was used; as good a way without first
  auto operator<=>(const Arrival&) const = default;
};

constexpr Arrival kNever{std::numeric_limits<std::int64_t>::max(), 0, false};

/// What an arc asks of those who take it.
struct Leg {
  std::int32_t mode = 0;
  bool loads = false;  ///< came by another mode, or starts
  std::int64_t minutes = 0;
  std::int64_t cost = 0;
};

using Graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Leg>;

std::int64_t next_departure(const std::vector<std::int64_t>& departures, std::int64_t ready) {
  if (departures.empty()) return ready;
  const std::int64_t midnight = ready / kMinutesOfADay * kMinutesOfADay;
  const auto today = std::ranges::lower_bound(departures, ready - midnight);
  return today != departures.end() ? midnight + *today
                                   : midnight + kMinutesOfADay + departures.front();
}

class Ways {
 public:
  /// Arrivals tell whether they are by `asked`, a mode of the network.
  Ways(std::span<const Facility> facilities, const RouteNetwork& network,
       std::optional<std::int32_t> asked = std::nullopt)
      : facilities_(facilities),
        network_(network),
        asked_(asked),
        places_(facilities.size() + network.hubs.size()),
        // A vertex for each place and mode by which devices come there, and one where they start.
        graph_(places_ * (network.modes.size() + 1)) {
    for (const RouteEdge& edge : network.edges) add(edge);
    if (network.access) add_access(*network.access);
  }

  /// The slowest way to every place from one of them, over the hours at which periods start; kNever
  /// where there is none.
  [[nodiscard]] std::vector<Arrival> from(std::size_t place) const {
    std::vector<Arrival> slowest(places_, Arrival{});
    for (std::int64_t start = 0; start < kMinutesOfADay; start += step_between_starts()) {
      const std::vector<Arrival> quickest = from(place, start);
      for (std::size_t there = 0; there < places_; ++there) {
        slowest[there] = std::max(slowest[there], quickest[there]);
      }
    }
    return slowest;
  }

 private:
  [[nodiscard]] std::size_t vertex(std::size_t place, std::size_t mode) const {
    return place * (network_.modes.size() + 1) + mode;
  }
  [[nodiscard]] std::size_t start_of(std::size_t place) const {
    return vertex(place, network_.modes.size());
  }
  /// Periods start at these multiples of minutes after midnight.
  [[nodiscard]] std::int64_t step_between_starts() const {
    return std::gcd(network_.period_minutes, kMinutesOfADay);
  }

  void add(const RouteEdge& edge) {
    const auto to = vertex(static_cast<std::size_t>(edge.to), static_cast<std::size_t>(edge.mode));
    for (std::size_t came = 0; came <= network_.modes.size(); ++came) {
      const bool loads = came != static_cast<std::size_t>(edge.mode);
      boost::add_edge(vertex(static_cast<std::size_t>(edge.from), came), to,
                      Leg{edge.mode, loads, edge.minutes, edge.cost}, graph_);
    }
  }

  [[nodiscard]] const std::optional<GeoPoint>& location(std::size_t place) const {
    return place < facilities_.size() ? facilities_[place].location
                                      : network_.hubs[place - facilities_.size()];
  }

  void add_access(const RouteAccess& access) {
    for (std::size_t i = 0; i < places_; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (!location(i) || !location(j)) continue;
        const double km = distance_km(*location(i), *location(j));
        if (km > access.km) continue;
        const auto minutes =
            std::max<std::int64_t>(std::llround(60.0 * km / access.km_per_hour), 1);
        const auto here = static_cast<std::int32_t>(i);
        const auto there = static_cast<std::int32_t>(j);
        add({here, there, access.mode, minutes, 0});
        add({there, here, access.mode, minutes, 0});
      }
    }
  }

  /// How long devices take that leave so many minutes after midnight.
  [[nodiscard]] std::vector<Arrival> from(std::size_t place, std::int64_t start) const {
    std::vector<Arrival> arrivals(boost::num_vertices(graph_));
    const auto arrive = [&](const Arrival& here, const Leg& leg) {
      if (here == kNever) return kNever;
      const RouteMode& mode = network_.modes[static_cast<std::size_t>(leg.mode)];
      const std::int64_t ready = here.minutes + (leg.loads ? mode.handling_minutes : 0);
      return Arrival{next_departure(mode.departures, ready) + leg.minutes, here.cost + leg.cost,
                     here.by_mode || leg.mode == asked_};
    };
    boost::dijkstra_shortest_paths(
        graph_, start_of(place),
        boost::weight_map(boost::get(boost::edge_bundle, graph_))
            .distance_map(boost::make_iterator_property_map(
                arrivals.begin(), boost::get(boost::vertex_index, graph_)))
            .distance_compare(std::less<>())
            .distance_combine(arrive)
            .distance_inf(kNever)
            .distance_zero(Arrival{start, 0, false}));
    std::vector<Arrival> quickest(places_, kNever);
    for (std::size_t there = 0; there < places_; ++there) {
      for (std::size_t mode = 0; mode < network_.modes.size(); ++mode) {
        quickest[there] = std::min(quickest[there], arrivals[vertex(there, mode)]);
      }
      if (quickest[there] != kNever) quickest[there].minutes -= start;
    }
    return quickest;
  }

  std::span<const Facility> facilities_;
  const RouteNetwork& network_;
  std::optional<std::int32_t> asked_;
  std::size_t places_;
  Graph graph_;
};

}  // namespace

std::vector<Lane> route_lanes(std::span<const Facility> facilities, const RouteNetwork& network,
                              std::int32_t max_periods, int threads) {
  const Ways ways(facilities, network);
  const auto count = static_cast<std::int32_t>(facilities.size());
  std::vector<std::vector<Lane>> of_origin(facilities.size());
#pragma omp parallel for schedule(dynamic, 1) num_threads(std::max(1, threads))
  for (std::int32_t i = 0; i < count; ++i) {
    const auto origin = static_cast<std::size_t>(i);
    if (facilities[origin].is_pool()) continue;
    const std::vector<Arrival> arrivals = ways.from(origin);
    for (std::int32_t j = 0; j < count; ++j) {
      const Arrival& arrival = arrivals[static_cast<std::size_t>(j)];
      if (i == j || arrival == kNever || facilities[static_cast<std::size_t>(j)].is_pool())
        continue;
      const std::int64_t periods = std::max<std::int64_t>(
          (arrival.minutes + network.period_minutes - 1) / network.period_minutes, 1);
      if (periods > max_periods) continue;
      of_origin[origin].push_back(
          {FacilityId(i), FacilityId(j), static_cast<std::uint8_t>(periods),
           static_cast<std::int32_t>(std::min<std::int64_t>(arrival.cost, kMaxLaneCost))});
    }
  }
  std::vector<Lane> lanes;
  for (const std::vector<Lane>& some : of_origin)
    lanes.insert(lanes.end(), some.begin(), some.end());
  return lanes;
}

LaneSet lanes_by_mode(std::span<const Facility> facilities, const RouteNetwork& network,
                      std::int32_t mode, int threads) {
  const Ways ways(facilities, network, mode);
  const std::size_t count = facilities.size();
  LaneSet lanes{.facilities = static_cast<std::int32_t>(count),
                .is_member = std::vector<std::uint8_t>(count * count, 0)};
#pragma omp parallel for schedule(dynamic, 1) num_threads(std::max(1, threads))
  for (std::size_t i = 0; i < count; ++i) {
    if (facilities[i].is_pool()) continue;
    const std::vector<Arrival> arrivals = ways.from(i);
    for (std::size_t j = 0; j < count; ++j) {
      const bool joined = i != j && arrivals[j] != kNever && !facilities[j].is_pool();
      lanes.is_member[i * count + j] = joined && arrivals[j].by_mode ? 1 : 0;
    }
  }
  return lanes;
}

TransitRule with_route_lanes(std::span<const Facility> facilities, TransitRule rule, int threads) {
  if (!rule.routes) return rule;
  rule.lanes = route_lanes(facilities, *rule.routes, rule.max_periods, threads);
  rule.routes.reset();
  return rule;
}

}  // namespace surgeflow::transit

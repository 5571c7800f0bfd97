// SPDX-License-Identifier: Apache-2.0
// Partitions by label, by METIS, and dealt like cards.
#include "lagrangian/partition.hpp"

#include <fmt/format.h>
#include <metis.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "surgeflow/core/error.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::lagrangian {

Partition::Partition(std::string name, std::span<const std::int32_t> label_of_facility)
    : name_(std::move(name)), block_of_(label_of_facility.size()) {
  std::map<std::int32_t, std::int32_t> block_with_label;
  for (std::size_t i = 0; i < label_of_facility.size(); ++i) {
    const auto [known, is_new] = block_with_label.emplace(label_of_facility[i], blocks());
    if (is_new) members_.emplace_back();
    std::vector<FacilityId>& members = members_[static_cast<std::size_t>(known->second)];
    block_of_[i] = known->second;
    place_of_.push_back(static_cast<std::int32_t>(members.size()));
    members.emplace_back(static_cast<std::int32_t>(i));
  }
}

ClosenessGraph make_graph(std::int32_t facilities, std::span<const ClosenessEdge> edges) {
  std::vector<std::tuple<std::int32_t, std::int32_t, std::int32_t>> directed;
  directed.reserve(2 * edges.size());
  for (const ClosenessEdge& edge : edges) {
    // Negated, so that of several weights the largest comes first.
    directed.emplace_back(edge.origin, edge.destination, -edge.weight);
    directed.emplace_back(edge.destination, edge.origin, -edge.weight);
  }
  std::ranges::sort(directed);
  ClosenessGraph graph;
  graph.first_neighbour.assign(1, 0);
  std::size_t next = 0;
  for (std::int32_t i = 0; i < facilities; ++i) {
    for (; next < directed.size() && std::get<0>(directed[next]) == i; ++next) {
      const auto [origin, destination, negated_weight] = directed[next];
      const bool repeated =
          static_cast<std::int32_t>(graph.neighbours.size()) > graph.first_neighbour.back() &&
          graph.neighbours.back() == destination;
      if (repeated) continue;
      graph.neighbours.push_back(destination);
      graph.weights.push_back(-negated_weight);
    }
    graph.first_neighbour.push_back(static_cast<std::int32_t>(graph.neighbours.size()));
  }
  return graph;
}

namespace {

/// Blocks of a few facilities can not be level without joining places that are far from each other:
/// those of four that METIS makes by its own setting bound the plan of 3,142 counties twice as
/// loosely as those that may be half as large again, in thousandths.
constexpr std::int32_t kFewestOfLevelBlocks = 16;
constexpr idx_t kSmallBlocksExcess = 500;

}  // namespace

Partition compact_partition(const ClosenessGraph& graph, std::int32_t blocks) {
  const std::string name = fmt::format("{} compact", blocks);
  std::vector<std::int32_t> labels(static_cast<std::size_t>(graph.facilities()), 0);
  if (blocks <= 1 || graph.neighbours.empty()) return {name, labels};
  // METIS takes all arrays as not constant, though it changes none of the graph.
  std::vector<idx_t> first(graph.first_neighbour.begin(), graph.first_neighbour.end());
  std::vector<idx_t> neighbours(graph.neighbours.begin(), graph.neighbours.end());
  std::vector<idx_t> weights(graph.weights.begin(), graph.weights.end());
  // Another METIS_OPTION_SEED mostly gives the same cut of these graphs: it is left as it is.
  idx_t options[METIS_NOPTIONS];
  METIS_SetDefaultOptions(options);
  if (graph.facilities() / blocks < kFewestOfLevelBlocks) {
    options[METIS_OPTION_UFACTOR] = kSmallBlocksExcess;
  }
  idx_t vertices = graph.facilities();
  idx_t constraints = 1;
  idx_t parts = blocks;
  idx_t cut = 0;
  std::vector<idx_t> part(labels.size(), 0);
  const int code = METIS_PartGraphKway(&vertices, &constraints, first.data(), neighbours.data(),
                                       nullptr, nullptr, weights.data(), &parts, nullptr, nullptr,
                                       options, &cut, part.data());
  if (code != METIS_OK) {
    throw SystemError(fmt::format(
        "METIS_PartGraphKway failed with code {} for {} facilities and {} regions; state regions "
        "as a column of facilities.csv instead",
        code, vertices, parts));
  }
  std::ranges::copy(part, labels.begin());
  return {name, labels};
}

namespace {

/// The members of a block and the edges between them; places are as in the partition.
ClosenessGraph graph_within(const ClosenessGraph& graph, const Partition& partition,
                            std::int32_t block) {
  ClosenessGraph inner{.first_neighbour = {0}, .neighbours = {}, .weights = {}};
  for (const FacilityId i : partition.members(block)) {
    const auto row = static_cast<std::size_t>(i.value());
    for (auto n = static_cast<std::size_t>(graph.first_neighbour[row]);
         n < static_cast<std::size_t>(graph.first_neighbour[row + 1]); ++n) {
      const FacilityId j(graph.neighbours[n]);
      if (partition.block_of(j) != block) continue;
      inner.neighbours.push_back(partition.place_of(j).value());
      inner.weights.push_back(graph.weights[n]);
    }
    inner.first_neighbour.push_back(static_cast<std::int32_t>(inner.neighbours.size()));
  }
  return inner;
}

}  // namespace

Partition split_partition(const ClosenessGraph& graph, const Partition& regions,
                          std::int32_t most) {
  std::vector<std::int32_t> labels(static_cast<std::size_t>(regions.facilities()), 0);
  std::int32_t next = 0;
  for (std::int32_t region = 0; region < regions.blocks(); ++region) {
    const std::span<const FacilityId> members = regions.members(region);
    const auto size = static_cast<std::int32_t>(members.size());
    const Partition cut =
        compact_partition(graph_within(graph, regions, region), (size + most - 1) / most);
    for (const FacilityId i : members) {
      labels[static_cast<std::size_t>(i.value())] = next + cut.block_of(regions.place_of(i));
    }
    next += cut.blocks();
  }
  return {regions.name(), labels};
}

Partition scattered_partition(const Partition& compact,
                              std::span<const std::int64_t> weight_of_facility, std::int32_t blocks,
                              std::uint32_t deal) {
  std::vector<std::int32_t> order(weight_of_facility.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int32_t>(i);
  std::ranges::sort(order, {}, [&](std::int32_t i) {
    return std::tuple(compact.block_of(FacilityId(i)),
                      -weight_of_facility[static_cast<std::size_t>(i)], i);
  });
  const RandomKey key{.seed = 0, .stream = deal, .member = 0};
  std::vector<std::int32_t> hand(static_cast<std::size_t>(blocks));
  std::iota(hand.begin(), hand.end(), 0);
  std::vector<std::int32_t> labels(order.size());
  for (std::size_t n = 0; n < order.size(); ++n) {
    // A new order of blocks for each round, by Fisher and Yates.
    const std::size_t place = n % hand.size();
    const std::size_t chosen =
        place + static_cast<std::size_t>(random_below(key, n, hand.size() - place));
    std::swap(hand[place], hand[chosen]);
    labels[static_cast<std::size_t>(order[n])] = hand[place];
  }
  return {fmt::format("{} scattered", blocks), labels};
}

}  // namespace surgeflow::lagrangian

// SPDX-License-Identifier: Apache-2.0
// The depth-first searches and the changes of flow.
#include "flow/primal_dual/augmentation.hpp"

#include <algorithm>
#include <limits>

namespace surgeflow::flow {
namespace {

// A node's scan: holding first, then treating, then lanes (from position kFirstLane).
constexpr std::uint32_t kHold = 0;
constexpr std::uint32_t kTreat = 1;
constexpr std::uint32_t kFirstLane = 2;

/// Nodes raised, as a share of all nodes, that end the round, and that end the search for one unit.
constexpr double kRoundShare = 0.04;
constexpr double kSearchShare = 0.003;
constexpr std::size_t kLeastRaised = 128;

std::size_t share_of(double share, std::size_t nodes) {
  return std::max(kLeastRaised, static_cast<std::size_t>(share * static_cast<double>(nodes)));
}

}  // namespace

Augmentation::Augmentation(const Network& network)
    : network_(&network), current_(network.nodes(), 0) {}

Total Augmentation::run(Residual& residual, Search& search) {
  residual_ = &residual;
  search_ = &search;
  raised_ = 0;
  std::fill(current_.begin(), current_.end(), kHold);
  feeders_of_row_.assign((search.labels() + 1) * residual.potentials().rows(), Presence::unknown);
  const std::size_t enough = share_of(kRoundShare, network_->nodes());
  Total moved = 0;
  for (const Node deficit : search.deficits()) {
    path_.assign(1, Step{deficit, network_->period_of(deficit), search.label(deficit)});
    while (residual.imbalance(deficit) < 0 && path_.front().label != Search::kUnlabelled) {
      if (raised_ >= enough) return moved;
      if (!find_path()) break;
      moved += move_along_path();
    }
  }
  return moved;
}

/// Extends the path until its last node has excess; false where the deficit is given up.
bool Augmentation::find_path() {
  const std::size_t enough = raised_ + share_of(kSearchShare, network_->nodes());
  while (residual_->imbalance(path_.back().node) <= 0) {
    Step& step = path_.back();
    const Candidate from = next_candidate(step);
    if (from.node != kNowhere) {
      step.arc = from.arc;
      step.ship = from.ship;
      const auto previous = static_cast<Search::Label>(step.label - 1);
      const bool before = step.label > 0 && search_->feeders(previous).test(from.node);
      path_.push_back({from.node, from.t, before ? previous : step.label});
      continue;
    }
    raise(step);
    if (++raised_ >= enough) return false;
    if (path_.size() > 1) {
      path_.pop_back();
    } else if (step.label == Search::kUnlabelled) {
      return false;
    }
  }
  return true;
}

void Augmentation::raise(Step& step) {
  current_[static_cast<std::size_t>(step.node)] = kHold;
  step.label = search_->raise(step.node, step.label);
  if (step.label == Search::kUnlabelled || step.node == network_->sink()) return;
  const PotentialClasses& potentials = residual_->potentials();
  const auto row = potentials.row_of(step.t, potentials.class_of(step.node));
  feeders_of_row_[(step.label + 1U) * potentials.rows() + static_cast<std::size_t>(row)] =
      Presence::some;
}

/// Whether any node of equal potential in a period feeds a label; those that were raised meanwhile
/// may still count.
bool Augmentation::has_feeders(Search::Label label, std::int32_t t, std::int32_t row) {
  const PotentialClasses& potentials = residual_->potentials();
  Presence& presence = feeders_of_row_[label * potentials.rows() + static_cast<std::size_t>(row)];
  if (presence == Presence::unknown) {
    const Word* const members = potentials.members(row);
    const Word* const feeders = search_->feeders(label).row(t);
    Word any = 0;
    for (std::int32_t w = 0; w < network_->words(); ++w) any |= members[w] & feeders[w];
    presence = any == 0 ? Presence::none : Presence::some;
  }
  return presence == Presence::some;
}

Augmentation::Candidate Augmentation::next_candidate(const Step& step) {
  if (step.label % 2 == 1) return reverse_candidate(step);
  if (step.node == network_->sink()) return sink_candidate(step.label);
  return forward_candidate(step);
}

Augmentation::Candidate Augmentation::forward_candidate(const Step& step) {
  const BitRows& feeders = search_->feeders(step.label);
  std::uint32_t& current = current_[static_cast<std::size_t>(step.node)];
  if (current == kHold) {
    const Node before = step.node - network_->stride();
    if (before >= 0 && residual_->hold_tight().test(before) && feeders.test(before)) {
      return {before, step.t - 1, Arc::hold};
    }
    current = kTreat;
  }
  if (current == kTreat) {
    const std::int32_t turnaround = network_->turnaround(step.node - step.t * network_->stride());
    const Node given = step.node - turnaround * network_->stride();
    if (turnaround <= step.t && residual_->treat_forward().test(given) && feeders.test(given)) {
      return {given, step.t - turnaround, Arc::treat};
    }
    current = kFirstLane;
  }
  return lane_candidate(step);
}

Augmentation::Candidate Augmentation::lane_candidate(const Step& step) {
  const LaneTiles& lanes = network_->incoming();
  const PotentialClasses& potentials = residual_->potentials();
  const BitRows& feeders = search_->feeders(step.label);
  std::uint32_t& current = current_[static_cast<std::size_t>(step.node)];
  const std::int32_t position = step.node - step.t * network_->stride();
  const auto word = static_cast<std::size_t>(position / kWordBits);
  const std::span<const LaneTile> tiles = lanes.tiles_of(word);
  std::uint32_t n = current - kFirstLane;
  while (n < tiles.size()) {
    const std::uint32_t kind = tiles[n].kind;
    const LaneKind& of = lanes.kinds()[kind];
    const std::int32_t departure = step.t - of.periods;
    if (departure < 0) break;
    const std::uint32_t end = lanes.last_tile(word, kind);
    const std::int32_t row = potentials.row_of(
        departure, potentials.cheaper(potentials.class_of(step.node), of.cost_class));
    if (row == PotentialClasses::kNone || !has_feeders(step.label, departure, row)) {
      n = end;
      continue;
    }
    const Word* const tight = potentials.members(row);
    const Word* const admitted = feeders.row(departure);
    for (; n < end; ++n) {
      const LaneTile& tile = tiles[n];
      Word from = tile.any & tight[tile.word] & admitted[tile.word];
      if (from == 0) continue;
      from &= lanes.rows(tile)[position % kWordBits];
      if (from == 0) continue;
      current = n + kFirstLane;
      const auto base = static_cast<std::int32_t>(tile.word) * kWordBits;
      return {network_->node(departure, base) + std::countr_zero(from), departure, Arc::ship};
    }
  }
  current = n + kFirstLane;
  return {};
}

/// The sink's arcs come from the last period by holding, and from the last P periods by treating:
/// the scan's position is a word of a row, rows from the last period backwards, holding first.
Augmentation::Candidate Augmentation::sink_candidate(Search::Label label) {
  std::uint32_t& current = current_[static_cast<std::size_t>(network_->sink())];
  const auto words = static_cast<std::uint32_t>(network_->words());
  const auto rows = static_cast<std::uint32_t>(network_->periods()) + 1;
  for (; current < rows * words; ++current) {
    const auto word = static_cast<std::int32_t>(current % words);
    const bool holding = current < words;
    const std::int32_t t =
        network_->periods() - std::max<std::int32_t>(static_cast<std::int32_t>(current / words), 1);
    Word from = search_->feeders(label).row(t)[word];
    if (holding) {
      from &= residual_->hold_tight().row(t)[word];
    } else {
      Word late = 0;
      for (const TurnaroundGroup& group : network_->turnaround_groups()) {
        if (t + group.periods >= network_->periods()) {
          late |= group.members[static_cast<std::size_t>(word)];
        }
      }
      from &= residual_->treat_forward().row(t)[word] & late;
    }
    if (from != 0) {
      return {network_->node(t, word * kWordBits) + std::countr_zero(from), t,
              holding ? Arc::hold : Arc::treat};
    }
  }
  return {};
}

/// Flow that leaves a node can be taken back: it then comes from where it went.
Augmentation::Candidate Augmentation::reverse_candidate(const Step& step) {
  if (step.node == network_->sink()) return {};
  const BitRows& feeders = search_->feeders(step.label);
  std::uint32_t& current = current_[static_cast<std::size_t>(step.node)];
  if (current == kHold) {
    const Node next = network_->hold_target(step.node);
    if (residual_->hold_flow().test(step.node) && feeders.test(next)) {
      return {next, step.t + 1, Arc::unhold};
    }
    current = kTreat;
  }
  if (current == kTreat) {
    if (residual_->treat_reverse().test(step.node)) {
      const Node back = network_->treat_target(step.node);
      if (feeders.test(back)) return {back, network_->period_of(back), Arc::untreat};
    }
    current = kFirstLane;
  }
  for (std::int32_t arc = residual_->first_out(step.node); arc != Residual::kNoArc;
       arc = residual_->ship(arc).next_out) {
    const ShipArc& ship = residual_->ship(arc);
    if (ship.flow > 0 && feeders.test(ship.to)) {
      return {ship.to, network_->period_of(ship.to), Arc::unship, arc};
    }
  }
  return {};
}

Total Augmentation::move_along_path() {
  const Node source = path_.back().node;
  const Node target = path_.front().node;
  Total amount = std::min<Total>(residual_->imbalance(source), -residual_->imbalance(target));
  for (std::size_t step = 0; step + 1 < path_.size(); ++step) {
    amount = std::min(amount, capacity(step));
  }
  std::size_t kept = path_.size();
  for (std::size_t step = path_.size() - 1; step-- > 0;) {
    change_flow(step, static_cast<Count>(amount));
    if (capacity(step) == 0) kept = step + 1;
  }
  residual_->add_imbalance(source, -amount);
  residual_->add_imbalance(target, amount);
  path_.resize(kept);
  return amount;
}

/// How much more can flow along the arc into the node of a step.
Total Augmentation::capacity(std::size_t step) const {
  constexpr Total kUnlimited = std::numeric_limits<Total>::max();
  const Node node = path_[step].node;
  const Node from = path_[step + 1].node;
  switch (path_[step].arc) {
    case Arc::hold:
    case Arc::ship:
      return kUnlimited;
    case Arc::treat:
      return residual_->treatable(from);
    case Arc::unhold:
      return residual_->held(node);
    case Arc::untreat:
      return residual_->treated(node);
    case Arc::unship:
      return residual_->ship(path_[step].ship).flow;
  }
  return 0;
}

void Augmentation::change_flow(std::size_t step, Count amount) {
  const Node node = path_[step].node;
  const Node from = path_[step + 1].node;
  switch (path_[step].arc) {
    case Arc::hold:
      residual_->add_held(from, amount);
      return;
    case Arc::treat:
      residual_->add_treated(from, amount);
      return;
    case Arc::ship:
      residual_->add_shipped(from, node, amount);
      return;
    case Arc::unhold:
      residual_->add_held(node, -amount);
      return;
    case Arc::untreat:
      residual_->add_treated(node, -amount);
      return;
    case Arc::unship:
      residual_->add_shipped(path_[step].ship, -amount);
      return;
  }
}

}  // namespace surgeflow::flow

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

/// Nodes raised, as a share of all nodes, that end the round, and that end one search.
constexpr double kRoundShare = 0.03;
constexpr double kSearchShare = 0.06;
constexpr std::size_t kLeastRaised = 256;

/// The label before, from which a path may come; none comes before the first.
Search::Label previous_of(Search::Label label) {
  return static_cast<Search::Label>(label > 0 ? label - 1 : 0);
}

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
  const std::size_t enough = share_of(kRoundShare, network_->nodes());
  Total moved = 0;
  for (const Node deficit : search.deficits()) {
    path_.assign(1, Step{deficit, search.label(deficit)});
    while (residual.imbalance(deficit) < 0 && path_.front().label != Search::kUnlabelled) {
      if (raised_ >= enough) return moved;
      if (!find_path(deficit)) break;
      moved += move_along_path();
    }
  }
  return moved;
}

/// Extends the path until its last node has excess; false where the deficit is given up.
bool Augmentation::find_path(Node deficit) {
  const std::size_t enough = share_of(kSearchShare, network_->nodes());
  while (residual_->imbalance(path_.back().node) <= 0) {
    const Node node = path_.back().node;
    const Search::Label label = path_.back().label;
    const Candidate from = next_candidate(node, label);
    if (from.node != kNowhere) {
      path_.back().arc = from.arc;
      path_.back().ship = from.ship;
      path_.push_back(
          {from.node, search_->level(label).test(from.node) ? label : previous_of(label)});
      continue;
    }
    current_[static_cast<std::size_t>(node)] = kHold;
    path_.back().label = search_->raise(node, label);
    const bool lost = path_.back().label == Search::kUnlabelled;
    if (++raised_ >= enough) return false;
    if (node == deficit) {
      if (lost) return false;
    } else {
      path_.pop_back();
    }
  }
  return true;
}

Augmentation::Candidate Augmentation::next_candidate(Node node, Search::Label label) {
  if (label % 2 == 1) return reverse_candidate(node, label);
  if (node == network_->sink()) return sink_candidate(label);
  return forward_candidate(node, label);
}

Word Augmentation::admissible(Search::Label label, std::int32_t t, std::int32_t word) const {
  return search_->level(label).row(t)[word] | search_->level(previous_of(label)).row(t)[word];
}

Augmentation::Candidate Augmentation::forward_candidate(Node node, Search::Label label) {
  std::uint32_t& current = current_[static_cast<std::size_t>(node)];
  const Node before = node - network_->stride();
  if (current == kHold) {
    if (before >= 0 && residual_->hold_tight().test(before) && admits(label, before)) {
      return {before, Arc::hold, Residual::kNoArc};
    }
    current = kTreat;
  }
  if (current == kTreat) {
    const std::int64_t given =
        node - std::int64_t{network_->turnaround(network_->position_of(node))} * network_->stride();
    const Node from = given >= 0 ? static_cast<Node>(given) : kNowhere;
    if (from != kNowhere && residual_->treat_forward().test(from) && admits(label, from)) {
      return {from, Arc::treat, Residual::kNoArc};
    }
    current = kFirstLane;
  }
  return lane_candidate(node, label);
}

Augmentation::Candidate Augmentation::lane_candidate(Node node, Search::Label label) {
  std::uint32_t& current = current_[static_cast<std::size_t>(node)];
  const LaneWords& lanes = network_->incoming();
  const PotentialClasses& potentials = residual_->potentials();
  const std::int32_t t = network_->period_of(node);
  const std::int32_t position = network_->position_of(node);
  const std::uint32_t first = lanes.first_entry(position);
  const std::uint32_t last = lanes.last_entry(position);
  while (first + current - kFirstLane < last) {
    const LaneGroup& group = lanes.group(lanes.entry(first + current - kFirstLane).group);
    const LaneKind& kind = lanes.kinds()[group.kind];
    const std::int32_t departure = t - kind.periods;
    if (departure < 0) break;
    const std::int32_t row = potentials.row_of(
        departure, potentials.cheaper(potentials.class_of(node), kind.cost_class));
    const std::uint32_t end = group.last - first + kFirstLane;
    if (row == PotentialClasses::kNone) {
      current = end;
      continue;
    }
    const Word* const tight = potentials.members(row);
    const Word* const same = search_->level(label).row(departure);
    const Word* const previous = search_->level(previous_of(label)).row(departure);
    for (; current < end; ++current) {
      const LaneEntry& entry = lanes.entry(first + current - kFirstLane);
      const Word from =
          entry.bits & tight[entry.index] & (same[entry.index] | previous[entry.index]);
      if (from == 0) continue;
      const auto base = static_cast<std::int32_t>(entry.index) * kWordBits;
      return {network_->node(departure, base) + std::countr_zero(from), Arc::ship,
              Residual::kNoArc};
    }
  }
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
    Word from = admissible(label, t, word);
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
      return {network_->node(t, word * kWordBits) + std::countr_zero(from),
              holding ? Arc::hold : Arc::treat, Residual::kNoArc};
    }
  }
  return {};
}

/// Flow that leaves `node` can be taken back: it then comes from where it went.
Augmentation::Candidate Augmentation::reverse_candidate(Node node, Search::Label label) {
  if (node == network_->sink()) return {};
  std::uint32_t& current = current_[static_cast<std::size_t>(node)];
  if (current == kHold) {
    const Node next = network_->hold_target(node);
    if (residual_->hold_flow().test(node) && admits(label, next)) {
      return {next, Arc::unhold, Residual::kNoArc};
    }
    current = kTreat;
  }
  if (current == kTreat) {
    const Node back = network_->treat_target(node);
    if (residual_->treat_reverse().test(node) && admits(label, back)) {
      return {back, Arc::untreat, Residual::kNoArc};
    }
    current = kFirstLane;
  }
  for (std::int32_t arc = residual_->first_out(node); arc != Residual::kNoArc;
       arc = residual_->ship(arc).next_out) {
    if (residual_->ship(arc).flow > 0 && admits(label, residual_->ship(arc).to)) {
      return {residual_->ship(arc).to, Arc::unship, arc};
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

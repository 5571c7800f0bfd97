// SPDX-License-Identifier: Apache-2.0
// The depth-first searches and the changes of flow.
#include "flow/primal_dual/augmentation.hpp"

#include <algorithm>
#include <limits>

#include "flow/primal_dual/listed_lanes.hpp"
#include "flow/primal_dual/priced_lanes.hpp"
#include "flow/primal_dual/tiled_lanes.hpp"

namespace surgeflow::flow {
namespace {

// A node's scan: holding first, then capped arcs, a kind after the other, the market, and lanes.
constexpr std::uint32_t kHold = 0;
constexpr std::uint32_t kFirstCapped = 1;

constexpr std::size_t kLeastRaised = 128;

std::size_t share_of(double share, std::size_t nodes) {
  return std::max(kLeastRaised, static_cast<std::size_t>(share * static_cast<double>(nodes)));
}

}  // namespace

template <class Lanes>
Augmentation<Lanes>::Augmentation(const Network& network)
    : network_(&network), current_(network.nodes_and_source(), 0) {}

template <class Lanes>
Total Augmentation<Lanes>::run(Residual<Lanes>& residual, Search<Lanes>& search) {
  residual_ = &residual;
  search_ = &search;
  raised_ = 0;
  forget_scans();
  scan_.start(residual.lanes(), search.labels());
  market_place_ = kFirstCapped + static_cast<std::uint32_t>(network_->capped().size());
  const std::size_t enough = share_of(Lanes::kRoundShare, network_->nodes());
  Total moved = 0;
  for (const Node deficit : search.deficits()) {
    path_.clear();
    extend_path({deficit, network_->period_of(deficit), search.label(deficit)});
    while (residual.imbalance(deficit) < 0 && path_.front().label != kUnlabelled) {
      if (raised_ >= enough) return moved;
      if (!find_path()) break;
      moved += move_along_path();
    }
  }
  return moved;
}

/// Few nodes are scanned in a round: those are remembered, instead of starting all anew.
template <class Lanes>
void Augmentation<Lanes>::forget_scans() {
  for (const Node node : scanned_) current_[static_cast<std::size_t>(node)] = kHold;
  scanned_.clear();
}

template <class Lanes>
void Augmentation<Lanes>::extend_path(const Step& step) {
  scanned_.push_back(step.node);
  path_.push_back(step);
}

/// Extends the path until its last node has excess; false where the deficit is given up.
template <class Lanes>
bool Augmentation<Lanes>::find_path() {
  const std::size_t enough = raised_ + share_of(Lanes::kSearchShare, network_->nodes());
  // A bit for every node stays in the cache, where the imbalances do not.
  const BitRows& has_excess = residual_->excess_nodes();
  while (!has_excess.test(path_.back().node)) {
    Step& step = path_.back();
    const Candidate from = next_candidate(step);
    if (from.node != kNowhere) {
      step.arc = from.arc;
      step.which = from.which;
      const auto previous = static_cast<Label>(step.label - 1);
      const bool before = step.label > 0 && search_->feeders(previous).test(from.node);
      extend_path({from.node, from.t, before ? previous : step.label});
      continue;
    }
    raise(step);
    if (++raised_ >= enough) return false;
    if (path_.size() > 1) {
      path_.pop_back();
    } else if (step.label == kUnlabelled) {
      return false;
    }
  }
  return true;
}

template <class Lanes>
void Augmentation<Lanes>::raise(Step& step) {
  current_[static_cast<std::size_t>(step.node)] = kHold;
  step.label = search_->raise(step.node, step.label);
  if (step.label == kUnlabelled || step.node >= network_->sink()) return;
  scan_.note_raised(residual_->lanes(), step.node, step.t, step.label);
}

template <class Lanes>
typename Augmentation<Lanes>::Candidate Augmentation<Lanes>::next_candidate(const Step& step) {
  if (step.node == network_->source()) return source_candidate(step.label);
  if (step.label % 2 == 1) return reverse_candidate(step);
  if (step.node == network_->sink()) return sink_candidate(step.label);
  return forward_candidate(step);
}

template <class Lanes>
typename Augmentation<Lanes>::Candidate Augmentation<Lanes>::forward_candidate(const Step& step) {
  const BitRows& feeders = search_->feeders(step.label);
  std::uint32_t& current = current_[static_cast<std::size_t>(step.node)];
  if (current == kHold) {
    const Node before = step.node - network_->stride();
    if (before >= 0 && residual_->hold_tight().test(before) && feeders.test(before)) {
      return {before, step.t - 1, Arc::hold};
    }
    current = kFirstCapped;
  }
  for (; current < market_place_; ++current) {
    const std::uint32_t kind = current - kFirstCapped;
    const NodeAt start = network_->capped_source(kind, {step.node, step.t});
    if (start.node != kNowhere && residual_->capped_forward(kind).test(start.node) &&
        feeders.test(start.node)) {
      return {start.node, start.t, Arc::capped, static_cast<std::int32_t>(kind)};
    }
  }
  if (current == market_place_) {
    if (residual_->market().exists() && residual_->market().buy_tight().test(step.node) &&
        feeders.test(network_->source())) {
      return {network_->source(), network_->periods() + 1, Arc::buy};
    }
    ++current;
  }
  return lane_candidate(step);
}

template <class Lanes>
typename Augmentation<Lanes>::Candidate Augmentation<Lanes>::lane_candidate(const Step& step) {
  std::uint32_t& current = current_[static_cast<std::size_t>(step.node)];
  const std::uint32_t first_lane = market_place_ + 1;
  std::uint32_t next = current - first_lane;
  const NodeAt from = scan_.find(residual_->lanes(), step.node, step.t, step.label,
                                 search_->feeders(step.label), next);
  current = next + first_lane;
  return {from.node, from.t, Arc::ship};
}

/// The sink's arcs come from the last period by holding, and from the last P periods by treating:
/// the scan's position is a word of a row, rows from the last period backwards, holding first, then
/// whatever has come from the market's source, and last what is sold.
template <class Lanes>
typename Augmentation<Lanes>::Candidate Augmentation<Lanes>::sink_candidate(Label label) {
  std::uint32_t& current = current_[static_cast<std::size_t>(network_->sink())];
  const auto words = static_cast<std::uint32_t>(network_->facility_words());
  const auto rows = static_cast<std::uint32_t>(network_->periods()) + 1;
  for (; current < rows * words; ++current) {
    const auto word = static_cast<std::int32_t>(current % words);
    const std::int32_t t =
        network_->periods() - std::max<std::int32_t>(static_cast<std::int32_t>(current / words), 1);
    const Candidate from =
        current < words ? held_candidate(label, t, word) : capped_candidate(label, t, word);
    if (from.node != kNowhere) return from;
  }
  if (!residual_->market().exists()) return {};
  if (search_->feeders(label).test(network_->source())) {
    return {network_->source(), network_->periods() + 1, Arc::pass};
  }
  return market_candidate(label, residual_->market().sell_tight(), Arc::sell);
}

/// From a word of the last period, by holding.
template <class Lanes>
typename Augmentation<Lanes>::Candidate Augmentation<Lanes>::held_candidate(
    Label label, std::int32_t t, std::int32_t word) const {
  const Word from = search_->feeders(label).row(t)[word] & residual_->hold_tight().row(t)[word];
  if (from == 0) return {};
  return {network_->node(t, word * kWordBits) + std::countr_zero(from), t, Arc::hold};
}

/// From a word of a period, by capped arcs that end after the horizon.
template <class Lanes>
typename Augmentation<Lanes>::Candidate Augmentation<Lanes>::capped_candidate(
    Label label, std::int32_t t, std::int32_t word) const {
  for (const CappedGroup& group : network_->capped_groups()) {
    if (t + group.periods < network_->periods()) continue;
    const Word from = search_->feeders(label).row(t)[word] &
                      group.members[static_cast<std::size_t>(word)] &
                      residual_->capped_forward(group.kind).row(t)[word];
    if (from == 0) continue;
    return {network_->node(t, word * kWordBits) + std::countr_zero(from), t, Arc::capped,
            static_cast<std::int32_t>(group.kind)};
  }
  return {};
}

/// The first of `traders` that feeds a label. Few searches get here, so that no place is kept.
template <class Lanes>
typename Augmentation<Lanes>::Candidate Augmentation<Lanes>::market_candidate(
    Label label, const BitRows& traders, Arc arc) {
  const BitRows& feeders = search_->feeders(label);
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      const Word from = feeders.row(t)[w] & traders.row(t)[w];
      if (from == 0) continue;
      return {network_->node(t, w * kWordBits) + std::countr_zero(from), t, arc};
    }
  }
  return {};
}

/// What leaves the source goes to buyers and to the sink; it can be taken back from either.
template <class Lanes>
typename Augmentation<Lanes>::Candidate Augmentation<Lanes>::source_candidate(Label label) {
  if (label % 2 == 0) return {};
  if (search_->feeders(label).test(network_->sink())) {
    return {network_->sink(), network_->periods(), Arc::unpass};
  }
  return market_candidate(label, residual_->market().buying(), Arc::unbuy);
}

/// Flow that leaves a node can be taken back: it then comes from where it went.
template <class Lanes>
typename Augmentation<Lanes>::Candidate Augmentation<Lanes>::reverse_candidate(const Step& step) {
  if (step.node == network_->sink()) return {};
  const BitRows& feeders = search_->feeders(step.label);
  std::uint32_t& current = current_[static_cast<std::size_t>(step.node)];
  if (current == kHold) {
    const Node next = network_->hold_target(step.node);
    if (residual_->hold_flow().test(step.node) && feeders.test(next)) {
      return {next, step.t + 1, Arc::unhold};
    }
    current = kFirstCapped;
  }
  for (; current < market_place_; ++current) {
    const std::uint32_t kind = current - kFirstCapped;
    if (!residual_->capped_reverse(kind).test(step.node)) continue;
    const Node end = network_->capped_target(kind, step.node);
    if (feeders.test(end)) {
      return {end, network_->period_of(end), Arc::uncapped, static_cast<std::int32_t>(kind)};
    }
  }
  if (residual_->market().exists() && residual_->market().selling().test(step.node) &&
      feeders.test(network_->sink())) {
    return {network_->sink(), network_->periods(), Arc::unsell};
  }
  for (std::int32_t arc = residual_->first_out(step.node); arc != kNoArc;
       arc = residual_->ship(arc).next_out) {
    const ShipArc& ship = residual_->ship(arc);
    if (ship.flow > 0 && feeders.test(ship.to)) {
      return {ship.to, network_->period_of(ship.to), Arc::unship, arc};
    }
  }
  return {};
}

template <class Lanes>
Total Augmentation<Lanes>::move_along_path() {
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
template <class Lanes>
Total Augmentation<Lanes>::capacity(std::size_t step) const {
  constexpr Total kUnlimited = std::numeric_limits<Total>::max();
  const Node node = path_[step].node;
  const Node from = path_[step + 1].node;
  switch (path_[step].arc) {
    case Arc::hold:
    case Arc::ship:
    case Arc::sell:
    case Arc::buy:
    case Arc::pass:
    case Arc::unpass:
      return kUnlimited;
    case Arc::capped:
      return residual_->spare(static_cast<std::size_t>(path_[step].which), from);
    case Arc::unhold:
      return residual_->held(node);
    case Arc::uncapped:
      return residual_->carried(static_cast<std::size_t>(path_[step].which), node);
    case Arc::unship:
      return residual_->ship(path_[step].which).flow;
    case Arc::unsell:
      return residual_->market().sold(node);
    case Arc::unbuy:
      return residual_->market().bought(from);
  }
  return 0;
}

template <class Lanes>
void Augmentation<Lanes>::change_flow(std::size_t step, Count amount) {
  const Node node = path_[step].node;
  const Node from = path_[step + 1].node;
  switch (path_[step].arc) {
    case Arc::hold:
      residual_->add_held(from, amount);
      return;
    case Arc::capped:
      residual_->add_carried(static_cast<std::size_t>(path_[step].which), from, amount);
      return;
    case Arc::ship:
      residual_->add_shipped(from, node, amount);
      return;
    case Arc::unhold:
      residual_->add_held(node, -amount);
      return;
    case Arc::uncapped:
      residual_->add_carried(static_cast<std::size_t>(path_[step].which), node, -amount);
      return;
    case Arc::unship:
      residual_->add_shipped(path_[step].which, -amount);
      return;
    case Arc::sell:
      residual_->add_sold(from, amount);
      return;
    case Arc::buy:
      residual_->add_bought(node, amount);
      return;
    case Arc::unsell:
      residual_->add_sold(node, -amount);
      return;
    case Arc::unbuy:
      residual_->add_bought(from, -amount);
      return;
    case Arc::pass:
    case Arc::unpass:
      return;
  }
}

template class Augmentation<TiledLanes>;
template class Augmentation<ListedLanes>;
template class Augmentation<PricedLanes>;

}  // namespace surgeflow::flow

// SPDX-License-Identifier: Apache-2.0
// The labelling sweeps.
#include "flow/primal_dual/search.hpp"

#include <algorithm>
#include <functional>

namespace surgeflow::flow {
namespace {

/// A dual step is taken at once where it is worth at least this share of all excess.
constexpr double kWorthwhileShare = 0.95;
/// Far deficits are left for later once those reached could take this share of all excess: checked
/// after each level, and with a larger share in the middle of one.
constexpr double kReachedShare = 0.3;
constexpr double kReachedShareWithin = 0.6;
/// A set of at most nodes / kFewShare is few.
constexpr std::size_t kFewShare = 256;

}  // namespace

Search::Search(const Network& network)
    : network_(&network),
      labelled_(network.periods() + 1, network.words()),
      frontier_(static_cast<std::size_t>(network.words()), 0),
      senders_(frontier_),
      open_(frontier_) {}

Search::Outcome Search::run(const Residual& residual) {
  start(residual);
  const auto worthwhile = [&](Total improvement) {
    return static_cast<double>(improvement) >=
           kWorthwhileShare * static_cast<double>(residual.excess());
  };
  for (Label even = 0;; even = static_cast<Label>(even + 2)) {
    grew_ = even == 0;
    sweep_forward(residual, even);
    const Total reached = residual.excess() - deficit_reached_;
    if (!grew_) return worthwhile(reached) ? Outcome::lower : Outcome::augment;
    const bool hopeful = worthwhile(reached);
    if (hopeful) {
      const Total entering = flow_into_level(residual, even);
      if (worthwhile(reached - entering)) {
        if (entering == 0) leave_out_few(residual);
        return Outcome::lower;
      }
    }
    if (reached_share(residual) >= kReachedShare) break;
    grew_ = false;
    open_level(static_cast<Label>(even + 1));
    sweep_reverse(residual, static_cast<Label>(even + 1));
    if (!grew_) break;
    open_level(static_cast<Label>(even + 2));
  }
  return Outcome::augment;
}

double Search::reached_share(const Residual& residual) const {
  return static_cast<double>(deficit_reached_) / static_cast<double>(residual.excess());
}

void Search::start(const Residual& residual) {
  labelled_.clear();
  level_count_ = 0;
  deficits_.clear();
  deficit_reached_ = 0;
  row_is_labelled_.assign(residual.potentials().rows(), false);
  open_level(0);
  for (std::int32_t t = 0; t <= network_->periods(); ++t) {
    const Word* excess = residual.excess_nodes().row(t);
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      if (excess[w] != 0) reach(residual, 0, t, w, excess[w]);
    }
  }
}

void Search::open_level(Label label) {
  level_count_ = static_cast<std::size_t>(label) + 1;
  while (feeders_.size() <= level_count_) {
    feeders_.emplace_back(network_->periods() + 1, network_->words());
  }
  if (label == 0) feeders_[0].clear();
  feeders_[level_count_].clear();
}

/// Labels the `fresh` nodes of one word, which are not labelled yet.
void Search::reach(const Residual& residual, Label label, std::int32_t t, std::int32_t word,
                   Word fresh) {
  grew_ = true;
  const auto w = static_cast<std::size_t>(word);
  if (t == network_->periods()) {
    std::fill_n(labelled_.row(t), network_->words(), ~Word{0});
    std::fill_n(feeders_[label].row(t), network_->words(), ~Word{0});
    std::fill_n(feeders_[label + 1U].row(t), network_->words(), ~Word{0});
    fresh = residual.deficit_nodes().row(t)[0];
  } else {
    labelled_.row(t)[w] |= fresh;
    feeders_[label].row(t)[w] |= fresh;
    feeders_[label + 1U].row(t)[w] |= fresh;
    fresh &= residual.deficit_nodes().row(t)[w];
  }
  const std::int32_t base =
      t == network_->periods() ? network_->sink() : network_->node(t, word * kWordBits);
  for_each_bit(fresh, base, [&](Node node) {
    deficits_.push_back(node);
    deficit_reached_ -= residual.imbalance(node);
  });
}

void Search::sweep_forward(const Residual& residual, Label label) {
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    const Word* const nodes = feeders_[label].row(t);
    Word any = 0;
    for (std::size_t w = 0; w < frontier_.size(); ++w) any |= frontier_[w] = nodes[w];
    if (any == 0) continue;
    forward_from_row(residual, label, t);
    ship_from_row(residual, label, t);
    if (reached_share(residual) >= kReachedShareWithin) return;
  }
}

void Search::forward_from_row(const Residual& residual, Label label, std::int32_t t) {
  for (std::int32_t w = 0; w < network_->words(); ++w) {
    const Word nodes = frontier_[static_cast<std::size_t>(w)];
    const Word held = nodes & residual.hold_tight().row(t)[w] & ~labelled_.row(t + 1)[w];
    if (held != 0) reach(residual, label, t + 1, w, held);
    const Word treating = nodes & residual.treat_forward().row(t)[w];
    if (treating == 0) continue;
    for (const TurnaroundGroup& group : network_->turnaround_groups()) {
      const std::int32_t back = std::min(t + group.periods, network_->periods());
      const Word returned =
          treating & group.members[static_cast<std::size_t>(w)] & ~labelled_.row(back)[w];
      if (returned != 0) reach(residual, label, back, w, returned);
    }
  }
}

/// Lanes of (i, t) lead nowhere new where (i, t-1) is labelled with equal potential: whatever tight
/// lane leads from (i, t) to (j, t+s) is matched by one to (j, t-1+s), whose potential must be
/// equal too (v_it + c = v_j,t+s <= v_j,t-1+s <= v_i,t-1 + c), and holding from there is tight.
void Search::ship_from_row(const Residual& residual, Label label, std::int32_t t) {
  const PotentialClasses& potentials = residual.potentials();
  if (t > 0) {
    for (std::size_t w = 0; w < frontier_.size(); ++w) {
      frontier_[w] &= ~(labelled_.row(t - 1)[w] & residual.hold_tight().row(t - 1)[w]);
    }
  }
  for (std::int32_t row = potentials.first_row(t); row < potentials.first_row(t + 1); ++row) {
    const Word* const members = potentials.members(row);
    Word any = 0;
    for (std::size_t w = 0; w < frontier_.size(); ++w) {
      senders_[w] = frontier_[w] & members[w];
      any |= senders_[w];
    }
    if (any != 0) ship_from_class(residual, label, t, potentials.class_of_row(row));
  }
}

/// All senders have the same potential, so that the lanes of one kind are tight towards the nodes
/// of one class.
void Search::ship_from_class(const Residual& residual, Label label, std::int32_t t,
                             std::int32_t potential_class) {
  const PotentialClasses& potentials = residual.potentials();
  const LaneTiles& lanes = network_->outgoing();
  for (std::size_t kind = 0; kind < lanes.kinds().size(); ++kind) {
    const LaneKind& of = lanes.kinds()[kind];
    const std::int32_t arrival = t + of.periods;
    if (arrival >= network_->periods()) break;
    const std::int32_t row =
        potentials.row_of(arrival, potentials.dearer(potential_class, of.cost_class));
    if (row == PotentialClasses::kNone) continue;
    const auto target = static_cast<std::size_t>(row);
    if (row_is_labelled_[target]) continue;
    const Word* const members = potentials.members(row);
    const Word* const labelled = labelled_.row(arrival);
    std::size_t open_words = 0;
    for (std::size_t w = 0; w < open_.size(); ++w) {
      open_[w] = members[w] & ~labelled[w];
      open_words += open_[w] != 0 ? 1U : 0U;
    }
    row_is_labelled_[target] = open_words == 0;
    for (std::size_t w = 0; w < senders_.size() && open_words > 0; ++w) {
      if (senders_[w] == 0) continue;
      for (const LaneTile& tile : lanes.tiles_of(w, kind)) {
        const Word fresh = reached_by_senders(tile, w);
        if (fresh == 0) continue;
        open_[tile.word] &= ~fresh;
        open_words -= open_[tile.word] == 0 ? 1U : 0U;
        reach(residual, label, arrival, static_cast<std::int32_t>(tile.word), fresh);
      }
    }
  }
}

/// Open nodes that senders of a word reach through a tile.
Word Search::reached_by_senders(const LaneTile& tile, std::size_t word) const {
  const Word wanted = tile.any & open_[tile.word];
  if (wanted == 0) return 0;
  const Word* const rows = network_->outgoing().rows(tile);
  Word reached = 0;
  for (Word rest = senders_[word]; rest != 0; rest &= rest - 1) {
    reached |= rows[std::countr_zero(rest)];
    if ((wanted & ~reached) == 0) break;
  }
  return wanted & reached;
}

void Search::sweep_reverse(const Residual& residual, Label label) {
  for (std::int32_t t = network_->periods(); t > 0; --t) {
    reverse_into_row(residual, label, t);
    if (reached_share(residual) >= kReachedShareWithin) return;
  }
}

void Search::reverse_into_row(const Residual& residual, Label label, std::int32_t t) {
  const bool sink_row = t == network_->periods();
  for (std::int32_t w = 0; w < network_->words(); ++w) {
    const Word nodes = feeders_[label].row(t)[w];
    if (nodes == 0) continue;
    const Word held = nodes & residual.hold_flow().row(t - 1)[w] & ~labelled_.row(t - 1)[w];
    if (held != 0) reach(residual, label, t - 1, w, held);
    for (const TurnaroundGroup& group : network_->turnaround_groups()) {
      const std::int32_t latest = t - group.periods;
      for (std::int32_t from = sink_row ? t - 1 : latest; from >= std::max(latest, 0); --from) {
        const Word treated = nodes & residual.treat_reverse().row(from)[w] &
                             group.members[static_cast<std::size_t>(w)] & ~labelled_.row(from)[w];
        if (treated != 0) reach(residual, label, from, w, treated);
      }
    }
    if (sink_row) continue;
    for_each_bit(nodes & residual.ship_in().row(t)[w], network_->node(t, w * kWordBits),
                 [&](Node node) { reverse_ships(residual, label, node); });
  }
}

void Search::reverse_ships(const Residual& residual, Label label, Node node) {
  for (std::int32_t arc = residual.first_in(node); arc != Residual::kNoArc;
       arc = residual.ship(arc).next_in) {
    const Node from = residual.ship(arc).from;
    if (residual.ship(arc).flow == 0 || labelled_.test(from)) continue;
    reach(residual, label, network_->period_of(from), network_->position_of(from) / kWordBits,
          Word{1} << (from % kWordBits));
  }
}

/// Flow that enters the nodes labelled so far from outside: all of it ends at the last even label,
/// since whoever sends to a smaller label was labelled by an odd stage.
Total Search::flow_into_level(const Residual& residual, Label even) const {
  Total flow = 0;
  for (std::int32_t t = 1; t <= network_->periods(); ++t) flow += flow_into_row(residual, even, t);
  return flow;
}

Total Search::flow_into_row(const Residual& residual, Label even, std::int32_t t) const {
  const bool sink_row = t == network_->periods();
  Total flow = 0;
  for (std::int32_t w = 0; w < network_->words(); ++w) {
    const Word nodes = feeders_[even + 1U].row(t)[w];
    if (nodes == 0) continue;
    for_each_bit(nodes & residual.hold_flow().row(t - 1)[w] & ~labelled_.row(t - 1)[w],
                 network_->node(t - 1, w * kWordBits),
                 [&](Node node) { flow += residual.held(node); });
    for (const TurnaroundGroup& group : network_->turnaround_groups()) {
      const std::int32_t latest = t - group.periods;
      for (std::int32_t from = sink_row ? t - 1 : latest; from >= std::max(latest, 0); --from) {
        for_each_bit(nodes & residual.treat_reverse().row(from)[w] &
                         group.members[static_cast<std::size_t>(w)] & ~labelled_.row(from)[w],
                     network_->node(from, w * kWordBits),
                     [&](Node node) { flow += residual.treated(node); });
      }
    }
    if (sink_row) continue;
    for_each_bit(nodes & residual.ship_in().row(t)[w], network_->node(t, w * kWordBits),
                 [&](Node node) {
                   for (std::int32_t arc = residual.first_in(node); arc != Residual::kNoArc;
                        arc = residual.ship(arc).next_in) {
                     if (!labelled_.test(residual.ship(arc).from)) flow += residual.ship(arc).flow;
                   }
                 });
  }
  return flow;
}

/// Nothing enters or leaves the labelled nodes: the nodes from which unreached deficits can be
/// reached may be far fewer than those that are not labelled, and to lower all but them is worth as
/// much and changes fewer potentials against the sink.
void Search::leave_out_few(const Residual& residual) {
  const std::size_t few = network_->nodes() / kFewShare;
  std::vector<Node> found;
  BitRows set(network_->periods() + 1, network_->words());
  const auto add = [&](Node node) {
    if (set.test(node)) return;
    set.set(node);
    found.push_back(node);
  };
  for (std::int32_t t = 0; t <= network_->periods(); ++t) {
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      for_each_bit(residual.deficit_nodes().row(t)[w] & ~labelled_.row(t)[w],
                   network_->node(t, w * kWordBits), add);
    }
  }
  for (std::size_t n = 0; n < found.size(); ++n) {
    if (found.size() > few || found[n] == network_->sink()) return;
    for_each_feeder(residual, found[n], add);
  }
  const std::span<const Word> left_out = set.words();
  std::ranges::transform(left_out, labelled_.words().begin(), std::bit_not<>{});
}

/// Every node from which an arc that could carry more leads to `node`, which is not the sink.
template <class Visit>
void Search::for_each_feeder(const Residual& residual, Node node, Visit&& visit) const {
  const std::int32_t t = network_->period_of(node);
  const std::int32_t position = network_->position_of(node);
  const Node before = node - network_->stride();
  if (t > 0 && residual.hold_tight().test(before)) visit(before);
  const std::int32_t turnaround = network_->turnaround(position);
  const Node given = node - turnaround * network_->stride();
  if (t >= turnaround && residual.treat_forward().test(given)) visit(given);
  if (residual.hold_flow().test(node)) visit(network_->hold_target(node));
  if (residual.treat_reverse().test(node)) visit(network_->treat_target(node));
  for (std::int32_t arc = residual.first_out(node); arc != Residual::kNoArc;
       arc = residual.ship(arc).next_out) {
    if (residual.ship(arc).flow > 0) visit(residual.ship(arc).to);
  }
  const LaneTiles& lanes = network_->incoming();
  const PotentialClasses& potentials = residual.potentials();
  for (const LaneTile& tile : lanes.tiles_of(static_cast<std::size_t>(position / kWordBits))) {
    const LaneKind& kind = lanes.kinds()[tile.kind];
    if (t < kind.periods) break;
    const std::int32_t row = potentials.row_of(
        t - kind.periods, potentials.cheaper(potentials.class_of(node), kind.cost_class));
    if (row == PotentialClasses::kNone) continue;
    for_each_bit(lanes.rows(tile)[position % kWordBits] & potentials.members(row)[tile.word],
                 network_->node(t - kind.periods, static_cast<std::int32_t>(tile.word) * kWordBits),
                 visit);
  }
}

Search::Label Search::label(Node node) const {
  for (std::size_t label = 0; label < level_count_; ++label) {
    if (feeders_[label].test(node)) return static_cast<Label>(label);
  }
  return kUnlabelled;
}

Search::Label Search::raise(Node node, Label label) {
  const auto next = static_cast<Label>(label + 1);
  feeders_[label].reset(node);
  if (next >= level_count_) return kUnlabelled;
  feeders_[next + 1U].set(node);
  return next;
}

}  // namespace surgeflow::flow

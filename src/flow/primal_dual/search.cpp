// SPDX-License-Identifier: Apache-2.0
// The labelling sweeps.
#include "flow/primal_dual/search.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "flow/primal_dual/listed_lanes.hpp"
#include "flow/primal_dual/priced_lanes.hpp"
#include "flow/primal_dual/tiled_lanes.hpp"

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

Total worthwhile_improvement(Total excess) {
  return static_cast<Total>(std::ceil(kWorthwhileShare * static_cast<double>(excess)));
}

}  // namespace

template <class Lanes>
Search<Lanes>::Search(const Network& network)
    : network_(&network),
      labelled_(network.periods() + 2, network.words()),
      frontier_(static_cast<std::size_t>(network.words()), 0),
      sweep_(network) {}

template <class Lanes>
typename Search<Lanes>::Outcome Search<Lanes>::run(const Residual<Lanes>& residual,
                                                   EarlySteps early) {
  start(residual);
  const Total worthwhile = worthwhile_improvement(residual.excess());
  for (Label even = 0;; even = static_cast<Label>(even + 2)) {
    grew_ = even == 0;
    sweep_forward(residual, even);
    const Total reached = residual.excess() - deficit_reached_;
    if (!grew_) return reached >= worthwhile ? Outcome::lower : Outcome::augment;
    const bool hopeful = reached >= worthwhile && !market_is_split(residual);
    if (hopeful) {
      const Total most = early == EarlySteps::that_pay ? reached - worthwhile : 0;
      const Total entering = flow_into_level(residual, even, most);
      if (entering <= most) {
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

template <class Lanes>
double Search<Lanes>::reached_share(const Residual<Lanes>& residual) const {
  return static_cast<double>(deficit_reached_) / static_cast<double>(residual.excess());
}

template <class Lanes>
void Search<Lanes>::start(const Residual<Lanes>& residual) {
  labelled_.clear();
  level_count_ = 0;
  deficits_.clear();
  deficit_reached_ = 0;
  sweep_.start(residual.lanes());
  open_level(0);
  for (std::int32_t t = 0; t <= network_->periods(); ++t) {
    const Word* excess = residual.excess_nodes().row(t);
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      if (excess[w] != 0) reach(residual, 0, t, w, excess[w]);
    }
  }
}

template <class Lanes>
void Search<Lanes>::open_level(Label label) {
  level_count_ = static_cast<std::size_t>(label) + 1;
  while (feeders_.size() <= level_count_) {
    feeders_.emplace_back(network_->periods() + 2, network_->words());
  }
  if (label == 0) feeders_[0].clear();
  feeders_[level_count_].clear();
}

/// Labels the `fresh` nodes of one word, which are not labelled yet.
template <class Lanes>
inline void Search<Lanes>::reach(const Residual<Lanes>& residual, Label label, std::int32_t t,
                                 std::int32_t word, Word fresh) {
  if (t == network_->periods()) {
    reach_sink(residual, label);
    return;
  }
  grew_ = true;
  labelled_.row(t)[word] |= fresh;
  feeders_[label].row(t)[word] |= fresh;
  feeders_[label + 1U].row(t)[word] |= fresh;
  const Word deficits = fresh & residual.deficit_nodes().row(t)[word];
  if (deficits != 0) note_deficits(residual, deficits, network_->node(t, word * kWordBits));
}

template <class Lanes>
void Search<Lanes>::reach_sink(const Residual<Lanes>& residual, Label label) {
  grew_ = true;
  const std::int32_t t = network_->periods();
  for (BitRows* const set : {&labelled_, &feeders_[label], &feeders_[label + 1U]}) {
    std::fill_n(set->row(t), network_->words(), ~Word{0});
  }
  note_deficits(residual, residual.deficit_nodes().row(t)[0], network_->sink());
}

template <class Lanes>
void Search<Lanes>::note_deficits(const Residual<Lanes>& residual, Word deficits, Node base) {
  for_each_bit(deficits, base, [&](Node node) {
    deficits_.push_back(node);
    deficit_reached_ -= residual.imbalance(node);
  });
}

template <class Lanes>
void Search<Lanes>::sweep_forward(const Residual<Lanes>& residual, Label label) {
  const bool market = residual.market().exists();
  if (market) buy_from_source(residual, label);
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    const Word* const nodes = feeders_[label].row(t);
    Word any = 0;
    for (std::size_t w = 0; w < frontier_.size(); ++w) any |= frontier_[w] = nodes[w];
    if (any == 0) continue;
    forward_from_row(residual, label, t);
    if (market) sell_from_row(residual, label, t);
    if (network_->has_gates()) std::copy_n(nodes, frontier_.size(), frontier_.begin());
    ship_from_row(residual, label, t);
    if (reached_share(residual) >= kReachedShareWithin) return;
  }
}

template <class Lanes>
void Search<Lanes>::forward_from_row(const Residual<Lanes>& residual, Label label, std::int32_t t) {
  const Word* const hold_tight = residual.hold_tight().row(t);
  const Word* const labelled_next = labelled_.row(t + 1);
  capped_rows_.clear();
  for (const CappedGroup& group : network_->capped_groups()) {
    capped_rows_.push_back({residual.capped_forward(group.kind).row(t),
                            std::min(t + group.periods, network_->periods()), group.words});
  }
  for (std::int32_t w = 0; w < network_->facility_words(); ++w) {
    const Word nodes = frontier_[static_cast<std::size_t>(w)];
    if (nodes == 0) continue;
    const Word held = nodes & hold_tight[w] & ~labelled_next[w];
    if (held != 0) reach(residual, label, t + 1, w, held);
    for (std::size_t n = 0; n < capped_rows_.size(); ++n) {
      const CappedRow& row = capped_rows_[n];
      const Word open =
          nodes & row.open[w] & network_->capped_groups()[n].members[static_cast<std::size_t>(w)];
      if (open == 0) continue;
      const Word reached = open & ~labelled_.row(row.other_end)[w + row.words];
      if (reached != 0) reach(residual, label, row.other_end, w + row.words, reached);
    }
  }
}

/// Lanes of (i, t) lead nowhere new where (i, t-1) is labelled with equal potential: whatever tight
/// lane leads from (i, t) to (j, t+s) is matched by one to (j, t-1+s), whose potential must be
/// equal too (v_it + c = v_j,t+s <= v_j,t-1+s <= v_i,t-1 + c), and holding from there is tight. The
/// same goes for gates. Where lanes cost differently in t-1, that follows if they cost no more
/// there.
template <class Lanes>
void Search<Lanes>::ship_from_row(const Residual<Lanes>& residual, Label label, std::int32_t t) {
  if (t > 0) {
    const Word* const labelled = labelled_.row(t - 1);
    const Word* const steady = residual.steady().row(t - 1);
    for (std::size_t w = 0; w < frontier_.size(); ++w) {
      frontier_[w] &= ~(labelled[w] & steady[w] & residual.lanes().no_dearer_before(t, w));
    }
  }
  sweep_.send(residual.lanes(), t, frontier_, labelled_,
              [&](std::int32_t arrival, std::int32_t word, Word fresh) {
                reach(residual, label, arrival, word, fresh);
              });
}

template <class Lanes>
void Search<Lanes>::sweep_reverse(const Residual<Lanes>& residual, Label label) {
  const bool market = residual.market().exists();
  if (market) unsell_from_sink(residual, label);
  for (std::int32_t t = network_->periods(); t >= 0; --t) {
    if (market && t < network_->periods()) unbuy_from_row(residual, label, t);
    reverse_into_row(residual, label, t);
    if (reached_share(residual) >= kReachedShareWithin) return;
  }
}

/// From the gates down to the facilities, whose nodes can be reached from the gates of their
/// period.
template <class Lanes>
void Search<Lanes>::reverse_into_row(const Residual<Lanes>& residual, Label label, std::int32_t t) {
  const bool sink_row = t == network_->periods();
  for (std::int32_t w = network_->words() - 1; w >= 0; --w) {
    const Word nodes = feeders_[label].row(t)[w];
    if (nodes == 0) continue;
    if (t > 0) {
      const Word held = nodes & residual.hold_flow().row(t - 1)[w] & ~labelled_.row(t - 1)[w];
      if (held != 0) reach(residual, label, t - 1, w, held);
    }
    for_each_capped_into(
        t, w, [&](const CappedGroup& group, std::int32_t from, std::int32_t start) {
          const Word carrying = nodes & residual.capped_reverse(group.kind).row(from)[start] &
                                group.members[static_cast<std::size_t>(start)] &
                                ~labelled_.row(from)[start];
          if (carrying != 0) reach(residual, label, from, start, carrying);
        });
    if (sink_row) continue;
    for_each_bit(nodes & residual.ship_in().row(t)[w], network_->node(t, w * kWordBits),
                 [&](Node node) { reverse_ships(residual, label, node); });
  }
}

/// Calls `visit(group, period, word)` for every row of capped arcs that end at a word of period t:
/// where they start.
template <class Lanes>
template <class Visit>
inline void Search<Lanes>::for_each_capped_into(std::int32_t t, std::int32_t w,
                                                Visit&& visit) const {
  const bool sink_row = t == network_->periods();
  for (const CappedGroup& group : network_->capped_groups()) {
    const std::int32_t start = w - group.words;
    if (start < 0 || start >= network_->facility_words()) continue;
    const std::int32_t latest = t - group.periods;
    for (std::int32_t from = sink_row ? t - 1 : latest; from >= std::max(latest, 0); --from) {
      visit(group, from, start);
    }
  }
}

template <class Lanes>
void Search<Lanes>::reverse_ships(const Residual<Lanes>& residual, Label label, Node node) {
  for (std::int32_t arc = residual.first_in(node); arc != kNoArc;
       arc = residual.ship(arc).next_in) {
    const Node from = residual.ship(arc).from;
    // One branch that is hard to foresee instead of two.
    const Word open = (residual.ship(arc).flow != 0 ? 1U : 0U) & (labelled_.test(from) ? 0U : 1U);
    if (open == 0) continue;
    reach(residual, label, network_->period_of(from), network_->position_of(from) / kWordBits,
          Word{1} << (from % kWordBits));
  }
}

/// Flow that enters the nodes labelled so far from outside: all of it ends at the last even label,
/// since whoever sends to a smaller label was labelled by an odd stage. Not counted to the end
/// where it is more than `most`.
template <class Lanes>
Total Search<Lanes>::flow_into_level(const Residual<Lanes>& residual, Label even,
                                     Total most) const {
  Total flow = 0;
  for (std::int32_t t = 0; t <= network_->periods() && flow <= most; ++t) {
    flow += flow_into_row(residual, even, t);
  }
  if (residual.market().exists()) flow += trade_into_level(residual, even);
  return flow;
}

template <class Lanes>
Total Search<Lanes>::flow_into_row(const Residual<Lanes>& residual, Label even,
                                   std::int32_t t) const {
  const bool sink_row = t == network_->periods();
  Total flow = 0;
  for (std::int32_t w = 0; w < network_->words(); ++w) {
    const Word nodes = feeders_[even + 1U].row(t)[w];
    if (nodes == 0) continue;
    if (t > 0) {
      for_each_bit(nodes & residual.hold_flow().row(t - 1)[w] & ~labelled_.row(t - 1)[w],
                   network_->node(t - 1, w * kWordBits),
                   [&](Node node) { flow += residual.held(node); });
    }
    for_each_capped_into(
        t, w, [&](const CappedGroup& group, std::int32_t from, std::int32_t start) {
          for_each_bit(nodes & residual.capped_reverse(group.kind).row(from)[start] &
                           group.members[static_cast<std::size_t>(start)] &
                           ~labelled_.row(from)[start],
                       network_->node(from, start * kWordBits),
                       [&](Node node) { flow += residual.carried(group.kind, node); });
        });
    if (sink_row) continue;
    for_each_bit(nodes & residual.ship_in().row(t)[w], network_->node(t, w * kWordBits),
                 [&](Node node) {
                   for (std::int32_t arc = residual.first_in(node); arc != kNoArc;
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
template <class Lanes>
void Search<Lanes>::leave_out_few(const Residual<Lanes>& residual) {
  const std::size_t few = network_->nodes() / kFewShare;
  std::vector<Node> found;
  BitRows set(network_->periods() + 2, network_->words());
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
    if (found.size() > few || found[n] >= network_->sink()) return;
    for_each_feeder(residual, found[n], add);
  }
  const std::span<const Word> left_out = set.words();
  std::ranges::transform(left_out, labelled_.words().begin(), std::bit_not<>{});
}

/// Every node from which an arc that could carry more leads to `node`, which is not the sink.
template <class Lanes>
template <class Visit>
void Search<Lanes>::for_each_feeder(const Residual<Lanes>& residual, Node node,
                                    Visit&& visit) const {
  const std::int32_t t = network_->period_of(node);
  const std::int32_t position = network_->position_of(node);
  const Node before = node - network_->stride();
  if (t > 0 && residual.hold_tight().test(before)) visit(before);
  for (std::size_t kind = 0; kind < network_->capped().size(); ++kind) {
    const Node start = network_->capped_source(kind, {node, t}).node;
    if (start != kNowhere && residual.capped_forward(kind).test(start)) visit(start);
    if (residual.capped_reverse(kind).test(node)) visit(network_->capped_target(kind, node));
  }
  if (residual.hold_flow().test(node)) visit(network_->hold_target(node));
  for (std::int32_t arc = residual.first_out(node); arc != kNoArc;
       arc = residual.ship(arc).next_out) {
    if (residual.ship(arc).flow > 0) visit(residual.ship(arc).to);
  }
  residual.lanes().for_each_tight_into(node, t, position, visit);
  if (!residual.market().exists()) return;
  if (residual.market().buy_tight().test(node)) visit(network_->source());
  if (residual.market().selling().test(node)) visit(network_->sink());
}

template <class Lanes>
void Search<Lanes>::reach_source(Label label) {
  grew_ = true;
  labelled_.set(network_->source());
  feeders_[label].set(network_->source());
  feeders_[label + 1U].set(network_->source());
}

template <class Lanes>
void Search<Lanes>::buy_from_source(const Residual<Lanes>& residual, Label label) {
  if (!feeders_[label].test(network_->source())) return;
  if (!labelled_.test(network_->sink())) reach(residual, label, network_->periods(), 0, 1);
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      const Word bought = residual.market().buy_tight().row(t)[w] & ~labelled_.row(t)[w];
      if (bought != 0) reach(residual, label, t, w, bought);
    }
  }
}

template <class Lanes>
void Search<Lanes>::sell_from_row(const Residual<Lanes>& residual, Label label, std::int32_t t) {
  if (labelled_.test(network_->sink())) return;
  const Word* const sell_tight = residual.market().sell_tight().row(t);
  Word any = 0;
  for (std::int32_t w = 0; w < network_->words(); ++w) {
    any |= feeders_[label].row(t)[w] & sell_tight[w];
  }
  if (any != 0) reach(residual, label, network_->periods(), 0, 1);
}

template <class Lanes>
void Search<Lanes>::unsell_from_sink(const Residual<Lanes>& residual, Label label) {
  if (!feeders_[label].test(network_->sink())) return;
  if (!labelled_.test(network_->source())) reach_source(label);
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      const Word sold = residual.market().selling().row(t)[w] & ~labelled_.row(t)[w];
      if (sold != 0) reach(residual, label, t, w, sold);
    }
  }
}

template <class Lanes>
void Search<Lanes>::unbuy_from_row(const Residual<Lanes>& residual, Label label, std::int32_t t) {
  if (labelled_.test(network_->source())) return;
  const Word* const buying = residual.market().buying().row(t);
  Word any = 0;
  for (std::int32_t w = 0; w < network_->words(); ++w) any |= feeders_[label].row(t)[w] & buying[w];
  if (any != 0) reach_source(label);
}

/// Source and sink must keep one potential, so that no set with only one of them can be lowered.
template <class Lanes>
bool Search<Lanes>::market_is_split(const Residual<Lanes>& residual) const {
  return residual.market().exists() &&
         labelled_.test(network_->sink()) != labelled_.test(network_->source());
}

template <class Lanes>
Total Search<Lanes>::trade_into_level(const Residual<Lanes>& residual, Label even) const {
  const Market& market = residual.market();
  const BitRows& level = feeders_[even + 1U];
  const bool into_sink = level.test(network_->sink());
  const bool from_source = !labelled_.test(network_->source());
  Total flow = 0;
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      const Node base = network_->node(t, w * kWordBits);
      if (into_sink) {
        for_each_bit(market.selling().row(t)[w] & ~labelled_.row(t)[w], base,
                     [&](Node node) { flow += market.sold(node); });
      }
      if (from_source) {
        for_each_bit(market.buying().row(t)[w] & level.row(t)[w], base,
                     [&](Node node) { flow += market.bought(node); });
      }
    }
  }
  return flow;
}

template <class Lanes>
Label Search<Lanes>::label(Node node) const {
  for (std::size_t label = 0; label < level_count_; ++label) {
    if (feeders_[label].test(node)) return static_cast<Label>(label);
  }
  return kUnlabelled;
}

template <class Lanes>
Label Search<Lanes>::raise(Node node, Label label) {
  const auto next = static_cast<Label>(label + 1);
  feeders_[label].reset(node);
  if (next >= level_count_) return kUnlabelled;
  feeders_[next + 1U].set(node);
  return next;
}

template class Search<TiledLanes>;
template class Search<ListedLanes>;
template class Search<PricedLanes>;

}  // namespace surgeflow::flow

// SPDX-License-Identifier: Apache-2.0
// Keeps the bits of tight lanes in step with the potentials.
#include "flow/primal_dual/listed_lanes.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace surgeflow::flow {
namespace {

std::size_t words_for(std::size_t bits) { return (bits + kWordBits - 1) / kWordBits; }

}  // namespace

void ListedLanes::End::forget_tight(std::int32_t periods) {
  first_word.clear();
  words = 0;
  for (const std::vector<ListedLane>& of_facility : lanes) {
    first_word.push_back(words);
    words += words_for(of_facility.size());
  }
  tight.assign(words * static_cast<std::size_t>(periods), 0);
}

void ListedLanes::End::assign(std::int32_t t, std::int32_t position, std::size_t n,
                              Word tight_bit) {
  Word& word = tight[static_cast<std::size_t>(t) * words +
                     first_word[static_cast<std::size_t>(position)] + n / kWordBits];
  const std::size_t bit = n % kWordBits;
  word = (word & ~(Word{1} << bit)) | (tight_bit << bit);
}

ListedLanes::ListedLanes(const Network& network) : network_(&network), values_(network.nodes(), 0) {
  for (End* const end : {&outgoing_, &incoming_}) {
    end->lanes.resize(static_cast<std::size_t>(network.facilities()));
    end->forget_tight(network.periods());
  }
}

void ListedLanes::add(std::int32_t from, std::int32_t to) {
  const LaneTable& table = network_->instance().lanes();
  const FacilityId i = network_->facility_at(from);
  const FacilityId j = network_->facility_at(to);
  const std::int32_t periods = table.transit_periods(i, j);
  if (periods == 0 || periods >= network_->periods()) return;
  std::vector<ListedLane>& starts = outgoing_.lanes[static_cast<std::size_t>(from)];
  std::vector<ListedLane>& ends = incoming_.lanes[static_cast<std::size_t>(to)];
  if (std::ranges::find(starts, to, &ListedLane::position) != starts.end()) return;
  const Node step = network_->node(periods, to) - network_->node(0, from);
  const std::int32_t cost = table.cost(i, j);
  starts.push_back({step, periods, to, static_cast<std::int32_t>(ends.size()), cost});
  ends.push_back({-step, periods, from, static_cast<std::int32_t>(starts.size()) - 1, cost});
  ++size_;
}

void ListedLanes::set_potentials(std::span<const std::int64_t> value_of_node,
                                 std::int32_t cost_shift) {
  cost_shift_ = cost_shift;
  std::ranges::copy(value_of_node, values_.begin());
  make_feasible();
}

void ListedLanes::make_feasible() {
  raise_to_hold();
  lower_to_lanes();
  find_tight();
}

void ListedLanes::raise_to_hold() {
  for (std::int32_t t = network_->periods() - 1; t >= 0; --t) {
    for (std::int32_t position = 0; position < network_->facilities(); ++position) {
      const Node node = network_->node(t, position);
      std::int64_t& here = values_[static_cast<std::size_t>(node)];
      here = std::max(here, value(network_->hold_target(node)));
    }
  }
}

/// In ascending time, so that whoever a lane comes from is as low as it will be.
void ListedLanes::lower_to_lanes() {
  const LaneTable& table = network_->instance().lanes();
  for (std::int32_t t = 1; t < network_->periods(); ++t) {
    for (std::int32_t position = 0; position < network_->facilities(); ++position) {
      const Node node = network_->node(t, position);
      const FacilityId here = network_->facility_at(position);
      std::int64_t least = std::min(value(node), value(node - network_->stride()));
      for (const ListedLane& lane : incoming_.of(position)) {
        const std::int32_t departure = t - lane.periods;
        if (departure < 0 ||
            !table.is_open(network_->facility_at(lane.position), here, Period(departure))) {
          continue;
        }
        least = std::min(least, value(node + lane.step) + cost(lane));
      }
      values_[static_cast<std::size_t>(node)] = least;
    }
  }
}

void ListedLanes::find_tight() {
  const std::int32_t periods = network_->periods();
  outgoing_.forget_tight(periods);
  incoming_.forget_tight(periods);
  for (std::int32_t t = 0; t < periods; ++t) {
    for (std::int32_t position = 0; position < network_->facilities(); ++position) {
      const Node node = network_->node(t, position);
      const std::span<const ListedLane> lanes = outgoing_.of(position);
      for (std::size_t n = 0; n < lanes.size(); ++n) {
        if (t + lanes[n].periods < periods && reduced_cost(node, lanes[n]) == 0) {
          assign_tight(t, position, n);
        }
      }
    }
  }
}

/// The bits of a lane that departs in period `t`, at both ends.
void ListedLanes::assign_tight(std::int32_t t, std::int32_t position, std::size_t n) {
  const ListedLane& lane = outgoing_.of(position)[n];
  const bool is_tight =
      reduced_cost(network_->node(t, position), lane) == 0 && is_open(position, lane, t);
  const Word tight = is_tight ? 1U : 0U;
  outgoing_.assign(t, position, n, tight);
  incoming_.assign(t + lane.periods, lane.position, static_cast<std::size_t>(lane.place), tight);
}

void ListedLanes::refine(std::int32_t bits) {
  cost_shift_ -= bits;
  for (std::int64_t& value : values_) value <<= bits;
  find_tight();
}

void ListedLanes::lower(const BitRows& set, std::int64_t amount) {
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      for_each_bit(set.row(t)[w], network_->node(t, w * kWordBits),
                   [&](Node node) { values_[static_cast<std::size_t>(node)] -= amount; });
    }
  }
  if (set.test(network_->sink())) {
    values_[static_cast<std::size_t>(network_->sink())] -= amount;
  }
  for_each_crossing(set, [&](std::int32_t t, std::int32_t position, std::size_t n) {
    assign_tight(t, position, n);
  });
}

std::int64_t ListedLanes::room(const BitRows& set) const {
  std::int64_t room = std::numeric_limits<std::int64_t>::max();
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      const std::int32_t last = std::min((w + 1) * kWordBits, network_->facilities());
      for_each_bit(set.row(t)[w], w * kWordBits, [&](std::int32_t position) {
        if (position >= last) return;
        const Node node = network_->node(t, position);
        for (const ListedLane& lane : outgoing_.of(position)) {
          if (t + lane.periods >= network_->periods()) continue;
          const std::int64_t slack = reduced_cost(node, lane);
          if (slack >= room || set.test(node + lane.step) || !is_open(position, lane, t)) continue;
          room = slack;
        }
      });
    }
  }
  return room;
}

/// The set by facility, a bit a period, and one more word so that a shifted row can be read.
void ListedLanes::transpose(const BitRows& set) {
  const std::size_t stride = words_for(static_cast<std::size_t>(network_->periods())) + 1;
  set_by_facility_.assign(stride * static_cast<std::size_t>(network_->stride()), 0);
  for (std::int32_t t = 0; t < network_->periods(); ++t) {
    const Word bit = Word{1} << (t % kWordBits);
    Word* const column = set_by_facility_.data() + t / kWordBits;
    for (std::int32_t w = 0; w < network_->words(); ++w) {
      for_each_bit(set.row(t)[w], w * kWordBits, [&](std::int32_t position) {
        column[static_cast<std::size_t>(position) * stride] |= bit;
      });
    }
  }
}

/// Calls `visit(t, position, n)` for every listed lane of which one end is in the set: 64 periods
/// of a lane are compared at once.
template <class Visit>
void ListedLanes::for_each_crossing(const BitRows& set, Visit&& visit) {
  transpose(set);
  const std::size_t words = words_for(static_cast<std::size_t>(network_->periods()));
  const auto row = [&](std::int32_t position) {
    return set_by_facility_.data() + static_cast<std::size_t>(position) * (words + 1);
  };
  for (std::int32_t position = 0; position < network_->facilities(); ++position) {
    const Word* const here = row(position);
    const std::span<const ListedLane> lanes = outgoing_.of(position);
    for (std::size_t n = 0; n < lanes.size(); ++n) {
      const Word* const there = row(lanes[n].position) + lanes[n].periods / kWordBits;
      const std::int32_t shift = lanes[n].periods % kWordBits;
      const std::int32_t departures = network_->periods() - lanes[n].periods;
      for (std::int32_t first = 0; first < departures; first += kWordBits) {
        const std::int32_t w = first / kWordBits;
        Word arrival = there[w] >> shift;
        if (shift != 0) arrival |= there[w + 1] << (kWordBits - shift);
        Word crossing = here[w] ^ arrival;
        if (departures - first < kWordBits) crossing &= (Word{1} << (departures - first)) - 1;
        for_each_bit(crossing, first, [&](std::int32_t t) { visit(t, position, n); });
      }
    }
  }
}

NodeAt ListedLanes::Scan::find(const ListedLanes& lanes, Node node, std::int32_t t,
                               std::size_t /*label*/, const BitRows& feeders, std::uint32_t& next) {
  const std::int32_t position = node - t * lanes.network().stride();
  const std::span<const ListedLane> of = lanes.incoming_.of(position);
  const Word* const tight = lanes.incoming_.tight_words(t, position);
  while (next < of.size()) {
    const Word left = tight[next / kWordBits] >> (next % kWordBits);
    if (left == 0) {
      next = (next / kWordBits + 1) * kWordBits;
      continue;
    }
    next += static_cast<std::uint32_t>(std::countr_zero(left));
    const ListedLane& lane = of[next];
    if (feeders.test(node + lane.step)) return {node + lane.step, t - lane.periods};
    ++next;
  }
  return {};
}

}  // namespace surgeflow::flow

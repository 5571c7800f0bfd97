// SPDX-License-Identifier: Apache-2.0
// Classes of equal potential: built once, lowered and scaled in place.
#include "flow/primal_dual/potential_classes.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

namespace surgeflow::flow {

PotentialClasses::PotentialClasses(const Network& network,
                                   std::span<const std::int64_t> value_of_period)
    : words_(network.words()),
      periods_(network.periods()),
      values_(value_of_period.begin(), value_of_period.end()),
      class_of_(network.nodes(), 0) {
  values_.push_back(0);
  std::sort(values_.begin(), values_.end());
  values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
  const auto class_with = [&](std::int64_t value) {
    return static_cast<std::int32_t>(std::lower_bound(values_.begin(), values_.end(), value) -
                                     values_.begin());
  };
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    const std::int32_t here = class_with(value_of_period[static_cast<std::size_t>(t)]);
    std::fill_n(class_of_.begin() + network.node(t, 0), network.stride(), here);
  }
  class_of_[static_cast<std::size_t>(network.sink())] = class_with(0);
  index_rows(network);
  link_classes();
}

PotentialClasses PotentialClasses::of_nodes(const Network& network,
                                            std::span<const std::int64_t> value_of_node,
                                            std::int32_t lane_cost) {
  PotentialClasses classes;
  classes.lane_cost_ = lane_cost;
  classes.words_ = network.words();
  classes.periods_ = network.periods();
  // A facility keeps its potential for many periods: the class of the period before is tried first.
  std::map<std::int64_t, std::int32_t> class_with = {{0, 0}};
  std::int32_t next_class = 1;
  classes.class_of_.assign(network.nodes(), 0);
  const auto add = [&](Node node) {
    const std::int64_t value = value_of_node[static_cast<std::size_t>(node)];
    const Node before = node - network.stride();
    std::int32_t& here = classes.class_of_[static_cast<std::size_t>(node)];
    if (before >= 0 && value_of_node[static_cast<std::size_t>(before)] == value) {
      here = classes.class_of_[static_cast<std::size_t>(before)];
      return;
    }
    const auto [known, is_new] = class_with.emplace(value, next_class);
    next_class += is_new ? 1 : 0;
    here = known->second;
  };
  for_each_node(network, [&](FacilityId, Period, Node node) {
    add(node);
    if (network.has_gates()) add(node + network.gate_offset());
  });
  std::vector<std::int32_t> ascending(class_with.size());
  for (const auto& [value, number] : class_with) {
    ascending[static_cast<std::size_t>(number)] = static_cast<std::int32_t>(classes.values_.size());
    classes.values_.push_back(value);
  }
  for (std::int32_t& number : classes.class_of_) {
    number = ascending[static_cast<std::size_t>(number)];
  }
  classes.class_of_[static_cast<std::size_t>(network.sink())] = ascending[0];
  classes.index_rows(network);
  classes.link_classes();
  return classes;
}

void PotentialClasses::index_rows(const Network& network) {
  const auto words = static_cast<std::size_t>(words_);
  row_of_.assign(static_cast<std::size_t>(periods_) * values_.size(), kNone);
  rows_.clear();
  class_of_row_.clear();
  first_row_.assign(1, 0);
  const auto add = [&](std::int32_t t, std::int32_t position) {
    const std::int32_t here = class_of(network.node(t, position));
    std::int32_t& row = row_of_[place_of(t, here)];
    if (row == kNone) {
      row = static_cast<std::int32_t>(class_of_row_.size());
      class_of_row_.push_back(here);
      rows_.resize(rows_.size() + words, 0);
    }
    rows_[static_cast<std::size_t>(row) * words + static_cast<std::size_t>(position / kWordBits)] |=
        Word{1} << (position % kWordBits);
  };
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    for (const PositionRange& range : network.position_ranges()) {
      for (std::int32_t position = range.first; position < range.last; ++position) add(t, position);
    }
    first_row_.push_back(static_cast<std::int32_t>(class_of_row_.size()));
  }
}

void PotentialClasses::link_classes() {
  dearer_.assign(values_.size(), kNone);
  cheaper_.assign(values_.size(), kNone);
  // Values ascend, so value + cost is met by a second pointer that never turns back.
  std::size_t above = 0;
  for (std::size_t g = 0; g < values_.size(); ++g) {
    const std::int64_t wanted = values_[g] + lane_cost_;
    while (above < values_.size() && values_[above] < wanted) ++above;
    if (above == values_.size()) break;
    if (values_[above] != wanted) continue;
    dearer_[g] = static_cast<std::int32_t>(above);
    cheaper_[above] = static_cast<std::int32_t>(g);
  }
}

/// What becomes of a class when some of its members are lowered.
struct PotentialClasses::Split {
  bool inside = false;   ///< it has members in the set
  bool outside = false;  ///< and others
  std::int32_t kept = kNone;
  std::int32_t lowered = kNone;
};

void PotentialClasses::lower(const Network& network, const BitRows& set, std::int64_t amount) {
  const std::vector<Split> splits = split_values(network, set, amount);
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    for (const PositionRange& range : network.position_ranges()) {
      for (std::int32_t first = range.first; first < range.last; first += kWordBits) {
        const Word inside = set.row(t)[first / kWordBits];
        const std::int32_t count = std::min(kWordBits, range.last - first);
        std::int32_t* const classes = class_of_.data() + network.node(t, first);
        for (std::int32_t n = 0; n < count; ++n) {
          const Split& split = splits[static_cast<std::size_t>(classes[n])];
          classes[n] = ((inside >> n) & 1U) != 0 ? split.lowered : split.kept;
        }
      }
    }
  }
  const Split& sink = splits[of(network.sink())];
  class_of_[static_cast<std::size_t>(network.sink())] =
      set.test(network.sink()) ? sink.lowered : sink.kept;
  split_rows(network, set, splits);
  link_classes();
}

/// Adopts the values that there will be, and says which class each one becomes.
std::vector<PotentialClasses::Split> PotentialClasses::split_values(const Network& network,
                                                                    const BitRows& set,
                                                                    std::int64_t amount) {
  std::vector<Split> splits(values_.size());
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    for (std::int32_t row = first_row(t); row < first_row(t + 1); ++row) {
      Split& split = splits[static_cast<std::size_t>(class_of_row(row))];
      for (std::int32_t w = 0; w < words_; ++w) {
        split.inside |= (members(row)[w] & set.row(t)[w]) != 0;
        split.outside |= (members(row)[w] & ~set.row(t)[w]) != 0;
      }
    }
  }
  Split& sink = splits[of(network.sink())];
  (set.test(network.sink()) ? sink.inside : sink.outside) = true;

  std::vector<std::int64_t> values;
  for (std::size_t g = 0; g < values_.size(); ++g) {
    if (splits[g].inside) values.push_back(values_[g] - amount);
    if (splits[g].outside) values.push_back(values_[g]);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  const auto class_with = [&](std::int64_t value) {
    return static_cast<std::int32_t>(std::lower_bound(values.begin(), values.end(), value) -
                                     values.begin());
  };
  for (std::size_t g = 0; g < values_.size(); ++g) {
    splits[g].kept = class_with(values_[g]);
    splits[g].lowered = class_with(values_[g] - amount);
  }
  values_ = std::move(values);
  return splits;
}

/// Rows of a period stay in the order of their first members, as index_rows finds them.
void PotentialClasses::split_rows(const Network& network, const BitRows& set,
                                  std::span<const Split> splits) {
  const auto words = static_cast<std::size_t>(words_);
  const std::vector<Word> rows = std::exchange(rows_, {});
  const std::vector<std::int32_t> class_of_row = std::exchange(class_of_row_, {});
  const std::vector<std::int32_t> first_row = std::exchange(first_row_, {0});
  rows_.reserve(rows.size() + words * static_cast<std::size_t>(network.periods()));
  row_of_.assign(static_cast<std::size_t>(periods_) * values_.size(), kNone);
  std::vector<Word> piece(words);
  std::vector<Word> of_period;
  std::vector<std::int32_t> classes;
  std::vector<std::int32_t> number(values_.size(), kNone);
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    of_period.clear();
    classes.clear();
    const auto add_piece = [&](const Word* members, Word flip, std::int32_t target) {
      Word any = 0;
      for (std::size_t w = 0; w < words; ++w) {
        piece[w] = members[w] & (set.row(t)[w] ^ flip);
        any |= piece[w];
      }
      if (any == 0) return;
      std::int32_t& place = number[static_cast<std::size_t>(target)];
      if (place == kNone) {
        place = static_cast<std::int32_t>(classes.size());
        classes.push_back(target);
        of_period.resize(of_period.size() + words, 0);
      }
      Word* const merged = of_period.data() + static_cast<std::size_t>(place) * words;
      for (std::size_t w = 0; w < words; ++w) merged[w] |= piece[w];
    };
    for (std::int32_t row = first_row[static_cast<std::size_t>(t)];
         row < first_row[static_cast<std::size_t>(t) + 1]; ++row) {
      const Word* const members = rows.data() + static_cast<std::size_t>(row) * words;
      const Split& split =
          splits[static_cast<std::size_t>(class_of_row[static_cast<std::size_t>(row)])];
      add_piece(members, ~Word{0}, split.kept);
      add_piece(members, 0, split.lowered);
    }
    append_rows(t, of_period, classes);
    for (const std::int32_t c : classes) number[static_cast<std::size_t>(c)] = kNone;
  }
}

/// Appends the rows of a period, one for each class.
void PotentialClasses::append_rows(std::int32_t t, std::span<const Word> rows,
                                   std::span<const std::int32_t> classes) {
  const auto words = static_cast<std::size_t>(words_);
  std::vector<RowPlace> order;
  for (std::size_t n = 0; n < classes.size(); ++n) {
    const auto row = rows.subspan(n * words, words);
    const auto first = std::ranges::find_if(row, [](Word word) { return word != 0; });
    order.push_back(
        {static_cast<std::int32_t>(first - row.begin()) * kWordBits + std::countr_zero(*first), n});
  }
  std::ranges::sort(order, {}, &RowPlace::first_member);
  for (const RowPlace& place : order) {
    row_of_[place_of(t, classes[place.number])] = static_cast<std::int32_t>(class_of_row_.size());
    class_of_row_.push_back(classes[place.number]);
    const auto row = rows.subspan(place.number * words, words);
    rows_.insert(rows_.end(), row.begin(), row.end());
  }
  first_row_.push_back(static_cast<std::int32_t>(class_of_row_.size()));
}

void PotentialClasses::scale(std::int64_t factor, std::int32_t lane_cost) {
  for (std::int64_t& value : values_) value *= factor;
  lane_cost_ = lane_cost;
  link_classes();
}

}  // namespace surgeflow::flow

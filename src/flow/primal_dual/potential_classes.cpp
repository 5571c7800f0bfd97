// SPDX-License-Identifier: Apache-2.0
// Classes of equal potential: made for all nodes once, then changed where potentials are lowered.
#include "flow/primal_dual/potential_classes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "flow/primal_dual/node_passes.hpp"

namespace surgeflow::flow {
namespace {

void sort_out(std::vector<std::int64_t>& values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// Numbers values in the order in which they come first.
class ValueNumbers {
 public:
  [[nodiscard]] std::int32_t number_of(std::int64_t value) {
    // Where it was found the last time.
    std::int32_t& guess = guesses_[static_cast<std::uint64_t>(value) * kSpread >> kShift];
    if (static_cast<std::size_t>(guess) < values_.size() &&
        values_[static_cast<std::size_t>(guess)] == value) {
      return guess;
    }
    const auto [known, is_new] = numbers_.emplace(value, static_cast<std::int32_t>(values_.size()));
    if (is_new) values_.push_back(value);
    guess = known->second;
    return guess;
  }
  [[nodiscard]] std::vector<std::int64_t> take() { return std::move(values_); }

 private:
  static constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15;  // Fibonacci hashing
  static constexpr int kGuessBits = 8;
  static constexpr int kShift = 64 - kGuessBits;
  std::vector<std::int64_t> values_;
  std::unordered_map<std::int64_t, std::int32_t> numbers_;
  std::array<std::int32_t, std::size_t{1} << kGuessBits> guesses_{};
};

/// Values that may be added before those are left out that do not occur any more, beside as many
/// as there are.
constexpr std::size_t kSpareValues = 256;

}  // namespace

void PotentialClasses::set(const Network& network, const ReadValues& read, std::int32_t lane_cost) {
  words_ = network.words();
  periods_ = network.periods();
  lane_cost_ = lane_cost;
  class_of_.resize(network.nodes());
  assign(network, read, 0);
}

void PotentialClasses::set_by_period(const Network& network,
                                     std::span<const std::int64_t> value_of_period) {
  set(
      network,
      [&](std::int32_t, std::int32_t t, std::span<std::int64_t> values) {
        std::ranges::fill(values, value_of_period[static_cast<std::size_t>(t)]);
      },
      0);
}

/// At first the class of a node is a number among the values of its word.
void PotentialClasses::assign(const Network& network, const ReadValues& read,
                              std::int64_t value_of_sink) {
  std::vector<std::vector<std::int64_t>> of_word(static_cast<std::size_t>(network.words()));
  for_each_word_at_once(network, [&](std::int32_t word) {
    of_word[static_cast<std::size_t>(word)] = number_values(network, read, word);
  });
  std::vector<std::int64_t> values{value_of_sink};
  for (const std::vector<std::int64_t>& some : of_word) {
    values.insert(values.end(), some.begin(), some.end());
  }
  set_values(std::move(values));
  Numbering classes;
  for (const std::vector<std::int64_t>& some : of_word) {
    std::vector<std::int32_t>& of_number = classes.emplace_back();
    for (const std::int64_t value : some) of_number.push_back(class_with(value));
  }
  make_rows(network, classes);
  class_of_[static_cast<std::size_t>(network.sink())] = class_with(value_of_sink);
}

/// The values of a word's nodes, as they come in time: a facility keeps its potential for many
/// periods.
std::vector<std::int64_t> PotentialClasses::number_values(const Network& network,
                                                          const ReadValues& read,
                                                          std::int32_t word) {
  const auto count = static_cast<std::size_t>(network.positions_in(word));
  ValueNumbers values;
  std::array<std::int64_t, kWordBits> here{};
  std::array<std::int64_t, kWordBits> before{};
  std::array<std::int32_t, kWordBits> number{};
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    read(word, t, std::span(here).first(count));
    for (std::size_t n = 0; n < count; ++n) {
      if (t > 0 && here[n] == before[n]) continue;
      number[n] = values.number_of(here[n]);
    }
    before = here;
    std::copy_n(number.begin(), count, class_of_.begin() + network.node(t, word * kWordBits));
  }
  return values.take();
}

/// Classes for these values, ascending.
void PotentialClasses::set_values(std::vector<std::int64_t> values) {
  sort_out(values);
  values_ = std::move(values);
  ascending_.resize(values_.size());
  std::iota(ascending_.begin(), ascending_.end(), 0);
  most_values_ = 2 * values_.size() + kSpareValues;
  link_classes();
}

/// The class with a value that occurs; kNone where there is none.
std::int32_t PotentialClasses::class_with(std::int64_t value) const {
  const auto found = std::ranges::lower_bound(ascending_, value, {},
                                              [&](std::int32_t c) { return value_of_class(c); });
  return found != ascending_.end() && value_of_class(*found) == value ? *found : kNone;
}

/// From numbers of values to classes, and from those to rows.
void PotentialClasses::make_rows(const Network& network, const Numbering& classes) {
  place_of_row_.assign(static_cast<std::size_t>(periods_) * values_.size(), kNone);
  rows_.resize(static_cast<std::size_t>(periods_));
  for_each_period_at_once(network, [&](std::int32_t t) { make_rows_of(network, classes, t); });
  number_rows();
}

void PotentialClasses::make_rows_of(const Network& network, const Numbering& classes,
                                    std::int32_t t) {
  const auto words = static_cast<std::size_t>(words_);
  PeriodRows& rows = rows_[static_cast<std::size_t>(t)];
  rows.classes.clear();
  rows.members.clear();
  std::vector<std::int32_t> place_of_class(values_.size(), kNone);
  for (std::size_t word = 0; word < words; ++word) {
    const auto w = static_cast<std::int32_t>(word);
    std::int32_t* const nodes = class_of_.data() + network.node(t, w * kWordBits);
    for (std::int32_t n = 0; n < network.positions_in(w); ++n) {
      const std::int32_t here = classes[word][static_cast<std::size_t>(nodes[n])];
      nodes[n] = here;
      std::int32_t& place = place_of_class[static_cast<std::size_t>(here)];
      if (place == kNone) {
        place = static_cast<std::int32_t>(rows.classes.size());
        rows.classes.push_back(here);
        rows.members.resize(rows.members.size() + words, 0);
      }
      rows.members[static_cast<std::size_t>(place) * words + word] |= Word{1} << n;
    }
  }
  note_places(t);
}

void PotentialClasses::note_places(std::int32_t t) {
  const std::vector<std::int32_t>& classes = rows_[static_cast<std::size_t>(t)].classes;
  for (std::size_t n = 0; n < classes.size(); ++n) {
    place_of_row_[place_of(t, classes[n])] = static_cast<std::int32_t>(n);
  }
}

/// Numbers the rows of all periods.
void PotentialClasses::number_rows() {
  first_row_.assign(1, 0);
  class_of_row_.clear();
  members_.clear();
  for (const PeriodRows& rows : rows_) {
    for (std::size_t n = 0; n < rows.classes.size(); ++n) {
      class_of_row_.push_back(rows.classes[n]);
      members_.push_back(rows.members.data() + n * static_cast<std::size_t>(words_));
    }
    first_row_.push_back(static_cast<std::int32_t>(class_of_row_.size()));
  }
}

void PotentialClasses::link_classes() {
  dearer_.assign(values_.size(), kNone);
  cheaper_.assign(values_.size(), kNone);
  // Values ascend, so value + cost is met by a second pointer that never turns back.
  auto above = ascending_.begin();
  for (const std::int32_t here : ascending_) {
    const std::int64_t wanted = value_of_class(here) + lane_cost_;
    while (above != ascending_.end() && value_of_class(*above) < wanted) ++above;
    if (above == ascending_.end()) break;
    if (value_of_class(*above) != wanted) continue;
    dearer_[static_cast<std::size_t>(here)] = *above;
    cheaper_[static_cast<std::size_t>(*above)] = here;
  }
}

/// The nodes whose potentials change, and by how much.
struct PotentialClasses::Move {
  const BitRows& set;
  Word flip = 0;  ///< ~0 where those that are not in the set move
  std::int64_t amount = 0;
  [[nodiscard]] bool has(Node node) const { return set.test(node) == (flip == 0); }
};

/// Potentials count against each other alone, so that to lower most nodes is to raise the others.
/// That is mostly little to do, and threads would wait for each other round after round.
void PotentialClasses::lower(const Network& network, const BitRows& set, std::int64_t amount) {
  const bool most = holds_most(network, set);
  const Move move{set, most ? ~Word{0} : 0, most ? amount : -amount};
  std::vector<std::int32_t> moving;  // periods
  std::vector<std::int32_t> target(values_.size(), kNone);
  for (std::int32_t t = 0; t < periods_; ++t) {
    if (!moves(network, move, t)) continue;
    moving.push_back(t);
    note_moved_classes(move, t, target);
  }
  std::int32_t& sink = class_of_[static_cast<std::size_t>(network.sink())];
  if (move.has(network.sink())) target[static_cast<std::size_t>(sink)] = sink;
  find_targets(move.amount, target);
  if (move.has(network.sink())) sink = target[static_cast<std::size_t>(sink)];
  for (const std::int32_t t : moving) {
    move_nodes(network, move, t, target);
    move_rows(move, t, target);
  }
  if (values_.size() > most_values_) {
    forget_values(network);
  } else {
    number_rows();
  }
}

namespace {

/// The positions of a word that are facilities or gates.
Word real_positions(const Network& network, std::int32_t word) {
  const std::int32_t count = network.positions_in(word);
  return count == kWordBits ? ~Word{0} : (Word{1} << count) - 1;
}

}  // namespace

bool PotentialClasses::holds_most(const Network& network, const BitRows& set) {
  std::int64_t nodes = 0;
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    for (std::int32_t w = 0; w < network.words(); ++w) {
      nodes += 2 * std::popcount(set.row(t)[w] & real_positions(network, w));
    }
  }
  const auto ranges = static_cast<std::int64_t>(network.position_ranges().size());
  return nodes > ranges * network.facilities() * network.periods();
}

/// Whether anybody moves in a period.
bool PotentialClasses::moves(const Network& network, const Move& move, std::int32_t t) {
  for (std::int32_t w = 0; w < network.words(); ++w) {
    if (((move.set.row(t)[w] ^ move.flip) & real_positions(network, w)) != 0) return true;
  }
  return false;
}

/// Sets to itself the target of every class of which a member moves.
void PotentialClasses::note_moved_classes(const Move& move, std::int32_t t,
                                          std::span<std::int32_t> target) const {
  const PeriodRows& rows = rows_[static_cast<std::size_t>(t)];
  std::vector<Word> piece(static_cast<std::size_t>(words_));
  for (std::size_t n = 0; n < rows.classes.size(); ++n) {
    if (intersect(rows.members.data() + n * piece.size(), move.set.row(t), move.flip, piece)) {
      target[static_cast<std::size_t>(rows.classes[n])] = rows.classes[n];
    }
  }
}

/// The classes to which members of others move, new ones where there are none: instead of every
/// class that has a target, its target.
void PotentialClasses::find_targets(std::int64_t amount, std::vector<std::int32_t>& target) {
  std::vector<std::int64_t> fresh;
  for (const std::int32_t c : target) {
    if (c == kNone) continue;
    const std::int64_t value = value_of_class(c) + amount;
    if (class_with(value) == kNone) fresh.push_back(value);
  }
  sort_out(fresh);
  const auto known = static_cast<std::ptrdiff_t>(ascending_.size());
  for (const std::int64_t value : fresh) {
    ascending_.push_back(static_cast<std::int32_t>(values_.size()));
    values_.push_back(value);
  }
  std::ranges::inplace_merge(ascending_, ascending_.begin() + known, {},
                             [&](std::int32_t c) { return value_of_class(c); });
  for (std::int32_t& c : target) {
    if (c != kNone) c = class_with(value_of_class(c) + amount);
  }
  place_of_row_.resize(static_cast<std::size_t>(periods_) * values_.size(), kNone);
  link_classes();
}

void PotentialClasses::move_nodes(const Network& network, const Move& move, std::int32_t t,
                                  std::span<const std::int32_t> target) {
  for (std::int32_t w = 0; w < network.words(); ++w) {
    for_each_bit((move.set.row(t)[w] ^ move.flip) & real_positions(network, w),
                 network.node(t, w * kWordBits),
                 [&](Node node) { class_of_[static_cast<std::size_t>(node)] = target[of(node)]; });
  }
}

/// Rows stay in the order of their first members.
void PotentialClasses::move_rows(const Move& move, std::int32_t t,
                                 std::span<const std::int32_t> target) {
  const auto words = static_cast<std::size_t>(words_);
  PeriodRows& rows = rows_[static_cast<std::size_t>(t)];
  for (const std::int32_t c : rows.classes) place_of_row_[place_of(t, c)] = kNone;
  PeriodRows pieces;
  std::vector<Word> piece(words);
  const auto add_piece = [&](const Word* members, Word flip, std::int32_t c) {
    if (!intersect(members, move.set.row(t), flip, piece)) return;
    std::int32_t& place = place_of_row_[place_of(t, c)];
    if (place == kNone) {
      place = static_cast<std::int32_t>(pieces.classes.size());
      pieces.classes.push_back(c);
      pieces.members.insert(pieces.members.end(), piece.begin(), piece.end());
      return;
    }
    Word* const merged = pieces.members.data() + static_cast<std::size_t>(place) * words;
    for (std::size_t w = 0; w < words; ++w) merged[w] |= piece[w];
  };
  for (std::size_t n = 0; n < rows.classes.size(); ++n) {
    const Word* const members = rows.members.data() + n * words;
    const std::int32_t c = rows.classes[n];
    add_piece(members, ~move.flip, c);
    add_piece(members, move.flip, target[static_cast<std::size_t>(c)]);
  }
  sort_rows(pieces, rows);
  note_places(t);
}

/// By first members.
void PotentialClasses::sort_rows(const PeriodRows& pieces, PeriodRows& rows) const {
  const auto words = static_cast<std::size_t>(words_);
  std::vector<RowPlace> order;
  for (std::size_t n = 0; n < pieces.classes.size(); ++n) {
    const auto row = std::span(pieces.members).subspan(n * words, words);
    const auto first = std::ranges::find_if(row, [](Word word) { return word != 0; });
    order.push_back(
        {static_cast<std::int32_t>(first - row.begin()) * kWordBits + std::countr_zero(*first), n});
  }
  std::ranges::sort(order, {}, &RowPlace::first_member);
  rows.classes.clear();
  rows.members.clear();
  for (const RowPlace& place : order) {
    rows.classes.push_back(pieces.classes[place.number]);
    const auto row = std::span(pieces.members).subspan(place.number * words, words);
    rows.members.insert(rows.members.end(), row.begin(), row.end());
  }
}

/// Leaves out those that do not occur any more.
void PotentialClasses::forget_values(const Network& network) {
  const std::int64_t value_of_sink = value(network.sink());
  const std::vector<std::int64_t> values = values_;
  assign(
      network,
      [&](std::int32_t word, std::int32_t t, std::span<std::int64_t> of_word) {
        const auto first = static_cast<std::size_t>(network.node(t, word * kWordBits));
        for (std::size_t n = 0; n < of_word.size(); ++n) {
          of_word[n] = values[static_cast<std::size_t>(class_of_[first + n])];
        }
      },
      value_of_sink);
}

void PotentialClasses::scale(std::int64_t factor, std::int32_t lane_cost) {
  for (std::int64_t& value : values_) value *= factor;
  lane_cost_ = lane_cost;
  link_classes();
}

}  // namespace surgeflow::flow

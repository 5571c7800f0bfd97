// SPDX-License-Identifier: Apache-2.0
// Classes of equal potential: built once, lowered and scaled in place.
#include "flow/primal_dual/potential_classes.hpp"

#include <algorithm>
#include <map>

namespace surgeflow::flow {

PotentialClasses::PotentialClasses(const Network& network,
                                   std::span<const std::int64_t> value_of_period)
    : words_(network.words()),
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
  // A facility keeps its potential for many periods: the class of the period before is tried first.
  std::map<std::int64_t, std::int32_t> class_with = {{0, 0}};
  std::int32_t next_class = 1;
  classes.class_of_.assign(network.nodes(), 0);
  for_each_node(network, [&](FacilityId, Period t, Node node) {
    const std::int64_t value = value_of_node[static_cast<std::size_t>(node)];
    const Node before = node - network.stride();
    std::int32_t& here = classes.class_of_[static_cast<std::size_t>(node)];
    if (t.value() > 0 && value_of_node[static_cast<std::size_t>(before)] == value) {
      here = classes.class_of_[static_cast<std::size_t>(before)];
      return;
    }
    const auto [known, is_new] = class_with.emplace(value, next_class);
    next_class += is_new ? 1 : 0;
    here = known->second;
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
  row_of_.assign(static_cast<std::size_t>(network.periods()) * values_.size(), kNone);
  rows_.clear();
  class_of_row_.clear();
  first_row_.assign(1, 0);
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    std::int32_t* const row_here = row_of_.data() + static_cast<std::size_t>(t) * values_.size();
    for (std::int32_t position = 0; position < network.facilities(); ++position) {
      const std::size_t here = of(network.node(t, position));
      if (row_here[here] == kNone) {
        row_here[here] = static_cast<std::int32_t>(class_of_row_.size());
        class_of_row_.push_back(static_cast<std::int32_t>(here));
        rows_.resize(rows_.size() + words, 0);
      }
      rows_[static_cast<std::size_t>(row_here[here]) * words +
            static_cast<std::size_t>(position / kWordBits)] |= Word{1} << (position % kWordBits);
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

/// Whether a class has members inside and outside a set.
struct PotentialClasses::Occurrence {
  bool inside = false;
  bool outside = false;
};

void PotentialClasses::lower(const Network& network, const BitRows& set, std::int64_t amount) {
  std::vector<Occurrence> occurs(values_.size());
  const auto note = [&](Node node) {
    (set.test(node) ? occurs[of(node)].inside : occurs[of(node)].outside) = true;
  };
  const auto for_each_node = [&](auto&& visit) {
    for (std::int32_t t = 0; t < network.periods(); ++t) {
      const Node first = network.node(t, 0);
      for (Node node = first; node < first + network.facilities(); ++node) visit(node);
    }
    visit(network.sink());
  };
  for_each_node(note);

  std::vector<std::int64_t> values;
  for (std::size_t g = 0; g < values_.size(); ++g) {
    if (occurs[g].inside) values.push_back(values_[g] - amount);
    if (occurs[g].outside) values.push_back(values_[g]);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  const auto class_with = [&](std::int64_t value) {
    return static_cast<std::int32_t>(std::lower_bound(values.begin(), values.end(), value) -
                                     values.begin());
  };
  std::vector<std::int32_t> kept(values_.size());
  std::vector<std::int32_t> lowered(values_.size());
  for (std::size_t g = 0; g < values_.size(); ++g) {
    kept[g] = class_with(values_[g]);
    lowered[g] = class_with(values_[g] - amount);
  }
  for_each_node([&](Node node) {
    class_of_[static_cast<std::size_t>(node)] = (set.test(node) ? lowered : kept)[of(node)];
  });
  values_ = std::move(values);
  index_rows(network);
  link_classes();
}

void PotentialClasses::scale(std::int64_t factor, std::int32_t lane_cost) {
  for (std::int64_t& value : values_) value *= factor;
  lane_cost_ = lane_cost;
  link_classes();
}

}  // namespace surgeflow::flow

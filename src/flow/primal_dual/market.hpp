// SPDX-License-Identifier: Apache-2.0
// Arcs between every node and a market of unlimited supply and demand.
//
// A device at node n can be sold for sell_n and bought for buy_n: arcs n -> sink with gain sell_n
// and source -> n with gain -buy_n, none of them limited. The source holds as many devices as
// anyone may want; those that nobody buys go straight to the sink, so that its potential is always
// the sink's and its balance needs no account: what is bought is missing at the sink. As nodes in
// time the source comes before the first period and the sink after the last, so that both kinds of
// arcs lead forward and searches treat them like all others.
#pragma once

#include <cstdint>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "flow/primal_dual/network.hpp"

namespace surgeflow::flow {

/// Prices, flows and tightness of the market's arcs; nothing of it where there is no market.
class Market {
 public:
  Market() = default;
  /// Prices for each node, in the unit of potentials.
  Market(const Network& network, std::vector<std::int64_t> sell, std::vector<std::int64_t> buy);

  [[nodiscard]] bool exists() const { return !sell_.empty(); }
  [[nodiscard]] std::int64_t sell(Node node) const { return sell_[index(node)]; }
  [[nodiscard]] std::int64_t buy(Node node) const { return buy_[index(node)]; }

  /// Nodes whose potential is the price: more can be sold, more can be bought.
  [[nodiscard]] const BitRows& sell_tight() const { return sell_tight_; }
  [[nodiscard]] const BitRows& buy_tight() const { return buy_tight_; }
  /// Nodes with flow that can be taken back.
  [[nodiscard]] const BitRows& selling() const { return selling_; }
  [[nodiscard]] const BitRows& buying() const { return buying_; }
  [[nodiscard]] Count sold(Node node) const { return sold_[index(node)]; }
  [[nodiscard]] Count bought(Node node) const { return bought_[index(node)]; }

  /// All flows zero; every node is to be refreshed.
  void clear();
  /// Notes what a node is worth above the sink.
  void refresh(Node node, std::int64_t worth) {
    sell_tight_.assign(node, worth == sell(node) ? 1 : 0);
    buy_tight_.assign(node, worth == buy(node) ? 1 : 0);
  }
  void add_sold(Node node, Count amount) {
    sold_[index(node)] += amount;
    selling_.assign(node, sold(node) > 0 ? 1 : 0);
  }
  void add_bought(Node node, Count amount) {
    bought_[index(node)] += amount;
    buying_.assign(node, bought(node) > 0 ? 1 : 0);
  }

 private:
  static std::size_t index(Node node) { return static_cast<std::size_t>(node); }

  std::vector<std::int64_t> sell_;
  std::vector<std::int64_t> buy_;
  std::vector<Count> sold_;
  std::vector<Count> bought_;
  BitRows sell_tight_;
  BitRows buy_tight_;
  BitRows selling_;
  BitRows buying_;
};

}  // namespace surgeflow::flow

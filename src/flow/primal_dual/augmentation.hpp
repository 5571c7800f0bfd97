// SPDX-License-Identifier: Apache-2.0
// Moves flow from excess to deficits along the labels of a search.
#pragma once

#include <cstdint>
#include <vector>

#include "flow/primal_dual/residual.hpp"
#include "flow/primal_dual/search.hpp"

namespace surgeflow::flow {

/// Depth-first searches backwards from the deficits, nearest first. A node may follow a node with
/// its own label or the one before; every node remembers the arc at which it stopped looking
/// (Dinic's current arc), and a node from which no excess is found is raised to the next label
/// instead of given up, since flow moved meanwhile may open another way (as in push-relabel). The
/// round ends when that has happened to a few percent of the nodes. The labels of the first search
/// are exact, so that every round moves something.
template <class Lanes>
class Augmentation {
 public:
  explicit Augmentation(const Network& network);

  /// Balances what can be balanced along tight arcs; returns the number of devices moved.
  Total run(Residual<Lanes>& residual, Search<Lanes>& search);

 private:
  enum class Arc : std::uint8_t {
    hold,
    capped,
    ship,
    sell,
    buy,
    pass,
    unhold,
    uncapped,
    unship,
    unsell,
    unbuy,
    unpass,
  };
  /// One node on the path, and the arc by which flow comes to it from the next one.
  struct Step {
    Node node = 0;
    std::int32_t t = 0;
    Label label = 0;
    Arc arc = Arc::hold;
    std::int32_t which = kNoArc;  ///< of capped arcs their kind; for unship the arc
  };
  /// Where flow may come from, and by which arc.
  struct Candidate {
    Node node = kNowhere;
    std::int32_t t = 0;
    Arc arc = Arc::hold;
    std::int32_t which = kNoArc;
  };

  void forget_scans();
  void extend_path(const Step& step);
  [[nodiscard]] bool find_path();
  [[nodiscard]] Candidate next_candidate(const Step& step);
  [[nodiscard]] Candidate forward_candidate(const Step& step);
  [[nodiscard]] Candidate lane_candidate(const Step& step);
  void raise(Step& step);
  [[nodiscard]] Candidate sink_candidate(Label label);
  [[nodiscard]] Candidate held_candidate(Label label, std::int32_t t, std::int32_t word) const;
  [[nodiscard]] Candidate capped_candidate(Label label, std::int32_t t, std::int32_t word) const;
  [[nodiscard]] Candidate market_candidate(Label label, const BitRows& traders, Arc arc);
  [[nodiscard]] Candidate source_candidate(Label label);
  [[nodiscard]] Candidate reverse_candidate(const Step& step);
  Total move_along_path();
  [[nodiscard]] Total capacity(std::size_t step) const;
  void change_flow(std::size_t step, Count amount);

  const Network* network_;
  Residual<Lanes>* residual_ = nullptr;
  Search<Lanes>* search_ = nullptr;
  std::vector<std::uint32_t> current_;  ///< per node, where its scan of arcs stands
  std::vector<Node> scanned_;           ///< every node that was on the path in this round
  std::vector<Step> path_;              ///< from the deficit towards excess
  typename Lanes::Scan scan_;
  std::size_t raised_ = 0;
  std::uint32_t market_place_ = 0;  ///< of a scan: after the capped arcs
};

}  // namespace surgeflow::flow

// SPDX-License-Identifier: Apache-2.0
// The blocks that a rank solves on one partition: their instances, and how long each took.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include "lagrangian/dealing.hpp"
#include "surgeflow/core/stop.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// Seconds that the blocks of one step took, each on one core.
struct BlockSeconds {
  double sum = 0.0;
  double slowest = 0.0;

  /// Of more blocks.
  void join(const BlockSeconds& others) {
    sum += others.sum;
    slowest = std::max(slowest, others.slowest);
  }
};

/// Collective: the same answer on all ranks, a stop where any of them has reason for one.
[[nodiscard]] StopReason agreed(StopReason own, const comm::Communicator& ranks);

/// Collective: the root's deadline, by this rank's clock, and this rank's own interrupt. Ranks come
/// to a deadline as far apart as the message took; `agreed` joins what they find.
[[nodiscard]] StopCondition stop_with_root(const StopCondition& own,
                                           const comm::Communicator& ranks);

class Blocks {
 public:
  /// Collective: gathers lanes, demand and supply of the blocks that this rank solves. `supply` are
  /// devices that become usable at own facilities, less what shipments already decided take.
  Blocks(const Dealing& dealing, const Panel<Count>& supply, const comm::Communicator& ranks);

  [[nodiscard]] const Dealing& dealing() const { return *dealing_; }
  [[nodiscard]] std::size_t size() const { return instances_.size(); }
  [[nodiscard]] const Instance& instance(std::size_t n) const { return *instances_[n]; }
  [[nodiscard]] std::span<const FacilityId> members(std::size_t n) const {
    return dealing_->partition().members(dealing_->own_blocks()[n]);
  }
  [[nodiscard]] Workspace* workspace(std::size_t n) { return workspaces_[n].get(); }

  /// Rows of all facilities, cut to the members of a block.
  template <class T>
  [[nodiscard]] Panel<T> cut(const Panel<T>& of_all, std::size_t n) const;

  /// Collective: solves own blocks one after the other until one is stopped; fails on all ranks
  /// where one fails. All ranks get the same answer, and where it is a stop no result is to be
  /// used.
  [[nodiscard]] StopReason solve_each(const std::function<StopReason(std::size_t)>& solve);
  /// Collective: of all blocks, in the last solve_each.
  [[nodiscard]] BlockSeconds seconds() const;

 private:
  const Dealing* dealing_;
  const comm::Communicator* ranks_;
  std::vector<std::unique_ptr<Instance>> instances_;
  std::vector<std::unique_ptr<Workspace>> workspaces_;
  std::vector<double> seconds_;
};

template <class T>
Panel<T> Blocks::cut(const Panel<T>& of_all, std::size_t n) const {
  Panel<T> rows(instance(n).facilities(), of_all.periods());
  FacilityId place{0};
  for (const FacilityId i : members(n)) {
    std::ranges::copy(of_all.row(i), rows.row(place).begin());
    ++place;
  }
  return rows;
}

}  // namespace surgeflow::lagrangian

// SPDX-License-Identifier: Apache-2.0
// Sends, one device after the other, the one whose move gains most.
//
// A heap holds the best hop from every (i,t). A hop changes two facilities only: what the heap says
// of others stays true, and what it says too high is found when it comes up. Facilities that got
// devices can send more, or at less loss: they are looked up anew once the heap is empty, and so on
// until nothing is sent.
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "lagrangian/limits/shipping_plan.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::lagrangian {

class Filling {
 public:
  /// Looks for hops on up to `threads` threads; finds the same on any number.
  Filling(ShippingPlan& plan, int threads) : plan_(&plan), threads_(threads) {}

  /// Passes over one hop in so many; 0: over none. The numbers drawn are keyed by `round`.
  void pass_over(std::uint32_t one_in, std::uint64_t round);
  /// Hops that leave in these periods, until none is left that gains.
  void run(const std::vector<Period>& periods);

 private:
  struct Candidate {
    Count profit = 0;
    Period depart;
    FacilityId origin;
    FacilityId destination;
    /// The larger profit comes first; among equals the earlier, then the lower ids.
    [[nodiscard]] bool operator<(const Candidate& other) const {
      if (profit != other.profit) return profit < other.profit;
      if (depart != other.depart) return depart > other.depart;
      if (origin != other.origin) return origin > other.origin;
      return destination > other.destination;
    }
  };
  using Heap = std::priority_queue<Candidate>;

  [[nodiscard]] std::optional<Candidate> best_from(FacilityId i, Period t) const;
  [[nodiscard]] Heap collect(const std::vector<FacilityId>& origins,
                             const std::vector<Period>& periods) const;
  [[nodiscard]] std::vector<FacilityId> drain(Heap heap);
  [[nodiscard]] bool passes_over();
  [[nodiscard]] bool send_for_gain(const Move& move);

  ShippingPlan* plan_;
  int threads_;
  std::uint32_t one_in_ = 0;
  RandomKey key_;
  std::uint64_t drawn_ = 0;
};

}  // namespace surgeflow::lagrangian

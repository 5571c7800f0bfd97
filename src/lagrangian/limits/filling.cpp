// SPDX-License-Identifier: Apache-2.0
// A heap of the best hops, looked up anew when they have changed.
#include "lagrangian/limits/filling.hpp"

#include <algorithm>

namespace surgeflow::lagrangian {
namespace {

constexpr std::uint32_t kPassOverStream = 41;

}  // namespace

void Filling::pass_over(std::uint32_t one_in, std::uint64_t round) {
  one_in_ = one_in;
  key_ = {.seed = round, .stream = kPassOverStream};
  drawn_ = 0;
}

bool Filling::passes_over() { return one_in_ > 0 && random_below(key_, drawn_++, one_in_) == 0; }

void Filling::run(const std::vector<Period>& periods) {
  std::vector<FacilityId> origins;
  for (FacilityId i{0}; i.value() < plan_->instance().facilities(); ++i) origins.push_back(i);
  while (!origins.empty()) origins = drain(collect(origins, periods));
}

/// Sends until no hop of the heap gains; whoever got devices, in ascending order.
std::vector<FacilityId> Filling::drain(Heap heap) {
  std::vector<bool> received(static_cast<std::size_t>(plan_->instance().facilities()), false);
  while (!heap.empty()) {
    const Candidate candidate = heap.top();
    heap.pop();
    const Hop hop = plan_->hop(candidate.origin, candidate.destination, candidate.depart);
    const bool stands = plan_->profit(hop) >= candidate.profit && plan_->may_send(hop);
    if (stands && passes_over()) continue;
    if (stands) {
      plan_->send(hop);
      received[static_cast<std::size_t>(hop.destination.value())] = true;
    }
    if (const auto next = best_from(candidate.origin, candidate.depart)) heap.push(*next);
  }
  std::vector<FacilityId> receivers;
  for (FacilityId i{0}; i.value() < plan_->instance().facilities(); ++i) {
    if (received[static_cast<std::size_t>(i.value())]) receivers.push_back(i);
  }
  return receivers;
}

Filling::Heap Filling::collect(const std::vector<FacilityId>& origins,
                               const std::vector<Period>& periods) const {
  std::vector<std::vector<Candidate>> of_origin(origins.size());
#pragma omp parallel for schedule(dynamic, 16) num_threads(threads_)
  for (std::size_t n = 0; n < origins.size(); ++n) {
    for (const Period t : periods) {
      if (const auto best = best_from(origins[n], t)) of_origin[n].push_back(*best);
    }
  }
  std::vector<Candidate> all;
  for (const auto& some : of_origin) all.insert(all.end(), some.begin(), some.end());
  return Heap(std::less<Candidate>(), std::move(all));
}

std::optional<Filling::Candidate> Filling::best_from(FacilityId i, Period t) const {
  const Instance& instance = plan_->instance();
  if (!plan_->may_leave(i, t)) return std::nullopt;
  const Count loss = plan_->loss(i, t);
  const std::span<const std::uint8_t> transit = instance.lanes().row(i);
  Candidate best{.profit = 0, .depart = t, .origin = i, .destination = i};
  for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
    const std::int32_t periods = transit[static_cast<std::size_t>(j.value())];
    const std::int32_t arrive = t.value() + periods;
    if (periods == 0 || arrive >= instance.periods()) continue;
    const Count profit = plan_->gain(j, Period(arrive)) - loss;
    if (profit > best.profit) {
      best.profit = profit;
      best.destination = j;
    }
  }
  if (best.profit == 0 || !plan_->may_send(plan_->hop(i, best.destination, t))) return std::nullopt;
  return best;
}

}  // namespace surgeflow::lagrangian

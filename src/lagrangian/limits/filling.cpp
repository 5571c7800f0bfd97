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
  Heap heap;
  collect(periods, heap);
  while (!heap.empty()) {
    const Candidate candidate = heap.top();
    heap.pop();
    const Hop hop = plan_->hop(candidate.origin, candidate.destination, candidate.depart);
    if (plan_->profit(hop) < candidate.profit || !plan_->may_send(hop)) {
      if (const auto next = best_from(candidate.origin, candidate.depart)) heap.push(*next);
      continue;
    }
    if (passes_over()) continue;
    plan_->send(hop);
    if (const auto next = best_from(candidate.origin, candidate.depart)) heap.push(*next);
    for (const Period t : periods) {
      if (t < hop.arrive) continue;
      if (const auto onward = best_from(hop.destination, t)) heap.push(*onward);
    }
  }
}

void Filling::collect(const std::vector<Period>& periods, Heap& heap) const {
  const std::int32_t n = plan_->instance().facilities();
  std::vector<std::vector<Candidate>> of_origin(static_cast<std::size_t>(n));
#pragma omp parallel for schedule(dynamic, 16) num_threads(threads_)
  for (std::int32_t i = 0; i < n; ++i) {
    for (const Period t : periods) {
      if (const auto best = best_from(FacilityId(i), t)) {
        of_origin[static_cast<std::size_t>(i)].push_back(*best);
      }
    }
  }
  std::vector<Candidate> all;
  for (const auto& some : of_origin) all.insert(all.end(), some.begin(), some.end());
  heap = Heap(std::less<Candidate>(), std::move(all));
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

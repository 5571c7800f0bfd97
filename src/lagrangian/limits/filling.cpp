// SPDX-License-Identifier: Apache-2.0
// A heap of the best hops, looked up anew when they have changed.
#include "lagrangian/limits/filling.hpp"

#include <algorithm>

namespace surgeflow::lagrangian {
namespace {

constexpr std::uint32_t kPassOverStream = 41;
/// Fewer lanes to look at are no work for several threads.
constexpr std::size_t kManyLanes = 200'000;

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
    const auto& [profit, depart, origin, destination] = candidate;
    const ShippingPlan::Departure from = plan_->departure(origin, depart);
    const std::optional<Move> move = plan_->move(from, destination);
    if (move && plan_->profit(from, destination) >= profit) {
      if (passes_over() || !send_for_gain(*move)) continue;
      received[static_cast<std::size_t>(destination.value())] = true;
    }
    if (const auto next = best_from(candidate.origin, candidate.depart)) heap.push(*next);
  }
  std::vector<FacilityId> receivers;
  for (FacilityId i{0}; i.value() < plan_->instance().facilities(); ++i) {
    if (received[static_cast<std::size_t>(i.value())]) receivers.push_back(i);
  }
  return receivers;
}

/// A loan may turn out to add nothing, and any move to be forbidden.
bool Filling::send_for_gain(const Move& move) {
  const Total before = plan_->value();
  if (!plan_->send(move)) return false;
  if (plan_->value() > before) return true;
  const bool undone = plan_->take_back(move);
  return !undone;
}

Filling::Heap Filling::collect(const std::vector<FacilityId>& origins,
                               const std::vector<Period>& periods) const {
  plan_->measure_most_gains();
  std::vector<std::vector<Candidate>> of_origin(origins.size());
  const std::size_t lanes =
      origins.size() * periods.size() * static_cast<std::size_t>(plan_->instance().facilities());
#pragma omp parallel for schedule(dynamic, 16) num_threads(threads_) if (lanes >= kManyLanes)
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
  const ShippingPlan::Departure from = plan_->departure(i, t);
  const std::optional<ShippingPlan::Destination> best = plan_->best_destination(from);
  if (!best) return std::nullopt;
  return Candidate{.profit = best->profit, .depart = t, .origin = i, .destination = best->facility};
}

}  // namespace surgeflow::lagrangian

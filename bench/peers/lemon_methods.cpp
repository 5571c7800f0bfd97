// SPDX-License-Identifier: Apache-2.0
// Fills LEMON's flow problem with the explicit network.
#include <fmt/format.h>

#include <optional>

#include "explicit_network.hpp"
#include "lemon_flow.hpp"
#include "method_makers.hpp"

namespace surgeflow::bench {
namespace {

class LemonMethod final : public Method {
 public:
  explicit LemonMethod(LemonAlgorithm algorithm) : algorithm_(algorithm) {}

  void build(const Instance& instance) override {
    network_.emplace(instance);
    flow_ = make_lemon_flow(algorithm_, network_->nodes(), network_->arcs());
    for (std::int32_t node = 0; node < network_->nodes(); ++node) {
      flow_->add_node(network_->supply(node));
    }
    network_->for_each_arc([&](std::int32_t, const ExplicitArc& arc) {
      flow_->add_arc(arc.from, arc.to, arc.capacity, arc.cost);
    });
    flow_->load();
  }

  void solve() override { flow_->run(); }

  [[nodiscard]] PlanValue answer() const override {
    return network_->value_of([&](std::int32_t number) { return Total{flow_->flow(number)}; });
  }

 private:
  LemonAlgorithm algorithm_;
  std::optional<ExplicitNetwork> network_;
  std::unique_ptr<LemonFlow> flow_;
};

}  // namespace

std::string lemon_version() { return fmt::format("LEMON {}", lemon_release()); }

std::unique_ptr<Method> make_lemon_network_simplex() {
  return std::make_unique<LemonMethod>(LemonAlgorithm::network_simplex);
}

std::unique_ptr<Method> make_lemon_tuned_network_simplex() {
  return std::make_unique<LemonMethod>(LemonAlgorithm::tuned_network_simplex);
}

std::unique_ptr<Method> make_lemon_cost_scaling() {
  return std::make_unique<LemonMethod>(LemonAlgorithm::cost_scaling);
}

}  // namespace surgeflow::bench

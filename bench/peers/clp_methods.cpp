// SPDX-License-Identifier: Apache-2.0
// COIN-OR CLP on the explicit network as a linear program: an arc is a column, a node a row.
//
// Tried on 34 and 64 counties, from fast to slow: dual simplex on CLP's own network matrix; sprint
// (the primal simplex on ever better subsets of the columns) after presolve; primal simplex on the
// network matrix; dual simplex after presolve; primal simplex and barrier with crossover after
// presolve. The first two are kept: one wins on each.
#include <ClpConfig.h>
#include <fmt/format.h>

#include <ClpNetworkMatrix.hpp>
#include <ClpSimplex.hpp>
#include <ClpSolve.hpp>
#include <optional>
#include <vector>

#include "linear_program.hpp"
#include "method_makers.hpp"

namespace surgeflow::bench {
namespace {

/// Columns and rows as CLP takes them: flow enters at the head, with sign -1.
struct Columns {
  explicit Columns(const ExplicitNetwork& network) {
    const auto arcs = static_cast<std::size_t>(network.arcs());
    heads.reserve(arcs);
    tails.reserve(arcs);
    upper.reserve(arcs);
    cost.reserve(arcs);
    network.for_each_arc([&](std::int32_t, const ExplicitArc& arc) {
      heads.push_back(arc.to);
      tails.push_back(arc.from);
      upper.push_back(arc.kind == ArcKind::treat ? arc.capacity : COIN_DBL_MAX);
      cost.push_back(static_cast<double>(arc.cost));
    });
    for (std::int32_t node = 0; node < network.nodes(); ++node) {
      balance.push_back(network.supply(node));
    }
  }

  [[nodiscard]] ClpNetworkMatrix matrix() const {
    return {static_cast<int>(heads.size()), heads.data(), tails.data()};
  }

  /// `matrix` is CLP's network matrix or its general one.
  template <class Matrix>
  void load(ClpSimplex& model, const Matrix& matrix) const {
    model.loadProblem(matrix, nullptr, upper.data(), cost.data(), balance.data(), balance.data());
  }

  std::vector<int> heads;
  std::vector<int> tails;
  std::vector<double> upper;
  std::vector<double> cost;
  std::vector<double> balance;
};

class Clp : public Method {
 public:
  void build(const Instance& instance) override {
    network_.emplace(instance);
    model_.setLogLevel(0);
    load(model_, Columns(*network_));
  }

  void solve() override {
    optimise(model_);
    if (!model_.isProvenOptimal()) {
      throw std::runtime_error(fmt::format("CLP ended with status {}", model_.status()));
    }
  }

  [[nodiscard]] PlanValue answer() const override {
    const double* flow = model_.primalColumnSolution();
    return integral_value(*network_, model_.objectiveValue(),
                          [&](std::int32_t number) { return flow[number]; });
  }

 private:
  virtual void load(ClpSimplex& model, const Columns& columns) const = 0;
  virtual void optimise(ClpSimplex& model) const = 0;

  std::optional<ExplicitNetwork> network_;
  ClpSimplex model_;
};

class NetworkDual final : public Clp {
  void load(ClpSimplex& model, const Columns& columns) const override {
    columns.load(model, columns.matrix());
  }
  void optimise(ClpSimplex& model) const override { model.dual(); }
};

class Sprint final : public Clp {
  void load(ClpSimplex& model, const Columns& columns) const override {
    columns.load(model, *columns.matrix().getPackedMatrix());
  }
  void optimise(ClpSimplex& model) const override {
    ClpSolve settings;
    settings.setPresolveType(ClpSolve::presolveOn);
    settings.setSolveType(ClpSolve::usePrimalorSprint);
    model.initialSolve(settings);
  }
};

}  // namespace

std::string clp_version() { return fmt::format("COIN-OR CLP {}", CLP_VERSION); }

std::unique_ptr<Method> make_clp_network_dual() { return std::make_unique<NetworkDual>(); }

std::unique_ptr<Method> make_clp_sprint() { return std::make_unique<Sprint>(); }

}  // namespace surgeflow::bench

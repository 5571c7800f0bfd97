// SPDX-License-Identifier: Apache-2.0
// GLPK's simplex on the linear program, and its out-of-kilter method on its own graph.
//
// The dual simplex is faster here than the primal. GLPK's RELAX-IV would be the stronger peer, but
// in Debian's GLPK 5.0 it ends the program ("temporarily disabled due to licensing problems").
#include <fmt/format.h>
#include <glpk.h>

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "linear_program.hpp"
#include "method_makers.hpp"

namespace surgeflow::bench {
namespace {

class DualSimplex final : public Method {
 public:
  DualSimplex() : program_(glp_create_prob()) { glp_term_out(GLP_OFF); }

  void build(const Instance& instance) override {
    network_.emplace(instance);
    glp_set_obj_dir(program_.get(), GLP_MIN);
    glp_add_rows(program_.get(), network_->nodes());
    for (std::int32_t node = 0; node < network_->nodes(); ++node) {
      glp_set_row_bnds(program_.get(), node + 1, GLP_FX, network_->supply(node), 0.0);
    }
    glp_add_cols(program_.get(), network_->arcs());
    network_->for_each_arc([&](std::int32_t number, const ExplicitArc& arc) {
      const int rows[] = {0, arc.from + 1, arc.to + 1};  // GLPK reads from index 1
      const double signs[] = {0.0, 1.0, -1.0};
      const int bounds = arc.kind == ArcKind::treat ? GLP_DB : GLP_LO;
      glp_set_mat_col(program_.get(), number + 1, 2, rows, signs);
      glp_set_obj_coef(program_.get(), number + 1, static_cast<double>(arc.cost));
      glp_set_col_bnds(program_.get(), number + 1, bounds, 0.0, arc.capacity);
    });
  }

  void solve() override {
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    settings.meth = GLP_DUALP;
    settings.presolve = GLP_ON;
    const int code = glp_simplex(program_.get(), &settings);
    const int status = glp_get_status(program_.get());
    if (code != 0 || status != GLP_OPT) {
      throw std::runtime_error(fmt::format("glp_simplex gave {}, status {}", code, status));
    }
  }

  [[nodiscard]] PlanValue answer() const override {
    return integral_value(*network_, glp_get_obj_val(program_.get()), [&](std::int32_t number) {
      return glp_get_col_prim(program_.get(), number + 1);
    });
  }

 private:
  struct Release {
    void operator()(glp_prob* program) const { glp_delete_prob(program); }
  };

  std::optional<ExplicitNetwork> network_;
  std::unique_ptr<glp_prob, Release> program_;
};

/// What GLPK keeps at a node and at an arc; it is told the offsets.
struct NodeData {
  double supply;
};
struct ArcData {
  double capacity;
  double cost;
  double flow;
};

class OutOfKilter final : public Method {
 public:
  OutOfKilter() : graph_(glp_create_graph(sizeof(NodeData), sizeof(ArcData))) {
    glp_term_out(GLP_OFF);
  }

  void build(const Instance& instance) override {
    network_.emplace(instance);
    require_int_potentials();
    glp_add_vertices(graph_.get(), network_->nodes());
    for (std::int32_t node = 0; node < network_->nodes(); ++node) {
      auto* const data = static_cast<NodeData*>(graph_->v[node + 1]->data);
      data->supply = network_->supply(node);
    }
    arcs_.reserve(static_cast<std::size_t>(network_->arcs()));
    network_->for_each_arc([&](std::int32_t, const ExplicitArc& arc) {
      const glp_arc* const added = glp_add_arc(graph_.get(), arc.from + 1, arc.to + 1);
      arcs_.push_back(static_cast<ArcData*>(added->data));
      *arcs_.back() = {static_cast<double>(arc.capacity), static_cast<double>(arc.cost), 0.0};
    });
  }

  void solve() override {
    double cost = 0.0;
    const int code = glp_mincost_okalg(graph_.get(), offsetof(NodeData, supply), kNoLowerBounds,
                                       offsetof(ArcData, capacity), offsetof(ArcData, cost), &cost,
                                       offsetof(ArcData, flow), kNoPotentials);
    if (code != 0) throw std::runtime_error(fmt::format("glp_mincost_okalg gave {}", code));
  }

  [[nodiscard]] PlanValue answer() const override {
    return network_->value_of([&](std::int32_t number) {
      return integral_flow(arcs_[static_cast<std::size_t>(number)]->flow);
    });
  }

 private:
  static constexpr int kNoLowerBounds = -1;
  static constexpr int kNoPotentials = -1;

  /// Potentials are ints in this method: at most a patient for each turnaround of the horizon.
  void require_int_potentials() const {
    const std::int64_t most = network_->patient_weight() * network_->instance().periods();
    if (most <= std::numeric_limits<int>::max()) return;
    throw NotApplicable(fmt::format(
        "costs and potentials are 32-bit; a patient weighs {} here, and potentials may reach {}",
        network_->patient_weight(), most));
  }

  struct Release {
    void operator()(glp_graph* graph) const { glp_delete_graph(graph); }
  };

  std::optional<ExplicitNetwork> network_;
  std::unique_ptr<glp_graph, Release> graph_;
  std::vector<ArcData*> arcs_;
};

}  // namespace

std::string glpk_version() { return fmt::format("GLPK {}", glp_version()); }

std::unique_ptr<Method> make_glpk_dual_simplex() { return std::make_unique<DualSimplex>(); }

std::unique_ptr<Method> make_glpk_out_of_kilter() { return std::make_unique<OutOfKilter>(); }

}  // namespace surgeflow::bench

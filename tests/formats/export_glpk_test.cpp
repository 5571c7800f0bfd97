// SPDX-License-Identifier: Apache-2.0
// GLPK reads the MPS and DIMACS files and finds the same optimum.
#include <glpk.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "archive/small_plan.hpp"
#include "support/lemon_oracle.hpp"
#include "support/random_instance.hpp"
#include "support/six_nodes.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

class Problem {
 public:
  explicit Problem(const Instance& instance) {
    const testing::TemporaryFolder folder;
    std::ofstream out(folder / "case.mps");
    write_mps(out, instance);
    out.close();
    glp_term_out(GLP_OFF);
    if (glp_read_mps(problem_.get(), GLP_MPS_FILE, nullptr, (folder / "case.mps").c_str()) != 0) {
      throw std::runtime_error("GLPK does not read the file");
    }
  }

  [[nodiscard]] glp_prob* get() const { return problem_.get(); }

  [[nodiscard]] std::int64_t least_cost() const {
    glp_iocp control;
    glp_init_iocp(&control);
    control.presolve = GLP_ON;
    if (glp_intopt(problem_.get(), &control) != 0 || glp_mip_status(problem_.get()) != GLP_OPT) {
      throw std::runtime_error("GLPK found no optimum");
    }
    return std::llround(glp_mip_obj_val(problem_.get()));
  }

 private:
  struct Delete {
    void operator()(glp_prob* problem) const { glp_delete_prob(problem); }
  };
  std::unique_ptr<glp_prob, Delete> problem_{glp_create_prob()};
};

TEST(GlpkReadsMps, AsAMinimisationInBoundedIntegers) {
  const Problem problem(Instance(test::six_nodes()));
  EXPECT_EQ(glp_get_obj_dir(problem.get()), GLP_MIN);
  EXPECT_EQ(glp_get_num_rows(problem.get()), 6);
  EXPECT_EQ(glp_get_num_cols(problem.get()), 13);
  EXPECT_EQ(glp_get_num_int(problem.get()), 13);
  glp_create_index(problem.get());
  const int hold = glp_find_col(problem.get(), "I0_0");
  EXPECT_EQ(glp_get_col_lb(problem.get(), hold), 0.0);
  EXPECT_EQ(glp_get_col_ub(problem.get(), hold), 2.0);
  EXPECT_EQ(glp_get_obj_coef(problem.get(), glp_find_col(problem.get(), "y1_1")), -7.0);
  EXPECT_EQ(glp_get_obj_coef(problem.get(), glp_find_col(problem.get(), "x0_1_0")), 1.0);
}

TEST(GlpkReadsMps, AndFindsTheOptimumFoundByHand) {
  EXPECT_EQ(Problem(Instance(test::six_nodes())).least_cost(), 1 - 7 * 3);
  EXPECT_EQ(Problem(testing::small_plan().instance).least_cost(), 2 - 17 * 4);
}

TEST(GlpkReadsMps, AndFindsTheOptimumOfTheModel) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Instance instance = test::random_instance(test::varied_options(seed, 6, 12));
    const PlanValue best = test::lemon_optimum(instance);
    EXPECT_EQ(Problem(instance).least_cost(),
              best.movement - (instance.movement_limit() + 1) * best.treated)
        << "seed " << seed;
  }
}

TEST(GlpkReadsDimacs, WithEveryNodeAndArc) {
  const testing::TemporaryFolder folder;
  std::ofstream out(folder / "case.min");
  write_dimacs(out, Instance(test::six_nodes()));
  out.close();
  glp_term_out(GLP_OFF);
  glp_graph* graph = glp_create_graph(sizeof(double), 4 * sizeof(double));
  constexpr int kSize = sizeof(double);
  EXPECT_EQ(glp_read_mincost(graph, 0, 0, kSize, 2 * kSize, (folder / "case.min").c_str()), 0);
  EXPECT_EQ(graph->nv, 7);
  EXPECT_EQ(graph->na, 13);
  glp_delete_graph(graph);
}

}  // namespace
}  // namespace surgeflow::formats

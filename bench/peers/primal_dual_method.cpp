// SPDX-License-Identifier: Apache-2.0
// Our solver, called as any caller calls it.
#include "method_makers.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::bench {
namespace {

class PrimalDual final : public Method {
 public:
  void build(const Instance& instance) override { instance_ = &instance; }

  void solve() override { result_ = make_solver("primal_dual")->solve(*instance_, {}); }

  [[nodiscard]] PlanValue answer() const override { return result_.value; }

  [[nodiscard]] std::optional<CertificateReport> certificate() const override {
    return check_certificate(*instance_, result_.plan, result_.potentials);
  }

 private:
  const Instance* instance_ = nullptr;
  SolveResult result_;
};

}  // namespace

std::unique_ptr<Method> make_primal_dual() { return std::make_unique<PrimalDual>(); }

}  // namespace surgeflow::bench

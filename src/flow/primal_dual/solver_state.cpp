// SPDX-License-Identifier: Apache-2.0
// Decides whether kept state fits an instance.
#include "flow/primal_dual/solver_state.hpp"

namespace surgeflow::flow {
namespace {

/// State, and the lanes that it was made for.
struct KeptState final : Workspace::Contents {
  KeptState(const Instance& instance, int threads)
      : lanes(instance.lanes()), state(instance, threads) {}
  [[nodiscard]] bool fits(const Instance& instance) const {
    return state.network.has_shape_of(instance) && lanes == instance.lanes();
  }
  LaneTable lanes;
  SolverState state;
};

}  // namespace

StateLoan::StateLoan(const Instance& instance, const SolveControl& control) {
  Workspace* const workspace = control.workspace;
  if (workspace == nullptr) {
    own_ = std::make_unique<SolverState>(instance, control.threads);
    state_ = own_.get();
    return;
  }
  auto* kept = dynamic_cast<KeptState*>(workspace->contents.get());
  if (kept != nullptr && kept->fits(instance)) {
    kept->state.network.adopt(instance, control.threads);
  } else {
    workspace->contents.reset();
    auto made = std::make_unique<KeptState>(instance, control.threads);
    kept = made.get();
    workspace->contents = std::move(made);
  }
  state_ = &kept->state;
}

}  // namespace surgeflow::flow

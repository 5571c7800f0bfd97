// SPDX-License-Identifier: Apache-2.0
// How each method is made, and what its library calls itself.
#pragma once

#include <memory>
#include <string>

#include "method.hpp"

namespace surgeflow::bench {

[[nodiscard]] std::unique_ptr<Method> make_primal_dual();

[[nodiscard]] std::string lemon_version();
[[nodiscard]] std::unique_ptr<Method> make_lemon_network_simplex();
[[nodiscard]] std::unique_ptr<Method> make_lemon_tuned_network_simplex();
[[nodiscard]] std::unique_ptr<Method> make_lemon_cost_scaling();

[[nodiscard]] std::string clp_version();
[[nodiscard]] std::unique_ptr<Method> make_clp_network_dual();
[[nodiscard]] std::unique_ptr<Method> make_clp_sprint();

[[nodiscard]] std::string glpk_version();
[[nodiscard]] std::unique_ptr<Method> make_glpk_dual_simplex();
[[nodiscard]] std::unique_ptr<Method> make_glpk_out_of_kilter();

[[nodiscard]] std::string boost_version();
[[nodiscard]] std::unique_ptr<Method> make_boost_shortest_paths();
[[nodiscard]] std::unique_ptr<Method> make_boost_cycle_canceling();

}  // namespace surgeflow::bench

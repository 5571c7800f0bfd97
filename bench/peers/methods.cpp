// SPDX-License-Identifier: Apache-2.0
// The list of methods.
#include <fmt/format.h>

#include <algorithm>

#include "method_makers.hpp"

namespace surgeflow::bench {
namespace {

std::vector<MethodEntry> list_methods() {
  return {
      {kOurs, "surgeflow", "primal-dual, bit-parallel, lanes never stored as arcs",
       make_primal_dual},
      {"lemon-network-simplex", lemon_version(),
       "network simplex as it comes: block search pivots, arcs in mixed order",
       make_lemon_network_simplex},
      {"lemon-network-simplex-tuned", lemon_version(),
       "network simplex: candidate list pivots, arcs in the order of their nodes",
       make_lemon_tuned_network_simplex},
      {"lemon-cost-scaling", lemon_version(),
       "cost scaling as it comes: partial augment, factor 16", make_lemon_cost_scaling},
      {"clp-network-dual", clp_version(), "linear program, dual simplex on its network matrix",
       make_clp_network_dual},
      {"clp-sprint", clp_version(), "linear program, presolve, primal simplex with sprint",
       make_clp_sprint},
      {"glpk-dual-simplex", glpk_version(), "linear program, presolve, dual simplex",
       make_glpk_dual_simplex},
      {"glpk-out-of-kilter", glpk_version(), "out-of-kilter", make_glpk_out_of_kilter},
      {"boost-shortest-paths", boost_version(),
       "successive shortest paths with costs made non-negative by potentials",
       make_boost_shortest_paths},
      {"boost-cycle-canceling", boost_version(),
       "cycle canceling from a maximum flow by push-relabel", make_boost_cycle_canceling},
  };
}

}  // namespace

const std::vector<MethodEntry>& methods() {
  static const std::vector<MethodEntry> list = list_methods();
  return list;
}

const MethodEntry& method(std::string_view name) {
  const auto found = std::ranges::find(methods(), name, &MethodEntry::name);
  if (found != methods().end()) return *found;
  std::string known;
  for (const MethodEntry& entry : methods()) {
    known += fmt::format("{}{}", known.empty() ? "" : ", ", entry.name);
  }
  throw std::invalid_argument(fmt::format("unknown method '{}'; known: {}", name, known));
}

}  // namespace surgeflow::bench

// SPDX-License-Identifier: Apache-2.0
// What the environment says, and what it is to say to MPI_Init.
#include "comm/quick_start.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace surgeflow::comm {
namespace {

/// Set for every rank by mpirun of Open MPI, by launchers with PMIx or PMI (srun, mpiexec of
/// MPICH).
constexpr std::array kSetByLaunchers = {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMIX_NAMESPACE",
                                        "PMI_RANK", "PMI_FD"};

constexpr std::array kAlone = {
    std::pair{"HWLOC_SYNTHETIC", "pu:1"},                 // nobody is to be placed on cores
    std::pair{"OMPI_MCA_ess_singleton_isolated", "1"},    // no daemon
    std::pair{"OMPI_MCA_orte_create_session_dirs", "0"},  // theirs would all have one name
    std::pair{"OMPI_MCA_pml", "ob1"},                     // messages to itself,
    std::pair{"OMPI_MCA_btl", "self"}};                   // by no network

}  // namespace

bool is_launched() {
  return std::ranges::any_of(kSetByLaunchers,
                             [](const char* name) { return std::getenv(name) != nullptr; });
}

QuickStart::QuickStart() {
  if (is_launched()) return;
  for (const auto& [name, value] : kAlone) {
    if (std::getenv(name) != nullptr) continue;
    setenv(name, value, 0);
    set_.emplace_back(name);
  }
}

QuickStart::~QuickStart() {
  for (const std::string& name : set_) unsetenv(name.c_str());
}

}  // namespace surgeflow::comm

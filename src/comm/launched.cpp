// SPDX-License-Identifier: Apache-2.0
// Looks for what launchers tell the processes that they start.
#include "comm/launched.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace surgeflow::comm {
namespace {

constexpr std::array kOfOpenMpi = {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMIX_NAMESPACE"};
/// Of MPICH and its kin, and of srun with PMI.
constexpr std::array kOfMpich = {"PMI_RANK", "PMI_FD", "MV2_COMM_WORLD_RANK"};
/// Of large machines: jsrun, mpiexec and aprun of Cray, flux.
constexpr std::array kOfMachines = {"JSM_NAMESPACE_RANK", "PALS_RANKID", "ALPS_APP_PE",
                                    "FLUX_TASK_RANK"};

template <std::size_t size>
bool any_is_set(const std::array<const char*, size>& names) {
  return std::ranges::any_of(names, [](const char* name) { return std::getenv(name) != nullptr; });
}

}  // namespace

bool is_launched() {
  return any_is_set(kOfOpenMpi) || any_is_set(kOfMpich) || any_is_set(kOfMachines);
}

}  // namespace surgeflow::comm

// SPDX-License-Identifier: Apache-2.0
// What all ranks do together for a sweep: plan its scenarios, or forecast their demand.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/sweep_cases.hpp"
#include "comm/communicator.hpp"
#include "comm/deal.hpp"
#include "surgeflow/epidemic/ensemble.hpp"
#include "sweep/blocks.hpp"
#include "sweep/merge.hpp"
#include "sweep/part_folder.hpp"

namespace surgeflow::app {

/// A sweep as the root tells the others, who need not see its files.
struct SweepOrder {
  std::string sweep_path;
  std::string output_path;
  std::string plan_folder;  ///< empty: no plan files
  std::vector<std::string> arguments;
  std::vector<sweep::Block> blocks;  ///< to be planned
  int threads = 1;                   ///< of each rank
  std::map<std::string, std::string> files;
};

[[nodiscard]] std::string packed(const SweepOrder& order);
[[nodiscard]] SweepOrder unpacked(std::string_view text);

/// Collective: all blocks of the order, into their parts.
[[nodiscard]] comm::Dealing plan_blocks(const SweepOrder& order, const SweepCases& cases,
                                        const comm::DealControl& control,
                                        const comm::Communicator& ranks);

/// Collective: what all parts of the sweep, which are complete, come to, each rank looking at its
/// share of the facilities. The whole on all ranks.
[[nodiscard]] sweep::MergedSweep merge_parts(const SweepOrder& order, const SweepCases& cases,
                                             int threads, const comm::Communicator& ranks);

/// Collective: the demand of the scenarios that count, each rank looking at its share of the
/// facilities. The result is the root's.
[[nodiscard]] epidemic::EnsembleDemand forecast_ensemble(const SweepCases& cases,
                                                         const epidemic::EnsembleControl& control,
                                                         const comm::Communicator& ranks);

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// A sweep, its base case, and the case of each of its scenarios, as every rank has them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/need.hpp"
#include "app/prepare.hpp"
#include "surgeflow/formats/input_files.hpp"
#include "surgeflow/formats/sweep_file.hpp"
#include "surgeflow/sweep/design.hpp"
#include "sweep/part_folder.hpp"

namespace surgeflow::app {

class SweepCases {
 public:
  /// Reads the sweep and its base case. Throws InputError with every finding.
  SweepCases(const std::filesystem::path& sweep_path, formats::InputFiles& files);
  SweepCases(const SweepCases&) = delete;
  SweepCases& operator=(const SweepCases&) = delete;

  [[nodiscard]] const SweepStatement& statement() const { return sweep_.statement; }
  [[nodiscard]] const LoadedCase& base() const { return base_; }
  [[nodiscard]] const CaseSize& size_of_base() const { return size_; }

  /// Makes the scenarios, once. Throws InputError for too many.
  void design();
  [[nodiscard]] const sweep::Designed& designed() const { return designed_; }
  /// All scenarios, cut into blocks.
  [[nodiscard]] std::vector<sweep::Block> blocks() const;

  /// The case of a scenario. Throws InputError that names the scenario.
  [[nodiscard]] Case make(std::int64_t scenario) const;
  /// The same but for what is drawn.
  [[nodiscard]] Case make_without_draws(std::int64_t scenario) const;
  [[nodiscard]] LoadedCase load_without_draws(std::int64_t scenario) const;
  void apply_draws(Case& planning_case, std::int64_t scenario) const;

  /// Tries every value that a list or a grid states, and reads the files that they name, so that a
  /// misspelt one is found before the first plan and not after the last but one.
  void try_values() const;

  /// Tries every draw of every scenario, likewise.
  void try_draws() const;

  [[nodiscard]] sweep::Identity identity() const;

 private:
  [[nodiscard]] LoadedCase loaded(const std::vector<std::string>& overrides,
                                  const std::string& whose) const;
  [[nodiscard]] const sweep::Scenario& scenario(std::int64_t number) const {
    return designed_.scenarios[static_cast<std::size_t>(number)];
  }

  formats::InputFiles& files_;
  formats::SweepFile sweep_;
  CaseSize size_;
  LoadedCase base_;
  sweep::Designed designed_;
};

}  // namespace surgeflow::app

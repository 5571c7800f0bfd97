// SPDX-License-Identifier: Apache-2.0
// Scenario -> settings -> case -> draws.
#include "app/sweep_cases.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "app/version.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::app {
namespace {

/// Findings of `work` that say whose they are.
template <class Work>
auto with_name(const std::string& whose, Work work) {
  try {
    return work();
  } catch (const InputError& error) {
    std::vector<Diagnostic> findings = error.diagnostics();
    for (Diagnostic& finding : findings) finding.seen = fmt::format("{}: {}", whose, finding.seen);
    throw InputError(std::move(findings));
  }
}

std::string name_of(const sweep::Scenario& scenario, std::int64_t number) {
  return fmt::format("scenario {} ({})", number, scenario.name);
}

}  // namespace

SweepCases::SweepCases(const std::filesystem::path& sweep_path, formats::InputFiles& files)
    : files_(files), sweep_(formats::read_sweep(sweep_path, files)) {
  formats::CaseFile base = formats::read_case(sweep_.statement.case_file, {}, files);
  size_ = size_of(base.statement);
  base_ = check_case_file(std::move(base));
  refuse_consolidation(base_);
  refuse_fairness(base_);
}

void SweepCases::design() { designed_ = sweep::make_scenarios(sweep_.statement); }

std::vector<sweep::Block> SweepCases::blocks() const {
  return sweep::cut_into_blocks(static_cast<std::int64_t>(designed_.scenarios.size()),
                                size_.nodes());
}

LoadedCase SweepCases::loaded(const std::vector<std::string>& overrides,
                              const std::string& whose) const {
  return with_name(whose, [&] {
    LoadedCase loaded =
        check_case_file(formats::read_case(sweep_.statement.case_file, overrides, files_));
    refuse_consolidation(loaded);
    refuse_fairness(loaded);
    return loaded;
  });
}

LoadedCase SweepCases::load_without_draws(std::int64_t number) const {
  return loaded(scenario(number).overrides, name_of(scenario(number), number));
}

Case SweepCases::make_without_draws(std::int64_t number) const {
  if (scenario(number).overrides.empty()) return base_.planning_case;
  return load_without_draws(number).planning_case;
}

void SweepCases::apply_draws(Case& planning_case, std::int64_t number) const {
  with_name(name_of(scenario(number), number), [&] {
    epidemic::apply_draws(planning_case, scenario(number).draws,
                          {.seed = statement().seed, .member = scenario(number).member});
  });
}

Case SweepCases::make(std::int64_t number) const {
  Case planning_case = make_without_draws(number);
  apply_draws(planning_case, number);
  return planning_case;
}

void SweepCases::try_values() const {
  for (const ListedScenario& listed : statement().listed) {
    std::vector<std::string> overrides;
    for (const Setting& setting : listed.settings) {
      overrides.push_back(fmt::format("{}={}", setting.key, setting.value));
    }
    (void)loaded(overrides, fmt::format("scenario '{}'", listed.name));
  }
  for (const Factor& factor : statement().factors) {
    for (const std::string& value : factor.values) {
      (void)loaded({fmt::format("{}={}", factor.key, value)},
                   fmt::format("{} = {}", factor.key, value));
    }
  }
}

void SweepCases::try_draws() const {
  for (std::size_t n = 0; n < designed_.scenarios.size(); ++n) {
    const sweep::Scenario& drawn = designed_.scenarios[n];
    with_name(name_of(drawn, static_cast<std::int64_t>(n)), [&] {
      epidemic::check_draws(base_.planning_case, drawn.draws,
                            {.seed = statement().seed, .member = drawn.member});
    });
  }
}

sweep::Identity SweepCases::identity() const {
  sweep::Identity identity;
  for (const auto& [path, bytes] : files_.contents()) {
    const auto folder = std::filesystem::path(statement().file).parent_path();
    const std::string name = std::filesystem::path(path).lexically_proximate(folder).string();
    identity[fmt::format("input {}", name)] = formats::sha256_hex(bytes);
  }
  identity["program"] = fmt::format("{} {}", build_info().version, build_info().commit);
  return identity;
}

}  // namespace surgeflow::app

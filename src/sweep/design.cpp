// SPDX-License-Identifier: Apache-2.0
// Scenarios of lists, grids and sampled designs, and those of their tornado tables.
#include "surgeflow/sweep/design.hpp"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "surgeflow/core/distribution.hpp"
#include "sweep/factor_values.hpp"
#include "sweep/points.hpp"
#include "sweep/tornado.hpp"

namespace surgeflow::sweep {
namespace {

constexpr double kLowQuantile = 0.1;
constexpr double kHighQuantile = 0.9;

std::int64_t product_of_values(const std::vector<Factor>& factors) {
  std::int64_t product = 1;
  for (const Factor& factor : factors) {
    const auto values = static_cast<std::int64_t>(factor.values.size());
    if (values == 0) return 0;
    if (product > std::numeric_limits<std::int64_t>::max() / values) {
      return std::numeric_limits<std::int64_t>::max();
    }
    product *= values;
  }
  return product;
}

std::int64_t count_design(const SweepStatement& statement) {
  if (statement.design == Design::list) return static_cast<std::int64_t>(statement.listed.size());
  if (statement.design == Design::grid) return product_of_values(statement.factors);
  return count_points(statement.design, statement.scenarios, statement.factors.size());
}

/// Scenarios that only the tornado table needs.
std::int64_t count_others(const SweepStatement& statement) {
  if (is_sampled(statement.design))
    return 1 + 2 * static_cast<std::int64_t>(statement.factors.size());
  std::int64_t count = find_base_case(statement) ? 0 : 1;
  for (const Contrast& contrast : contrasts_of(statement)) {
    if (contrast.low && !find_scenario(statement, contrast.key, *contrast.low)) ++count;
    if (!find_scenario(statement, contrast.key, contrast.high)) ++count;
  }
  return count;
}

Place place_of(const SweepStatement& statement, const std::string& key) {
  const auto found = statement.places.find(key);
  return found == statement.places.end() ? Place{statement.file, 0, key} : found->second;
}

/// "3 x 40 x 5 values", or what else makes a design as large as it is.
std::string size_in_words(const SweepStatement& statement) {
  if (statement.design == Design::saltelli) {
    return fmt::format("{} x ({} factors + 2)", statement.scenarios, statement.factors.size());
  }
  if (statement.design != Design::grid) return {};
  std::string words;
  for (const Factor& factor : statement.factors) {
    words += fmt::format("{}{}", words.empty() ? "" : " x ", factor.values.size());
  }
  return words + " values";
}

void require_possible(const SweepStatement& statement) {
  const std::int64_t count = count_scenarios(statement);
  if (count > kMaxScenarios) {
    const std::string words = size_in_words(statement);
    throw InputError(
        {place_of(statement, is_sampled(statement.design) ? "sweep.scenarios" : "sweep.design"),
         fmt::format("{} scenarios{}", count, words.empty() ? "" : fmt::format(": {}", words)),
         fmt::format("at most {}", kMaxScenarios),
         is_sampled(statement.design)
             ? "draw fewer"
             : "state fewer values, or draw from the ranges with another design"});
  }
  const std::size_t most = most_factors(statement.design);
  if (!is_sampled(statement.design) || statement.factors.size() <= most) return;
  throw InputError({place_of(statement, "sweep.design"),
                    fmt::format("{} factors", statement.factors.size()),
                    fmt::format("at most {} with this design", most),
                    "vary fewer, or use design = \"ensemble\""});
}

std::string number_name(std::size_t index) { return fmt::format("{}", index + 1); }

// ---- designs that draw ------------------------------------------------------------------------

void add_sampled_tornado(const SweepStatement& statement, const SampledScenarios& scenarios,
                         Designed& designed) {
  const auto member = static_cast<std::uint32_t>(designed.of_design);
  std::vector<double> z(statement.factors.size(), 0.0);
  const auto append = [&](std::string name) {
    designed.scenarios.push_back(scenarios.make(std::move(name), member, z));
    return designed.scenarios.size() - 1;
  };
  designed.centre = append("tornado: centre");
  for (std::size_t f = 0; f < z.size(); ++f) {
    TornadoPair pair{f, 0, 0};
    z[f] = standard_normal_quantile(kLowQuantile);
    pair.low = append(fmt::format("tornado: {} low", designed.inputs[f]));
    z[f] = standard_normal_quantile(kHighQuantile);
    pair.high = append(fmt::format("tornado: {} high", designed.inputs[f]));
    z[f] = 0.0;
    designed.tornado.push_back(pair);
  }
}

Designed make_sampled(const SweepStatement& statement) {
  Designed designed;
  for (const Factor& factor : statement.factors) designed.inputs.push_back(input_name(factor));
  const Points points = make_points(statement.design, static_cast<std::size_t>(statement.scenarios),
                                    statement.factors.size(), statement.seed);
  const SampledScenarios scenarios(statement);
  for (std::size_t n = 0; n < points.count; ++n) {
    const std::span<const double> z(points.z.data() + n * points.factors, points.factors);
    designed.scenarios.push_back(scenarios.make(number_name(n), static_cast<std::uint32_t>(n), z));
  }
  designed.of_design = points.count;
  add_sampled_tornado(statement, scenarios, designed);
  return designed;
}

// ---- designs whose values are written down ----------------------------------------------------

/// Settings as a scenario, each under its input.
class StatedScenarios {
 public:
  explicit StatedScenarios(const std::vector<std::string>& inputs) : inputs_(&inputs) {}

  [[nodiscard]] Scenario make(std::string name, std::size_t member,
                              const std::vector<Setting>& settings) const {
    Scenario scenario;
    scenario.name = std::move(name);
    scenario.member = static_cast<std::uint32_t>(member);
    scenario.inputs.resize(inputs_->size());
    for (const Setting& setting : settings) {
      scenario.overrides.push_back(setting.key + "=" + setting.value);
      for (std::size_t n = 0; n < inputs_->size(); ++n) {
        if ((*inputs_)[n] == setting.key) scenario.inputs[n] = setting.value;
      }
    }
    return scenario;
  }

 private:
  const std::vector<std::string>* inputs_;
};

/// The settings of combination `number` of a grid; the last factor changes fastest.
std::vector<Setting> combination(const std::vector<Factor>& factors, std::size_t number) {
  std::vector<Setting> settings(factors.size());
  for (std::size_t f = factors.size(); f-- > 0;) {
    const std::vector<std::string>& values = factors[f].values;
    settings[f] = {factors[f].key, values[number % values.size()]};
    number /= values.size();
  }
  return settings;
}

void add_stated_tornado(const SweepStatement& statement, const StatedScenarios& scenarios,
                        Designed& designed) {
  const std::size_t member = designed.of_design;
  const auto append = [&](std::string name, const std::vector<Setting>& settings) {
    designed.scenarios.push_back(scenarios.make(std::move(name), member, settings));
    return designed.scenarios.size() - 1;
  };
  const auto known_or_new = [&](const std::string& key, const std::string& value,
                                const char* side) {
    if (const auto known = find_scenario(statement, key, value)) return *known;
    return append(fmt::format("tornado: {} {}", key, side), {{key, value}});
  };
  const auto base = find_base_case(statement);
  designed.centre = base ? *base : append("tornado: base case", {});
  const std::vector<Contrast> contrasts = contrasts_of(statement);
  for (std::size_t n = 0; n < contrasts.size(); ++n) {
    const Contrast& contrast = contrasts[n];
    TornadoPair pair{n, designed.centre, 0};
    if (contrast.low) pair.low = known_or_new(contrast.key, *contrast.low, "low");
    pair.high = known_or_new(contrast.key, contrast.high, "high");
    designed.tornado.push_back(pair);
  }
}

Designed make_stated(const SweepStatement& statement) {
  Designed designed;
  designed.inputs = stated_keys(statement);
  const StatedScenarios scenarios(designed.inputs);
  designed.of_design = static_cast<std::size_t>(count_design(statement));
  for (std::size_t n = 0; n < designed.of_design; ++n) {
    if (statement.design == Design::list) {
      const ListedScenario& listed = statement.listed[n];
      designed.scenarios.push_back(scenarios.make(listed.name, n, listed.settings));
    } else {
      designed.scenarios.push_back(
          scenarios.make(number_name(n), n, combination(statement.factors, n)));
    }
  }
  add_stated_tornado(statement, scenarios, designed);
  return designed;
}

}  // namespace

std::int64_t count_scenarios(const SweepStatement& statement) {
  const std::int64_t design = count_design(statement);
  const std::int64_t others = count_others(statement);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  return design > most - others ? most : design + others;
}

Designed make_scenarios(const SweepStatement& statement) {
  require_possible(statement);
  return is_sampled(statement.design) ? make_sampled(statement) : make_stated(statement);
}

}  // namespace surgeflow::sweep

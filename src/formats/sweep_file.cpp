// SPDX-License-Identifier: Apache-2.0
// Reads SWEEP.toml: what the sweep is, its scenarios or factors, and its parameter file.
#include "surgeflow/formats/sweep_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/case_keys.hpp"
#include "formats/key_reader.hpp"
#include "formats/parameter_file.hpp"
#include "formats/sweep_factors.hpp"
#include "formats/toml_document.hpp"
#include "formats/toml_text.hpp"
#include "model/parameter_bounds.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::formats {
namespace {

const KnownSection& sweep_section() {
  static const KnownSection section{
      "sweep",
      {"case", "name", "description", "design", "scenarios", "seed", "quantiles", "plans",
       "keep_plans", "warm_starts", "plan_quantiles", "parameters"}};
  return section;
}

const std::string kSections = "[sweep], [[scenario]], [[vary]]";

std::int64_t line_of(const toml::node& node) {
  return static_cast<std::int64_t>(node.source().begin.line);
}

/// A setting as it stands in the file.
struct PlacedSetting {
  toml::source_position at;
  Setting setting;
};

class SweepReader {
 public:
  SweepReader(const std::filesystem::path& path, InputFiles& files)
      : path_(path),
        file_(path.string()),
        files_(files),
        bytes_(read_bytes()),
        root_(parse_toml(bytes_, file_)),
        keys_(root_, file_, std::set<std::string>{}, findings_) {}

  SweepFile read() {
    result_.sha256 = sha256_hex(bytes_);
    statement_.file = file_;
    refuse_unknown();
    read_sweep();
    read_counts();
    read_wishes();
    read_scenarios();
    read_factor_tables();
    read_parameter_file();
    require_content();
    findings_.throw_if_any();
    result_.statement = std::move(statement_);
    return std::move(result_);
  }

 private:
  const std::string& read_bytes() {
    const InputBytes& input = files_.read(path_);
    if (input.bytes) return *input.bytes;
    throw InputError({{path_.string(), 0, {}},
                      fmt::format("the file can not be read: {}", input.failure),
                      "a readable sweep file",
                      "check the path and its permissions"});
  }

  // ---- shape of the file ----------------------------------------------------------------------

  void refuse_unknown() {
    if (root_.empty()) {
      findings_.add({{file_, 1, {}}, "the file states nothing", kSections, "name its case first"});
    }
    for (const auto& [name, node] : root_) check_section(std::string(name.str()), node);
    for (const std::string& key : sweep_section().keys) {
      statement_.places.emplace("sweep." + key, keys_.place("sweep." + key));
    }
  }

  void check_section(const std::string& name, const toml::node& node) {
    if (name == "sweep") {
      if (const toml::table* table = node.as_table()) {
        check_sweep_keys(*table);
      } else {
        refuse_shape(name, node, "[sweep]");
      }
    } else if (name == "scenario" || name == "vary") {
      if (!is_list_of_tables(node)) refuse_shape(name, node, fmt::format("[[{}]]", name));
    } else {
      const std::string nearest = nearest_name(name, {"sweep", "scenario", "vary"});
      findings_.add({{file_, line_of(node), name},
                     node.is_value() ? "unknown key outside any section" : "unknown section",
                     kSections,
                     remedy_for_unknown(nearest)});
    }
  }

  void check_sweep_keys(const toml::table& table) {
    for (const auto& [name, node] : table) {
      const std::string key(name.str());
      const auto& known = sweep_section().keys;
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      findings_.add(unknown_key({file_, line_of(node), "sweep." + key}, sweep_section(),
                                nearest_name(key, known)));
    }
  }

  static bool is_list_of_tables(const toml::node& node) {
    const toml::array* list = node.as_array();
    return list != nullptr && !list->empty() &&
           std::all_of(list->begin(), list->end(),
                       [](const auto& entry) { return entry.is_table(); });
  }

  void refuse_shape(const std::string& name, const toml::node& node, const std::string& header) {
    findings_.add({{file_, line_of(node), name},
                   node.is_table() ? fmt::format("[{}]", name) : describe(node),
                   header,
                   fmt::format("write {} on a line of its own", header)});
  }

  [[nodiscard]] const toml::array* tables(const std::string& name) const {
    const toml::node* node = root_.get(name);
    return node != nullptr && is_list_of_tables(*node) ? node->as_array() : nullptr;
  }

  // ---- [sweep] --------------------------------------------------------------------------------

  void read_sweep() {
    keys_.require("sweep.case", "the path of CASE.toml");
    if (const auto stated = keys_.text("sweep.case")) {
      statement_.case_file = (path_.parent_path() / *stated).lexically_normal().string();
    }
    statement_.name = keys_.text("sweep.name").value_or(path_.stem().string());
    statement_.description = keys_.text("sweep.description").value_or("");
    std::vector<Choice<Design>> choices;
    for (std::size_t n = 0; n < design_words().size(); ++n) {
      choices.push_back({design_words()[n], static_cast<Design>(n)});
    }
    const auto design = keys_.choice<Design>("sweep.design", choices);
    design_known_ = design.has_value() || !keys_.has("sweep.design");
    statement_.design = design.value_or(Design::list);
  }

  [[nodiscard]] std::string word_of_design() const {
    return in_quotes(design_words()[static_cast<std::size_t>(statement_.design)]);
  }

  [[nodiscard]] bool sampled() const { return is_sampled(statement_.design); }

  void read_counts() {
    const auto scenarios = keys_.whole("sweep.scenarios");
    if (design_known_ && sampled()) {
      keys_.require("sweep.scenarios", "how many scenarios to draw");
    } else if (design_known_ && keys_.has("sweep.scenarios")) {
      keys_.refuse("sweep.scenarios",
                   fmt::format("a number of scenarios with design = {}", word_of_design()),
                   "with designs that draw", "remove it: they are counted");
    }
    const std::int64_t least = statement_.design == Design::saltelli ? 2 : 1;
    if (scenarios && design_known_ && sampled() && *scenarios < least) {
      keys_.refuse("sweep.scenarios", fmt::format("{}", *scenarios),
                   fmt::format("{} or more", least), "say how many to draw");
    }
    statement_.scenarios = scenarios.value_or(0);
    const auto seed = keys_.whole("sweep.seed");
    if (seed && *seed < 0) {
      keys_.refuse("sweep.seed", fmt::format("{}", *seed), "a whole number from 0 on",
                   "any such number will do");
    }
    if (seed && *seed >= 0) statement_.seed = static_cast<std::uint64_t>(*seed);
  }

  void read_wishes() {
    read_quantiles("sweep.quantiles", statement_.quantiles);
    read_quantiles("sweep.plan_quantiles", statement_.plan_quantiles);
    for (const double q : statement_.plan_quantiles) {
      if (std::ranges::find(statement_.quantiles, q) != statement_.quantiles.end()) continue;
      keys_.refuse("sweep.plan_quantiles", fmt::format("{}", q), "numbers of sweep.quantiles",
                   "add it to sweep.quantiles");
    }
    statement_.warm_starts = keys_.truth("sweep.warm_starts").value_or(true);
    statement_.plans = keys_.truth("sweep.plans").value_or(true);
    statement_.keep_plans = keys_.truth("sweep.keep_plans").value_or(false);
    if (statement_.keep_plans && !statement_.plans) {
      keys_.refuse("sweep.keep_plans", "true beside plans = false", "plans = true",
                   "remove one of the two");
    }
  }

  void read_quantiles(const std::string& key, std::vector<double>& target) {
    const auto quantiles = keys_.decimals(key);
    if (!quantiles) return;
    for (std::size_t n = 0; n < quantiles->size(); ++n) {
      const double q = (*quantiles)[n];
      const bool rises = n == 0 || q > (*quantiles)[n - 1];
      if (q >= 0.0 && q <= 1.0 && rises) continue;
      keys_.refuse(key, rises ? fmt::format("{}", q) : fmt::format("{} out of order", q),
                   "rising numbers from 0 to 1", "write [0.05, 0.5, 0.95]");
    }
    target = *quantiles;
  }

  // ---- [[scenario]] ---------------------------------------------------------------------------

  void read_scenarios() {
    const toml::array* list = tables("scenario");
    if (list == nullptr) return;
    if (design_known_ && statement_.design != Design::list) {
      findings_.add({{file_, line_of(*list->begin()), "scenario"},
                     fmt::format("[[scenario]] with design = {}", word_of_design()),
                     "with design = \"list\"",
                     "remove them, or write design = \"list\""});
    }
    std::set<std::string> names;
    for (const toml::node& node : *list) {
      ListedScenario scenario = read_scenario(*node.as_table());
      if (scenario.name.empty()) scenario.name = fmt::format("{}", statement_.listed.size() + 1);
      if (!names.insert(scenario.name).second) {
        findings_.add({{file_, line_of(node), "scenario.name"},
                       fmt::format("{} is there already", in_quotes(scenario.name)),
                       "each name once",
                       "give it a name of its own"});
      }
      statement_.listed.push_back(std::move(scenario));
    }
  }

  ListedScenario read_scenario(const toml::table& table) {
    ListedScenario scenario;
    scenario.name =
        KeyReader(table, "scenario", file_, findings_).text("scenario.name").value_or("");
    std::vector<PlacedSetting> settings;
    for (const auto& [name, node] : table) {
      if (name.str() == "name") continue;
      const std::string section(name.str());
      if (const toml::table* keys = node.as_table()) {
        for (const auto& [key, value] : *keys) {
          read_setting(section, std::string(key.str()), value, settings);
        }
      } else {
        refuse_setting(section, nearest_key({}, section), line_of(node));
      }
    }
    // A table is sorted by its keys; a person wrote them in an order of their own.
    std::stable_sort(settings.begin(), settings.end(), [](const auto& a, const auto& b) {
      return a.at.line != b.at.line ? a.at.line < b.at.line : a.at.column < b.at.column;
    });
    for (PlacedSetting& placed : settings) scenario.settings.push_back(std::move(placed.setting));
    return scenario;
  }

  void read_setting(const std::string& section, const std::string& key, const toml::node& value,
                    std::vector<PlacedSetting>& settings) {
    const std::string full = section + "." + key;
    if (!kind_of_key(full)) {
      refuse_setting(full, nearest_key(section, key), line_of(value));
    } else if (suits_key(value, full, {file_, line_of(value), full}, findings_)) {
      settings.push_back({value.source().begin, {full, toml_text(value)}});
    }
  }

  void refuse_setting(const std::string& key, const std::string& nearest, std::int64_t line) {
    findings_.add({{file_, line, key},
                   "unknown key",
                   "name, and keys of the case such as demand.contact_reduction",
                   remedy_for_unknown(nearest)});
  }

  // ---- [[vary]] and the parameter file --------------------------------------------------------

  void read_factor_tables() {
    const toml::array* list = tables("vary");
    if (list == nullptr || !design_known_) return;
    if (statement_.design == Design::list) {
      findings_.add({{file_, line_of(*list->begin()), "vary"},
                     "[[vary]] with design = \"list\"",
                     "with the other designs",
                     "write design = \"grid\", or another, into [sweep]"});
      return;
    }
    factors_ = read_factors(*list, statement_.design, file_, findings_);
  }

  void read_parameter_file() {
    const auto stated = keys_.text("sweep.parameters");
    if (!stated || !design_known_) return;
    if (!sampled()) {
      keys_.refuse("sweep.parameters",
                   fmt::format("distributions with design = {}", word_of_design()),
                   "with designs that draw", "remove it, or choose such a design");
      return;
    }
    const std::string name = (path_.parent_path() / *stated).lexically_normal().string();
    const InputBytes& input = files_.read(name);
    if (!input.bytes) {
      keys_.refuse("sweep.parameters",
                   fmt::format("{} can not be read: {}", in_quotes(name), input.failure),
                   "a readable CSV file",
                   fmt::format("check the path; it is relative to the folder of {}",
                               path_.filename().string()));
      return;
    }
    result_.input_sha256.emplace(*stated, sha256_hex(*input.bytes));
    add_parameters(read_parameters(*input.bytes, name, findings_), name);
  }

  void add_parameters(ParameterFile parameters, const std::string& file) {
    for (const StatedFactor& drawn : parameters.drawn) refuse_twice(drawn.factor.key, file);
    for (const UncertainParameter& constant : parameters.constants) {
      refuse_twice("demand." + constant.name, file);
    }
    factors_.insert(factors_.end(), parameters.drawn.begin(), parameters.drawn.end());
    statement_.constants = std::move(parameters.constants);
    statement_.not_used = std::move(parameters.not_used);
  }

  void refuse_twice(const std::string& key, const std::string& file) {
    for (const StatedFactor& stated : factors_) {
      if (stated.factor.key != key) continue;
      findings_.add({{file_, stated.line, "vary.key"},
                     fmt::format("{} stands in {} as well", in_quotes(key), in_quotes(file)),
                     "each parameter once",
                     "remove the [[vary]], or the line there"});
    }
  }

  /// What the design can not do without, and shares of numbers that have no end.
  void require_content() {
    for (StatedFactor& stated : factors_) statement_.factors.push_back(stated.factor);
    if (!design_known_) return;
    if (statement_.design == Design::list && root_.get("scenario") == nullptr) {
      keys_.refuse("sweep.design", "no scenario", "one [[scenario]] or more",
                   "write [[scenario]] and what is different in it");
    } else if (statement_.design != Design::list && statement_.factors.empty() &&
               root_.get("vary") == nullptr) {
      keys_.refuse("sweep.design", "nothing varies",
                   sampled() ? "one [[vary]] or more, or drawn parameters in a file"
                             : "one [[vary]] or more",
                   "write [[vary]] with a key and what it may be");
    }
    for (const StatedFactor& stated : factors_) refuse_circle(stated);
    refuse_two_ways_of_growth();
  }

  /// Reproduction numbers take the place of the others, which would have no effect.
  void refuse_two_ways_of_growth() {
    if (find_parameter(std::string(kReproductionNumber)) == nullptr) return;
    for (const StatedFactor& stated : factors_) {
      const std::string& name = stated.factor.uncertain.name;
      if (name != kDoublingTime && name != kContactReduction) continue;
      findings_.add({{file_, stated.line, "vary.key"},
                     fmt::format("{} beside demand.{}", stated.factor.key, kReproductionNumber),
                     "reproduction numbers, or a doubling time and a contact reduction",
                     "remove one of the two"});
    }
  }

  void refuse_circle(const StatedFactor& stated) {
    const UncertainParameter* part = &stated.factor.uncertain;
    for (std::size_t steps = 0; part != nullptr && !part->share_of.empty(); ++steps) {
      if (steps > factors_.size()) {
        findings_.add({{file_, stated.line, "vary.share_of"},
                       "a share of itself in the end",
                       "shares of numbers that do not depend on them",
                       "remove one of the share_of"});
        return;
      }
      part = find_parameter(part->share_of);
    }
  }

  [[nodiscard]] const UncertainParameter* find_parameter(const std::string& name) const {
    for (const UncertainParameter& constant : statement_.constants) {
      if (constant.name == name) return &constant;
    }
    for (const StatedFactor& stated : factors_) {
      if (stated.factor.key == "demand." + name) return &stated.factor.uncertain;
    }
    return nullptr;
  }

  std::filesystem::path path_;
  std::string file_;
  InputFiles& files_;
  std::string_view bytes_;
  Diagnostics findings_;
  toml::table root_;
  KeyReader keys_;
  bool design_known_ = true;
  SweepStatement statement_;
  std::vector<StatedFactor> factors_;
  SweepFile result_;
};

}  // namespace

SweepFile read_sweep(const std::filesystem::path& path, InputFiles& files) {
  return SweepReader(path, files).read();
}

}  // namespace surgeflow::formats

// SPDX-License-Identifier: Apache-2.0
// Reads the section [replay] and the table of patients.
#include "surgeflow/formats/replay_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <set>

#include "formats/case_tables.hpp"
#include "formats/key_reader.hpp"
#include "formats/toml_document.hpp"
#include "model/case_checks.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::formats {
namespace {

const KnownSection& replay_section() {
  static const KnownSection section{"replay",
                                    {"case", "name", "truth", "policies", "outlook", "every",
                                     "frozen_periods", "change_cost", "fit_days", "damping"}};
  return section;
}

const std::string& bytes_or_refuse(const std::filesystem::path& path, const char* allowed,
                                   InputFiles& files) {
  const InputBytes& input = files.read(path);
  if (input.bytes) return *input.bytes;
  throw InputError(Diagnostic{{path.string(), 0, {}},
                              fmt::format("the file can not be read: {}", input.failure),
                              allowed,
                              "check the path and its permissions"});
}

class ReplayReader {
 public:
  ReplayReader(const std::filesystem::path& path, const std::vector<std::string>& policies,
               InputFiles& files)
      : path_(path),
        known_policies_(policies),
        root_(parse_toml(bytes_or_refuse(path, "a readable replay file", files), path.string())),
        keys_(root_, path.string(), std::set<std::string>{}, findings_) {
    statement_.input_sha256.emplace(path.filename().string(), sha256_hex(*files.read(path).bytes));
  }

  ReplayStatement read() {
    refuse_unknown();
    statement_.file = path_.string();
    statement_.name = keys_.text("replay.name").value_or(path_.stem().string());
    statement_.case_file = file_named("replay.case", "the path of CASE.toml");
    statement_.truth_file = file_named("replay.truth", "the path of a table of patients");
    read_policies();
    const auto outlook =
        keys_.choice<OutlookModel>("replay.outlook", {{"case", OutlookModel::fixed},
                                                      {"scaled", OutlookModel::scaled},
                                                      {"growth", OutlookModel::growth}});
    statement_.outlook = outlook.value_or(OutlookModel::scaled);
    read_whole("replay.every", 1, kMaxPeriods, statement_.every);
    read_whole("replay.frozen_periods", 0, kMaxPeriods, statement_.frozen_periods);
    read_whole("replay.change_cost", 0, kMaxLaneCost, statement_.change_cost);
    read_whole("replay.fit_days", 7, kMaxPeriods, statement_.fit_days);
    read_damping();
    findings_.throw_if_any();
    return std::move(statement_);
  }

 private:
  void refuse_unknown() {
    for (const auto& [name, node] : root_) {
      const auto* table = node.as_table();
      if (name.str() != "replay" || table == nullptr) {
        findings_.add({{path_.string(), static_cast<std::int64_t>(node.source().begin.line),
                        std::string(name.str())},
                       "unknown section",
                       "[replay]",
                       "states of the case belong to CASE.toml"});
        continue;
      }
      for (const auto& [key, value] : *table) refuse_unknown_key(std::string(key.str()), value);
    }
  }
  void refuse_unknown_key(const std::string& key, const toml::node& node) {
    const auto& known = replay_section().keys;
    if (std::ranges::find(known, key) != known.end()) return;
    const auto line = static_cast<std::int64_t>(node.source().begin.line);
    findings_.add(unknown_key({path_.string(), line, "replay." + key}, replay_section(),
                              nearest_name(key, known)));
  }

  std::string file_named(const std::string& key, const char* what) {
    keys_.require(key, what);
    const auto stated = keys_.text(key);
    return stated ? (path_.parent_path() / *stated).lexically_normal().string() : "";
  }

  void read_policies() {
    const toml::node* node = keys_.find("replay.policies");
    if (node == nullptr) return;
    const toml::array* list = node->as_array();
    if (list == nullptr || list->empty()) {
      keys_.refuse("replay.policies", describe(*node), "a list of names",
                   "write policies = [\"none\", \"plan\", \"foresight\"]");
      return;
    }
    for (const toml::node& entry : *list) {
      const std::string name = entry.value_or(std::string{});
      const bool known = std::ranges::find(known_policies_, name) != known_policies_.end();
      const bool twice = std::ranges::find(statement_.policies, name) != statement_.policies.end();
      if (!known || twice) {
        keys_.refuse("replay.policies", twice ? describe(entry) + " twice" : describe(entry),
                     fmt::format("{}", fmt::join(known_policies_, ", ")),
                     remedy_for_unknown(nearest_name(name, known_policies_)));
      }
      statement_.policies.push_back(name);
    }
  }

  template <class Value>
  void read_whole(const std::string& key, std::int64_t least, std::int64_t most, Value& target) {
    const auto value = keys_.whole(key);
    if (!value) return;
    if (*value < least || *value > most) {
      keys_.refuse(key, fmt::format("{}", *value), fmt::format("{} to {}", least, most));
      return;
    }
    target = static_cast<Value>(*value);
  }

  void read_damping() {
    const auto value = keys_.decimal("replay.damping");
    if (!value) return;
    if (!(*value >= 0.0 && *value < 1.0)) {
      keys_.refuse("replay.damping", fmt::format("{}", *value), "0 or more, below 1",
                   "0.9 lets growth fade in about ten days");
    }
    statement_.damping = *value;
  }

  std::filesystem::path path_;
  const std::vector<std::string>& known_policies_;
  toml::table root_;
  Diagnostics findings_;
  KeyReader keys_;
  ReplayStatement statement_;
};

}  // namespace

ReplayStatement read_replay(const std::filesystem::path& path,
                            const std::vector<std::string>& known_policies, InputFiles& files) {
  return ReplayReader(path, known_policies, files).read();
}

Panel<Count> read_truth(ReplayStatement& statement, const Case& whole, InputFiles& files) {
  const std::string& bytes =
      bytes_or_refuse(statement.truth_file, "a readable table of patients", files);
  statement.input_sha256.emplace(std::filesystem::path(statement.truth_file).filename().string(),
                                 sha256_hex(bytes));
  Diagnostics findings;
  const std::vector<CountRecord> records =
      read_counts(bytes, statement.truth_file, "patients", findings);
  findings.throw_if_any();
  CaseStatement stated;
  stated.facilities.resize(whole.facilities.size());
  for (std::size_t n = 0; n < whole.facilities.size(); ++n) {
    stated.facilities[n].id = whole.facilities[n].id;
  }
  checks::FacilityIndex index(stated.facilities);
  checks::Findings places(stated);
  const auto counts = checks::check_counts({statement.truth_file, records, "patients"},
                                           whole.horizon, index, places);
  places.throw_if_any();
  return checks::panel_of(counts, static_cast<std::int32_t>(whole.facilities.size()),
                          whole.horizon.periods);
}

}  // namespace surgeflow::formats

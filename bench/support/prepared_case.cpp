// SPDX-License-Identifier: Apache-2.0
// Writes the case and reads it back.
#include "support/prepared_case.hpp"

#include <exception>
#include <limits>
#include <stdexcept>

#include "support/child_process.hpp"
#include "support/standard_output.hpp"
#include "support/subject.hpp"
#include "surgeflow/formats/case_file.hpp"
#include "surgeflow/synth/synth.hpp"

namespace surgeflow::bench {
namespace {

using nlohmann::ordered_json;

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

std::filesystem::path file_of(const Subject& subject, const std::filesystem::path& folder) {
  if (subject.file) return *subject.file;
  synth::write_case(folder, subject.statement);
  return folder / "case.toml";
}

}  // namespace

PreparedCase prepare_case(const std::string& subject, const std::filesystem::path& folder) {
  const ChildOutcome outcome = run_child({"--prepare", subject, folder.string()}, kNoLimit);
  ordered_json facts =
      outcome.lines.empty() ? ordered_json::object() : ordered_json::parse(outcome.lines.back());
  if (!facts.contains("file")) {
    throw std::runtime_error(facts.value("failure", how_it_ended(outcome)));
  }
  const std::string file = facts["file"];
  facts.erase("file");
  return {.file = file, .facts = std::move(facts)};
}

void declare_prepare(CLI::App& app, std::vector<std::string>& instance_and_folder) {
  app.add_option("--prepare", instance_and_folder,
                 "Writes an instance as a case into a new folder and prints its size as JSON; what "
                 "the program calls for every instance")
      ->expected(2)
      ->type_name("INSTANCE FOLDER");
}

int run_prepare(const std::string& subject_name, const std::filesystem::path& folder) {
  const ResultLines results;
  try {
    const Subject subject = state_subject(subject_name);
    const std::filesystem::path file = file_of(subject, folder);
    const formats::CaseFile written = formats::read_case(file);
    ordered_json facts = {
        {"file", file.string()}, {"name", subject.name}, {"case_sha256", written.sha256}};
    facts.update(describe(make_instance(written.statement)));
    results.write(facts);
    return 0;
  } catch (const std::exception& failure) {
    results.write({{"failure", failure.what()}});
    return 1;
  }
}

}  // namespace surgeflow::bench

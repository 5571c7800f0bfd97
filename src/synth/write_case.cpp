// SPDX-License-Identifier: Apache-2.0
// Puts the files of a case into a folder.
#include <fmt/format.h>

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "archive/whole_file.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/synth/synth.hpp"
#include "synth/case_text.hpp"

namespace surgeflow::synth {
namespace {

namespace fs = std::filesystem;

struct TextFile {
  fs::path path;
  std::string text;
};

/// The case's own file comes last: a folder that has it has all.
std::vector<TextFile> files_of(const fs::path& folder, const CaseStatement& statement) {
  std::vector<TextFile> files;
  files.push_back({folder / kFacilitiesFile, facilities_csv(statement.facilities)});
  if (statement.demand_model == DemandModel::file) {
    files.push_back({folder / kDemandFile, counts_csv(statement.demand, "patients")});
  }
  if (!statement.arrivals.empty()) {
    files.push_back({folder / kArrivalsFile, counts_csv(statement.arrivals, "devices")});
  }
  if (statement.transit_model == TransitModel::table) {
    files.push_back({folder / kLanesFile, lanes_csv(statement.lanes)});
  }
  files.push_back({folder / kCaseFile, case_toml(statement)});
  return files;
}

/// Also a file of another case in the way is refused: the folder would hold a mixture.
void refuse_present_files(const fs::path& folder) {
  Diagnostics findings;
  for (const std::string_view name :
       {kCaseFile, kFacilitiesFile, kDemandFile, kArrivalsFile, kLanesFile}) {
    std::error_code unreadable;  // then writing fails, and says why
    if (!fs::exists(fs::symlink_status(folder / name, unreadable))) continue;
    Diagnostic finding;
    finding.place.file = (folder / name).string();
    finding.seen = "the file is already there";
    finding.allowed = "a folder without files of a case";
    finding.remedy = "name another folder, or remove the file";
    findings.add(std::move(finding));
  }
  findings.throw_if_any();
}

void create_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return;
  throw SystemError(fmt::format("mkdir '{}': {}; name a folder that you may write to",
                                folder.string(), error.message()));
}

}  // namespace

void write_case(const fs::path& folder, const CaseStatement& statement) {
  refuse_present_files(folder);
  create_folder(folder);
  const std::vector<TextFile> files = files_of(folder, statement);
  std::vector<archive::PendingFile> pending;
  pending.reserve(files.size());
  for (const TextFile& file : files) {
    pending.emplace_back(file.path).write(file.text);
    pending.back().finish();
  }
  for (archive::PendingFile& file : pending) file.commit();
}

}  // namespace surgeflow::synth

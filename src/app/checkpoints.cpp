// SPDX-License-Identifier: Apache-2.0
// Which checkpoint to go on from, and which to write over.
#include "app/checkpoints.hpp"

#include <fmt/format.h>

#include <system_error>

#include "app/prepare.hpp"
#include "app/version.hpp"
#include "archive/checksum.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::app {
namespace {

/// Of all settings and the bytes of all files of a case.
std::string sha256_of_run(const formats::CaseFile& file) {
  archive::Sha256 sha256;
  sha256.update(resolved_settings(file.statement));
  for (const auto& [name, sha256_of_file] : file.input_sha256) sha256.update(sha256_of_file);
  return sha256.finish();
}

std::string program_version() {
  return fmt::format("{} ({})", build_info().version, build_info().commit);
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string seen, std::string allowed) {
  Diagnostic finding;
  finding.place.file = path.string();
  finding.seen = std::move(seen);
  finding.allowed = std::move(allowed);
  finding.remedy = "delete the checkpoints to begin anew, or name another plan file";
  throw InputError(std::move(finding));
}

}  // namespace

Checkpoints::Checkpoints(const std::filesystem::path& plan_path, const formats::CaseFile& file,
                         std::string case_name, LogSink& log)
    : case_name_(std::move(case_name)), log_(log) {
  if (plan_path.empty()) return;
  paths_ = {plan_path.string() + ".checkpoint.1", plan_path.string() + ".checkpoint.2"};
  run_sha256_ = sha256_of_run(file);
}

void Checkpoints::require_same_run(const std::filesystem::path& path,
                                   const archive::Checkpoint& checkpoint) const {
  if (checkpoint.version != program_version()) {
    refuse(path, fmt::format("a checkpoint of surgeflow {}", checkpoint.version),
           fmt::format("one of this surgeflow, {}", program_version()));
  }
  if (checkpoint.run_sha256 != run_sha256_) {
    refuse(path,
           fmt::format("a checkpoint of the case '{}' with other input or settings",
                       checkpoint.case_name),
           fmt::format("one of this case, '{}', as it is now", case_name_));
  }
}

std::optional<Progress> Checkpoints::find() {
  if (paths_[0].empty()) return std::nullopt;
  std::optional<Progress> newest;
  std::optional<InputError> damage;
  for (std::size_t slot = 0; slot < paths_.size(); ++slot) {
    if (!std::filesystem::exists(paths_[slot])) continue;
    std::optional<archive::Checkpoint> checkpoint;
    try {
      checkpoint = archive::read_checkpoint(paths_[slot]);
    } catch (const InputError& error) {
      damage = error;
      next_ = slot;
      continue;
    }
    require_same_run(paths_[slot], *checkpoint);
    if (newest && newest->steps.size() >= checkpoint->progress.steps.size()) continue;
    newest = std::move(checkpoint->progress);
    last_ = paths_[slot];
    next_ = 1 - slot;
  }
  if (!newest && damage) throw InputError(*damage);
  if (damage) log_.message(LogLevel::warning, fmt::format("not used: {}", damage->what()));
  if (newest) {
    log_.message(LogLevel::info, fmt::format("going on after step {} from {}", newest->steps.size(),
                                             last_.string()));
  }
  return newest;
}

void Checkpoints::keep(const Progress& progress) {
  if (paths_[0].empty()) return;
  const std::filesystem::path& path = paths_[next_];
  try {
    archive::write_checkpoint(path, {.case_name = case_name_,
                                     .run_sha256 = run_sha256_,
                                     .version = program_version(),
                                     .progress = progress});
  } catch (const SystemError& error) {
    log_.message(LogLevel::warning, fmt::format("no checkpoint: {}", error.what()));
    return;
  }
  log_.message(LogLevel::info,
               fmt::format("kept step {} in {}", progress.steps.size(), path.string()));
  last_ = path;
  next_ = 1 - next_;
}

void Checkpoints::remove() const {
  if (paths_[0].empty()) return;
  for (const std::filesystem::path& path : paths_) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
}

}  // namespace surgeflow::app

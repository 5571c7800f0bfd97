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
    : log_(log) {
  if (plan_path.empty()) return;
  paths_ = {plan_path.string() + ".checkpoint.1", plan_path.string() + ".checkpoint.2"};
  run_ = {.case_name = std::move(case_name),
          .run_sha256 = sha256_of_run(file),
          .version = program_version()};
}

void Checkpoints::require_same_run(const std::filesystem::path& path,
                                   const archive::CheckpointRun& run) const {
  if (run.version != run_.version) {
    refuse(path, fmt::format("a checkpoint of surgeflow {}", run.version),
           fmt::format("one of this surgeflow, {}", run_.version));
  }
  if (run.run_sha256 != run_.run_sha256) {
    refuse(path,
           fmt::format("a checkpoint of the case '{}' with other input or settings", run.case_name),
           fmt::format("one of this case, '{}', as it is now", run_.case_name));
  }
}

std::optional<Progress> Checkpoints::find() {
  if (paths_[0].empty()) return std::nullopt;
  std::optional<Progress> newest;
  std::optional<InputError> damage;
  for (std::size_t slot = 0; slot < paths_.size(); ++slot) {
    std::error_code unseen;  // where a name is too long, say, nothing can have been kept
    if (!std::filesystem::exists(paths_[slot], unseen)) continue;
    std::optional<archive::Checkpoint> checkpoint;
    try {
      checkpoint = archive::read_checkpoint(paths_[slot]);
    } catch (const InputError& error) {
      damage = error;
      next_ = slot;
      continue;
    }
    require_same_run(paths_[slot], checkpoint->run);
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

/// After a refusal there is no writer, and the rest of the progress passes by.
template <class Work>
void Checkpoints::unless_refused(Work work) {
  try {
    work();
  } catch (const SystemError& error) {
    writer_.reset();
    log_.message(LogLevel::warning, fmt::format("no checkpoint: {}", error.what()));
  }
}

void Checkpoints::begin(const ProgressHead& head) {
  if (paths_[0].empty()) return;
  steps_ = head.steps.size();
  unless_refused([&] { writer_.emplace(paths_[next_], run_, head); });
}

void Checkpoints::add_treated(std::span<const Count> rows) {
  if (writer_) unless_refused([&] { writer_->add_treated(rows); });
}

void Checkpoints::add_moves(std::span<const std::int64_t> rows) {
  if (writer_) unless_refused([&] { writer_->add_moves(rows); });
}

void Checkpoints::end() {
  if (!writer_) return;
  unless_refused([&] {
    writer_->commit();
    last_ = paths_[next_];
    next_ = 1 - next_;
    log_.message(LogLevel::info, fmt::format("kept step {} in {}", steps_, last_.string()));
  });
  writer_.reset();
}

void Checkpoints::remove() const {
  if (paths_[0].empty()) return;
  for (const std::filesystem::path& path : paths_) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
}

}  // namespace surgeflow::app

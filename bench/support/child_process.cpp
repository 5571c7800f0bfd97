// SPDX-License-Identifier: Apache-2.0
// Spawns, reads a pipe until its end or the limit, and waits.
#include "support/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "surgeflow/core/error.hpp"
#include "surgeflow/core/timer.hpp"

extern char** environ;

namespace surgeflow::bench {
namespace {

constexpr const char* kThisProgram = "/proc/self/exe";

void require_success(int error, const char* call) {
  if (error != 0) throw SystemError(fmt::format("{} failed: {}", call, std::strerror(error)));
}

double in_seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// A process whose standard output is read here. Killed and reaped where it is still there at the
/// end.
class Child {
 public:
  Child(const std::string& program, const std::vector<std::string>& arguments) {
    std::array<int, 2> pipe_ends{};
    require_success(pipe2(pipe_ends.data(), O_CLOEXEC) == 0 ? 0 : errno, "pipe2");
    output_ = pipe_ends[0];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    std::vector<std::string> words = {program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const int error =
        posix_spawnp(&process_, program.c_str(), &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_ends[1]);
    if (error != 0) close(output_);
    require_success(error, "posix_spawnp");
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    close(output_);
    if (process_ <= 0) return;
    stop();
    waitpid(process_, nullptr, 0);
  }

  void stop() const { kill(process_, SIGKILL); }

  /// What the child wrote next, empty at its end; nothing where nothing came for so long.
  [[nodiscard]] std::optional<std::string> read_for(double seconds) const {
    pollfd waiting{output_, POLLIN, 0};
    const int milliseconds = static_cast<int>(std::clamp(seconds * 1e3, 0.0, 1e9));
    if (poll(&waiting, 1, milliseconds) <= 0) return std::nullopt;
    std::array<char, 4096> buffer{};
    const ssize_t size = read(output_, buffer.data(), buffer.size());
    return std::string(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  }

  /// Waits for the end and fills in how it came and what it took.
  void reap(ChildOutcome& outcome) {
    int status = 0;
    rusage usage{};
    while (wait4(process_, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    process_ = 0;
    outcome.peak_resident_bytes = std::int64_t{usage.ru_maxrss} * 1024;
    outcome.processor_seconds = in_seconds(usage.ru_utime) + in_seconds(usage.ru_stime);
    if (WIFSIGNALED(status)) {
      outcome.end = ChildOutcome::End::signalled;
      outcome.code = WTERMSIG(status);
    } else {
      outcome.code = WEXITSTATUS(status);
    }
  }

 private:
  pid_t process_ = 0;
  int output_ = -1;
};

/// Takes the complete lines off the front of `text`.
void take_lines(std::string& text, std::vector<std::string>& lines) {
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
    lines.push_back(text.substr(0, end));
    text.erase(0, end + 1);
  }
}

}  // namespace

std::string how_it_ended(const ChildOutcome& outcome) {
  switch (outcome.end) {
    case ChildOutcome::End::over_limit:
      return "stopped at the time limit";
    case ChildOutcome::End::signalled:
      return fmt::format("ended by signal {}", outcome.code);
    case ChildOutcome::End::exited:
      break;
  }
  return fmt::format("ended with code {} and no result", outcome.code);
}

ChildOutcome run_program(const std::string& program, const std::vector<std::string>& arguments,
                         double limit_seconds) {
  ChildOutcome outcome;
  const Stopwatch whole;
  Child child(program, arguments);
  Stopwatch since;
  std::string text;
  bool over_limit = false;
  while (true) {
    const std::optional<std::string> piece = child.read_for(limit_seconds - since.seconds());
    over_limit = !piece && since.seconds() >= limit_seconds;
    if (over_limit || (piece && piece->empty())) break;
    if (!piece) continue;  // the wait, in whole milliseconds, was a little short
    text += *piece;
    const bool loading = outcome.lines.empty();
    take_lines(text, outcome.lines);
    if (loading && !outcome.lines.empty()) since = Stopwatch();
  }
  if (over_limit) child.stop();
  child.reap(outcome);
  outcome.seconds = whole.seconds();
  if (over_limit) outcome.end = ChildOutcome::End::over_limit;
  return outcome;
}

ChildOutcome run_child(const std::vector<std::string>& arguments, double limit_seconds) {
  return run_program(kThisProgram, arguments, limit_seconds);
}

}  // namespace surgeflow::bench

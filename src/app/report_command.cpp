// SPDX-License-Identifier: Apache-2.0
// surgeflow report: starts the Python that makes a page of a plan.
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "app/options.hpp"
#include "app/output_file.hpp"
#include "app/version.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::app {
namespace {

namespace fs = std::filesystem;

/// Debian's own Python is tried after that of the search path, which may be another one without
/// Debian's modules.
const std::vector<std::string> kPythons = {"python3", "/usr/bin/python3"};
constexpr const char* kModules = "import h5py, jinja2, numpy";
constexpr const char* kRemedy =
    "the report takes Python 3 with h5py, jinja2 and numpy: on Debian install python3-h5py and "
    "python3-jinja2, elsewhere name a Python that has them with --python";

enum class Output { shown, hidden };

/// Whether h5py is to start MPI hangs on such variables; the child is no rank.
bool tells_of_mpi(std::string_view variable) {
  return variable.starts_with("OMPI_") || variable.starts_with("PMIX_") ||
         variable.starts_with("PMI_") || variable.starts_with("MPI_");
}

std::vector<char*> environment_of_child() {
  std::vector<char*> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!tells_of_mpi(*variable)) variables.push_back(*variable);
  }
  variables.push_back(nullptr);
  return variables;
}

/// The program's exit status, no shell between; nothing where it could not be started or was
/// killed.
std::optional<int> run_program(std::vector<std::string> words, Output output) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const std::vector<char*> variables = environment_of_child();
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  if (output == Output::hidden) {
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  }
  pid_t child = 0;
  const int refused =
      posix_spawnp(&child, arguments.front(), &files, nullptr, arguments.data(), variables.data());
  posix_spawn_file_actions_destroy(&files);
  if (refused != 0) return std::nullopt;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return std::nullopt;
  }
  return WIFEXITED(status) ? std::optional<int>(WEXITSTATUS(status)) : std::nullopt;
}

/// Throws SystemError where no Python has what a report takes.
std::string find_python(const std::string& named) {
  const std::vector<std::string> tried = named.empty() ? kPythons : std::vector{named};
  for (const std::string& python : tried) {
    if (run_program({python, "-c", kModules}, Output::hidden) == 0) return python;
  }
  throw SystemError(fmt::format("'{}' can not make a report; {}", tried.front(), kRemedy));
}

/// The script beside the program, as it is built and as it is installed.
std::string find_script() {
  const fs::path program = fs::read_symlink("/proc/self/exe");
  const fs::path script =
      (program.parent_path() / build_info().scripts_from_program / "report.py").lexically_normal();
  if (fs::exists(script)) return script.string();
  throw SystemError(fmt::format("'{}' is missing; install surgeflow again with 'cmake --install'",
                                script.string()));
}

class ReportCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "report"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Make one HTML page of a plan, and work orders";
  }

  void declare(CLI::App& app) override {
    add_option(app, "PLAN", plan_path_, "The plan file").required().placeholder("PLAN.h5");
    add_option(app, "-o,--output", output_, "The page, which needs nothing but itself")
        .required()
        .placeholder("FILE.html");
    add_option(app, "--work-orders", orders_,
               "A folder for work orders: a table, and a page for each lender and day")
        .placeholder("DIR");
    add_option(app, "--item", item_, "The item, of a file that holds several").placeholder("NAME");
    add_option(app, "--python", python_,
               "A Python 3 that has h5py, jinja2 and numpy; otherwise that of the search path or "
               "the system's")
        .placeholder("PROGRAM");
  }

  [[nodiscard]] ExitCode run(const Environment& environment) override {
    require_distinct({plan_path_, output_, orders_});
    std::vector<std::string> words = {find_python(python_), "-B", find_script()};
    if (!orders_.empty()) words.push_back("--work-orders=" + orders_);
    if (!item_.empty()) words.push_back("--item=" + item_);
    words.push_back("--output=" + output_);
    words.insert(words.end(), {"--", plan_path_});
    environment.out.flush();
    const std::optional<int> status = run_program(std::move(words), Output::shown);
    if (status == 0) return ExitCode::done;
    // Whatever else the script ends with, it has said why.
    return status == static_cast<int>(ExitCode::bad_input) ? ExitCode::bad_input
                                                           : ExitCode::internal_error;
  }

 private:
  std::string plan_path_;
  std::string output_;
  std::string orders_;
  std::string item_;
  std::string python_;
};

}  // namespace

std::unique_ptr<Command> make_report_command() { return std::make_unique<ReportCommand>(); }

}  // namespace surgeflow::app

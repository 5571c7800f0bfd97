// SPDX-License-Identifier: Apache-2.0
// Finding the command, and the nearest known one where it is misspelt.
#include "app/command_line.hpp"

#include <fmt/format.h>

#include <ostream>

#include "app/command.hpp"
#include "app/failure.hpp"
#include "app/options.hpp"
#include "app/version.hpp"

namespace surgeflow::app {
namespace {

constexpr std::string_view kExitCodes =
    "Exit codes: 0 done and verified, 1 internal error, 2 usage, 3 bad input, 4 no plan can obey\n"
    "the hard rules, 5 a limit was reached (best plan and gap written), 6 interrupted (likewise).";

using Commands = std::vector<std::unique_ptr<Command>>;

std::string general_help(const Commands& commands) {
  std::string text =
      "surgeflow plans the sharing of scarce medical devices in a surge, exactly.\n\n"
      "Usage: surgeflow COMMAND ...\n"
      "       surgeflow COMMAND --help\n"
      "       surgeflow --version [--json]\n"
      "       surgeflow --help\n\nCommands:\n";
  for (const auto& command : commands) {
    text += fmt::format("  {:<9} {}\n", command->name(), command->purpose());
  }
  return text + "\n" + std::string(kExitCodes) + "\n";
}

ExitCode run_command(Command& command, const Environment& environment) {
  const std::string speaker = fmt::format("surgeflow {}", command.name());
  return guarded(environment.err, speaker, [&] {
    if (parse_options(command, speaker, environment) == Parsed::help_given) return ExitCode::done;
    return command.run(environment);
  });
}

ExitCode show_version(const Environment& environment) {
  const auto& arguments = environment.arguments;
  if (arguments.size() == 1) {
    environment.out << version_text();
  } else if (arguments.size() == 2 && arguments[1] == "--json") {
    environment.out << version_json();
  } else {
    throw UsageError(
        fmt::format("unexpected argument '{}'; allowed after --version: --json", arguments.back()));
  }
  return ExitCode::done;
}

ExitCode dispatch(const Environment& environment) {
  const Commands commands = make_commands();
  if (environment.arguments.empty()) throw UsageError("a command is missing");
  const std::string& word = environment.arguments.front();
  if (word == "--version") return show_version(environment);
  if (word == "--help" || word == "-h") {
    environment.out << general_help(commands);
    return ExitCode::done;
  }
  std::vector<std::string> known = {"--help", "--version"};
  for (const auto& command : commands) {
    if (command->name() == word) return run_command(*command, environment);
    known.emplace_back(command->name());
  }
  throw UsageError(fmt::format("unknown {} '{}'{}", word.starts_with("-") ? "option" : "command",
                               word, suggestion(word, known)));
}

}  // namespace

ExitCode run_command_line(const Environment& environment) {
  const ExitCode code =
      guarded(environment.err, "surgeflow", [&] { return dispatch(environment); });
  environment.out.flush();
  if (environment.out.fail()) {
    environment.err << "surgeflow: the results could not be written to standard output; is the "
                       "disk full?\n";
    return code == ExitCode::done ? ExitCode::bad_input : code;
  }
  return code;
}

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// Parsing of the command line, with the nearest known name where one is misspelt.
#include "app/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "app/command.hpp"
#include "app/failure.hpp"
#include "app/version.hpp"
#include "surgeflow/core/error.hpp"

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

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(word, known);
  return nearest.empty() ? std::string() : fmt::format("; did you mean '{}'?", nearest);
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

/// Throws for the first argument that nothing accepted; a misspelt option is told before the value
/// that was taken for something else because of it.
void refuse_leftovers(const CLI::App& app) {
  const std::vector<std::string> left = app.remaining();
  if (left.empty()) return;
  const auto option =
      std::ranges::find_if(left, [](const std::string& word) { return word.starts_with("-"); });
  if (option == left.end()) {
    throw UsageError(fmt::format("unexpected argument '{}'", left.front()));
  }
  const std::string name = option->substr(0, option->find('='));
  throw UsageError(fmt::format("unknown option '{}'{}", name, suggestion(name, option_names(app))));
}

/// Whether a command line asks for work, or only asked for help.
enum class Parsed { run, help_given };

Parsed parse_options(CLI::App& app, const Environment& environment) {
  std::vector<std::string> arguments(environment.arguments.rbegin(),
                                     environment.arguments.rend() - 1);
  app.allow_extras();
  try {
    app.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    environment.out << app.help();
    return Parsed::help_given;
  } catch (const CLI::ParseError& error) {
    refuse_leftovers(app);
    throw UsageError(error.what());
  }
  refuse_leftovers(app);
  return Parsed::run;
}

ExitCode run_command(Command& command, const Environment& environment) {
  const std::string speaker = fmt::format("surgeflow {}", command.name());
  return guarded(environment.err, speaker, [&] {
    CLI::App app(std::string(command.purpose()), speaker);
    app.get_formatter()->column_width(28);
    command.declare(app);
    if (parse_options(app, environment) == Parsed::help_given) return ExitCode::done;
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

// SPDX-License-Identifier: Apache-2.0
// Declaring and parsing options, with the nearest known name where one is misspelt.
#include "app/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>
#include <type_traits>

#include "app/failure.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::app {
namespace {

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

}  // namespace

DeclaredOption& DeclaredOption::required() {
  option_->required();
  return *this;
}

DeclaredOption& DeclaredOption::placeholder(const std::string& word) {
  option_->type_name(word);
  return *this;
}

DeclaredOption& DeclaredOption::check(const Refusal& refusal) {
  option_->check(CLI::Validator(refusal, ""));
  return *this;
}

DeclaredOption& DeclaredOption::show_default() {
  option_->capture_default_str();
  return *this;
}

template <class Value>
DeclaredOption add_option(CLI::App& app, const std::string& names, Value& value,
                          const std::string& help) {
  CLI::Option* option = app.add_option(names, value, help);
  // One value at a time: a list would swallow the positional that follows.
  if constexpr (std::is_same_v<Value, std::vector<std::string>>) option->expected(1)->take_all();
  return DeclaredOption(*option);
}

template DeclaredOption add_option(CLI::App&, const std::string&, std::string&, const std::string&);
template DeclaredOption add_option(CLI::App&, const std::string&, std::int32_t&,
                                   const std::string&);
template DeclaredOption add_option(CLI::App&, const std::string&, std::int64_t&,
                                   const std::string&);
template DeclaredOption add_option(CLI::App&, const std::string&, std::uint64_t&,
                                   const std::string&);
template DeclaredOption add_option(CLI::App&, const std::string&, double&, const std::string&);
template DeclaredOption add_option(CLI::App&, const std::string&, std::optional<std::int64_t>&,
                                   const std::string&);
template DeclaredOption add_option(CLI::App&, const std::string&, std::optional<double>&,
                                   const std::string&);
template DeclaredOption add_option(CLI::App&, const std::string&, std::vector<std::string>&,
                                   const std::string&);

void add_flag(CLI::App& app, const std::string& names, bool& value, const std::string& help) {
  app.add_flag(names, value, help);
}

void add_footer(CLI::App& app, const std::string& text) { app.footer(text); }

std::optional<double> number_of(const std::string& text) {
  double number = 0.0;
  if (!CLI::detail::lexical_cast(text, number)) return std::nullopt;
  return number;
}

Parsed parse_options(Command& command, const std::string& speaker, const Environment& environment) {
  CLI::App app(std::string(command.purpose()), speaker);
  app.get_formatter()->column_width(28);
  command.declare(app);
  app.allow_extras();
  std::vector<std::string> arguments(environment.arguments.rbegin(),
                                     environment.arguments.rend() - 1);
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

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(word, known);
  return nearest.empty() ? std::string() : fmt::format("; did you mean '{}'?", nearest);
}

}  // namespace surgeflow::app

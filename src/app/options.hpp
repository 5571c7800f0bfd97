// SPDX-License-Identifier: Apache-2.0
// How commands declare what they accept. CLI11, which does the work, takes the compiler ten seconds
// wherever its header is included: nothing but options.cpp includes it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/command.hpp"
#include "app/environment.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace surgeflow::app {

/// Why a text can not be used, for the message; empty where it can.
using Refusal = std::function<std::string(const std::string&)>;

/// An option or a positional while it is declared; refers to the App that it was added to.
class DeclaredOption {
 public:
  explicit DeclaredOption(CLI::Option& option) : option_(&option) {}

  DeclaredOption& required();
  /// What stands for the value in --help.
  DeclaredOption& placeholder(const std::string& word);
  DeclaredOption& check(const Refusal& refusal);
  DeclaredOption& show_default();

 private:
  CLI::Option* option_;
};

/// Adds an option, or a positional where `names` has no dashes, bound to `value`. Defined for text,
/// whole numbers, decimals, std::optional of the latter two in 64 bits, and
/// std::vector<std::string> for an option that may be repeated.
template <class Value>
DeclaredOption add_option(CLI::App& app, const std::string& names, Value& value,
                          const std::string& help);
void add_flag(CLI::App& app, const std::string& names, bool& value, const std::string& help);
/// What --help says below the options.
void add_footer(CLI::App& app, const std::string& text);

/// A number as options read it; none where the text is no number.
[[nodiscard]] std::optional<double> number_of(const std::string& text);

/// Whether a command line asks for work, or only asked for help.
enum class Parsed { run, help_given };

/// Declares the options of `command` and parses what stands behind its name; help goes to
/// `environment.out`. Throws UsageError.
[[nodiscard]] Parsed parse_options(Command& command, const std::string& speaker,
                                   const Environment& environment);

/// "; did you mean 'NAME'?" with the nearest of the known names, or nothing.
[[nodiscard]] std::string suggestion(const std::string& word,
                                     const std::vector<std::string>& known);

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// A command of the program: what it is called, what it accepts, what it does.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/environment.hpp"
#include "app/exit_code.hpp"

namespace CLI {
class App;
}

namespace surgeflow::app {

/// What SIGINT, SIGTERM and SIGUSR1 do while a command runs.
enum class Interrupts {
  kill,          ///< what they do to any process
  end_in_order,  ///< set Environment::interrupt, which the command honours
};

/// One command. It is declared, parsed and run once, on the root rank alone.
class Command {
 public:
  virtual ~Command() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual std::string_view purpose() const = 0;  ///< one line, for --help
  /// Adds options and positionals, bound to members of the command.
  virtual void declare(CLI::App& app) = 0;
  [[nodiscard]] virtual Interrupts interrupts() const { return Interrupts::kill; }
  /// Throws UsageError, InputError, SystemError; anything else is a fault of surgeflow.
  [[nodiscard]] virtual ExitCode run(const Environment& environment) = 0;
};

/// What interrupts do to the command that `arguments` name, on every rank.
[[nodiscard]] Interrupts interrupts_of(const std::vector<std::string>& arguments);

/// Every command, in the order in which --help lists them.
[[nodiscard]] std::vector<std::unique_ptr<Command>> make_commands();

[[nodiscard]] std::unique_ptr<Command> make_plan_command();
[[nodiscard]] std::unique_ptr<Command> make_replan_command();
[[nodiscard]] std::unique_ptr<Command> make_replay_command();
[[nodiscard]] std::unique_ptr<Command> make_verify_command();
[[nodiscard]] std::unique_ptr<Command> make_demand_command();
[[nodiscard]] std::unique_ptr<Command> make_calibrate_command();
[[nodiscard]] std::unique_ptr<Command> make_sweep_command();
[[nodiscard]] std::unique_ptr<Command> make_explain_command();
[[nodiscard]] std::unique_ptr<Command> make_report_command();
[[nodiscard]] std::unique_ptr<Command> make_export_command();
[[nodiscard]] std::unique_ptr<Command> make_synth_command();
[[nodiscard]] std::unique_ptr<Command> make_info_command();

}  // namespace surgeflow::app

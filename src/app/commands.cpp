// SPDX-License-Identifier: Apache-2.0
// The list of commands.
#include "app/command.hpp"

namespace surgeflow::app {

std::vector<std::unique_ptr<Command>> make_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(make_plan_command());
  commands.push_back(make_replan_command());
  commands.push_back(make_replay_command());
  commands.push_back(make_verify_command());
  commands.push_back(make_demand_command());
  commands.push_back(make_calibrate_command());
  commands.push_back(make_sweep_command());
  commands.push_back(make_explain_command());
  commands.push_back(make_report_command());
  commands.push_back(make_export_command());
  commands.push_back(make_synth_command());
  commands.push_back(make_info_command());
  return commands;
}

Interrupts interrupts_of(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return Interrupts::kill;
  for (const auto& command : make_commands()) {
    if (command->name() == arguments.front()) return command->interrupts();
  }
  return Interrupts::kill;
}

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// The process: MPI, signals, streams and the exit status; everything else is a command.
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <iostream>

#include "app/command.hpp"
#include "app/command_line.hpp"
#include "app/large_pages.hpp"
#include "app/signals.hpp"
#include "comm/communicator.hpp"

namespace {

using namespace surgeflow;

/// The root runs the command; all ranks end with its exit code.
int run_on_all_ranks(int& argc, char**& argv) {
  const auto start = std::chrono::steady_clock::now();
  const comm::Session session(argc, argv);
  std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  app::ignore_file_size_signal();
  if (app::interrupts_of(arguments) == app::Interrupts::end_in_order) app::catch_interrupts();
  const auto ranks = comm::Communicator::world();
  const app::Environment environment{
      .arguments = std::move(arguments),
      .ranks = ranks.size(),
      .out = std::cout,
      .err = std::cerr,
      .display = isatty(STDERR_FILENO) != 0 ? app::Display::terminal : app::Display::plain,
      .interrupt = app::interrupt_flag(),
      .start = start};
  return ranks.run_on_root([&] { return static_cast<int>(app::run_command_line(environment)); });
}

}  // namespace

int main(int argc, char** argv) {
  surgeflow::app::restart_with_large_pages(argc, argv);
  std::ios::sync_with_stdio(false);
  try {
    return run_on_all_ranks(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "surgeflow: " << error.what() << '\n';
    return static_cast<int>(app::ExitCode::internal_error);
  }
}

// SPDX-License-Identifier: Apache-2.0
// The process: MPI, signals, streams and the exit status; everything else is a command.
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <iostream>
#include <sstream>

#include "app/command.hpp"
#include "app/command_line.hpp"
#include "app/failure.hpp"
#include "app/large_pages.hpp"
#include "app/signals.hpp"
#include "app/team.hpp"
#include "app/threads.hpp"
#include "comm/communicator.hpp"
#include "comm/session.hpp"

namespace {

using namespace surgeflow;

/// How a rank's part ended, and what it has to say about it.
struct Ending {
  comm::Outcome outcome;
  std::string message;
};

/// The root runs the command, with the others at hand.
Ending lead(const comm::Communicator& ranks, std::vector<std::string> arguments,
            std::chrono::steady_clock::time_point start) {
  app::Team team(ranks);
  const app::Environment environment{
      .arguments = std::move(arguments),
      .ranks = ranks.size(),
      .team = &team,
      .out = std::cout,
      .err = std::cerr,
      .display = isatty(STDERR_FILENO) != 0 ? app::Display::terminal : app::Display::plain,
      .interrupt = app::interrupt_flag(),
      .start = start};
  return {.outcome = team.dismiss(app::run_command_line(environment)), .message = {}};
}

Ending follow(const comm::Communicator& ranks) {
  std::ostringstream message;
  comm::End end = comm::End::in_order;
  const app::ExitCode code = app::guarded(message, "surgeflow", [&] {
    try {
      app::serve(ranks, app::interrupt_flag());
    } catch (const comm::OtherRankFailed&) {
      end = comm::End::echo;
      throw;
    } catch (...) {
      end = comm::End::failed;
      throw;
    }
    return app::ExitCode::done;
  });
  return {.outcome = {.end = end, .code = static_cast<int>(code)}, .message = message.str()};
}

/// All ranks end with the same code, and one of them says why.
int run_on_all_ranks(int& argc, char**& argv) {
  const auto start = std::chrono::steady_clock::now();
  const comm::Session session(argc, argv);
  std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  app::ignore_file_size_signal();
  if (app::interrupts_of(arguments) == app::Interrupts::end_in_order) app::catch_interrupts();
  const auto ranks = comm::Communicator::world();
  app::share_cores(ranks);
  const Ending ending = ranks.is_root() ? lead(ranks, std::move(arguments), start) : follow(ranks);
  const comm::Verdict verdict = session.agree_on_exit(ending.outcome);
  if (verdict.speaks) std::cerr << ending.message << std::flush;
  if (verdict.alone) session.abort(verdict.code);
  return verdict.code;
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

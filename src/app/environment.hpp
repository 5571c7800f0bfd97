// SPDX-License-Identifier: Apache-2.0
// What a command gets from the process it runs in; nothing is taken from global state.
#pragma once

#include <atomic>
#include <chrono>
#include <iosfwd>
#include <string>
#include <vector>

namespace surgeflow::app {

enum class Display { terminal, plain };  ///< what stderr is: decides between a bar and lines

class Team;

struct Environment {
  std::vector<std::string> arguments;  ///< without the program's name
  int ranks = 1;
  Team* team = nullptr;  ///< all ranks, of which this process is the root; nullptr: none
  std::ostream& out;     ///< results
  std::ostream& err;     ///< progress and errors
  Display display = Display::plain;
  const std::atomic<bool>& interrupt;
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
};

}  // namespace surgeflow::app

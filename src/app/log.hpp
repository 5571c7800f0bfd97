// SPDX-License-Identifier: Apache-2.0
// Progress and messages of the library on stderr: a bar on a terminal, plain lines otherwise.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "app/environment.hpp"
#include "surgeflow/core/log_sink.hpp"

namespace spdlog {
class logger;
}

namespace CLI {
class App;
}

namespace surgeflow::app {

/// What a user hears while a command runs; errors are always told.
struct LogOptions {
  std::string level = "info";  ///< debug | info | warning | off
  bool quiet = false;          ///< the same as level off
};

/// Adds --log-level and --quiet.
void declare_log_options(CLI::App& app, LogOptions& options);

/// A sink for one command. Safe to use from several threads.
class TerminalLog final : public LogSink {
 public:
  TerminalLog(const Environment& environment, const LogOptions& options);
  ~TerminalLog() override;

  void message(LogLevel level, std::string_view text) override;
  void progress(std::string_view activity, double done) override;

  void info(std::string_view text) { message(LogLevel::info, text); }

 private:
  void draw_bar(std::string_view activity, double done);
  void print_line(std::string_view activity, double done);
  void clear_bar();

  std::ostream& err_;
  Display display_;
  std::unique_ptr<spdlog::logger> logger_;
  std::mutex mutex_;
  bool bar_shown_ = false;
  std::string activity_;
  double last_done_ = -1.0;
  std::chrono::steady_clock::time_point last_shown_{};
};

}  // namespace surgeflow::app

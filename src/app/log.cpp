// SPDX-License-Identifier: Apache-2.0
// The log sink of the command line.
#include "app/log.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <algorithm>
#include <ostream>

#include "app/options.hpp"

namespace surgeflow::app {
namespace {

constexpr std::size_t kBarWidth = 30;
constexpr std::chrono::milliseconds kBarInterval{100};
constexpr std::chrono::seconds kLineInterval{2};

std::string refuse_unknown_level(const std::string& level) {
  if (level == "debug" || level == "info" || level == "warning" || level == "off") return {};
  return fmt::format("'{}' is no level; allowed: debug, info, warning, off", level);
}

spdlog::level::level_enum threshold(const LogOptions& options) {
  if (options.quiet || options.level == "off") return spdlog::level::off;
  if (options.level == "debug") return spdlog::level::debug;
  if (options.level == "warning") return spdlog::level::warn;
  return spdlog::level::info;
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
  }
  return spdlog::level::info;
}

int percent(double done) { return static_cast<int>(std::clamp(done, 0.0, 1.0) * 100.0); }

}  // namespace

void declare_log_options(CLI::App& app, LogOptions& options) {
  add_flag(app, "--quiet", options.quiet,
           "No progress on stderr; errors and results are still told");
  add_option(app, "--log-level", options.level, "How much is told on stderr; default: info")
      .check(refuse_unknown_level)
      .placeholder("debug|info|warning|off");
}

TerminalLog::TerminalLog(const Environment& environment, const LogOptions& options)
    : err_(environment.err), display_(environment.display) {
  auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(err_, true);
  logger_ = std::make_unique<spdlog::logger>("surgeflow", std::move(sink));
  logger_->set_level(threshold(options));
  logger_->set_pattern("[%H:%M:%S.%e] %l: %v");
}

TerminalLog::~TerminalLog() { clear_bar(); }

void TerminalLog::message(LogLevel level, std::string_view text) {
  const std::lock_guard lock(mutex_);
  if (!logger_->should_log(level_of(level))) return;
  clear_bar();
  logger_->log(level_of(level), spdlog::string_view_t(text.data(), text.size()));
}

void TerminalLog::progress(std::string_view activity, double done) {
  const std::lock_guard lock(mutex_);
  if (!logger_->should_log(spdlog::level::info)) return;
  const auto now = std::chrono::steady_clock::now();
  const bool changed = activity != activity_;
  if (changed) {
    activity_ = activity;
    last_done_ = -1.0;
    last_shown_ = now;
  }
  if (percent(done) == percent(last_done_)) return;
  if (display_ == Display::terminal) {
    if (!changed && now - last_shown_ < kBarInterval) return;
    draw_bar(activity, done);
  } else {
    // A short activity stays silent in a log file.
    if (now - last_shown_ < kLineInterval) return;
    print_line(activity, done);
  }
  last_done_ = done;
  last_shown_ = now;
}

void TerminalLog::draw_bar(std::string_view activity, double done) {
  const auto filled = static_cast<std::size_t>(percent(done)) * kBarWidth / 100;
  err_ << fmt::format("\r[{:<{}}] {:3d} % {}", std::string(filled, '#'), kBarWidth, percent(done),
                      activity)
       << "\033[K" << std::flush;
  bar_shown_ = true;
}

void TerminalLog::print_line(std::string_view activity, double done) {
  logger_->info("{}: {} %", activity, percent(done));
}

void TerminalLog::clear_bar() {
  if (!bar_shown_) return;
  err_ << "\r\033[K" << std::flush;
  bar_shown_ = false;
}

}  // namespace surgeflow::app

// SPDX-License-Identifier: Apache-2.0
// Hands arrays over in files.
#include "numpy_loop.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "support/child_process.hpp"

namespace surgeflow::bench {
namespace {

constexpr double kLimitSeconds = 600.0;

template <class Number>
void write(const std::filesystem::path& file, const std::vector<Number>& numbers) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(numbers.data()),
               static_cast<std::streamsize>(numbers.size() * sizeof(Number)));
  if (!stream.flush()) throw std::runtime_error(fmt::format("can not write {}", file.string()));
}

std::vector<std::uint16_t> read_counts(const std::filesystem::path& file, std::size_t count) {
  std::vector<std::uint16_t> numbers(count);
  std::ifstream stream(file, std::ios::binary);
  const auto bytes = static_cast<std::streamsize>(count * sizeof(std::uint16_t));
  if (!stream.read(reinterpret_cast<char*>(numbers.data()), bytes)) {
    throw std::runtime_error(fmt::format("{} is too short", file.string()));
  }
  return numbers;
}

/// One array after the other.
std::vector<double> arrays_of(std::span<const ScalarCell> cells, std::size_t rates) {
  std::vector<double> numbers;
  const auto add = [&](auto value_of) {
    for (const ScalarCell& cell : cells) numbers.push_back(value_of(cell));
  };
  add([](const ScalarCell& cell) { return cell.susceptible; });
  add([](const ScalarCell& cell) { return cell.infected; });
  add([](const ScalarCell& cell) { return cell.recovery_per_day; });
  add([](const ScalarCell& cell) { return cell.device_rate; });
  add([](const ScalarCell& cell) { return cell.market_share; });
  for (std::size_t n = 0; n < rates; ++n) {
    add([&](const ScalarCell& cell) { return cell.contact_rates[n]; });
  }
  return numbers;
}

}  // namespace

NumpyRun run_numpy_loop(const std::string& python, const std::filesystem::path& folder,
                        std::span<const ScalarCell> cells, std::span<const std::int32_t> first_days,
                        std::int32_t days, std::size_t at_a_time) {
  const std::filesystem::path input = folder / "cells.bin";
  const std::filesystem::path output = folder / "patients.bin";
  write(input, arrays_of(cells, first_days.size()));
  std::vector<std::string> arguments = {
      SURGEFLOW_NUMPY_SCRIPT,       input.string(), output.string(),      "--cells",
      std::to_string(cells.size()), "--days",       std::to_string(days), "--at-a-time",
      std::to_string(at_a_time),    "--first-days"};
  for (const std::int32_t day : first_days) arguments.push_back(std::to_string(day));
  const ChildOutcome outcome = run_program(python, arguments, kLimitSeconds);
  if (outcome.code != 0 || outcome.lines.empty()) {
    throw std::runtime_error(
        fmt::format("{} {}: {}", python, SURGEFLOW_NUMPY_SCRIPT, how_it_ended(outcome)));
  }
  const auto result = nlohmann::json::parse(outcome.lines.back());
  return {.seconds = result["seconds"],
          .processor_seconds = result["processor_seconds"],
          .version = result["numpy"],
          .patients = read_counts(output, cells.size() * static_cast<std::size_t>(days))};
}

}  // namespace surgeflow::bench

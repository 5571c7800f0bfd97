// SPDX-License-Identifier: Apache-2.0
// Words for what is wrong with the input.
#include "surgeflow/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace surgeflow {
namespace {

constexpr std::size_t kShownDiagnostics = 20;
constexpr std::size_t kShownBytes = 60;

std::string list_of(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  const std::size_t shown = std::min(diagnostics.size(), kShownDiagnostics);
  for (std::size_t n = 0; n < shown; ++n) {
    if (n > 0) text += '\n';
    text += to_string(diagnostics[n]);
  }
  if (shown < diagnostics.size()) {
    text += fmt::format("\n... and {} more of this kind; correct these first",
                        diagnostics.size() - shown);
  }
  return text;
}

}  // namespace

std::string to_string(const Diagnostic& diagnostic) {
  std::string text = diagnostic.place.file;
  if (diagnostic.place.line > 0) text += fmt::format(":{}", diagnostic.place.line);
  if (!text.empty()) text += ": ";
  if (!diagnostic.place.column.empty()) text += fmt::format("'{}': ", diagnostic.place.column);
  text += diagnostic.seen;
  if (!diagnostic.allowed.empty()) text += fmt::format("; allowed: {}", diagnostic.allowed);
  if (!diagnostic.remedy.empty()) text += fmt::format("; {}", diagnostic.remedy);
  return text;
}

std::string in_quotes(std::string_view value) {
  std::size_t length = std::min(value.size(), kShownBytes);
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(value[at]) & 0xC0U) == 0x80U;
  };
  while (length > 0 && length < value.size() && continues(length)) --length;
  std::string text = "\"";
  for (const char c : value.substr(0, length)) {
    const auto byte = static_cast<unsigned char>(c);
    text += byte < 0x20U || byte == 0x7FU ? '?' : c;
  }
  text += length < value.size() ? "...\"" : "\"";
  return text;
}

InputError::InputError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(list_of(diagnostics)), diagnostics_(std::move(diagnostics)) {}

InputError::InputError(Diagnostic diagnostic)
    : InputError(std::vector<Diagnostic>{std::move(diagnostic)}) {}

void Diagnostics::throw_if_any() const {
  if (!items_.empty()) throw InputError(items_);
}

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

std::string nearest_name(const std::string& word, const std::vector<std::string>& known) {
  std::string nearest;
  std::size_t least = std::max<std::size_t>(2, word.size() / 2);
  for (const std::string& name : known) {
    const std::size_t distance = edit_distance(word, name);
    if (distance < least || (distance == least && nearest.empty())) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

}  // namespace surgeflow

// SPDX-License-Identifier: Apache-2.0
// What can go wrong outside the program: bad input, and a world that refuses (disk, HDF5, MPI).
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace surgeflow {

/// Where a value was stated, for messages. `line` is 1-based, 0 where a file has no lines;
/// `column` is a CSV column or a TOML key.
struct Place {
  std::string file;
  std::int64_t line = 0;
  std::string column;
};

/// One thing wrong with the input: where, what was seen, what is allowed, what to do.
struct Diagnostic {
  Place place;
  std::string seen;     ///< the offending value and what is wrong with it
  std::string allowed;  ///< what would be accepted
  std::string remedy;   ///< what to do; empty where `allowed` says it all
};

/// "file:line: column 'c': seen; allowed: ...; remedy"
[[nodiscard]] std::string to_string(const Diagnostic& diagnostic);

/// A value as messages show it: in double quotes, control characters as '?', cut after 60 bytes.
[[nodiscard]] std::string in_quotes(std::string_view value);

/// The input can not be used; `what()` lists every diagnostic, one a line, at most 20.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Diagnostic> diagnostics);
  explicit InputError(Diagnostic diagnostic);
  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// No plan can obey what is asked; `what()` names the rules that contradict each other, each with
/// its place.
class InfeasibleError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The world refused: a file could not be written, a library call failed.
/// `what()` says which call on which object, the system's own text, and the remedy.
class SystemError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Collects diagnostics so that a user sees all bad lines at once, not only the first.
class Diagnostics {
 public:
  void add(Diagnostic diagnostic) { items_.push_back(std::move(diagnostic)); }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  /// Throws InputError when anything was added.
  void throw_if_any() const;

 private:
  std::vector<Diagnostic> items_;
};

/// Levenshtein distance: single-character insertions, deletions and substitutions.
[[nodiscard]] std::size_t edit_distance(const std::string& a, const std::string& b);

/// The name of `known` nearest to `word` by edit distance; empty when none is near.
[[nodiscard]] std::string nearest_name(const std::string& word,
                                       const std::vector<std::string>& known);

}  // namespace surgeflow

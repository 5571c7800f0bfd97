// SPDX-License-Identifier: Apache-2.0
// A CSV file as columns by name, with typed cells that record what is wrong with them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "surgeflow/core/calendar.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::formats {

/// What a file does with columns that nobody asked for. Even where they are ignored, a name that
/// is nearly a known one is taken for a misspelling and refused.
enum class OtherColumns { refused, ignored };

struct CsvSchema {
  std::vector<std::string> required;
  std::vector<std::string> optional;
  OtherColumns others = OtherColumns::refused;

  /// Required names, then optional ones.
  [[nodiscard]] std::vector<std::string> known() const;
};

/// The lines of a file below its header, every one as wide as the header. Cells lie in one text,
/// end to end, so that a table of millions of lines costs few allocations.
class CsvTable {
 public:
  CsvTable(std::string file, std::size_t bytes_expected);

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
  /// 1-based number of the header's line.
  [[nodiscard]] std::int64_t header_line() const { return header_line_; }
  [[nodiscard]] std::size_t rows() const { return lines_.size(); }
  /// 1-based number of the line where a row begins.
  [[nodiscard]] std::int64_t line(std::size_t row) const { return lines_[row]; }
  [[nodiscard]] std::optional<std::size_t> find_column(std::string_view name) const;
  [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const;

  void set_header(std::vector<std::string> names, std::int64_t line);
  void add_cell(std::string_view text);
  /// Ends a row of which add_cell gave every cell.
  void end_row(std::int64_t line) { lines_.push_back(line); }
  /// Cells added since the last whole row.
  [[nodiscard]] std::size_t open_cells() const;
  void drop_open_cells();

 private:
  std::string file_;
  std::vector<std::string> header_;
  std::int64_t header_line_ = 1;
  std::string text_;
  std::vector<std::size_t> ends_;
  std::vector<std::int64_t> lines_;
};

/// Reads UTF-8 text as RFC 4180 asks, with any line ends, a byte order mark, blank lines and spaces
/// around unquoted cells accepted. Adds a finding for whatever is wrong; nothing comes back where
/// the header can not be used.
[[nodiscard]] std::optional<CsvTable> read_csv(std::string_view bytes, const std::string& file,
                                               const CsvSchema& schema, Diagnostics& findings);

/// One column; a column that the file lacks gives empty cells. A cell that does not fit its type
/// is recorded as a finding and reads as empty.
class CsvColumn {
 public:
  CsvColumn(const CsvTable& table, std::string name, Diagnostics& findings);

  [[nodiscard]] std::string text(std::size_t row) const;
  [[nodiscard]] std::optional<std::int64_t> whole(std::size_t row) const;
  [[nodiscard]] std::optional<double> decimal(std::size_t row) const;
  [[nodiscard]] std::optional<Date> date(std::size_t row) const;

  /// As above, but an empty cell is a finding.
  [[nodiscard]] std::string required_text(std::size_t row) const;
  [[nodiscard]] std::int64_t required_whole(std::size_t row) const;

 private:
  [[nodiscard]] std::string_view cell(std::size_t row) const;
  void refuse(std::size_t row, std::string problem, std::string allowed,
              std::string remedy = {}) const;

  const CsvTable* table_;
  std::string name_;
  std::optional<std::size_t> index_;
  Diagnostics* findings_;
};

}  // namespace surgeflow::formats

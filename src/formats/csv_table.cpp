// SPDX-License-Identifier: Apache-2.0
// Keeps the cells of a CSV file and reads them as types.
#include "formats/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace surgeflow::formats {

std::vector<std::string> CsvSchema::known() const {
  std::vector<std::string> names = required;
  names.insert(names.end(), optional.begin(), optional.end());
  return names;
}

CsvTable::CsvTable(std::string file, std::size_t bytes_expected) : file_(std::move(file)) {
  text_.reserve(bytes_expected);
}

std::optional<std::size_t> CsvTable::find_column(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  if (found == header_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header_.begin());
}

std::string_view CsvTable::cell(std::size_t row, std::size_t column) const {
  const std::size_t n = row * header_.size() + column;
  const std::size_t begin = n == 0 ? 0 : ends_[n - 1];
  return std::string_view(text_).substr(begin, ends_[n] - begin);
}

void CsvTable::set_header(std::vector<std::string> names, std::int64_t line) {
  header_ = std::move(names);
  header_line_ = line;
}

void CsvTable::add_cell(std::string_view text) {
  text_ += text;
  ends_.push_back(text_.size());
}

std::size_t CsvTable::open_cells() const { return ends_.size() - rows() * header_.size(); }

void CsvTable::drop_open_cells() {
  ends_.resize(rows() * header_.size());
  text_.resize(ends_.empty() ? 0 : ends_.back());
}

CsvColumn::CsvColumn(const CsvTable& table, std::string name, Diagnostics& findings)
    : table_(&table),
      name_(std::move(name)),
      index_(table.find_column(name_)),
      findings_(&findings) {}

std::string_view CsvColumn::cell(std::size_t row) const {
  return index_ ? table_->cell(row, *index_) : std::string_view{};
}

void CsvColumn::refuse(std::size_t row, std::string problem, std::string allowed,
                       std::string remedy) const {
  findings_->add({{table_->file(), table_->line(row), name_},
                  std::move(problem),
                  std::move(allowed),
                  std::move(remedy)});
}

std::string CsvColumn::text(std::size_t row) const { return std::string(cell(row)); }

std::optional<std::int64_t> CsvColumn::whole(std::size_t row) const {
  const std::string_view text = cell(row);
  if (text.empty()) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec == std::errc{} && result.ptr == end) return value;
  const bool out_of_range = result.ec == std::errc::result_out_of_range && result.ptr == end;
  refuse(row, in_quotes(text) + (out_of_range ? " is out of range" : " is not a whole number"),
         "a whole number of at most 18 digits",
         "write digits only: no decimals, unit, exponent or separator of thousands");
  return std::nullopt;
}

std::optional<double> CsvColumn::decimal(std::size_t row) const {
  const std::string_view text = cell(row);
  if (text.empty()) return std::nullopt;
  double value = 0.0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec == std::errc{} && result.ptr == end && std::isfinite(value)) return value;
  const bool out_of_range = result.ec == std::errc::result_out_of_range && result.ptr == end;
  refuse(row, in_quotes(text) + (out_of_range ? " is out of range" : " is not a number"),
         "a number such as 12 or 39.87",
         "use a point as decimal mark, and no unit or separator of thousands");
  return std::nullopt;
}

std::optional<Date> CsvColumn::date(std::size_t row) const {
  const std::string_view text = cell(row);
  if (text.empty()) return std::nullopt;
  const auto value = parse_date(text);
  if (!value) refuse(row, in_quotes(text) + " is not a date", "an ISO date such as 2020-03-31");
  return value;
}

std::string CsvColumn::required_text(std::size_t row) const {
  if (cell(row).empty()) refuse(row, "the cell is empty", "a text", "fill it, or remove the line");
  return text(row);
}

std::int64_t CsvColumn::required_whole(std::size_t row) const {
  if (cell(row).empty()) {
    refuse(row, "the cell is empty", "a whole number", "fill it, or remove the line");
  }
  return whole(row).value_or(0);
}

}  // namespace surgeflow::formats

// SPDX-License-Identifier: Apache-2.0
// Feeds libcsv one physical line at a time, so that every finding knows its line.
#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>

#include "formats/csv_table.hpp"
#include "formats/utf8.hpp"

namespace surgeflow::formats {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Diagnostic at_line(const std::string& file, std::int64_t line, std::string seen,
                   std::string allowed, std::string remedy) {
  return {{file, line, {}}, std::move(seen), std::move(allowed), std::move(remedy)};
}

std::string joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

/// The physical line that begins at `begin`, with its line end: LF, CR LF or CR.
std::string_view line_at(std::string_view text, std::size_t begin) {
  std::size_t end = text.find_first_of("\r\n", begin);
  if (end == std::string_view::npos) return text.substr(begin);
  if (text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n') ++end;
  return text.substr(begin, end + 1 - begin);
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

class CsvParser {
 public:
  CsvParser(std::string_view text, const std::string& file, Diagnostics& findings)
      : text_(text), findings_(findings), table_(file, text.size()) {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  }
  ~CsvParser() { csv_free(&parser_); }
  CsvParser(const CsvParser&) = delete;
  CsvParser& operator=(const CsvParser&) = delete;

  std::optional<CsvTable> parse() {
    std::int64_t line_number = 0;
    for (std::size_t begin = 0; begin < text_.size();) {
      const std::string_view line = line_at(text_, begin);
      ++line_number;
      check_encoding(line, line_number);
      if (!feed(line, line_number)) return finished();
      begin += line.size();
    }
    if (csv_fini(&parser_, on_cell, on_row, this) != 0) refuse_open_quote();
    if (failure_) std::rethrow_exception(failure_);
    return finished();
  }

 private:
  /// libcsv is C: an exception waits in `failure_` until the call into it has returned.
  static void on_cell(void* bytes, std::size_t length, void* self) noexcept {
    auto& parser = *static_cast<CsvParser*>(self);
    try {
      parser.add_cell({static_cast<const char*>(bytes), length});
    } catch (...) {
      parser.failure_ = std::current_exception();
    }
  }
  static void on_row(int, void* self) noexcept {
    auto& parser = *static_cast<CsvParser*>(self);
    try {
      parser.end_row();
    } catch (...) {
      parser.failure_ = std::current_exception();
    }
  }

  /// False where the rest of the file can not be read.
  bool feed(std::string_view line, std::int64_t line_number) {
    if (!row_open_) row_line_ = line_number;
    row_open_ = row_open_ || !is_blank(line);
    const std::size_t used = csv_parse(&parser_, line.data(), line.size(), on_cell, on_row, this);
    if (failure_) std::rethrow_exception(failure_);
    if (used == line.size()) return true;
    if (csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
    findings_.add(
        at_line(table_.file(), line_number,
                fmt::format("a quote inside a cell, before byte {} of the line", used + 1),
                "quotes around a whole cell, and doubled quotes inside it",
                "write \"say \"\"hi\"\"\"; what follows this line was not read"));
    return false;
  }

  void add_cell(std::string_view text) {
    if (header_read_) {
      table_.add_cell(text);
    } else {
      names_.emplace_back(text);
    }
  }

  void end_row() {
    row_open_ = false;
    if (!header_read_) {
      header_read_ = true;
      table_.set_header(std::move(names_), row_line_);
      return;
    }
    const std::size_t cells = table_.open_cells();
    if (cells == table_.header().size()) {
      table_.end_row(row_line_);
      return;
    }
    table_.drop_open_cells();
    findings_.add(at_line(
        table_.file(), row_line_, fmt::format("{} {}", cells, cells == 1 ? "cell" : "cells"),
        fmt::format("{}, as in the header ({})", table_.header().size(), joined(table_.header())),
        "put a cell that contains a comma in double quotes"));
  }

  void check_encoding(std::string_view line, std::int64_t line_number) {
    if (line.find('\0') != std::string_view::npos) {
      findings_.add(at_line(table_.file(), line_number, "a NUL byte", "UTF-8 text",
                            "save the file as text, encoded as UTF-8"));
    }
    const auto invalid = first_invalid_utf8(line);
    if (!invalid) return;
    const auto byte = static_cast<unsigned char>(line[*invalid]);
    findings_.add(
        at_line(table_.file(), line_number,
                fmt::format("byte {} of the line, 0x{:02X}, is not UTF-8", *invalid + 1, byte),
                "UTF-8 text", "save the file encoded as UTF-8"));
  }

  void refuse_open_quote() {
    findings_.add(at_line(table_.file(), row_line_,
                          "a quoted cell of the row that begins here never ends",
                          "a quote at both ends of a cell", "close the quote"));
  }

  std::optional<CsvTable> finished() {
    if (!header_read_) return std::nullopt;
    table_.drop_open_cells();
    return std::move(table_);
  }

  std::string_view text_;
  Diagnostics& findings_;
  CsvTable table_;
  csv_parser parser_{};
  std::exception_ptr failure_;
  std::vector<std::string> names_;
  bool header_read_ = false;
  bool row_open_ = false;
  std::int64_t row_line_ = 1;
};

/// The known name that an unknown one was probably meant to be; empty where it is a name of its
/// own. Short names are held to fewer differences: "zip" is not a misspelt "id".
std::string misspelt(const std::string& name, const std::vector<std::string>& known) {
  const std::size_t limit = std::min<std::size_t>(2, name.size() / 3);
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance > 0 && distance <= limit) return candidate;
  }
  return {};
}

void check_unknown_column(const CsvTable& table, const std::string& name, const CsvSchema& schema,
                          Diagnostics& findings) {
  const std::vector<std::string> known = schema.known();
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  const bool ignored = schema.others == OtherColumns::ignored;
  const std::string nearest = ignored ? misspelt(name, known) : nearest_name(name, known);
  if (ignored && nearest.empty()) return;
  findings.add({{table.file(), table.header_line(), name},
                "unknown column",
                joined(known),
                nearest.empty() ? "remove or rename it"
                                : fmt::format("did you mean {}?", in_quotes(nearest))});
}

/// False where cells can not be told apart by the header.
bool check_header(const CsvTable& table, const CsvSchema& schema, Diagnostics& findings) {
  const std::size_t before = findings.size();
  const std::vector<std::string>& header = table.header();
  if (header.size() == 1 && header[0].find_first_of(";\t") != std::string::npos) {
    findings.add(at_line(table.file(), table.header_line(), "one column, " + in_quotes(header[0]),
                         "cells separated by commas",
                         "save the file with commas, and points as decimal marks"));
    return false;
  }
  for (std::size_t n = 0; n < header.size(); ++n) {
    if (header[n].empty()) {
      findings.add(at_line(table.file(), table.header_line(),
                           fmt::format("column {} has no name", n + 1), "a name for every column",
                           "name it, or remove the comma before it from every line"));
    } else if (std::find(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(n),
                         header[n]) != header.begin() + static_cast<std::ptrdiff_t>(n)) {
      findings.add({{table.file(), table.header_line(), header[n]},
                    "the column is there twice",
                    "each name once",
                    "remove or rename one of the two"});
    } else {
      check_unknown_column(table, header[n], schema, findings);
    }
  }
  for (const std::string& name : schema.required) {
    if (table.find_column(name)) continue;
    findings.add({{table.file(), table.header_line(), name},
                  "the column is missing",
                  "a header line with " + joined(schema.required),
                  "add the column"});
  }
  return findings.size() == before;
}

}  // namespace

std::optional<CsvTable> read_csv(std::string_view bytes, const std::string& file,
                                 const CsvSchema& schema, Diagnostics& findings) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    findings.add(at_line(file, 1, "the file is encoded as UTF-16", "UTF-8 text",
                         "save the file encoded as UTF-8"));
    return std::nullopt;
  }
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  std::optional<CsvTable> table = CsvParser(bytes, file, findings).parse();
  if (!table && std::all_of(bytes.begin(), bytes.end(),
                            [](char c) { return is_blank(std::string_view(&c, 1)); })) {
    findings.add(at_line(file, 1, "the file is empty",
                         "a header line with " + joined(schema.required),
                         "write the header, then one line for each entry"));
  }
  if (!table || !check_header(*table, schema, findings)) return std::nullopt;
  return table;
}

}  // namespace surgeflow::formats

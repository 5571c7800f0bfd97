// SPDX-License-Identifier: Apache-2.0
// CSV as RFC 4180 writes it, and what is said of anything else.
#include "formats/csv_table.hpp"

#include <gtest/gtest.h>

#include "support/messages.hpp"

namespace surgeflow::formats {
namespace {

using surgeflow::testing::input_error_of;
using surgeflow::testing::one_line_says;

const CsvSchema kSchema{{"facility", "period"}, {"note"}, OtherColumns::refused};

struct Reading {
  std::optional<CsvTable> table;
  std::string message;
};

Reading reading_of(std::string_view bytes, const CsvSchema& schema = kSchema) {
  Reading reading;
  Diagnostics findings;
  reading.table = read_csv(bytes, "a.csv", schema, findings);
  reading.message = input_error_of([&] { findings.throw_if_any(); });
  return reading;
}

TEST(ReadCsv, GivesCellsAndLines) {
  const Reading r = reading_of("facility,period\n08031,1\n08041,2\n");
  EXPECT_EQ(r.message, "");
  ASSERT_TRUE(r.table);
  ASSERT_EQ(r.table->rows(), 2U);
  EXPECT_EQ(r.table->cell(0, 0), "08031");
  EXPECT_EQ(r.table->cell(1, 1), "2");
  EXPECT_EQ(r.table->line(0), 2);
  EXPECT_EQ(r.table->line(1), 3);
}

TEST(ReadCsv, TakesColumnsInAnyOrder) {
  const Reading r = reading_of("note,period,facility\nx,1,08031\n");
  ASSERT_TRUE(r.table);
  EXPECT_EQ(r.table->find_column("facility"), 2U);
  EXPECT_EQ(r.table->cell(0, *r.table->find_column("facility")), "08031");
}

TEST(ReadCsv, AcceptsWindowsFiles) {
  const Reading r = reading_of("\xEF\xBB\xBF\"facility\",period\r\n08031,1\r\n\r\n08041,2\r\n");
  EXPECT_EQ(r.message, "");
  ASSERT_TRUE(r.table);
  ASSERT_EQ(r.table->rows(), 2U);
  EXPECT_EQ(r.table->cell(1, 1), "2");
  EXPECT_EQ(r.table->line(1), 4);
}

TEST(ReadCsv, AcceptsLoneCarriageReturns) {
  const Reading r = reading_of("facility,period\r08031,1\r08041,2");
  ASSERT_TRUE(r.table);
  ASSERT_EQ(r.table->rows(), 2U);
  EXPECT_EQ(r.table->line(1), 3);
}

TEST(ReadCsv, AcceptsAMissingNewlineAtTheEnd) {
  for (const char* text :
       {"facility,period\n08031,1", "facility,period\n08031,\"1\"", "facility,period\n08031,"}) {
    const Reading r = reading_of(text);
    EXPECT_EQ(r.message, "");
    ASSERT_TRUE(r.table);
    EXPECT_EQ(r.table->rows(), 1U);
  }
}

TEST(ReadCsv, SkipsBlankLinesAndCountsThem) {
  const Reading r = reading_of("\n  \nfacility,period\n\n \t\n08031,1\n\n");
  EXPECT_EQ(r.message, "");
  ASSERT_TRUE(r.table);
  EXPECT_EQ(r.table->header_line(), 3);
  ASSERT_EQ(r.table->rows(), 1U);
  EXPECT_EQ(r.table->line(0), 6);
}

TEST(ReadCsv, ReadsQuotedCells) {
  const Reading r = reading_of(
      "facility,period,note\n\"Denver, CO\",1,\"say \"\"hi\"\"\"\n\"  kept \",2, dropped \n");
  EXPECT_EQ(r.message, "");
  ASSERT_TRUE(r.table);
  EXPECT_EQ(r.table->cell(0, 0), "Denver, CO");
  EXPECT_EQ(r.table->cell(0, 2), "say \"hi\"");
  EXPECT_EQ(r.table->cell(1, 0), "  kept ");
  EXPECT_EQ(r.table->cell(1, 2), "dropped");
}

TEST(ReadCsv, CountsLinesAcrossQuotedNewlines) {
  const Reading r = reading_of(
      "facility,period,note\na,1,\"one\ntwo\n\nthree\"\nb,2,\"x\r\ny\"\r\n\nc,3,z\nd,4\n");
  ASSERT_TRUE(r.table);
  ASSERT_EQ(r.table->rows(), 3U);
  EXPECT_EQ(r.table->cell(0, 2), "one\ntwo\n\nthree");
  EXPECT_EQ(r.table->line(0), 2);
  EXPECT_EQ(r.table->line(1), 6);
  EXPECT_EQ(r.table->cell(1, 2), "x\r\ny");
  EXPECT_EQ(r.table->line(2), 9);
  EXPECT_TRUE(one_line_says(r.message, {"a.csv:10: 2 cells"}));
}

TEST(ReadCsv, RefusesLinesOfAnotherWidthAndReadsTheRest) {
  const Reading r = reading_of("facility,period\nDenver, CO,1\n08031\n08041,2\n");
  EXPECT_TRUE(one_line_says(
      r.message, {"a.csv:2: 3 cells", "2, as in the header (facility, period)", "double quotes"}));
  EXPECT_TRUE(one_line_says(r.message, {"a.csv:3: 1 cell;"}));
  ASSERT_TRUE(r.table);
  ASSERT_EQ(r.table->rows(), 1U);
  EXPECT_EQ(r.table->cell(0, 0), "08041");
  EXPECT_EQ(r.table->line(0), 4);
}

TEST(ReadCsv, RefusesQuotesInsideCells) {
  const Reading r = reading_of("facility,period\n08031,1\n5\" pipe,2\n");
  EXPECT_TRUE(one_line_says(r.message, {"a.csv:3: a quote inside a cell", "doubled quotes"}));
  EXPECT_TRUE(one_line_says(reading_of("facility,period\n\"a\"b,1\n").message,
                            {"a.csv:2: a quote inside a cell"}));
}

TEST(ReadCsv, RefusesAQuoteThatNeverEnds) {
  const Reading r = reading_of("facility,period\n08031,1\n08041,\"2\n08051,3\n");
  EXPECT_TRUE(one_line_says(r.message, {"a.csv:3: ", "never ends", "close the quote"}));
  EXPECT_TRUE(
      one_line_says(reading_of("\"facility,period\n").message, {"a.csv:1: ", "never ends"}));
}

TEST(ReadCsv, RefusesEmptyFiles) {
  for (const char* text : {"", "\n \r\n", "\xEF\xBB\xBF"}) {
    const Reading r = reading_of(text);
    EXPECT_FALSE(r.table);
    EXPECT_TRUE(one_line_says(r.message, {"a.csv:1: the file is empty", "facility, period"}));
  }
}

TEST(ReadCsv, AcceptsAHeaderAlone) {
  const Reading r = reading_of("facility,period\n");
  EXPECT_EQ(r.message, "");
  ASSERT_TRUE(r.table);
  EXPECT_EQ(r.table->rows(), 0U);
}

TEST(ReadCsv, RefusesHeadersThatDoNotTellColumnsApart) {
  EXPECT_TRUE(
      one_line_says(reading_of("facility,period,facility\n").message,
                    {"a.csv:1: 'facility': the column is there twice", "remove or rename"}));
  EXPECT_TRUE(
      one_line_says(reading_of("facility,period,\n").message, {"a.csv:1: column 3 has no name"}));
  EXPECT_TRUE(one_line_says(
      reading_of("\nfacility\n").message,
      {"a.csv:2: 'period': the column is missing", "facility, period", "add the column"}));
  EXPECT_TRUE(one_line_says(reading_of("facility;period\n1;2\n").message,
                            {"a.csv:1: one column", "separated by commas"}));
}

TEST(ReadCsv, RefusesUnknownColumnsAndNamesTheNearest) {
  EXPECT_TRUE(one_line_says(reading_of("facility,peroid\n").message,
                            {"a.csv:1: 'peroid': unknown column", "did you mean \"period\"?"}));
  EXPECT_TRUE(one_line_says(reading_of("facility,period,colour\n").message,
                            {"a.csv:1: 'colour': unknown column", "facility, period, note"}));
}

TEST(ReadCsv, IgnoresOtherColumnsUnlessTheyAreMisspelt) {
  const CsvSchema schema{{"id"}, {"population", "hospitalized", "devices"}, OtherColumns::ignored};
  EXPECT_EQ(reading_of("id,zip,colour,cases,beds2020\n", schema).message, "");
  for (const char* name : {"hospitalised", "popluation", "Population", "device"}) {
    EXPECT_TRUE(one_line_says(reading_of(std::string("id,") + name + "\n", schema).message,
                              {"a.csv:1: ", name, "unknown column", "did you mean"}));
  }
}

TEST(ReadCsv, RefusesWhatIsNotUtf8) {
  const Reading r = reading_of("facility,period\nM\xFCnchen,1\nok,2\nK\xF6ln,3\n");
  EXPECT_TRUE(one_line_says(r.message, {"a.csv:2: byte 2 of the line, 0xFC", "UTF-8"}));
  EXPECT_TRUE(one_line_says(r.message, {"a.csv:4: byte 2 of the line, 0xF6"}));
  EXPECT_EQ(reading_of("facility,period\nM\xC3\xBCnchen,1\n").message, "");
}

TEST(ReadCsv, RefusesNulBytesAndUtf16) {
  using std::string_literals::operator""s;
  EXPECT_TRUE(one_line_says(reading_of("facility,period\na\0b,1\n"s).message,
                            {"a.csv:2: a NUL byte", "UTF-8"}));
  EXPECT_TRUE(one_line_says(reading_of("\xFF\xFE"
                                       "f\0a\0"s)
                                .message,
                            {"a.csv:1: ", "UTF-16"}));
}

TEST(ReadCsv, ReadsManyLines) {
  std::string text = "facility,period\n";
  for (int n = 0; n < 100'000; ++n) {
    const std::string number = std::to_string(n);
    text.append("f").append(number).append(",").append(number).append("\n");
  }
  const Reading r = reading_of(text);
  ASSERT_TRUE(r.table);
  ASSERT_EQ(r.table->rows(), 100'000U);
  EXPECT_EQ(r.table->cell(99'999, 0), "f99999");
  EXPECT_EQ(r.table->line(99'999), 100'001);
}

// ---- typed cells ----------------------------------------------------------------------------

struct Cell {
  CsvTable table;
  Diagnostics findings;

  explicit Cell(const std::string& text)
      : table(*reading_of("facility,period\n\"" + text + "\",0\n").table) {}
  [[nodiscard]] CsvColumn column() { return {table, "facility", findings}; }
  [[nodiscard]] std::string message() const {
    return input_error_of([&] { findings.throw_if_any(); });
  }
};

TEST(CsvColumn, ReadsWholeNumbersExactly) {
  EXPECT_EQ(Cell("0").column().whole(0), 0);
  EXPECT_EQ(Cell("-7").column().whole(0), -7);
  EXPECT_EQ(Cell("007").column().whole(0), 7);
  EXPECT_EQ(Cell("4611686018427387904").column().whole(0), std::int64_t{1} << 62);
  EXPECT_EQ(Cell("9007199254740993").column().whole(0), 9007199254740993);
  EXPECT_EQ(Cell("").column().whole(0), std::nullopt);
}

TEST(CsvColumn, RefusesWhatIsNoWholeNumber) {
  for (const char* text : {"2.5", "ten", "1e3", "1,000", "+5", "5 ", "0x10", "--1", "-", "nan"}) {
    Cell cell(text);
    EXPECT_EQ(cell.column().whole(0), std::nullopt);
    EXPECT_TRUE(one_line_says(
        cell.message(), {"a.csv:2: 'facility': ", text, "is not a whole number", "digits only"}));
  }
  Cell large("1000000000000000000000000000000");
  EXPECT_EQ(large.column().whole(0), std::nullopt);
  EXPECT_TRUE(one_line_says(large.message(), {"a.csv:2", "out of range"}));
}

TEST(CsvColumn, ReadsDecimalsWithoutLocale) {
  EXPECT_EQ(Cell("39.7619").column().decimal(0), 39.7619);
  EXPECT_EQ(Cell("-104").column().decimal(0), -104.0);
  EXPECT_EQ(Cell("1e3").column().decimal(0), 1000.0);
  EXPECT_EQ(Cell("").column().decimal(0), std::nullopt);
}

TEST(CsvColumn, RefusesWhatIsNoNumber) {
  for (const char* text : {"39,76", "nan", "inf", "-inf", "12 km", "north", "0x10", "1e"}) {
    Cell cell(text);
    EXPECT_EQ(cell.column().decimal(0), std::nullopt);
    EXPECT_TRUE(
        one_line_says(cell.message(), {"a.csv:2: 'facility': ", text, "not a number", "point"}));
  }
  Cell large("1e999");
  EXPECT_EQ(large.column().decimal(0), std::nullopt);
  EXPECT_TRUE(one_line_says(large.message(), {"out of range"}));
}

TEST(CsvColumn, ReadsDates) {
  EXPECT_EQ(Cell("2020-03-31").column().date(0), parse_date("2020-03-31"));
  EXPECT_EQ(Cell("").column().date(0), std::nullopt);
  Cell cell("3/31/2020");
  EXPECT_EQ(cell.column().date(0), std::nullopt);
  EXPECT_TRUE(one_line_says(cell.message(), {"a.csv:2", "3/31/2020", "not a date", "2020-03-31"}));
}

TEST(CsvColumn, RequiredCellsAreNotEmpty) {
  Cell cell("");
  EXPECT_EQ(cell.column().required_text(0), "");
  EXPECT_EQ(cell.column().required_whole(0), 0);
  EXPECT_EQ(cell.findings.size(), 2U);
  EXPECT_TRUE(one_line_says(cell.message(), {"a.csv:2: 'facility': the cell is empty", "fill it"}));
}

TEST(CsvColumn, AnAbsentColumnHasEmptyCells) {
  Cell cell("x");
  const CsvColumn note(cell.table, "note", cell.findings);
  EXPECT_EQ(note.text(0), "");
  EXPECT_EQ(note.whole(0), std::nullopt);
  EXPECT_TRUE(cell.findings.empty());
}

}  // namespace
}  // namespace surgeflow::formats

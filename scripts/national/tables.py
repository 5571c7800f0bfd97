# SPDX-License-Identifier: Apache-2.0
"""Reads text tables as agencies publish them: any of two encodings, with line numbers kept."""

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

from national.findings import BadInput, Findings, quoted, refuse


@dataclass(frozen=True)
class Row:
    """One record; `line` is where it begins, counted from 1."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True)
class Source:
    """An input file as it was read; its hash goes into the quality report."""

    path: Path
    text: str
    sha256: str


def read_source(path: Path) -> Source:
    """The text of a file: UTF-8 with or without a byte order mark, or else Latin-1."""
    try:
        data = path.read_bytes()
    except OSError as error:
        refuse(path, 0, "", f"can not be read: {error.strerror}", "a readable file",
               "check the path")
    if data.startswith(b"PK"):
        refuse(path, 0, "", "is an archive", "a text file", "unpack it first")
    if b"\0" in data:
        refuse(path, 0, "", "holds zero bytes", "text in UTF-8 or Latin-1",
               "download it again, or save it as CSV")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if not text.strip(" \t\r\n,"):
        refuse(path, 0, "", "is empty", "a table with a header line", "download it again")
    return Source(path, text, hashlib.sha256(data).hexdigest())


def records(source: Source, delimiter: str = ","):
    """Line number and stripped cells of every line that is not blank."""
    reader = csv.reader(io.StringIO(source.text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, [" ".join(cell.split()) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        refuse(source.path, line, "", f"is no CSV: {error}", "cells quoted as in RFC 4180",
               "correct the quotes of this line, or download the file again")


def rows_of(source: Source, columns: list[str]) -> list[Row]:
    """The rows of a table that has at least these columns, in any order; others are kept too."""
    lines = records(source)
    header_line, header = next(lines)
    findings = Findings(source.path)
    for name in columns:
        if name not in header:
            findings.add(header_line, name, "there is no such column",
                         f"the columns {', '.join(columns)}",
                         "check that this is the file and the year that is asked for")
        elif header.count(name) > 1:
            findings.add(header_line, name, "stands twice in the header", "each column once")
    findings.raise_if_any()
    rows = []
    for line, cells in lines:
        if len(cells) != len(header):
            findings.add(line, "", f"has {len(cells)} cells", f"{len(header)}, as in the header",
                         "correct the line; an unquoted comma is the usual cause")
            continue
        rows.append(Row(line, dict(zip(header, cells))))
    findings.raise_if_any()
    if not rows:
        raise BadInput(f"{source.path}: has a header and nothing below it; allowed: at least one "
                       "line of data; download it again")
    return rows


def whole(row: Row, column: str, findings: Findings) -> int:
    """A whole number from 0 on; 0 and a finding for anything else."""
    text = row[column]
    if re.fullmatch(r"[0-9]{1,12}", text):
        return int(text)
    findings.add(row.line, column, "the cell is empty" if not text else quoted(text),
                 "a whole number from 0 on", "correct the cell")
    return 0

# SPDX-License-Identifier: Apache-2.0
"""Untrusted texts on their way into CSV and JSON, panels of numbers on theirs into a page."""

import base64
import csv
import io
import json

import numpy
from markupsafe import Markup

# A spreadsheet takes a cell for a formula that begins with one of these, blanks before it or not;
# the last four are their wide forms.
FORMULA_STARTS = tuple("=+-@|\uff1d\uff0b\uff0d\uff20")


def safe_cell(value) -> str:
    """A text that spreadsheets show as it is; numbers stay numbers."""
    text = str(value)
    if not isinstance(value, str):
        return text
    begins = text.lstrip()
    if begins.startswith(FORMULA_STARTS) or text.startswith(("\t", "\r", "\n")):
        return "'" + text
    return text


def csv_text(head: list[str], rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def json_for_script(value) -> Markup:
    """JSON that can not end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def packed(panel: numpy.ndarray) -> str:
    """Whole numbers, row by row, in base64: 180 days of 3,142 counties in a few hundred kB.

    Differences between neighbours, zigzag (0, -1, 1, -2, ... as 0, 1, 2, 3, ...), as varints of
    seven bits with the lowest first; a zero is followed by the number of zeros after it.
    """
    flat = panel.astype("i8").ravel()
    steps = numpy.diff(flat, prepend=0)
    codes = numpy.where(steps >= 0, 2 * steps, -2 * steps - 1)
    starts = numpy.flatnonzero((codes != 0) | numpy.concatenate(([True], codes[:-1] != 0)))
    lengths = numpy.diff(starts, append=len(codes))
    out = bytearray()
    for code, length in zip(codes[starts].tolist(), lengths.tolist()):
        for number in (code,) if code else (0, length - 1):
            while number >= 128:
                out.append(number & 127 | 128)
                number >>= 7
            out.append(number)
    return base64.b64encode(bytes(out)).decode("ascii")

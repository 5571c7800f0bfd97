# SPDX-License-Identifier: Apache-2.0
"""What is wrong with an input: file, line, column, what was seen, what is allowed, what to do."""

from pathlib import Path

MOST_SHOWN = 20


class BadInput(Exception):
    """The lines to show, one for each thing that is wrong."""


class Findings:
    """Collects what is wrong with one file, so that one run tells all of it."""

    def __init__(self, path: Path):
        self._path = path
        self._lines: list[str] = []

    def add(self, line: int, column: str, seen: str, allowed: str, remedy: str = "") -> None:
        place = f"{self._path}:{line}: " if line else f"{self._path}: "
        name = f"'{column}': " if column else ""
        end = f"; {remedy}" if remedy else ""
        self._lines.append(f"{place}{name}{seen}; allowed: {allowed}{end}")

    def raise_if_any(self) -> None:
        if not self._lines:
            return
        shown = self._lines[:MOST_SHOWN]
        if len(self._lines) > MOST_SHOWN:
            shown.append(f"and {len(self._lines) - MOST_SHOWN} more")
        raise BadInput("\n".join(shown))


def refuse(path: Path, line: int, column: str, seen: str, allowed: str, remedy: str = "") -> None:
    """Ends the reading of a file of which nothing more can be understood."""
    findings = Findings(path)
    findings.add(line, column, seen, allowed, remedy)
    findings.raise_if_any()


def quoted(text: str) -> str:
    """A cell as it is shown: escaped, and not longer than a message can bear."""
    shown = text if len(text) <= 60 else text[:60] + "..."
    return '"' + shown.encode("unicode_escape").decode("ascii") + '"' if not shown.isprintable() \
        else f'"{shown}"'

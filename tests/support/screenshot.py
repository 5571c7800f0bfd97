#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A picture of a page as Chromium shows it, such as those of the documents."""

import argparse
import pathlib
import sys

import browser


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=pathlib.Path, metavar="FILE.html")
    parser.add_argument("picture", type=pathlib.Path, metavar="FILE.png")
    parser.add_argument("--width", type=int, default=1280, help="pixels; 1280")
    parser.add_argument("--height", type=int, default=900, help="pixels; 900")
    parser.add_argument("--at", metavar="SELECTOR", help="scroll to this element")
    parser.add_argument("--dark", action="store_true", help="as on a dark screen")
    options = parser.parse_args()
    with browser.Page(options.page, options.width, options.height, options.dark) as page:
        if options.at:
            page.evaluate(f"document.querySelector({options.at!r}).scrollIntoView()")
        page.screenshot(options.picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())

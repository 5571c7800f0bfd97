#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes one HTML page of a plan, and work orders where asked for.

The page needs nothing but itself: it opens from disk, without a network, and prints.
Work orders are a table and a page for each lender:
  work-orders.csv     what leaves, to whom, why, when it comes back
  index.html          days and lenders, with links
  lender-NUMBER.html  the orders of one lender, one printed page a day
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

DONE, BAD_INPUT = 0, 3

try:
    import h5py  # noqa: F401
    import jinja2  # noqa: F401
    import numpy  # noqa: F401
except ImportError as missing:
    print(f"report.py: {missing}. Run it with a Python that has h5py, jinja2 and numpy, on Debian "
          "/usr/bin/python3 with the packages python3-h5py and python3-jinja2.", file=sys.stderr)
    sys.exit(BAD_INPUT)

from report import page, plan_file, work_orders  # noqa: E402


def write_whole(path: Path, text: str) -> None:
    """The file, or what stood there before."""
    handle, work = tempfile.mkstemp(prefix=".surgeflow-", suffix=".partial", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(work, 0o666 & ~umask)
        os.replace(work, path)
    except BaseException:
        os.unlink(work)
        raise


def parse_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="report.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plan", type=Path, metavar="PLAN.h5",
                        help="the file that surgeflow plan wrote")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.html",
                        help="the page")
    parser.add_argument("--work-orders", type=Path, metavar="DIR",
                        help="the folder of the work orders, made where it is missing")
    parser.add_argument("--item", metavar="NAME", default="",
                        help="the item, of a file that holds several")
    return parser.parse_args(words)


def write_all(options: argparse.Namespace) -> None:
    plan = plan_file.read(options.plan, options.item)
    text = page.render(plan)
    orders = work_orders.documents(plan) if options.work_orders else {}
    write_whole(options.output, text)
    print(f"Report: {options.output}")
    if options.work_orders:
        options.work_orders.mkdir(parents=True, exist_ok=True)
        for name, content in orders.items():
            write_whole(options.work_orders / name, content)
        for path in options.work_orders.glob("lender-*.html"):  # of lenders of an earlier plan
            if path.name not in orders:
                path.unlink()
        print(f"Work orders: {options.work_orders}")


def main(words: list[str] | None = None) -> int:
    options = parse_arguments(sys.argv[1:] if words is None else words)
    try:
        write_all(options)
    except plan_file.BadPlan as failure:
        print(f"surgeflow report: {failure}", file=sys.stderr)
        return BAD_INPUT
    except OSError as failure:
        print(f"surgeflow report: {failure.filename or options.output}: can not be written: "
              f"{failure.strerror or failure}; allowed: a place with room for the page; name "
              "another one", file=sys.stderr)
        return BAD_INPUT
    return DONE


if __name__ == "__main__":
    sys.exit(main())

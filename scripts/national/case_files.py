# SPDX-License-Identifier: Apache-2.0
"""Writes a case: CASE.toml, facilities.csv and the quality report, all of them or none."""

import csv
import io
import os
import shutil
import tempfile
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from national.facilities import Facility
from national.findings import BadInput

HOURS_OF_DAY = 24
STUDY_DAYS = 180
TURNAROUND_DAYS = 10
IN_PROCESSING_DAYS = 1
KM_PER_DAY = Decimal("643.7")  # 400 miles
HOSPITALIZED_RATE = "0.025"
NAMES = {"case.toml", "facilities.csv", "quality.md"}


@dataclass(frozen=True)
class Horizon:
    """Number and length of periods."""

    periods: int
    period_hours: int

    @property
    def per_day(self) -> int:
        return HOURS_OF_DAY // self.period_hours


CASE = """\
# SPDX-License-Identifier: Apache-2.0
# {description}. What was repaired and assumed: quality.md.
[case]
name = "{name}"
description = "{description}"

[horizon]
start = 2020-03-31
periods = {periods}
period_hours = {period_hours}

[facilities]
file = "facilities.csv"
{devices}
[item]
name = "ventilator"
turnaround = {turnaround}        # periods: 10 days of treatment and cleaning
in_processing = {in_processing}      # periods: 1 day until a new device can be used

[demand]
model = "sir"
rounding = "ceil"
doubling_time = 4      # days, before contacts are reduced
infectious_days = 14
contact_reduction = 0.30
hospitalized_rate = {hospitalized_rate}
ventilated_rate = 0.005

[transit]
model = "geodesic"
km_per_period = {km_per_period}  # 400 miles a day

[sharing]
scope = "all"
"""


def case_text(name: str, description: str, horizon: Horizon, devices_per_100k: str) -> str:
    """CASE.toml with the parameters of the Colorado study; rates in days are the same for any
    length of period, what is counted in periods is not."""
    km = (KM_PER_DAY / horizon.per_day).quantize(Decimal("1e-10"), rounding=ROUND_HALF_EVEN)
    devices = f"devices_per_100k = {devices_per_100k}\n" if devices_per_100k else ""
    return CASE.format(name=name, description=description, periods=horizon.periods,
                       period_hours=horizon.period_hours, devices=devices,
                       turnaround=TURNAROUND_DAYS * horizon.per_day,
                       in_processing=IN_PROCESSING_DAYS * horizon.per_day,
                       hospitalized_rate=HOSPITALIZED_RATE, km_per_period=f"{km.normalize():f}")


def facilities_text(facilities: list[Facility], regions: list[str]) -> str:
    """facilities.csv; the details of the facilities stand in the last columns."""
    details = list(facilities[0].details)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "name", "latitude", "longitude", "region", "state", "hhs_region",
                     "population", "hospitalized", "devices", *details])
    for facility, region in zip(facilities, regions):
        devices = "" if facility.devices is None else facility.devices
        writer.writerow([facility.id, facility.name, facility.latitude, facility.longitude, region,
                         facility.state, facility.hhs_region, facility.population,
                         facility.hospitalized_text, devices,
                         *(facility.details[name] for name in details)])
    return text.getvalue()


def write_cases(folder: Path, cases: dict[str, dict[str, str]]) -> None:
    """Writes files by case and name. Everything is written aside before anything is replaced."""
    try:
        for name in cases:
            _check_replaceable(folder / name)
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".national-", dir=folder))
        try:
            _write_aside(aside, cases)
            _put_in_place(folder, aside, list(cases))
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise BadInput(f"{folder}: can not be written: {error.strerror}; allowed: a folder that "
                       "takes files and has room; choose another with -o") from error


def _check_replaceable(folder: Path) -> None:
    """A folder of an earlier run is replaced, one with anything else in it is left alone."""
    if not folder.exists():
        return
    others = sorted(p.name for p in folder.iterdir() if p.name not in NAMES)
    if others:
        raise BadInput(f"{folder}: holds {', '.join(others[:5])}; allowed: a new folder, or one "
                       f"with nothing but {', '.join(sorted(NAMES))}; choose another with -o")


def _write_aside(aside: Path, cases: dict[str, dict[str, str]]) -> None:
    for name, files in cases.items():
        (aside / "new" / name).mkdir(parents=True)
        for file, text in files.items():
            (aside / "new" / name / file).write_text(text, encoding="utf-8", newline="\n")


def _put_in_place(folder: Path, aside: Path, names: list[str]) -> None:
    """Exchanges the folders; where that fails, the earlier ones come back."""
    (aside / "old").mkdir()
    try:
        for name in names:
            if (folder / name).exists():
                os.rename(folder / name, aside / "old" / name)
        for name in names:
            os.rename(aside / "new" / name, folder / name)
    except OSError:
        for name in names:
            if (aside / "old" / name).exists():
                shutil.rmtree(folder / name, ignore_errors=True)
                os.rename(aside / "old" / name, folder / name)
        raise

# SPDX-License-Identifier: Apache-2.0
"""Daily series as whole patients: a census turned into arrivals, cases into patients."""

from datetime import date, timedelta
from statistics import median

LEAST_DAYS_FOR_A_RATIO = 14


def filled(values: dict[date, float], days: list[date]) -> list[float]:
    """One value a day: straight between reports, from nothing up to the first, level after the last."""
    known = sorted(day for day in values if day <= days[-1])
    if not known:
        return [0.0] * len(days)
    first, series = known[0], []
    for day in days:
        earlier = max((one for one in known if one <= day), default=None)
        later = min((one for one in known if one >= day), default=None)
        if earlier is None:
            span = (first - days[0]).days + 1
            series.append(values[first] * ((day - days[0]).days + 1) / span)
        elif later is None or later == earlier:
            series.append(values[earlier])
        else:
            part = (day - earlier).days / (later - earlier).days
            series.append(values[earlier] + part * (values[later] - values[earlier]))
    return series


def arrivals(census: list[float], stay: int) -> tuple[list[float], float]:
    """Patients a day whose census this is, and what had to be clipped at zero.

    a_t = n_t - n_(t-1) + a_(t-stay): those who come replace those who leave.
    """
    patients, clipped = [], 0.0
    for day, now in enumerate(census):
        before = census[day - 1] if day else 0.0
        leaving = patients[day - stay] if day >= stay else 0.0
        come = now - before + leaving
        clipped += max(0.0, -come)
        patients.append(max(0.0, come))
    return patients, clipped


def whole(patients: list[float]) -> list[int]:
    """Whole patients by their running sum, so that the total is right."""
    counts, total, given = [], 0.0, 0
    for day in patients:
        total += day
        counts.append(int(total + 0.5) - given)
        given += counts[-1]
    return counts


def ratio_of(ventilated: dict[date, float], hospitalized: dict[date, float]) -> float | None:
    """Median share of people in hospital who are on a ventilator; None where it is hardly known."""
    shares = [ventilated[day] / hospitalized[day] for day in ventilated
              if hospitalized.get(day, 0.0) >= 10.0]
    return median(shares) if len(shares) >= LEAST_DAYS_FOR_A_RATIO else None


def days_from(start: date, count: int) -> list[date]:
    return [start + timedelta(days=n) for n in range(count)]

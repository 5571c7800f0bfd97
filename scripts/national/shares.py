# SPDX-License-Identifier: Apache-2.0
"""Exact ways of dividing whole things, and of finding what is nearest."""

import math
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0088  # mean radius of WGS84


def largest_remainder(total: int, weights: list[int]) -> list[int]:
    """Parts of `total` in proportion to the weights; they are whole and add up to it.

    Each part is first rounded down. What is left goes one by one to the largest remainders, of
    equal ones to the first. Where all weights are 0 they count as equal.
    """
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda n: (-(total * weights[n] % whole), n))
    for n in by_remainder[: total - sum(parts)]:
        parts[n] += 1
    return parts


def unit_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """A place in degrees as a point of the unit sphere."""
    phi, theta = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)


@dataclass(frozen=True)
class Nearest:
    """Which of the places is nearest, and how far it is."""

    index: int
    distance_km: float


def nearest(place: tuple[float, float], places: list[tuple[float, float, float]]) -> Nearest:
    """The place with the least great-circle distance; of equal ones the first.

    The straight chord grows with the arc, so that comparing squared chords is enough.
    """
    x, y, z = unit_vector(*place)
    best, least = 0, math.inf
    for index, (u, v, w) in enumerate(places):
        square = (x - u) ** 2 + (y - v) ** 2 + (z - w) ** 2
        if square < least:
            best, least = index, square
    return Nearest(best, 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(least) / 2)))

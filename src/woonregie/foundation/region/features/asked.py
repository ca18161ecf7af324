"""What stands in an address, read by the standard: where, when, how many, in which coordinates."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum

import shapely
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.features.collections import Filter
from woonregie.foundation.region.geometry import to_rd

USUAL, MOST = 100, 1_000
"""Features on a page when nobody says how many, and however many somebody asks."""
AROUND = (2.0, 49.5, 8.5, 55.0)
"""West, south, east and north in degrees, wide around the country: outside it nothing is kept."""
# A line of equal latitude is bent in RD; in pieces of this many degrees it is straight to 0.1 m.
_STEP_DEGREES = 0.02
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FARTHEST_M = 1e7
_ROUND, _POLE = 180.0, 90.0
_FLAT, _WITH_HEIGHTS = 4, 6
_OPEN = {"", ".."}


class WrongParameterError(RefusedError):
    """A parameter whose value cannot be read."""

    code = "wrong_parameter"


class Coordinates(Enum):
    """Reference systems in which coordinates are asked and given; x or east comes first."""

    CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


def coordinates_of(text: str | None, parameter: str) -> Coordinates:
    """Return the reference system with an address; none is longitude and latitude.

    Raises:
        WrongParameterError: one that we do not give.
    """
    if text is None:
        return Coordinates.CRS84
    try:
        return Coordinates(text)
    except ValueError:
        raise WrongParameterError(
            _("Dit coördinatenstelsel geven wij niet (%(parameter)s). Wel: %(known)s.")
            % {"parameter": parameter, "known": ", ".join(item.value for item in Coordinates)},
            parameter=parameter,
        ) from None


def limit_of(text: str | None) -> int:
    """Return how many features a page may hold; more than we give is as many as we give.

    Raises:
        WrongParameterError: no whole number from 1.

    >>> limit_of(None), limit_of("20"), limit_of("1000000000")
    (100, 20, 1000)
    """
    if text is None:
        return USUAL
    if not re.fullmatch(r"\d+", text, re.ASCII) or not text.strip("0"):
        raise WrongParameterError(
            _("limit is hoeveel u er per bladzijde wilt: een heel getal, 1 of meer."),
            parameter="limit",
        )
    digits = text.lstrip("0")
    return MOST if len(digits) > len(str(MOST)) else min(int(digits), MOST)


def area_of(text: str | None, coordinates: Coordinates) -> shapely.Geometry | None:
    """Return the box that features must touch, in RD metres; empty where nothing can lie.

    Args:
        text: west, south, east, north; with heights six numbers, of which heights do not count.
        coordinates: in which it is written.

    Raises:
        WrongParameterError: no box.
    """
    if text is None:
        return None
    west, south, east, north = _corners(text)
    if coordinates is Coordinates.RD:
        if west > east:
            raise _no_box()
        corners = (west, south, east, north)
        return _box(*(max(-_FARTHEST_M, min(_FARTHEST_M, at)) for at in corners))
    if max(abs(west), abs(east)) > _ROUND or max(abs(south), abs(north)) > _POLE:
        raise WrongParameterError(
            _(
                "Deze bbox ligt buiten de wereld: zonder bbox-crs zijn het graden, eerst de "
                "lengte (-180 tot 180), dan de breedte (-90 tot 90)."
            ),
            parameter="bbox",
        )
    # By the standard a west beyond the east goes round the back of the world.
    parts = [(west, east)] if west <= east else [(west, _ROUND), (-_ROUND, east)]
    boxes = [_clipped(left, south, right, north) for left, right in parts]
    there = [to_rd(shapely.segmentize(box, _STEP_DEGREES)) for box in boxes if not box.is_empty]
    return shapely.union_all(there) if there else shapely.Point()


def _corners(text: str) -> tuple[float, float, float, float]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in {_FLAT, _WITH_HEIGHTS} or not all(
        _NUMBER.fullmatch(part) for part in parts
    ):
        raise _no_box()
    numbers = [float(part) for part in parts]
    if not all(math.isfinite(number) for number in numbers):
        raise _no_box()
    if len(numbers) == _WITH_HEIGHTS:
        del numbers[5], numbers[2]
    west, south, east, north = numbers
    if south > north:
        raise _no_box()
    return west, south, east, north


def _no_box() -> WrongParameterError:
    return WrongParameterError(
        _(
            "bbox is vier getallen met komma's ertussen: west, zuid, oost, noord. Het westen komt "
            "voor het oosten en het zuiden voor het noorden."
        ),
        parameter="bbox",
    )


def _clipped(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    left, low, right, high = AROUND
    west, south, east, north = max(west, left), max(south, low), min(east, right), min(north, high)
    return shapely.Point() if west > east or south > north else _box(west, south, east, north)


def _box(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    # A box without width is a line, and one without height as well is a point.
    return shapely.envelope(shapely.MultiPoint([(west, south), (east, north)]))


def period_of(text: str | None, *, today: date) -> tuple[date, date]:
    """Return the first and the last day that are asked; nothing is today.

    Args:
        text: a day, a moment, or two of them with a slash between; ".." or nothing is open.
        today: the day of asking.

    Raises:
        WrongParameterError: no day, or an end before its beginning.

    >>> period_of("2021-01-01", today=date(2026, 11, 24))
    (datetime.date(2021, 1, 1), datetime.date(2021, 1, 1))
    >>> period_of("2021-01-01/..", today=date(2026, 11, 24))
    (datetime.date(2021, 1, 1), datetime.date(9999, 12, 31))
    """
    if text is None:
        return today, today
    first, slash, last = text.partition("/")
    if not slash:
        return _day(first), _day(first)
    starts_on = date.min if first in _OPEN else _day(first)
    ends_on = date.max if last in _OPEN else _day(last)
    if starts_on > ends_on:
        raise _no_period()
    return starts_on, ends_on


def known_on_of(text: str | None) -> datetime | None:
    """Return the moment of which is asked what was known: the end of a day; nothing is now.

    Raises:
        WrongParameterError: no day.
    """
    if text is None:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise WrongParameterError(
            _("bekendOp is een dag, geschreven als 2026-01-31."), parameter="bekendOp"
        )
    return timezone.make_aware(datetime.combine(day, time.max))


def _day(text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        # A plus in an address is a space to who reads it.
        moment = parse_datetime(text.replace(" ", "+"))
        if moment is not None and moment.tzinfo is not None:
            return timezone.localdate(moment)
    except (ValueError, OverflowError):
        pass
    raise _no_period()


def _no_period() -> WrongParameterError:
    return WrongParameterError(
        _(
            "datetime is een dag (2026-01-31), een moment (2026-01-31T12:00:00Z) of een periode "
            "(2026-01-01/2026-12-31); twee punten zijn een open begin of einde."
        ),
        parameter="datetime",
    )


def filters_of(given: Mapping[str, str], known: Mapping[str, Filter]) -> dict[str, str]:
    """Return the filters of an address.

    Raises:
        WrongParameterError: a value that the property never has.
    """
    asked = {name: given[name] for name in known if name in given}
    for name, value in asked.items():
        wanted = known[name]
        if wanted.values and value not in wanted.values:
            raise WrongParameterError(
                _("%(parameter)s kan niet “%(value)s” zijn. Wel: %(known)s.")
                % {
                    "parameter": name,
                    "value": value[:80],
                    "known": ", ".join(wanted.values),
                },
                parameter=name,
            )
        if wanted.pattern and not re.fullmatch(wanted.pattern, value, re.ASCII):
            raise WrongParameterError(
                _("%(parameter)s kan niet “%(value)s” zijn. Het is: %(about)s")
                % {"parameter": name, "value": value[:80], "about": wanted.about},
                parameter=name,
            )
    return asked

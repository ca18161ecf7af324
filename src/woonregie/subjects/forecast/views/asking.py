"""What the pages of scenarios ask: who reads, in which region, which scenario, of whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Municipality, Region
from woonregie.subjects.forecast.errors import NoReferenceError, NoScenarioError
from woonregie.subjects.forecast.levers import Turned
from woonregie.subjects.forecast.models import ForecastScenario, Measure, RegionReference
from woonregie.subjects.forecast.permissions import may_work
from woonregie.subjects.forecast.pictures import Look
from woonregie.subjects.forecast.queries import Outcome, reference_of, scenario_for, series

AHEAD = 10


def asked_region(request: AccountRequest, slug: str) -> tuple[Region, date]:
    """Return the region of a page, and today, for whoever may see its forecasts.

    Raises:
        ForbiddenError: she may not.
        Http404: there is no such region for her.
    """
    today = timezone.localdate()
    region = region_for(request.user, slug, today=today)
    if not may_work(request.user, region, today):
        raise ForbiddenError(_("U ziet hier geen prognoses. Vraag de regiosecretaris."))
    return region, today


def asked_scenario(request: AccountRequest, slug: str, key: UUID) -> ForecastScenario:
    """Return the scenario of a page.

    Raises:
        ForbiddenError: she may not see forecasts here.
        Http404: there is none, or it is not for her; nobody is told which.
    """
    region, today = asked_region(request, slug)
    try:
        return scenario_for(request.user, region=region, key=key, on=today)
    except NoScenarioError:
        raise Http404 from None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of which municipality and of which year somebody looks.

    Args:
        places: the municipalities of the scenario, by code.
        place: one of them; None is all together.
        year: the year that the answers are about.
        years: those that can be chosen.
    """

    places: Sequence[Municipality]
    place: Municipality | None
    year: int
    years: Sequence[int]

    @property
    def code(self) -> str:
        """The code of the place; empty for all together."""
        return self.place.code if self.place else ""

    def who(self, region: Region) -> str:
        """Return how sentences call it."""
        return self.place.name if self.place else str(region)


def wanted(request: AccountRequest, outcome: Outcome, years: Sequence[int] = ()) -> Wanted:
    """Return what somebody chose to look at: unknown places and years are passed over."""
    found = Municipality.objects.filter(code__in=outcome.places).order_by("organisation__name")
    places = list(found.select_related("organisation"))
    code, year = request.GET.get("gemeente", ""), request.GET.get("jaar", "")
    possible = years or outcome.projection.years
    usual = min(possible[0] + AHEAD, possible[-1])
    chosen = int(year) if year.isdecimal() and len(year) == len("2036") else usual
    return Wanted(
        places,
        next((place for place in places if place.code == code), None),
        chosen if chosen in possible else usual,
        possible,
    )


def look_at(outcome: Outcome, asked: Wanted, region: Region, today: date) -> Look:
    """Return a forecast as somebody looks at it, with what the reference expects."""
    codes = [asked.code] if asked.place else list(outcome.places)
    at = tuple(outcome.base.place(code) for code in codes)
    reference = standing_reference(region, today)
    return Look(
        who=asked.who(region),
        places=at,
        year=asked.year,
        found=outcome.projection,
        vintage=expected(reference, asked) if reference else {},
        vintage_name=reference.vintage.title if reference else "",
    )


def standing_reference(region: Region, today: date) -> RegionReference | None:
    """Return what a region measures itself against; None when it did not choose."""
    try:
        return reference_of(region, on=today)
    except NoReferenceError:
        return None


def expected(reference: RegionReference, asked: Wanted) -> dict[int, float]:
    """Return the households that the reference expects, by year."""
    places = [asked.place] if asked.place else asked.places
    points = series([place.pk for place in places], Measure.HOUSEHOLDS, [reference.vintage]).points
    return {point.year: point.value for point in points if point.scenario == reference.scenario}


def lever_table(levers: Sequence[Turned], caption: str, first: str, second: str) -> Table:
    """Return levers that stand elsewhere, as a table; what is not plausible is marked."""
    return Table(
        "gedraaid",
        caption,
        (
            Column("knop", _("Knop")),
            Column("een", first),
            Column("twee", second),
            Column("eenheid", _("Eenheid")),
            Column("let_op", _("Let op")),
        ),
        [
            {
                "knop": item.lever.label,
                "een": item.value,
                "een_nl": item.dutch,
                "twee": item.other,
                "twee_nl": item.dutch,
                "eenheid": item.lever.unit or "–",
                "let_op": _("buiten aannemelijk") if item.outside else "–",
            }
            for item in levers
        ],
    )

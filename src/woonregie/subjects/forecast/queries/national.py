"""National forecasts that were taken in, and whether a starting point can follow them.

A national forecast is followed by scaling births, deaths and moves abroad of all regions together
to its totals (equation 12). That says something only where the starting point holds the whole
country, so inhabitants of both are laid side by side first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from woonregie.engines.household import Baseline
from woonregie.foundation.audit.remembering import until_recorded
from woonregie.foundation.pages.charts import written
from woonregie.subjects.forecast.errors import LeversError
from woonregie.subjects.forecast.levers import NATIONAL
from woonregie.subjects.forecast.models import (
    ForecastVintage,
    Measure,
    NationalFigure,
    VintageKind,
)

COMPONENTS = (Measure.BIRTHS, Measure.DEATHS, Measure.IMMIGRATION, Measure.EMIGRATION)
LEAST_COVERED, MOST_COVERED = 0.97, 1.03
"""Inhabitants of a starting point, as a share of those of the country, that still are all."""
SIGN = "|"


@dataclass(frozen=True, slots=True)
class NationalChoice:
    """A national forecast that can be followed.

    Args:
        key: what is saved and stands in an address: vintage and scenario.
        title: what it is called on the screen.
    """

    key: str
    title: str


@until_recorded(most=1)
def national_choices() -> Sequence[NationalChoice]:
    """Return the national forecasts that were taken in, the newest first, per scenario."""
    pairs = (
        NationalFigure.objects.filter(measure__in=COMPONENTS, vintage__kind=VintageKind.FORECAST)
        .order_by("-vintage__published_on", "vintage__title", "scenario")
        .values_list("vintage__slug", "vintage__title", "scenario")
        .distinct()
    )
    return tuple(
        NationalChoice(
            f"{slug}{SIGN}{scenario}" if scenario else slug,
            f"{title}, {scenario}" if scenario else title,
        )
        for slug, title, scenario in pairs
    )


def national_vintages() -> list[ForecastVintage]:
    """Return the vintages with figures of the whole country, the newest first."""
    kept = NationalFigure.objects.values("vintage")
    return list(ForecastVintage.objects.filter(pk__in=kept).select_related("source__file"))


def national_totals(given: Any, base: Baseline, years: int) -> dict[str, Any] | str:
    """Return the totals of a national forecast, as a scenario keeps them.

    Args:
        given: the key of a choice; what a scenario kept before; empty for none.
        base: where the forecast begins.
        years: how many years are needed.

    Returns:
        Key, title, publisher, day of publication, whether it is a derived example, inhabitants
        in the first year, and by component `years` totals from the first year of the baseline;
        empty for none.

    Raises:
        LeversError: there is no such forecast, it lacks years, or the starting point does not
            hold the whole country.
    """
    if not given:
        return ""
    if isinstance(given, Mapping):
        # Before inhabitants were kept with it, it did not say of what country it is.
        enough = given["first"] == base.year and given["years"] >= years
        if enough and "people" in given:
            _require_whole(base, {base.year: given["people"]}, given["title"])
            return dict(given)
        given = given["key"]
    slug, _sign, scenario = str(given).partition(SIGN)
    vintage, found = _figures(slug, scenario)
    if vintage is None or not found:
        raise _refused(_("Deze landelijke prognose is er niet. Kies een andere, of geen."))
    people = found.get(Measure.PERSONS, {})
    _require_whole(base, people, vintage.title)
    return {
        "key": str(given),
        "title": f"{vintage.title}, {scenario}" if scenario else vintage.title,
        "publisher": vintage.source.publisher,
        "published_on": vintage.published_on.isoformat(),
        "derived": vintage.derived,
        "first": base.year,
        "years": years,
        "people": people[base.year],
        "totals": _totals(found, base.year, years, vintage.title),
    }


@until_recorded(most=8)
def _figures(
    slug: str, scenario: str
) -> tuple[ForecastVintage | None, Mapping[str, Mapping[int, float]]]:
    """Return a vintage with its figures of the whole country by measure and year."""
    vintage = ForecastVintage.objects.select_related("source").filter(slug=slug).first()
    rows = NationalFigure.objects.filter(vintage__slug=slug, scenario=scenario)
    found: dict[str, dict[int, float]] = {}
    for measure, year, value in rows.values_list("measure", "year", "value"):
        found.setdefault(measure, {})[year] = float(value)
    return vintage, found


def _totals(
    found: Mapping[str, Mapping[int, float]], first: int, years: int, title: str
) -> dict[str, list[float]]:
    asked = range(first, first + years)
    named = [measure for measure in COMPONENTS if measure in found]
    if not named:
        raise _refused(
            _("%(title)s telt geen geboorte, sterfte, immigratie of emigratie van Nederland.")
            % {"title": title}
        )
    for measure in named:
        lacking = [year for year in asked if year not in found[measure]]
        if lacking:
            raise _refused(
                _(
                    "%(title)s heeft geen %(measure)s van %(year)s. Kies minder jaren vooruit, of "
                    "geen landelijke prognose."
                )
                % {"title": title, "measure": measure.label, "year": lacking[0]}
            )
    return {str(measure): [found[measure][year] for year in asked] for measure in named}


def _require_whole(base: Baseline, people: Mapping[int, float], title: str) -> None:
    """Refuse to scale a starting point that is not the whole country, or of which nobody knows."""
    there, ours = people.get(base.year), float(base.population.sum())
    if not there:
        raise _refused(
            _(
                "%(title)s telt geen inwoners van Nederland op 1 januari %(year)s. Zonder dat "
                "getal is niet na te gaan of het uitgangspunt heel het land bevat."
            )
            % {"title": title, "year": base.year}
        )
    if not LEAST_COVERED <= ours / there <= MOST_COVERED:
        raise _refused(
            _(
                "Het uitgangspunt telt %(ours)s inwoners en Nederland %(there)s: het bevat niet "
                "heel het land. Landelijke totalen gelden dan niet."
            )
            % {"ours": written(ours), "there": written(there)}
        )


def _refused(text: str) -> LeversError:
    return LeversError(text, levers={"landelijk": text}, lever=NATIONAL)

"""Of following a national forecast: by which factors, and whether both fit each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.engines.household import ScaleFactor
from woonregie.foundation.pages.charts import written
from woonregie.foundation.pages.tables import Column, Table
from woonregie.subjects.forecast.levers import NATIONAL
from woonregie.subjects.forecast.queries import Outcome

DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Followed:
    """A national forecast that a forecast follows.

    Args:
        title: what it is called.
        publisher: whose it is.
        published_on: the day on which it appeared, in words.
        derived: whether it is a derived example.
        components: which flows of the country follow it, in words.
        between: the least and the most of all factors, in words.
        alarms: per component with a factor outside 0.97 to 1.03 a sentence.
        table: by year and component the factor.
    """

    title: str
    publisher: str
    published_on: str
    derived: bool
    components: str
    between: str
    alarms: Sequence[str]
    table: Table


def followed(outcome: Outcome) -> Followed | None:
    """Return which national forecast an outcome follows, and how well that fits; None of none."""
    given = outcome.levers.get(NATIONAL)
    if not isinstance(given, Mapping):
        return None
    found = outcome.projection.scaling
    return Followed(
        title=given["title"],
        publisher=given["publisher"],
        published_on=date_format(date.fromisoformat(given["published_on"]), "j F Y"),
        derived=bool(given["derived"]),
        components=components_in_words(found),
        between=factor_range(found),
        alarms=alarms_in_words(found),
        table=factor_table(found),
    )


def component_in_words(name: str) -> str:
    """Return what a component is called."""
    return {
        "births": _("geboorte"),
        "deaths": _("sterfte"),
        "immigration": _("immigratie"),
        "emigration": _("emigratie"),
    }.get(name, name)


def components_in_words(found: Sequence[ScaleFactor]) -> str:
    """Return which components follow, as a sentence lists them."""
    *first, last = [
        component_in_words(name) for name in dict.fromkeys(item.component for item in found)
    ]
    if not first:
        return last
    return _("%(first)s en %(last)s") % {"first": ", ".join(first), "last": last}


def alarms_in_words(found: Sequence[ScaleFactor]) -> list[str]:
    """Return a sentence for each component that does not fit, the worst year in it."""
    said: list[str] = []
    for name in dict.fromkeys(item.component for item in found):
        off = [item for item in found if item.component == name and item.alarming]
        if not off:
            continue
        worst = max(off, key=lambda item: abs(item.factor - 1))
        said.append(
            _("%(component)s: in %(count)s van %(years)s jaar, het meest in %(year)s (%(factor)s)")
            % {
                "component": component_in_words(name),
                "count": len(off),
                "years": sum(item.component == name for item in found),
                "year": worst.year,
                "factor": written(worst.factor, 2),
            }
        )
    return said


def factor_rows(found: Sequence[ScaleFactor]) -> list[dict[str, Any]]:
    """Return a row for each year: the factor of each component."""
    by_year: dict[int, dict[str, Any]] = {}
    for item in found:
        row = by_year.setdefault(item.year, {"jaar": str(item.year)})
        row[item.component] = round(item.factor, DECIMALS)
    return list(by_year.values())


def factor_range(found: Sequence[ScaleFactor]) -> str:
    """Return the least and the most of all factors, in words."""
    least, most = (pick(item.factor for item in found) for pick in (min, max))
    return _("%(least)s tot %(most)s") % {"least": written(least, 2), "most": written(most, 2)}


def factor_columns(found: Sequence[ScaleFactor]) -> tuple[Column, ...]:
    """Return the columns of the factors."""
    names = dict.fromkeys(item.component for item in found)
    kinds = [Column(name, component_in_words(name).capitalize()) for name in names]
    return (Column("jaar", _("Jaar")), *kinds)


def _shown(value: str | float) -> str:
    return value if isinstance(value, str) else written(value, DECIMALS)


def factor_table(found: Sequence[ScaleFactor]) -> Table:
    """Return the factors by year and component."""
    return Table(
        "factoren",
        _("Factor per jaar: gevraagd gedeeld door berekend. 1 past precies."),
        factor_columns(found),
        [{name: _shown(value) for name, value in row.items()} for row in factor_rows(found)],
    )

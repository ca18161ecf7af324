"""The table of a plan's complete division: kinds of home down, years across."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.models import Region
from woonregie.subjects.plans.compare import period_label
from woonregie.subjects.plans.models import Account, Breakdown, PriceClass
from woonregie.subjects.plans.quantities import order_of_cell
from woonregie.subjects.plans.queries import Holding
from woonregie.subjects.plans.queries.prices import DerivedClass, derived_classes
from woonregie.subjects.plans.segments import euros, kind_words, people_words, price_words
from woonregie.subjects.plans.values import Cell, HomeKind

Period = tuple[int, int] | None
NEVER = (9999, 9999)


def division_table(holding: Holding, region: Region, on: date) -> Table | None:
    """Return the complete division of a plan, or None when it has none.

    Args:
        holding: what the plan holds.
        region: whose price limits count.
        on: the day that is asked.
    """
    cells = {cell: n for cell, n in holding.cells.items() if cell.breakdown == Breakdown.CELL}
    if not cells:
        return None
    periods = sorted({_period(cell) for cell in cells}, key=lambda period: period or NEVER)
    kinds = sorted(cells, key=order_of_cell)
    segments = {cell.category: HomeKind.read(cell.category) for cell in kinds}
    classes = derived_classes(segments.values(), region, on)
    lines = dict.fromkeys((cell.account, cell.category) for cell in kinds)
    rows = [
        _about(account, segments[category], classes.get(segments[category]))
        | _homes(cells, account, category)
        for account, category in lines
    ]
    columns = (
        Column("soort", _("Soort woning")),
        Column("voor", _("Voor wie")),
        Column("prijs", _("Prijs")),
        Column("klasse", _("Prijsklasse")),
        *(Column(_key(period), period_label(period), "number") for period in periods),
        Column("samen", _("Samen"), "number"),
    )
    caption = _("Woningen per soort en jaar van oplevering. De prijsklasse volgt uit de prijs.")
    return Table("verdeling-cellen", caption, columns, rows, cards=True)


def _about(account: str, segment: HomeKind, derived: DerivedClass | None) -> dict[str, Any]:
    kind = ", ".join(part for part in kind_words(segment) if part) or _("woning")
    if account == Account.DEMOLITION:
        kind = f"{Account.DEMOLITION.label}: {kind}"
    return {
        "soort": kind[:1].upper() + kind[1:],
        "voor": ", ".join(part for part in people_words(segment) if part) or "–",
        "prijs": price_words(segment) or "–",
        "klasse": _class_words(segment, derived),
    }


def _class_words(segment: HomeKind, derived: DerivedClass | None) -> str:
    """Return the class with the limit that makes it so and since when that limit holds."""
    if derived is None:
        stated = segment.price_class
        return (
            _("%(price_class)s (opgegeven)") % {"price_class": PriceClass(stated).label}
            if stated
            else "–"
        )
    words = {
        "price_class": PriceClass(derived.code).label,
        "limit": euros(round(derived.limit.value * 100)),
        "day": date_format(derived.limit.starts_on, "j-n-Y"),
    }
    if derived.above:
        return _("%(price_class)s: boven %(limit)s (grens sinds %(day)s)") % words
    return _("%(price_class)s: tot en met %(limit)s (grens sinds %(day)s)") % words


def _homes(cells: dict[Cell, int], account: str, category: str) -> dict[str, int]:
    own = {
        _key(_period(cell)): homes
        for cell, homes in cells.items()
        if (cell.account, cell.category) == (account, category)
    }
    return {**own, "samen": sum(own.values())}


def _period(cell: Cell) -> Period:
    return None if cell.from_year is None else (cell.from_year, cell.before_year or 0)


def _key(period: Period) -> str:
    return "zonder_jaar" if period is None else f"{period[0]}_{period[1]}"

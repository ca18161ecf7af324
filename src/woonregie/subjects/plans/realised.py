"""Counted beside booked, as a picture, as a table and in words."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from woonregie.foundation.pages.charts import (
    INK,
    SERIES,
    SOFT_HATCHED,
    UNKNOWN_DOTTED,
    Chart,
    written,
)
from woonregie.foundation.pages.tables import Column, Table
from woonregie.subjects.plans.models import MovementKind
from woonregie.subjects.plans.queries.realisation import Difference

KINDS = {
    "gebouwd": (MovementKind.REALISATION, gettext_lazy("Gebouwd")),
    "gesloopt": (MovementKind.DEMOLITION, gettext_lazy("Gesloopt")),
    "onttrokken": (MovementKind.WITHDRAWAL, gettext_lazy("Anders onttrokken")),
}
"""Tabs of the page: the word in the address, what is booked, its title."""
# Part of a difference -> its label, its colour in the chart, its swatch in the legend.
PARTS = {
    "booked": (gettext_lazy("geboekt"), SERIES[0], "series-3"),
    "waiting": (gettext_lazy("wacht op een oordeel"), SOFT_HATCHED, "soft"),
    "unmatched": (gettext_lazy("in geen plan"), UNKNOWN_DOTTED, "unknown"),
    "rejected": (gettext_lazy("afgewezen"), SERIES[1], "series-4"),
}
MOST_YEARS = 12
COLUMNS = (
    Column("gemeente", gettext_lazy("Gemeente")),
    Column("jaar", gettext_lazy("Jaar"), "code"),
    Column("geteld", gettext_lazy("Geteld"), "number"),
    Column("geboekt", gettext_lazy("Geboekt"), "number"),
    Column("wacht", gettext_lazy("Wacht"), "number"),
    Column("geen_plan", gettext_lazy("In geen plan"), "number"),
    Column("afgewezen", gettext_lazy("Afgewezen"), "number"),
    Column("onverklaard", gettext_lazy("Niet verklaard"), "signed"),
    Column("uitleg", gettext_lazy("Uitleg"), "words"),
)


def difference_table(found: Sequence[Difference]) -> Table:
    """Return per municipality and year what was counted, what was booked, and why they differ."""
    return Table(
        "verschil",
        _("Woningen per gemeente en jaar. Niet verklaard is geteld min al het andere."),
        COLUMNS,
        difference_rows(found),
        cards=True,
    )


def difference_rows(found: Sequence[Difference]) -> list[dict[str, Any]]:
    """Return the rows of the table, also for a file; the newest year first."""
    return [
        {
            "gemeente": item.municipality.name,
            "jaar": item.year,
            "geteld": item.counted,
            "geboekt": item.booked,
            "wacht": item.waiting,
            "geen_plan": item.unmatched,
            "afgewezen": item.rejected,
            "onverklaard": item.unexplained,
            "uitleg": explained(item),
        }
        for item in sorted(found, key=lambda item: (item.municipality.name, -item.year))
    ]


def explained(item: Difference) -> str:
    """Return in words why counted and booked differ."""
    said = []
    if not (item.booked or item.waiting or item.unmatched or item.reasons):
        return _("Van dit jaar is nog niets ingelezen of geboekt.")
    if item.waiting:
        said.append(
            ngettext(
                "%(homes)s woning wacht op een oordeel.",
                "%(homes)s woningen wachten op een oordeel.",
                item.waiting,
            )
            % {"homes": written(item.waiting)}
        )
    if item.unmatched:
        said.append(
            ngettext(
                "%(homes)s woning ligt in geen plan.",
                "%(homes)s woningen liggen in geen plan.",
                item.unmatched,
            )
            % {"homes": written(item.unmatched)}
        )
    said += [
        _("%(homes)s afgewezen: %(why)s.")
        % {"homes": written(reason.dwellings), "why": reason.why.rstrip(".")}
        for reason in item.reasons
    ]
    return " ".join([*said, _rest(item)])


def _rest(item: Difference) -> str:
    """Return what to say of what no proposal explains."""
    left = item.unexplained
    if left == 0:
        return _("Alles is verklaard.")
    homes = {"homes": written(abs(left))}
    if left < 0:
        said = _("U boekte er %(homes)s meer dan er geteld zijn.") % homes
        return f"{said} " + _("Staat een woning twee keer geboekt, of in een ander jaar?")
    said = ngettext("%(homes)s is niet verklaard.", "%(homes)s zijn niet verklaard.", left) % homes
    return f"{said} " + _("Ontbreken er mutaties, of staat een plan niet in de lijst?")


def difference_chart(found: Sequence[Difference]) -> Chart:
    """Return what was counted per year beside what was booked and what explains the rest."""
    years = sorted({item.year for item in found})[-MOST_YEARS:]
    rows = [
        {"jaar": str(year), "deel": str(label), "volgorde": at, "woningen": homes}
        for year in years
        for at, (label, homes) in enumerate(_parts([item for item in found if item.year == year]))
    ]
    return Chart(
        key="geteld",
        title=_finding(found, years),
        sentence=_(
            "Per jaar: het streepje is wat er geteld is, de balk wat u boekte en wat het verschil "
            "verklaart. De ruimte tot het streepje is niet verklaard."
        ),
        spec=_bars("x", "y", {"height": 260}),
        narrow=_bars("y", "x", {"height": {"step": 30}}),
        rows=rows,
        columns=(
            Column("jaar", _("Jaar")),
            Column("deel", _("Wat")),
            Column("woningen", _("Woningen"), "number"),
        ),
        legend=[{"swatch": swatch, "label": label} for label, _colour, swatch in PARTS.values()]
        + [{"swatch": "line", "label": _("geteld")}],
    )


def _parts(found: Sequence[Difference]) -> list[tuple[Any, int]]:
    sums: dict[str, int] = defaultdict(int)
    for item in found:
        for name in ("counted", *PARTS):
            sums[name] += getattr(item, name)
    return [
        *((label, sums[name]) for name, (label, _colour, _swatch) in PARTS.items()),
        (_("geteld"), sums["counted"]),
    ]


def _finding(found: Sequence[Difference], years: Sequence[int]) -> str:
    """Return the sentence above the chart: of the last year that was counted."""
    last = [item for item in found if item.year == years[-1]]
    left, counted = sum(item.unexplained for item in last), sum(item.counted for item in last)
    values = {"year": years[-1], "left": written(abs(left)), "counted": written(counted)}
    if left < 0:
        said = _("In %(year)s is %(left)s meer geboekt dan de %(counted)s die geteld zijn")
    else:
        said = _("In %(year)s: %(left)s van %(counted)s getelde woningen niet verklaard")
    return said % values


def _bars(along: str, across: str, size: dict[str, Any]) -> dict[str, Any]:
    """Return stacked bars per year, standing on a desk and lying on a phone, with a tick each."""
    counted = _("geteld")
    place = {"field": "jaar", "type": "nominal", "title": None, "axis": {"labelAngle": 0}}
    labels = [str(label) for label, _colour, _swatch in PARTS.values()]
    homes = {"field": "woningen", "type": "quantitative", "title": _("woningen")}
    return {
        **size,
        "encoding": {along: place},
        "layer": [
            {
                "transform": [{"filter": {"field": "deel", "oneOf": labels}}],
                "mark": {"type": "bar"},
                "encoding": {
                    across: {**homes, "stack": "zero"},
                    "order": {"field": "volgorde", "type": "quantitative"},
                    "color": {
                        "field": "deel",
                        "type": "nominal",
                        "legend": None,
                        "scale": {
                            "domain": labels,
                            "range": [colour for _label, colour, _swatch in PARTS.values()],
                        },
                    },
                },
            },
            {
                "transform": [{"filter": {"field": "deel", "equal": counted}}],
                "mark": {
                    "type": "tick",
                    "color": INK,
                    "thickness": 3,
                    "bandSize": 44 if along == "x" else 24,
                },
                "encoding": {across: homes},
            },
        ],
    }

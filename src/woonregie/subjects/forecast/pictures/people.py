"""Who lives there: by age and sex, and in which households."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from woonregie.engines.household import AGES
from woonregie.foundation.pages.charts import INK, SERIES, Chart, written
from woonregie.foundation.pages.tables import Column
from woonregie.subjects.forecast.pictures.looking import Floats, Look, difference, way, words

BAND, OLDEST, OLD = 5, 95, 65
MEN, WOMEN = SERIES[3], SERIES[2]


def pyramid(look: Look) -> Chart:
    """Return people by age and sex: bars for the year, marks for now."""
    then, now = _banded(look, look.at), _banded(look, 0)
    labels = [_("%(age)s of ouder") % {"age": OLDEST} if a == OLDEST else _span(a) for a in BANDS]
    sexes = (_("mannen"), _("vrouwen"))
    rows = [
        {
            "leeftijd": label,
            "geslacht": name,
            "nu": float(now[sex, at]),
            "dan": float(then[sex, at]),
            # Men stand left of the middle.
            "kant": float(then[sex, at]) * (-1, 1)[sex],
            "streep": float(now[sex, at]) * (-1, 1)[sex],
        }
        for at, label in enumerate(labels)
        for sex, name in enumerate(sexes)
    ]
    return Chart(
        key="leeftijden",
        title=_older(look),
        sentence=_(
            "Elke balk is een leeftijdsgroep in %(year)s: links mannen, rechts vrouwen. "
            "Het streepje is hoe groot de groep in %(first)s is."
        )
        % look.said(),
        spec=_pyramid_spec(labels, sexes, 19),
        narrow=_pyramid_spec(labels, sexes, 17),
        rows=rows,
        columns=(
            Column("leeftijd", _("Leeftijd")),
            Column("geslacht", _("Geslacht")),
            Column("nu", _("Personen in %(first)s") % look.said(), "number"),
            Column("dan", _("Personen in %(year)s") % look.said(), "number"),
        ),
        legend=[
            {"swatch": "series-7", "label": sexes[0], "look": _("links")},
            {"swatch": "series-6", "label": sexes[1], "look": _("rechts")},
            {"swatch": "mark", "label": _("nu (%(first)s)") % look.said(), "look": _("streepje")},
        ],
    )


BANDS = tuple(range(0, OLDEST + 1, BAND))


def _span(age: int) -> str:
    return f"{age}–{age + BAND - 1}"


def _banded(look: Look, at: int) -> Floats:
    """Return (sex, band) persons of a year."""
    people = look.found.population[at][list(look.places)].sum(axis=0)
    found: Floats = np.add.reduceat(people, BANDS, axis=1)
    return found


def _older(look: Look) -> str:
    def share(at: int) -> float:
        people = look.found.population[at][list(look.places)].sum(axis=(0, 1))
        everybody = float(people.sum())
        return 100 * float(people[OLD:AGES].sum()) / everybody if everybody else 0.0

    return _(
        "In %(year)s is %(then)s %% van de inwoners van %(who)s 65 jaar of ouder; "
        "in %(first)s is dat %(now)s %%"
    ) % look.said(then=written(share(look.at)), now=written(share(0)))


def _pyramid_spec(labels: Sequence[str], sexes: Sequence[str], step: int) -> dict[str, Any]:
    y = {
        "field": "leeftijd",
        "type": "ordinal",
        "title": None,
        "sort": list(reversed(labels)),
        "axis": {"labelPadding": 8, "ticks": False, "grid": False, "labelOverlap": False},
    }
    x = {
        "field": "kant",
        "type": "quantitative",
        "title": _("personen"),
        "axis": {"labelExpr": "format(abs(datum.value), ',.0f')", "tickCount": 5},
    }
    return {
        "height": {"step": step},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.78}},
                "encoding": {
                    "y": y,
                    "x": x,
                    "color": {
                        "field": "geslacht",
                        "type": "nominal",
                        "legend": None,
                        "scale": {"domain": list(sexes), "range": [MEN, WOMEN]},
                    },
                },
            },
            {
                "mark": {"type": "tick", "color": INK, "thickness": 2, "height": {"band": 0.9}},
                "encoding": {"y": y, "x": {**x, "field": "streep"}},
            },
        ],
    }


# ------------------------------------------------------------------ households by type
def types(look: Look) -> Chart:
    """Return households by type: bars for the year, marks for now."""
    names = {
        "alone": _("alleenstaand"),
        "couple": _("paar zonder kinderen"),
        "couple_with_children": _("paar met kinderen"),
        "lone_parent": _("eenoudergezin"),
        "other": _("overig"),
    }
    rows: list[dict[str, Any]] = []
    for key, values in look.found.households_by_type().items():
        of_years = look.of(values)
        now, then = float(of_years[0]), float(of_years[look.at])
        row = {
            "soort": names[key],
            "nu": now,
            "dan": then,
            "verschil": then - now,
            "einde": max(now, then),
            "tekst": f"{written(then)} ({difference(then - now)})",
        }
        if look.differs and look.beside is not None:
            row["trend"] = float(look.of(look.beside.households_by_type()[key])[look.at])
        rows.append(row)
    return Chart(
        key="huishoudtypen",
        title=_fastest(look, rows),
        sentence=_(
            "Elke balk is een soort huishouden in %(year)s, met tussen haakjes het verschil met "
            "%(first)s. Het streepje is hoeveel het er in %(first)s zijn."
        )
        % look.said(),
        spec=_types_spec(rows),
        narrow=_types_spec(rows, narrow=True),
        rows=rows,
        columns=(
            Column("soort", _("Soort huishouden")),
            Column("nu", _("In %(first)s") % look.said(), "number"),
            Column("dan", _("In %(year)s") % look.said(), "number"),
            Column("verschil", _("Verschil"), "signed"),
            *(
                (Column("trend", _("Bij %(other)s") % {"other": look.beside_name}, "number"),)
                if look.differs
                else ()
            ),
        ),
        legend=[
            {"swatch": "series-3", "label": str(look.year), "look": _("balk")},
            {"swatch": "mark", "label": str(look.first), "look": _("streepje")},
        ],
    )


def _fastest(look: Look, rows: Sequence[dict[str, Any]]) -> str:
    most = max(rows, key=lambda row: abs(row["verschil"]))
    said = look.said(kind=most["soort"], step=written(abs(most["verschil"])))
    if way(most["verschil"]) == 0:
        return _("In %(who)s blijven de soorten huishoudens tot %(year)s gelijk") % said
    if most["verschil"] > 0:
        return (
            _(
                "In %(who)s groeit het aantal huishoudens van de soort “%(kind)s” het meest: "
                "%(step)s meer in %(year)s"
            )
            % said
        )
    return (
        _(
            "In %(who)s daalt het aantal huishoudens van de soort “%(kind)s” het meest: "
            "%(step)s minder in %(year)s"
        )
        % said
    )


ROOM_FOR_WORDS, NARROW_PLOT = 1.3, 338


def _types_spec(rows: Sequence[dict[str, Any]], *, narrow: bool = False) -> dict[str, Any]:
    y: dict[str, Any] = {
        "field": "soort",
        "type": "nominal",
        "title": None,
        "sort": [row["soort"] for row in rows],
    }
    if narrow:
        y["axis"] = None
    end = max([1.0, *(row["einde"] for row in rows)]) * (1.02 if narrow else ROOM_FOR_WORDS)
    x = {
        "field": "dan",
        "type": "quantitative",
        "title": _("huishoudens"),
        "scale": {"domain": [0, end], "nice": False},
        "axis": {"format": ",.0f", "tickCount": 4 if narrow else 6},
    }
    bar = {"height": 18, "yOffset": 7} if narrow else {"height": {"band": 0.66}}
    tick = {"height": 24, "yOffset": 7} if narrow else {"height": {"band": 0.86}}
    above = {"baseline": "middle", "dy": -15}
    beside = {"y": y, "x": {**x, "field": "einde"}, "text": {"field": "tekst"}}
    named = {"y": y, "x": {"value": 0}, "text": {"field": "soort"}}
    numbered = {"y": y, "x": {"value": NARROW_PLOT}, "text": {"field": "tekst"}}
    return {
        "height": {"step": 54 if narrow else 44},
        "layer": [
            {"mark": {"type": "bar", "color": SERIES[0], **bar}, "encoding": {"y": y, "x": x}},
            {
                "mark": {"type": "tick", "color": INK, "thickness": 2, **tick},
                "encoding": {"y": y, "x": {**x, "field": "nu"}},
            },
            *(
                [
                    *words(rows, named, {**above, "align": "left", "fontWeight": 600}),
                    *words(rows, numbered, {**above, "align": "right"}),
                ]
                if narrow
                else words(rows, beside, {"align": "left", "dx": 8})
            ),
        ],
    }

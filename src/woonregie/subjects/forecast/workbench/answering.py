"""What comes of the levers, in words, figures and pictures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.engines.household import Projection, Unmet
from woonregie.foundation.pages.charts import Chart, written
from woonregie.foundation.pages.tables import Column, Table
from woonregie.subjects.forecast import pictures
from woonregie.subjects.forecast.models import StartingPoint
from woonregie.subjects.forecast.pictures import Look
from woonregie.subjects.forecast.pictures.looking import Floats, way
from woonregie.subjects.forecast.queries import Outcome, causes_of

DRAWN: Mapping[str, tuple[object, Callable[[Look], Chart]]] = {
    "huishoudens": (gettext_lazy("Huishoudens"), pictures.households),
    "woningen": (gettext_lazy("Woningen en tekort"), pictures.dwellings),
    "leeftijden": (gettext_lazy("Leeftijden"), pictures.pyramid),
    "soorten": (gettext_lazy("Soorten huishoudens"), pictures.types),
    "inwoners": (gettext_lazy("Waardoor inwoners"), pictures.change_of_people),
    "verhuizingen": (gettext_lazy("Verhuizingen"), pictures.migration),
}
FIRST, CAUSES = "huishoudens", "oorzaken"
TABS: Mapping[str, object] = {
    **{key: label for key, (label, _draw) in DRAWN.items()},
    CAUSES: gettext_lazy("Waardoor huishoudens"),
}
UNMET_SHOWN = 5


def picture(key: str, look: Look, outcome: Outcome) -> Chart:
    """Return one of the pictures; that of the causes of growth costs several forecasts.

    Args:
        key: one of `TABS`.
        look: at what is shown.
        outcome: where it comes from.
    """
    if key == CAUSES:
        return pictures.parts_of_growth(look, causes_of(outcome).parts())
    return DRAWN[key][1](look)


def filed(key: str, look: Look, outcome: Outcome) -> Chart | None:
    """Return the picture whose numbers were asked as a file; None where there is no such one."""
    if key == CAUSES:
        return picture(CAUSES, look, outcome)
    drawn = (draw(look) for _label, draw in DRAWN.values())
    return next((chart for chart in drawn if chart.key == key), None)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the answer, and what it is more or less than with the trend.

    Args:
        label: what it is.
        value: of the year.
        more: than with the trend; None where that is the same forecast.
    """

    label: str
    value: float
    more: float | None


def figures(look: Look) -> list[Figure]:
    """Return households, need, task, stock and shortage of the year, beside the trend."""
    found, beside = look.found, look.beside if look.differs else None

    def measured(forecast: Projection) -> list[Floats]:
        return [
            forecast.households,
            forecast.need,
            forecast.task.cumsum(axis=0),
            forecast.stock,
            forecast.shortage,
        ]

    labels = (
        _("huishoudens"),
        _("woningen nodig"),
        _("opgave tot dan"),
        _("woningen die er zijn"),
        _("tekort"),
    )
    values = [float(look.of(item)[look.at]) for item in measured(found)]
    usual = [float(look.of(item)[look.at]) for item in measured(beside)] if beside else []
    more = [ours - theirs for ours, theirs in zip(values, usual, strict=True)] if usual else []
    return [
        Figure(label, value, more[at] if more else None)
        for at, (label, value) in enumerate(zip(labels, values, strict=True))
    ]


def answer(look: Look) -> str:
    """Return in words what somebody who turned the levers wants to know."""
    need, short = look.of(look.found.need), look.of(look.found.shortage)
    task = float(look.of(look.found.task)[: look.at + 1].sum())
    said = look.said(
        need=written(need[look.at]), task=written(task), short=written(short[look.at])
    )
    parts = [_needed(look, said)]
    parts.append(
        _("De opgave tot dan is %(task)s woningen, met het inlopen van het tekort van nu.") % said
    )
    if way(short[look.at]) > 0:
        parts.append(
            _("Met de plannen die meetellen komt u in %(year)s %(short)s woningen tekort.") % said
        )
    else:
        parts.append(_("Met de plannen die meetellen zijn er in %(year)s genoeg woningen.") % said)
    return " ".join(parts)


def _needed(look: Look, said: Mapping[str, object]) -> str:
    if not look.differs or look.beside is None:
        return (
            _("%(who)s heeft in %(year)s %(need)s woningen nodig: dat is de doorgaande trend.")
            % said
        )
    need = float(look.of(look.found.need)[look.at])
    step = need - float(look.of(look.beside.need)[look.at])
    return {
        1: _(
            "%(who)s heeft in %(year)s %(need)s woningen nodig: %(step)s meer dan bij "
            "doorgaande trend."
        ),
        0: _(
            "%(who)s heeft in %(year)s %(need)s woningen nodig: evenveel als bij doorgaande trend."
        ),
        -1: _(
            "%(who)s heeft in %(year)s %(need)s woningen nodig: %(step)s minder dan bij "
            "doorgaande trend."
        ),
    }[way(step)] % {**said, "step": written(abs(step))}


def window_in_words(point: StartingPoint) -> str:
    """Return which years a starting point was calibrated on, and where it begins."""
    return _("%(window)s, vanaf 1 januari %(year)s") % {
        "window": point.window or _("zonder naam"),
        "year": point.year,
    }


def table(look: Look, names: Mapping[str, str]) -> Table:
    """Return the municipalities side by side in the year.

    Args:
        look: at all of them.
        names: code -> name.
    """
    found, beside = look.found, look.beside if look.differs else None
    rows: list[dict[str, Any]] = []
    for place in look.places:
        code = found.regions[place]
        row: dict[str, Any] = {
            "gemeente": names.get(code, code),
            "nu": float(found.households[0, place]),
            "dan": float(found.households[look.at, place]),
            "behoefte": float(found.need[look.at, place]),
            "opgave": float(found.task[: look.at + 1, place].sum()),
            "tekort": float(found.shortage[look.at, place]),
        }
        if beside is not None:
            row["meer"] = float(found.need[look.at, place] - beside.need[look.at, place])
        rows.append(row)
    columns = (
        Column("gemeente", _("Gemeente")),
        Column("nu", _("Huishoudens in %(first)s") % look.said(), "number"),
        Column("dan", _("Huishoudens in %(year)s") % look.said(), "number"),
        Column("behoefte", _("Woningen nodig"), "number"),
        *((Column("meer", _("Tegenover trend"), "signed"),) if beside is not None else ()),
        Column("opgave", _("Opgave tot dan"), "number"),
        Column("tekort", _("Tekort"), "number"),
    )
    foot = {
        column.key: sum(row[column.key] for row in rows)
        for column in columns
        if column.key != "gemeente"
    }
    return Table(
        "gemeenten",
        _("Per gemeente in %(year)s. Wat u draait, telt voor alle gemeenten.") % look.said(),
        columns,
        rows,
        foot={"gemeente": look.who, **foot},
    )


# ------------------------------------------------------------------ what could not be
def unmet_in_words(found: Sequence[Unmet], names: Mapping[str, str]) -> list[str]:
    """Return what was asked and could not be, the largest first; the rest is counted."""
    worst = sorted(found, key=lambda item: -abs(item.asked - item.found))
    parts = [
        _("%(year)s, %(place)s: gevraagd %(asked)s, gehaald %(found)s (%(what)s).")
        % {
            "year": item.year,
            "place": names.get(item.region, item.region) or _("alle regio's samen"),
            "asked": written(item.asked),
            "found": written(item.found),
            "what": _what(item.what),
        }
        for item in worst[:UNMET_SHOWN]
    ]
    if len(worst) > UNMET_SHOWN:
        parts.append(_("En nog %(count)s keer.") % {"count": len(worst) - UNMET_SHOWN})
    return parts


def _what(name: str) -> str:
    return {
        "net domestic migration": _("saldo binnen Nederland"),
        "births": _("geboorten"),
        "deaths": _("sterfte"),
        "emigration": _("emigratie"),
        "immigration": _("immigratie"),
    }.get(name, name)

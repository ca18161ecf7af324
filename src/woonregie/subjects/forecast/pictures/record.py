"""Words and a table of how our own model turned out, beside plain ones."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.pages.charts import written
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.models import Municipality
from woonregie.subjects.forecast.pictures.shelf import SMALLEST_TOLD, percent
from woonregie.subjects.forecast.queries.records import Record

OURS = ("household", "ours")
"""The model that the app works with first; where it was not tried, that of totals."""
NAMES: dict[str, str | Promise] = {
    "household": gettext_lazy("ons huishoudensmodel"),
    "ours": gettext_lazy("onze prognose van totalen"),
    "linear": gettext_lazy("een rechte lijn"),
    "share": gettext_lazy("gelijk aandeel"),
    "hamilton-perry": gettext_lazy("Hamilton-Perry"),
    "mean": gettext_lazy("het midden van Hamilton-Perry en een rechte lijn"),
}


def own_answer(record: Record, places: Sequence[int], who: str) -> str:
    """Return in words how our model turned out for some municipalities, and the plain ones."""
    models = [name for name in NAMES if name in record.expected]
    first = next((name for name in OURS if name in models), models[0])
    expected, counted = record.summed(first, places)
    asked = (
        _(
            "Met wat op 1 januari %(origin)s bekend was, en met het landelijk totaal van "
            "%(target)s, verwachtte %(model)s voor %(who)s op 1 januari %(target)s %(expected)s "
            "personen. Het werden er %(counted)s."
        )
        if record.kept.national_given
        else _(
            "Met wat op 1 januari %(origin)s bekend was, verwachtte %(model)s voor %(who)s op "
            "1 januari %(target)s %(expected)s personen. Het werden er %(counted)s."
        )
    )
    told = asked % {
        "origin": record.kept.origin,
        "model": NAMES[first],
        "who": who,
        "target": record.kept.target,
        "expected": written(expected),
        "counted": written(counted),
    }
    others = [
        f"{NAMES[name]} {_off(record, name, places)}"
        for name in models
        if name not in {first, "ours"}
    ]
    own = _("Dat is %(off)s.") % {"off": _off(record, first, places)}
    if not others:
        return f"{told} {own}"
    beside = _("Daarnaast: %(others)s.") % {"others": ", ".join(others)}
    return f"{told} {own} {beside}"


def _off(record: Record, model: str, places: Sequence[int]) -> str:
    expected, counted = record.summed(model, places)
    error = expected / counted - 1
    said = {"percent": written(abs(error) * 100, 1)}
    if abs(error) < SMALLEST_TOLD:
        return _("precies goed")
    if error > 0:
        return _("%(percent)s\u00a0%% te hoog") % said
    return _("%(percent)s\u00a0%% te laag") % said


def own_table(
    records: Sequence[Record], municipalities: Sequence[Municipality], places: Sequence[int]
) -> Table:
    """Return municipality by municipality how far each model was off.

    Args:
        records: those that are shown.
        municipalities: all, in the order of the columns.
        places: which of them are told.
    """
    models = [name for name in NAMES if any(name in item.expected for item in records)]
    rows = [
        _row(record, models, municipalities[at].name, at)
        for record in records
        for at in record.judged(places)
    ]
    return Table(
        "eigen-terugblik",
        _caption({item.kept.national_given for item in records}),
        (
            Column("gemeente", _("Gemeente")),
            Column("vanuit", _("Vanuit")),
            Column("jaar", _("Jaar")),
            Column("verwacht", _("Verwacht (personen)"), "number"),
            Column("geteld", _("Geteld"), "number"),
            *(Column(name, capfirst(str(NAMES[name])), "written") for name in models),
        ),
        rows,
        foot=_foot(records, models, places) if len(places) > 1 else {},
    )


def _caption(given: set[bool]) -> str:
    """Return what the table is about, and whether the national total was known or estimated."""
    if given == {True}:
        return _(
            "Afwijking in procenten van wat geteld werd: plus is te hoog verwacht. Het landelijk "
            "totaal van het doeljaar is gegeven, zodat alleen de verdeling over gemeenten telt."
        )
    if given == {False}:
        return _(
            "Afwijking in procenten van wat geteld werd: plus is te hoog verwacht. Ook het "
            "landelijk totaal is geraamd."
        )
    return _("Afwijking in procenten van wat geteld werd: plus is te hoog verwacht.")


def _row(record: Record, models: Sequence[str], name: str, at: int) -> dict[str, Any]:
    first = next((model for model in OURS if model in record.expected), models[0])
    return {
        "gemeente": name,
        "vanuit": str(record.kept.origin),
        "jaar": str(record.kept.target),
        "verwacht": float(record.expected[first][at]),
        "geteld": float(record.counted[at]),
        **{
            model: percent(record.error(model, at)) if model in record.expected else ""
            for model in models
        },
    }


def _foot(
    records: Sequence[Record], models: Sequence[str], places: Sequence[int]
) -> dict[str, Any]:
    """Return the mean absolute error of each model, where one record is shown."""
    if len(records) > 1:
        return {}
    return {
        "gemeente": _("Gemiddelde afwijking"),
        **{model: written(100 * records[0].mean_error(model, places), 1) for model in models},
    }

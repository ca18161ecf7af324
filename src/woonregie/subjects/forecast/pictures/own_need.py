"""The table of own need: what each definition asks of each municipality."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.pages.tables import Column, Table
from woonregie.subjects.forecast.models import OwnNeedDefinition
from woonregie.subjects.forecast.queries.own_need import OWN_NEED_YEARS, NeedOf


def side_by_side(
    definitions: Sequence[OwnNeedDefinition],
    needs: Sequence[NeedOf],
    *,
    names: Mapping[str, str],
    first: int,
) -> Table:
    """Return growth of need, and that less hard capacity, per municipality and definition.

    Args:
        definitions: in the order of the columns.
        needs: what comes of each.
        names: code of a municipality -> its name.
        first: the year in which the forecast begins.
    """
    columns = [Column("gemeente", _("Gemeente"))]
    hard = next((need.hard for need in needs if need.hard), None)
    if hard is not None:
        columns.append(Column("hard", _("Harde plannen"), "number"))
    for at, item in enumerate(definitions):
        columns.append(
            Column(f"groei-{at}", _("Groei: %(name)s") % {"name": item.title}, "signed")
        )
        if hard is not None:
            columns.append(
                Column(
                    f"marge-{at}", _("Groei min hard: %(name)s") % {"name": item.title}, "signed"
                )
            )
    rows: list[dict[str, Any]] = []
    for code, name in sorted(names.items(), key=lambda found: found[1]):
        row: dict[str, Any] = {"gemeente": name}
        if hard is not None:
            row["hard"] = hard.get(code)
        for at, need in enumerate(needs):
            row[f"groei-{at}"] = _whole(need.growth, code)
            row[f"marge-{at}"] = _whole(need.margin or {}, code)
        rows.append(row)
    return Table(
        "eigen-behoefte",
        _(
            "Woningen, van 1 januari %(first)s tot 1 januari %(last)s. Groei: zoveel woningen "
            "zijn er meer nodig. Min hard: wat daarvan over is na de harde plannen (lokale "
            "groeipotentie). Onder nul gaan de harde plannen verder dan de eigen behoefte."
        )
        % {"first": first, "last": first + OWN_NEED_YEARS},
        tuple(columns),
        rows,
        foot=_foot(rows),
    )


def _foot(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    keys = {key for row in rows for key in row if key != "gemeente"}
    sums = {
        key: sum(row[key] for row in rows)
        for key in keys
        if all(row.get(key) is not None for row in rows)
    }
    return {"gemeente": _("samen"), **sums}


def _whole(found: Mapping[str, float], code: str) -> int | None:
    return round(found[code]) if code in found else None

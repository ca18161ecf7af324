"""The chart of a measure: what was agreed, and what was seen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.commitments.course import Point, assessed
from woonregie.foundation.commitments.models import Measure, MeasureUnit, Observation
from woonregie.foundation.commitments.queries.standing import aim_of
from woonregie.foundation.commitments.wording import aim_text, value_text
from woonregie.foundation.pages.charts import HARD, INK_SOFT, Chart
from woonregie.foundation.pages.tables import Column

AGREED, SEEN = "agreed", "seen"


def course(
    measure: Measure, path: Sequence[Point], seen: Sequence[Observation], today: date
) -> Chart:
    """Return a measure against its path.

    Args:
        measure: which.
        path: (day, value) of the points before the target, by day.
        seen: what was observed, by day.
        today: until then the last value goes on.
    """
    labels = {AGREED: _("afgesproken"), SEEN: _("gemeten")}
    points = [*path, (measure.due_on, measure.target)]
    values = [(item.as_of, item.value) for item in seen if item.value is not None]
    if values and values[-1][0] < today and seen[-1].value is not None:
        values.append((today, values[-1][1]))
    rows: list[dict[str, Any]] = [
        {"dag": on, "soort": labels[kind], "waarde": value}
        for kind, some in ((AGREED, points), (SEEN, values))
        for on, value in some
    ]
    last = values[-1][1] if values else None
    result = assessed(aim_of(measure, path), last, today)
    share = measure.unit == MeasureUnit.SHARE
    return Chart(
        key=f"maat-{measure.pk}",
        title=_("%(title)s: %(result)s") % {"title": measure.title, "result": result.label},
        sentence=_("Afgesproken is %(aim)s. Gemeten is %(value)s.")
        % {"aim": aim_text(measure), "value": value_text(last, measure.unit)},
        spec=_spec(labels, share=share),
        narrow={"height": 220},
        rows=rows,
        columns=(
            Column("dag", _("Dag"), "day"),
            Column("soort", _("Soort")),
            Column("waarde", measure.get_unit_display(), "share" if share else "number"),
        ),
        legend=(
            {"swatch": "need", "label": labels[AGREED], "look": _("streepjes")},
            {"swatch": "hard", "label": labels[SEEN], "look": _("doorlopend")},
        ),
    )


def _spec(labels: dict[str, str], *, share: bool) -> dict[str, Any]:
    x = {
        "field": "dag",
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc", "nice": False},
        "axis": {"format": "%Y", "tickCount": "year", "grid": False},
    }
    y = {
        "field": "waarde",
        "type": "quantitative",
        "title": None,
        "axis": {"format": ".0%"} if share else {"format": ",.0f", "tickMinStep": 1},
    }
    return {
        "height": 260,
        "layer": [
            _line(x, y, labels[AGREED], INK_SOFT, {"strokeDash": [6, 4]}),
            _line(x, y, labels[SEEN], HARD, {"interpolate": "step-after"}),
        ],
    }


def _line(
    x: dict[str, Any], y: dict[str, Any], kind: str, colour: str, look: dict[str, Any]
) -> dict[str, Any]:
    return {
        "transform": [{"filter": {"field": "soort", "equal": kind}}],
        "mark": {
            "type": "line",
            "color": colour,
            "point": {"filled": True, "color": colour, "size": 50},
            **look,
        },
        "encoding": {"x": x, "y": y},
    }

"""The time bar: two sliders, "as it was on" and "as known on", over the days that matter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.subjects.plans.queries.days import Days


@dataclass(frozen=True, slots=True)
class Slider:
    """One slider: where it stands and what each stop means.

    Args:
        key: name on the page.
        label: what it asks.
        sets: id of the date field that it fills; that field is what is sent.
        stops: value of the field (empty for today) and its day in words, the earliest first.
        at: the stop where it stands.
    """

    key: str
    label: str
    sets: str
    stops: list[dict[str, str]]
    at: int

    @property
    def last(self) -> int:
        """The last stop."""
        return len(self.stops) - 1

    @property
    def words(self) -> str:
        """The day where it stands."""
        return self.stops[self.at]["label"]

    @property
    def stops_id(self) -> str:
        """Where the page keeps the stops."""
        return f"{self.key}-dagen"


def time_bar(
    days: Days, *, on: date, known_on: datetime | None, today: date
) -> dict[str, list[Slider]]:
    """Return the two sliders for a page, for its template."""
    known = timezone.localdate(known_on) if known_on else today
    past = [day for day in days.recorded if day < today]
    return {
        "sliders": [
            _slider("tijd-stand", _("Stand op"), "id_op", days.changed, at=on, today=today),
            _slider(
                "tijd-bekend", _("Zoals bekend op"), "id_bekend_op", past, at=known, today=today
            ),
        ]
    }


def _slider(
    key: str, label: str, sets: str, days: Iterable[date], *, at: date, today: date
) -> Slider:
    stops = sorted({*days, at, today})
    return Slider(key, label, sets, [_stop(day, today) for day in stops], stops.index(at))


def _stop(day: date, today: date) -> dict[str, str]:
    words: Any = date_format(day, "j F Y")
    if day == today:
        return {"value": "", "label": _("vandaag, %(day)s") % {"day": words}}
    return {"value": day.isoformat(), "label": words}

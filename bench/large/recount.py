"""The same answers by plain Python over all rows: no sums, joins or filters by the database.

Slow and simple on purpose: what the benchmarks check before they time anything, and the peer of
the balance.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from math import floor
from uuid import UUID

from woonregie.subjects.forecast.models import ForecastFigure
from woonregie.subjects.plans.models import LocationKind, Movement, PlanVersion


@dataclass(slots=True)
class Seen:
    """One plan on a day: what the list shows of it, in dwellings."""

    plan_id: UUID
    number: str
    name: str
    code: str
    municipality: str
    status: str
    phase: str
    kind: str
    periods: dict[tuple[str, int | None, int | None], int] = field(default_factory=dict)

    @property
    def build(self) -> int:
        return self._sum("build")

    @property
    def demolition(self) -> int:
        return self._sum("demolition")

    @property
    def net(self) -> int:
        return self.build - self.demolition

    @property
    def unphased(self) -> int:
        return self.periods.get(("build", None, None), 0)

    @property
    def direction(self) -> str:
        return LocationKind(self.kind).direction

    def _sum(self, account: str) -> int:
        return sum(homes for (side, *_years), homes in self.periods.items() if side == account)


_TIMES = ("valid_on", "ends_before", "recorded_at", "superseded_at")
# In the order of `Seen`.
_SHOWN = (
    "plan_id",
    "plan__number",
    "name",
    "municipality__code",
    "municipality__organisation__name",
    "planning_status",
    "project_phase",
    "location_kind",
)
_MOVED = (
    "plan_id",
    "breakdown",
    "booked_on",
    "recorded_at",
    "dwellings",
    "account",
    "from_year",
    "before_year",
)


def plans_on(on: date, known_on: datetime | None = None) -> dict[UUID, Seen]:
    """Return every plan on a day, as known at a moment, by its key."""

    def known(recorded_at: datetime, superseded_at: datetime | None = None) -> bool:
        if known_on is None:
            return superseded_at is None
        return recorded_at <= known_on and (superseded_at is None or superseded_at > known_on)

    found: dict[UUID, Seen] = {}
    for row in PlanVersion.objects.values_list(*_TIMES, *_SHOWN).iterator():
        valid_on, ends_before, recorded_at, superseded_at, plan_id, *shown = row
        holds = valid_on <= on and (ends_before is None or on < ends_before)
        if holds and known(recorded_at, superseded_at):
            found[plan_id] = Seen(plan_id, *shown)
    for row in Movement.objects.values_list(*_MOVED).iterator():
        plan_id, breakdown, booked_on, recorded_at, homes, *cell = row
        seen = found.get(plan_id)
        if seen is not None and breakdown == "total" and booked_on <= on and known(recorded_at):
            account, first, before = cell
            held = seen.periods.get((account, first, before), 0)
            seen.periods[account, first, before] = held + homes
    return found


def capacity(
    plans: Iterable[Seen], classes: Mapping[str, str], period: tuple[int, int]
) -> dict[str, dict[str, int]]:
    """Return net dwellings of a period by municipality code and capacity class.

    A delivery period counts for the share of its years that lie within; no year counts whole.
    """
    sums: dict[tuple[str, str, str], Fraction] = defaultdict(Fraction)
    for plan in plans:
        group = classes.get(plan.status, "unknown")
        for (account, first, before), homes in plan.periods.items():
            share = Fraction(1)
            if first is not None and before is not None:
                inside = min(before, period[1]) - max(first, period[0])
                share = Fraction(max(inside, 0), before - first)
            sums[plan.code, group, account] += homes * share
    found: dict[str, dict[str, int]] = defaultdict(lambda: {"hard": 0, "soft": 0, "unknown": 0})
    for (code, group, account), homes in sums.items():
        if group in {"hard", "soft", "unknown"}:
            found[code][group] += whole(homes) * (-1 if account == "demolition" else 1)
    return dict(found)


def need(vintage: str, scenario: str, period: tuple[int, int], vacancy: str) -> dict[str, int]:
    """Return the net need of a period by municipality code: growth, and what must stay empty."""
    households: dict[str, dict[int, Fraction]] = defaultdict(dict)
    for figure in ForecastFigure.objects.select_related("municipality", "vintage"):
        asked = (figure.vintage.slug, figure.scenario, figure.measure)
        if asked == (vintage, scenario, "households") and figure.year in period:
            households[figure.municipality.code][figure.year] = Fraction(figure.value)
    return {
        code: whole((known[period[1]] - known[period[0]]) / (1 - Fraction(vacancy)))
        for code, known in households.items()
    }


def whole(homes: Fraction) -> int:
    """Return whole dwellings, half up."""
    return floor(homes + Fraction(1, 2))

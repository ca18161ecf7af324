"""How many findings a municipality has, now and on earlier days."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone

from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.queries import head_sequence
from woonregie.foundation.region.models import Municipality, Region
from woonregie.subjects.plans.models import Severity, ValidationRule
from woonregie.subjects.plans.validations.looking import findings

QUARTERS = 6
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings stood on a day, as known at its end."""

    on: date
    severities: Mapping[str, int]

    @property
    def errors(self) -> int:
        """How many were errors."""
        return self.severities.get(Severity.ERROR, 0)

    @property
    def warnings(self) -> int:
        """How many were warnings."""
        return self.severities.get(Severity.WARNING, 0)

    @property
    def hints(self) -> int:
        """How many were hints."""
        return self.severities.get(Severity.HINT, 0)


def count_on(
    municipality: Municipality,
    region: Region,
    on: date,
    known_on: datetime | None,
    kept: frozenset[UUID] = frozenset(),
) -> Count:
    """Return how many findings stand on a day; remembered until anything in the house changes.

    Plans that are kept from who reads (`kept`) are left out.
    """
    known = known_on and known_on.timestamp()
    apart = digest(sorted(map(str, kept)))
    asked = (head_sequence(), municipality.pk, region.pk, on, known, apart)
    name = ":".join(("plans:findings", *map(str, asked)))
    found = cache.get(name)
    if found is None:
        severity = dict(ValidationRule.objects.values_list("code", "severity"))
        rows = findings(municipality, region=region, on=on, known_on=known_on, kept=kept)
        found = dict(Counter(severity[row.code] for row in rows))
        cache.set(name, found, 24 * 3600)
    return Count(on, found)


def trend(
    municipality: Municipality,
    region: Region,
    today: date,
    kept: frozenset[UUID] = frozenset(),
) -> Sequence[Count]:
    """Return the counts at the ends of the last quarters, as known then, and of today."""
    days = quarter_ends(today)
    past = [
        count_on(
            municipality,
            region,
            day,
            timezone.make_aware(datetime.combine(day, time.max)),
            kept,
        )
        for day in days
    ]
    return [*past, count_on(municipality, region, today, None, kept)]


def quarter_ends(today: date, count: int = QUARTERS) -> list[date]:
    """Return the last days of the quarters before today, the oldest first.

    >>> quarter_ends(date(2026, 5, 20), 2)
    [datetime.date(2025, 12, 31), datetime.date(2026, 3, 31)]
    """
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    found = []
    for _quarter in range(count):
        found.append(date.fromordinal(first.toordinal() - 1))
        month = first.month - 3
        first = (
            date(first.year, month, 1)
            if month > 0
            else date(first.year - 1, month + MONTHS_A_YEAR, 1)
        )
    return found[::-1]

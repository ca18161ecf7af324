"""Quantities: the sums of the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from woonregie.subjects.plans.models import Account, Breakdown, Movement, PlanVersion
from woonregie.subjects.plans.values import Cell


@dataclass(frozen=True, slots=True)
class Holding:
    """What one plan holds, in dwellings by cell; empty cells are left out."""

    cells: Mapping[Cell, int]

    @property
    def build(self) -> int:
        """Dwellings left to build."""
        return self.total(Account.BUILD)

    @property
    def demolition(self) -> int:
        """Dwellings left to demolish, a positive number."""
        return self.total(Account.DEMOLITION)

    @property
    def net(self) -> int:
        """Build minus demolition."""
        return self.build - self.demolition

    @property
    def unphased(self) -> int:
        """Dwellings left to build of which no delivery period is known."""
        return sum(
            dwellings
            for cell, dwellings in self.cells.items()
            if cell.account == Account.BUILD
            and cell.breakdown == Breakdown.TOTAL
            and cell.from_year is None
        )

    def total(self, account: str) -> int:
        """Return the dwellings on one account."""
        return sum(
            dwellings
            for cell, dwellings in self.cells.items()
            if cell.account == account and cell.breakdown == Breakdown.TOTAL
        )

    def by_category(self, breakdown: str, account: str = Account.BUILD) -> dict[str, int]:
        """Return dwellings per category of a breakdown; "unknown" is what no category explains.

        A negative "unknown" means that the categories claim more than the total.
        """
        found: dict[str, int] = defaultdict(int)
        for cell, dwellings in self.cells.items():
            if cell.account == account and cell.breakdown == breakdown:
                found[cell.category] += dwellings
        unknown = self.total(account) - sum(found.values())
        return {**found, "unknown": unknown} if unknown else dict(found)

    def by_period(self, account: str = Account.BUILD) -> dict[tuple[int, int] | None, int]:
        """Return dwellings per delivery period (from year, before year); None is not phased."""
        found: dict[tuple[int, int] | None, int] = defaultdict(int)
        for cell, dwellings in self.cells.items():
            if cell.account == account and cell.breakdown == Breakdown.TOTAL:
                period = (
                    None if cell.from_year is None else (cell.from_year, cell.before_year or 0)
                )
                found[period] += dwellings
        return dict(found)


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of a plan, as the ledger has it."""

    cell: Cell
    dwellings: int
    booked_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """All movements of one plan, for who asks what it held on many days."""

    entries: Sequence[Entry]

    @classmethod
    def of(cls, plan_id: UUID) -> "Ledger":
        """Read the ledger of a plan."""
        rows = Movement.objects.filter(plan=plan_id).values_list(
            *Cell._fields, "dwellings", "booked_on", "recorded_at"
        )
        return cls([Entry(Cell(*row[:5]), *row[5:]) for row in rows])

    def cells(self, *, on: date, known_on: datetime, strictly: bool = False) -> dict[Cell, int]:
        """Return dwellings by cell on a day, as known at a moment.

        Args:
            on: the day.
            known_on: what was recorded up to and including this moment.
            strictly: leave out what was recorded at the moment itself.
        """
        found: dict[Cell, int] = defaultdict(int)
        for entry in self.entries:
            known = entry.recorded_at < known_on if strictly else entry.recorded_at <= known_on
            if known and entry.booked_on <= on:
                found[entry.cell] += entry.dwellings
        return {cell: dwellings for cell, dwellings in found.items() if dwellings}

    def now(self, on: date) -> dict[Cell, int]:
        """Return dwellings by cell on a day, as known now."""
        found: dict[Cell, int] = defaultdict(int)
        for entry in self.entries:
            if entry.booked_on <= on:
                found[entry.cell] += entry.dwellings
        return {cell: dwellings for cell, dwellings in found.items() if dwellings}

    def days(self) -> set[date]:
        """Return the days on which something was booked."""
        return {entry.booked_on for entry in self.entries}


def booked(on: date, known_on: datetime | None) -> Q:
    """Return the filter for movements that count on a day, as known at a moment."""
    known = Q() if known_on is None else Q(recorded_at__lte=known_on)
    return Q(booked_on__lte=on) & known


def holdings(
    plan_ids: Iterable[UUID], *, on: date, known_on: datetime | None = None
) -> dict[UUID, Holding]:
    """Return what each plan holds on a day, as known at a moment; every asked plan is a key."""
    wanted = list(plan_ids)
    cells: dict[UUID, dict[Cell, int]] = {plan_id: {} for plan_id in wanted}
    rows = sums_of(wanted, on=on, known_on=known_on)
    for plan_id, account, breakdown, category, from_year, before_year, dwellings in rows:
        if dwellings:
            cells[plan_id][Cell(account, breakdown, category, from_year, before_year)] = dwellings
    return {plan_id: Holding(found) for plan_id, found in cells.items()}


def sums_of(
    plan_ids: Sequence[UUID], *, on: date, known_on: datetime | None = None
) -> QuerySet[Movement, tuple[Any, ...]]:
    """Return (plan, account, breakdown, category, from year, before year, dwellings), summed."""
    return (
        Movement.objects.filter(booked(on, known_on), plan__in=plan_ids)
        .values_list("plan_id", "account", "breakdown", "category", "from_year", "before_year")
        .annotate(sum=Sum("dwellings"))
        .order_by()
    )


def with_totals(versions: QuerySet[PlanVersion]) -> QuerySet[PlanVersion]:
    """Annotate `net` (dwellings) beside the `build` and `demolition` that versions carry."""
    return versions.annotate(net=F("build") - F("demolition"))

"""All that the register holds of plans, to be handed to others: a few questions for 50,000 plans.

It takes plans that somebody asked for through `visible_plans`, and tells nothing of other plans.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from woonregie.foundation.disclosure.circles import USUAL, Circle
from woonregie.foundation.disclosure.queries import WHOLE, standing
from woonregie.foundation.norms.queries import UnknownProfileError, classes_of, profile_named
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import holds_on, lineage
from woonregie.subjects.plans.groups import PLAN
from woonregie.subjects.plans.models import (
    OTHER_STEPS_BACK,
    PLAN_STEPS_BACK,
    Account,
    Bottleneck,
    Breakdown,
    LocationClaim,
    Movement,
    MovementKind,
    PlanKey,
    PlanRelation,
    PlanVersion,
    Prospect,
    RelationKind,
    StatusBasis,
    WriteDown,
)
from woonregie.subjects.plans.models.codes import DONE
from woonregie.subjects.plans.queries.daily import known
from woonregie.subjects.plans.queries.decisions import known_decisions
from woonregie.subjects.plans.queries.holdings import booked
from woonregie.subjects.plans.queries.prices import derived_classes
from woonregie.subjects.plans.queries.raw import as_they_come
from woonregie.subjects.plans.queries.versions import in_two_times
from woonregie.subjects.plans.queries.write_downs import still_hard
from woonregie.subjects.plans.values import Cell, HomeKind, PlanValues

BUILD, DEMOLITION, TOTAL = Account.BUILD.value, Account.DEMOLITION.value, Breakdown.TOTAL.value
_SIDE = {"0": BUILD, "1": DEMOLITION}
Key = UUID | str
"""A key as the database gives it: some give their hex digits."""


class Place(NamedTuple):
    """The municipality that a plan is of on the day: after a merger the one that came of it."""

    code: str
    name: str
    province_code: str


class Related(NamedTuple):
    """Another plan of the same delivery, and how this plan relates to it; `own` = this begins."""

    kind: str
    number: str
    name: str
    own: bool


class Hindrance(NamedTuple):
    """What holds a plan up: a code of `BottleneckKind`, an explanation, since when."""

    kind: str
    text: str
    starts_on: date


class Decided(NamedTuple):
    """A dated step of a legal instrument."""

    instrument: str
    step: str
    decided_on: date
    duty: str
    identifier: str
    expires_on: date | None


class Judged(NamedTuple):
    """How likely a plan is by one judge, 0 to 1."""

    judge: str
    probability_share: float


@dataclass(slots=True)
class OutPlan:
    """Everything that the register holds of one plan on a day, as known at a moment.

    Args:
        key: its key as the database gives it.
        number: its number.
        municipality: whose it is on the day.
        settlement: name of the town or village; "" for none.
        values: what was stated, with the shape in RD (WKB).
        planning_status: the status that counts; `values` has the one that was stated.
        derived: whether that status follows from decisions.
        valid_on: since when this holds.
        cells: homes left, by cell of the ledger; no zeros.
        lines: line of numbers ("build price") -> homes that its cells add up to.
        keys: system -> the key by which that system knows the plan.
        realised: (account, year) -> homes carried out.
        related: plans of the same delivery that it relates to.
        bottlenecks: what holds it up on the day.
        decisions: planning decisions up to the day, the oldest first.
        prospects: how likely it is, by each judge.
        claimed: homes that others count on.
        agreed_still_hard: homes that it agreed to give up and still holds.
        counts: False when another plan stands for its homes.
        circles: who may see it, besides parties by name.
        kept: groups of its fields that have an audience of their own.
    """

    key: UUID | str
    number: str
    municipality: Place
    settlement: str
    values: PlanValues
    planning_status: str
    derived: bool
    valid_on: date
    cells: dict[Cell, int]
    lines: dict[str, int]
    keys: Mapping[str, str] = field(default_factory=dict)
    realised: Mapping[tuple[str, int], int] = field(default_factory=dict)
    related: Sequence[Related] = ()
    bottlenecks: Sequence[Hindrance] = ()
    decisions: Sequence[Decided] = ()
    prospects: Sequence[Judged] = ()
    claimed: int = 0
    agreed_still_hard: int = 0
    counts: bool = True
    circles: Circle = USUAL
    kept: Sequence[str] = ()

    @property
    def plan_id(self) -> UUID:
        """Its key."""
        return self.key if isinstance(self.key, UUID) else UUID(hex=self.key)

    @property
    def name(self) -> str:
        """How the plan is called."""
        return self.values.name

    @property
    def build(self) -> int:
        """Homes left to build."""
        return self.lines.get("build total", 0)

    @property
    def demolition(self) -> int:
        """Homes left to demolish, a positive number."""
        return self.lines.get("demolition total", 0)

    @property
    def part_of(self) -> Related | None:
        """The plan of which this one is a part, if that is in the same delivery."""
        wanted = (RelationKind.PART_OF.value, True)
        return next((one for one in self.related if (one.kind, one.own) == wanted), None)

    def years(self) -> tuple[int, int] | None:
        """Return the first and the last year of building, both included; None without years."""
        found = [
            (cell.from_year, cell.before_year - 1)
            for cell in self.cells
            if cell.account == BUILD and cell.breakdown == TOTAL and cell.from_year is not None
            if cell.before_year is not None
        ]
        return (
            (min(first for first, _ in found), max(last for _, last in found)) if found else None
        )


@dataclass(frozen=True)
class Outgoing:
    """Plans that are handed to others.

    Args:
        plans: in the order of their numbers.
        region: whose price limits count; None is the nation.
        on: the day.
        known_on: as known at this moment; None is now.
    """

    plans: Sequence[OutPlan]
    region: Region | None
    on: date
    known_on: datetime | None = None

    @cached_property
    def classes(self) -> Mapping[str, str]:
        """Category of a full cell -> its price class, by the limits of the region or as stated."""
        categories = {
            cell.category
            for plan in self.plans
            for cell in plan.cells
            if cell.breakdown == Breakdown.CELL
        }
        kinds = {category: HomeKind.read(category) for category in categories}
        derived = derived_classes(kinds.values(), self.region, self.on)
        return {
            category: derived[kind].code if kind in derived else kind.price_class
            for category, kind in kinds.items()
        }

    @cached_property
    def hardness(self) -> Mapping[str, str]:
        """Planning status -> "hard" or "soft", by the usual definition; empty without one."""
        try:
            return classes_of(profile_named(USUAL_PROFILE))
        except UnknownProfileError:
            return {}


USUAL_PROFILE = "legal-hard"
_VALUES = tuple(
    "stated_status" if item.name == "planning_status" else item.name for item in fields(PlanValues)
)
_HEAD = (
    "plan_id",
    "plan__number",
    "municipality_id",
    "settlement__name",
    "planning_status",
    "status_basis",
    "valid_on",
    "phasing",
)


def outgoing(
    versions: QuerySet[PlanVersion],
    *,
    region: Region | None,
    on: date,
    known_on: datetime | None = None,
    today: date | None = None,
) -> Outgoing:
    """Return all that is held of plans.

    Args:
        versions: what `visible_plans` gave for this day and moment.
        region: whose price limits count.
        on: the day.
        known_on: as known at this moment; None is now.
        today: the day of which the audiences hold; None tells none.
    """
    found = {plan.key: plan for plan in _plans(versions, on)}
    asked = versions.order_by().values("plan")
    _divisions(found, asked, on, known_on)
    _around(found, on, known_on)
    _relations(found, on, known_on)
    if today is not None:
        _audiences(found, today)
    return Outgoing(tuple(found.values()), region, on, known_on)


def _plans(versions: QuerySet[PlanVersion], on: date) -> Iterator[OutPlan]:
    places, homes = _places(on), _Homes()
    rows = versions.order_by("plan__number").values_list(*_HEAD, *_VALUES)
    for row in as_they_come(rows):
        key, number, place, settlement, status, basis, valid_on, phasing = row[:8]
        cells, lines = homes.totals(phasing)
        yield OutPlan(
            key=key,
            number=number,
            municipality=places[place],
            settlement=settlement or "",
            values=PlanValues.of_row(_typed(row[8:])),
            planning_status=status,
            derived=basis == _DERIVED,
            valid_on=valid_on if isinstance(valid_on, date) else date.fromisoformat(valid_on),
            cells=cells,
            lines=lines,
        )


_DERIVED = StatusBasis.DERIVED.value
_TRUE_OR_FALSE = [_VALUES.index(name) for name in ("key_project", "invented")]
_SETTLEMENT = _VALUES.index("settlement_id")


def _typed(row: Sequence[Any]) -> list[Any]:
    """Return the values of a plan with the types that the database may not have."""
    values = list(row)
    for at in _TRUE_OR_FALSE:
        values[at] = bool(values[at])
    settlement = values[_SETTLEMENT]
    if type(settlement) is str:
        values[_SETTLEMENT] = _key(settlement)
    return values


@lru_cache(maxsize=4096)
def _key(digits: str) -> UUID:
    return UUID(hex=digits)


def _places(on: date) -> dict[Key, Place]:
    """Return what every municipality is on a day: itself, or the one that it went up into."""
    rows = Municipality.objects.values_list("pk", "code", "organisation__name", "province_code")
    named = {key: Place(*row) for key, *row in rows}
    there = Municipality.objects.filter(holds_on(on, "organisation__"))
    living = lineage(there.values_list("pk", flat=True), on=on)
    now = named | {old: named[key] for old, key in living.items()}
    both: dict[Key, Place] = {}
    for key, place in now.items():
        both[key] = both[key.hex] = place
    return both


class _Homes:
    """Reads quantities; 50,000 plans have some hundred different cells, each made once."""

    def __init__(self) -> None:
        self._cells: dict[tuple[Any, ...], Cell] = {}
        self._parts: dict[str, tuple[Cell, str, int]] = {}

    def totals(self, phasing: str) -> tuple[dict[Cell, int], dict[str, int]]:
        """Return the totals that a version carries: by cell, and by line."""
        cells: dict[Cell, int] = {}
        lines: dict[str, int] = {}
        for part in phasing.splitlines():
            found = self._parts.get(part)
            if found is None:
                found = self._parts[part] = self._part(part)
            cell, line, homes = found
            cells[cell] = homes
            lines[line] = lines.get(line, 0) + homes
        return cells, lines

    def _part(self, part: str) -> tuple[Cell, str, int]:
        side, first, before, homes = part.split(" ")
        account = _SIDE[side]
        cell = self.cell((account, TOTAL, "", int(first) or None, int(before) or None))
        return cell, f"{account} {TOTAL}", int(homes)

    def cell(self, row: tuple[Any, ...]) -> Cell:
        """Return the cell of a row, the same one each time."""
        found = self._cells.get(row)
        if found is None:
            found = self._cells[row] = Cell(*row)
        return found


def _divisions(
    found: Mapping[Key, OutPlan], asked: Any, on: date, known_on: datetime | None
) -> None:
    """Add all cells but the totals, and what was carried out."""
    movements = Movement.objects.filter(booked(on, known_on), plan__in=asked)
    divided = (
        movements.exclude(breakdown=TOTAL)
        .values_list("plan_id", *Cell._fields)
        .annotate(sum=Sum("dwellings"))
        .order_by()
    )
    homes_in = _Homes()
    for row in as_they_come(divided):
        homes = row[-1]
        if homes:
            plan, cell = found[row[0]], homes_in.cell(row[1:-1])
            line = f"{cell.account} {cell.breakdown}"
            plan.cells[cell] = homes
            plan.lines[line] = plan.lines.get(line, 0) + homes
    _realised(found, movements, known_on)


def _realised(
    found: Mapping[Key, OutPlan], movements: QuerySet[Movement], known_on: datetime | None
) -> None:
    corrected = Q(posting__corrected_by__isnull=False)
    if known_on is not None:
        corrected &= Q(posting__corrected_by__recorded_at__lte=known_on)
    done = (
        movements.filter(kind__in=DONE, breakdown=TOTAL)
        .exclude(corrected)
        .values_list("plan_id", "kind", "booked_on__year")
        .annotate(sum=Sum("dwellings"))
        .order_by()
    )
    for plan_id, kind, year, homes in as_they_come(done):
        side = BUILD if kind == MovementKind.REALISATION else DEMOLITION
        kept = dict(found[plan_id].realised)
        kept[side, year] = kept.get((side, year), 0) - homes
        found[plan_id].realised = kept


def _one(found: Mapping[Key, OutPlan], key: UUID) -> OutPlan | None:
    """Return the plan with a key, if it is in the delivery."""
    return found.get(key) or found.get(key.hex)


def _around(found: Mapping[Key, OutPlan], on: date, known_on: datetime | None) -> None:
    """Add what few plans have; asked for all of them, and kept for these plans."""
    keys = PlanKey.objects.order_by("pk").values_list("plan_id", "system", "key")
    for plan_id, system, key in as_they_come(keys):
        plan = found.get(plan_id)
        if plan is not None:
            plan.keys = {**plan.keys, system: key} if plan.keys else {system: key}
    going_on = Q(ends_before__isnull=True) | Q(ends_before__gt=on)
    standing = Bottleneck.objects.filter(known(known_on), going_on, starts_on__lte=on)
    columns = ("plan_id", *Hindrance._fields)
    for plan_id, *row in standing.order_by("starts_on", "pk").values_list(*columns):
        if plan := _one(found, plan_id):
            plan.bottlenecks = (*plan.bottlenecks, Hindrance(*row))
    decided = known_decisions(known_on).filter(decided_on__lte=on)
    steps = ("plan_id", *Decided._fields)
    for plan_id, *row in decided.order_by("decided_on", "recorded_at").values_list(*steps):
        if plan := _one(found, plan_id):
            plan.decisions = (*plan.decisions, Decided(*row))
    _judgements(found, on, known_on)


def _audiences(found: Mapping[Key, OutPlan], today: date) -> None:
    for item in standing(PLAN, today):
        plan = _one(found, item.target_id)
        if plan is not None and item.group == WHOLE:
            plan.circles = item.circles
        elif plan is not None:
            plan.kept = (*plan.kept, item.group)


def _judgements(found: Mapping[Key, OutPlan], on: date, known_on: datetime | None) -> None:
    judged = Prospect.objects.filter(known(known_on), judged_on__lte=on)
    columns = ("plan_id", "judge__name", "probability_share")
    for plan_id, judge, share in judged.order_by("judge__name").values_list(*columns):
        if plan := _one(found, plan_id):
            plan.prospects = (*plan.prospects, Judged(judge, float(share)))
    claims = LocationClaim.objects.filter(known(known_on))
    for plan_id, homes in claims.values_list("plan_id").annotate(sum=Sum("dwellings")).order_by():
        if plan := _one(found, plan_id):
            plan.claimed = homes
    agreed = WriteDown.objects.filter(still_hard(on, known_on))
    for plan_id, homes in agreed.values_list("plan_id").annotate(sum=Sum("dwellings")).order_by():
        if plan := _one(found, plan_id):
            plan.agreed_still_hard = homes


def _relations(found: Mapping[Key, OutPlan], on: date, known_on: datetime | None) -> None:
    """Add how plans relate; a plan that is not in the delivery is not named."""
    rows = PlanRelation.objects.filter(in_two_times(on, known_on)).order_by("valid_on", "pk")
    for plan_id, other_id, kind in rows.values_list("plan_id", "other_id", "kind"):
        plan, other = _one(found, plan_id), _one(found, other_id)
        if other is not None and kind in OTHER_STEPS_BACK:
            other.counts = False
        if plan is not None and kind in PLAN_STEPS_BACK:
            plan.counts = False
        if plan is not None and other is not None:
            plan.related = (*plan.related, Related(kind, other.number, other.name, own=True))
            other.related = (*other.related, Related(kind, plan.number, plan.name, own=False))

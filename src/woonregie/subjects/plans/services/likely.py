"""Which rows of a list may speak of plans that we know under another name or key.

Only plans that the deliverer may see, that hold on the day, and that no other row claims.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.region.queries import lineage
from woonregie.subjects.plans.likeness import SURE, Described, Pair, likely_pairs, one_to_one
from woonregie.subjects.plans.models import Recognition
from woonregie.subjects.plans.queries.versions import versions_on, visible_plans
from woonregie.subjects.plans.services.copying import chunks
from woonregie.subjects.plans.services.recognising import Known, plans_meant
from woonregie.subjects.plans.values import BulkRow


class Candidate(NamedTuple):
    """A plan that may be meant."""

    plan_id: UUID
    number: str
    name: str
    planning_status: str
    build: int
    municipality_id: UUID
    geometry: Any

    @property
    def known(self) -> Known:
        """The plan and whose it is."""
        return Known(self.plan_id, self.municipality_id)


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a row and a plan are the same.

    Args:
        at: position of the row.
        plan: the plan that it is like.
        pair: how much they are alike.
        answer: what somebody said before; None is not answered yet.
    """

    at: int
    plan: Candidate
    pair: Pair
    answer: bool | None = None

    @property
    def sure(self) -> bool:
        """Whether a yes is proposed."""
        return self.pair.score >= SURE


@dataclass(frozen=True, slots=True)
class Likely:
    """What likeness found in a list.

    Args:
        exact: for each row the plan of its number or key.
        same: by position of the row, the plan that a person said is meant.
        questions: those that are open, and those that were answered, in the order of the list.
        pairs: all pairs worth a question, by position of the row.
    """

    exact: Sequence[Known | None]
    same: Mapping[int, Known]
    questions: Sequence[Question]
    pairs: Mapping[int, Sequence[Question]]

    @property
    def open(self) -> list[Question]:
        """The questions that nobody answered yet."""
        return [item for item in self.questions if item.answer is None]

    @property
    def known(self) -> frozenset[UUID]:
        """Which plans the list speaks of, with those that are asked."""
        told = [*self.exact, *self.same.values()]
        asked = {item.plan.plan_id for item in self.open}
        return frozenset(plan.plan_id for plan in told if plan is not None) | asked


Said = Mapping[tuple[str, str, UUID], bool]
"""Whether the plan is meant, by layout, key and plan."""


def likely(
    rows: Sequence[BulkRow],
    *,
    by: Person | None,
    today: date,
    on: date,
    said: Said = MappingProxyType({}),
) -> Likely:
    """Look which rows that nothing recognises are like a plan that we know.

    Args:
        rows: the list.
        by: who delivers; None is the system itself.
        today: the day on which she must have the permission.
        on: reference date of the list.
        said: answers that are not kept yet.
    """
    exact = plans_meant(rows)
    unknown = [at for at, row in enumerate(rows) if exact[at] is None and row.key]
    if not unknown:
        return Likely(exact, {}, (), {})
    claimed = {plan.plan_id for plan in exact if plan is not None}
    plans = _candidates({rows[at].municipality_id for at in unknown}, by, today, on, claimed)
    told = {**_told([rows[at] for at in unknown]), **said}
    pairs: list[Question] = []
    for place, candidates in plans.items():
        there = [at for at in unknown if rows[at].municipality_id == place]
        pairs += _pairs(rows, there, candidates, told)
    return _assigned(exact, pairs)


def _pairs(
    rows: Sequence[BulkRow],
    there: Sequence[int],
    candidates: Sequence[Candidate],
    told: Said,
) -> list[Question]:
    """Return the pairs of one municipality, the likest first; a yes stays however unlike."""
    values = [rows[at].values for at in there]
    ours = Described.of([item.name for item in values], [item.geometry for item in values])
    theirs = Described.of([item.name for item in candidates], [_wkb(item) for item in candidates])
    meant: dict[UUID, list[int]] = defaultdict(list)
    keys = {(rows[at].system, rows[at].key): at for at in there}
    for (system, key, plan_id), same in told.items():
        if same and (system, key) in keys:
            meant[plan_id].append(keys[system, key])
    found = []
    for pair in likely_pairs(ours, theirs):
        at, plan = there[pair.ours], candidates[pair.theirs]
        answer = told.get((rows[at].system, rows[at].key, plan.plan_id))
        found.append(Question(at, plan, pair, answer))
    seen = {(item.at, item.plan.plan_id) for item in found}
    return found + [
        Question(at, plan, Pair(0, 0, 0.0, 0.0, None, None, None), answer=True)
        for plan in candidates
        for at in meant.get(plan.plan_id, ())
        if (at, plan.plan_id) not in seen
    ]


def _wkb(plan: Candidate) -> bytes | None:
    return None if plan.geometry is None else bytes(plan.geometry)


def _assigned(exact: Sequence[Known | None], pairs: Sequence[Question]) -> Likely:
    """Give each row at most one plan and each plan at most one row: answers first."""
    by_row: dict[int, list[Question]] = defaultdict(list)
    for item in pairs:
        by_row[item.at].append(item)
    yes = _once(item for item in pairs if item.answer)
    taken = {item.plan.plan_id for item in yes}
    there = {item.at for item in yes}
    left = [
        item
        for item in pairs
        if item.answer is None and item.at not in there and item.plan.plan_id not in taken
    ]
    asked = _once(left)
    there |= {item.at for item in asked}
    refused = {
        item.at: item for item in reversed(pairs) if item.answer is False and item.at not in there
    }
    questions = sorted([*yes, *asked, *refused.values()], key=lambda item: item.at)
    return Likely(exact, {item.at: item.plan.known for item in yes}, questions, by_row)


def _once(pairs: Iterable[Question]) -> list[Question]:
    """Return one pair per row and per plan, the first that comes."""
    numbers: dict[UUID, int] = {}
    found = list(pairs)
    for item in found:
        numbers.setdefault(item.plan.plan_id, len(numbers))
    # Positions of several municipalities: those of the whole list.
    flat = [item.pair._replace(ours=item.at, theirs=numbers[item.plan.plan_id]) for item in found]
    chosen = {(pair.ours, pair.theirs) for pair in one_to_one(flat)}
    return [item for item in found if (item.at, numbers[item.plan.plan_id]) in chosen]


def _candidates(
    places: set[UUID], by: Person | None, today: date, on: date, claimed: set[UUID]
) -> dict[UUID, list[Candidate]]:
    """Return the plans that nobody claims, by the municipality to which they belong now."""
    heirs = lineage(places)
    if by is None:
        versions = versions_on(on)
    else:
        versions = visible_plans(account=by, region=None, on=on, today=today)
    found: dict[UUID, list[Candidate]] = defaultdict(list)
    rows = versions.filter(municipality__in=list(heirs)).order_by("plan__number")
    said = ("name", "planning_status", "build", "municipality_id", "geometry")
    for row in rows.values_list("plan_id", "plan__number", *said):
        if row[0] not in claimed:
            plan = Candidate(*row)
            found[heirs[plan.municipality_id]].append(plan)
    return found


def _told(rows: Sequence[BulkRow]) -> dict[tuple[str, str, UUID], bool]:
    """Return what people answered before of rows: by layout, key and plan."""
    found: dict[tuple[str, str, UUID], bool] = {}
    systems = {row.system for row in rows}
    for part in chunks(sorted({row.key for row in rows})):
        answers = Recognition.objects.filter(system__in=systems, key__in=part)
        for system, key, plan_id, same in answers.values_list("system", "key", "plan_id", "same"):
            found[system, key, plan_id] = same
    return found

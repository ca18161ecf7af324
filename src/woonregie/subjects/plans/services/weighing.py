"""All that a list is weighed against before anything is written, and what is told of it.

Likeness and the last list of the sender give questions; answers of people settle them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.region.queries import reachable_ids
from woonregie.subjects.plans.compare import Statement, beside, label_of
from woonregie.subjects.plans.merging import with_our_years
from woonregie.subjects.plans.models import PlanningStatus
from woonregie.subjects.plans.queries.versions import versions_on, visible_plans
from woonregie.subjects.plans.queries.withheld import withheld
from woonregie.subjects.plans.services.comparing import Comparison, Meeting, Sides
from woonregie.subjects.plans.services.copying import chunks
from woonregie.subjects.plans.services.likely import Likely, Question, Said, likely
from woonregie.subjects.plans.services.previous import Previous, Sender, previous_of
from woonregie.subjects.plans.values import BulkRow

MOST_TOLD = 2000
"""So many questions of a kind are told at once; all are counted."""
MISSING_SHARE = 0.25
"""When more than this share of the last list is absent, somebody has to say that it is meant."""
FEW = 2
"""Fewer absent plans than this are never asked about."""
Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """What people said about a list.

    Args:
        choices: "list" or "register" where both changed, by plan.
        missing: which absence was agreed to; empty is none.
    """

    choices: Mapping[UUID, str] = field(default_factory=dict)
    missing: str = ""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Answers":
        """Return the answers that a delivery keeps."""
        choices = {UUID(plan): choice for plan, choice in kept.get("choices", {}).items()}
        return cls(choices, kept.get("missing", ""))

    def as_json(self) -> Report:
        """Return them as a delivery keeps them."""
        choices = {plan.hex: choice for plan, choice in self.choices.items()}
        return {"choices": choices, "missing": self.missing}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a list is compared with, besides what stands.

    Args:
        by: who delivers, and so who reads what is told.
        today: the day on which she must have the permission.
        on: reference date of the list.
        likely: rows that are like a plan.
        previous: what the sender said before.
        answers: what people chose.
    """

    by: Person | None
    today: date
    on: date
    likely: Likely
    previous: Previous
    answers: Answers

    @property
    def sides(self) -> Sides:
        """What a comparison needs to know."""
        previous = self.previous
        return Sides(
            self.likely.same,
            previous.key,
            previous.said,
            self.answers.choices,
            self.likely.exact,
        )

    @property
    def missing(self) -> list[UUID]:
        """Plans of the last list that are not in this one."""
        known = self.likely.known
        return [plan for plan in self.previous.last if plan not in known]

    @property
    def absence(self) -> str:
        """What tells this absence from another one; empty when nobody has to agree to it."""
        missing = len(self.missing)
        if missing < FEW or missing <= MISSING_SHARE * len(self.previous.last):
            return ""
        return f"{self.previous.key}:{missing}"


def weigh(
    rows: Sequence[BulkRow],
    *,
    by: Person | None,
    today: date,
    on: date,
    sender: Sender,
    answers: Answers,
    said: Said = MappingProxyType({}),
    before: Previous | None = None,
) -> Weighed:
    """Look for what a list is to be weighed against; nothing is written.

    Args:
        rows: the list.
        by: who delivers; None is the system itself.
        today: the day on which she must have the permission.
        on: reference date of the list.
        sender: whose list it is.
        answers: what people chose.
        said: answers that are not kept yet.
        before: what the sender said before, where somebody just looked.
    """
    found = likely(rows, by=by, today=today, on=on, said=said)
    told = [*found.exact, *found.same.values()]
    wanted = frozenset(plan.plan_id for plan in told if plan is not None)
    places = reachable_ids(by, "plans.import", on=today) if by else None
    if before is not None and wanted <= before.said.keys():
        previous = before
    else:
        previous = previous_of(sender, on, wanted, places, withheld(by, today=today))
    return Weighed(by, today, on, found, previous, answers)


# ------------------------------------------------------------------ what is told
def told(weighed: Weighed, compared: Comparison, lines: Sequence[int]) -> Report:
    """Return what the report says of three sides: questions, what stays, what is absent."""
    conflicts = [item for item in compared.meetings if item.merged.conflicts]
    kept = [item for item in compared.meetings if item.merged.kept]
    named = _Names(weighed, [*conflicts[:MOST_TOLD], *kept[:MOST_TOLD]])
    missing = weighed.missing
    choices = weighed.answers.choices
    absence = weighed.absence
    confirmed = bool(absence) and weighed.answers.missing == absence
    asked = weighed.likely.open
    return {
        "sides": {
            "base": _base(weighed.previous),
            "lost": weighed.previous.lost,
            "matches": [
                _question(item, compared.rows[item.at], lines)
                for item in weighed.likely.questions[:MOST_TOLD]
            ],
            "sure": sum(1 for item in asked if item.sure),
            "conflicts": [
                _conflict(item, compared, named, choices) for item in conflicts[:MOST_TOLD]
            ],
            "missing": {
                "of": len(weighed.previous.last),
                "count": len(missing),
                "plans": named.told(missing[:MOST_TOLD]),
                "confirm": bool(absence),
                "confirmed": confirmed,
            },
            "kept": {
                "count": len(kept),
                "plans": [
                    {
                        **named.of(item.plan.plan_id),
                        "what": [label_of(part) for part in item.merged.kept],
                    }
                    for item in kept[:MOST_TOLD]
                ],
            },
        },
        "open": {
            "matches": len(asked),
            "conflicts": sum(1 for item in conflicts if item.plan.plan_id not in choices),
            "missing": int(bool(absence) and not confirmed),
        },
    }


def _base(previous: Previous) -> Report | None:
    if previous.delivery is None:
        return None
    delivery = previous.delivery
    return {"name": delivery.file.name, "on": delivery.reference_date.isoformat()}


def _question(item: Question, row: BulkRow, lines: Sequence[int]) -> Report:
    pair, plan = item.pair, item.plan
    return {
        "at": item.at,
        "line": lines[item.at] if item.at < len(lines) else 0,
        "name": row.values.name,
        "status": _status(row.values.planning_status),
        "build": _build(row),
        "plan": plan.plan_id.hex,
        "number": plan.number,
        "plan_name": plan.name,
        "plan_status": _status(plan.planning_status),
        "plan_build": plan.build,
        "score": round(pair.score * 100),
        "names": round(pair.name * 100),
        "apart_m": None if pair.apart_m is None else round(pair.apart_m),
        "shared": None if pair.shared is None else round(pair.shared * 100),
        "sure": item.sure,
        "answer": item.answer,
    }


def _status(code: str) -> str:
    return str(PlanningStatus(code).label)


def _build(row: BulkRow) -> int:
    return sum(
        n for cell, n in row.cells.items() if cell.account == "build" and cell.breakdown == "total"
    )


def _conflict(
    item: Meeting, compared: Comparison, named: "_Names", choices: Mapping[UUID, str]
) -> Report:
    plan_id, stands = item.plan.plan_id, item.now.cells
    row = with_our_years(compared.rows[item.at], stands)
    base = with_our_years(compared.sides.said[plan_id], stands)
    differences = beside(
        item.merged.conflicts,
        Statement(base.values, base.cells),
        Statement(row.values, row.cells),
        Statement(item.now.values, item.now.cells),
    )
    return {
        **named.of(plan_id),
        "plan": plan_id.hex,
        "choice": choices.get(plan_id, ""),
        "rows": [[one.label, one.before, one.after, one.mine] for one in differences],
    }


class _Names:
    """Numbers and names of plans, as far as the reader may see them."""

    def __init__(self, weighed: Weighed, meetings: Iterable[Meeting]) -> None:
        wanted = {item.plan.plan_id for item in meetings}
        wanted |= set(weighed.missing[:MOST_TOLD])
        self._found: dict[UUID, tuple[str, str]] = {}
        by, on = weighed.by, weighed.on
        for part in chunks(sorted(wanted)):
            versions = (
                versions_on(on)
                if by is None
                else visible_plans(account=by, region=None, on=on, today=weighed.today)
            )
            rows = versions.filter(plan__in=part)
            for plan_id, number, name in rows.values_list("plan_id", "plan__number", "name"):
                self._found[plan_id] = (number, name)

    def of(self, plan_id: UUID) -> Report:
        """Return number and name of a plan; empty when it has none on the day."""
        number, name = self._found.get(plan_id, ("", ""))
        return {"number": number, "name": name}

    def told(self, plan_ids: Iterable[UUID]) -> list[Report]:
        """Return number and name of plans, without those that are not there."""
        return [self.of(plan_id) for plan_id in plan_ids if plan_id in self._found]

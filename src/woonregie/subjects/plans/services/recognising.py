"""Which plan a delivered row speaks of: by our number, by the sender's key, by a person's yes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from woonregie.foundation.region.queries import lineage
from woonregie.subjects.plans.errors import DuplicateRowError, UnknownPlanError
from woonregie.subjects.plans.models import Plan, PlanKey
from woonregie.subjects.plans.services.copying import chunks
from woonregie.subjects.plans.values import BulkRow


class Known(NamedTuple):
    """A plan that we have, and whose it is."""

    plan_id: UUID
    municipality_id: UUID


class Recognised(NamedTuple):
    """For each row the plan that it speaks of, None for a new one; and which only a yes tells."""

    plans: Sequence[Known | None]
    answered: Sequence[int]

    @property
    def known(self) -> frozenset[UUID]:
        """Which plans the list speaks of."""
        return frozenset(plan.plan_id for plan in self.plans if plan is not None)


def recognised(
    rows: Sequence[BulkRow],
    same: Mapping[int, Known],
    exact: Sequence[Known | None] | None = None,
) -> Recognised:
    """Return which plan each row speaks of.

    Args:
        rows: the list.
        same: by position of the row, plans of which a person said that they are meant.
        exact: the plans of numbers and keys, where somebody just looked.

    Raises:
        UnknownPlanError: a number that we did not give, or a plan of another municipality.
        DuplicateRowError: one plan stands twice in the list.
    """
    found = plans_meant(rows) if exact is None else exact
    # A plan of before a merger is delivered by the municipality that came of it.
    heirs = lineage({row.municipality_id for row in rows})
    matched: list[Known | None] = []
    answered: list[int] = []
    seen: set[object] = set()
    for at, (row, meant) in enumerate(zip(rows, found, strict=True)):
        plan = meant or same.get(at)
        ours = plan is not None and heirs.get(plan.municipality_id) == row.municipality_id
        if not ours and (plan is not None or row.number):
            raise _unknown(row)
        name_of_row = plan.plan_id if plan else (row.system, row.key) if row.key else None
        if name_of_row is not None and name_of_row in seen:
            raise DuplicateRowError(
                _("Plan %(name)s staat twee keer in de lijst. Haal er een weg.")
                % {"name": row.number or row.key},
                name=row.values.name,
            )
        seen.add(name_of_row)
        matched.append(plan)
        if plan is not meant:
            answered.append(at)
    return Recognised(matched, answered)


def plans_meant(rows: Sequence[BulkRow]) -> list[Known | None]:
    """Return for each row the plan of its number or key, whosever it is, or None."""
    by_number = _plans_by("number", Plan, {row.number for row in rows if row.number})
    by_key: dict[tuple[str, str], Known] = {}
    for system in {row.system for row in rows if row.key}:
        wanted = {row.key for row in rows if row.key and row.system == system}
        found = _plans_by("key", PlanKey, wanted, system=system)
        by_key |= {(system, key): plan for key, plan in found.items()}
    return [
        by_number.get(row.number) if row.number else by_key.get((row.system, row.key))
        for row in rows
    ]


def _unknown(row: BulkRow) -> UnknownPlanError:
    if row.number:
        return UnknownPlanError(
            _(
                "Plan %(number)s kennen wij niet bij deze gemeente. "
                "Laat het nummer leeg voor een nieuw plan."
            )
            % {"number": row.number},
            number=row.number,
        )
    return UnknownPlanError(
        _("De sleutel %(key)s hoort niet bij deze gemeente. Kijk de gemeente na in uw lijst.")
        % {"key": row.key},
        key=row.key,
    )


def _plans_by(
    field: str, model: type[Plan] | type[PlanKey], wanted: Iterable[str], **where: str
) -> dict[str, Known]:
    columns = (
        (field, "pk", "municipality_id")
        if model is Plan
        else (field, "plan_id", "plan__municipality_id")
    )
    found: dict[str, Known] = {}
    for part in chunks(sorted(wanted)):
        query = model.objects.filter(**{f"{field}__in": part}, **where)
        found |= {key: Known(*plan) for key, *plan in query.values_list(*columns)}
    return found

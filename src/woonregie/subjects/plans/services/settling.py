"""Answering what a list asks: which plans are the same, whose word counts, what is absent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.formats.delivered import Progress, silent
from woonregie.subjects.plans.merging import CHOICES
from woonregie.subjects.plans.models import ImportState, PlanImport, Recognition
from woonregie.subjects.plans.services.bulk import compare_bulk
from woonregie.subjects.plans.services.copying import collector_paused
from woonregie.subjects.plans.services.deliveries import NotReadyError, owner_of
from woonregie.subjects.plans.services.imports import (
    require_deliverer,
    rows_of,
    show_again,
    weigh_delivery,
)
from woonregie.subjects.plans.services.likely import Likely, Question
from woonregie.subjects.plans.services.staging import Staged
from woonregie.subjects.plans.services.weighing import Answers, Weighed


class AnswerError(PlanError):
    """An answer that cannot be: one plan for two rows, or a choice that we do not know."""

    code = "answer_refused"


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answers on the page of a list, or on the command line.

    Args:
        same: by position of the row, the plan that was asked and whether it is the same.
        accept_from: a yes to all other questions from this likeness on (0-1); None is none.
        choices: "list" or "register" where both changed, by plan.
        rest: the choice for all other plans where both changed; empty is none.
        missing: whether it is meant that plans are absent; None is not said.
    """

    same: Mapping[int, tuple[UUID, bool]] = field(default_factory=dict)
    accept_from: float | None = None
    choices: Mapping[UUID, str] = field(default_factory=dict)
    rest: str = ""
    missing: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """Return them as a job takes them."""
        return {
            "same": {str(at): [plan.hex, yes] for at, (plan, yes) in self.same.items()},
            "accept_from": self.accept_from,
            "choices": {plan.hex: choice for plan, choice in self.choices.items()},
            "rest": self.rest,
            "missing": self.missing,
        }

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> "Given":
        """Return what a job was told."""
        return cls(
            {int(at): (UUID(plan), yes) for at, (plan, yes) in told["same"].items()},
            told["accept_from"],
            {UUID(plan): choice for plan, choice in told["choices"].items()},
            told["rest"],
            told["missing"],
        )


@collector_paused()
def settle_import(
    *,
    by: Person | None,
    at: datetime,
    delivery: PlanImport,
    given: Given,
    progress: Progress = silent,
) -> PlanImport:
    """Keep answers to what a delivery asks, and show what it would change now.

    Raises:
        ForbiddenError: this person may not deliver for the municipality.
        NotReadyError: the delivery was applied.
        AnswerError: an answer that cannot be.
        ChangedMeanwhileError: the file reads otherwise by now.
    """
    require_deliverer(by, delivery.municipality, at)
    _check(delivery, given)
    progress(0.05, _("De antwoorden worden bewaard."))
    rows, lines = rows_of(by, at, delivery, progress)
    weighed = weigh_delivery(by, at, delivery, rows)
    answered = _answered(weighed.likely, given)
    with transaction.atomic():
        held = PlanImport.objects.select_for_update().only("state").get(pk=delivery.pk)
        _check(held, given)
        _remember(by, at, rows, answered)
        weighed = weigh_delivery(by, at, delivery, rows)
        _choose(by, at, delivery, given, Staged(rows, lines), weighed)
        progress(0.5, _("De plannen worden vergeleken met de lijst."))
        show_again(by, at, delivery, Staged(rows, lines))
        record(
            act="plans.list_answered",
            by=by,
            at=at,
            target=delivery,
            organisation_id=owner_of(delivery),
            payload={
                "same": sum(1 for _item, yes in answered if yes),
                "not_same": sum(1 for _item, yes in answered if not yes),
                "choices": len(delivery.answers["choices"]),
                "open": sum(delivery.report["open"].values()),
            },
        )
    return delivery


def _check(delivery: PlanImport, given: Given) -> None:
    if delivery.state != ImportState.PREVIEWED:
        raise NotReadyError(_("Deze aanlevering is al verwerkt."), state=delivery.state)
    wrong = {*given.choices.values(), given.rest or CHOICES[0]} - set(CHOICES)
    if wrong:
        raise AnswerError(_("Kies de lijst of het register."), choices=sorted(wrong))


def _answered(found: Likely, given: Given) -> list[tuple[Question, bool]]:
    """Return the questions that are answered; a question that is no longer there is passed by.

    Raises:
        AnswerError: two rows would be one plan.
    """
    answers: list[tuple[Question, bool]] = []
    for item in found.questions:
        plan, yes = given.same.get(item.at, (None, False))
        if plan == item.plan.plan_id:
            answers.append((item, yes))
        elif given.accept_from is not None and item.answer is None:
            answers += [(item, True)] * (item.pair.score >= given.accept_from)
    said = dict(answers_of(answers))
    plans = [item.plan for item in found.questions if said.get(item.at, item.answer is True)]
    if len({plan.plan_id for plan in plans}) != len(plans):
        raise AnswerError(
            _("Twee regels kunnen niet hetzelfde plan zijn. Kies bij een van beide nieuw plan.")
        )
    return [(item, yes) for item, yes in answers if item.answer != yes]


def answers_of(answers: list[tuple[Question, bool]]) -> dict[int, bool]:
    """Return the answers by position of the row."""
    return {item.at: yes for item, yes in answers}


def _remember(
    by: Person | None, at: datetime, rows: Any, answered: list[tuple[Question, bool]]
) -> None:
    """Keep each answer with the sender's key, so that the next list does not ask it again."""
    for item, yes in answered:
        row = rows[item.at]
        Recognition.objects.update_or_create(
            system=row.system,
            key=row.key,
            plan_id=item.plan.plan_id,
            defaults={"same": yes, "answered_by": by, "answered_at": at},
        )


def _choose(
    by: Person | None,
    at: datetime,
    delivery: PlanImport,
    given: Given,
    read: Staged,
    weighed: Weighed,
) -> None:
    """Keep the choices between list and register, and the tick for what is absent."""
    choices = {**Answers.read(delivery.answers).choices, **given.choices}
    if given.rest:
        found = compare_bulk(
            by=by, at=at, valid_on=delivery.reference_date, rows=read.rows, sides=weighed.sides
        )
        for item in found.meetings:
            if item.merged.conflicts:
                choices.setdefault(item.plan.plan_id, given.rest)
    missing = weighed.answers.missing
    if given.missing is not None:
        missing = weighed.absence if given.missing else ""
    delivery.answers = Answers(choices, missing).as_json()
    PlanImport.objects.filter(pk=delivery.pk).update(answers=delivery.answers)

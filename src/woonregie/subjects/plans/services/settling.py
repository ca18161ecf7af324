"""Answering what a list asks: which plans are the same, whose word counts, what is absent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.subjects.plans.errors import ChangedMeanwhileError, PlanError
from woonregie.subjects.plans.formats.delivered import Progress, silent
from woonregie.subjects.plans.merging import CHOICES
from woonregie.subjects.plans.models import PlanImport, Recognition
from woonregie.subjects.plans.services.bulk import compare_bulk
from woonregie.subjects.plans.services.copying import collector_paused
from woonregie.subjects.plans.services.deliveries import check_sound, open_questions, owner_of
from woonregie.subjects.plans.services.imports import (
    require_deliverer,
    rows_of,
    told_anew,
    weigh_delivery,
)
from woonregie.subjects.plans.services.likely import Likely, Question
from woonregie.subjects.plans.services.weighing import Answers, Weighed
from woonregie.subjects.plans.values import BulkRow


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
        NotReadyError: the delivery has errors, or was applied.
        AnswerError: an answer that cannot be.
        ChangedMeanwhileError: the file reads otherwise by now, or somebody else answered.
    """
    require_deliverer(by, delivery.municipality, at)
    _check(delivery, given)
    progress(0.05, _("De antwoorden worden bewaard."))
    read, before = rows_of(by, at, delivery, progress), delivery.answers
    weighed = weigh_delivery(by, at, delivery, read.rows)
    answered = _answered(weighed.likely, given)
    if answered:
        said = {
            (read.rows[item.at].system, read.rows[item.at].key, item.plan.plan_id): yes
            for item, yes in answered
        }
        weighed = weigh_delivery(by, at, delivery, read.rows, said, weighed.previous)
    progress(0.4, _("De plannen worden vergeleken met de lijst."))
    answers = _choose(by, at, delivery, given, read.rows, weighed)
    report = told_anew(by, at, delivery, read, replace(weighed, answers=answers))
    with transaction.atomic():
        held = PlanImport.objects.select_for_update().only("state", "answers", "report")
        fresh = held.get(pk=delivery.pk)
        _check(fresh, given)
        if fresh.answers != before:
            raise ChangedMeanwhileError(
                _("Intussen zijn de antwoorden bij deze lijst gewijzigd. Bekijk ze opnieuw.")
            )
        _remember(by, at, read.rows, answered)
        delivery.answers, delivery.report = answers.as_json(), report
        delivery.save(update_fields=["answers", "report"])
        record(
            act="plans.list_answered",
            by=by,
            at=at,
            target=delivery,
            organisation_id=owner_of(delivery),
            payload={
                "same": sum(1 for _item, yes in answered if yes),
                "not_same": sum(1 for _item, yes in answered if not yes),
                "choices": len(answers.choices),
                "open": open_questions(report),
            },
        )
    return delivery


def _check(delivery: PlanImport, given: Given) -> None:
    check_sound(delivery)
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
    said = {item.at: yes for item, yes in answers}
    plans = [
        item.plan.plan_id for item in found.questions if said.get(item.at, item.answer is True)
    ]
    if len(set(plans)) != len(plans):
        raise AnswerError(
            _("Twee regels kunnen niet hetzelfde plan zijn. Kies bij een van beide nieuw plan.")
        )
    return [(item, yes) for item, yes in answers if item.answer != yes]


def _remember(
    by: Person | None,
    at: datetime,
    rows: Sequence[BulkRow],
    answered: Sequence[tuple[Question, bool]],
) -> None:
    """Keep each answer with the sender's key, so that the next list does not ask it again."""
    Recognition.objects.bulk_create(
        [
            Recognition(
                system=rows[item.at].system,
                key=rows[item.at].key,
                plan_id=item.plan.plan_id,
                same=yes,
                answered_by=by,
                answered_at=at,
            )
            for item, yes in answered
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["system", "key", "plan"],
        update_fields=["same", "answered_by", "answered_at"],
    )


def _choose(
    by: Person | None,
    at: datetime,
    delivery: PlanImport,
    given: Given,
    rows: Sequence[BulkRow],
    weighed: Weighed,
) -> Answers:
    """Return the choices between list and register, and the tick for what is absent."""
    choices = {**weighed.answers.choices, **given.choices}
    if given.rest:
        found = compare_bulk(
            by=by, at=at, valid_on=delivery.reference_date, rows=rows, sides=weighed.sides
        )
        for item in found.meetings:
            if item.merged.conflicts:
                choices.setdefault(item.plan.plan_id, given.rest)
    missing = weighed.answers.missing
    if given.missing is not None:
        missing = weighed.absence if given.missing else ""
    return Answers(choices, missing)

"""Answering what we could not know about a list: it is read again, and the answers are kept."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.region.models import Municipality
from woonregie.subjects.plans.formats import OWN, Meanings, UndecidedError
from woonregie.subjects.plans.formats.delivered import Progress, silent
from woonregie.subjects.plans.models import ImportState, PlanImport
from woonregie.subjects.plans.services.deliveries import NotReadyError, report_of_asked
from woonregie.subjects.plans.services.imports import (
    PlansLook,
    keep_again,
    look_at_list,
    sender_for,
)
from woonregie.subjects.plans.services.learning import remember_meanings
from woonregie.subjects.plans.services.reading import Asked
from woonregie.subjects.plans.services.staging import forget


def answer_import(
    *,
    by: Person | None,
    at: datetime,
    delivery: PlanImport,
    meanings: Meanings,
    progress: Progress = silent,
) -> PlanImport:
    """Read a delivered list again by what its sender answered, and remember the answers.

    What is not known after that is asked: then the delivery still waits.

    Args:
        by: who answers; None is the system itself.
        at: the moment.
        delivery: a list of the sender's own that was not applied yet.
        meanings: what columns and words mean.
        progress: told how far the reading is (0-1).

    Raises:
        ForbiddenError: this person may not deliver for this municipality.
        NotReadyError: the delivery was applied, or is in a layout of which we know the columns.
        FileRefusedError: the file as a whole cannot be used.
    """
    if delivery.state not in {ImportState.ASKED, ImportState.PREVIEWED}:
        raise NotReadyError(_("Deze aanlevering is al verwerkt."), state=delivery.state)
    if delivery.format_name != OWN:
        raise NotReadyError(_("Van deze lijst kennen wij de kolommen al."))
    before = Asked.again(delivery)
    asked = replace(before, meanings=before.meanings.with_more(meanings))
    try:
        look = look_at_list(by=by, at=at, asked=asked, progress=progress)
    except UndecidedError as error:
        report = report_of_asked(error.asked.as_json())
        return _wait(by, at, delivery, asked, meanings, report)
    return _keep(by, at, delivery, asked, meanings, look)


@transaction.atomic
def _wait(
    by: Person | None,
    at: datetime,
    delivery: PlanImport,
    asked: Asked,
    meanings: Meanings,
    report: dict[str, object],
) -> PlanImport:
    _remember(by, at, asked, meanings)
    delivery.state, delivery.report = ImportState.ASKED, report
    delivery.meanings = asked.meanings.as_json()
    delivery.save(update_fields=["state", "report", "meanings"])
    forget(delivery.pk)
    return delivery


@transaction.atomic
def _keep(
    by: Person | None,
    at: datetime,
    delivery: PlanImport,
    asked: Asked,
    meanings: Meanings,
    look: PlansLook,
) -> PlanImport:
    _remember(by, at, asked, meanings)
    if delivery.municipality is None and len(look.places) == 1:
        delivery.municipality = Municipality.objects.get(pk=min(look.places))
    delivery.state = ImportState.PREVIEWED
    return keep_again(by=by, at=at, delivery=delivery, look=look)


def _remember(by: Person | None, at: datetime, asked: Asked, meanings: Meanings) -> None:
    sender = sender_for(by, at, asked)
    if sender is not None:
        remember_meanings(by=by, at=at, sender=sender, meanings=meanings)

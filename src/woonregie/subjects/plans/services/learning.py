"""Remembering what senders tell about their own lists, and taking it back."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region
from woonregie.subjects.plans.errors import AlreadyEndedError
from woonregie.subjects.plans.meanings import Meanings
from woonregie.subjects.plans.models import LearnedKind, LearnedMeaning
from woonregie.subjects.plans.queries.learned import reachable_senders, standing_meanings

Row = tuple[str, str, str, str]


@transaction.atomic
def remember_meanings(
    *, by: Person | None, at: datetime, sender: Organisation, meanings: Meanings
) -> int:
    """Keep what a sender answered; what stood and says something else is superseded.

    Args:
        by: who answered; None is the system itself.
        at: the moment.
        sender: whose lists are meant.
        meanings: what was answered.

    Returns:
        How many answers are new or other than before.
    """
    standing = {
        (item.kind, item.column, item.written): item
        for item in standing_meanings(sender).select_for_update(of=("self",))
    }
    kept = 0
    for kind, column, written, meaning in _rows(meanings):
        before = standing.get((kind, column, written))
        if before is not None and before.meaning == meaning:
            continue
        if before is not None:
            _supersede(before, by, at)
        LearnedMeaning.objects.create(
            organisation=sender,
            kind=kind,
            column=column,
            written=written,
            meaning=meaning,
            recorded_at=at,
            recorded_by=by,
        )
        kept += 1
    if kept:
        record(
            act="plans.columns_learned",
            by=by,
            at=at,
            target=sender,
            organisation_id=sender.pk,
            payload={"numbers": kept},
        )
    return kept


@transaction.atomic
def forget_meaning(
    *, by: Person, at: datetime, region: Region, meaning: LearnedMeaning
) -> LearnedMeaning:
    """Take back something that was learned; at the next list it is asked again.

    Raises:
        ForbiddenError: the person does not deliver for this sender.
        AlreadyEndedError: it was taken back or replaced already.
    """
    senders = reachable_senders(account=by, region=region, today=localdate(at))
    if meaning.organisation not in senders:
        raise ForbiddenError(_("Deze lijst is van een andere gemeente."))
    if meaning.superseded_at is not None:
        raise AlreadyEndedError(_("Dit was al vergeten."))
    _supersede(meaning, by, at)
    record(
        act="plans.meaning_forgotten",
        by=by,
        at=at,
        target=meaning,
        organisation_id=meaning.organisation_id,
    )
    return meaning


def _supersede(meaning: LearnedMeaning, by: Person | None, at: datetime) -> None:
    meaning.superseded_at, meaning.superseded_by = at, by
    meaning.save(update_fields=["superseded_at", "superseded_by"])


def _rows(meanings: Meanings) -> Iterator[Row]:
    for written, meaning in meanings.columns.items():
        yield LearnedKind.COLUMN.value, "", written, meaning
    for (column, written), code in meanings.words.items():
        yield LearnedKind.WORD.value, column, written, code

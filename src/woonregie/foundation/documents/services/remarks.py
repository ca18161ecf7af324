"""Writing remarks and readings; the subject has checked who may, and hands in the owner."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.audit.services import record
from woonregie.foundation.documents.errors import RemarkError
from woonregie.foundation.documents.models import Reading, Remark
from woonregie.foundation.sources.models import Source

REMARKED = register_act("documents.remarked", gettext_lazy("maakte een opmerking"))
SETTLED = register_act("documents.remark_settled", gettext_lazy("handelde een opmerking af"))
READ = register_act("documents.read_otherwise", gettext_lazy("legde een andere lezing vast"))
WITHDREW = register_act("documents.reading_withdrawn", gettext_lazy("trok een lezing in"))
LONGEST = 4000


@transaction.atomic
def remark(
    *,
    by: Account,
    at: datetime,
    target: KeyedModel,
    organisation: Organisation,
    owner_id: UUID,
    text: str,
    field: str = "",
) -> Remark:
    """Keep a remark on a thing.

    Args:
        by: who makes it.
        at: the moment.
        target: what it is about.
        organisation: for whom she speaks.
        owner_id: the organisation whose thing it is: its people may read the audit line.
        text: the remark itself; plain text.
        field: name of the field that it is about; empty is the whole thing.

    Raises:
        RemarkError: an empty remark, or a very long one.
    """
    written = text.strip()
    if not written or len(written) > LONGEST:
        raise RemarkError(
            _("Schrijf een opmerking van 1 tot %(most)s tekens.") % {"most": LONGEST}
        )
    kept = Remark.objects.create(
        target_type=target.model_label,
        target_id=target.pk,
        field=field,
        organisation=organisation,
        text=written,
        recorded_at=at,
        recorded_by=by,
    )
    _tell(REMARKED.name, by, at, target, owner_id, kept)
    return kept


@transaction.atomic
def settle(
    *, by: Account, at: datetime, target: KeyedModel, owner_id: UUID, remark: Remark, answer: str
) -> Remark:
    """Answer a remark; it stays, with its answer.

    Raises:
        RemarkError: it was settled before, or the answer is empty.
    """
    kept = Remark.objects.select_for_update().get(pk=remark.pk)
    if kept.settled_at is not None:
        raise RemarkError(_("Deze opmerking is al afgehandeld."), remark=str(kept.pk))
    if not answer.strip():
        raise RemarkError(_("Schrijf wat u met de opmerking deed."))
    kept.settled_at, kept.settled_by, kept.settlement = at, by, answer.strip()[:LONGEST]
    kept.save(update_fields=["settled_at", "settled_by", "settlement"])
    _tell(SETTLED.name, by, at, target, owner_id, kept)
    return kept


@transaction.atomic
def read_otherwise(
    *,
    by: Account,
    at: datetime,
    target: KeyedModel,
    organisation: Organisation,
    owner_id: UUID,
    field: str,
    value: Decimal,
    reason: str,
    source: Source | None = None,
) -> Reading:
    """Keep another reading of a figure beside that of its owner; the last one of a party stands.

    Raises:
        RemarkError: the owner herself: she changes the figure; or no reason.
    """
    if organisation.pk == owner_id:
        raise RemarkError(_("Dit is uw eigen cijfer. Wijzig het, in plaats van het te betwisten."))
    if not reason.strip():
        raise RemarkError(_("Schrijf waarom u een ander cijfer leest."))
    standing = Reading.objects.filter(
        target_type=target.model_label,
        target_id=target.pk,
        field=field,
        organisation=organisation,
        withdrawn_at__isnull=True,
    )
    present = standing.filter(value=value, reason=reason.strip()).first()
    if present is not None:
        return present
    standing.update(withdrawn_at=at, withdrawn_by=by)
    kept = Reading.objects.create(
        target_type=target.model_label,
        target_id=target.pk,
        field=field,
        organisation=organisation,
        value=value,
        reason=reason.strip(),
        source=source,
        recorded_at=at,
        recorded_by=by,
    )
    _tell(READ.name, by, at, target, owner_id, kept)
    return kept


@transaction.atomic
def withdraw_reading(
    *, by: Account, at: datetime, target: KeyedModel, owner_id: UUID, reading: Reading
) -> None:
    """Withdraw a reading: the parties agree again; it stays known for the past.

    Raises:
        RemarkError: it was withdrawn before.
    """
    taken = Reading.objects.filter(pk=reading.pk, withdrawn_at__isnull=True)
    if not taken.update(withdrawn_at=at, withdrawn_by=by):
        raise RemarkError(_("Deze lezing is al ingetrokken."), reading=str(reading.pk))
    _tell(WITHDREW.name, by, at, target, owner_id, reading)


def _tell(
    act: str, by: Account, at: datetime, target: KeyedModel, owner_id: UUID, kept: Remark | Reading
) -> None:
    record(
        act=act,
        by=by,
        at=at,
        target=target,
        organisation_id=owner_id,
        payload={"row": kept.pk, "field": kept.field, "for": kept.organisation_id},
    )

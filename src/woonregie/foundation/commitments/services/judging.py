"""What people see and judge of a commitment; both stand beside what is worked out."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.commitments.errors import CommitmentError, ObservationError
from woonregie.foundation.commitments.models import (
    Assessment,
    AssessmentResult,
    Commitment,
    Measure,
    Observation,
    ObservationSource,
)
from woonregie.foundation.commitments.permissions import is_office, own_voices
from woonregie.foundation.commitments.queries.readable import parties_of
from woonregie.foundation.commitments.registry import metric_named
from woonregie.foundation.commitments.services import acts
from woonregie.foundation.commitments.services.assessing import reassess
from woonregie.foundation.commitments.services.measures import number, require_standing
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.pages.errors import ForbiddenError


def may_speak_as(account: Account, commitment: Commitment, *, on: date) -> list[Organisation]:
    """Return for whom somebody speaks: parties, and the region itself for its office."""
    speaks = own_voices(account, commitment.region, on)
    found = [one for one in parties_of(commitment) if one.pk in speaks]
    if is_office(account, commitment.region, on):
        office = commitment.region.organisation
        found += [office] if office not in found else []
    return found


def _require(
    by: Account | None, commitment: Commitment, organisation: Organisation, on: date
) -> None:
    require_standing(commitment)
    if by is not None and organisation not in may_speak_as(by, commitment, on=on):
        raise ForbiddenError(
            _("U spreekt over deze afspraak niet namens %(name)s.") % {"name": organisation.name},
            permission="commitments.make",
        )


@transaction.atomic
def observe(
    *,
    by: Account | None,
    at: datetime,
    measure: Measure,
    organisation: Organisation,
    as_of: date,
    value: Decimal,
    external: bool = False,
    evidence: StoredFile | None = None,
    note: str = "",
) -> Observation:
    """Keep a value that somebody gives, with what shows it.

    Args:
        by: who gives it; None is the system itself.
        at: the moment.
        measure: one that is measured by hand, or whose metric is no longer registered.
        organisation: for whom she speaks.
        as_of: the day of the value.
        value: in the unit of the measure.
        external: whether it was taken over from somebody else.
        evidence: the file that shows it.
        note: where it comes from, in words.

    Raises:
        ForbiddenError: she does not speak for this organisation about this commitment.
        ObservationError: the measure reads the registers itself, or the day has yet to come.
        MeasureError: not a number, or far too much for the unit.
    """
    on, commitment = localdate(at), measure.commitment
    _require(by, commitment, organisation, on)
    if metric_named(measure.metric) is not None:
        raise ObservationError(
            _(
                "Deze maat wordt uit de registers berekend. Leest u het anders? Geef dan een "
                "oordeel met een reden."
            ),
            metric=measure.metric,
        )
    if as_of > on or Measure.objects.filter(pk=measure.pk, withdrawn_at__isnull=False).exists():
        raise ObservationError(
            _("Kies een dag die geweest is, en een maat die niet is ingetrokken."),
            as_of=as_of.isoformat(),
        )
    kept_value = number(value, measure.unit)
    said = note.replace("\x00", "").strip()[: acts.LONGEST]
    kept = Observation.objects.create(
        measure=measure,
        as_of=as_of,
        value=kept_value,
        source=ObservationSource.EXTERNAL if external else ObservationSource.MANUAL,
        digest=digest(
            {
                "measure": measure.pk,
                "on": as_of,
                "value": kept_value,
                "evidence": evidence.sha256 if evidence else None,
                "note": said,
            }
        ),
        organisation=organisation,
        evidence=evidence,
        note=said,
        recorded_at=at,
        recorded_by=by,
    )
    reassess([commitment.region_id], on=on, at=at)
    payload = {
        "measure": measure.pk,
        "on": as_of,
        "value": kept_value,
        "for": organisation.pk,
        "sha256": evidence.sha256 if evidence else None,
    }
    acts.tell(acts.OBSERVED, commitment, by=by, at=at, payload=payload)
    return kept


@transaction.atomic
def judge(
    *,
    by: Account | None,
    at: datetime,
    commitment: Commitment,
    organisation: Organisation,
    result: str,
    reason: str,
    measure: Measure | None = None,
) -> Assessment:
    """Keep what a party judges; it stands beside what the engine works out.

    Args:
        by: who judges; None is the system itself.
        at: the moment.
        commitment: which.
        organisation: for whom she speaks.
        result: one of `AssessmentResult`.
        reason: why.
        measure: of one of its measures only.

    Raises:
        ForbiddenError: she does not speak for this organisation about this commitment.
        CommitmentError: an unknown result, no reason, or a measure of another commitment.
    """
    on = localdate(at)
    _require(by, commitment, organisation, on)
    stranger = measure is not None and measure.commitment_id != commitment.pk
    if result not in AssessmentResult.values or stranger:
        raise CommitmentError(_("Kies een oordeel uit de lijst."), result=result)
    kept = Assessment.objects.create(
        commitment=commitment,
        measure=measure,
        as_of=on,
        result=result,
        organisation=organisation,
        reason=acts.written(reason, what=_("Reden")),
        recorded_at=at,
        recorded_by=by,
    )
    reassess([commitment.region_id], on=on, at=at)
    payload = {"row": kept.pk, "state": result, "for": organisation.pk}
    acts.tell(acts.JUDGED, commitment, by=by, at=at, payload=payload)
    return kept

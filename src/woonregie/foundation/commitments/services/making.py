"""Making and withdrawing a commitment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.commitments.errors import AlreadyWithdrawnError, CommitmentError
from woonregie.foundation.commitments.models import (
    Commitment,
    CommitmentReach,
    Creditor,
    Hardness,
)
from woonregie.foundation.commitments.permissions import is_office, require_one_of
from woonregie.foundation.commitments.queries.readable import readable
from woonregie.foundation.commitments.services import acts
from woonregie.foundation.commitments.services.assessing import reassess
from woonregie.foundation.commitments.services.measures import (
    WantedMeasure,
    keep_measure,
    require_owed,
)
from woonregie.foundation.commitments.services.measuring import measure_now
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.search.pointing import things

LONGEST_TEXT, LONGEST_TITLE, LONGEST_THEME = 20_000, 200, 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """A commitment as somebody wants it.

    Args:
        debtor: who promises.
        creditors: to whom; at least one, and not the debtor.
        title: in a few words.
        text: what was promised, as it was agreed.
        hardness: intention, effort or result.
        reach: who reads it besides its parties and the office.
        starts_on: first day.
        ends_before: first day after; None goes on.
        theme: of the programme, in words.
        origin: what it comes from: the name of a kind in search, and a key.
        replaces: the commitment in whose place it comes.
        replaces_why: why; without it stands that it was replaced.
        measures: how it is measured.
        invented: whether it is an example.
    """

    debtor: Organisation
    creditors: Sequence[Organisation]
    title: str
    text: str
    hardness: str
    reach: str
    starts_on: date
    ends_before: date | None = None
    theme: str = ""
    origin: tuple[str, UUID] | None = None
    replaces: Commitment | None = None
    replaces_why: str = ""
    measures: Sequence[WantedMeasure] = ()
    invented: bool = False


@transaction.atomic
def make_commitment(
    *, by: Account | None, at: datetime, region: Region, wanted: Wanted
) -> Commitment:
    """Record what one party promised others, and measure it at once.

    Args:
        by: who records it, for one of its parties; None is the system itself.
        at: the moment.
        region: where it stands; all parties work there.
        wanted: what was promised.

    Raises:
        ForbiddenError: she does not speak for who promises.
        CommitmentError: parties, days or texts that cannot be.
        MeasureError: a measure that cannot be.
    """
    on = localdate(at)
    number = _next_number(region)
    # Nobody promises for another; the office records what was agreed at the table.
    require_one_of(by, [wanted.debtor], region, on=on)
    _check(wanted, region, on)
    _check_origin(wanted.origin, by, region, on)
    if wanted.replaces is not None:
        _check_replaced(wanted.replaces, by, region, on)
    kept = Commitment.objects.create(
        region=region,
        number=number,
        debtor=wanted.debtor,
        title=acts.written(wanted.title, what=_("Titel"), most=LONGEST_TITLE),
        text=acts.written(wanted.text, what=_("Afspraak in woorden"), most=LONGEST_TEXT),
        theme=wanted.theme.replace("\x00", "").strip()[:LONGEST_THEME],
        hardness=wanted.hardness,
        reach=wanted.reach,
        starts_on=wanted.starts_on,
        ends_before=wanted.ends_before,
        origin_kind=wanted.origin[0] if wanted.origin else "",
        origin_key=wanted.origin[1] if wanted.origin else None,
        replaces=wanted.replaces,
        invented=wanted.invented,
        recorded_at=at,
        recorded_by=by,
    )
    Creditor.objects.bulk_create(
        Creditor(commitment=kept, organisation=one) for one in wanted.creditors
    )
    measures = [keep_measure(kept, one, by=by, at=at) for one in wanted.measures]
    if wanted.replaces is not None:
        # The words of who replaced it, in the language of the register.
        why = wanted.replaces_why.strip() or "Vervangen door een nieuwe afspraak."
        acts.take_back(wanted.replaces, by=by, at=at, why=why)
    measure_now(measures, on=on, at=at)
    reassess([region.pk], on=on, at=at)
    payload = {
        "parties": [str(one.pk) for one in wanted.creditors],
        "kind": kept.hardness,
        "starts_on": kept.starts_on,
        "measures": len(measures),
        "number": kept.number,
    }
    acts.tell(acts.MADE, kept, by=by, at=at, payload=payload)
    if wanted.replaces is not None:
        instead = {"replacement": kept.pk, "number": kept.number}
        acts.tell(acts.REPLACED, wanted.replaces, by=by, at=at, payload=instead)
    return kept


def _next_number(region: Region) -> int:
    """Return the number after the last of a region; of two at once the second waits."""
    Region.objects.select_for_update().get(pk=region.pk)
    last = Commitment.objects.filter(region=region).aggregate(Max("number"))["number__max"]
    return (last or 0) + 1


def _check(wanted: Wanted, region: Region, on: date) -> None:
    _check_parties(wanted, region, on)
    if wanted.ends_before is not None and wanted.ends_before <= wanted.starts_on:
        raise CommitmentError(
            _("De einddag moet na de begindag liggen."),
            starts_on=wanted.starts_on.isoformat(),
            ends_before=wanted.ends_before.isoformat(),
        )
    if wanted.hardness not in Hardness.values or wanted.reach not in CommitmentReach.values:
        raise CommitmentError(
            _("Kies de hardheid en wie meeleest uit de lijst."),
            hardness=wanted.hardness,
            reach=wanted.reach,
        )


def _check_origin(
    origin: tuple[str, UUID] | None, by: Account | None, region: Region, on: date
) -> None:
    if origin is None or by is None:
        return
    if origin not in things([origin], account=by, region=region, today=on):
        raise CommitmentError(
            _(
                "Het stuk waar de afspraak uit komt is er niet, of u mag het niet zien. Open het "
                "stuk en kies daar voor een afspraak."
            )
        )


def _check_parties(wanted: Wanted, region: Region, on: date) -> None:
    owed = [one.pk for one in wanted.creditors]
    if not owed or wanted.debtor.pk in owed or len(set(owed)) < len(owed):
        raise CommitmentError(
            _(
                "Een afspraak heeft wie iets doet en minstens één ander aan wie dat beloofd is. "
                "Kies bij “aan wie” iemand anders dan %(debtor)s, en niemand twee keer."
            )
            % {"debtor": wanted.debtor.name},
            debtor=str(wanted.debtor.pk),
        )
    here = organisations_in([region.pk], on=on).filter(pk__in=[wanted.debtor.pk, *owed])
    known = set(here.values_list("pk", flat=True))
    strangers = [one.name for one in (wanted.debtor, *wanted.creditors) if one.pk not in known]
    if strangers:
        raise CommitmentError(
            _("Deze partijen werken niet in deze regio: %(names)s.")
            % {"names": ", ".join(strangers)},
            region=region.slug,
        )


def may_replace(by: Account, commitment: Commitment, *, on: date) -> bool:
    """Return whether somebody may put another commitment in the place of one: the office.

    Who promised cannot take it back, and to whom it was promised cannot promise for another.
    """
    return is_office(by, commitment.region, on)


def _check_replaced(old: Commitment, by: Account | None, region: Region, on: date) -> None:
    if not readable(by, region, today=on).filter(pk=old.pk).exists():
        raise CommitmentError(_("De afspraak die u vervangt kennen wij niet."))
    # Another may have taken it back before this one had the lock of the region.
    if Commitment.objects.filter(pk=old.pk, withdrawn_at__isnull=False).exists():
        raise AlreadyWithdrawnError(_("De afspraak die u vervangt is al ingetrokken."))
    require_owed(old, by, on)


@transaction.atomic
def withdraw_commitment(
    *, by: Account | None, at: datetime, commitment: Commitment, why: str
) -> Commitment:
    """Withdraw a commitment; it stays readable, and what waits for it stays suspended.

    Raises:
        ForbiddenError: only to whom it was promised, or the office of the region.
        AlreadyWithdrawnError: it was withdrawn before.
        CommitmentError: no reason.
    """
    on = localdate(at)
    require_owed(commitment, by, on)
    acts.take_back(commitment, by=by, at=at, why=why)
    reassess([commitment.region_id], on=on, at=at)
    acts.tell(acts.WITHDRAWN, commitment, by=by, at=at)
    return commitment

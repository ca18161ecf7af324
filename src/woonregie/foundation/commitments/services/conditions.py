"""On what a commitment waits."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.commitments.errors import (
    AlreadyWithdrawnError,
    CircleError,
    CommitmentError,
)
from woonregie.foundation.commitments.models import Commitment, Condition
from woonregie.foundation.commitments.permissions import require_one_of
from woonregie.foundation.commitments.queries.readable import parties_of, readable
from woonregie.foundation.commitments.queries.standing import circle_of
from woonregie.foundation.commitments.services import acts
from woonregie.foundation.commitments.services.assessing import reassess
from woonregie.foundation.commitments.services.measures import require_standing
from woonregie.foundation.region.models import Region


@transaction.atomic
def add_condition(
    *,
    by: Account | None,
    at: datetime,
    commitment: Commitment,
    depends_on: Commitment | None = None,
    event: str = "",
    deadline: date | None = None,
) -> Condition:
    """Let a commitment wait for another one, or for something outside.

    Args:
        by: who says so, for one of its parties; None is the system itself.
        at: the moment.
        commitment: the one that waits.
        depends_on: the commitment of the same region for which it waits.
        event: or what must happen, in words.
        deadline: by when.

    Raises:
        ForbiddenError: she speaks for none of the parties.
        CommitmentError: neither or both, or a commitment that she may not read.
        CircleError: they would wait for each other; the circle is named.
    """
    on = localdate(at)
    require_one_of(by, parties_of(commitment), commitment.region, on=on)
    require_standing(commitment)
    if (depends_on is None) == (not event.strip()):
        raise CommitmentError(
            _("Kies een afspraak waarop deze wacht, of schrijf wat er eerst moet gebeuren.")
        )
    if depends_on is not None:
        _check_awaited(commitment, depends_on, by, on)
    kept = Condition.objects.create(
        commitment=commitment,
        depends_on=depends_on,
        event="" if depends_on else acts.written(event, what=_("Gebeurtenis"), most=300),
        deadline=deadline,
        recorded_at=at,
        recorded_by=by,
    )
    reassess([commitment.region_id], on=on, at=at)
    payload = {"row": kept.pk, "until": deadline}
    acts.tell(acts.CONDITION_ADDED, commitment, by=by, at=at, payload=payload)
    return kept


def _check_awaited(
    commitment: Commitment, depends_on: Commitment, by: Account | None, on: date
) -> None:
    seen = readable(by, commitment.region, today=on)
    if not seen.filter(pk=depends_on.pk, withdrawn_at__isnull=True).exists():
        raise CommitmentError(
            _("De afspraak waarop deze moet wachten kennen wij niet. Kies uit de lijst.")
        )
    # One at a time in a region: two that are added together could close a circle unseen.
    Region.objects.select_for_update().get(pk=commitment.region_id)
    circle = circle_of(commitment, depends_on)
    if circle is None:
        return
    titles = dict(seen.filter(pk__in=circle).values_list("pk", "title"))
    hidden = _("een afspraak die u niet mag zien")
    names = [titles.get(key, hidden) for key in [*circle, circle[0]]]
    raise CircleError(
        _(
            "Zo wachten afspraken op elkaar en begint geen ervan: %(circle)s. "
            "Haal eerst een van deze voorwaarden weg."
        )
        % {"circle": " → ".join(names)},
        circle=names,
    )


@transaction.atomic
def meet_condition(
    *, by: Account | None, at: datetime, condition: Condition, met_on: date, why: str
) -> Condition:
    """Record that what a commitment waited for has happened.

    Raises:
        ForbiddenError: she speaks for none of the parties.
        CommitmentError: it follows from another commitment, was met or withdrawn before, or on a
            day that has yet to come.
    """
    on, commitment = localdate(at), condition.commitment
    require_one_of(by, parties_of(commitment), commitment.region, on=on)
    if condition.depends_on_id is not None:
        raise CommitmentError(
            _("Of deze voorwaarde vervuld is, volgt uit de afspraak waarop zij wacht.")
        )
    if met_on > on:
        raise CommitmentError(
            _("%(day)s is nog niet geweest: leg dit vast als het gebeurd is.")
            % {"day": met_on.strftime("%d-%m-%Y")},
            met_on=met_on.isoformat(),
        )
    reason = acts.written(why, what=_("Waaruit dat blijkt"))
    waiting = Condition.objects.filter(
        pk=condition.pk, met_at__isnull=True, withdrawn_at__isnull=True
    )
    if not waiting.update(met_on=met_on, met_at=at, met_by=by, met_why=reason):
        raise CommitmentError(_("Deze voorwaarde is al vervuld of ingetrokken."))
    condition.refresh_from_db()
    reassess([commitment.region_id], on=on, at=at)
    payload = {"row": condition.pk, "on": met_on}
    acts.tell(acts.CONDITION_MET, commitment, by=by, at=at, payload=payload)
    return condition


@transaction.atomic
def withdraw_condition(
    *, by: Account | None, at: datetime, condition: Condition, why: str
) -> Condition:
    """Let a commitment wait no longer.

    Raises:
        ForbiddenError: she speaks for none of the parties.
        AlreadyWithdrawnError: it was withdrawn before.
    """
    on, commitment = localdate(at), condition.commitment
    require_one_of(by, parties_of(commitment), commitment.region, on=on)
    if condition.withdrawn_at is not None:
        raise AlreadyWithdrawnError(_("Dit is al ingetrokken."), key=str(condition.pk))
    acts.take_back(condition, by=by, at=at, why=why)
    reassess([commitment.region_id], on=on, at=at)
    acts.tell(acts.CONDITION_WITHDRAWN, commitment, by=by, at=at, payload={"row": condition.pk})
    return condition

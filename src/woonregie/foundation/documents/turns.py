"""Whose turn it is with documents: who decides on a proposal, and who did not react yet."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.documents.models import ChangeProposal, Work
from woonregie.foundation.documents.permissions import PROPOSE, may_write, speaks_for
from woonregie.foundation.documents.queries import asking, reacted, visible_works
from woonregie.foundation.notices.registry import Deadline, Turn
from woonregie.foundation.region.access import with_merged
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import region_at

MOST_OTHERS = 20
"""So many proposals that wait for others are told of at once, the oldest first."""


def turns(account: Account, organisation_id: UUID, today: date) -> Iterator[Turn]:
    """Give the proposals that wait for this reader, and hers that wait for another."""
    region = region_at(organisation_id)
    readable = visible_works(account, region, today=today)
    waiting = (
        ChangeProposal.objects.filter(outcome__isnull=True, work__in=readable)
        .select_related("organisation", "work__region__organisation")
        .order_by("recorded_at", "pk")
    )
    known: dict[UUID, tuple[bool, set[UUID]]] = {}
    yield from _reactions(account, readable, region, today)
    others = 0
    for proposal in waiting:
        work = proposal.work
        if work.pk not in known:
            known[work.pk] = _place_of(account, work, today)
        decides, voices = known[work.pk]
        if decides:
            yield _turn(proposal, region, mine=True)
        elif proposal.organisation_id in with_merged(voices, on=today) and others < MOST_OTHERS:
            others += 1
            yield _turn(proposal, region, mine=False)


def _reactions(
    account: Account, readable: QuerySet[Work], region: Region, today: date
) -> Iterator[Turn]:
    """Give the works on which remarks are asked of a party for which she speaks."""
    works = list(asking(readable, today=today))
    done = reacted(works)
    for work in works:
        parties = set(work.parties.values_list("organisation_id", flat=True))
        voices = speaks_for(account, work, PROPOSE, on=today)
        for organisation in voices:
            hers = with_merged([organisation.pk], on=today)
            if hers & parties and not hers & done[work.pk]:
                yield Turn(
                    about=f"documents.react:{work.pk}:{organisation.pk}",
                    text=_("Reageer namens %(who)s op %(title)s.")
                    % {"who": organisation, "title": work.title},
                    url=reverse("documents:work", args=[region.slug, work.code]),
                    mine=True,
                    due=work.remarks_until,
                )


def deadlines(account: Account, organisation_id: UUID, today: date) -> Iterator[Deadline]:
    """Give the days until which remarks are asked on works that this reader may read."""
    region = region_at(organisation_id)
    for work in asking(visible_works(account, region, today=today), today=today):
        if work.remarks_until is not None:
            yield Deadline(
                about=f"documents.remarks:{work.pk}",
                text=_("Laatste dag voor opmerkingen op %(title)s") % {"title": work.title},
                url=reverse("documents:work", args=[region.slug, work.code]),
                on=work.remarks_until,
            )


def _place_of(account: Account, work: Work, today: date) -> tuple[bool, set[UUID]]:
    """Return whether she decides on a work, and for whom she speaks there."""
    voices = {item.pk for item in speaks_for(account, work, PROPOSE, on=today)}
    return may_write(account, work, on=today), voices


def _turn(proposal: ChangeProposal, region: Region, *, mine: bool) -> Turn:
    told = (
        _("Beslis over het voorstel van %(who)s voor %(title)s.")
        if mine
        else _("Uw voorstel voor %(title)s wacht op een beslissing.")
    )
    return Turn(
        about=f"documents.proposal:{proposal.pk}",
        text=told % {"who": proposal.organisation, "title": proposal.work.title},
        url=reverse("documents:proposal", args=[region.slug, proposal.work.code, proposal.pk]),
        mine=mine,
    )

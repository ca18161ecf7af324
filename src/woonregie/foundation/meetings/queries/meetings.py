"""Reading meetings: which somebody may see, their agenda, what waits, what came of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate, localtime

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.meetings.models import (
    ActionItem,
    AgendaItem,
    BacklogItem,
    DateOption,
    Meeting,
    Outcome,
    Reach,
    Suits,
)
from woonregie.foundation.meetings.permissions import SPEAK, in_office, through
from woonregie.foundation.region.access import (
    NARROW,
    here,
    reads_widely,
    with_merged,
    works_for,
)
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.pointing import Pointer, Thing, things


def visible_meetings(account: Account, region: Region, *, today: date) -> QuerySet[Meeting]:
    """Return the meetings that somebody may read: of her parties, of all for the office."""
    found = Meeting.objects.filter(region=region).select_related(
        "region__organisation", "organiser", "chair", "series"
    )
    if in_office(account, region, on=today):
        return found
    mine = Q(parties__in=works_for(account, region, today))
    if reads_widely(account, region, today):
        mine |= Q(reach=Reach.REGION)
    return found.filter(pk__in=Meeting.objects.filter(mine).values("pk"))


def dated(found: QuerySet[Meeting]) -> QuerySet[Any]:
    """Return meetings with a `day` to sort on: when they begin, or the first date proposed."""
    proposed = DateOption.objects.filter(meeting=OuterRef("pk")).order_by("starts_at")
    first = Subquery(proposed.values("starts_at")[:1])
    return found.annotate(day=Coalesce("starts_at", first))


def visible_actions(account: Account, region: Region, *, today: date) -> QuerySet[ActionItem]:
    """Return the actions of meetings that somebody may read; and her own.

    An action is her own for as long as she works for the organisation that promised it.
    """
    seen = visible_meetings(account, region, today=today).order_by().values("pk")
    works_at = works_for(account, region, today)
    own = Q(owner=account, organisation__in=works_at)
    return (
        ActionItem.objects.filter(Q(item__meeting__in=seen) | own, region=region)
        .select_related("owner", "organisation", "item__meeting__region__organisation", "region")
        .order_by("due_on", "pk")
    )


def visible_outcomes(account: Account, region: Region, *, today: date) -> QuerySet[Outcome]:
    """Return what came of the meetings that somebody may read, newest first."""
    seen = visible_meetings(account, region, today=today).order_by().values("pk")
    return (
        Outcome.objects.filter(item__meeting__in=seen)
        .select_related("item__meeting__region__organisation")
        .order_by("-item__meeting__starts_at", "id")
    )


def open_backlog(region: Region) -> QuerySet[BacklogItem]:
    """Return what waits to be spoken of and stands on no agenda yet."""
    standing = AgendaItem.objects.filter(
        meeting__state__in=["polling", "planned"], backlog__isnull=False
    )
    return (
        BacklogItem.objects.filter(region=region, dealt_at__isnull=True, withdrawn_at__isnull=True)
        .exclude(pk__in=standing.values("backlog"))
        .select_related("organisation", "series", "region")
        .order_by("theme", "added_at")
    )


def visible_backlog(account: Account, region: Region, *, today: date) -> QuerySet[BacklogItem]:
    """Return what somebody may read of the backlog: of the region and her parties; the office all.

    Nothing is there for who has a narrow role only. What a meeting left is for who read it.
    """
    found = open_backlog(region)
    if in_office(account, region, on=today):
        return found
    works_at = with_merged(
        (item.organisation_id for item in here(account, region, today) if item.role not in NARROW),
        on=today,
    )
    if not works_at:
        return BacklogItem.objects.none()
    party = BacklogItem.objects.filter(parties__in=works_at).order_by().values("pk")
    return found.filter(Q(reach=Reach.REGION) | Q(organisation__in=works_at) | Q(pk__in=party))


def may_withdraw(account: Account, item: BacklogItem, *, today: date) -> bool:
    """Return whether somebody may take something out of the backlog."""
    if in_office(account, item.region, on=today):
        return True
    return item.organisation_id in through(account, item.region, SPEAK, on=today)


def backlog_for(meeting: Meeting, account: Account, *, today: date) -> QuerySet[BacklogItem]:
    """Return what somebody may put on the agenda of a meeting: of its series, or of no series.

    It is what she may read: the agenda is no way to what another meeting left.
    """
    found = visible_backlog(account, meeting.region, today=today)
    if meeting.series_id is None:
        found = found.filter(series=None)
    else:
        found = found.filter(Q(series=None) | Q(series=meeting.series_id))
    return found


# ------------------------------------------------------------------ the agenda
@dataclass(frozen=True, slots=True)
class Shown:
    """One agenda item as a reader sees it.

    Args:
        item: the item.
        starts: when it begins, "14:10"; empty without a date.
        thing: what it speaks of, if she may see it.
        outcomes: what came of it, each with the thing that it became.
        late: whether its document is not there while it had to be.
        delivered_late: keys of documents that came after the day.
    """

    item: AgendaItem
    starts: str
    thing: Thing | None
    outcomes: Sequence[tuple[Outcome, Thing | None]]
    late: bool
    delivered_late: frozenset[UUID]


def documents_due(meeting: Meeting) -> date | None:
    """Return the last day on which documents are on time."""
    if meeting.starts_at is None:
        return None
    return localdate(meeting.starts_at) - timedelta(days=meeting.documents_days)


def agenda_of(meeting: Meeting, *, account: Account, region: Region, today: date) -> list[Shown]:
    """Return the agenda with what it points to, as far as the reader may see that."""
    items = list(
        meeting.items.select_related("prepared_by", "backlog")
        .prefetch_related("documents__file", "outcomes", "actions__owner")
        .order_by("position", "pk")
    )
    found = things(_pointers(items), account=account, region=region, today=today)
    due, shown, passed = documents_due(meeting), [], 0
    for item in items:
        begins = meeting.starts_at and meeting.starts_at + timedelta(minutes=passed)
        passed += item.minutes
        documents = list(item.documents.all())
        shown.append(
            Shown(
                item=item,
                starts=f"{localtime(begins):%H:%M}" if begins else "",
                thing=_thing(found, item.thing_kind, item.thing_id),
                outcomes=[
                    (outcome, _thing(found, outcome.thing_kind, outcome.thing_id))
                    for outcome in item.outcomes.all()
                ],
                late=bool(
                    item.prepared_by_id and not documents and due is not None and today > due
                ),
                delivered_late=frozenset(
                    document.pk
                    for document in documents
                    if due is not None and localdate(document.added_at) > due
                ),
            )
        )
    return shown


def _pointers(items: Iterable[AgendaItem]) -> list[Pointer]:
    found: list[Pointer] = []
    for item in items:
        if item.thing_id is not None:
            found.append((item.thing_kind, item.thing_id))
        found.extend(
            (outcome.thing_kind, outcome.thing_id)
            for outcome in item.outcomes.all()
            if outcome.thing_id is not None
        )
    return found


def _thing(found: Mapping[Pointer, Thing], kind: str, key: UUID | None) -> Thing | None:
    return found.get((kind, key)) if key is not None else None


# ------------------------------------------------------------------ the poll
@dataclass(frozen=True, slots=True)
class Standing:
    """How one date of a poll stands.

    Args:
        option: the date.
        answers: account key -> whether it suits.
        yes: for how many it suits.
        maybe: for how many if it must.
        no: for how many it does not.
    """

    option: DateOption
    answers: Mapping[UUID, str]
    yes: int
    maybe: int
    no: int


def poll_of(meeting: Meeting) -> list[Standing]:
    """Return how the dates of a poll stand, in time."""
    found = []
    for option in meeting.options.prefetch_related("answers").order_by("starts_at"):
        answers = {answer.account_id: answer.suits for answer in option.answers.all()}
        given = list(answers.values())
        counts = (given.count(one) for one in (Suits.YES, Suits.MAYBE, Suits.NO))
        found.append(Standing(option, answers, *counts))
    return found


def best_of(poll: Sequence[Standing]) -> Standing | None:
    """Return the date that suits most: fewest no, then most yes, then the first."""
    answered = [one for one in poll if one.answers]
    return min(answered, key=lambda one: (one.no, -one.yes, one.option.starts_at), default=None)

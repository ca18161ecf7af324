"""What waits for somebody in a region, and which days come near: asked of all rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.queries import hash_of
from woonregie.foundation.notices.models import CalendarKey, Mail, MailChoice, Notice
from woonregie.foundation.notices.registry import (
    Deadline,
    Occasion,
    Turn,
    deadline_tellers,
    occasion_tellers,
    turn_tellers,
)

AHEAD = 60
"""So many days ahead deadlines are shown."""
DOWN_AFTER = timedelta(hours=1)
"""Mail that failed and waits longer than this is told to the administrator."""


@dataclass(frozen=True, slots=True)
class Turns:
    """What waits in one region, the most pressing first.

    Args:
        mine: what waits for the reader.
        others: what waits for others, as far as she may see it.
    """

    mine: Sequence[Turn]
    others: Sequence[Turn]

    @property
    def at_risk(self) -> list[Turn]:
        """Return what goes wrong elsewhere when it is not done, her own first."""
        return [turn for turn in (*self.mine, *self.others) if turn.risk]


def turns_for(account: Account, organisation_id: UUID, *, today: date) -> Turns:
    """Return what waits for somebody, and for others, in a region.

    What two rooms tell under one name is told once. First what is at risk, then by day.
    """
    told: dict[str, Turn] = {}
    for tell in turn_tellers():
        for turn in tell(account, organisation_id, today):
            told.setdefault(turn.about, turn)
    turns = sorted(told.values(), key=_pressing)
    return Turns(
        mine=[turn for turn in turns if turn.mine],
        others=[turn for turn in turns if not turn.mine],
    )


def deadlines_for(
    account: Account, organisation_id: UUID, *, today: date, days: int = AHEAD
) -> list[Deadline]:
    """Return the deadlines of the coming days, the first one first.

    Args:
        account: who asks.
        organisation_id: the organisation of the region.
        today: the first day that counts.
        days: how many days ahead; that day counts as well.
    """
    told: dict[str, Deadline] = {}
    for tell in deadline_tellers():
        for deadline in tell(account, organisation_id, today):
            if today <= deadline.on <= today + timedelta(days=days):
                told.setdefault(deadline.about, deadline)
    return sorted(told.values(), key=lambda item: (item.on, item.text))


def occasions_for(account: Account, organisation_id: UUID, *, today: date) -> list[Occasion]:
    """Return what stands in somebody's calendar in a region, the first one first."""
    found = [
        occasion
        for tell in occasion_tellers()
        for occasion in tell(account, organisation_id, today)
    ]
    return sorted(found, key=lambda item: (item.starts_at, item.about))


def choice_of(account: Account) -> MailChoice:
    """Return how somebody wants to hear what waits; not kept yet when she never chose."""
    found = MailChoice.objects.filter(account=account).first()
    return found if found is not None else MailChoice(account=account)


def calendar_key_of(account: Account) -> CalendarKey | None:
    """Return the key of somebody's calendar that holds, or None."""
    return CalendarKey.objects.filter(account=account, revoked_at__isnull=True).first()


def account_of_calendar(secret: str) -> Account | None:
    """Return whose calendar a secret address is, or None when it does not hold."""
    found = (
        CalendarKey.objects.filter(sha256=hash_of(secret), revoked_at__isnull=True)
        .select_related("account")
        .first()
    )
    return found.account if found else None


def notices_of(account: Account) -> QuerySet[Notice]:
    """Return what somebody was told, newest first."""
    return Notice.objects.filter(account=account)


@dataclass(frozen=True, slots=True)
class MailState:
    """How the mail stands; it tells nothing of who is mailed what.

    Args:
        waiting: mails that still have to go out.
        oldest: since when the oldest of them waits.
        failing: how many of them were tried in vain.
        failure: why the last one failed, as the mail server said it.
        last_sent_at: when the last mail went out.
        given_up: mails that never will: the server refuses that address, or it took too long.
    """

    waiting: int
    oldest: datetime | None
    failing: int
    failure: str
    last_sent_at: datetime | None
    given_up: int

    def down(self, at: datetime) -> bool:
        """Return whether mail has been failing for longer than an hour."""
        return bool(self.failing) and self.oldest is not None and at - self.oldest > DOWN_AFTER


def mail_state() -> MailState:
    """Return how the mail stands."""
    waiting = Mail.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)
    failing = waiting.filter(attempts__gt=0)
    last = failing.exclude(failure="").order_by("-next_attempt_at").first()
    return MailState(
        waiting=waiting.count(),
        oldest=waiting.aggregate(first=Min("queued_at"))["first"],
        failing=failing.count(),
        failure=last.failure if last else "",
        last_sent_at=Mail.objects.aggregate(last=Max("sent_at"))["last"],
        given_up=Mail.objects.filter(given_up_at__isnull=False).count(),
    )


def _pressing(turn: Turn) -> tuple[bool, date]:
    return not turn.risk, turn.due or date.max

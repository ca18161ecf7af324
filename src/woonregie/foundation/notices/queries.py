"""What waits for somebody in a region, and which days come near: asked of all rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.notices.registry import (
    Deadline,
    Turn,
    deadline_tellers,
    turn_tellers,
)

AHEAD = 60
"""So many days ahead deadlines are shown."""


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


def _pressing(turn: Turn) -> tuple[bool, date]:
    return not turn.risk, turn.due or date.max

"""Whose people somebody may arrange: only the room of regions, higher up, knows who works where.

So that room tells it here, once, when the house opens (`region.hooks`). Until then nobody may.
"""

from collections.abc import Callable
from datetime import date

from woonregie.foundation.accounts.models import Account, Organisation

MayArrange = Callable[[Account, Organisation, date], bool]
"""Whether an account may arrange the people of an organisation on a day."""

_tests: list[MayArrange] = []


def register_reach(test: MayArrange) -> None:
    """Register how far `people.manage` goes; the last that is registered counts."""
    _tests[:] = [test]


def may_arrange(account: Account, organisation: Organisation, *, on: date) -> bool:
    """Return whether somebody may give and end roles at this organisation on a day."""
    return any(test(account, organisation, on) for test in _tests)

"""The account of a plan as a bank statement: every posting, and what stood after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from woonregie.subjects.plans.models import (
    DONE,
    Account,
    Breakdown,
    Movement,
    MovementKind,
    Posting,
    WriteDown,
)
from woonregie.subjects.plans.queries.holdings import booked
from woonregie.subjects.plans.queries.write_downs import still_hard, write_downs_of


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One posting as it touches one account of one plan; dwellings with their sign."""

    posting: Posting
    kind: str
    account: str
    dwellings: int
    balance: int
    corrected: bool

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(MovementKind(self.kind).label)

    @property
    def account_label(self) -> str:
        """The account in words."""
        return str(Account(self.account).label)

    @property
    def may_be_corrected(self) -> bool:
        """Whether its mirror image may be booked: once, and not of a mirror image."""
        return not self.corrected and self.posting.corrects_id is None


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """What a plan holds and how it came to that, on a day, as known at a moment."""

    lines: Sequence[StatementLine]
    pending: Sequence[WriteDown]
    build: int
    demolition: int
    done: dict[str, int]

    @property
    def newest_first(self) -> Sequence[StatementLine]:
        """The lines as a bank shows them."""
        return self.lines[::-1]

    @property
    def agreed_still_hard(self) -> int:
        """Homes that were agreed to be given up, and still stand."""
        return sum(item.dwellings for item in self.pending)


def account_statement(
    plan_id: UUID, *, on: date, known_on: datetime | None = None
) -> AccountStatement:
    """Return the statement of a plan's two accounts until a day, the oldest line first.

    Movements of one posting, kind and account are one line; a line of which only the division
    over periods or kinds of home changed shows zero.
    """
    rows = (
        Movement.objects.filter(booked(on, known_on), plan=plan_id, breakdown=Breakdown.TOTAL)
        .select_related("posting__decision", "posting__recorded_by", "posting__source")
        .order_by("booked_on", "recorded_at", "posting", "pk")
    )
    sums: dict[tuple[UUID, str, str], int] = {}
    postings: dict[UUID, Posting] = {}
    for row in rows:
        postings[row.posting_id] = row.posting
        key = (row.posting_id, row.kind, row.account)
        sums[key] = sums.get(key, 0) + row.dwellings
    corrected = {item.corrects_id for item in postings.values() if item.corrects_id}
    levels = dict.fromkeys(Account.values, 0)
    lines, done = [], dict.fromkeys(map(str, DONE), 0)
    for (posting_id, kind, account), dwellings in sums.items():
        levels[account] += dwellings
        if kind in done:
            done[kind] -= dwellings
        lines.append(
            StatementLine(
                posting=postings[posting_id],
                kind=kind,
                account=account,
                dwellings=dwellings,
                balance=levels[account],
                corrected=posting_id in corrected,
            )
        )
    pending = write_downs_of(plan_id, known_on=known_on).filter(still_hard(on, known_on))
    return AccountStatement(
        lines=lines,
        pending=list(pending),
        build=levels[Account.BUILD],
        demolition=levels[Account.DEMOLITION],
        done=done,
    )

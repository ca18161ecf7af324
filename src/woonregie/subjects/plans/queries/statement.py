"""The account of a plan as a bank statement: every posting, and what stood after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from woonregie.subjects.plans.models import (
    DONE,
    MOVING,
    SAYING,
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
    others: tuple[str, ...] = ()
    """Numbers of the plans on the other side: where homes went, or came from."""
    of_a_list: bool = False
    """Whether it belongs to a list that said something of other plans as well."""

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
        """Whether its mirror image may be booked: once, not of a mirror image or a whole list."""
        return not (self.corrected or self.of_a_list or self.posting.corrects_id)


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
    rows = list(
        Movement.objects.filter(
            booked(on, known_on), plan=plan_id, breakdown=Breakdown.TOTAL
        ).order_by("booked_on", "recorded_at", "posting_id", "pk")
    )
    # Asked by themselves: together SQLite would begin at all postings there are.
    about = Posting.objects.select_related("decision", "recorded_by", "source")
    postings = about.in_bulk({row.posting_id for row in rows})
    sums: dict[tuple[UUID, str, str], int] = {}
    for row in rows:
        key = (row.posting_id, row.kind, row.account)
        sums[key] = sums.get(key, 0) + row.dwellings
    corrected = {item.corrects_id for item in postings.values() if item.corrects_id}
    levels = dict.fromkeys(Account.values, 0)
    others = _other_sides(plan_id, {row.posting_id for row in rows if row.kind in MOVING})
    lists = _of_lists(plan_id, {row.posting_id for row in rows if row.kind in SAYING})
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
                others=others.get(posting_id, ()),
                of_a_list=posting_id in lists,
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


def _other_sides(plan_id: UUID, postings: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the numbers of the plans that each exchange or transfer gave to or took from."""
    rows = (
        Movement.objects.filter(posting__in=list(postings), breakdown=Breakdown.TOTAL)
        .exclude(plan=plan_id)
        .order_by("plan__number")
        .values_list("posting", "plan__number")
        .distinct()
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for posting, number in rows:
        found[posting] = (*found.get(posting, ()), number)
    return found


def _of_lists(plan_id: UUID, postings: Iterable[UUID]) -> set[UUID]:
    """Return the postings that also say of other plans how many homes they have."""
    # A list may speak of fifty thousand plans: one other is enough to know.
    others = Movement.objects.filter(posting=OuterRef("pk"), kind__in=SAYING).exclude(plan=plan_id)
    found = Posting.objects.filter(Exists(others), pk__in=list(postings))
    return set(found.values_list("pk", flat=True))

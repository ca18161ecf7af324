"""Finding: only what the reader may see, and not a word about the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice, repeat
from uuid import UUID

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.pages.among import Among
from woonregie.foundation.pages.once import once
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import within
from woonregie.foundation.search.backend import Scope, backend
from woonregie.foundation.search.models import SearchRow
from woonregie.foundation.search.registry import Searchable, searchables
from woonregie.foundation.search.words import Question, asked, holds, marked, snippet

PAGE = 20
"""So many things of a kind are shown at a time."""
MOST = 200
"""So many can be asked at once; who finds more asks with more words."""
READ = 5_000
"""So many of the best are looked through for what the reader may see."""
AT_A_TIME = (50, 250, 1_000)
"""So many are fetched first, then, and after that: mostly the first few will do."""

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: where it is, and its texts in pieces with the words marked."""

    row: SearchRow
    url: str
    title: Pieces
    line: Pieces
    text: Pieces


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; `more` when there is more that this reader may see."""

    item: Searchable
    hits: list[Hit]
    more: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question."""

    question: Question
    groups: list[Group]


def find(
    text: str, *, account: Account, region: Region, today: date, kind: str = "", most: int = PAGE
) -> Found:
    """Return what somebody may see that holds all words of a question, the best first.

    Args:
        text: the question, as typed; of any size and shape.
        account: who asks.
        region: where.
        today: the day on which she must be allowed to see it.
        kind: only this kind; empty is all.
        most: so many of each kind.
    """
    question = asked(text)
    if not question:
        return Found(question, [])
    reader = _Reader(account, region, today, owners_in(region, on=today))
    most = max(1, min(most, MOST))
    groups = [
        _group(item, question, reader, most) for item in searchables() if kind in {"", item.name}
    ]
    return Found(question, [group for group in groups if group.hits])


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who asks, where, and whose things can be found there."""

    account: Account
    region: Region
    today: date
    owners: frozenset[UUID]

    def scope(self, item: Searchable) -> Scope:
        """Return where is looked for one kind."""
        hers = item.kind().owners(self.account, self.region, self.today)
        return Scope(item.name, self.owners if hers is None else self.owners & hers)


def _group(item: Searchable, question: Question, reader: _Reader, most: int) -> Group:
    ranked = backend().ranked(question, reader.scope(item), READ)
    shown: list[SearchRow] = []
    for row in _visible_rows(item, ranked, question, reader):
        if len(shown) == most:
            return Group(item, _hits(item, shown, question, reader.region), more=most < MOST)
        shown.append(row)
    return Group(item, _hits(item, shown, question, reader.region), more=False)


def _visible_rows(
    item: Searchable, ranked: list[int], question: Question, reader: _Reader
) -> Iterator[SearchRow]:
    """Give the rows in their order, in pages: as long as somebody reads on."""
    sizes = chain(AT_A_TIME, repeat(AT_A_TIME[-1]))
    rest = iter(ranked)
    while numbers := list(islice(rest, next(sizes))):
        rows = SearchRow.objects.in_bulk(numbers)
        keys = {row.target_id for row in rows.values()}
        visible = item.kind().visible(reader.account, reader.region, keys, reader.today)
        for number in numbers:
            row = rows.get(number)
            if row and row.target_id in visible and _says(row, question.phrases):
                yield row


def _says(row: SearchRow, phrases: Iterable[str]) -> bool:
    return all(
        any(holds(phrase, told) for told in (row.title, row.line, row.text)) for phrase in phrases
    )


def _hits(
    item: Searchable, rows: list[SearchRow], question: Question, region: Region
) -> list[Hit]:
    kind = item.kind()
    return [
        Hit(
            row,
            kind.address(region.slug, row.argument),
            marked(row.title, question),
            marked(row.line, question),
            marked(snippet(row.text, question), question),
        )
        for row in rows
    ]


@once
def owners_in(region: Region, *, on: date) -> frozenset[UUID]:
    """Return the organisations whose things can be found in a region: its own and its places'."""
    places = Municipality.objects.filter(Among("id", within(region, on=on))).order_by()
    return frozenset(places.values_list("organisation_id", flat=True)) | {region.organisation_id}

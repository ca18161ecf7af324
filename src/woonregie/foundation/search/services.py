"""Keeping the index as it should be: what an act changes at once, or all of it again."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone

from woonregie.foundation.audit.models import Event
from woonregie.foundation.pages.among import Among
from woonregie.foundation.search.backend import Words, backend, kind_mark, owner_mark
from woonregie.foundation.search.models import SearchRow
from woonregie.foundation.search.registry import Row, Searchable, searchables
from woonregie.foundation.search.words import LONGEST_TEXT, index_words

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""So many rows are written in one transaction: other writers wait no longer."""


def index(item: Searchable, keys: Iterable[UUID], *, today: date) -> int:
    """Make things of a kind findable as they are now, and return how many.

    Args:
        item: the kind.
        keys: the things; what is no longer there is found no longer.
        today: the day of which a thing with dates is shown.
    """
    return sum(_index(item, some, today) for some in _batches(keys))


def rebuild(*, today: date, told: Callable[[str, int], None] | None = None) -> dict[str, int]:
    """Make everything findable again, and return how many things of each kind there are.

    Args:
        today: the day of which a thing with dates is shown.
        told: hears after each batch of which kind so many are done.
    """
    done: dict[str, int] = {}
    for item in searchables():
        before = list(SearchRow.objects.filter(kind=item.name).values_list("target_id", flat=True))
        done[item.name] = 0
        seen: set[UUID] = set()
        for some in _batches(item.kind().keys()):
            done[item.name] += _index(item, some, today)
            seen.update(some)
            if told is not None:
                told(item.name, done[item.name])
        index(item, (key for key in before if key not in seen), today=today)
    return done


def follow(event: Event, **_about: object) -> None:
    """Make findable what an act changed; an index that fails never undoes the act."""
    today = timezone.localdate(event.at)
    try:
        for item in searchables():
            index(item, item.kind().changed(event), today=today)
    except DatabaseError:
        logger.exception("The index could not follow act %s; run index-search.", event.sequence)


def _batches(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    rest = iter(keys)
    while some := list(islice(rest, AT_ONCE)):
        yield some


@transaction.atomic
def _index(item: Searchable, keys: Collection[UUID], today: date) -> int:
    rows = list(item.kind().rows(keys, today))
    _forget(item.name, keys)
    kept = SearchRow.objects.bulk_create(
        SearchRow(
            kind=item.name,
            target_id=row.target_id,
            owner_id=row.owner_id,
            title=row.title[:300],
            line=row.line[:300],
            text=row.text[:LONGEST_TEXT],
            argument=row.argument,
            on=row.on,
        )
        for row in rows
    )
    index_of = backend()
    # What a flush left behind has no row, and would be in the way of a number that comes again.
    index_of.forget([row.pk for row in kept])
    index_of.write(_words(item.name, row.pk, told) for row, told in zip(kept, rows, strict=True))
    return len(kept)


def _forget(kind: str, keys: Collection[UUID]) -> None:
    gone = SearchRow.objects.filter(Among("target_id", keys), kind=kind)
    numbers = list(gone.values_list("pk", flat=True))
    if numbers:
        backend().forget(numbers)
        gone.delete()


def _words(kind: str, row_id: int, row: Row) -> Words:
    return Words(
        row_id,
        index_words(row.title),
        index_words(f"{row.line}\n{row.text}"),
        (kind_mark(kind), owner_mark(row.owner_id)),
    )

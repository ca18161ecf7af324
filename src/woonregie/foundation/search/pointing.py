"""Pointing to a thing of any room: a kind that can be found, and a key.

Remarks, consents, commitments and agenda items speak of things that stand in rooms they do not
know. What can be found can be pointed to: the kind says what it is called, where it stands and who
may see it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.queries import owners_in
from woonregie.foundation.search.registry import Row, searchables

Pointer = tuple[str, UUID]
LONGEST_KIND = 40


def written(pointer: Pointer) -> str:
    """Return a pointer as it stands in an address or a hidden field of a form.

    >>> written(("plannen", UUID("0192f0c1-0000-7000-8000-000000000000")))
    'plannen:0192f0c1-0000-7000-8000-000000000000'
    """
    kind, key = pointer
    return f"{kind}:{key}"


def read(text: str) -> Pointer | None:
    """Return the thing that a text points to as "kind:key"; None where nothing can be read.

    Whether the thing is there, and for whom, `things` tells.

    >>> read("documenten:0192f0c1-0000-7000-8000-000000000000")[0]
    'documenten'
    >>> read("zomaar"), read(":0192f0c1-0000-7000-8000-000000000000"), read("plannen:Reeve")
    (None, None, None)
    """
    kind, _colon, key = text.partition(":")
    try:
        return (kind, UUID(key)) if 0 < len(kind) <= LONGEST_KIND else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as its own room names it.

    Args:
        kind: the name of its kind: "plannen".
        heading: the heading of that kind: "Plannen".
        key: its key.
        title: what it is called.
        url: where it can be read.
        digest: tells the thing as it is now from what it was when somebody said yes to it.
    """

    kind: str
    heading: str
    key: UUID
    title: str
    url: str
    digest: str


def things(
    pointers: Iterable[Pointer], *, account: Account, region: Region, today: date
) -> Mapping[Pointer, Thing]:
    """Return what somebody may see of the things that are pointed to.

    A thing that is gone, of an unknown kind or kept from her is simply not there: no word tells
    the one from the other.
    """
    wanted: dict[str, set[UUID]] = {}
    for name, key in pointers:
        wanted.setdefault(name, set()).add(key)
    owners = owners_in(region, on=today)
    found: dict[Pointer, Thing] = {}
    for item in searchables():
        if item.name not in wanted:
            continue
        kind = item.kind()
        visible = kind.visible(account, region, wanted[item.name], today)
        rows: Iterable[Row] = kind.rows(visible, today) if visible else ()
        for row in rows:
            if row.owner_id is None or row.owner_id in owners:
                url = kind.address(region.slug, row.argument)
                thing = Thing(
                    item.name, str(item.title), row.target_id, row.title, url, row.digest()
                )
                found[item.name, row.target_id] = thing
    return found


def newest(
    name: str, *, account: Account, region: Region, today: date, most: int = 50
) -> list[Thing]:
    """Return things of one kind that somebody may see, the newest first, to choose from.

    Args:
        name: of the kind: "besluiten". A kind that is not there gives nothing.
        account: who chooses.
        region: where.
        today: the day on which she chooses.
        most: so many at most.
    """
    for item in searchables():
        if item.name != name:
            continue
        kind = item.kind()
        visible = kind.visible(account, region, list(kind.keys()), today)
        rows = sorted(
            kind.rows(visible, today) if visible else (),
            key=lambda row: (row.on or date.min, str(row.target_id)),
            reverse=True,
        )
        chosen = [(name, row.target_id) for row in rows[:most]]
        found = things(chosen, account=account, region=region, today=today)
        return [found[pointer] for pointer in chosen if pointer in found]
    return []

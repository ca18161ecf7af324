"""Paging by keyset: "what comes after this row", as quick on page 600 as on page 1."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from woonregie.foundation.pages.errors import RefusedError

Row = TypeVar("Row", bound=Model)
SALT = "woonregie.paging"


class UnknownCursorError(RefusedError):
    """A page address that was cut off or made up."""

    code = "unknown_cursor"


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows with the cursors to its neighbours; None where there is none."""

    items: Sequence[Row]
    next_cursor: str | None
    previous_cursor: str | None


def keyset(
    queryset: QuerySet[Row],
    *,
    order: Sequence[str],
    after: str | None = None,
    before: str | None = None,
    size: int = 50,
    rows: QuerySet[Row] | None = None,
) -> Page[Row]:
    """Return one page of a queryset.

    Args:
        queryset: rows in any order.
        order: fields to sort by, "-name" descends; together unique, and never null.
        after: cursor of the row before this page.
        before: cursor of the row after this page (to go back).
        size: rows on a page.
        rows: where the rows of the page are read from, by key; None is `queryset` itself, whose
            conditions are then worked out twice.

    Raises:
        UnknownCursorError: a cursor that we did not make, or made for another order.
    """
    backwards = bool(before) and not after
    cursor = before if backwards else after
    if cursor:
        queryset = queryset.filter(_beyond(order, _read(cursor, order), backwards=backwards))
    direction = [_turned(field) for field in order] if backwards else list(order)
    # Keys first: sorting then reads an index, and joins are made for one page of rows only.
    keys = list(queryset.order_by(*direction).values_list("pk", flat=True)[: size + 1])
    more = len(keys) > size
    found = (queryset if rows is None else rows).in_bulk(keys[:size])
    items = [found[key] for key in (reversed(keys[:size]) if backwards else keys[:size])]
    # Who came from a neighbour can go back to it.
    has_next, has_previous = (True, more) if backwards else (more, bool(cursor))
    return Page(
        items=items,
        next_cursor=_cursor(items[-1], order) if items and has_next else None,
        previous_cursor=_cursor(items[0], order) if items and has_previous else None,
    )


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _beyond(order: Sequence[str], values: Sequence[Any], *, backwards: bool) -> Q:
    """Return (a > x) or (a = x and b > y) or ..., with each field in its own direction."""
    options = []
    for position, field in enumerate(order):
        equal = [Q(**{order[at].lstrip("-"): values[at]}) for at in range(position)]
        comparison = "lt" if field.startswith("-") is not backwards else "gt"
        options.append(
            reduce(
                operator.and_,
                [*equal, Q(**{f"{field.lstrip('-')}__{comparison}": values[position]})],
            )
        )
    return reduce(operator.or_, options)


def _cursor(row: Model, order: Sequence[str]) -> str:
    values = []
    for field in order:
        value: Any = row
        for name in field.lstrip("-").split("__"):
            value = getattr(value, name)
        values.append(value if isinstance(value, int | float | str) else str(value))
    return signing.dumps([",".join(order), values], salt=SALT, compress=True)


def _read(cursor: str, order: Sequence[str]) -> list[Any]:
    try:
        made_for, values = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        raise UnknownCursorError(
            _("Deze bladzijde bestaat niet meer. Begin opnieuw bij de eerste bladzijde.")
        ) from None
    if made_for != ",".join(order):
        raise UnknownCursorError(
            _("De sortering is veranderd. Begin opnieuw bij de eerste bladzijde.")
        )
    return list(values)

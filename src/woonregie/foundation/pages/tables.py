"""One kind of table for every page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Args:
        key: name of the value in each row.
        label: heading, with its unit where it has one.
        kind: "text", "words", "code", "number", "kept", "signed", "share", "written", "day" or
            "link"; numbers stand to the right, words take the whole width of a card. A "kept"
            column is one of numbers, where a dash says that one is hidden. In a "written" column
            numbers are text already. A "link" column shows the value and takes its address from
            the row under `<key>_url`. What is Dutch on every page in a text, the row has under
            `<key>_nl`.
        sort: name to sort by; empty when the column cannot be sorted.
    """

    key: str
    label: str | Promise
    kind: str = "text"
    sort: str = ""

    @property
    def numeric(self) -> bool:
        """Whether values stand to the right."""
        return self.kind in {"number", "kept", "signed", "share", "written"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; `rows` and `foot` hold values by column key.

    `cards` says that it lists things rather than numbers: on a phone each row becomes a card.
    """

    key: str
    caption: str | Promise
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    foot: Mapping[str, Any] = field(default_factory=dict)
    sorted_by: str = ""
    empty: str | Promise = ""
    cards: bool = False

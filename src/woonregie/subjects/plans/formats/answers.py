"""What was decided about the columns and the words of a list, by its sender."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answers:
    """What a sender decided, earlier or just now.

    Args:
        columns: heading, as `own.headings.remembered` writes it -> field; empty for a column that
            is not read.
        words: (field, word as `own.headings.plain` writes it) -> code.
        fresh: the headings that were decided for this very list: they are not asked again.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()

    def with_more(self, other: "Answers") -> "Answers":
        """Return these answers, and those for this very list, that win over them."""
        return Answers(
            {**self.columns, **other.columns},
            {**self.words, **other.words},
            self.fresh | other.fresh,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the answers as a file or a delivery keeps them.

        >>> Answers({"naam plan": "naam"}, {("projectfase", "bouw"): "5"}).as_json()
        {'columns': {'naam plan': 'naam'}, 'words': {'projectfase': {'bouw': '5'}}}
        """
        kept: dict[str, dict[str, str]] = {}
        for (name, word), code in self.words.items():
            kept.setdefault(name, {})[word] = code
        return {"columns": dict(self.columns), "words": kept}

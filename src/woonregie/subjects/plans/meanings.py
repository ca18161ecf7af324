"""What was decided about the columns and the words of a list, by its sender."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Meanings:
    """What a sender decided, earlier or just now.

    Args:
        columns: heading, as `own.headings.remembered` writes it -> field; empty for a column that
            is not read.
        words: (field, word as `own.headings.plain` writes it) -> code.
        fresh: the columns among them that were decided for this very list: they are not asked
            again, whatever stands in them.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    fresh: Mapping[str, str] = field(default_factory=dict)

    def with_more(self, other: "Meanings") -> "Meanings":
        """Return these answers, and those for this very list, that win over them."""
        return Meanings(
            {**self.columns, **other.columns},
            {**self.words, **other.words},
            {**self.fresh, **other.fresh},
        )

    def as_json(self) -> dict[str, Any]:
        """Return the answers as a file or a delivery keeps them.

        >>> Meanings({"naam plan": "naam"}, {("projectfase", "bouw"): "5"}).as_json()
        {'columns': {'naam plan': 'naam'}, 'words': {'projectfase': {'bouw': '5'}}}
        """
        kept: dict[str, dict[str, str]] = {}
        for (name, word), code in self.words.items():
            kept.setdefault(name, {})[word] = code
        return {"columns": dict(self.columns), "words": kept}

    @classmethod
    def kept(cls, told: Mapping[str, Any]) -> "Meanings":
        """Return the answers that a delivery keeps, as answers for that very list."""
        columns = dict(told.get("columns", {}))
        words = {
            (name, word): code
            for name, said in told.get("words", {}).items()
            for word, code in said.items()
        }
        return cls(columns, words, columns)

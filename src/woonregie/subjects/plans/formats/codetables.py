"""Code lists of others, both ways: our code to their word, and their word to our code.

A list is a csv file beside its drawer. `use` says which way a row counts: "both", "write" (several
of our codes become one word of theirs) or "read" (a spelling that only others use). `remark` names
the issue that a spelling deserves.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from woonregie.foundation.intake.cells import text


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One code list.

    Args:
        written: our code -> what they call it.
        read: what they call it, in small letters -> (our code, code of an issue or "").
        coarse: our codes that share a word with another code, so that they do not come back.
    """

    written: dict[str, str] = field(default_factory=dict)
    read: dict[str, tuple[str, str]] = field(default_factory=dict)
    coarse: set[str] = field(default_factory=set)

    def code(self, value: Any) -> tuple[str, str] | None:
        """Return our code and the issue it deserves; None for a word that is not in the list."""
        return self.read.get(plain(value))

    def word(self, code: str) -> str | None:
        """Return what they call one of our codes; None when they have nothing for it."""
        return self.written.get(code)


def plain(value: Any) -> str:
    """Return a word as lists compare it: small letters, single spaces, no dot behind a number.

    >>> plain(" 1A.  Onherroepelijk")
    '1a onherroepelijk'
    """
    return " ".join(text(value).casefold().replace(". ", " ").replace("_", " ").split())


def code_tables(path: Path) -> Mapping[str, CodeTable]:
    """Return the code lists of a csv file by name.

    Args:
        path: with the columns list, ours, theirs, use, remark, source and certainty.
    """
    found: dict[str, CodeTable] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            table = found.setdefault(row["list"], CodeTable())
            ours, theirs, use = row["ours"], row["theirs"], row["use"]
            if use != "read":
                table.written[ours] = theirs
            if use != "write":
                table.read[plain(theirs)] = (ours, row["remark"])
            else:
                table.coarse.add(ours)
    return found

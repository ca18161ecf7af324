"""How much text a workbook becomes when each cell has a copy of the text that it refers to.

A text that stands in a workbook once may be referred to by a million cells, and the quick reader
copies it for each: a file of some kilobytes would fill the memory of any machine.
"""

import re
from collections.abc import Callable, Iterable

MOST_TEXT = 400_000_000
"""Bytes of text in all cells; a full list of plans has a tenth of it."""
_TEXT = re.compile(rb"<(?:\w+:)?si[\s>/]")
_NUMBER = re.compile(rb"[<:]v[^<>]*>\s*0*(\d{1,8})\s*<")


class SharedTexts:
    """The texts to which cells refer, and how often that may be."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._cells = 0

    def look(self, content: bytes, *, is_sheet: bool) -> None:
        """Look at a part of a workbook."""
        if is_sheet:
            self._cells += content.count(b"<c") + content.count(b":c")
        elif b"sst" in content[:2000]:
            self._sizes += [len(piece) for piece in _TEXT.split(content)[1:]]

    def are_too_much(self, sheets: Iterable[Callable[[], bytes]]) -> bool:
        """Return whether all cells together hold too much text.

        Args:
            sheets: reads each sheet again; only done when the longest text in all cells would be
                too much.
        """
        if self._cells * max(self._sizes, default=0) <= MOST_TEXT:
            return False
        left = MOST_TEXT
        for sheet in sheets:
            # A number that is no reference counts too: a little too much does no harm here.
            for found in _NUMBER.finditer(sheet()):
                at = int(found[1])
                left -= self._sizes[at] if at < len(self._sizes) else 0
        return left < 0

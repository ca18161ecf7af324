"""The container in which Office kept everything before 2007: a small file system in a file.

It is walked by hand ([MS-CFB]), so that a chain of sectors that bites its own tail, or that says
it is larger than the file, ends in a refusal. Only the stream that is asked for is put together:
what else lies in the file, such as macros, stays where it is.
"""

import struct
from collections.abc import Iterator, Sequence

from woonregie.foundation.intake.tables import as_damaged, damaged

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER, _ENTRY = 512, 128
_LISTED_IN_HEADER = 109
_LAST_SECTOR = 0xFFFFFFFA
_SHIFTS = {9, 12}
_STREAM, _ROOT = 2, 5


class Compound:
    """The streams in such a file.

    Args:
        content: the whole file.

    Raises:
        FileRefusedError: damaged.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        with as_damaged():
            self._shift, self._small_shift = struct.unpack_from("<HH", content, 30)
            if self._shift not in _SHIFTS or self._small_shift >= self._shift:
                raise damaged()
            start, self._cutoff, small = struct.unpack_from("<4xI4xII", content, 44)
            self._table = self._sector_table()
            self._small_table = _numbers(b"".join(self._chain(small)))
            self._entries = dict(self._listed(b"".join(self._chain(start))))
            self._small = self._stream(*self._entries[_ROOT, ""])

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams."""
        return frozenset(name for kind, name in self._entries if kind == _STREAM)

    def stream(self, name: str) -> bytes:
        """Return the content of a stream.

        Raises:
            FileRefusedError: damaged.
        """
        with as_damaged():
            start, size = self._entries[_STREAM, name]
            if size >= self._cutoff:
                return self._stream(start, size)
            width = 1 << self._small_shift
            chain = _chain(start, self._small_table)
            found = b"".join(self._small[at * width : (at + 1) * width] for at in chain)
            return _whole(found, size)

    def _sector(self, number: int) -> bytes:
        at = (number + 1) << self._shift
        return self._content[at : at + (1 << self._shift)]

    def _chain(self, start: int) -> Iterator[bytes]:
        return (self._sector(number) for number in _chain(start, self._table))

    def _stream(self, start: int, size: int) -> bytes:
        return _whole(b"".join(self._chain(start)), size)

    def _sector_table(self) -> Sequence[int]:
        """Return for each sector which one follows it."""
        following, most = struct.unpack_from("<II", self._content, 68)
        listed = list(struct.unpack_from(f"<{_LISTED_IN_HEADER}I", self._content, 76))
        for _more in range(min(most, len(self._content) >> self._shift)):
            if following >= _LAST_SECTOR:
                break
            *found, following = _numbers(self._sector(following))
            listed += found
        # Each sector once: a table that names itself again and again would not end.
        wanted = dict.fromkeys(number for number in listed if number < _LAST_SECTOR)
        return _numbers(b"".join(self._sector(number) for number in wanted))

    def _listed(self, directory: bytes) -> Iterator[tuple[tuple[int, str], tuple[int, int]]]:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", errors="replace")
            if kind in {_STREAM, _ROOT}:
                place = struct.unpack_from("<II", directory, at + 116)
                yield (kind, "" if kind == _ROOT else name), place


def _chain(start: int, table: Sequence[int]) -> Iterator[int]:
    """Return the numbers of the sectors from one on; a chain without an end is damaged."""
    for _step in range(len(table) + 1):
        if start >= _LAST_SECTOR:
            return
        yield start
        start = table[start]
    raise damaged()


def _numbers(content: bytes) -> Sequence[int]:
    whole = len(content) // 4
    return struct.unpack(f"<{whole}I", content[: whole * 4])


def _whole(found: bytes, size: int) -> bytes:
    if len(found) < size:
        raise damaged()
    return found[:size]

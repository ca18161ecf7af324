"""Texts in old workbooks: of one byte or two bytes a sign, broken off where a record ends."""

import struct
from collections.abc import Sequence

_TWO_BYTES, _WITH_PHONETICS, _WITH_STYLES = 1, 4, 8


def text_of(data: bytes, encoding: str | None) -> str:
    """Return a text after its length in two bytes.

    Args:
        data: from the length on.
        encoding: of a text that does not say itself how it is written; None for one that does.
    """
    return _text(data[2:], int.from_bytes(data[:2], "little"), encoding)


def short_text(data: bytes, encoding: str | None) -> str:
    """Return a text after its length in one byte."""
    return _text(data[1:], data[0], encoding)


def _text(data: bytes, length: int, encoding: str | None) -> str:
    if encoding is not None:
        return data[:length].decode(encoding, errors="replace")
    if data[:1] and data[0] & _TWO_BYTES:
        return data[1 : 1 + 2 * length].decode("utf-16-le", errors="replace")
    return data[1 : 1 + length].decode("latin-1")


class LongText:
    """Reads texts one after the other from pieces of records."""

    def __init__(self, chunks: Sequence[bytes]) -> None:
        self._chunks = iter(chunks)
        self._chunk, self._at = next(self._chunks), 0

    def take(self, size: int) -> bytes:
        """Return the next bytes."""
        found = b""
        while len(found) < size:
            self._step()
            piece = self._chunk[self._at : self._at + size - len(found)]
            self._at += len(piece)
            found += piece
        return found

    def next(self) -> str:
        """Return the next text, and step over how it is dressed."""
        length, flags = struct.unpack("<HB", self.take(3))
        styles = int.from_bytes(self.take(2), "little") if flags & _WITH_STYLES else 0
        phonetics = int.from_bytes(self.take(4), "little") if flags & _WITH_PHONETICS else 0
        text = self._signs(length, flags & _TWO_BYTES)
        self._skip(4 * styles + phonetics)
        return text

    def _signs(self, length: int, wide: int) -> str:
        pieces = []
        left = length
        while left:
            if self._at >= len(self._chunk):
                self._step()
                # After the break it may go on in another width.
                wide = self._chunk[self._at] & _TWO_BYTES
                self._at += 1
            size = min(left << wide, len(self._chunk) - self._at)
            piece = self._chunk[self._at : self._at + size]
            self._at += size
            pieces.append(piece.decode("utf-16-le" if wide else "latin-1", errors="replace"))
            left -= (size + wide) >> wide
        return pieces[0] if len(pieces) == 1 else "".join(pieces)

    def _skip(self, size: int) -> None:
        while size:
            self._step()
            step = min(size, len(self._chunk) - self._at)
            self._at += step
            size -= step

    def _step(self) -> None:
        """Go to the next piece where this one ends."""
        while self._at >= len(self._chunk):
            self._chunk, self._at = next(self._chunks), 0

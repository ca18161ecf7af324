"""Makers of old Office files: the container, and the records of a workbook in it."""

import struct

SECTOR, SMALL, CUTOFF = 512, 64, 4096
END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
LONGEST_RECORD = 8224
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#N/A": 42}
DAYS, PLAIN, OWN_DAYS, DURATION = 1, 0, 2, 3
"""Styles of cells: a number, day 14, a day in a format of its own, a duration."""


# ------------------------------------------------------------------ the container
def compound(path, streams):
    """Write a container; streams under 4,096 bytes lie in small sectors, as they should."""
    table, sectors = [], []

    def kept(content, link):
        first = len(sectors)
        pieces = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        sectors.extend(piece.ljust(SECTOR, b"\x00") for piece in pieces)
        table.extend([*range(first + 1, first + len(pieces)), link])
        return first if pieces else END

    entries, small, small_table = [], b"", []
    for name, content in streams.items():
        if len(content) >= CUTOFF:
            place = kept(content, END)
        else:
            place = len(small_table)
            count = max(-(-len(content) // SMALL), 1)
            small += content.ljust(count * SMALL, b"\x00")
            small_table += [*range(place + 1, place + count), END]
        # Each stream is the right-hand neighbour of the one before it.
        right = len(entries) + 2 if len(entries) + 1 < len(streams) else FREE
        entries.append(_entry(name, 2, place, len(content), right=right))
    first_small = kept(small, END) if small else END
    numbers = b"".join(struct.pack("<I", number) for number in small_table)
    small_numbers = kept(numbers, END) if small else END
    root = _entry("Root Entry", 5, first_small, len(small), child=1)
    directory = kept(root + b"".join(entries), END)
    first_table = len(sectors)
    count = 1
    while (len(table) + count) > count * SECTOR // 4:
        count += 1
    table += [0xFFFFFFFD] * count
    packed = b"".join(struct.pack("<I", number) for number in table)
    packed = packed.ljust(count * SECTOR, b"\xff")
    listed = [*range(first_table, first_table + count)]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 16
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<IIIIIIIIII", 0, count, directory, 0, CUTOFF, small_numbers, 1, END, 0, 0)[
            :-4
        ]
        + b"".join(struct.pack("<I", number) for number in listed).ljust(436, b"\xff")
    )
    path.write_bytes(header + b"".join(sectors) + packed)
    return path


def _entry(name, kind, place, size, right=FREE, child=FREE):
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\x00")
        + struct.pack("<HBBIII36x", len(written) + 2, kind, 1, FREE, right, child)
        + struct.pack("<IQ", place, size)
    )


# ------------------------------------------------------------------ the records
def record(kind, data=b""):
    """Return one record."""
    return struct.pack("<HH", kind, len(data)) + data


class Workbook:
    """The stream of a workbook: sheets of (title, rows, hidden).

    A cell is a number, a text, True or False, an error as it is shown, ("day", serial, style),
    or ("formula", value).
    """

    def __init__(self, *sheets, version=0x600, about=b"", loose=b"", longest=LONGEST_RECORD):
        self.sheets, self.version, self.about = sheets, version, about
        self.loose, self.longest = loose, longest
        self.texts = []

    @property
    def stream(self):
        """The records one after the other."""
        parts = [self._sheet(rows) for _title, rows, _hidden in self.sheets]
        formats = record(0x41E, struct.pack("<H", 164) + self._text("dd-mm-jjjj", 2))
        formats += record(0x41E, struct.pack("<H", 165) + self._text("[h]:mm", 2))
        styles = b"".join(
            record(0xE0, struct.pack("<HH", 0, number).ljust(20, b"\x00"))
            for number in (0, 14, 164, 165)
        )
        before = self._begin(5) + self.about + formats + styles
        after = self._shared() + record(0x0A)
        titles = [
            struct.pack("<BB", hidden, 0) + self._text(title, 1)
            for title, _rows, hidden in self.sheets
        ]
        at = len(before) + sum(len(title) + 8 for title in titles) + len(after)
        listed = b""
        for title, part in zip(titles, parts, strict=True):
            listed += record(0x85, struct.pack("<I", at) + title)
            at += len(part)
        return before + listed + after + b"".join(parts)

    def _begin(self, kind):
        return record(0x809, struct.pack("<HHHH", self.version, kind, 0, 0).ljust(16, b"\x00"))

    def _text(self, text, length_bytes):
        if self.version != 0x600:
            return len(text).to_bytes(1 if length_bytes < 3 else 2, "little") + text.encode(
                "cp1252"
            )
        return len(text).to_bytes(length_bytes, "little") + b"\x01" + text.encode("utf-16-le")

    def _sheet(self, rows):
        chart = self._begin(0x20) + record(0x203, struct.pack("<HHHd", 0, 0, 0, 9)) + record(0x0A)
        cells = (
            self._cell(row, column, value)
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
        )
        return self._begin(0x10) + chart + b"".join(cells) + self.loose + record(0x0A)

    def _cell(self, row, column, value):
        place = struct.pack("<HHH", row, column, PLAIN)
        if isinstance(value, bool):
            return record(0x205, place + bytes([value, 0]))
        if isinstance(value, int):
            return record(0x27E, place + struct.pack("<i", value << 2 | 2))
        if isinstance(value, float):
            return record(0x203, place + struct.pack("<d", value))
        if isinstance(value, tuple):
            return self._special(row, column, *value)
        if value in ERRORS:
            return record(0x205, place + bytes([ERRORS[value], 1]))
        return self._written(place, value) if value else b""

    def _written(self, place, text):
        if self.version != 0x600:
            return record(0x204, place + len(text).to_bytes(2, "little") + text.encode("cp1252"))
        if text not in self.texts:
            self.texts.append(text)
        return record(0xFD, place + struct.pack("<I", self.texts.index(text)))

    def _special(self, row, column, kind, value, style=PLAIN):
        if kind == "day":
            return record(0x203, struct.pack("<HHHd", row, column, style, value))
        place, rest = struct.pack("<HHH", row, column, style), b"\x00" * 8
        if isinstance(value, str) and value not in ERRORS:
            empty = struct.pack("<B5xH", 0, 0xFFFF)
            return record(0x06, place + empty + rest) + record(0x207, self._text(value, 2))
        if isinstance(value, str):
            return record(0x06, place + struct.pack("<BxB3xH", 2, ERRORS[value], 0xFFFF) + rest)
        return record(0x06, place + struct.pack("<d", value) + rest)

    def _shared(self):
        """Return the texts, broken off at the longest record, each with its flags again."""
        if not self.texts:
            return b""
        pieces = [struct.pack("<II", len(self.texts), len(self.texts))]
        for text in self.texts:
            pieces[-1] += struct.pack("<HB", len(text), 1)
            for sign in text:
                if len(pieces[-1]) + 2 > self.longest:
                    # A text may go on in one byte a sign.
                    pieces.append(b"\x01")
                pieces[-1] += sign.encode("utf-16-le")
        first, *others = pieces
        return record(0xFC, first) + b"".join(record(0x3C, piece) for piece in others)


def old_workbook(path, *sheets, **options):
    """Write an xls file; each sheet is a list of rows, or (title, rows, hidden)."""
    named = [
        item if isinstance(item, tuple) else (f"Blad{at + 1}", item, 0)
        for at, item in enumerate(sheets)
    ]
    name = "Workbook" if options.get("version", 0x600) == 0x600 else "Book"
    return compound(path, {name: Workbook(*named, **options).stream})

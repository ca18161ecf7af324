"""In which signs the table of a shapefile is written: it often says nothing, or something else."""

import codecs
import re

_SAYS = 29
# What the byte in the header of a table stands for, where it says more than "Windows".
_KNOWN = {0x01: "437", 0x02: "850", 0x03: "1252", 0x04: "10000", 0x57: "1252", 0x08: "865"}
UTF8, WINDOWS = "UTF-8", "1252"


def encoding_of(table: bytes, said: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the encoding of a table as a cpg file names it, and what to remark about it.

    Args:
        table: the dbf file.
        said: the cpg file; empty when there is none.
    """
    body = table[32:]
    named = _named(said.decode("ascii", "ignore"))
    if named and named != UTF8:
        return named, ()
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        known = _KNOWN.get(table[_SAYS], WINDOWS) if len(table) > _SAYS else WINDOWS
        return known, ("old_encoding",) if named == UTF8 or known == WINDOWS else ()
    return UTF8, ()


def _named(said: str) -> str:
    """Return the encoding that somebody names, or "" for one that nobody knows.

    >>> _named("ANSI 1252"), _named("utf8"), _named("ISO 8859-1"), _named("Klingon")
    ('1252', 'UTF-8', '8859-1', '')
    """
    plain = said.strip().lower().replace("-", "").replace(" ", "")
    if plain in {"utf8", "65001"}:
        return UTF8
    iso = re.fullmatch(r"(?:iso)?8859(\d{1,2})", plain)
    if iso:
        return f"8859-{iso[1]}"
    number = re.fullmatch(r"(?:ansi|cp|oem|windows)?(\d{3,5})", plain)
    try:
        return number[1] if number and codecs.lookup(f"cp{number[1]}") else ""
    except LookupError:
        return ""

"""What the heading of a column of numbers counts: side, kind of home, period, unit.

People write "2026", "Oplevering 2027", "Aantal woningen 2026-'30", "t/m 2030", "2031 en later",
"koop <= 355.000", "EGW", "Sociale huur". Each is taken apart into words that are known; what is
left over makes us less sure.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

LAST_YEAR = 2050
"""Up to this year an open period runs: "2036 en later" is 2036-2050."""
MOST_SIGNS = 200
_YEAR = r"(?:19|20|21)\d\d"
# A range that is written out, that is cut short, and as one number: 2026-2030, 2026-'30, 202630.
_RANGES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?<!\d)({_YEAR})\s*(?:-|/|–|—|t/m|t\.m\.|tm|tot en met|tot/met)\s*({_YEAR})(?!\d)",
        rf"(?<!\d)({_YEAR})\s*(?:-|/|–|—|t/m)\s*['’]?(\d\d)(?!\d)",
        rf"(?<!\d)({_YEAR})({_YEAR})(?!\d)",
        rf"(?<!\d)({_YEAR})(\d\d)(?!\d)",
        r"['’](\d\d)\s*(?:-|/|–|—|t/m)\s*['’](\d\d)(?!\d)",
    )
)
_UNTIL = re.compile(rf"(?:t/m|tot en met|t\.m\.)\s*({_YEAR})(?!\d)", re.ASCII)
_BEFORE = re.compile(rf"(?:voor|tot|<)\s*({_YEAR})(?!\d)", re.ASCII)
_FROM = re.compile(
    rf"(?:vanaf\s*({_YEAR})(?!\d))|(?<!\d)({_YEAR})\s*(?:e\.v\.|ev\b|en later|en verder|of later"
    r"|en daarna|\+|>)",
    re.ASCII,
)
_AFTER = re.compile(rf"(?:na|>)\s*({_YEAR})(?!\d)", re.ASCII)
_SINGLE = re.compile(rf"(?<!\d)({_YEAR})(?!\d)|['’](\d\d)(?!\d)", re.ASCII)
_TIMES = re.compile(r"\(?\b[x×*]\s*(1[.]?0{1,3})\b\)?|\bper\s+(1[.]?0{1,3})\b", re.ASCII)
_PRICE = re.compile(
    r"(<=|>=|≤|≥|<|>|tot en met|t/m|tot|vanaf|boven|onder)?\s*€?\s*"
    r"(\d{2,3}(?:\.\d{3}|k|\s?000)|\d{3,6})",
    re.ASCII,
)
_NO_YEAR = re.compile(
    r"\b(?:zonder jaar|jaar onbekend|niet gefaseerd|ongefaseerd|nog niet gepland|onb|onbekend"
    r"|n\.?n\.?b\.?|later)\b"
)
_ROOM = re.compile(r"[\s_]+")
_OTHER_SIGNS = re.compile(r"[^0-9a-z<>=≤≥€'’/+. -]")


def plain(heading: object) -> str:
    """Return a heading as it is compared: small letters, no accents, single spaces.

    >>> plain("Gem_Naam *"), plain("X-coördinaat"), plain("Status" + chr(10) + "(planologisch)")
    ('gem naam', 'x coordinaat', 'status planologisch')
    """
    return " ".join(re.sub(r"[^0-9a-z<>=+€%]", " ", _unaccented(heading)).split())


def _unaccented(heading: object) -> str:
    found = unicodedata.normalize("NFKD", str(heading)[:MOST_SIGNS].lower())
    return "".join(sign for sign in found if not unicodedata.combining(sign))


@dataclass(frozen=True, slots=True)
class Counted:
    """What a heading counts.

    Args:
        field: its name among our columns: "bouw 2026", "sociale huur 2030-2034", "totaal bouw"; an
            open period keeps its open end ("bouw t/m 2030", "bouw vanaf 2036"); empty for what we
            do not keep.
        sureness: 0-1; what was not understood lowers it.
        times: by how much its numbers are multiplied.
    """

    field: str
    sureness: float
    times: int = 1


# Words of a heading -> a line of the template; the longest that fits counts. Order matters.
_KINDS: tuple[tuple[str, str], ...] = (
    (
        r"sociale?\s*(?:huur)?(?:woning(?:en)?)?|soc\.?\s*huur|huur sociaal|dae?b[- ]?huur",
        "sociale huur",
    ),
    (
        r"midden\s?huur|midden(?:dure|segment)? huur|huur midden(?:segment|duur)?|mid\.? huur",
        "middenhuur",
    ),
    (r"dure huur|huur duur|vrije? ?sector ?huur|huur vrije sector", "dure huur"),
    (
        r"betaalbare koop|koop betaalbaar|goedkope koop|koop goedkoop|sociale koop",
        "betaalbare koop",
    ),
    (r"dure koop|koop duur|vrije? ?sector ?koop|koop vrije sector", "dure koop"),
    (r"huur prijs onbekend|huur onbekend|huur onb", "huur, prijs onbekend"),
    (r"koop prijs onbekend|koop onbekend|koop onb", "koop, prijs onbekend"),
    (r"huur(?:woning(?:en)?)?", "huur"),
    (r"koop(?:woning(?:en)?)?", "koop"),
    (r"egw|eengezins(?:woning(?:en)?)?|grondgebonden|ggb|ggw|rijwoning(?:en)?", "grondgebonden"),
    (
        r"mgw|meergezins(?:woning(?:en)?)?|appartement(?:en)?|app|gestapeld|etagewoning(?:en)?",
        "appartement",
    ),
    (r"jongeren|starters(?:woning(?:en)?)?", "voor jongeren"),
    (r"studenten(?:woning(?:en)?)?", "voor studenten"),
    (r"ouderen(?:woning(?:en)?)?|senioren(?:woning(?:en)?)?", "voor ouderen"),
    (r"nultreden(?:woning(?:en)?)?|levensloopbestendig", "nultreden"),
    (r"geclusterd(?:e)?", "geclusterd"),
    (r"zorggeschikt(?:e)?", "zorggeschikt"),
    (r"flex(?:woning(?:en)?)?|tijdelijke? ?(?:woning(?:en)?)?", "flexwoning"),
)
_KIND_PATTERNS = tuple((re.compile(rf"\b(?:{words})\b"), field) for words, field in _KINDS)
_DEMOLITION = re.compile(r"\b(?:te slopen|sloop|slopen|gesloopt|onttrekking(?:en)?|onttrokken)\b")
_REALISED = re.compile(
    r"\b(?:reeds |al )?(?:gerealiseerde?|opgeleverde?|gebouwde?|realisatie)\b|\breeds\b"
)
_NET = re.compile(r"\bnetto\b|\bsaldo\b|\bnet\b")
_WHOLE = re.compile(r"\bplanomvang\b|\bbruto\b")
_LEFT = re.compile(r"\b(?:rest(?:erend|ant|capaciteit)?|nog te bouwen|te bouwen|aantalrest)\b")
_TOTAL = re.compile(r"\b(?:totaal|totale|total|tot|eindtotaal|som)\b")
_HOMES = re.compile(
    r"\b(?:aantal(?:len)?|woningen|won|wb|wbp|woningbouw|programma|capaciteit|plancapaciteit"
    r"|planvoorraad|woningaantal(?:len)?|woningbouwprogramma|wooneenheden)\b"
)
# Words that say nothing of themselves.
_BESIDE = re.compile(
    r"\b(?:woning|bouw|nieuwbouw|oplevering(?:en)?|op|opleverjaar|planning|fasering|prognose|nieuw"
    r"|toevoeging(?:en)?|gepland|verwacht(?:e)?|periode|jaar|in|de|het|van|per|waarvan|n|st|stuks"
    r"|eenheden|categorie|segment|naar|prijsklasse|woningtype|type|soort|en)\b"
)
# Words after which a year is a date and no delivery.
_OTHER = re.compile(
    r"\b(?:start|vaststelling|vastgesteld|besluit|datum|vergunning|peildatum|onherroepelijk"
    r"|ontwerp|raad|college|prijspeil|bestemmingsplan|omgevingsplan|opmerking(?:en)?|toelichting)\b"
)
MOST_UNKNOWN = 2
"""A heading with more words that say nothing to us is no heading of numbers."""
LEAST_PRICE = 100_000
MOST_AFFORDABLE = 450_000
"""A price up to which "koop tot ..." is affordable: above what any year had (405.000 in 2025)."""


@cache
def counted(heading: str) -> Counted | None:
    """Return what a heading counts; None when it is no heading of numbers.

    Args:
        heading: as it stands, parts of several rows after one another.

    >>> [
    ...     counted(name).field
    ...     for name in ("2026", "Oplevering 2027", "Aantal woningen 2026-'30", "EGW", "t/m 2030")
    ... ]
    ['bouw 2026', 'bouw 2027', 'bouw 2026-2030', 'grondgebonden', 'bouw t/m 2030']
    >>> counted("Te slopen (x 10)")
    Counted(field='totaal sloop', sureness=0.95, times=10)
    >>> counted("Wethouder") is None
    True
    """
    left, times = _without_unit(_ROOM.sub(" ", _OTHER_SIGNS.sub(" ", _unaccented(heading))))
    if _OTHER.search(left):
        return None
    left, priced = _without_price(left)
    kind, left = _without_kind(left, priced)
    period, left = _without_period(left)
    side, left = _taken(_DEMOLITION, left)
    flags = {}
    for name, pattern in (
        ("realised", _REALISED),
        ("net", _NET),
        ("whole", _WHOLE),
        ("left", _LEFT),
        ("total", _TOTAL),
        ("homes", _HOMES),
    ):
        flags[name], left = _taken(pattern, left)
    rest = re.sub(r"[^a-z0-9]+", " ", _BESIDE.sub(" ", left)).split()
    plain_total = not (kind or side or period)
    if len(rest) > MOST_UNKNOWN or (plain_total and (rest or not any(flags.values()))):
        return None
    field = _field(kind, period, flags, demolition=side)
    sureness = 0.95 - 0.15 * len(rest)
    return Counted(field, sureness, times)


def says_left(heading: str) -> bool:
    """Return whether a heading speaks of what is left to build.

    >>> says_left("Restcapaciteit"), says_left("Totaal")
    (True, False)
    """
    return bool(_LEFT.search(_unaccented(heading)))


def _field(kind: str, period: str, flags: dict[str, bool], *, demolition: bool) -> str:
    """Return the name of a column by what was found in its heading."""
    if flags["realised"]:
        return "" if demolition or period or kind else "gerealiseerd"
    side = "sloop" if demolition else "bouw"
    if kind:
        what = f"sloop {kind}" if demolition else kind
        return f"{what} {period}" if period else what
    if flags["net"]:
        return f"netto {period}" if period else "netto"
    if period:
        # A total of years of which a number stands beside it is no number of its own.
        return f"{side} {period}"
    return "planomvang" if flags["whole"] and not demolition else f"totaal {side}"


def _taken(pattern: re.Pattern[str], text: str) -> tuple[bool, str]:
    return bool(pattern.search(text)), pattern.sub(" ", text)


def _without_unit(text: str) -> tuple[str, int]:
    found = _TIMES.search(text)
    if not found:
        return text, 1
    times = int((found[1] or found[2]).replace(".", ""))
    return text[: found.start()] + " " + text[found.end() :], times


def _without_price(text: str) -> tuple[str, str]:
    """Return a heading without its prices, and the price class that they stand for."""
    if "koop" not in text and "huur" not in text:
        return text, ""
    for found in _PRICE.finditer(text):
        amount = int(re.sub(r"\D", "", found[2].replace("k", "000")))
        if "koop" in text and amount >= LEAST_PRICE:
            upper = found[1] in {">", ">=", "≥", "vanaf", "boven"}
            dear = upper or amount > MOST_AFFORDABLE
            return _PRICE.sub(" ", text), "dure koop" if dear else "betaalbare koop"
    return text, ""


def _without_kind(text: str, priced: str) -> tuple[str, str]:
    if priced:
        return priced, _OF_PRICE.sub(" ", text)
    for pattern, field in _KIND_PATTERNS:
        if pattern.search(text):
            return field, pattern.sub(" ", text)
    return "", text


def _without_period(text: str) -> tuple[str, str]:
    """Return the period of a heading as our template writes it, and what is left."""
    for pattern in _RANGES:
        if found := pattern.search(text):
            first, last = (_full(part) for part in found.groups())
            if first < last:
                return f"{first}-{last}", _cut(text, found)
    for pattern, words, more in (
        (_UNTIL, "t/m", 0),
        (_FROM, "vanaf", 0),
        (_AFTER, "vanaf", 1),
        (_BEFORE, "t/m", -1),
    ):
        if found := pattern.search(text):
            year = int(next(part for part in found.groups() if part)) + more
            return f"{words} {year}", _cut(text, found)
    if found := _SINGLE.search(text):
        return str(_full(found[1] or found[2])), _cut(text, found)
    if found := _NO_YEAR.search(text):
        return "zonder jaar", _cut(text, found)
    return "", text


def resolved(field: str, reference_year: int) -> str:
    """Return a field with both ends of its period.

    >>> resolved("bouw t/m 2030", 2026), resolved("bouw vanaf 2036", 2026), resolved("naam", 2026)
    ('bouw 2026-2030', 'bouw 2036-2050', 'naam')
    """
    found = _OPEN.fullmatch(field)
    if not found:
        return field
    year = int(found[3])
    if found[2] == "t/m":
        first, last = min(reference_year, year), year
    else:
        first, last = year, max(LAST_YEAR, year)
    return f"{found[1]} {first if first == last else f'{first}-{last}'}"


_OF_PRICE = re.compile(
    r"\bkoop(?:woning(?:en)?)?\b|\b(?:betaalbare?|goedkope?|dure|duur|midden\w*|tot|vanaf|boven)\b"
    r"|[<>=≤≥€]"
)
_OPEN = re.compile(r"(.+) (t/m|vanaf) (\d{4})", re.ASCII)


def _full(year: str) -> int:
    return int(year) + (2000 if len(year) == len("26") else 0)


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


_ANY_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)", re.ASCII)
_MARKS = ("jjjj", "kkkk")


def remembered(heading: str, field: str) -> tuple[str, str]:
    """Return how a decision about a heading is kept: years that both name become a pattern.

    >>> remembered("Wb 2026", "bouw 2026"), remembered("Naam plan 2026", "naam")
    (('wb jjjj', 'bouw jjjj'), ('naam plan 2026', 'naam'))
    """
    key = plain(heading)
    years = _ANY_YEAR.findall(key)
    if not years or len(years) > len(_MARKS) or _ANY_YEAR.findall(field) != years:
        return key, field
    for year, mark in zip(years, _MARKS, strict=False):
        key, field = key.replace(year, mark, 1), field.replace(year, mark, 1)
    return key, field


def recalled(heading: str, kept: Mapping[str, str]) -> str | None:
    """Return what was decided of a heading, or of the same heading with other years.

    >>> recalled("WB 2031", {"wb jjjj": "bouw jjjj"})
    'bouw 2031'
    """
    key = plain(heading)
    if key in kept:
        return kept[key]
    years = _ANY_YEAR.findall(key)
    if not years or len(years) > len(_MARKS):
        return None
    for year, mark in zip(years, _MARKS, strict=False):
        key = key.replace(year, mark, 1)
    field = kept.get(key)
    if field is not None:
        for year, mark in zip(years, _MARKS, strict=False):
            field = field.replace(mark, year)
    return field

"""What the columns koop1 to huur4 mean in a region: its own labels decide, if we know them."""

from collections.abc import Mapping
from typing import Any

from woonregie.foundation.intake.cells import text
from woonregie.subjects.plans.formats.codetables import plain
from woonregie.subjects.plans.formats.gelderland.codes import tables
from woonregie.subjects.plans.formats.gelderland.numbers import KINDS, USUAL
from woonregie.subjects.plans.formats.rows import Teller

_TYPE_WORDS = ("meergezins ", "eengezins ", "onbekend ")


class Labels:
    """Price class per column, for each region that a file names."""

    def __init__(self) -> None:
        self._by_region: dict[str, dict[str, str]] = {}

    def of(self, region: str) -> Mapping[str, str]:
        """Return column (koop1 to onbekend) -> price class."""
        return self._by_region.get(region.casefold(), USUAL)

    def learn(self, teller: Teller, row: Mapping[str, Any]) -> None:
        """Take in one row of Regiovelden."""
        region, kind = text(row.get("regionaam")).casefold(), text(row.get("veldnaam"))
        label = text(row.get("alternativetekst"))
        if not region or kind not in KINDS or not label:
            return
        own = kind.split("_", 1)[1]
        known = tables()["home_label"].code(_bare(label))
        if known is None:
            teller.tell("unknown_label", f"Regiovelden.{kind}", label)
            return
        if own not in {"onbekend", "koop_onb", "huur_onb"}:
            self._by_region.setdefault(region, dict(USUAL))[own] = known[0]


def _bare(label: str) -> str:
    """Return a label without the type of dwelling in front and the limit behind it.

    >>> _bare("Meergezins Sociale huur (tot en met € 932,93)")
    'sociale huur'
    """
    found = plain(label).split(" (", 1)[0]
    for word in _TYPE_WORDS:
        if found.startswith(word) and found != "onbekend":
            return found.removeprefix(word)
    return found

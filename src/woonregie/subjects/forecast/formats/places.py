"""From what a file calls a municipality to the municipality."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from woonregie.foundation.region.models import Municipality

_DIGITS = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality and the time in which it exists; `lives_on` is whether it has a successor.

    The whole country has no key.
    """

    pk: UUID | None
    starts_on: date | None
    ends_before: date | None
    lives_on: bool

    def exists_in(self, year: int) -> bool:
        """Return whether it exists on 1 January of a year, or begins in that year."""
        begun = self.starts_on is None or self.starts_on.year <= year
        return begun and not self.gone_in(year)

    def gone_in(self, year: int) -> bool:
        """Return whether it ended before 1 January of a year."""
        return self.ends_before is not None and self.ends_before <= date(year, 1, 1)


COUNTRY = Place(None, None, None, lives_on=True)
COUNTRY_NAMES = ("nederland", "nl", "nl00", "nl01")
"""What our own layout calls the whole country."""


class Places:
    """All municipalities by code and by name; a name that two had in turn is that of its year."""

    def __init__(self) -> None:
        self._codes: dict[str, Place] = {}
        self._names: dict[str, list[Place]] = defaultdict(list)
        for item in Municipality.objects.select_related("organisation"):
            organisation = item.organisation
            place = Place(
                pk=item.pk,
                starts_on=organisation.starts_on,
                ends_before=organisation.ends_before,
                lives_on=organisation.successor_id is not None,
            )
            self._codes[item.code] = place
            self._names[_plain(item.name)].append(place)

    def called(self, text: str, year: int | None) -> Place | None:
        """Return the municipality with this code or name; None when there is none."""
        written = text.strip()
        if written.lower() in COUNTRY_NAMES:
            return COUNTRY
        code = f"GM{int(written):04d}" if _DIGITS.fullmatch(written) else written.upper()
        found = self._codes.get(code)
        if found is not None:
            return found
        named = self._names.get(_plain(written), [])
        then = [place for place in named if year is not None and place.exists_in(year)]
        still = [place for place in named if place.ends_before is None]
        return next(iter([*then, *still, *named]), None)


def _plain(name: str) -> str:
    return name.lower().replace("(gemeente)", "").strip()

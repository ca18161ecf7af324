"""Circles of readers around whoever owns a thing; an audience is a set of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Circle(IntFlag):
    """A circle of readers, seen from the organisation that owns something.

    A set, not a ladder: no circle lies inside another, but for everybody, who is all of them.
    """

    OWN = 1
    OFFICE = 2
    OFFICIALS = 4
    ALDERMEN = 8
    PROVINCE = 16
    PUBLIC = 32


NOBODY = Circle(0)
USUAL = Circle.OWN | Circle.OFFICE | Circle.PROVINCE
"""Who sees what nobody restricted or opened (docs/adr/0007-audiences-as-sets.md)."""

TITLES: Mapping[Circle, Promise] = {
    Circle.OWN: _("eigen organisatie"),
    Circle.OFFICE: _("regiosecretaris"),
    Circle.OFFICIALS: _("ambtenaren van de regio"),
    Circle.ALDERMEN: _("bestuurders van de regio"),
    Circle.PROVINCE: _("provincie"),
    Circle.PUBLIC: _("iedereen"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads, as disclosure knows her: where she stands, never who she is.

    Args:
        circles: organisation that owns things -> the circles around it in which she stands.
        organisations: those for which she works; a thing can be shared with one by name.
        everything: the system itself, which sees all.
    """

    circles: Mapping[UUID, Circle] = field(default_factory=dict)
    organisations: Collection[UUID] = frozenset()
    everything: bool = False

    def meets(self, owner: UUID, circles: Circle, partners: Collection[UUID]) -> bool:
        """Return whether she is in an audience: a set of circles and of named organisations.

        >>> from uuid import UUID
        >>> town = UUID(int=1)
        >>> official = Reader({town: Circle.OWN})
        >>> official.meets(town, Circle.OWN | Circle.PROVINCE, ())
        True
        >>> official.meets(UUID(int=2), Circle.OWN, ())
        False
        >>> Reader().meets(town, Circle.PUBLIC, ())
        True
        """
        stands = self.circles.get(owner, NOBODY) | Circle.PUBLIC
        return (
            self.everything
            or bool(stands & circles)
            or any(partner in self.organisations for partner in partners)
        )


SYSTEM = Reader(everything=True)
EVERYBODY = Reader()
"""A reader of whom nothing is known: who opens a public page."""


def circles_in_words(circles: Circle) -> list[str]:
    """Return the names of the circles in a set, in the order of `Circle`."""
    return [str(title) for circle, title in TITLES.items() if circle & circles]

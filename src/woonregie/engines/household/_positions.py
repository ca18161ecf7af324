"""Who somebody is in a household, and how people come from one position into another."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household._errors import EngineError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SEXES, AGES, POSITIONS = 2, 101, 8
MEN, WOMEN = 0, 1


class Position(IntEnum):
    """The position of a person in the household (*plaats in het huishouden*).

    The order of table 71488ned of Statistics Netherlands, from which seven come:

    | position | 71488ned |
    |---|---|
    | CHILD | thuiswonend kind |
    | ALONE | alleenstaand |
    | COUPLE | partner in (niet-)gehuwd paar zonder kinderen, added up |
    | COUPLE_WITH_CHILDREN | partner in (niet-)gehuwd paar met kinderen, added up |
    | LONE_PARENT | ouder in eenouderhuishouden |
    | OTHER | overig lid huishouden, of a household of the type "overig" |
    | LODGER | overig lid huishouden, who lives with a couple, a parent or somebody alone |
    | INSTITUTION | persoon in institutioneel huishouden |

    The table does not tell OTHER from LODGER: with the number of households of the type
    "overig" (71486ned) they are divided, or all are OTHER and the households per person smaller.
    """

    CHILD = 0
    ALONE = 1
    COUPLE = 2
    COUPLE_WITH_CHILDREN = 3
    LONE_PARENT = 4
    OTHER = 5
    LODGER = 6
    INSTITUTION = 7


class Event(IntEnum):
    """What a step from one position to another is, for a couple or for one person."""

    ALONE = 0
    """Concerns one person; nothing has to fit."""
    UNION = 1
    """Two people begin to live together: as many men as women."""
    SEPARATION = 2
    """A couple parts: as many men as women."""
    FIRST_CHILD = 3
    """A couple becomes a couple with children."""
    LAST_CHILD = 4
    """The last child of a couple leaves."""
    WIDOWHOOD = 5
    """The partner died, or went into an institution: as many as there were such partners."""


BALANCED = (Event.UNION, Event.SEPARATION, Event.FIRST_CHILD, Event.LAST_CHILD)
"""What happens to a man and a woman at once."""


class Behaviour(IntEnum):
    """Which lever moves a step."""

    NONE = 0
    LEAVING_HOME = 1
    SEPARATION = 2
    INSTITUTION = 3


@dataclass(frozen=True, slots=True)
class Step:
    """A step from one household position to another within a year (*positieovergang*).

    Args:
        origin: the position before.
        destination: the position after.
        event: which counts of men and women have to fit.
        behaviour: the lever that moves it.
        forms: whether it asks for a dwelling, so that a shortage holds it back.
    """

    origin: Position
    destination: Position
    event: Event = Event.ALONE
    behaviour: Behaviour = Behaviour.NONE
    forms: bool = False


_P, _E, _B = Position, Event, Behaviour
STEPS: Sequence[Step] = (
    Step(_P.CHILD, _P.ALONE, behaviour=_B.LEAVING_HOME, forms=True),
    Step(_P.CHILD, _P.COUPLE, _E.UNION, _B.LEAVING_HOME, forms=True),
    Step(_P.CHILD, _P.OTHER, behaviour=_B.LEAVING_HOME, forms=True),
    Step(_P.CHILD, _P.LONE_PARENT),
    Step(_P.ALONE, _P.COUPLE, _E.UNION),
    Step(_P.ALONE, _P.COUPLE_WITH_CHILDREN, _E.UNION),
    Step(_P.ALONE, _P.LONE_PARENT),
    Step(_P.ALONE, _P.CHILD),
    Step(_P.ALONE, _P.INSTITUTION, behaviour=_B.INSTITUTION),
    Step(_P.COUPLE, _P.COUPLE_WITH_CHILDREN, _E.FIRST_CHILD),
    Step(_P.COUPLE, _P.ALONE, _E.SEPARATION, _B.SEPARATION, forms=True),
    Step(_P.COUPLE, _P.INSTITUTION, behaviour=_B.INSTITUTION),
    Step(_P.COUPLE_WITH_CHILDREN, _P.COUPLE, _E.LAST_CHILD),
    Step(_P.COUPLE_WITH_CHILDREN, _P.ALONE, _E.SEPARATION, _B.SEPARATION, forms=True),
    Step(_P.COUPLE_WITH_CHILDREN, _P.LONE_PARENT, _E.SEPARATION, _B.SEPARATION, forms=True),
    Step(_P.LONE_PARENT, _P.ALONE),
    Step(_P.LONE_PARENT, _P.COUPLE_WITH_CHILDREN, _E.UNION),
    Step(_P.OTHER, _P.ALONE, forms=True),
    Step(_P.OTHER, _P.COUPLE, _E.UNION),
    Step(_P.LODGER, _P.ALONE, forms=True),
)
"""The steps with a rate of their own, in the order of every array with an axis "step"."""

WIDOWHOOD: Sequence[Step] = (
    Step(_P.COUPLE, _P.ALONE, _E.WIDOWHOOD),
    Step(_P.COUPLE_WITH_CHILDREN, _P.LONE_PARENT, _E.WIDOWHOOD),
)
"""The steps of who loses a partner; how many follows from who died, not from a rate."""
EVERY_STEP: Sequence[Step] = (*STEPS, *WIDOWHOOD)

ORIGIN: Ints = np.array([step.origin for step in EVERY_STEP], dtype=np.int64)
DESTINATION: Ints = np.array([step.destination for step in EVERY_STEP], dtype=np.int64)
EVENT: Ints = np.array([step.event for step in EVERY_STEP], dtype=np.int64)
BEHAVIOUR: Ints = np.array([step.behaviour for step in EVERY_STEP], dtype=np.int64)
FORMS: NDArray[np.bool_] = np.array([step.forms for step in EVERY_STEP], dtype=np.bool_)
PARTNERS: Sequence[Position] = tuple(step.origin for step in WIDOWHOOD)
"""The positions of somebody who has a partner, in the order of `WIDOWHOOD`."""
ADMITTED: NDArray[np.bool_] = np.array(
    [
        [(step.origin, step.destination) == (partner, _P.INSTITUTION) for step in EVERY_STEP]
        for partner in PARTNERS
    ]
)
"""(widowhood, step): the steps into an institution that leave a partner behind."""


def households_per_person(other: Floats) -> Floats:
    """Return (position, region) how many households one person stands for.

    Somebody alone and a lone parent stand for one, a partner for half a one, a child, a lodger
    and somebody in an institution for none.

    Args:
        other: (region,) households of the type "overig" per person in one (*kappa*), 0-1.

    >>> households_per_person(np.array([0.4]))[:, 0].tolist()
    [0.0, 1.0, 0.5, 0.5, 1.0, 0.4, 0.0, 0.0]
    """
    weights = np.zeros((POSITIONS, other.size))
    weights[[Position.ALONE, Position.LONE_PARENT]] = 1.0
    weights[[Position.COUPLE, Position.COUPLE_WITH_CHILDREN]] = 0.5
    weights[Position.OTHER] = other
    return weights


def check_bands(bands: Sequence[int], name: str) -> None:
    """Refuse first ages of groups that do not cover all ages once.

    Raises:
        EngineError: they do not begin at 0, do not go up, or go beyond the last age.
    """
    if not bands or bands[0] != 0 or any(b <= a for a, b in pairwise(bands)):
        raise EngineError(f"{name} begin at age 0 and go up", bands=list(bands))
    if bands[-1] >= AGES:
        raise EngineError(f"{name} end before age {AGES}", bands=list(bands))

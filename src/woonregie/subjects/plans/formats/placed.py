"""Where a plan of an official file lies: an area in RD, or nothing with an issue that says why."""

from typing import Any

from woonregie.foundation.intake.cells import CellError
from woonregie.subjects.plans.formats.locations import shape
from woonregie.subjects.plans.formats.rows import Teller
from woonregie.subjects.plans.values import located

NOWHERE: dict[str, Any] = located(None)


def placed(
    teller: Teller, given: Any, *, shapes: bool, column: str = "geometrie"
) -> dict[str, Any]:
    """Return geometry, middle and area as the register keeps them.

    Args:
        teller: told what had to be put right, or could not be read.
        given: a geometry of the file, or None.
        shapes: whether the file has shapes at all.
        column: what people call them.
    """
    if given is None:
        if shapes:
            teller.tell("no_shape", column)
        return NOWHERE
    try:
        found, code = shape(given)
    except CellError as error:
        teller.tell(error.code, column)
        return NOWHERE
    if found is None:
        teller.tell("no_shape", column)
    elif code:
        teller.tell(code, column)
    return located(found)

"""What a drawer gives: a figure as it stands in the file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawFigure:
    """One cell with its meaning; `place` is a code or a name.

    `must_know`: an unknown place is an issue; False where a file holds more than municipalities.
    """

    place: str
    measure: str
    scenario: str
    year: str
    value: str
    column: str
    must_know: bool = True

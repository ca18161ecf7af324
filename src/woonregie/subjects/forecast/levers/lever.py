"""What a lever (*knop*) is: its name, what it is without anybody turning, how far it goes.

Values are in the unit that people read: percents, children, years. Only `scenario_of` turns them
into what the engine takes. Within `low` to `high` a value is plausible; within `least` to `most`
it is possible, and marked wherever its outcome is shown.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from django.utils.functional import Promise

from woonregie.engines.household import PLAUSIBLE, POSSIBLE

Text: TypeAlias = str | Promise
PERCENT = 100.0


class Kind(StrEnum):
    """What can be chosen."""

    NUMBER = "number"
    """One value for all years, or one per year."""
    SINGLE = "single"
    """One value for all years."""
    WHOLE = "whole"
    """A whole number for all years."""
    CHOICE = "choice"
    """One of some options."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen.

    Args:
        key: what is saved.
        name: what stands in an address.
        label: what it is called on the screen.
        source: where the idea comes from.
    """

    key: str
    name: str
    label: Text
    source: Text = ""


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that somebody may think otherwise about.

    Args:
        key: what is saved.
        name: what stands in an address, and in the API.
        label: what it is called on the screen.
        unit: of all its values.
        default: what it is when nobody turns it; None is as in the starting point.
        low: the least that is plausible.
        high: the most that is plausible.
        least: the least that is possible.
        most: the most that is possible.
        step: of a slider.
        source: where default and plausible band come from, and what the lever does.
        group: one of `GROUPS`.
        kind: what can be chosen.
        times: how often the value of the engine goes into that of people.
        options: what can be chosen, of a choice.
    """

    key: str
    name: str
    label: Text
    unit: Text
    default: float | str | None
    low: float
    high: float
    least: float
    most: float
    step: float
    source: Text
    group: str
    kind: Kind = Kind.NUMBER
    times: float = 1.0
    options: tuple[Option, ...] = ()

    def option(self, key: str) -> Option:
        """Return the option with this key.

        Raises:
            KeyError: there is none.
        """
        for found in self.options:
            if found.key == key:
                return found
        raise KeyError(key)


def number(
    key: str,
    name: str,
    label: Text,
    unit: Text,
    group: str,
    step: float,
    source: Text,
    *,
    default: float | None,
    times: float = 1.0,
) -> Lever:
    """Return a lever of which the engine knows what is plausible and what is possible."""
    (low, high), (least, most) = PLAUSIBLE[key], POSSIBLE[key]
    return Lever(
        key=key,
        name=name,
        label=label,
        unit=unit,
        default=default,
        low=round(low * times, 6),
        high=round(high * times, 6),
        least=round(least * times, 6),
        most=round(most * times, 6),
        step=step,
        source=source,
        group=group,
        times=times,
    )


def choice(key: str, name: str, label: Text, group: str, source: Text, *options: Option) -> Lever:
    """Return a lever of which one of some options is chosen; the first is the usual one."""
    first = options[0].key if options else ""
    return Lever(
        key, name, label, "", first, 0, 0, 0, 0, 0, source, group, Kind.CHOICE, options=options
    )

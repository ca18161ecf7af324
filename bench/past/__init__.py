"""Counted people and moves of other offices, read from the shared data, which is not ours."""

from bench.past.offices import (
    DATA,
    iceland,
    netherlands,
    norway,
    present,
)

__all__ = ["DATA", "iceland", "netherlands", "norway", "present"]

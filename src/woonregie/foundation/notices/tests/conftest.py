"""Rooms that register turns and deadlines, as tests wish them."""

import pytest

from woonregie.foundation.notices import registry


class Rooms:
    """What the rooms of a test tell; to whom is asked is kept."""

    def __init__(self):
        self.empty()

    def empty(self):
        self.turns = []
        self.deadlines = []
        self.asked = []

    def tell_turns(self, account, organisation_id, today):
        self.asked.append((account, organisation_id, today))
        return list(self.turns)

    def tell_deadlines(self, account, organisation_id, today):
        return iter(self.deadlines)


ROOMS = Rooms()


def turns(account, organisation_id, today):
    return ROOMS.tell_turns(account, organisation_id, today)


def deadlines(account, organisation_id, today):
    return ROOMS.tell_deadlines(account, organisation_id, today)


@pytest.fixture
def rooms(monkeypatch):
    """Return one room of tests that stands in place of all rooms of the house."""
    monkeypatch.setattr(registry, "_TURNS", {})
    monkeypatch.setattr(registry, "_DEADLINES", {})
    registry.register_turns("toets", f"{__name__}.turns")
    registry.register_deadlines("toets", f"{__name__}.deadlines")
    ROOMS.empty()
    return ROOMS

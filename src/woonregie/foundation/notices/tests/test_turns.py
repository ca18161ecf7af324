"""Whose turn it is, as all rooms tell it together."""

from datetime import date, timedelta

import pytest

from woonregie.foundation.notices import registry
from woonregie.foundation.notices.queries import deadlines_for, turns_for
from woonregie.foundation.notices.registry import Deadline, Turn

TODAY = date(2026, 11, 26)


def turn(about, *, mine=True, due=None, risk=False):
    return Turn(about, f"Doe {about}.", f"/testregio/{about}/", mine, due, risk)


def deadline(about, on):
    return Deadline(about, f"Termijn {about}", f"/testregio/{about}/", on)


class TestTurnsFor:
    def test_asks_every_room_of_this_reader_in_this_region(self, rooms, region, secretary):
        turns_for(secretary, region.organisation_id, today=TODAY)

        assert rooms.asked == [(secretary, region.organisation_id, TODAY)]

    def test_puts_what_is_at_risk_first_and_then_the_earliest_day(self, rooms, region, secretary):
        rooms.turns = [
            turn("altijd"),
            turn("later", due=TODAY + timedelta(days=9)),
            turn("morgen", due=TODAY + timedelta(days=1)),
            turn("gevaar", due=TODAY + timedelta(days=30), risk=True),
        ]

        found = turns_for(secretary, region.organisation_id, today=TODAY)

        assert [item.about for item in found.mine] == ["gevaar", "morgen", "later", "altijd"]

    def test_keeps_hers_and_those_of_others_apart(self, rooms, region, secretary):
        rooms.turns = [turn("hare"), turn("van-een-ander", mine=False)]

        found = turns_for(secretary, region.organisation_id, today=TODAY)

        assert [item.about for item in found.mine] == ["hare"]
        assert [item.about for item in found.others] == ["van-een-ander"]

    def test_tells_once_what_two_rooms_tell_under_one_name(self, rooms, region, secretary):
        rooms.turns = [turn("stuk"), turn("stuk")]

        found = turns_for(secretary, region.organisation_id, today=TODAY)

        assert len(found.mine) == 1

    def test_counts_risks_of_others_as_well(self, rooms, region, secretary):
        rooms.turns = [turn("zij", mine=False, risk=True), turn("ik", risk=True), turn("gewoon")]

        found = turns_for(secretary, region.organisation_id, today=TODAY)

        assert [item.about for item in found.at_risk] == ["ik", "zij"]


class TestDeadlinesFor:
    def test_shows_sixty_days_ahead_and_no_day_more(self, rooms, region, secretary):
        rooms.deadlines = [
            deadline("te-ver", TODAY + timedelta(days=61)),
            deadline("net", TODAY + timedelta(days=60)),
            deadline("vandaag", TODAY),
            deadline("voorbij", TODAY - timedelta(days=1)),
        ]

        found = deadlines_for(secretary, region.organisation_id, today=TODAY)

        assert [item.about for item in found] == ["vandaag", "net"]


class TestRegister:
    def test_a_path_that_leads_nowhere_is_a_fault_of_ours_and_is_heard(
        self, rooms, region, secretary
    ):
        registry.register_turns("kapot", "woonregie.foundation.notices.registry.nergens")

        with pytest.raises(ImportError):
            turns_for(secretary, region.organisation_id, today=TODAY)

    def test_the_same_name_takes_the_place_of_the_former(self, rooms, region, secretary):
        registry.register_turns("toets", "woonregie.foundation.notices.tests.conftest.turns")
        rooms.turns = [turn("een")]

        found = turns_for(secretary, region.organisation_id, today=TODAY)

        assert len(rooms.asked) == 1
        assert len(found.mine) == 1

"""Lines of other rooms beside a thing."""

from datetime import date
from uuid import UUID

import pytest
from django.utils.functional import lazystr

from woonregie.foundation.pages import beside as room
from woonregie.foundation.pages.beside import Asked, Line, beside, register_beside

ASKED = Asked(None, None, "brieven", UUID(int=1), date(2026, 11, 26))


@pytest.fixture(autouse=True)
def _no_others(monkeypatch):
    monkeypatch.setattr(room, "_TOLD", {})


class TestBeside:
    def test_stands_in_the_order_of_places(self):
        register_beside("agenda", 2, lazystr("Op de agenda"), lambda _asked: [Line("12 mei")])
        register_beside("yes", 1, lazystr("Akkoord"), lambda _asked: [Line("Kampen")])

        assert [heading for heading, _lines in beside(ASKED)] == ["Akkoord", "Op de agenda"]

    def test_a_room_with_nothing_to_say_shows_no_heading(self):
        register_beside("agenda", 1, lazystr("Op de agenda"), lambda _asked: [])

        assert beside(ASKED) == []

    def test_is_told_what_the_page_asks(self):
        register_beside("yes", 1, lazystr("Akkoord"), lambda asked: [Line(asked.kind)])

        assert beside(ASKED) == [("Akkoord", [Line("brieven")])]

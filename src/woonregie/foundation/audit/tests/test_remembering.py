"""An answer is remembered until anything is recorded, and never longer."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.http import HttpResponse

from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.remembering import until_recorded
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.once import OnceMiddleware

ACT = register_act("audit.remembered", "probeerde te onthouden")
AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def something_happens(**payload):
    return record(act=ACT.name, by=None, at=AT, payload=payload)


@pytest.fixture
def homes():
    """Return what stands in the register, which a test may change behind everybody's back."""
    return {"Kampen": 600, "Zwolle": 80}


@pytest.fixture
def asked():
    """Return the municipalities that were counted, in order."""
    return []


@pytest.fixture
def homes_in(homes, asked):
    """Return a question that is remembered for two municipalities."""

    @until_recorded(most=2)
    def count(municipality):
        asked.append(municipality)
        return homes[municipality]

    return count


@pytest.fixture
def read(rf, homes_in):
    """Return what a page says when somebody asks for it."""

    def shown(municipality, method="get"):
        answer = OnceMiddleware(lambda _request: HttpResponse(str(homes_in(municipality))))(
            getattr(rf, method)("/testregio/")
        )
        return int(answer.content)

    return shown


class TestUntilRecorded:
    def test_asks_once_for_all_pages_that_are_read(self, read, asked):
        something_happens()

        assert [read("Kampen"), read("Kampen"), read("Zwolle")] == [600, 600, 80]
        assert asked == ["Kampen", "Zwolle"]

    def test_asks_again_when_anything_was_recorded(self, read, homes):
        something_happens()
        assert read("Kampen") == 600

        homes["Kampen"] = 500
        something_happens()

        assert read("Kampen") == 500

    def test_takes_no_other_event_with_the_same_number_for_the_same(self, read, homes):
        something_happens()
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
            homes["Kampen"] = 9_999
            something_happens(homes=9_999)
            assert read("Kampen") == 9_999
            raise ZeroDivisionError

        homes["Kampen"] = 500
        something_happens(homes=500)

        assert read("Kampen") == 500

    def test_remembers_nothing_before_the_first_event(self, read, homes):
        assert read("Kampen") == 600

        homes["Kampen"] = 500

        assert read("Kampen") == 500

    def test_who_writes_sees_what_stands_now(self, read, homes):
        something_happens()
        read("Kampen")

        homes["Kampen"] = 500

        assert read("Kampen", "post") == 500

    def test_a_command_sees_what_stands_now(self, read, homes, homes_in):
        something_happens()
        read("Kampen")

        homes["Kampen"] = 500

        assert homes_in("Kampen") == 500

    def test_keeps_no_more_than_was_said(self, read, homes, asked):
        homes["Raalte"] = 30
        something_happens()

        for name in ("Kampen", "Zwolle", "Raalte", "Zwolle", "Kampen"):
            read(name)

        assert asked == ["Kampen", "Zwolle", "Raalte", "Kampen"]

    def test_a_question_that_fails_is_asked_again(self, read, homes):
        something_happens()
        with pytest.raises(KeyError):
            read("Raalte")

        homes["Raalte"] = 30

        assert read("Raalte") == 30

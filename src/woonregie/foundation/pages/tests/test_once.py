"""While a page is read a question is worked out once; nowhere else is an answer kept."""

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpResponse

from woonregie.foundation.pages.once import OnceMiddleware, _forget_when_written, once


@pytest.fixture
def counted():
    """Return a question that tells how often it was worked out, per argument."""
    worked_out = []

    @once
    def plans_of(municipality, *, year=2026):
        worked_out.append((municipality, year))
        return frozenset({f"{municipality} {year}"})

    plans_of.worked_out = worked_out
    return plans_of


def _page(rf, method, view):
    return OnceMiddleware(view)(getattr(rf, method)("/testregio/plannen/"))


class TestOnce:
    def test_works_a_question_out_once_while_a_page_is_read(self, rf, counted):
        def view(_request):
            assert counted("Kampen") == counted("Kampen") == {"Kampen 2026"}
            return HttpResponse()

        _page(rf, "get", view)

        assert counted.worked_out == [("Kampen", 2026)]

    def test_tells_questions_apart_by_their_arguments(self, rf, counted):
        def view(_request):
            assert counted("Kampen", year=2025) == {"Kampen 2025"}
            assert counted("Zwolle", year=2025) == {"Zwolle 2025"}
            assert counted("Kampen", year=2026) == {"Kampen 2026"}
            return HttpResponse()

        _page(rf, "get", view)

        assert len(counted.worked_out) == 3

    def test_forgets_with_the_page(self, rf, counted):
        for _page_number in range(2):
            _page(rf, "get", lambda _request: HttpResponse(str(counted("Kampen"))))

        assert len(counted.worked_out) == 2

    def test_forgets_when_a_page_breaks(self, rf, counted):
        def view(_request):
            counted("Kampen")
            raise LookupError

        with pytest.raises(LookupError):
            _page(rf, "get", view)
        counted("Kampen")

        assert len(counted.worked_out) == 2

    @pytest.mark.django_db
    def test_forgets_for_good_when_a_page_writes(self, rf, counted):
        seen = []

        def view(_request):
            counted("Kampen")
            with transaction.atomic():
                counted("Kampen")
                seen.append(len(counted.worked_out))
                Session.objects.filter(session_key="none").update(session_data="")
                counted("Kampen")
            counted("Kampen")
            return HttpResponse()

        _page(rf, "post", view)

        assert seen == [1]
        assert len(counted.worked_out) == 3

    @pytest.mark.parametrize("verb", ["INSERT", "UPDATE", "DELETE", "WITH", "\n  update", "CALL"])
    def test_takes_what_is_no_plain_question_for_a_write(self, rf, counted, verb):
        def view(_request):
            counted("Kampen")
            _forget_when_written(lambda *_arguments: None, f"{verb} something", None, False, {})
            counted("Kampen")
            return HttpResponse()

        _page(rf, "post", view)

        assert len(counted.worked_out) == 2

    def test_keeps_nothing_outside_a_page(self, counted):
        counted("Kampen")
        counted("Kampen")

        assert len(counted.worked_out) == 2

    def test_a_refusal_is_asked_again(self, rf):
        asked = []

        @once
        def refused():
            asked.append(1)
            raise PermissionError

        def view(_request):
            for _ in range(2):
                with pytest.raises(PermissionError):
                    refused()
            return HttpResponse()

        _page(rf, "get", view)

        assert len(asked) == 2

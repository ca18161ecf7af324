"""Who may ask whom about what, and until when."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from woonregie.foundation.audit.models import Event
from woonregie.foundation.consents.errors import AskingError, MandateError, WithdrawnError
from woonregie.foundation.consents.models import Consent, Request
from woonregie.foundation.consents.services import withdraw
from woonregie.foundation.consents.tests.conftest import LAST_DAY

pytestmark = pytest.mark.django_db


class TestAsk:
    def test_keeps_what_was_asked_of_whom(self, asked, a_source, kampen, zwolle, corporation):
        request = asked()

        parties = set(Consent.objects.values_list("organisation_id", flat=True))
        assert parties == {kampen.organisation_id, zwolle.organisation_id, corporation.pk}
        assert (request.thing_kind, request.thing_id) == ("bronnen", a_source.pk)
        assert len(request.thing_digest) == 64
        assert (request.answer_by, request.silence_agrees) == (LAST_DAY, False)

    def test_writes_one_line_without_words_of_people(self, asked, region, secretary):
        request = asked()

        [line] = Event.objects.all()
        assert (line.act, line.target_id, line.actor_id) == (
            "consents.asked",
            request.pk,
            secretary.pk,
        )
        assert line.organisation_id == region.organisation_id
        assert line.payload == {"parties": 3, "until": "2026-12-15"}

    def test_a_municipality_asks_its_neighbours(self, asked, official_kampen, kampen):
        request = asked(by=official_kampen, organisation=kampen.organisation)

        assert request.organisation == kampen.organisation

    def test_not_for_another(self, asked, official_kampen, zwolle):
        with pytest.raises(MandateError, match="U werkt niet bij Zwolle"):
            asked(by=official_kampen, organisation=zwolle.organisation)

    def test_not_by_who_reads_only(self, asked, reader, kampen):
        with pytest.raises(MandateError, match="kunt u dit lezen"):
            asked(by=reader, organisation=kampen.organisation)

    def test_not_by_whose_mandate_ended_yesterday(self, asked, former_alderman, kampen):
        with pytest.raises(MandateError, match="eindigde op 23 november 2026"):
            asked(by=former_alderman, organisation=kampen.organisation)

    def test_not_about_what_is_not_there(self, asked):
        with pytest.raises(AskingError, match="niet, of u mag het niet zien"):
            asked(pointer=("bronnen", uuid7()))

    def test_not_about_a_kind_that_nobody_knows(self, asked, a_source):
        with pytest.raises(AskingError, match="niet, of u mag het niet zien"):
            asked(pointer=("dromen", a_source.pk))

    def test_not_about_a_question_itself(self, asked):
        first = asked()

        with pytest.raises(AskingError, match="het stuk zelf"):
            asked(pointer=("instemming", first.pk))

    @pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
    def test_not_without_words_or_with_a_book(self, asked, text):
        with pytest.raises(AskingError, match="1 tot 2000 tekens"):
            asked(text=text)

    @pytest.mark.parametrize("day", [date(2026, 11, 23), date(2045, 1, 1)])
    def test_not_until_a_day_that_is_over_or_never_comes(self, asked, day):
        with pytest.raises(AskingError, match="tien jaar"):
            asked(answer_by=day)

    def test_not_of_nobody(self, asked):
        with pytest.raises(AskingError, match="ten minste één partij"):
            asked(parties=[])

    def test_not_twice_of_one(self, asked, kampen):
        with pytest.raises(AskingError, match="één keer"):
            asked(parties=[kampen.organisation, kampen.organisation])

    def test_not_of_who_does_not_work_in_the_region(self, asked, kampen, hellendoorn):
        with pytest.raises(AskingError, match="werken nu niet in deze regio: Hellendoorn"):
            asked(parties=[kampen.organisation, hellendoorn.organisation])

    def test_not_again_while_it_is_open(self, asked, kampen):
        asked()

        with pytest.raises(AskingError, match="staat al open"):
            asked(parties=[kampen.organisation])

        assert Request.objects.count() == 1

    def test_leaves_nothing_when_it_is_refused(self, asked, hellendoorn):
        with pytest.raises(AskingError):
            asked(parties=[hellendoorn.organisation])

        assert not Request.objects.exists()
        assert not Event.objects.exists()

    def test_cannot_be_rewritten(self, asked):
        asked()

        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.update(question="Stemt u in met iets anders?")


class TestWithdraw:
    def test_says_who_took_it_back_and_why(self, request_of_region, secretary, moment):
        taken = withdraw(
            by=secretary, at=moment, request=request_of_region, reason=" Verkeerde cijfers. "
        )

        assert (taken.by, taken.at, taken.reason) == (secretary, moment, "Verkeerde cijfers.")
        assert Event.objects.order_by("-sequence")[0].act == "consents.withdrawn"

    def test_not_by_a_party(self, request_of_region, official_kampen, moment):
        with pytest.raises(MandateError, match="U werkt niet bij Testregio"):
            withdraw(by=official_kampen, at=moment, request=request_of_region, reason="Nee.")

    def test_not_without_a_reason(self, request_of_region, secretary, moment):
        with pytest.raises(AskingError, match="waarom"):
            withdraw(by=secretary, at=moment, request=request_of_region, reason=" ")

    def test_not_twice(self, request_of_region, secretary, moment):
        withdraw(by=secretary, at=moment, request=request_of_region, reason="Vergissing.")

        with pytest.raises(WithdrawnError, match="ingetrokken"):
            withdraw(by=secretary, at=moment, request=request_of_region, reason="Vergissing.")

    def test_makes_room_to_ask_again(self, asked, secretary, moment):
        withdraw(by=secretary, at=moment, request=asked(), reason="Vergissing.")

        assert asked().pk

"""Who may answer for a party, until when, and what stands when it answers again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from woonregie.foundation.accounts.models import Membership, Role
from woonregie.foundation.audit.models import Event
from woonregie.foundation.consents.errors import (
    AlreadyAnsweredError,
    AlreadySettledError,
    AnswerError,
    DecisionOfTomorrowError,
    MandateError,
    ThingChangedError,
    TooLateError,
    WithdrawnError,
)
from woonregie.foundation.consents.models import Answer, Consent, Decision
from woonregie.foundation.consents.queries import state_of
from woonregie.foundation.consents.services import Decided, settle_reservation, withdraw
from woonregie.foundation.consents.standing import Standing
from woonregie.foundation.pages.errors import StaleVersionError

pytestmark = pytest.mark.django_db
COUNCIL = {"body": "council", "body_decides_by": date(2027, 2, 1)}
YES_OF_COUNCIL = Decided("Gemeenteraad", "Instemming met de cijfers", date(2026, 12, 17))


@pytest.fixture
def standing_of_kampen(request_of_region, region, secretary):
    def ask(on):
        state = state_of(secretary, region, request_of_region.pk, today=on)
        return next(p for p in state.parties if p.consent.organisation.name == "Kampen")

    return ask


@pytest.fixture
def settled(request_of_region, kampen, official_kampen, moment):
    def settle(*, agreed=True, days=30, decided=YES_OF_COUNCIL, **said):
        return settle_reservation(
            by=official_kampen,
            at=moment + timedelta(days=days),
            consent=Consent.objects.get(organisation=kampen.organisation),
            agreed=agreed,
            decided=decided,
            **said,
        )

    return settle


class TestAnswer:
    def test_keeps_who_said_what_in_which_role(self, answered, official_kampen, moment):
        said = answered(reason="Na overleg.")

        assert (said.reply, said.answered_by, said.role) == ("agreed", official_kampen, "official")
        assert (said.number, said.answered_at) == (1, moment)

    def test_writes_one_line_for_the_party(self, answered, kampen):
        answered(reason="Na overleg met A. de Vries.")

        line = Event.objects.order_by("-sequence")[0]
        assert (line.act, line.organisation_id) == ("consents.answered", kampen.organisation_id)
        assert line.payload == {"reply": "agreed"}

    def test_given_anew_the_last_stands_and_the_first_stays(
        self, answered, standing_of_kampen, moment
    ):
        answered("objection", reason="Te veel woningen in Reeve.")
        answered("agreed", days=1)

        party = standing_of_kampen(moment.date())
        assert party.standing == Standing.AGREED
        assert [item.reply for item in party.answers] == ["agreed", "objection"]

    def test_a_decision_is_its_evidence(self, answered, kampen):
        decided = Decided("College", "Instemming", date(2026, 11, 20), number="2026-77")

        said = answered(decided=decided)

        assert said.decision.organisation == kampen.organisation
        assert str(said.decision) == "College 2026-11-20: Instemming"

    def test_cannot_be_rewritten_or_taken_away(self, answered):
        answered("objection", reason="Te veel.")

        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.update(reply="agreed")
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.all().delete()

    def test_on_the_last_day_is_in_time(self, answered):
        assert answered(days=21).number == 1

    def test_a_day_later_is_not(self, answered):
        with pytest.raises(TooLateError, match=r"was 15 december 2026\. Vraag Testregio"):
            answered(days=22)

    def test_twice_the_same_is_told(self, answered):
        answered()

        with pytest.raises(AlreadyAnsweredError, match="Kampen gaf dit antwoord al op 24 nov"):
            answered()

        assert Answer.objects.count() == 1

    def test_of_two_who_answer_at_once_the_second_looks_first(self, answered, executive_kampen):
        answered(base=0)

        with pytest.raises(StaleVersionError, match="collega gaf intussen"):
            answered("abstention", by=executive_kampen, base=0)

    def test_not_after_the_question_was_taken_back(
        self, answered, request_of_region, secretary, moment
    ):
        withdraw(by=secretary, at=moment, request=request_of_region, reason="Vergissing.")

        with pytest.raises(WithdrawnError, match="niet meer beantwoorden"):
            answered()

    @pytest.mark.parametrize("reply", ["agreed", "objection"])
    def test_not_on_what_changed_since(self, answered, a_source, reply):
        a_source.title = "Monitor plancapaciteit, herzien"
        a_source.save()

        with pytest.raises(ThingChangedError, match="gewijzigd sinds de vraag"):
            answered(reply, reason="Nee.")

    def test_no_yes_to_what_is_not_to_be_seen(self, answered, a_source):
        # A source of which nobody knows how it came may be read by all; this one is gone.
        a_source.delete()

        with pytest.raises(AnswerError, match="Zonder het te zien"):
            answered()
        assert answered("objection", reason="Wij zien het stuk niet.").number == 1

    @pytest.mark.parametrize(
        ("reply", "said", "told"),
        [
            ("maybe", {}, "Kies een antwoord"),
            ("objection", {"reason": "  "}, "waarom u bezwaar hebt"),
            ("agreed", {"reason": "x" * 4001}, "4000 tekens"),
            ("reserved", {}, "welk orgaan"),
            ("reserved", {"body": "council"}, "uiterlijk wanneer"),
            ("reserved", {**COUNCIL, "body": "koor"}, "welk orgaan"),
            ("reserved", {**COUNCIL, "body_decides_by": date(2026, 11, 23)}, "vandaag of later"),
            ("agreed", COUNCIL, "hoort bij een akkoord onder voorbehoud"),
            ("agreed", {"valid_until": date(2026, 11, 23)}, "einddatum van vandaag"),
            ("abstention", {"valid_until": date(2027, 1, 1)}, "Alleen een akkoord"),
            (
                "objection",
                {"valid_until": date(2027, 1, 1), "reason": "Nee."},
                "Alleen een akkoord",
            ),
        ],
    )
    def test_is_refused_in_words(self, answered, reply, said, told):
        with pytest.raises(AnswerError, match=told):
            answered(reply, **said)

        assert not Answer.objects.exists()

    def test_refused_evidence_leaves_nothing(self, answered):
        with pytest.raises(DecisionOfTomorrowError):
            answered(decided=Decided("Gemeenteraad", "Instemming", date(2027, 1, 1)))

        assert not Answer.objects.exists()
        assert not Decision.objects.exists()


class TestMandate:
    def test_that_ended_yesterday_is_over(self, answered, former_alderman):
        with pytest.raises(MandateError) as refused:
            answered(by=former_alderman)

        assert str(refused.value) == (
            "Uw rol bestuurder bij Kampen eindigde op 23 november 2026. U kunt niet meer namens "
            "Kampen spreken. Vraag een collega, of vraag de beheerder om een nieuwe rol."
        )

    def test_that_ends_today_holds_until_midnight(self, answered, former_alderman, moment):
        Membership.objects.update(ends_before=moment.date() + timedelta(days=1))

        assert answered(by=former_alderman).role == "executive"

    def test_that_begins_tomorrow_is_none_yet(self, answered, former_alderman):
        Membership.objects.filter(account=former_alderman).update(
            starts_on=date(2026, 11, 25), ends_before=None
        )

        with pytest.raises(MandateError, match="begint pas op 25 november 2026"):
            answered(by=former_alderman)

    def test_of_a_reader_is_none(self, answered, reader):
        with pytest.raises(MandateError, match="niet namens Kampen spreken"):
            answered(by=reader)

    def test_is_for_the_own_party_only(self, answered, official_zwolle):
        with pytest.raises(MandateError, match="U werkt niet bij Kampen"):
            answered(by=official_zwolle)

    def test_of_the_office_is_not_for_others(self, answered, secretary):
        with pytest.raises(MandateError, match="U werkt niet bij Kampen"):
            answered(by=secretary)

    def test_of_who_was_not_asked_is_none(self, answered, raalte):
        with pytest.raises(MandateError, match="Aan Raalte is dit niet gevraagd"):
            answered(organisation=raalte.organisation)

    def test_of_a_closed_account_is_none(self, answered, official_kampen):
        official_kampen.is_active = False
        official_kampen.save()

        with pytest.raises(MandateError):
            answered()

    def test_of_a_corporation_is_its_adviser(self, answered, corporation, corporation_adviser):
        said = answered(by=corporation_adviser, organisation=corporation)

        assert said.role == Role.CORPORATION_ADVISER


class TestReservation:
    def test_waits_for_the_council_and_is_late_after_its_day(self, answered, standing_of_kampen):
        answered("reserved", **COUNCIL)

        in_time, late = standing_of_kampen(date(2027, 2, 1)), standing_of_kampen(date(2027, 2, 2))
        assert (in_time.standing, in_time.waits, in_time.overdue) == (
            Standing.RESERVED,
            True,
            False,
        )
        assert late.overdue

    def test_is_lifted_by_a_decision_also_after_the_last_day(
        self, answered, settled, standing_of_kampen
    ):
        answered("reserved", **COUNCIL)

        outcome = settled()

        party = standing_of_kampen(date(2026, 12, 24))
        assert party.standing == Standing.AGREED
        assert not party.waits
        assert str(outcome.decision) == "Gemeenteraad 2026-12-17: Instemming met de cijfers"
        line = Event.objects.order_by("-sequence")[0]
        assert line.act == "consents.reservation_settled"

    def test_is_an_objection_when_the_council_says_no(self, answered, settled, standing_of_kampen):
        answered("reserved", **COUNCIL)

        settled(agreed=False, reason="De raad wil minder woningen.")

        assert standing_of_kampen(date(2026, 12, 24)).standing == Standing.OBJECTION

    def test_a_no_of_the_council_says_why(self, answered, settled):
        answered("reserved", **COUNCIL)

        with pytest.raises(AnswerError, match="waarom het orgaan niet akkoord"):
            settled(agreed=False)

    def test_ends_once(self, answered, settled):
        answered("reserved", **COUNCIL)
        settled()

        with pytest.raises(AlreadySettledError, match="al vastgelegd"):
            settled()
        with pytest.raises(AnswerError, match="geen voorbehoud dat nog open"):
            settled(agreed=False, reason="Toch niet")

    @pytest.mark.parametrize("reply", [None, "agreed"])
    def test_ends_only_where_there_is_one(self, answered, request_of_region, settled, reply):
        if reply:
            answered(reply)

        with pytest.raises(AnswerError, match="geen voorbehoud"):
            settled()

    def test_cannot_be_lifted_by_a_decision_of_tomorrow(self, answered, settled):
        answered("reserved", **COUNCIL)

        with pytest.raises(DecisionOfTomorrowError):
            settled(decided=Decided("Gemeenteraad", "Instemming", date(2027, 6, 1)))

    def test_an_answer_given_anew_has_its_own(self, answered, settled):
        answered("reserved", **COUNCIL)
        answered("reserved", days=1, **{**COUNCIL, "body_decides_by": date(2027, 3, 1)})

        assert settled().answer.number == 2

"""A decision of a body is recorded once, with one line in the trail."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from woonregie.foundation.audit.models import Event
from woonregie.foundation.consents.errors import DecisionOfTomorrowError
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.consents.services import record_decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded(kampen, official_kampen, moment):
    def record(**changes):
        said = {
            "by": official_kampen,
            "at": moment,
            "organisation": kampen.organisation,
            "body": "Gemeenteraad",
            "title": "Woonprogramma",
            "decided_on": date(2026, 6, 25),
            "number": "2026-114",
        }
        return record_decision(**{**said, **changes})

    return record


class TestRecordDecision:
    def test_keeps_what_was_decided_by_whom(self, recorded, kampen):
        recorded()

        decision = Decision.objects.get()
        assert decision.organisation == kampen.organisation
        assert str(decision) == "Gemeenteraad 2026-06-25: Woonprogramma"
        assert (decision.number, decision.invented) == ("2026-114", False)

    def test_the_same_again_writes_nothing(self, recorded):
        assert recorded() == recorded()
        assert Decision.objects.count() == 1
        assert Event.objects.count() == 1

    @pytest.mark.parametrize(
        "change",
        [
            {"body": "College"},
            {"title": "Woonprogramma, herzien"},
            {"decided_on": date(2026, 6, 26)},
            {"number": ""},
        ],
    )
    def test_another_decision_is_another_one(self, recorded, change):
        assert recorded(**change) != recorded()

    def test_of_another_municipality_is_another_one(self, recorded, zwolle):
        assert recorded(organisation=zwolle.organisation) != recorded()

    def test_an_example_says_so(self, recorded):
        assert recorded(invented=True).invented

    def test_its_line_is_for_the_people_of_the_organisation(
        self, recorded, kampen, official_kampen
    ):
        decision = recorded()

        [line] = Event.objects.all()
        assert (line.act, line.target_id) == ("consents.decision_recorded", decision.pk)
        assert (line.actor_id, line.organisation_id) == (
            official_kampen.pk,
            kampen.organisation_id,
        )

    def test_its_line_holds_nothing_that_somebody_typed(self, recorded):
        recorded(body="Wethouder A. de Vries", title="Brief van A. de Vries")

        assert Event.objects.get().payload == {"decided_on": "2026-06-25"}

    def test_leaves_nothing_when_the_rest_is_undone(self, recorded):
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012  the point
            recorded()
            raise ZeroDivisionError

        assert not Decision.objects.exists()
        assert not Event.objects.exists()

    def test_the_database_keeps_it_once(self, recorded):
        decision = recorded()
        decision.pk = None

        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(
                organisation=decision.organisation,
                body=decision.body,
                number=decision.number,
                title=decision.title,
                decided_on=decision.decided_on,
            )

    def test_of_tomorrow_was_not_taken_yet(self, recorded, moment):
        with pytest.raises(DecisionOfTomorrowError, match="nog niet geweest"):
            recorded(decided_on=moment.date() + timedelta(days=2))

        assert not Decision.objects.exists()

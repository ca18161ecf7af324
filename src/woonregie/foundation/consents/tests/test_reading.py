"""Who reads a request: its parties, the office, and as wide as was said."""

from datetime import timedelta

import pytest

from woonregie.foundation.consents.models import Answer, Readers
from woonregie.foundation.consents.queries import (
    about,
    state_of,
    states_in,
    visible_decisions,
    visible_requests,
)
from woonregie.foundation.consents.services import Given, answer, record_decision
from woonregie.foundation.consents.standing import Standing
from woonregie.foundation.region.models import RegionMember

pytestmark = pytest.mark.django_db
PARTIES = ["official_kampen", "executive_kampen", "reader", "official_zwolle"]
OTHERS = ["tenants_representative", "account_manager", "theme_lead", "administrator"]


@pytest.fixture
def read(region, moment, request):
    def reads(who):
        account = request.getfixturevalue(who)
        return visible_requests(account, region, today=moment.date()).exists()

    return reads


class TestParties:
    @pytest.mark.parametrize(
        "who", [*PARTIES, "corporation_adviser", "secretary", "theme_lead", "administrator"]
    )
    def test_read_what_they_are_asked(self, request_of_region, read, who):
        # The lead works in Zwolle, the administrator at the region that asked.
        assert read(who)

    @pytest.mark.parametrize(
        "who", ["tenants_representative", "account_manager", "market_expert", "stranger"]
    )
    def test_alone(self, request_of_region, read, who):
        assert not read(who)


class TestAMergedParty:
    def test_is_followed_by_the_one_it_went_up_in(
        self, asked, kampen, official_zwolle, read, request, moment
    ):
        question = asked(parties=[kampen.organisation])
        before = read("official_zwolle")

        request.getfixturevalue("kampen_merged")
        answer(
            by=official_zwolle,
            at=moment,
            request=question,
            organisation=kampen.organisation,
            given=Given("agreed"),
        )

        assert (before, read("official_zwolle")) == (False, True)
        assert Answer.objects.get().role == "official"

    def test_stands_on_its_own_until_the_day_of_the_merger(
        self, asked, kampen, zwolle, official_zwolle, read, moment
    ):
        asked(parties=[kampen.organisation])
        kampen.organisation.successor = zwolle.organisation
        kampen.organisation.ends_before = moment.date() + timedelta(days=1)
        kampen.organisation.save()

        assert not read("official_zwolle")

    def test_brings_no_decisions_of_another_region(
        self, region, kampen, account_manager, moment, request
    ):
        RegionMember.objects.filter(organisation=kampen.organisation).delete()
        record_decision(
            by=None,
            at=moment,
            organisation=kampen.organisation,
            body="Raad",
            title="Elders besloten",
            decided_on=moment.date(),
            read_by=Readers.REGION,
        )

        request.getfixturevalue("kampen_merged")

        assert not visible_decisions(account_manager, region, today=moment.date()).exists()

    def test_keeps_its_decisions_in_the_region(
        self, region, kampen, official_kampen, official_zwolle, moment, request
    ):
        record_decision(
            by=official_kampen,
            at=moment,
            organisation=kampen.organisation,
            body="College",
            title="Woonvisie vastgesteld",
            decided_on=moment.date(),
            read_by=Readers.PARTIES,
        )

        request.getfixturevalue("kampen_merged")

        found = visible_decisions(official_zwolle, region, today=moment.date())
        assert [item.title for item in found] == ["Woonvisie vastgesteld"]


class TestRegion:
    @pytest.mark.parametrize("who", ["tenants_representative", "account_manager", "reader"])
    def test_reads_what_was_said_to_be_for_all(self, asked, read, who):
        asked(read_by=Readers.REGION)

        assert read(who)

    @pytest.mark.parametrize("who", ["market_expert", "stranger"])
    def test_is_not_its_guests_or_strangers(self, asked, read, who):
        asked(read_by=Readers.REGION)

        assert not read(who)

    def test_a_guest_reads_what_her_own_organisation_asked(self, request_of_region, read):
        assert read("guest")

    def test_its_office_reads_what_others_ask(self, asked, official_kampen, kampen, zwolle, read):
        asked(by=official_kampen, organisation=kampen.organisation, parties=[zwolle.organisation])

        assert read("secretary")
        assert not read("administrator")

    def test_of_another_reads_nothing(self, request_of_region, stranger, region, moment):
        assert states_in(stranger, region, today=moment.date()) == []


class TestState:
    def test_puts_her_turn_first(self, asked, answered, official_kampen, region, zwolle, moment):
        answered()
        later = asked(text="En hiermee?", parties=[zwolle.organisation])

        listed = states_in(official_kampen, region, today=moment.date())

        assert [state.my_turn for state in listed] == [False]
        assert later.pk not in {state.request.pk for state in listed}

    def test_of_who_has_yet_to_answer_comes_before_the_rest(
        self, asked, answered, official_kampen, region, kampen, moment
    ):
        waiting = asked(text="En hiermee?", parties=[kampen.organisation])
        answered()

        listed = states_in(official_kampen, region, today=moment.date())

        assert listed[0].request.pk == waiting.pk

    def test_names_the_thing_and_says_when_it_changed(
        self, request_of_region, a_source, official_kampen, region, moment
    ):
        before = state_of(official_kampen, region, request_of_region.pk, today=moment.date())
        a_source.title = "Monitor plancapaciteit, herzien"
        a_source.save()
        after = state_of(official_kampen, region, request_of_region.pk, today=moment.date())

        assert before.thing.title == "Monitor plancapaciteit"
        assert (before.outcome.changed, after.outcome.changed) == (False, True)
        assert after.thing.title == "Monitor plancapaciteit, herzien"
        assert not after.my_turn

    def test_of_what_is_gone_does_not_say_that_it_changed(
        self, request_of_region, a_source, official_kampen, region, moment
    ):
        a_source.delete()

        state = state_of(official_kampen, region, request_of_region.pk, today=moment.date())

        assert state.thing is None
        assert state.outcome.changed is None

    def test_stands_beside_its_thing(
        self, answered, a_source, official_zwolle, region, stranger, moment
    ):
        answered()
        pointer = ("bronnen", a_source.pk)

        [state] = about(pointer, official_zwolle, region, today=moment.date())

        assert dict(state.outcome.parties)["Kampen"] == Standing.AGREED
        assert about(pointer, stranger, region, today=moment.date()) == []


class TestDecisions:
    @pytest.fixture
    def of_kampen(self, kampen, moment):
        def record(read_by=Readers.PARTIES):
            return record_decision(
                by=None,
                at=moment,
                organisation=kampen.organisation,
                body="Gemeenteraad",
                title="Reeve",
                decided_on=moment.date(),
                read_by=read_by,
            )

        return record

    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            ("official_kampen", True),
            ("executive_kampen", True),
            ("official_zwolle", False),
            ("secretary", False),
            ("reader", False),
        ],
    )
    def test_that_say_nothing_are_for_who_speaks_for_the_organisation(
        self, of_kampen, region, request, moment, who, sees
    ):
        of_kampen()
        account = request.getfixturevalue(who)

        assert visible_decisions(account, region, today=moment.date()).exists() is sees

    @pytest.mark.parametrize(
        ("who", "sees"),
        [("reader", True), ("official_zwolle", True), ("market_expert", False), ("guest", False)],
    )
    def test_for_the_region_are_not_for_its_guests(
        self, of_kampen, region, request, moment, who, sees
    ):
        of_kampen(Readers.REGION)
        account = request.getfixturevalue(who)

        assert visible_decisions(account, region, today=moment.date()).exists() is sees

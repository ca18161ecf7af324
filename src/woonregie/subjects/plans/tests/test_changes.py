"""Totals are remembered per municipality: only what changed since is counted again."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.audit.queries import head_sequence
from woonregie.foundation.audit.services import record
from woonregie.foundation.norms.services import PROFILE_SAVED
from woonregie.foundation.region.models import Municipality, RegionMember
from woonregie.foundation.region.services import LIST_LOADED
from woonregie.subjects.plans.models import Plan, PlanVersion
from woonregie.subjects.plans.queries import PlanFilter, Summary, summary
from woonregie.subjects.plans.queries.changes import places_changed_since
from woonregie.subjects.plans.services import apply_bulk, set_programme
from woonregie.subjects.plans.tests.factories import AT, SINCE, TODAY, change, record_plan, row

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def plans(kampen, zwolle):
    return SimpleNamespace(
        reeve=record_plan(kampen, "Reeve", {2027: 100}),
        stadshagen=record_plan(zwolle, "Stadshagen", {2027: 300}),
    )


@pytest.fixture
def before(plans):
    """Return the number of the last event before something happens."""
    return head_sequence()


class TestPlacesChangedSince:
    def test_nothing_changed_nowhere(self, before):
        assert places_changed_since(before) == frozenset()

    def test_a_changed_and_a_new_plan_name_their_municipality(self, before, plans, zwolle, kampen):
        change(plans.reeve, at=LATER, build={2027: 90})
        assert places_changed_since(before) == {kampen.pk}

        record_plan(zwolle, "Kamperpoort", {2028: 30}, at=LATER)
        assert places_changed_since(before) == {kampen.pk, zwolle.pk}

    def test_a_list_of_one_municipality_names_it(self, before, kampen):
        rows = [row(kampen, "Melmerpark", {2028: 7}, key="m")]
        apply_bulk(by=None, at=LATER, valid_on=SINCE, rows=rows)

        assert places_changed_since(before) == {kampen.pk}

    def test_a_list_of_a_region_may_have_changed_all(self, before, kampen, zwolle, region):
        rows = [row(kampen, "Melmerpark", key="m"), row(zwolle, "Kamperpoort", key="k")]
        for owner in (region.organisation_id, None):
            apply_bulk(by=None, at=LATER, valid_on=SINCE, rows=rows, organisation_id=owner)
            rows = [row(kampen, "Reeve-Zuid", key="z"), row(zwolle, "Aalanden", key="a")]

            assert places_changed_since(before) is None

    def test_an_adopted_programme_changes_no_plan(self, before, kampen, a_source):
        set_programme(
            by=None,
            at=LATER,
            municipality=kampen,
            segment="all",
            from_year=2025,
            before_year=2035,
            dwellings=1000,
            valid_on=SINCE,
            source=a_source,
        )

        assert places_changed_since(before) == frozenset()

    @pytest.mark.parametrize("act", [PROFILE_SAVED.name, LIST_LOADED.name])
    def test_an_act_of_another_room_may_change_all(self, before, act):
        record(act=act, by=None, at=LATER)

        assert places_changed_since(before) is None

    def test_too_many_events_are_not_read(self, before, plans, monkeypatch):
        monkeypatch.setattr("woonregie.subjects.plans.queries.changes.MOST_EVENTS", 1)
        change(plans.reeve, at=LATER, build={2027: 90})
        assert places_changed_since(before) is not None

        change(plans.reeve, at=LATER + timedelta(hours=1), build={2027: 80})
        assert places_changed_since(before) is None

    def test_a_heir_changes_plans_of_before_the_merger(self, before, kampen):
        old = Organisation.objects.create(
            kind="municipality",
            name="IJsselmuiden",
            slug="ijsselmuiden",
            ends_before=date(2001, 1, 1),
            successor=kampen.organisation,
        )
        ijsselmuiden = Municipality.objects.create(
            organisation=old, code="GM0172", province_code="PV23"
        )
        record_plan(kampen, "Melmerpark", {2028: 7}, at=LATER)

        assert places_changed_since(before) == {kampen.pk, ijsselmuiden.pk}


@pytest.mark.usefixtures("legal_hard")
class TestRememberedTotals:
    @pytest.fixture
    def told(self, region, secretary):
        def summed(**wanted):
            return summary(
                PlanFilter(**{"on": TODAY, **wanted}),
                account=secretary,
                region=region,
                today=TODAY,
            )

        return summed

    def test_follow_every_kind_of_change(self, told, plans, kampen, zwolle):
        assert told() == Summary(2, 400, 0, 0)

        change(plans.reeve, at=LATER, build={2027: 90})
        assert told() == Summary(2, 390, 0, 0)
        change(plans.stadshagen, at=LATER, planning_status="3")
        assert told() == Summary(2, 90, 300, 0)
        record_plan(kampen, "Melmerpark", {2028: 7}, at=LATER, planning_status="unknown")
        assert told() == Summary(3, 90, 300, 7)
        rows = [row(kampen, "Station", {2028: 5}, key="s"), row(zwolle, "Holtenbroek", key="h")]
        apply_bulk(by=None, at=LATER + timedelta(hours=1), valid_on=SINCE, rows=rows)
        assert told() == Summary(5, 95, 300, 7)

    def test_of_a_filter_forget_a_municipality_without_plans_left(self, told, plans):
        assert told(status="1A") == Summary(2, 400, 0, 0)

        change(plans.reeve, at=LATER, planning_status="3")

        assert told(status="1A") == Summary(1, 300, 0, 0)

    def test_equal_totals_that_were_never_remembered(self, told, plans):
        told(), told(text="reeve")
        change(plans.reeve, on=date(2026, 6, 1), at=LATER, build={2027: 1, 2030: 2})
        remembered = told(), told(text="reeve")

        cache.clear()

        assert remembered == (told(), told(text="reeve"))

    def test_count_only_the_changed_municipality_again(self, told, plans, zwolle):
        assert told().hard == 400
        # Behind the back of the register: nobody hears of it.
        secret = Plan.objects.create(
            number="GM0193-2026-9999", municipality=zwolle, recorded_at=AT
        )
        PlanVersion.objects.create(
            plan=secret,
            municipality=zwolle,
            version=1,
            valid_on=SINCE,
            recorded_at=AT,
            name="Geheim",
            planning_status="1A",
            build=999,
        )

        change(plans.reeve, at=LATER, build={2027: 90})
        assert told().hard == 390
        change(plans.stadshagen, at=LATER, build={2027: 200})
        assert told().hard == 90 + 200 + 999

    def test_end_with_the_membership_of_a_municipality(self, told, plans, kampen):
        assert told().plans == 2
        RegionMember.objects.filter(organisation=kampen.organisation).update(ends_before=TODAY)
        record(act=LIST_LOADED.name, by=None, at=LATER)

        assert told().plans == 1

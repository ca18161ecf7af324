"""Starting points and scenarios: recording, saving, sharing, withdrawing, and who reads what."""

from datetime import timedelta

import numpy as np
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from woonregie.foundation.audit.models import Event
from woonregie.foundation.disclosure.circles import Circle
from woonregie.foundation.files.services import path_of
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region, RegionKind
from woonregie.subjects.forecast.errors import (
    AlreadyReplacedError,
    AlreadySharedError,
    AlreadyWithdrawnError,
    DamagedStartingPointError,
    ForecastError,
    LeversError,
    NoScenarioError,
    NoStartingPointError,
    ScenarioStandsError,
)
from woonregie.subjects.forecast.models import ForecastScenario, StartingPoint
from woonregie.subjects.forecast.queries import (
    baseline_of,
    outcome_of,
    scenario_for,
    starting_point_of,
    starting_points_of,
    tried,
    visible_scenarios,
)
from woonregie.subjects.forecast.services import (
    record_starting_point,
    share_scenario,
    withdraw_scenario,
)
from woonregie.subjects.forecast.tests.factories import (
    AT,
    keep_back,
    record_start,
    save,
    small_base,
    turned,
)
from woonregie.subjects.plans.groups import NUMBERS
from woonregie.subjects.plans.tests.factories import record_plan

pytestmark = pytest.mark.django_db
TODAY = AT.date()
LATER = AT + timedelta(days=3)


def names(account, region, on=TODAY):
    return [item.name for item in visible_scenarios(account=account, region=region, on=on)]


# ------------------------------------------------------------------ starting points
class TestRecordAStartingPoint:
    def test_keeps_the_arrays_as_they_are(self, start):
        found = baseline_of(StartingPoint.objects.get())

        assert found == small_base()
        assert found.regions == ("GM0166", "GM0193", "rest van Nederland")

    def test_tells_the_trail(self, start, region):
        event = Event.objects.get(act="forecast.starting_point_recorded")

        assert event.organisation_id == region.organisation_id
        assert event.payload == {"year": 2026, "digest": small_base().digest}

    def test_the_same_again_writes_nothing(self, start, region, a_source):
        again, fresh = record_starting_point(
            by=None,
            at=LATER,
            region=region,
            baseline=small_base(),
            title="Uitgangspunt 2026",
            source=a_source,
        )

        assert (again, fresh) == (start, False)
        assert StartingPoint.objects.count() == 1

    def test_a_newer_one_stands_beside_it(self, start, region, a_source):
        newer = record_start(region, a_source, seed=2, at=LATER)

        assert starting_point_of(region, on=LATER.date()) == newer
        assert starting_point_of(region, on=TODAY) == start
        assert baseline_of(start) == small_base()

    def test_one_stands_for_each_reference_window(self, start, region, a_source):
        shorter = record_start(region, a_source, seed=2, at=AT, window="2021-2025")

        assert {item.window for item in starting_points_of(region, on=TODAY)} == {"", "2021-2025"}
        assert starting_point_of(region, on=TODAY, window="2021-2025") == shorter
        with pytest.raises(NoStartingPointError, match="2021-2025"):
            starting_point_of(region, on=TODAY, window="1990")

    def test_two_cannot_stand_for_one_window(self, start):
        with pytest.raises(IntegrityError), transaction.atomic():
            StartingPoint.objects.create(
                region=start.region,
                year=2026,
                title="Nog een",
                source=start.source,
                file=start.file,
                digest="0" * 64,
                recorded_at=AT,
            )

    def test_is_the_secretarys(self, region, a_source, secretary, official_kampen, kampen):
        with pytest.raises(ForbiddenError):
            record_start(region, a_source, by=official_kampen)

        assert record_start(region, a_source, by=secretary).recorded_by == secretary

    def test_refuses_one_without_a_municipality_of_the_region(self, region, a_source, raalte):
        with pytest.raises(ForecastError, match="geen gemeente van de regio"):
            record_start(region, a_source)

    @pytest.mark.parametrize("about", [{"title": " "}, {"title": "x" * 201}, {"window": "x" * 41}])
    def test_refuses_a_title_that_cannot_be_kept(self, region, a_source, kampen, about):
        with pytest.raises(ForecastError, match="titel"):
            record_start(region, a_source, **about)

    def test_nothing_in_it_changes(self, start):
        with pytest.raises(DatabaseError), transaction.atomic():
            StartingPoint.objects.update(title="Anders")

    def test_a_region_without_one_says_what_to_do(self, region):
        with pytest.raises(NoStartingPointError, match="regiosecretaris"):
            starting_point_of(region, on=TODAY)

    def test_a_part_begins_where_the_whole_begins(self, start, region, make_part):
        assert starting_point_of(make_part("noord"), on=TODAY) == start

    def test_a_file_that_was_changed_is_told(self, region, a_source, kampen, zwolle):
        point = record_start(region, a_source, seed=7)
        path_of(point.file).write_bytes(b"PK\x03\x04 iets anders")

        with pytest.raises(DamagedStartingPointError, match="reservekopie"):
            baseline_of(point)

    def test_a_file_that_holds_other_figures_is_told(self, region, a_source, kampen, zwolle):
        point, other = (record_start(region, a_source, seed=seed) for seed in (8, 9))
        path_of(point.file).write_bytes(path_of(other.file).read_bytes())

        with pytest.raises(DamagedStartingPointError):
            baseline_of(point)


@pytest.fixture
def make_part(region):
    """Return a function that makes a part of the region."""

    def made(slug):
        organisation = type(region.organisation).objects.create(
            kind="region", name=slug.capitalize(), slug=slug
        )
        return Region.objects.create(
            organisation=organisation, kind=RegionKind.SUBREGION, parent=region
        )

    return made


# ------------------------------------------------------------------ scenarios
class TestSaveAScenario:
    def test_keeps_settled_levers_and_their_digest(self, start, zwolle, official_zwolle):
        saved = save(
            start, zwolle.organisation, by=official_zwolle, levers=turned(immigratie="120")
        )

        kept = ForecastScenario.objects.get()
        assert (kept, kept.created_by, kept.shared_at) == (saved, official_zwolle, None)
        assert kept.levers["immigration"] == 120.0
        assert kept.levers["places"] == ["GM0166", "GM0193"]
        assert len(kept.digest) == 64

    def test_tells_the_trail_of_its_organisation(self, start, zwolle, official_zwolle):
        saved = save(start, zwolle.organisation, by=official_zwolle)

        event = Event.objects.order_by("sequence").last()
        assert (event.act, event.organisation_id) == (
            "forecast.scenario_saved",
            zwolle.organisation_id,
        )
        assert event.payload == {"digest": saved.digest}

    def test_gives_the_same_outcome_on_every_day(self, start, zwolle):
        levers = turned(eigenBehoefte="nulBinnen")

        saved = save(start, zwolle.organisation, levers=levers)
        now = tried(levers, region=start.region, starting_point=start, account=None, today=TODAY)

        kept = outcome_of(ForecastScenario.objects.get(pk=saved.pk))
        assert np.array_equal(kept.projection.households, now.projection.households)
        assert kept.scenario == now.scenario

    @pytest.mark.parametrize("given", [{"name": "  "}, {"name": "x" * 121}, {"note": "x" * 4001}])
    def test_refuses_a_text_that_cannot_be_kept(self, start, zwolle, given):
        with pytest.raises(ForecastError):
            save(start, zwolle.organisation, **given)

    def test_refuses_the_same_twice(self, start, zwolle):
        save(start, zwolle.organisation)

        with pytest.raises(ScenarioStandsError, match="andere naam"):
            save(start, zwolle.organisation)
        assert save(start, zwolle.organisation, name="Trend opnieuw")

    def test_another_organisation_may_have_the_same(self, start, zwolle, kampen):
        save(start, zwolle.organisation)

        assert save(start, kampen.organisation)

    def test_a_municipality_elsewhere_is_told_by_name(self, start, zwolle):
        levers = turned(plannen="eigen", bronPlannen="woonvisie", **{"hard-GM0177": "10"})

        with pytest.raises(LeversError, match="GM0177") as told:
            save(start, zwolle.organisation, levers=levers)
        assert list(told.value.fields["levers"]) == ["hard-GM0177"]
        assert not ForecastScenario.objects.exists()

    def test_balance_within_asks_two_municipalities(self, start, kampen, zwolle):
        zwolle.organisation.regions.all().delete()

        with pytest.raises(LeversError, match="maar één gemeente"):
            save(start, kampen.organisation, levers=turned(eigenBehoefte="nulBinnen"))

    def test_a_national_forecast_that_is_not_there_is_told(self, start, zwolle):
        with pytest.raises(LeversError, match="is er niet"):
            save(start, zwolle.organisation, levers=turned(landelijk="primos"))

    def test_what_the_engine_refuses_is_told(self, start, zwolle):
        with pytest.raises(LeversError, match="fertility"):
            save(start, zwolle.organisation, levers={**turned(), "fertility": 99.0})

    def test_nothing_in_it_changes(self, start, zwolle):
        save(start, zwolle.organisation)

        with pytest.raises(DatabaseError), transaction.atomic():
            ForecastScenario.objects.update(name="Anders")


class TestAChange:
    def test_is_a_new_one_that_replaces_it(self, start, zwolle, official_zwolle, region):
        first = save(start, zwolle.organisation)

        save(start, zwolle.organisation, name="Beter", replaces=first)

        assert names(official_zwolle, region) == ["Beter"]
        assert scenario_for(official_zwolle, region=region, key=first.pk, on=TODAY) == first

    def test_leaves_what_was_shared_until_it_is_shared_itself(
        self, start, zwolle, official_kampen, region
    ):
        first = save(start, zwolle.organisation)
        share_scenario(by=None, at=AT, scenario=first)
        second = save(start, zwolle.organisation, name="Beter", replaces=first)

        assert names(official_kampen, region) == ["Trend"]
        share_scenario(by=None, at=AT, scenario=second)
        assert names(official_kampen, region) == ["Beter"]

    def test_of_what_a_colleague_just_changed_is_refused(self, start, zwolle):
        first = save(start, zwolle.organisation)
        save(start, zwolle.organisation, name="Van de een", replaces=first)

        with pytest.raises(AlreadyReplacedError, match="Van de een"):
            save(start, zwolle.organisation, name="Van de ander", replaces=first)

    def test_of_another_organisations_is_refused(self, start, zwolle, kampen):
        first = save(start, zwolle.organisation)

        with pytest.raises(ForecastError, match="onder een eigen naam"):
            save(start, kampen.organisation, name="Beter", replaces=first)

    def test_of_what_was_withdrawn_is_refused(self, start, zwolle):
        first = save(start, zwolle.organisation)
        withdraw_scenario(by=None, at=AT, scenario=first)

        with pytest.raises(AlreadyWithdrawnError):
            save(start, zwolle.organisation, name="Beter", replaces=first)


class TestShareAndWithdraw:
    def test_is_read_by_the_region_when_it_is_shared(
        self, start, zwolle, official_zwolle, official_kampen, secretary, region
    ):
        saved = save(start, zwolle.organisation)
        assert names(official_zwolle, region) == ["Trend"]
        assert names(official_kampen, region) == names(secretary, region) == []

        share_scenario(by=official_zwolle, at=LATER, scenario=saved)

        assert names(official_kampen, region) == names(secretary, region) == ["Trend"]
        assert ForecastScenario.objects.get().shared_at == LATER

    def test_withdrawn_is_read_by_its_own_organisation_only(
        self, start, zwolle, official_zwolle, official_kampen, region
    ):
        saved = save(start, zwolle.organisation)
        share_scenario(by=None, at=AT, scenario=saved)

        withdraw_scenario(by=official_zwolle, at=LATER, scenario=saved)

        assert names(official_zwolle, region) == []
        assert scenario_for(official_zwolle, region=region, key=saved.pk, on=TODAY) == saved
        with pytest.raises(NoScenarioError):
            scenario_for(official_kampen, region=region, key=saved.pk, on=TODAY)

    def test_twice_is_told(self, start, zwolle):
        saved = save(start, zwolle.organisation)
        share_scenario(by=None, at=AT, scenario=saved)

        with pytest.raises(AlreadySharedError):
            share_scenario(by=None, at=AT, scenario=saved)
        withdraw_scenario(by=None, at=AT, scenario=saved)
        with pytest.raises(AlreadyWithdrawnError):
            withdraw_scenario(by=None, at=AT, scenario=saved)
        with pytest.raises(AlreadyWithdrawnError):
            share_scenario(by=None, at=AT, scenario=saved)


SPEAKERS = {"official_zwolle": {"save", "share"}, "theme_lead": {"save"}}
CAST = (
    "secretary",
    "official_zwolle",
    "official_kampen",
    "executive_kampen",
    "theme_lead",
    "account_manager",
    "corporation_adviser",
    "tenants_representative",
    "market_expert",
    "reader",
    "guest",
    "administrator",
    "stranger",
)


@pytest.mark.parametrize("name", CAST)
class TestForZwolle:
    def test_saves_and_shares_who_speaks_for_it(self, name, start, zwolle, request):
        account = request.getfixturevalue(name)
        saved = save(start, zwolle.organisation)
        done = set()
        for act, doing in (
            ("save", lambda: save(start, zwolle.organisation, by=account, name="Mijn")),
            ("share", lambda: share_scenario(by=account, at=AT, scenario=saved)),
        ):
            try:
                doing()
            except ForbiddenError:
                continue
            done.add(act)

        assert done == SPEAKERS.get(name, set())

    def test_reads_its_draft_who_works_for_it_and_the_shared_one_who_works_here(
        self, name, start, zwolle, region, request
    ):
        account = request.getfixturevalue(name)
        save(start, zwolle.organisation, name="Eigen")
        share_scenario(by=None, at=AT, scenario=save(start, zwolle.organisation, name="Gedeeld"))

        hers = name in {"official_zwolle", "theme_lead"}
        shared = hers or name not in {"market_expert", "guest", "stranger"}
        assert set(names(account, region)) == (
            ({"Eigen"} if hers else set()) | ({"Gedeeld"} if shared else set())
        )


class TestTheDatabase:
    @pytest.mark.parametrize("field", ["shared_at", "withdrawn_at"])
    def test_refuses_a_moment_before_it_was_saved(self, start, zwolle, field):
        saved = save(start, zwolle.organisation)

        with pytest.raises(IntegrityError), transaction.atomic():
            ForecastScenario.objects.filter(pk=saved.pk).update(**{field: AT - timedelta(days=1)})

    def test_refuses_a_moment_that_is_taken_back(self, start, zwolle):
        saved = save(start, zwolle.organisation)
        share_scenario(by=None, at=AT, scenario=saved)

        with pytest.raises(DatabaseError), transaction.atomic():
            ForecastScenario.objects.update(shared_at=None)


# ------------------------------------------------------------------ plans
@pytest.mark.usefixtures("legal_hard")
class TestPlansOfTheRegister:
    def programme(self, point, **values):
        saved = save(point, point.region.organisation, levers=turned(plannen="plannen", **values))
        return saved.levers["programme"]

    def test_are_frozen_by_year_hard_and_soft(self, start, kampen, zwolle):
        record_plan(kampen, "Reeve", {(2027, 2029): 600})
        record_plan(zwolle, "Hessenpoort", {2028: 80}, planning_status="3")
        record_plan(kampen, "Kanaalzone", {None: 50})
        record_plan(kampen, "Verre fase", {2040: 70})

        found = self.programme(start)

        # 2026 to 2030: Reeve gives 300 in each of 2027 and 2028.
        assert found["hard"] == {"GM0166": [0, 300, 300, 0, 0], "GM0193": [0] * 5}
        assert found["soft"] == {"GM0166": [0] * 5, "GM0193": [0, 0, 80, 0, 0]}
        assert (found["left_out"], found["on"]) == (120, "2026-11-24")

    def test_stay_what_they_were_when_a_plan_changes(self, start, kampen):
        record_plan(kampen, "Reeve", {2027: 600})
        saved = save(start, kampen.organisation, levers=turned(plannen="plannen"))
        before = outcome_of(saved).projection.stock

        record_plan(kampen, "Stationskwartier", {2027: 900})

        kept = ForecastScenario.objects.get()
        assert np.array_equal(outcome_of(kept).projection.stock, before)

    def test_add_to_the_stock(self, start, kampen):
        record_plan(kampen, "Reeve", {2027: 600})

        found = tried(
            turned(plannen="plannen"),
            region=start.region,
            starting_point=start,
            account=None,
            today=TODAY,
        )

        # Kampen is the first region; what is built in 2027 stands on 1 January 2028.
        stock = found.projection.stock[:, 0]
        assert stock[2] - stock[0] == pytest.approx(600, abs=0.05)

    @pytest.mark.parametrize(
        "audience", [{}, {"group": NUMBERS}, {"circles": Circle.OWN | Circle.OFFICE}]
    )
    def test_that_are_kept_from_somebody_change_nothing(self, start, kampen, audience):
        record_plan(kampen, "Reeve", {2027: 600})
        without = tried(
            turned(plannen="plannen"),
            region=start.region,
            starting_point=start,
            account=None,
            today=TODAY,
        )

        keep_back(record_plan(kampen, "Geheim", {2027: 5000}), **audience)

        found = tried(
            turned(plannen="plannen"),
            region=start.region,
            starting_point=start,
            account=None,
            today=TODAY,
        )
        assert found.levers == without.levers
        assert np.array_equal(found.projection.stock, without.projection.stock)

    def test_are_not_for_who_sees_no_totals(self, start, market_expert):
        with pytest.raises(LeversError, match="geen totalen") as told:
            tried(
                turned(plannen="plannen"),
                region=start.region,
                starting_point=start,
                account=market_expert,
                today=TODAY,
            )
        assert list(told.value.fields["levers"]) == ["plannen"]

    def test_are_frozen_again_when_more_years_are_asked(self, start, kampen):
        record_plan(kampen, "Reeve", {2032: 600})
        first = save(start, kampen.organisation, levers=turned(plannen="plannen"))
        longer = {**first.levers, "years": 8}

        second = save(start, kampen.organisation, name="Langer", levers=longer)

        assert second.levers["programme"]["hard"]["GM0166"] == [0] * 6 + [600, 0]

"""A whole list at once means the same as each plan by itself, all of it or nothing."""

import json
from datetime import date, timedelta

import pytest

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.audit.models import Event
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans.errors import (
    BeforePlanError,
    DuplicateRowError,
    NegativeQuantityError,
    UnknownCellError,
    UnknownPlanError,
)
from woonregie.subjects.plans.models import Movement, Plan, PlanKey, PlanVersion, Posting
from woonregie.subjects.plans.queries import holdings
from woonregie.subjects.plans.services import apply_bulk
from woonregie.subjects.plans.tests.factories import (
    AT,
    SINCE,
    TODAY,
    change,
    homes,
    record_plan,
    row,
    standing,
)
from woonregie.subjects.plans.values import BulkResult, Cell

LATER = AT + timedelta(hours=1)


def deliver(*rows, on=SINCE, at=AT, by=None, **said):
    return apply_bulk(by=by, at=at, valid_on=on, rows=rows, **said)


def counts():
    models = (Plan, PlanKey, PlanVersion, Posting, Movement, Event)
    return [model.objects.count() for model in models]


class TestNewPlans:
    def test_get_numbers_in_the_order_of_the_list(self, kampen, zwolle):
        record_plan(kampen, "Stationskwartier")
        deliver(
            row(kampen, "Reeve", {2027: 100}),
            row(zwolle, "Stadshagen", {2027: 300}),
            row(kampen, "Het Onderdijks"),
        )

        numbers = dict(PlanVersion.objects.values_list("name", "plan__number"))
        assert numbers == {
            "Stationskwartier": "GM0166-2026-0001",
            "Reeve": "GM0166-2026-0002",
            "Het Onderdijks": "GM0166-2026-0003",
            "Stadshagen": "GM0193-2026-0001",
        }

    def test_hold_what_the_list_says(self, kampen):
        cells = homes({2027: 100, (2028, 2031): 50, None: 5}, {2026: 3}, price={"rent_mid": 20})

        done = deliver(row(kampen, "Reeve", cells=cells, planning_status="2B", note="Fase 1"))

        values, held = standing(Plan.objects.get(), TODAY)
        assert (values.name, values.planning_status, values.note) == ("Reeve", "2B", "Fase 1")
        assert held == cells
        assert done == BulkResult(created=1, changed=0, unchanged=0, movements=5)

    def test_with_one_name_and_no_key_are_two_plans(self, kampen):
        deliver(row(kampen, "Centrum", {2027: 1}), row(kampen, "Centrum", {2027: 2}))

        assert PlanVersion.objects.filter(name="Centrum").count() == 2

    def test_keep_who_why_and_from_where(self, kampen, official_kampen, a_source):
        deliver(
            row(kampen, "Reeve", {2027: 100}),
            by=official_kampen,
            source=a_source,
            reason="Aanlevering voorjaar",
        )

        for kept in (PlanVersion.objects.get(), Posting.objects.get()):
            assert (kept.recorded_by, kept.source, kept.reason) == (
                official_kampen,
                a_source,
                "Aanlevering voorjaar",
            )

    def test_claiming_more_than_their_total_are_kept_as_delivered(self, kampen):
        deliver(row(kampen, "Reeve", cells=homes({2027: 10}, type={"apartment": 12})))

        held = holdings([Plan.objects.get().pk], on=TODAY)[Plan.objects.get().pk]
        assert held.by_category("type") == {"apartment": 12, "unknown": -2}


class TestKnownPlans:
    def test_are_found_by_the_key_of_their_sender(self, kampen):
        deliver(row(kampen, "Reeve", {2027: 100}, key="A1"))
        done = deliver(
            row(kampen, "Reeve-Noord", {2027: 90}, key="A1"), on=date(2026, 1, 1), at=LATER
        )

        assert done == BulkResult(created=0, changed=1, unchanged=0, movements=1)
        values, cells = standing(Plan.objects.get(), TODAY)
        assert (values.name, cells) == ("Reeve-Noord", homes({2027: 90}))
        values, cells = standing(Plan.objects.get(), date(2025, 12, 31))
        assert (values.name, cells) == ("Reeve", homes({2027: 100}))

    def test_are_found_by_our_number(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100})

        deliver(row(kampen, "Reeve-Noord", {2027: 100}, number=plan.number), at=LATER, on=TODAY)

        assert Plan.objects.get() == plan
        assert standing(plan, TODAY)[0].name == "Reeve-Noord"

    def test_are_apart_per_sender(self, kampen):
        deliver(row(kampen, "Reeve", key="A1"))
        from_another = row(kampen, "Stationskwartier", key="A1")
        deliver(
            type(from_another)(
                "eib-2020", "A1", "", kampen.pk, from_another.values, from_another.cells
            ),
            at=LATER,
        )

        assert Plan.objects.count() == 2

    def test_said_in_the_past_keep_what_was_said_for_later(self, kampen):
        deliver(row(kampen, "Reeve", {2027: 100}, key="A1"), on=date(2025, 1, 1))
        deliver(
            row(kampen, "Reeve", {2028: 150}, key="A1", planning_status="2A"),
            on=date(2026, 1, 1),
            at=LATER,
        )
        deliver(
            row(kampen, "Reeve", {2027: 60}, key="A1", planning_status="3"),
            on=date(2025, 7, 1),
            at=LATER + timedelta(hours=1),
        )

        plan = Plan.objects.get()
        told = {
            day: (values.planning_status, cells)
            for day in (date(2025, 6, 30), date(2025, 12, 31), date(2026, 1, 1))
            for values, cells in [standing(plan, day)]
        }
        assert told == {
            date(2025, 6, 30): ("1A", homes({2027: 100})),
            date(2025, 12, 31): ("3", homes({2027: 60})),
            date(2026, 1, 1): ("2A", homes({2028: 150})),
        }

    def test_that_the_list_does_not_name_stay(self, kampen):
        deliver(row(kampen, "Reeve", {2027: 100}, key="A1"))
        deliver(row(kampen, "Stationskwartier", {2027: 5}, key="B2"), at=LATER, on=TODAY)

        plan = Plan.objects.get(keys__key="A1")
        assert standing(plan, TODAY)[1] == homes({2027: 100})

    def test_after_a_merger_are_delivered_by_who_came_of_it(self, raalte, zwolle):
        by_number = record_plan(raalte, "Salland", {2027: 100})
        deliver(row(raalte, "Heeten-Noord", {2027: 20}, key="A1"))
        Organisation.objects.filter(pk=raalte.organisation_id).update(
            ends_before=date(2026, 1, 1), successor=zwolle.organisation
        )

        done = deliver(
            row(zwolle, "Salland", {2027: 90}, number=by_number.number),
            row(zwolle, "Heeten-Noord", {2027: 30}, key="A1"),
            on=date(2026, 6, 1),
            at=LATER,
        )

        assert (done.created, done.changed) == (0, 2)
        # Plans keep the municipality of their time.
        assert set(PlanVersion.objects.values_list("municipality", flat=True)) == {raalte.pk}


class TestTheSameListAgain:
    def test_changes_nothing(self, kampen, zwolle):
        rows = (
            row(kampen, "Reeve", {2027: 100, None: 5}, key="A1"),
            row(zwolle, "Stadshagen", {2027: 300}, key="A2"),
        )
        deliver(*rows)
        before = counts()

        done = deliver(*rows, at=LATER)

        assert done == BulkResult(created=0, changed=0, unchanged=2, movements=0)
        assert counts() == before

    def test_for_a_later_day_changes_nothing(self, kampen):
        deliver(row(kampen, "Reeve", {2027: 100}, key="A1"))
        before = counts()

        deliver(row(kampen, "Reeve", {2027: 100}, key="A1"), on=TODAY, at=LATER)

        assert counts() == before

    def test_with_one_other_row_writes_that_one(self, kampen):
        deliver(row(kampen, "Reeve", {2027: 100}, key="A1"), row(kampen, "Tippe", key="A2"))

        done = deliver(
            row(kampen, "Reeve", {2027: 100}, key="A1"),
            row(kampen, "Tippe-Zuid", key="A2"),
            at=LATER,
            on=TODAY,
        )

        assert done == BulkResult(created=0, changed=1, unchanged=1, movements=0)

    def test_zeros_are_the_same_as_nothing(self, kampen):
        deliver(row(kampen, "Reeve", {2027: 100}, key="A1"))

        done = deliver(row(kampen, "Reeve", {2027: 100, 2028: 0}, key="A1"), at=LATER)

        assert done.unchanged == 1

    def test_an_empty_list_writes_nothing(self, kampen):
        before = counts()

        assert deliver() == BulkResult(0, 0, 0, 0)
        assert counts() == before


class TestDryRun:
    def test_counts_and_writes_nothing(self, kampen):
        deliver(row(kampen, "Reeve", {2027: 100}, key="A1"), row(kampen, "Tippe", key="A2"))
        before = counts()

        done = deliver(
            row(kampen, "Reeve", {2027: 90}, key="A1"),
            row(kampen, "Tippe", key="A2"),
            row(kampen, "Stationskwartier", {2027: 4, 2028: 5}),
            at=LATER,
            on=TODAY,
            dry_run=True,
        )

        assert done == BulkResult(created=1, changed=1, unchanged=1, movements=3)
        assert counts() == before


class TestRefusals:
    @pytest.fixture(autouse=True)
    def _nothing_is_written(self, kampen):
        deliver(row(kampen, "Reeve", {2027: 100}, key="A1"))
        before = counts()
        yield
        assert counts() == before

    def test_a_number_that_we_did_not_give(self, kampen):
        with pytest.raises(UnknownPlanError, match="GM0166-2026-0099 kennen wij niet"):
            deliver(row(kampen, "Tippe"), row(kampen, "Reeve", number="GM0166-2026-0099"))

    def test_a_number_of_another_municipality_answers_the_same(self, kampen, zwolle):
        theirs = Plan.objects.get().number

        with pytest.raises(UnknownPlanError) as of_kampen:
            deliver(row(zwolle, "Reeve", number=theirs))
        with pytest.raises(UnknownPlanError) as of_nobody:
            deliver(row(zwolle, "Reeve", number="GM0166-2026-0099"))

        assert str(of_kampen.value).replace("0001", "0099") == str(of_nobody.value)

    def test_a_key_of_another_municipality(self, zwolle):
        with pytest.raises(UnknownPlanError, match="A1 hoort niet bij deze gemeente"):
            deliver(row(zwolle, "Reeve", {2027: 1}, key="A1"), at=LATER, on=TODAY)

        assert standing(Plan.objects.get(), TODAY)[1] == homes({2027: 100})

    def test_a_key_of_another_municipality_in_the_preview(self, zwolle):
        with pytest.raises(UnknownPlanError):
            deliver(row(zwolle, "Reeve", key="A1"), dry_run=True)

    def test_one_new_plan_twice(self, kampen):
        with pytest.raises(DuplicateRowError, match="B2 staat twee keer"):
            deliver(row(kampen, "Tippe", key="B2"), row(kampen, "Tippe", key="B2"))

    def test_one_known_plan_twice_by_key_and_by_number(self, kampen):
        number = Plan.objects.get().number

        with pytest.raises(DuplicateRowError):
            deliver(row(kampen, "Reeve", key="A1"), row(kampen, "Reeve", number=number))

    def test_homes_below_zero(self, kampen):
        with pytest.raises(NegativeQuantityError):
            deliver(row(kampen, "Tippe", {2027: 5}), row(kampen, "Reeve", {2027: -1}, key="A1"))

    def test_half_a_period(self, kampen):
        half = {Cell("build", "total", "", 2027, None): 1}

        with pytest.raises(UnknownCellError):
            deliver(row(kampen, "Tippe", cells=half))

    @pytest.mark.parametrize("day", [date(1989, 12, 31), date(2100, 1, 1), date(2999, 1, 1)])
    def test_a_day_outside_the_calendar(self, kampen, day):
        with pytest.raises(BeforePlanError):
            deliver(row(kampen, "Tippe"), on=day)

    def test_a_municipality_that_this_person_may_not_deliver_for(
        self, official_kampen, kampen, zwolle, raalte
    ):
        with pytest.raises(ForbiddenError, match="Raalte, Zwolle") as refusal:
            deliver(
                row(kampen, "Reeve", key="A1"),
                row(zwolle, "Stadshagen"),
                row(raalte, "Salland"),
                by=official_kampen,
            )

        assert refusal.value.fields["municipalities"] == ["GM0177", "GM0193"]

    @pytest.mark.parametrize("who", ["stranger", "executive_kampen", "account_manager", "guest"])
    def test_people_who_do_not_deliver(self, request, kampen, who):
        with pytest.raises(ForbiddenError):
            deliver(row(kampen, "Tippe"), by=request.getfixturevalue(who))

    def test_a_row_that_the_database_refuses_takes_the_whole_list_with_it(
        self, kampen, monkeypatch
    ):
        def broken(**_line):
            raise OSError("disk full")

        monkeypatch.setattr("woonregie.subjects.plans.services.bulk.record", broken)

        with pytest.raises(OSError, match="disk full"):
            deliver(
                row(kampen, "Tippe", {2027: 4}, key="B2"),
                row(kampen, "Reeve", {2027: 1}, key="A1"),
                at=LATER,
            )


class TestTheAuditLine:
    def test_is_one_for_the_whole_list_and_tells_how_many(self, kampen, official_kampen, a_source):
        deliver(
            row(kampen, "Erf van de familie Jansen", {2027: 4}, key="A1", note="06-12345678"),
            row(kampen, "Reeve", {2027: 1, 2028: 2}, key="A2"),
            by=official_kampen,
            source=a_source,
        )

        line = Event.objects.get()
        assert (line.act, line.actor_id, line.target_id, line.organisation_id) == (
            "plans.list_applied",
            official_kampen.pk,
            a_source.pk,
            kampen.organisation_id,
        )
        digest = line.payload.pop("digest")
        assert len(digest) == 64
        assert line.payload == {
            "created": 2,
            "changed": 0,
            "unchanged": 0,
            "movements": 3,
            "valid_on": "2025-01-01",
        }
        assert "Jansen" not in json.dumps(line.payload)

    def test_of_several_municipalities_is_for_who_asked_for_it(self, kampen, zwolle, region):
        deliver(
            row(kampen, "Reeve"),
            row(zwolle, "Stadshagen"),
            organisation_id=region.organisation_id,
        )

        assert Event.objects.get().organisation_id == region.organisation_id

    def test_of_a_list_that_says_nothing_new_is_not_there(self, kampen):
        deliver(row(kampen, "Reeve", key="A1"))
        deliver(row(kampen, "Reeve", key="A1"), at=LATER)

        assert Event.objects.count() == 1


class TestAfterAForm:
    def test_a_list_goes_on_from_what_people_wrote(self, kampen):
        deliver(row(kampen, "Reeve", {2027: 100}, key="A1"))
        plan = Plan.objects.get()
        change(plan, on=date(2026, 1, 1), at=LATER, name="Reeve aan het water", build={2028: 80})

        deliver(
            row(kampen, "Reeve", {2030: 70}, key="A1"), on=TODAY, at=LATER + timedelta(hours=1)
        )

        assert plan.versions.order_by("-version")[0].version == 3
        assert standing(plan, date(2026, 1, 1))[1] == homes({2028: 80})
        assert standing(plan, TODAY)[1] == homes({2030: 70})


class TestManyRows:
    def test_more_than_fit_in_one_statement(self, kampen, monkeypatch):
        monkeypatch.setattr("woonregie.subjects.plans.services.copying.CHUNK", 3)
        rows = [row(kampen, f"Vlek {turn}", {2027: turn + 1}, key=f"K{turn}") for turn in range(8)]
        deliver(*rows)

        done = deliver(
            *(
                row(kampen, f"Vlek {turn}", {2027: turn + 1 + turn % 2}, key=f"K{turn}")
                for turn in range(8)
            ),
            at=LATER,
            on=TODAY,
        )

        assert (done.created, done.changed, done.unchanged) == (0, 4, 4)
        held = holdings(Plan.objects.values_list("pk", flat=True), on=TODAY)
        # 1 + 2 + ... + 8, and one more in each of four.
        assert sum(holding.build for holding in held.values()) == 36 + 4

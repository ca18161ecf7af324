"""One plan: what is said to hold from a day on, and since when we know it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from woonregie.foundation.accounts.models import Membership
from woonregie.foundation.audit.models import Event
from woonregie.foundation.audit.services import recorded
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError
from woonregie.subjects.plans.errors import (
    BeforePlanError,
    NegativeQuantityError,
    OverAllocatedError,
    UnknownCellError,
)
from woonregie.subjects.plans.models import Movement, Plan, PlanVersion, Posting
from woonregie.subjects.plans.services import change_plan, create_plan
from woonregie.subjects.plans.tests.factories import (
    AT,
    SINCE,
    TODAY,
    change,
    homes,
    record_plan,
    standing,
)
from woonregie.subjects.plans.values import Cell, PlanValues

LATER = AT + timedelta(hours=1)
REEVE = PlanValues(name="Reeve", planning_status="1A")


def _counts():
    models = (Plan, PlanVersion, Posting, Movement, Event)
    return {model.__name__: model.objects.count() for model in models}


class TestCreatePlan:
    def test_gives_a_number_of_the_municipality_and_the_year(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100})

        assert plan.number == "GM0166-2026-0001"

    def test_numbers_go_on_per_municipality_and_start_again_each_year(self, kampen, zwolle):
        first = record_plan(kampen, "Reeve")
        second = record_plan(kampen, "Het Onderdijks")
        other = record_plan(zwolle, "Stadshagen")
        next_year = record_plan(kampen, "Stationskwartier", at=AT + timedelta(days=60))

        numbers = [plan.number for plan in (first, second, other, next_year)]
        assert numbers == [
            "GM0166-2026-0001",
            "GM0166-2026-0002",
            "GM0193-2026-0001",
            "GM0166-2027-0001",
        ]

    def test_new_year_begins_in_the_netherlands(self, kampen):
        # Half past eleven in Greenwich is half past twelve in Kampen, where it is 2027.
        plan = record_plan(kampen, "Reeve", at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))

        assert plan.number == "GM0166-2027-0001"

    def test_after_the_ten_thousandth_number_counting_goes_on(self, kampen):
        Plan.objects.create(number="GM0166-2026-9999", municipality=kampen, recorded_at=AT)

        assert record_plan(kampen, "Reeve").number == "GM0166-2026-10000"
        assert record_plan(kampen, "Het Onderdijks").number == "GM0166-2026-10001"

    def test_holds_from_its_day_and_not_before(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100}, on=date(2024, 2, 29))

        assert standing(plan, date(2024, 2, 28)) == (None, {})
        assert standing(plan, date(2024, 2, 29)) == (REEVE, homes({2027: 100}))
        assert standing(plan, date(2099, 12, 31)) == (REEVE, homes({2027: 100}))

    def test_was_not_known_before_it_was_recorded(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100}, on=SINCE, at=AT)

        assert standing(plan, TODAY, AT - timedelta(microseconds=1)) == (None, {})
        assert standing(plan, TODAY, AT) == (REEVE, homes({2027: 100}))

    def test_keeps_who_why_and_from_where(self, official_kampen, kampen, a_source):
        decision = Decision.objects.create(
            organisation=kampen.organisation,
            body="gemeenteraad",
            decided_on=SINCE,
            title="Bestemmingsplan Reeve",
        )
        plan = create_plan(
            by=official_kampen,
            at=AT,
            municipality=kampen,
            valid_on=SINCE,
            values=REEVE,
            cells=homes({2027: 100}),
            reason="Vastgesteld door de raad",
            source=a_source,
            decision=decision,
        )

        said, posted = plan.versions.get(), Posting.objects.get()
        assert (said.recorded_by, said.reason, said.source) == (
            official_kampen,
            "Vastgesteld door de raad",
            a_source,
        )
        assert (posted.recorded_by, posted.reason, posted.source, posted.decision) == (
            official_kampen,
            "Vastgesteld door de raad",
            a_source,
            decision,
        )

    def test_a_plan_without_homes_has_no_posting(self, kampen):
        record_plan(kampen, "Reeve")

        assert Posting.objects.count() == 0

    @pytest.mark.parametrize("day", [date(1989, 12, 31), date(2100, 1, 1)])
    def test_refuses_a_day_outside_the_calendar(self, kampen, day):
        with pytest.raises(BeforePlanError, match="tussen 1990 en 2100"):
            record_plan(kampen, "Reeve", on=day)

    @pytest.mark.parametrize("day", [date(1990, 1, 1), date(2099, 12, 31)])
    def test_takes_the_first_and_the_last_day(self, kampen, day):
        plan = record_plan(kampen, "Reeve", on=day)

        assert standing(plan, day) == (REEVE, {})

    def test_refuses_homes_below_zero(self, kampen):
        with pytest.raises(NegativeQuantityError, match="onder nul") as refusal:
            record_plan(kampen, "Reeve", {2027: -1})

        assert refusal.value.fields["dwellings"] == -1

    def test_refuses_more_apartments_than_homes(self, kampen):
        with pytest.raises(OverAllocatedError) as refusal:
            record_plan(kampen, "Reeve", cells=homes({2027: 100}, type={"apartment": 101}))

        assert str(refusal.value) == (
            "Woningtype telt op tot 101 woningen, maar het totaal te bouwen is 100. "
            "Verlaag een aantal of verhoog het totaal."
        )

    def test_refuses_a_period_that_ends_before_it_begins(self, kampen):
        with pytest.raises(UnknownCellError):
            record_plan(kampen, "Reeve", {(2030, 2028): 10})

    @pytest.mark.parametrize(
        "who", ["official_zwolle", "stranger", "secretary", "account_manager", "executive_kampen"]
    )
    def test_refuses_whoever_does_not_work_on_plans_of_this_municipality(
        self, request, kampen, who
    ):
        account = request.getfixturevalue(who)

        with pytest.raises(ForbiddenError, match="niet doen voor Kampen"):
            record_plan(kampen, "Reeve", by=account)

        assert Plan.objects.count() == 0

    def test_asks_for_the_membership_of_the_day_in_the_netherlands(self, official_kampen, kampen):
        Membership.objects.filter(account=official_kampen).update(starts_on=date(2026, 11, 25))

        with pytest.raises(ForbiddenError):
            record_plan(
                kampen,
                "Reeve",
                by=official_kampen,
                at=datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC),
            )
        plan = record_plan(
            kampen, "Reeve", by=official_kampen, at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
        )

        assert plan.number == "GM0166-2026-0001"


class TestChangePlan:
    """Three days: the plan begins in 2025, today is November 2026, next year is 2027."""

    def test_holds_from_its_day_on_and_leaves_what_was(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100}, planning_status="3")
        change(
            plan, on=date(2026, 6, 1), at=LATER, planning_status="1A", build={2027: 80, 2028: 40}
        )

        values, cells = standing(plan, date(2026, 5, 31))
        assert (values.planning_status, cells) == ("3", homes({2027: 100}))
        values, cells = standing(plan, date(2026, 6, 1))
        assert (values.planning_status, cells) == ("1A", homes({2027: 80, 2028: 40}))

    def test_what_was_known_before_can_still_be_asked(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100}, at=AT)
        change(plan, on=SINCE, at=LATER, name="Reeve-Noord", build={2030: 90})

        values, cells = standing(plan, TODAY, LATER - timedelta(microseconds=1))
        assert (values.name, cells) == ("Reeve", homes({2027: 100}))
        values, cells = standing(plan, TODAY, LATER)
        assert (values.name, cells) == ("Reeve-Noord", homes({2030: 90}))

    def test_a_correction_in_the_past_holds_until_the_next_said_day(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100}, on=date(2025, 1, 1))
        change(plan, on=date(2026, 1, 1), at=LATER, name="Reeve aan het water", build={2028: 150})
        said = change(
            plan,
            on=date(2025, 7, 1),
            at=LATER + timedelta(hours=1),
            planning_status="3",
            build={2027: 60},
        )

        assert said.ends_before == date(2026, 1, 1)
        told = {
            day: (values.name, values.planning_status, sum(cells.values()))
            for day in (date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 1))
            for values, cells in [standing(plan, day)]
        }
        assert told == {
            date(2025, 6, 30): ("Reeve", "1A", 100),
            date(2025, 7, 1): ("Reeve", "3", 60),
            date(2025, 12, 31): ("Reeve", "3", 60),
            date(2026, 1, 1): ("Reeve aan het water", "1A", 150),
        }

    def test_can_say_something_of_the_time_before_the_plan_was_known(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100}, on=date(2025, 1, 1))
        change_plan(
            by=None,
            at=LATER,
            plan=plan,
            base_version=1,
            valid_on=date(2023, 3, 26),
            values=PlanValues(name="Reeve", planning_status="4A"),
            cells=homes({None: 500}),
        )

        assert standing(plan, date(2023, 3, 25)) == (None, {})
        values, cells = standing(plan, date(2024, 12, 31))
        assert (values.planning_status, cells) == ("4A", homes({None: 500}))
        assert standing(plan, date(2025, 1, 1)) == (REEVE, homes({2027: 100}))

    def test_a_day_can_be_said_again(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100})
        change(plan, on=SINCE, at=LATER, build={2027: 70})

        assert standing(plan, SINCE)[1] == homes({2027: 70})
        assert PlanVersion.objects.filter(plan=plan, superseded_at=None).count() == 1

    def test_no_row_is_lost_and_only_the_end_of_knowing_is_set(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100})
        before = PlanVersion.objects.values().get()
        change(plan, on=TODAY, at=LATER, name="Reeve-Noord")

        after = PlanVersion.objects.values().get(pk=before["id"])
        assert after == {**before, "superseded_at": LATER}
        rows = plan.versions.order_by("recorded_at", "valid_on").values_list(
            "version", "valid_on", "ends_before", "name", "superseded_at"
        )
        assert list(rows) == [
            (1, SINCE, None, "Reeve", LATER),
            (1, SINCE, TODAY, "Reeve", None),
            (2, TODAY, None, "Reeve-Noord", None),
        ]

    def test_the_kept_piece_still_tells_who_said_it_and_why(
        self, kampen, official_kampen, a_source
    ):
        plan = create_plan(
            by=official_kampen,
            at=AT,
            municipality=kampen,
            valid_on=SINCE,
            values=REEVE,
            cells={},
            reason="Eerste lijst",
            source=a_source,
        )
        change(plan, at=LATER, name="Reeve-Noord", reason="Nieuwe naam")

        kept = plan.versions.get(superseded_at=None, version=1)
        assert (kept.recorded_by, kept.reason, kept.source) == (
            official_kampen,
            "Eerste lijst",
            a_source,
        )

    def test_movements_only_say_what_is_different(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100, 2028: 50})
        change(plan, at=LATER, build={2027: 100, 2028: 40, 2029: 10})

        moved = Movement.objects.filter(recorded_at=LATER).values_list("from_year", "dwellings")
        assert dict(moved) == {2028: -10, 2029: 10}

    def test_a_correction_is_undone_on_the_next_said_day(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100}, on=date(2025, 1, 1))
        change(plan, on=date(2026, 1, 1), at=LATER, name="Reeve-Noord")
        change(plan, on=date(2025, 7, 1), at=LATER + timedelta(hours=1), build={2027: 60})

        moved = Movement.objects.filter(recorded_at__gt=LATER).values_list(
            "booked_on", "dwellings", "kind"
        )
        assert sorted(moved) == [
            (date(2025, 7, 1), -40, "adjustment"),
            (date(2026, 1, 1), 40, "correction"),
        ]

    def test_what_is_the_same_writes_nothing(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100})
        before = _counts()

        said = change(plan, at=LATER)

        assert said is None
        assert _counts() == before

    def test_only_homes_that_change_make_a_version_too(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100})

        said = change(plan, at=LATER, build={2027: 99})

        assert said.version == 2

    def test_takes_all_homes_away(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100})
        change(plan, at=LATER, build={})

        assert standing(plan, TODAY) == (REEVE, {})

    def test_refuses_who_began_from_an_older_version(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100})
        change(plan, at=LATER, name="Reeve-Noord")
        before = _counts()

        with pytest.raises(StaleVersionError) as refusal:
            change_plan(
                by=None,
                at=LATER + timedelta(hours=1),
                plan=plan,
                base_version=1,
                valid_on=TODAY,
                values=REEVE,
                cells={},
            )

        assert refusal.value.fields == {"base_version": 1, "current_version": 2}
        assert _counts() == before

    def test_refuses_a_version_that_was_never_there(self, kampen):
        plan = record_plan(kampen, "Reeve")

        with pytest.raises(StaleVersionError):
            change_plan(
                by=None,
                at=LATER,
                plan=plan,
                base_version=7,
                valid_on=TODAY,
                values=PlanValues(name="Reeve-Noord"),
                cells={},
            )

    @pytest.mark.parametrize(
        ("cells", "refusal"),
        [
            (homes({2027: -1}), NegativeQuantityError),
            (homes({2027: 1}, price={"rent_social": 2}), OverAllocatedError),
            ({Cell("build", "type", "rent", None, None): 1}, UnknownCellError),
            ({Cell("build", "total", "", 2027, None): 1}, UnknownCellError),
            ({Cell("verbouw", "total", "", None, None): 1}, UnknownCellError),
        ],
    )
    def test_refuses_homes_that_cannot_be(self, kampen, cells, refusal):
        plan = record_plan(kampen, "Reeve", {2027: 100})
        before = _counts()

        with pytest.raises(refusal):
            change(plan, at=LATER, cells=cells)

        assert _counts() == before

    @pytest.mark.parametrize("who", ["official_zwolle", "stranger", "secretary"])
    def test_refuses_whoever_does_not_work_on_plans_of_this_municipality(
        self, request, kampen, who
    ):
        plan = record_plan(kampen, "Reeve")
        account = request.getfixturevalue(who)

        with pytest.raises(ForbiddenError):
            change(plan, at=LATER, by=account, name="Reeve-Noord")

        assert plan.versions.count() == 1

    def test_both_hours_of_the_clock_change_are_apart(self, kampen):
        # On 25 October 2026 half past two comes twice in the Netherlands.
        summer, winter = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
        plan = record_plan(kampen, "Reeve", {2027: 100}, at=summer)
        change(plan, on=date(2026, 10, 25), at=winter, build={2027: 90})

        assert standing(plan, TODAY, summer)[1] == homes({2027: 100})
        assert standing(plan, TODAY, winter)[1] == homes({2027: 90})


class TestTheAuditLine:
    def test_is_written_last(self, kampen, django_capture_on_commit_callbacks):
        seen = []

        def listen(event, **_kwargs):
            seen.append((event.act, _counts()))

        recorded.connect(listen, weak=False, dispatch_uid="plans-test")
        try:
            with django_capture_on_commit_callbacks(execute=True):
                plan = record_plan(kampen, "Reeve", {2027: 100})
                stood = _counts()
        finally:
            recorded.disconnect(dispatch_uid="plans-test")

        assert seen == [("plans.plan_created", stood)]
        assert Event.objects.get().target_id == plan.pk

    def test_says_what_happened_for_whose_people(self, official_kampen, kampen):
        plan = record_plan(
            kampen,
            "Reeve",
            by=official_kampen,
            cells=homes({2027: 100}, {2026: 30}, type={"apartment": 40}),
        )
        change(
            plan,
            at=LATER,
            by=official_kampen,
            name="Reeve-Noord",
            cells=homes({2027: 80}, {2026: 30}, type={"apartment": 40}),
        )

        created, changed = Event.objects.all()
        assert (created.act, created.actor_id, created.organisation_id) == (
            "plans.plan_created",
            official_kampen.pk,
            kampen.organisation_id,
        )
        assert created.payload == {
            "number": plan.number,
            "valid_on": "2025-01-01",
            "dwellings": 70,
        }
        assert changed.payload == {
            "number": plan.number,
            "version": 2,
            "valid_on": "2026-11-24",
            "dwellings": -20,
            "fields": ["name"],
        }

    def test_holds_no_words_of_anybody(self, official_kampen, kampen):
        plan = record_plan(kampen, "Erf van de familie Jansen", by=official_kampen)
        change(
            plan,
            at=LATER,
            by=official_kampen,
            note="Mevrouw Jansen belde: 06-12345678",
            reason="Gesprek met mevrouw Jansen",
        )

        written = json.dumps(list(Event.objects.values("payload", "target_type")))
        for word in ("Jansen", "06-", official_kampen.email, official_kampen.display_name):
            assert word not in written


@pytest.mark.django_db(transaction=True)
class TestHalfway:
    """Whatever goes wrong on the way, nothing half-written stays."""

    def test_a_plan_whose_audit_line_fails_is_not_there(self, kampen, monkeypatch):
        def broken(**_line):
            raise OSError("disk full")

        monkeypatch.setattr("woonregie.subjects.plans.services.record.record", broken)

        with pytest.raises(OSError, match="disk full"):
            record_plan(kampen, "Reeve", {2027: 100})

        assert set(_counts().values()) == {0}

    def test_a_change_whose_audit_line_fails_leaves_the_plan_as_it_was(self, kampen, monkeypatch):
        plan = record_plan(kampen, "Reeve", {2027: 100})
        before = _counts()

        def broken(**_line):
            raise OSError("disk full")

        monkeypatch.setattr("woonregie.subjects.plans.services.record.record", broken)
        with pytest.raises(OSError, match="disk full"):
            change(plan, at=LATER, name="Reeve-Noord", build={2028: 5})

        assert _counts() == before
        assert standing(plan, TODAY) == (REEVE, homes({2027: 100}))
        assert PlanVersion.objects.filter(superseded_at=None).count() == 1

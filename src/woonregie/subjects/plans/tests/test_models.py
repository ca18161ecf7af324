"""What the database itself refuses, whoever writes."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from woonregie.subjects.plans.models import (
    LocationKind,
    Movement,
    Plan,
    PlanKey,
    PlanVersion,
    Posting,
)
from woonregie.subjects.plans.tests.factories import AT, SINCE, TODAY, record_plan


@pytest.fixture
def reeve(kampen):
    return record_plan(kampen, "Reeve", {2027: 100})


@pytest.fixture
def posting(db):
    return Posting.objects.create(booked_on=TODAY, recorded_at=AT)


def _movement(plan, posting, **changes):
    values = {
        "posting": posting,
        "plan": plan,
        "kind": "addition",
        "account": "build",
        "breakdown": "total",
        "from_year": 2027,
        "before_year": 2028,
        "dwellings": 10,
        "booked_on": TODAY,
        "recorded_at": AT,
    }
    return Movement.objects.create(**{**values, **changes})


class TestMovement:
    @pytest.mark.parametrize(
        ("from_year", "before_year"), [(2027, 2027), (2028, 2027), (2027, None), (None, 2028)]
    )
    def test_is_of_a_whole_period_or_of_none(self, reeve, posting, from_year, before_year):
        with pytest.raises(IntegrityError), transaction.atomic():
            _movement(reeve, posting, from_year=from_year, before_year=before_year)

        assert _movement(reeve, posting, from_year=None, before_year=None).pk

    def test_moves_something(self, reeve, posting):
        with pytest.raises(IntegrityError), transaction.atomic():
            _movement(reeve, posting, dwellings=0)

    @pytest.mark.parametrize("changes", [{"dwellings": 90}, {"booked_on": SINCE}])
    def test_is_never_changed(self, reeve, changes):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Movement.objects.update(**changes)

    def test_is_never_removed(self, reeve):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Movement.objects.all()._raw_delete(using="default")

        assert Movement.objects.count() == 1


class TestPlanVersion:
    def test_ends_after_it_begins(self, reeve):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanVersion.objects.create(
                plan=reeve,
                municipality=reeve.municipality,
                version=2,
                valid_on=TODAY,
                ends_before=TODAY,
                recorded_at=AT,
                name="Reeve",
            )

    def test_only_one_stands_for_a_day(self, reeve):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanVersion.objects.create(
                plan=reeve,
                municipality=reeve.municipality,
                version=2,
                valid_on=SINCE,
                recorded_at=AT,
                name="Reeve-Noord",
            )

    def test_is_never_rewritten(self, reeve):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            PlanVersion.objects.update(name="Reeve-Noord")

    def test_is_superseded_once(self, reeve):
        PlanVersion.objects.update(superseded_at=AT)

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            PlanVersion.objects.update(superseded_at=None)


class TestPlan:
    def test_has_a_number_of_its_own(self, reeve, zwolle):
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.create(number=reeve.number, municipality=zwolle, recorded_at=AT)

    def test_a_sender_knows_one_plan_by_a_key(self, reeve, kampen):
        other = record_plan(kampen, "Stationskwartier")
        PlanKey.objects.create(plan=reeve, system="gemeente", key="A1")

        with pytest.raises(IntegrityError), transaction.atomic():
            PlanKey.objects.create(plan=other, system="gemeente", key="A1")

        assert PlanKey.objects.create(plan=other, system="eib-2020", key="A1").pk

    def test_stands_for_itself_in_words(self, reeve):
        version, movement = reeve.versions.get(), Movement.objects.get()
        key = PlanKey.objects.create(plan=reeve, system="gemeente", key="A1")

        assert str(reeve) == "GM0166-2026-0001"
        assert str(version) == "Reeve"
        assert str(movement) == f"{reeve.pk} +100"
        assert str(key) == "gemeente:A1"
        assert str(Posting(booked_on=date(2026, 1, 1), reason="Raad")) == "2026-01-01 Raad"


class TestLocationKind:
    def test_tells_infill_from_expansion(self):
        directions = {kind.value: kind.direction for kind in LocationKind}

        assert directions == {
            "conversion": "infill",
            "transformation_area": "infill",
            "restructuring": "infill",
            "densification": "infill",
            "expansion": "expansion",
            "expansion_other": "expansion",
            "unknown": "unknown",
        }

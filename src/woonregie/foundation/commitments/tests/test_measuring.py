"""Measures are read at once, and again when something changed."""

from datetime import timedelta
from decimal import Decimal

from django.db import connection

from woonregie.foundation.audit.models import Event
from woonregie.foundation.audit.services import record
from woonregie.foundation.commitments import registry
from woonregie.foundation.commitments.models import (
    Assessment,
    Observation,
)
from woonregie.foundation.commitments.services import (
    follow,
    recompute,
)
from woonregie.foundation.commitments.tests.factories import (
    AT,
    TODAY,
    count_rooms,
    make,
    result_of,
)


class TestMeasuring:
    """On 24 November 2026, the 327th day of the path, 327 rooms are expected."""

    def test_happens_at_once(self, region, zwolle, corporation, rooms):
        rooms[zwolle.organisation_id] = 327

        made = make(
            region,
            zwolle.organisation,
            corporation,
            measures=[count_rooms(zwolle.organisation)],
        )

        seen = Observation.objects.get()
        assert (seen.value, seen.as_of, seen.source) == (327, TODAY, "live")
        assert Assessment.objects.get(measure__isnull=False).expected == 327
        assert result_of(made) == "on_course"

    def test_keeps_a_value_only_when_it_changed(self, region, zwolle, corporation, rooms):
        rooms[zwolle.organisation_id] = 327
        make(region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)])

        same = recompute(on=TODAY, at=AT)
        rooms[zwolle.organisation_id] = 320
        other = recompute(on=TODAY, at=AT + timedelta(hours=1))

        assert same == {"measures": 1, "changed": 0, "assessments": 0}
        # The measure and its commitment are both behind now.
        assert other == {"measures": 1, "changed": 1, "assessments": 2}
        assert Event.objects.filter(act="commitments.measured").count() == 1

    def test_goes_on_when_only_time_passes(self, region, zwolle, corporation, rooms):
        rooms[zwolle.organisation_id] = 327
        made = make(
            region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)]
        )

        recompute(on=TODAY + timedelta(days=1), at=AT + timedelta(days=1))

        assert result_of(made) == "behind"
        assert Observation.objects.count() == 1

    def test_says_that_it_cannot_when_it_cannot(self, region, zwolle, corporation, rooms):
        made = make(
            region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)]
        )

        assert Observation.objects.get().value is None
        assert result_of(made) == "not_measurable"

    def test_forgets_a_metric_that_is_no_longer_registered(
        self, region, zwolle, corporation, rooms, monkeypatch
    ):
        rooms[zwolle.organisation_id] = 400
        made = make(
            region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)]
        )

        monkeypatch.setattr(registry, "_METRICS", {})
        recompute(on=TODAY, at=AT + timedelta(hours=1))

        assert result_of(made) == "not_measurable"
        assert Observation.objects.get().value == 400

    def test_follows_an_act_that_can_change_it(self, region, zwolle, corporation, rooms):
        rooms[zwolle.organisation_id] = 327
        made = make(
            region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)]
        )
        rooms[zwolle.organisation_id] = 1

        event = record(
            act="region.facts_recorded", by=None, at=AT, organisation_id=zwolle.organisation_id
        )
        follow(event)

        assert result_of(made) == "behind"

    def test_does_not_follow_what_cannot(
        self, region, zwolle, kampen, corporation, rooms, hellendoorn
    ):
        rooms[zwolle.organisation_id] = 327
        make(region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)])
        rooms[zwolle.organisation_id] = 1

        for act, owner in (
            ("commitments.judged", zwolle.organisation_id),
            ("region.facts_recorded", hellendoorn.organisation_id),
        ):
            follow(record(act=act, by=None, at=AT, organisation_id=owner))

        assert Observation.objects.count() == 1

    def test_waits_for_the_last_of_many_acts(self, region, zwolle, corporation, rooms):
        rooms[zwolle.organisation_id] = 327
        make(region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)])
        rooms[zwolle.organisation_id] = 1
        first, last = (
            record(
                act="region.facts_recorded",
                by=None,
                at=AT,
                organisation_id=zwolle.organisation_id,
            )
            for _time in range(2)
        )

        follow(first)
        untouched = Observation.objects.count()
        follow(last)

        assert (untouched, Observation.objects.count()) == (1, 2)


class TestManyMeasures:
    def test_ask_as_many_questions_as_one(
        self, region, zwolle, corporation, rooms, django_assert_max_num_queries
    ):
        rooms[zwolle.organisation_id] = 400
        for at in range(20):
            make(
                region,
                zwolle.organisation,
                corporation,
                title=f"Kamers {at}",
                measures=[count_rooms(zwolle.organisation, target=Decimal(365 + at))],
            )
        rooms[zwolle.organisation_id] = 3

        with django_assert_max_num_queries(25, connection=connection):
            done = recompute(on=TODAY, at=AT)

        assert done["changed"] == 20

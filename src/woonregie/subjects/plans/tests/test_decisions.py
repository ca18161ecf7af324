"""The planning status follows from dated decisions, under the old act and the new."""

from datetime import UTC, date, datetime

import pytest

from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans import services
from woonregie.subjects.plans.errors import BeforePlanError, UnknownPlanError
from woonregie.subjects.plans.queries import versions_on
from woonregie.subjects.plans.services.statuses import load_status_rules
from woonregie.subjects.plans.values import Cell, PlanValues

THEN, NOW = datetime(2021, 1, 2, 9, 0, tzinfo=UTC), datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
BEGIN = date(2021, 1, 1)


@pytest.fixture
def reeve(kampen):
    """Return Reeve, in preparation since 2021."""
    load_status_rules(at=THEN)
    return services.create_plan(
        by=None,
        at=THEN,
        municipality=kampen,
        valid_on=BEGIN,
        values=PlanValues(name="Reeve", planning_status="3"),
        cells={Cell("build", "total", "", 2030, 2031): 600},
    )


@pytest.fixture
def decide(reeve):
    """Return a function that records a decision on Reeve."""

    def record(step, day, *, instrument="zoning_plan", by=None, at=NOW, **more):
        return services.record_planning_decision(
            by=by, at=at, plan=reeve, instrument=instrument, step=step, decided_on=day, **more
        )

    return record


def status(plan, on, known_on=None):
    version = versions_on(on, known_on).get(plan=plan)
    return version.planning_status, version.status_basis


class TestDerivedStatus:
    def test_follows_from_the_day_of_the_decision(self, reeve, decide):
        decide("adopted", date(2024, 5, 1))

        assert status(reeve, date(2024, 4, 30)) == ("3", "stated")
        assert status(reeve, date(2024, 5, 1)) == ("2A", "derived")

    def test_the_next_step_goes_before_the_last(self, reeve, decide):
        decide("irrevocable", date(2025, 1, 15), duty="elaboration")
        decide("adopted", date(2024, 5, 1), duty="elaboration")

        assert status(reeve, date(2024, 12, 31)) == ("2B", "derived")
        assert status(reeve, date(2025, 1, 15)) == ("1B", "derived")

    def test_a_permit_under_the_new_act_beats_a_draft_under_the_old(self, reeve, decide):
        decide("draft", date(2023, 3, 1))
        decide("irrevocable", date(2025, 2, 1), instrument="bopa")

        assert status(reeve, date(2025, 2, 1)) == ("1A", "derived")

    def test_an_annulled_plan_falls_back_on_what_still_stands(self, reeve, decide):
        decide("vision", date(2022, 1, 1), instrument="environment_plan")
        decide("adopted", date(2024, 5, 1))
        decide("annulled", date(2025, 9, 1))

        assert status(reeve, date(2025, 8, 31)) == ("2A", "derived")
        assert status(reeve, date(2025, 9, 1)) == ("4A", "derived")

    def test_when_nothing_stands_the_status_is_unknown(self, reeve, decide):
        decide("adopted", date(2024, 5, 1))
        decide("annulled", date(2025, 9, 1))

        assert status(reeve, date(2025, 9, 1)) == ("unknown", "derived")

    def test_a_decision_lapses_on_its_day(self, reeve, decide):
        decide("irrevocable", date(2024, 2, 29), instrument="permit", expires_on=date(2026, 2, 28))

        assert status(reeve, date(2026, 2, 27)) == ("1A", "derived")
        assert status(reeve, date(2026, 2, 28)) == ("unknown", "derived")

    def test_what_was_known_before_stays_askable(self, reeve, decide):
        decide("adopted", date(2024, 5, 1))

        before = datetime(2026, 6, 1, tzinfo=UTC)

        assert status(reeve, date(2024, 5, 1), known_on=before) == ("3", "stated")

    def test_taking_it_back_restores_what_was_stated(self, reeve, decide):
        wrong = decide("adopted", date(2024, 5, 1))

        services.take_back_planning_decision(by=None, at=NOW, recorded=wrong)

        assert status(reeve, date(2024, 5, 1)) == ("3", "stated")
        with pytest.raises(UnknownPlanError):
            services.take_back_planning_decision(by=None, at=NOW, recorded=wrong)


class TestBadDecisions:
    def test_a_decision_from_before_the_plan_is_refused(self, decide):
        with pytest.raises(BeforePlanError, match="begint pas op 01-01-2021"):
            decide("adopted", date(2020, 12, 31))

    def test_a_neighbour_may_not(self, decide, official_zwolle):
        with pytest.raises(ForbiddenError):
            decide("adopted", date(2024, 5, 1), by=official_zwolle)


class TestOneVersionADay:
    def test_each_day_is_covered_once_whatever_the_order(self, reeve, decide):
        days = [date(2024, 5, 1), date(2022, 2, 2), date(2023, 3, 3)]
        for step, day in zip(("adopted", "vision", "draft"), days, strict=True):
            decide(step, day)

        for day in (BEGIN, *sorted(days), date(2100, 1, 1)):
            assert versions_on(day).filter(plan=reeve).count() == 1
        assert [status(reeve, day)[0] for day in sorted(days)] == ["4A", "3", "2A"]

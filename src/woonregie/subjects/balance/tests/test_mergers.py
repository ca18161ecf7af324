"""A merger does not lose a home: plans and households of the old municipality count on."""

from datetime import date
from decimal import Decimal

import pytest

from woonregie.foundation.accounts.models import Organisation
from woonregie.subjects.balance.queries import Question, balance
from woonregie.subjects.forecast.errors import MissingYearError
from woonregie.subjects.forecast.services import Figure, choose_reference, import_vintage
from woonregie.subjects.plans.queries import PlanFilter
from woonregie.subjects.plans.services import create_plan
from woonregie.subjects.plans.values import Cell, PlanValues

MERGED_ON = date(2026, 1, 1)
BEFORE = Question(on=date(2025, 12, 31), period=(2026, 2036))
AFTER = Question(on=date(2026, 6, 1), period=(2026, 2036))
TODAY = date(2026, 11, 24)


@pytest.fixture
def plans(raalte, zwolle, legal_hard, moment):
    """Record 100 hard homes in Raalte and 300 in Zwolle, before the merger."""
    for place, name, homes in ((raalte, "Salland", 100), (zwolle, "Stadshagen", 300)):
        create_plan(
            by=None,
            at=moment,
            municipality=place,
            valid_on=date(2025, 1, 1),
            values=PlanValues(name=name, planning_status="1A"),
            cells={Cell("build", "total", "", 2027, 2028): homes},
        )


@pytest.fixture
def vintage(region, raalte, zwolle, a_source, moment):
    """Choose a vintage in the borders of before the merger as the reference."""
    figures = [
        Figure(place.pk, "households", "", year, Decimal(households))
        for place, year, households in (
            (raalte, 2026, 1000),
            (raalte, 2036, 1050),
            (zwolle, 2026, 5000),
            (zwolle, 2036, 5200),
        )
    ]
    found, _new = import_vintage(
        by=None,
        at=moment,
        slug="voor-de-herindeling",
        title="Prognose van voor de herindeling",
        kind="forecast",
        published_on=date(2025, 1, 1),
        source=a_source,
        figures=figures,
    )
    choose_reference(
        by=None, at=moment, region=region, vintage=found, scenario="", valid_on=date(2025, 1, 1)
    )
    return found


@pytest.fixture
def merger(raalte, zwolle):
    """Let Raalte go up in Zwolle."""
    Organisation.objects.filter(pk=raalte.organisation_id).update(
        ends_before=MERGED_ON, successor=zwolle.organisation
    )


@pytest.mark.usefixtures("plans", "vintage", "merger")
class TestMerger:
    def test_before_it_each_stands_on_her_own(self, region):
        found = balance(account=None, region=region, question=BEFORE, today=TODAY)

        assert [(row.name, row.need, row.hard) for row in found.rows] == [
            ("Raalte", 50, 100),
            ("Zwolle", 200, 300),
        ]

    def test_after_it_the_new_one_has_both(self, region):
        found = balance(account=None, region=region, question=AFTER, today=TODAY)

        assert [(row.name, row.need, row.hard) for row in found.rows] == [("Zwolle", 250, 400)]
        assert (found.total.need, found.total.hard) == (250, 400)

    def test_the_new_one_sees_and_filters_both_lists(self, region, official_zwolle):
        seen = PlanFilter(on=AFTER.on, municipality="GM0193").apply(
            account=official_zwolle, region=region, today=TODAY
        )

        assert {version.name for version in seen} == {"Salland", "Stadshagen"}

    def test_on_a_day_before_it_the_filter_shows_the_old_borders(self, region, official_zwolle):
        seen = PlanFilter(on=BEFORE.on, municipality="GM0193").apply(
            account=official_zwolle, region=region, today=TODAY
        )

        assert {version.name for version in seen} == {"Stadshagen"}


@pytest.mark.usefixtures("vintage", "legal_hard")
class TestHalfAForecast:
    def test_is_no_forecast(self, region, raalte, kampen, hellendoorn):
        # Kampen came of Raalte, which the vintage has, and Hellendoorn, which it has not.
        Organisation.objects.filter(
            pk__in=[raalte.organisation_id, hellendoorn.organisation_id]
        ).update(ends_before=MERGED_ON, successor=kampen.organisation)

        with pytest.raises(MissingYearError, match="2026 bij: Kampen"):
            balance(account=None, region=region, question=AFTER, today=TODAY)

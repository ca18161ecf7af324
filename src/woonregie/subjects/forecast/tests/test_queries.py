"""Reading vintages: figures as arrays, and what is missing of them."""

from datetime import date, timedelta

import numpy as np
import pytest

from woonregie.foundation.accounts.models import Organisation
from woonregie.subjects.forecast.errors import (
    ForecastError,
    MissingYearError,
    NoReferenceError,
    NotHouseholdsError,
    NotKnownYetError,
)
from woonregie.subjects.forecast.models import Measure
from woonregie.subjects.forecast.queries import (
    choices_for,
    flow,
    measures_of,
    reference_of,
    require_households,
    scenarios_of,
    series,
    stock,
    stock_where_known,
    vintage_named,
    vintages_with,
)
from woonregie.subjects.forecast.services import choose_reference
from woonregie.subjects.forecast.tests.factories import AT, figures, households, record_vintage

pytestmark = pytest.mark.django_db


@pytest.fixture
def primos(a_source, kampen, zwolle):
    """Return a vintage with three scenarios, and withdrawals of Kampen for two years."""
    given = []
    for scenario, step in (("laag", 50), ("midden", 100), ("hoog", 150)):
        given += households(kampen, {2026: 22_000, 2027: 22_000 + step}, scenario)
        given += households(zwolle, {2026: 60_000, 2027: 60_000 + 5 * step}, scenario)
    given += figures(kampen, Measure.WITHDRAWN_DWELLINGS, {2026: 12, 2027: 13})
    given += figures(kampen, Measure.PERSONS, {2026: 54_000})
    return record_vintage(a_source, given)


def asked(vintage, *places, scenario="midden", measure=Measure.HOUSEHOLDS):
    return {
        "vintage": vintage,
        "scenario": scenario,
        "measure": measure,
        "municipality_ids": [place.pk for place in places],
    }


class TestStock:
    def test_follows_the_order_of_the_municipalities(self, primos, kampen, zwolle):
        found = stock(**asked(primos, zwolle, kampen), years=(2026, 2027))

        assert found.tolist() == [[60_000, 22_000], [60_500, 22_100]]

    def test_is_never_interpolated(self, primos, kampen, zwolle):
        with pytest.raises(MissingYearError, match="2028 bij: Kampen, Zwolle"):
            stock(**asked(primos, kampen, zwolle), years=(2026, 2028))

    def test_a_long_list_of_names_is_cut(self, primos, kampen, zwolle, raalte, hellendoorn):
        with pytest.raises(MissingYearError) as caught:
            stock(**asked(primos, kampen, raalte, hellendoorn), years=[2026])

        assert "Hellendoorn, Raalte" in str(caught.value)
        assert "Kampen" not in str(caught.value)

    def test_says_where_it_is_known(self, primos, kampen, raalte):
        (found,) = stock_where_known(**asked(primos, kampen, raalte), years=[2026])

        assert found[0] == 22_000
        assert np.isnan(found[1])

    def test_of_no_municipality_is_empty(self, primos):
        assert stock(**asked(primos), years=[2026]).tolist() == [[]]


class TestFlow:
    def test_adds_up_the_years_of_a_period(self, primos, kampen):
        found = flow(
            **asked(primos, kampen, measure=Measure.WITHDRAWN_DWELLINGS), years=(2026, 2028)
        )

        assert found.total.tolist() == [25]
        assert found.complete

    def test_a_missing_year_makes_it_incomplete_and_not_zero(self, primos, kampen):
        found = flow(
            **asked(primos, kampen, measure=Measure.WITHDRAWN_DWELLINGS), years=(2026, 2029)
        )

        assert not found.complete
        assert not found.absent
        assert (found.years.tolist(), found.asked) == ([2], 3)

    def test_a_missing_municipality_makes_it_incomplete(self, primos, kampen, zwolle):
        found = flow(
            **asked(primos, kampen, zwolle, measure=Measure.WITHDRAWN_DWELLINGS),
            years=(2026, 2028),
        )

        assert not found.complete

    def test_nothing_at_all_is_absent(self, primos, kampen):
        found = flow(**asked(primos, kampen, measure=Measure.NEW_DWELLINGS), years=(2026, 2028))

        assert found.absent
        assert not found.complete

    def test_counts_what_went_up_in_a_municipality(self, primos, kampen, raalte):
        Organisation.objects.filter(pk=kampen.organisation_id).update(
            ends_before=date(2026, 1, 1), successor=raalte.organisation
        )

        found = flow(
            **asked(primos, raalte, measure=Measure.WITHDRAWN_DWELLINGS), years=(2026, 2028)
        )

        assert found.total.tolist() == [25]
        assert found.complete


class TestVintages:
    def test_are_found_by_what_they_count(self, primos, kampen, raalte):
        assert list(vintages_with(Measure.HOUSEHOLDS, [kampen.pk])) == [primos]
        assert list(vintages_with(Measure.BIRTHS, [kampen.pk])) == []
        assert list(vintages_with(None, [raalte.pk])) == []

    def test_have_scenarios_by_name(self, primos):
        assert scenarios_of(primos) == ["hoog", "laag", "midden"]

    def test_are_offered_newest_first_with_their_scenarios(self, primos, a_source, kampen):
        older = record_vintage(
            a_source,
            households(kampen, {2015: 1}, "trend"),
            slug="primos-2014",
            title="Primos 2014",
            published_on=date(2014, 7, 1),
        )

        assert choices_for([kampen.pk]) == [
            (primos, ["hoog", "laag", "midden"]),
            (older, ["trend"]),
        ]

    def test_say_what_they_count(self, primos):
        assert measures_of([primos])[primos.pk] == [
            "huishoudens",
            "personen",
            "onttrokken woningen",
        ]

    def test_are_known_by_their_key(self, primos):
        assert vintage_named("primos-2025") == primos

    def test_an_unknown_key_is_refused_in_words(self, db):
        with pytest.raises(ForecastError, match="Prognose primos-1900 bestaat niet"):
            vintage_named("primos-1900")

    def test_were_not_known_before_they_came_in(self, primos):
        assert vintage_named("primos-2025", known_on=AT) == primos
        with pytest.raises(NotKnownYetError, match="nog niet ingelezen"):
            vintage_named("primos-2025", known_on=AT - timedelta(seconds=1))

    def test_persons_are_no_households(self, a_source, kampen):
        persons = record_vintage(a_source, figures(kampen, Measure.PERSONS, {2026: 54_000}, ""))

        with pytest.raises(NotHouseholdsError, match="worden niet omgerekend"):
            require_households(persons, "")


class TestReference:
    def test_is_refused_in_words_when_nobody_chose(self, region):
        with pytest.raises(NoReferenceError, match="24-11-2026 nog geen prognose"):
            reference_of(region, on=AT.date())

    def test_is_not_there_before_its_first_day(self, primos, region):
        choose_reference(
            by=None,
            at=AT,
            region=region,
            vintage=primos,
            scenario="midden",
            valid_on=date(2026, 1, 1),
        )

        assert reference_of(region, on=date(2026, 1, 1)).vintage == primos
        with pytest.raises(NoReferenceError):
            reference_of(region, on=date(2025, 12, 31))


class TestSeries:
    def test_adds_up_the_municipalities_of_each_year(self, primos, kampen, zwolle):
        found = series([kampen.pk, zwolle.pk], Measure.HOUSEHOLDS, [primos])

        assert [
            (point.scenario, point.year, point.value)
            for point in found.points
            if point.scenario == "midden"
        ] == [("midden", 2026, 82_000), ("midden", 2027, 82_600)]
        assert found.left_out == {}

    def test_a_year_that_lacks_a_municipality_is_left_out_and_told(self, a_source, kampen, zwolle):
        given = households(kampen, {2026: 1, 2027: 2, 2028: 3}) + households(zwolle, {2027: 5})
        vintage = record_vintage(a_source, given)

        found = series([kampen.pk, zwolle.pk], Measure.HOUSEHOLDS, [vintage])

        assert [(point.year, point.value) for point in found.points] == [(2027, 7)]
        assert found.left_out == {"Primos 2025": [2026, 2028]}

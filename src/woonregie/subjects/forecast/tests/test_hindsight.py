"""What earlier forecasts expected beside what was counted, by hand."""

from datetime import date

import numpy as np
import pytest

from woonregie.subjects.forecast.models import Measure
from woonregie.subjects.forecast.queries.hindsight import outcomes
from woonregie.subjects.forecast.tests.factories import figures, households, record_vintage

pytestmark = pytest.mark.django_db
MADE = date(2014, 12, 31)


def counted(source, given, slug="cbs", published_on=date(2021, 1, 1)):
    return record_vintage(
        source, given, slug=slug, title=slug, kind="realised", published_on=published_on
    )


@pytest.fixture
def primos(a_source, kampen, zwolle):
    """A forecast of 2014 with a band, for Kampen and Zwolle."""
    given = [
        *households(kampen, {2015: 20_000, 2020: 22_000}),
        *households(kampen, {2020: 21_500}, "laag"),
        *households(kampen, {2020: 22_500}, "hoog"),
        *households(zwolle, {2015: 54_000, 2020: 60_000}),
        *households(zwolle, {2020: 59_000}, "laag"),
        *households(zwolle, {2020: 61_000}, "hoog"),
    ]
    return record_vintage(a_source, given, slug="primos-2014", published_on=MADE)


class TestOutcomes:
    def test_sets_what_was_expected_beside_what_was_counted(
        self, primos, a_source, kampen, zwolle
    ):
        counted(
            a_source,
            [*households(kampen, {2020: 20_000}, ""), *households(zwolle, {2020: 60_000})],
        )

        (found,) = outcomes([kampen.pk, zwolle.pk], Measure.HOUSEHOLDS)

        (own,) = found.judged([0])
        assert (own.year, own.ahead, own.expected, own.counted) == (2020, 6, 22_000, 20_000)
        assert own.difference == 2_000
        assert own.error == pytest.approx(0.1)
        assert own.within_band is False
        (both,) = found.judged([0, 1])
        assert (both.expected, both.counted) == (82_000, 80_000)
        assert (both.low, both.high, both.within_band) == (80_500, 83_500, False)
        (city,) = found.judged([1])
        assert (city.error, city.within_band) == (0, True)

    def test_says_nothing_of_a_sum_of_which_a_part_was_not_counted(
        self, primos, a_source, kampen, zwolle
    ):
        counted(a_source, households(kampen, {2020: 20_000}, ""))

        (found,) = outcomes([kampen.pk, zwolle.pk], Measure.HOUSEHOLDS)

        assert found.judged([0, 1]) == []
        assert len(found.judged([0])) == 1

    def test_what_was_counted_before_it_was_published_was_no_forecast(
        self, a_source, kampen, zwolle
    ):
        record_vintage(
            a_source, households(kampen, {2014: 19_000, 2015: 20_000}), published_on=MADE
        )
        counted(a_source, households(kampen, {2014: 19_000, 2015: 20_000}, ""))

        (found,) = outcomes([kampen.pk], Measure.HOUSEHOLDS)

        assert [item.year for item in found.judged([0])] == [2015]

    def test_of_a_year_that_was_counted_twice_the_newest_holds(
        self, primos, a_source, kampen, zwolle
    ):
        counted(a_source, households(kampen, {2020: 19_000}, ""))
        counted(a_source, households(kampen, {2020: 20_000}, ""), "cbs-2", date(2022, 1, 1))

        (found,) = outcomes([kampen.pk], Measure.HOUSEHOLDS)

        assert found.judged([0])[0].counted == 20_000

    def test_adds_up_municipalities_that_merged(self, primos, a_source, kampen_merged, zwolle):
        counted(a_source, households(zwolle, {2020: 80_000}, ""))

        (found,) = outcomes([zwolle.pk], Measure.HOUSEHOLDS)

        (own,) = found.judged([0])
        assert (own.expected, own.counted) == (82_000, 80_000)

    def test_persons_are_judged_by_persons(self, primos, a_source, kampen, zwolle):
        counted(a_source, figures(kampen, Measure.PERSONS, {2020: 54_000}, ""))

        (found,) = outcomes([kampen.pk], Measure.HOUSEHOLDS)

        assert found.judged([0]) == []
        assert outcomes([kampen.pk], Measure.PERSONS) == []

    def test_each_scenario_that_is_no_band_is_a_line(self, a_source, kampen):
        given = households(kampen, {2020: 1}, "meer asiel") + households(
            kampen, {2020: 2}, "trend"
        )
        record_vintage(a_source, given, published_on=MADE)

        found = outcomes([kampen.pk], Measure.HOUSEHOLDS)

        assert [line.scenario for line in found] == ["meer asiel", "trend"]
        assert np.isnan(found[0].low).all()


class TestShelfLife:
    def test_ends_where_too_few_municipalities_are_close(self, a_source, kampen, zwolle):
        given = [
            *households(kampen, {2015: 100, 2016: 100, 2017: 100}),
            *households(zwolle, {2015: 100, 2016: 100, 2017: 100}),
        ]
        record_vintage(a_source, given, published_on=MADE)
        real = [
            *households(kampen, {2015: 100, 2016: 104, 2017: 120}, ""),
            *households(zwolle, {2015: 100, 2016: 96, 2017: 101}, ""),
        ]
        counted(a_source, real)

        (found,) = outcomes([kampen.pk, zwolle.pk], Measure.HOUSEHOLDS)

        # One of two is less than 80 %.
        assert (found.shelf_life([0, 1]).years, found.shelf_life([0, 1]).ended) == (2, True)
        assert (found.shelf_life([1]).years, found.shelf_life([1]).ended) == (3, False)

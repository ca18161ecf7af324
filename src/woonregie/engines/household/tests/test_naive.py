"""Share, linear, Hamilton-Perry and their mean, by hand."""

import pytest

from woonregie.engines.household import EngineError
from woonregie.engines.household._naive import averaged, hamilton_perry, linear, share
from woonregie.engines.household.tests.pasts import by_age, totals

# Ages 0, 1, and 2 or over. Nobody is of an age to have children.
THEN = [[100, 100, 0], [300, 300, 0]]
NOW = [[40, 80, 100], [0, 300, 300]]


class TestShare:
    def test_leaves_everybody_where_they_are(self):
        assert share(totals([100, 300], [110, 290]), 5).total.tolist() == [110, 290]


class TestLinear:
    def test_looks_back_five_years_at_most(self):
        past = totals([0, 9], [10, 9], [20, 9], [30, 9], [40, 9], [50, 9], [70, 9])

        # Five years ago 10, now 70: 12 a year.
        assert linear(past, 2).total.tolist() == [94, 9]

    def test_never_goes_below_nobody(self):
        assert linear(totals([100, 100], [40, 100]), 3).total.tolist() == [0, 100]

    def test_asks_for_two_years(self):
        with pytest.raises(EngineError, match="two years"):
            linear(totals([100, 300]), 5)


class TestHamiltonPerry:
    def test_shrinks_ratios_of_a_town_to_those_of_the_country(self):
        found = hamilton_perry(by_age(THEN, NOW), 1, shrink=100)

        # Age 1: Raalte 80/100, the country 380/400; with 100 persons more (80 + 95)/200 = 0.875.
        # Age 2 and over: 1 for both. Now 40 children of 0, and 180 of 1 and over.
        assert found.people is not None
        assert found.people[0, 0].tolist() == pytest.approx([0, 35, 180])
        assert found.total.tolist() == pytest.approx([215, 600])

    def test_makes_one_step_of_the_horizon_where_that_far_back_is_known(self):
        middle = [[999, 1, 1], [1, 1, 999]]

        found = hamilton_perry(by_age(THEN, middle, NOW), 2, shrink=100)

        # Two years older is 2 or over: Raalte 100 of 200, the country 400 of 800.
        assert found.total.tolist() == pytest.approx([110, 300])

    def test_asks_for_ages(self):
        with pytest.raises(EngineError, match="ages"):
            hamilton_perry(totals([100, 300], [110, 290]), 1)


class TestAveraged:
    def test_is_halfway_at_one_national_total(self):
        past = by_age(THEN, NOW)
        cohorts, line = hamilton_perry(past, 1).total, linear(past, 1).total

        # A straight line: 240 in Raalte, 600 in Zwolle.
        assert line.tolist() == [240, 600]
        found = averaged(past, 1).total
        assert found[0] == pytest.approx((cohorts[0] + 240 * cohorts.sum() / 840) / 2)
        assert found.sum() == pytest.approx(cohorts.sum())

"""Forecasts from an earlier year beside what came: the sums, and that nobody looks ahead."""

from dataclasses import replace

import numpy as np
import pytest

from woonregie.engines.household import (
    MODELS,
    Band,
    EngineError,
    History,
    backtest,
    crossed,
)
from woonregie.engines.household.tests.pasts import drawn, totals

GROWN = ([100, 300], [100, 300], [100, 300], [110, 300])


class TestHistory:
    def test_refuses_a_year_that_is_missing(self):
        with pytest.raises(EngineError, match="2019"):
            History.from_arrays(regions=["Raalte"], years=[2018, 2020], people=np.ones((2, 1)))

    def test_refuses_fewer_than_nobody(self):
        with pytest.raises(EngineError, match="zero or more"):
            totals([100, -1])

    @pytest.mark.parametrize(
        "changed", [{"natural": np.ones((2, 2))}, {"areas": ["Salland"]}, {"people": np.ones(3)}]
    )
    def test_refuses_what_does_not_fit(self, changed):
        with pytest.raises(EngineError):
            History.from_arrays(
                **{"regions": ["Raalte", "Zwolle"], "years": [2018], "people": np.ones((1, 2))}
                | changed
            )

    def test_of_a_year_knows_no_births_in_it(self):
        past = totals(*GROWN, natural=np.ones((4, 2)))

        found = past.until(2019).natural

        assert found is not None
        assert found[0].tolist() == [1, 1]
        assert np.isnan(found[1]).all()


class TestBacktest:
    def test_counts_errors_at_the_national_total(self):
        found = backtest(totals(*GROWN), origin=2020, horizon=1, models=["share"], jump=0.5)

        # 410 people in the shares of 100 and 300: 102.5 and 307.5 beside 110 and 300.
        score = found.score("share")
        assert score.error.tolist() == pytest.approx([102.5 / 110 - 1, 0.025])
        assert score.mape == pytest.approx(50 * (7.5 / 110 + 0.025))
        assert score.mape_large is None
        assert score.far_off == 0
        assert found.worst("share", 1) == [("Raalte", pytest.approx(-7.5 / 110))]

    def test_counts_them_without_it(self):
        found = backtest(
            totals(*GROWN), origin=2020, horizon=1, models=["share"], national=False, jump=0.5
        )

        assert found.score("share").expected.tolist() == [100, 300]

    def test_leaves_out_gaps_and_borders_that_moved(self):
        past = totals(
            [100, np.nan, 100, 100],
            [100, 200, 100, 0],
            [100, 200, 100, 100],
            [101, 200, 120, 100],
        )

        found = backtest(past, origin=2020, horizon=1, models=["share"])

        assert found.left_out == {"GM0001": "gap", "GM0002": "jump", "GM0003": "empty"}
        assert found.regions == ("GM0000",)

    def test_makes_only_what_totals_allow(self):
        found = backtest(totals(*GROWN), origin=2020, horizon=1)

        assert [score.model for score in found.scores] == ["ours", "linear", "share"]

    def test_sees_nothing_after_the_origin_but_the_one_total(self):
        past = drawn(areas=True)
        people = past.people.copy()
        people[6:] = people[6:, ::-1] * 1.05
        people[8] *= past.people[8].sum() / people[8].sum()
        other = replace(past, people=people)

        first, second = (
            backtest(item, origin=2010, horizon=3, jump=100) for item in (past, other)
        )

        for name in MODELS:
            assert first.score(name).expected == pytest.approx(second.score(name).expected)

    def test_is_better_than_linear_where_growth_lasts_and_towns_are_small(self):
        found = backtest(drawn(seed=4, regions=120), origin=2008, horizon=5, jump=1)

        assert found.score("ours").mape < found.score("linear").mape

    def test_judges_ages_where_they_are_known(self):
        found = backtest(drawn(), origin=2010, horizon=2, jump=1)

        groups = ["0-14", "15-29", "30-44", "45-64", "65-79", "80+"]
        assert list(found.score("ours").by_age) == groups
        assert found.score("linear").by_age == {}

    @pytest.mark.parametrize(
        ("asked", "why"),
        [
            ({"origin": 2020, "horizon": 0}, "horizon"),
            ({"origin": 2020, "horizon": 9}, "2029 is not there"),
            ({"origin": 2019, "horizon": 1}, "3 years"),
            ({"origin": 2020, "horizon": 1, "models": ["hamilton-perry"]}, "cannot be made"),
            ({"origin": 2020, "horizon": 1, "models": ["tea-leaves"]}, "cannot be made"),
            ({"origin": 2020, "horizon": 1, "jump": 0.0}, "no region"),
        ],
    )
    def test_refuses_what_cannot_be_tried(self, asked, why):
        growing = totals([100, 300], [101, 301], [102, 302], [103, 303])

        with pytest.raises(EngineError, match=why):
            backtest(growing, **asked)

    def test_knows_who_took_part(self):
        found = backtest(totals(*GROWN), origin=2020, horizon=1, models=["share"])

        with pytest.raises(EngineError, match="did not take part"):
            found.score("linear")


class TestBand:
    def test_is_as_wide_as_errors_of_one_size_ask(self):
        error = np.array([0.01, -0.02, 0.03, -0.04, 0.05, 0.06, -0.07, 0.08, 0.09, -0.10, 0.11])

        band = Band.fit(error, np.full(11, 20_000.0))

        # Eight of ten steps from the least to the most: the ninth of eleven.
        assert band.width == pytest.approx(0.09)
        assert band.covered(error, np.full(11, 20_000.0)) == pytest.approx(9 / 11)

    def test_is_narrower_for_a_city(self):
        people = np.geomspace(1e3, 1e5, 21)
        band = Band.fit(0.02 * (people / 2e4) ** -0.5, people)

        # Four times as many people, half the error.
        assert band.slope == pytest.approx(0.5)
        assert band.half(np.array([2e4, 8e4])) == pytest.approx([0.02, 0.01])

    def test_asks_for_ten(self):
        with pytest.raises(EngineError, match="ten regions"):
            Band.fit(np.ones(9), np.ones(9))

    def test_judges_each_half_by_the_other(self):
        rng = np.random.default_rng(2)
        people = np.exp(rng.normal(9, 1, 4000))
        error = rng.normal(0, 0.02, 4000) * (people / 2e4) ** -0.3

        assert crossed(error, people) == pytest.approx((0.8, 0.8), abs=0.03)

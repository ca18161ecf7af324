"""Our forecast of the next years: what it sees, how it fades, and laws that hold."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from woonregie.engines.household import EngineError, History
from woonregie.engines.household._drift import Setting, chosen, drifted, moved, ours
from woonregie.engines.household._naive import linear
from woonregie.engines.household.tests.pasts import drawn, totals

SOME = st.integers(min_value=0, max_value=2**32 - 1)


class TestOurs:
    def test_asks_for_three_years(self):
        with pytest.raises(EngineError, match="3 years"):
            ours(totals([100, 300], [110, 290]), 5)

    def test_is_what_all_do_where_nobody_differs(self):
        past = totals(*[[100 * 1.01**year, 300 * 1.01**year] for year in range(5)])

        # Both grow 1 % a year, and so does what is expected.
        assert ours(past, 2).total == pytest.approx([100 * 1.01**6, 300 * 1.01**6])

    def test_knows_people_by_age_where_the_past_does(self):
        past = drawn()

        found = ours(past, 5)

        assert found.people is not None
        assert found.people.sum(axis=(1, 2)) == pytest.approx(found.total)

    @given(seed=SOME)
    @settings(max_examples=10, deadline=None)
    def test_does_not_mind_the_order_of_regions(self, seed):
        past = drawn(seed % 1000, regions=20, years=5)
        order = np.random.default_rng(seed).permutation(20)
        shuffled = replace(
            past,
            regions=tuple(past.regions[at] for at in order),
            people=past.people[:, order],
        )

        assert ours(shuffled, 2).total == pytest.approx(ours(past, 2).total[order], rel=1e-6)


class TestDrifted:
    def test_goes_on_less_than_the_straight_line(self):
        rng = np.random.default_rng(3)
        growth = np.linspace(-0.02, 0.02, 41)
        years = np.arange(6)[:, None]
        people = 5e4 * np.exp(growth * years + rng.normal(0, 0.002, (6, 41)))
        past = totals(*people)

        found = drifted(past, 5, Setting(0.0, 0.9)) / people[-1]
        straight = linear(past, 5).total / people[-1]

        assert found[-1] > found[0]
        assert 1 < found[-1] / found.mean() < straight[-1] / straight.mean()

    def test_follows_births_and_deaths_as_far_as_carried(self):
        steady = [[5e4, 5e4]] * 4
        natural = np.array([[500.0, -500]] * 4)
        past = totals(*steady, natural=natural)

        followed = drifted(past, 1, Setting(1.0, 0.9))
        left = drifted(past, 1, Setting(0.0, 0.9))

        # Growth of nobody is 1 % by births and as much by leaving; what lasts of leaving fades.
        assert left == pytest.approx([5e4, 5e4])
        assert followed[0] > 5e4 > followed[1]

    def test_tells_apart_what_an_area_shares(self):
        rng = np.random.default_rng(5)
        area = np.arange(40) % 2
        growth = np.where(area == 0, 0.003, -0.003)
        people = 2e3 * np.exp(growth * np.arange(6)[:, None] + rng.normal(0, 0.01, (6, 40)))
        past = totals(*people, areas=[str(at) for at in area])

        apart, alone = (drifted(past, 5, Setting(0.0, 0.95, by)) for by in (True, False))

        wanted = people[-1] * np.exp(5 * growth)
        assert np.abs(apart / wanted - 1).mean() < np.abs(alone / wanted - 1).mean()


class TestChosen:
    def test_carries_nothing_where_births_are_not_known(self):
        assert chosen(totals(*[[100, 300], [101, 299], [102, 298], [103, 297]]), 2).carried == 0

    def test_never_tells_areas_apart_that_it_does_not_know(self):
        assert not chosen(drawn(years=5), 2).by_area

    def test_is_the_usual_one_with_nothing_to_judge_by(self):
        assert chosen(drawn(years=3), 5) == Setting(1.0, 0.9)


class TestMoved:
    def test_keeps_a_town_of_students_a_town_of_students(self):
        past = drawn(regions=30)
        people = past.people.copy()
        # Of 18 and 19 many come to the first region, and of 25 and 26 they leave.
        people[:, 0, 0, 19:26] *= 3
        students = History.from_arrays(regions=past.regions, years=past.years, people=people)

        found = moved(students, 5)

        share = found[0, 0, 19:26].sum() / found[0].sum()
        usual = found[1:, 0, 19:26].sum() / found[1:].sum()
        assert share > 1.7 * usual

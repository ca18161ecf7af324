"""What growth of households comes from: by hand, and it always adds up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from woonregie.engines.household import (
    SUPPLY,
    TREND,
    ZERO,
    NationalTotals,
    Position,
    Programme,
    Scenario,
    decomposed,
    invented,
    project,
)
from woonregie.engines.household.tests.towns import (
    EVERYBODY,
    MEN,
    RAALTE,
    people,
    taking,
    towns,
)

BASE = invented(3)


def parts(base, scenario=None, years=1):
    """Return by part what (Raalte, Zwolle) gain up to the last year, without what is nothing."""
    found = decomposed(base, scenario or Scenario(), years).parts()
    return {
        name: pytest.approx(values[-1].tolist(), abs=1e-3)
        for name, values in found.items()
        if np.abs(values[-1]).max() > 1e-3
    }


class TestByHand:
    def test_nothing_comes_of_nothing(self):
        found = decomposed(towns(), Scenario(), 2)

        assert not found.growth.any()
        assert not any(values.any() for values in found.parts().values())

    def test_who_dies_is_age_structure(self):
        # 100 x 0.2 / (1 + 0.2 / 2)
        assert parts(towns(mortality=0.2)) == {"age_structure": [-18.1818, 0]}

    def test_who_moves_is_domestic(self):
        assert parts(towns(leaving=0.2)) == {"domestic": [-18.1818, 18.1818]}

    def test_who_comes_from_abroad_is_abroad(self):
        profile = np.zeros(EVERYBODY)
        profile[MEN, 50, Position.ALONE] = 1

        base = towns(immigration=np.array([0.0, 30]), immigration_profile=profile)

        assert parts(base) == {"abroad": [0, 30]}

    def test_who_goes_abroad_is_abroad(self):
        assert parts(towns(emigration=0.2)) == {"abroad": [-18.1818, 0]}

    def test_who_gives_up_a_household_is_behaviour(self):
        leaving = taking(0.1, Position.ALONE, Position.INSTITUTION)

        assert parts(towns(transitions=leaving)) == {"behaviour": [-10, 0]}

    def test_children_who_come_of_age_are_age_structure_and_stay_home_by_behaviour(self):
        # All of 18 live alone; those of 17, a year later, would as well, and stay at home.
        base = towns(
            population=people(
                (RAALTE, MEN, 17, Position.CHILD, 40), (RAALTE, MEN, 18, Position.ALONE, 60)
            )
        )

        assert parts(base) == {"age_structure": [40, 0], "behaviour": [-40, 0]}

    def test_what_a_shortage_holds_back_is_supply(self):
        # In the first year half of 100 children leave home. 50 more dwellings are needed, of 400:
        # a gap of 0.125. In the second year of 50 children 25 x exp(-2 x 0.125) leave: 19.47.
        base = towns(
            population=people((RAALTE, MEN, 20, Position.CHILD, 100)),
            transitions=taking(0.5, Position.CHILD, Position.ALONE),
        )

        found = parts(base, Scenario(restraint=2.0), years=2)

        assert found == {"behaviour": [75, 0], "supply": [-5.53, 0]}

    def test_dwellings_in_one_place_are_households_less_elsewhere(self):
        none = np.zeros((2, 3))
        programme = Programme(np.array([[0.0, 0, 900]] * 2), none, none)

        found = decomposed(BASE, Scenario(own_need=SUPPLY, lam=1.0, programme=programme), 2)

        assert found.supply[2, 2] > 200
        assert (found.supply[2, :2] < -50).all()


class TestShared:
    def test_what_two_do_together_is_halved(self):
        # Whoever came to Raalte may move on: 30 come, and 30 x 0.2 / 1.1 = 5.45 more go in the
        # next year than of the 100 who lived there. Without moves 30 would stay, without
        # immigration nobody would go on: of the 5.45 each takes half.
        profile = np.zeros(EVERYBODY)
        profile[MEN, 50, Position.ALONE] = 1
        base = towns(immigration=np.array([30.0, 0]), immigration_profile=profile, leaving=0.2)

        found = decomposed(base, Scenario(), 2)

        alone = decomposed(towns(leaving=0.2), Scenario(), 2)
        half = 30 * 0.2 / 1.1 / 2
        assert found.abroad[2] == pytest.approx([60 - half, half], abs=1e-3)
        assert found.domestic[2] == pytest.approx(
            (alone.domestic[2] + [-half, half]).tolist(), abs=1e-3
        )


class TestLaws:
    @settings(max_examples=15, deadline=None)
    @given(
        st.builds(
            Scenario,
            fertility=st.floats(-0.4, 0.4),
            immigration=st.floats(0, 2),
            mobility=st.floats(0, 2),
            leaving_home=st.floats(0, 2),
            restraint=st.floats(0, 3),
            own_need=st.just(SUPPLY),
            lam=st.floats(0, 1),
        )
    )
    def test_parts_add_up_to_the_growth_of_the_forecast(self, scenario):
        found = decomposed(BASE, scenario, 3)

        households = project(BASE, scenario, years=3).households
        assert np.allclose(sum(found.parts().values()), found.growth, atol=1e-6)
        assert np.allclose(found.growth, households - households[0], atol=0.05)
        assert not found.growth[0].any()

    def test_own_need_has_no_domestic_part(self):
        found = decomposed(BASE, Scenario(own_need=ZERO), 3)

        assert not found.domestic.any()
        assert np.abs(found.abroad[-1]).min() > 1

    def test_own_need_is_the_trend_without_its_domestic_part_where_nobody_comes(self):
        alone = BASE.from_arrays(
            regions=BASE.regions,
            year=BASE.year,
            arrays=BASE.arrays()
            | dict.fromkeys(("immigration", "permit_holders", "emigration"), 0.0),
        )

        trend, zero = (decomposed(alone, Scenario(own_need=own), 3) for own in (TREND, ZERO))

        assert np.allclose(trend.growth - trend.domestic, zero.growth, atol=0.05)

    def test_national_totals_count_in_every_part(self):
        totals = NationalTotals("CBS", births=np.array([2300.0, 2300]))
        scenario = Scenario(national=totals)

        found = decomposed(BASE, scenario, 2)

        households = project(BASE, scenario, years=2).households
        assert np.allclose(found.growth, households - households[0], atol=0.05)

"""Levers: what they may be, and what they tell of themselves."""

from datetime import date

import numpy as np
import pytest

from woonregie.engines.household import (
    SUPPLY,
    Domestic,
    EngineError,
    NationalTotals,
    OwnNeed,
    Position,
    Programme,
    Scenario,
    reference,
)
from woonregie.engines.household._course import children_per_woman, course, life_expectancy
from woonregie.engines.household._scenario import POSSIBLE
from woonregie.engines.household.tests.towns import WOMEN, people, towns


class TestScenario:
    def test_two_names_for_the_same_levers_have_one_digest(self):
        assert Scenario(name="a").digest() == Scenario(name="b").digest()

    def test_every_lever_counts_in_the_digest(self):
        programme = Programme(np.ones((2, 2)), np.zeros((2, 2)), np.zeros((2, 2)))
        scenarios = [
            Scenario(),
            Scenario(fertility=0.1),
            Scenario(fertility=[0.1, 0.2]),
            Scenario(own_need=SUPPLY),
            Scenario(own_need=OwnNeed("own", Domestic.STATED, source="raad", stated={"a": 1.0})),
            Scenario(own_need=OwnNeed("own", Domestic.STATED, source="raad", stated={"a": 2.0})),
            Scenario(programme=programme),
            Scenario(national=NationalTotals("CBS 2024", births=np.array([1.0]))),
        ]

        assert len({scenario.digest() for scenario in scenarios}) == len(scenarios)

    def test_warns_outside_what_is_plausible(self):
        scenario = Scenario(fertility=[0.0, -0.5], mobility=1.2)

        (warned,) = scenario.warnings()

        assert (warned.lever, warned.value, warned.low) == ("fertility", -0.5, -0.4)

    @pytest.mark.parametrize(
        "levers",
        [
            {"immigration": -0.1},
            {"mobility": float("nan")},
            {"fertility": [[0.1]]},
            {"realisation_hard": 1.1},
            {"restraint": -1.0},
            {"catch_up_years": 0},
            {"lam": 0.5},
            {"restraint": [0.1, 0.2]},
            {"catch_up_years": "tien"},
            {"response": [0.1, 0.2], "lam": 1.0, "own_need": SUPPLY},
            {"restraint": None},
            {"fertility": "veel"},
            {"fertility": "0.1"},
            {"mobility": True},
            {"immigration": [1.0, [1.0]]},
        ],
    )
    def test_refuses_what_cannot_be(self, levers):
        with pytest.raises(EngineError):
            Scenario(**levers)

    @pytest.mark.parametrize("lever", [name for name in POSSIBLE if name != "vacancy"])
    def test_only_vacancy_may_be_left_open(self, lever):
        with pytest.raises(EngineError, match=lever) as caught:
            Scenario(**{lever: None})

        assert "no number" in str(caught.value)
        assert Scenario(vacancy=None).vacancy is None

    def test_response_works_through_lambda(self):
        with pytest.raises(EngineError, match="response counts only with lam above zero"):
            Scenario(own_need=SUPPLY, response=1.0)

    def test_keeps_the_path_that_it_was_given(self):
        path = [1.0, 1.1]
        scenario = Scenario(immigration=path)
        before = scenario.digest()

        path[1] = 2.0

        assert scenario.digest() == before

    def test_is_equal_to_another_by_its_levers(self):
        programme = Programme(np.ones((2, 2)), np.zeros((2, 2)), np.zeros((2, 2)))
        lists = Programme([[1, 1], [1, 1]], [[0.0, 0], [0, 0]], [[0.0, 0], [0, 0]])

        one = Scenario(name="a", fertility=[0, 0.1], programme=programme)
        other = Scenario(name="b", fertility=np.array([0.0, 0.1]), programme=lists)

        assert one == other
        assert len({one, other, Scenario()}) == 2
        assert one != "a"


class TestProgramme:
    def test_keeps_its_own_numbers(self):
        hard = np.ones((2, 2))
        programme = Programme(hard, np.zeros((2, 2)), np.zeros((2, 2)))

        hard[0, 0] = 9

        assert programme.hard[0, 0] == 1

    @pytest.mark.parametrize("hard", [[["veel"]], [[1.0], [1.0, 2.0]], None])
    def test_refuses_what_are_no_numbers(self, hard):
        with pytest.raises(EngineError, match=r"programme\.hard"):
            Programme(hard, [[0.0]], [[0.0]])


class TestBandsOfNationalTotals:
    @pytest.mark.parametrize("bands", [(), (5, 80), (0, 80, 80), (0, 101)])
    def test_cover_all_ages_once(self, bands):
        with pytest.raises(EngineError, match="national bands"):
            NationalTotals("CBS 2025", bands=bands)


class TestOwnNeed:
    def test_is_named_and_dated(self):
        within = OwnNeed(
            "zero-within-2026",
            Domestic.ZERO_WITHIN,
            in_force_from=date(2026, 7, 1),
            source="woondeal",
            members=("Raalte",),
        )

        assert Scenario(own_need=within).own_need.in_force_from == date(2026, 7, 1)

    @pytest.mark.parametrize(
        "half",
        [
            {"domestic": Domestic.ZERO_WITHIN},
            {"domestic": Domestic.ZERO, "members": ("Raalte",)},
            {"domestic": Domestic.STATED, "source": "raad"},
            {"domestic": Domestic.STATED, "stated": {"Raalte": 5.0}},
        ],
    )
    def test_refuses_half_a_definition(self, half):
        with pytest.raises(EngineError):
            OwnNeed("half", **half)


class TestCourse:
    @pytest.mark.parametrize(
        ("scenario", "why"),
        [
            (Scenario(fertility=[0.0, 0.0]), "without|fertility has 2 years"),
            (
                Scenario(programme=Programme(np.ones((3, 5)), np.ones((3, 5)), np.ones((3, 5)))),
                r"programme.hard has shape \(3, 5\)",
            ),
            (
                Scenario(programme=Programme(np.ones((3, 2)), -np.ones((3, 2)), np.ones((3, 2)))),
                "programme.soft of Raalte in 2026 is -1",
            ),
            (
                Scenario(
                    own_need=OwnNeed(
                        "own",
                        Domestic.STATED,
                        source="raad",
                        stated={"Raalte": 1.0, "Zwolle": -1.0},
                    )
                ),
                "nobody makes up the rest",
            ),
            (
                Scenario(
                    own_need=OwnNeed("own", Domestic.STATED, source="raad", stated={"Epe": 1.0})
                ),
                "no region Epe",
            ),
            (
                Scenario(
                    programme=Programme(
                        np.array([[1.0, 1], [1, np.nan], [1, 1]]), np.ones((3, 2)), np.ones((3, 2))
                    )
                ),
                "programme.hard of Zwolle in 2027 is nan",
            ),
            (
                Scenario(
                    own_need=OwnNeed(
                        "own", Domestic.STATED, source="raad", stated={"Raalte": float("nan")}
                    )
                ),
                "net migration of Raalte is persons a year",
            ),
            (Scenario(fertility=0.1), "without any births"),
            (Scenario(life_expectancy=2.0), "cannot be reached"),
            (
                Scenario(national=NationalTotals("CBS", births=np.ones(2))),
                r"births has shape \(2,\), not \(3,\)",
            ),
            (
                Scenario(national=NationalTotals("CBS", deaths=-np.ones((3, 1)))),
                "deaths is persons",
            ),
        ],
    )
    def test_refuses_what_does_not_fit(self, scenario, why):
        with pytest.raises(EngineError, match=why):
            reference(towns(), scenario, 3)

    @pytest.mark.parametrize("years", [0, 101])
    def test_has_a_length(self, years):
        with pytest.raises(EngineError, match="1 to 100 years"):
            reference(towns(), Scenario(), years)

    def test_adds_a_year_of_life_expectancy(self):
        rates = np.linspace(0.001, 0.4, 101)
        base = towns(mortality=rates, population=np.ones((2, 2, 101, 8)))

        factor = course(base, Scenario(life_expectancy=[0.0, 1.0]), 2).mortality

        assert factor[0] == 1
        assert life_expectancy(rates, factor[1]) - life_expectancy(rates) == pytest.approx(1)

    def test_a_zone_that_is_nan_in_all_years_follows_its_need(self):
        hard = np.array([[1.0, np.nan]] * 3)
        programme = Programme(hard, np.ones((3, 2)), np.ones((3, 2)))

        found = course(towns(), Scenario(programme=programme), 3)

        assert found.follows.tolist() == [False, True]
        assert found.hard[:, 0].tolist() == [1, 1, 1]

    def test_children_per_woman_are_those_of_the_women_who_live_there(self):
        births = np.zeros(101)
        births[30] = 0.5
        by_position = np.ones(8)
        by_position[Position.COUPLE] = 1.5
        base = towns(
            population=people((0, WOMEN, 30, Position.COUPLE, 100)),
            fertility=births,
            fertility_level=np.array([0.8, 3.0]),
            fertility_by_position=by_position,
        )

        found = reference(base, Scenario(fertility=0.3), 1)

        # 0.5 x 1.5 x 0.8 = 0.6 children per woman; 0.9 is asked.
        assert children_per_woman(base) == pytest.approx(0.6)
        assert found.ledger.births[0].tolist() == pytest.approx([90, 0])

    def test_years_of_life_are_those_of_the_positions_that_people_have(self):
        by_position = np.full(8, 7.0)
        by_position[Position.ALONE] = 2.0
        ages = [(0, sex, age, Position.ALONE, 10) for sex in (0, 1) for age in range(101)]
        base = towns(mortality=0.01, mortality_by_position=by_position, population=people(*ages))

        factor = course(base, Scenario(life_expectancy=1.0), 1).mortality[0]

        # At 0.02 everywhere life is 50 years long, whatever positions nobody has.
        rates = np.full(101, 0.02)
        assert life_expectancy(rates) == pytest.approx(50, abs=0.01)
        assert life_expectancy(rates * factor) == pytest.approx(51, abs=0.01)

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
    Programme,
    Scenario,
    reference,
)
from woonregie.engines.household._course import course, life_expectancy
from woonregie.engines.household.tests.towns import towns


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
        ],
    )
    def test_refuses_what_cannot_be(self, levers):
        with pytest.raises(EngineError):
            Scenario(**levers)


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
                "programme.soft is dwellings",
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

"""The table of levers, what is read of it, and what it means to the engine."""

import json

import numpy as np
import pytest

from woonregie.engines.household import PLAUSIBLE, POSSIBLE, Domestic, Scenario
from woonregie.subjects.forecast.levers import (
    BY_KEY,
    GROUPS,
    LEVERS,
    Kind,
    cautions,
    default_levers,
    parameters_of,
    read_levers,
    scenario_of,
)
from woonregie.subjects.forecast.tests.factories import small_base

OURS = {"places": ["GM0166", "GM0193"]}


def scenario(**values) -> Scenario:
    found = read_levers(values)
    assert found.errors == {}
    return scenario_of({**found.levers, **OURS}, small_base())


class TestTheTable:
    def test_has_every_lever_of_the_engine(self):
        assert set(POSSIBLE) <= {lever.key for lever in LEVERS}

    def test_has_each_key_and_each_name_once(self):
        assert len({lever.key for lever in LEVERS}) == len(LEVERS)
        assert len({lever.name for lever in LEVERS}) == len(LEVERS)

    @pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.key)
    def test_says_of_each_what_a_page_needs(self, lever):
        assert str(lever.label)
        assert str(lever.source)
        assert lever.group in GROUPS
        if lever.kind != Kind.CHOICE:
            assert str(lever.unit)
            assert lever.least <= lever.low < lever.high <= lever.most
            assert lever.step > 0
            assert lever.default is None or lever.low <= lever.default <= lever.high

    def test_shows_percents_where_the_engine_has_shares(self):
        lever = BY_KEY["immigration"]

        assert (lever.low, lever.high) == (50.0, 150.0)
        assert PLAUSIBLE["immigration"] == (0.5, 1.5)


class TestReading:
    def test_nothing_gives_what_nobody_turned(self):
        found = read_levers({})

        assert found.levers == default_levers()
        assert (found.errors, found.warnings) == ({}, [])

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("0,2", 0.2),
            ("0.2", 0.2),
            ("-0,1", -0.1),
            (0.25, 0.25),
            (" 0 ", 0.0),
            ("", 0.0),
            (None, 0.0),
        ],
    )
    def test_takes_a_number_as_people_and_programs_write_it(self, text, value):
        assert read_levers({"vruchtbaarheid": text}).levers["fertility"] == value

    def test_takes_one_value_per_year(self):
        by_text = read_levers({"jaren": "3", "immigratie": "100; 90 80"})
        by_list = read_levers({"jaren": 3, "immigratie": [100, 90, 80]})

        assert by_text.levers["immigration"] == [100.0, 90.0, 80.0]
        assert by_text == by_list

    @pytest.mark.parametrize(
        ("values", "name", "word"),
        [
            ({"immigratie": "veel"}, "immigratie", "geen getal"),
            ({"immigratie": "nan"}, "immigratie", "geen getal"),
            ({"immigratie": "1e3"}, "immigratie", "geen getal"),
            ({"immigratie": float("inf")}, "immigratie", "geen getal"),
            ({"immigratie": True}, "immigratie", "geen getal"),
            ({"immigratie": ["100", {}]}, "immigratie", "geen getal"),
            ({"immigratie": "-1"}, "immigratie", "ligt tussen"),
            ({"immigratie": "2001"}, "immigratie", "ligt tussen"),
            ({"immigratie": []}, "immigratie", "één per jaar"),
            ({"immigratie": [100] * 101}, "immigratie", "één per jaar"),
            ({"immigratie": "1 " * 3000}, "immigratie", "te lang"),
            ({"immigratie": [100, 90], "jaren": 3}, "immigratie", "2 jaren, en de prognose 3"),
            ({"jaren": "2,5"}, "jaren", "heel getal"),
            ({"jaren": "0"}, "jaren", "ligt tussen"),
            ({"jaren": "5 6"}, "jaren", "één getal"),
            ({"uitstelBijTekort": "1 2"}, "uitstelBijTekort", "één getal"),
            ({"lambda": "50"}, "lambda", "mensen woningen volgen"),
            ({"vertrekBijTekort": "1"}, "vertrekBijTekort", "lambda"),
            ({"eigenBehoefte": "groei"}, "eigenBehoefte", "kies uit trend, nul"),
            ({"eigenBehoefte": "opgave"}, "eigenBehoefte", "minstens één gemeente"),
            ({"eigenBehoefte": "opgave", "saldo-GM0193": "10"}, "bronSaldo", "bron"),
            (
                {"eigenBehoefte": "opgave", "saldo-GM0193": "x", "bronSaldo": "brief"},
                "saldo-GM0193",
                "geen getal",
            ),
            (
                {"eigenBehoefte": "opgave", "saldo-GM0193": "1", "bronSaldo": "x" * 301},
                "bronSaldo",
                "300",
            ),
            ({"plannen": "eigen"}, "plannen", "minstens één gemeente"),
            ({"plannen": "eigen", "hard-GM0193": "10"}, "bronPlannen", "bron"),
            (
                {"plannen": "eigen", "hard-GM0193": "-10", "bronPlannen": "x"},
                "hard-GM0193",
                "ligt tussen",
            ),
            (
                {"plannen": "eigen", "hard-GM0193": "1 2", "bronPlannen": "x", "jaren": "3"},
                "hard-GM0193",
                "2 jaren",
            ),
        ],
    )
    def test_says_what_is_wrong_and_where(self, values, name, word):
        found = read_levers(values)

        assert list(found.errors) == [name]
        assert word in found.errors[name]

    def test_goes_on_from_given_levers(self):
        first = read_levers({"immigratie": "120", "jaren": "10"}).levers

        second = read_levers({"vruchtbaarheid": "0,1"}, first).levers

        assert (second["immigration"], second["fertility"], second["years"]) == (120.0, 0.1, 10)

    def test_warns_of_what_is_possible_but_not_plausible(self):
        (found,) = read_levers({"immigratie": "100 300", "jaren": "2"}).warnings

        assert (found.lever.key, found.value) == ("immigration", 300.0)
        assert "Immigratie staat op 300; aannemelijk is 50 tot 150" in found.text

    def test_what_was_read_can_be_saved_and_read_again(self):
        values = {
            "eigenBehoefte": "opgave",
            "saldo": {"GM0193": [1, 2], "GM0166": -5},
            "bronSaldo": "collegebesluit",
            "plannen": "eigen",
            "hard": {"GM0166": 100},
            "zacht": {"GM0166": [10, 20]},
            "bronPlannen": "woonvisie",
            "leegstand": 2,
            "jaren": 2,
        }

        first = read_levers(values)
        again = read_levers(parameters_of(json.loads(json.dumps(first.levers))))

        assert first.errors == {}
        assert again == first

    def test_of_the_defaults_are_all_plausible(self):
        assert cautions(default_levers()) == []


class TestTheScenarioOfTheEngine:
    def test_without_a_turn_is_the_trend_with_a_stock_that_stays(self):
        found = scenario(jaren=2)

        assert (found.fertility, found.immigration, found.vacancy) == (0.0, 1.0, None)
        assert found.own_need.domestic == Domestic.TREND
        assert found.programme.hard[:, :2].tolist() == [[0, 0], [0, 0]]
        assert np.isnan(found.programme.hard[:, 2]).all()

    def test_has_shares_where_people_read_percents(self):
        found = scenario(immigratie=150, realisatieHard=80, leegstand=3, eigenBehoefte="aanbod")

        assert (found.immigration, found.realisation_hard, found.vacancy) == (1.5, 0.8, 0.03)

    def test_follows_dwellings_as_strongly_as_lambda_says(self):
        found = scenario(eigenBehoefte="aanbod", **{"lambda": "50"})

        assert (found.own_need.domestic, found.lam) == (Domestic.SUPPLY, 0.5)

    def test_has_own_numbers_of_dwellings_where_they_were_typed(self):
        found = scenario(
            plannen="eigen",
            bronPlannen="woonvisie",
            jaren=3,
            **{"hard-GM0193": "100", "zacht-GM0166": "10 20 30"},
        )

        assert found.programme.hard[:, 1].tolist() == [100, 100, 100]
        assert found.programme.soft[:, 0].tolist() == [10, 20, 30]

    def test_demolishes_a_share_of_the_stock_of_the_first_day(self):
        base = small_base()

        found = scenario(sloop=2, jaren=2)

        # 2 of every 1,000 dwellings.
        assert found.programme.demolition[:, 0] == pytest.approx([base.stock[0] * 0.002] * 2)

    def test_balances_between_the_members_that_were_settled(self):
        levers = {**read_levers({"eigenBehoefte": "nulBinnen"}).levers, **OURS}
        levers["own_need"]["members"] = ["GM0166", "GM0193"]

        found = scenario_of(levers, small_base())

        assert found.own_need.members == ("GM0166", "GM0193")

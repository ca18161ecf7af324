"""What a forecast may begin with, and what is refused with a clear word."""

import numpy as np
import pytest

from woonregie.engines.household import (
    AGES,
    ARRAYS,
    Baseline,
    EngineError,
    Position,
    Scenario,
    invented,
    reference,
)
from woonregie.engines.household.tests.towns import WOMEN, people, quiet, taking, towns


def refused(regions=("Raalte", "Zwolle"), year=2026, bands=(0, 15, 20, 30, 45, 65), **changed):
    arrays = {name: value for name, value in quiet(**changed).items() if value is not None}
    with pytest.raises(EngineError) as caught:
        Baseline.from_arrays(regions=regions, year=year, arrays=arrays, move_bands=bands)
    return caught.value


def holding(name, place, value):
    """Return an array of quiet towns with one other value."""
    values = np.array(np.broadcast_to(getattr(towns(), name), getattr(towns(), name).shape))
    values[place] = value
    return values


class TestFromArrays:
    def test_fills_what_has_a_default(self):
        found = towns()

        assert found.leaving_level.shape == (2, 6)
        assert found.other_households.tolist() == [0.4, 0.4]

    def test_cannot_be_written_to(self):
        with pytest.raises(ValueError, match="read-only"):
            towns().stock[0] = 1

    def test_gives_back_what_it_was_made_of(self):
        found = invented(3)

        again = Baseline.from_arrays(
            regions=found.regions, year=found.year, arrays=found.arrays(), sources=found.sources
        )

        assert again.digest == found.digest

    def test_another_figure_is_another_digest(self):
        first, other = towns(), towns(stock=np.array([400.0, 401.0]))

        assert first.digest != other.digest

    def test_is_equal_to_another_by_its_figures(self):
        one, again, other = towns(), towns(), towns(stock=np.array([400.0, 401.0]))

        assert one == again
        assert len({one, again, other}) == 2
        assert one != one.digest

    def test_tells_where_a_region_is(self):
        assert towns().place("Zwolle") == 1
        with pytest.raises(EngineError, match="no region Deventer"):
            towns().place("Deventer")


class TestRefused:
    def test_an_array_that_is_missing(self):
        error = refused(mortality=None)

        assert str(error) == "mortality is missing; it is (region, sex, age) = (2, 2, 101)"
        assert error.fields["array"] == "mortality"

    def test_an_array_that_nobody_knows(self):
        assert str(refused(mortaliy=0.0)) == "unknown arrays: mortaliy"

    def test_ages_up_to_98(self):
        error = refused(fertility=np.zeros(99))

        assert str(error) == "fertility has shape (99,), and has to be (age) = (101,)"

    @pytest.mark.parametrize("name", ["leaving_level", "transition_level", "nearness"])
    def test_one_row_that_might_be_a_column(self, name):
        length = getattr(towns(), name).shape[1]

        error = refused(**{name: np.ones(length)})

        assert f"{name} has shape ({length},), and has to be" in str(error)

    def test_words_instead_of_numbers(self):
        assert "no number" in str(refused(stock=["veel", "weinig"]))

    @pytest.mark.parametrize(
        ("value", "why"),
        [
            (np.nan, "is not a finite number (nan)"),
            (np.inf, "is not a finite number (inf)"),
            (-1.0, "is below 0 (-1)"),
            (2.5, "is above 2: is the unit right? (2.5)"),
        ],
    )
    def test_a_rate_that_cannot_be(self, value, why):
        error = refused(mortality=holding("mortality", (1, 0, 60), value))

        assert str(error) == f"mortality at region 1, sex 0, age 60 {why}"
        assert error.fields["place"] == (1, 0, 60)

    def test_a_profile_that_does_not_add_up(self):
        assert "immigration_profile adds up to" in str(refused(immigration_profile=0.001))

    def test_arrivals_without_a_position(self):
        error = refused(
            arrival_positions=holding("arrival_positions", (0, 7, Position.ALONE), 0.5)
        )

        assert "sex 0, age 7 add up to 0.5, not to 1" in str(error)

    def test_flows_that_do_not_balance(self):
        error = refused(destinations=holding("destinations", (2, 0, 1), 0.9))

        assert "band 2 from Raalte add up to 0.9, not to 1" in str(error)

    def test_moves_within_a_region(self):
        error = refused(destinations=holding("destinations", (2, 1, 1), 0.1))

        assert "in band 2 people move from Zwolle to itself" in str(error)

    def test_more_steps_than_people(self):
        error = refused(transitions=taking(0.51, Position.ALONE, Position.COUPLE, 40))

        assert "out of ALONE at sex 0, age 40 add up to 0.51 a year" in str(error)

    def test_a_region_without_dwellings(self):
        assert "Zwolle has no dwellings" in str(refused(stock=np.array([1.0, 0.0])))

    @pytest.mark.parametrize(
        ("regions", "why"),
        [((), "at least one region"), (("Raalte", "Raalte"), "named twice: Raalte")],
    )
    def test_regions_that_are_none(self, regions, why):
        assert why in str(refused(regions=regions))

    @pytest.mark.parametrize("bands", [(), (5, 15), (0, 15, 15), (0, 101)])
    def test_bands_that_are_none(self, bands):
        assert "move_bands" in str(refused(bands=bands))

    def test_a_year_that_is_none(self):
        assert str(refused(year=20266)) == "20266 is no year"

    def test_leavers_of_a_region_alone(self):
        arrays = {
            "population": np.ones((1, 2, AGES, 8)),
            "fertility": 0.0,
            "mortality": 0.0,
            "destinations": 0.0,
            "arrival_positions": 1 / 8,
            "stock": 400.0,
        }

        alone = Baseline.from_arrays(regions=["Texel"], year=2026, arrays=arrays)
        with pytest.raises(EngineError, match="from a single region nobody can move"):
            Baseline.from_arrays(regions=["Texel"], year=2026, arrays=arrays | {"leaving": 0.1})

        assert alone.regions == ("Texel",)


class TestArrays:
    @pytest.mark.parametrize("name", [name for name, asked in ARRAYS.items() if asked.per])
    def test_of_rates_say_what_they_are_per(self, name):
        told = " ".join((Baseline.__doc__ or "").split())
        own = told.split(f" {name}: ")[1].split(": (")[0]

        assert ARRAYS[name].per in own

    def test_that_are_rates_are_these(self):
        assert {name for name, asked in ARRAYS.items() if asked.per} == {
            "fertility",
            "mortality",
            "emigration",
            "leaving",
            "transitions",
        }

    def test_of_deaths_are_per_year_lived_and_of_births_per_woman_on_the_first_day(self):
        births = np.zeros(AGES)
        births[30] = 0.5
        base = towns(
            population=people((0, WOMEN, 30, Position.ALONE, 100)),
            fertility=births,
            mortality=2 / 3,
        )

        found = reference(base, Scenario(), 1).ledger

        # A hundred women bear fifty; those who die halfway lived 75 years: 75 x 2/3 = 50 deaths.
        assert found.births[0, 0] == pytest.approx(50)
        assert found.deaths[0, 0] == pytest.approx(50)

    def test_are_all_told_in_the_baseline(self):
        assert set(ARRAYS) <= set(Baseline.__dataclass_fields__)
        assert all(f"    {name}: (" in (Baseline.__doc__ or "") for name in ARRAYS)

"""`woonregie forecast project` and `simulate` of a region: where it stands, and who may see it."""

import csv
import json
from datetime import timedelta

import pytest
import time_machine

from woonregie.engines.household import simulate
from woonregie.foundation.runs import results
from woonregie.subjects.forecast.formats.tables import chances
from woonregie.subjects.forecast.queries import outcome_of, tried
from woonregie.subjects.forecast.services import share_scenario, withdraw_scenario
from woonregie.subjects.forecast.tests.factories import AT, save, turned
from woonregie.subjects.forecast.tests.test_past_folders import forecast

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
FEW = ("--years", "2")


@pytest.fixture(autouse=True)
def _day_after():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def asked(start, region):
    """Ask a forecast of the region; return the answer and the exit code."""

    def run(act, *more):
        told, code = forecast(act, "--region", region.slug, *map(str, more), "--format", "json")
        return json.loads(told), code

    return run


class TestOfTheRegion:
    def test_begins_at_the_starting_point(self, asked, start, region):
        told, code = asked("project", *FEW)

        page = tried(
            turned(jaren=2), region=region, starting_point=start, account=None, today=AT.date()
        )
        assert code == 0
        assert (told["starting_point"], told["years"]) == ("Uitgangspunt 2026", [2026, 2027, 2028])
        # All the rest of the country is a zone, and no answer.
        assert told["regions"] == ["GM0166", "GM0193"]
        for name in ("households", "need", "task", "shortage"):
            rows = getattr(page.projection, name)[:, :2]
            assert told["measures"][name] == [pytest.approx(row, abs=0.06) for row in rows]

    def test_turns_levers(self, asked):
        usual, _code = asked("project", *FEW)
        more, code = asked("project", *FEW, "--lever", "immigration=300")

        assert code == 0
        assert more["measures"]["population"][1][1] > usual["measures"]["population"][1][1]
        assert "aannemelijk" in more["warnings"][0]

    def test_says_what_a_reader_should_know(self, asked):
        told, _code = asked("project", *FEW)

        assert told["notes"][0] == "Uitgangspunt: Uitgangspunt 2026"
        assert "verzonnen" in told["notes"]

    def test_gives_the_quantiles_of_the_engine(self, asked, start, kampen):
        kept = save(start, kampen.organisation, levers=turned(jaren=2))

        told, _code = asked("simulate", *FEW, "--trajectories", "20", "--seed", "4")

        of = outcome_of(kept)
        fan = simulate(
            of.base, of.scenario, years=2, trajectories=20, seed=4, uncertainty=chances()
        )
        found = fan.quantile("households", 0.9)[:, :2]
        assert told["measures"]["households"]["90"] == [
            pytest.approx(row, abs=0.06) for row in found
        ]

    def test_says_it_in_words(self, start, region):
        words, code = forecast("project", "--region", region.slug, *FEW)

        assert code == 0
        assert "Prognose van 2026 tot 2028" in words
        assert "GM0166" in words

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            (("--data", "map"), "--data hoort niet bij --region"),
            (("--begin", "2020", "--window", "3"), "--begin, --window hoort niet"),
            (("--lever", "geluk=3"), "knoppen zijn"),
            (("--years", "0"), "tussen 1 en 100"),
            (("--scenario", "Onbekend"), "bestaat niet"),
            (("--account", "niemand@voorbeeld.nl"), "geen account"),
            (("--out", "uitkomst.xlsx"), "eindigt"),
        ],
    )
    def test_refuses_in_words(self, asked, more, why):
        told, code = asked("project", *FEW, *more)

        assert code == 2
        assert why in told["error"]["text"]

    def test_refuses_a_region_that_is_not_there(self):
        words, code = forecast("project", "--region", "nergens", *FEW)

        assert code == 2
        assert "De regio nergens is er niet" in words

    def test_refuses_a_region_without_a_starting_point(self, region):
        words, code = forecast("project", "--region", region.slug, *FEW)

        assert code == 2
        assert "nog geen uitgangspunt" in words


class TestAScenario:
    @pytest.fixture
    def own(self, start, kampen):
        homes = {"plannen": "eigen", "bronPlannen": "raadsbesluit", "hard-GM0166": 40}
        return save(start, kampen.organisation, name="Meer bouwen", levers=turned(**homes))

    def test_is_found_by_name_and_by_key_and_is_what_the_page_shows(self, asked, own):
        by_name, code = asked("project", "--scenario", "meer bouwen")
        by_key, _code = asked("project", "--scenario", own.pk)

        page = outcome_of(own).projection
        assert code == 0
        assert by_name == by_key
        assert (by_name["name"], by_name["key"]) == ("Meer bouwen", str(own.pk))
        assert by_name["years"] == list(page.years)
        assert by_name["measures"]["shortage"] == [
            pytest.approx(row, abs=0.06) for row in page.shortage[:, :2]
        ]

    def test_may_be_turned_further(self, asked, own):
        kept, _code = asked("project", "--scenario", own.pk)
        more, code = asked("project", "--scenario", own.pk, "--lever", "fertility=0.3")

        assert code == 0
        assert more["scenario"] != kept["scenario"]
        assert more["measures"]["population"][-1][0] > kept["measures"]["population"][-1][0]
        # The dwellings of the scenario are still there.
        assert (
            more["measures"]["shortage"][-1][0]
            < asked("project", "--years", "5")[0]["measures"]["shortage"][-1][0]
        )

    def test_of_another_is_not_there_for_who_may_not_read_it(
        self, asked, own, official_kampen, official_zwolle
    ):
        hers, code = asked("project", "--scenario", own.pk, "--account", official_kampen.email)
        assert (code, hers["name"]) == (0, "Meer bouwen")

        for wanted in (own.pk, own.name):
            told, code = asked("project", "--scenario", wanted, "--account", official_zwolle.email)
            assert code == 2
            assert told["error"]["code"] == "no_scenario"
            assert "measures" not in told

        share_scenario(by=None, at=LATER, scenario=own)
        _told, code = asked("project", "--scenario", own.pk, "--account", official_zwolle.email)
        assert code == 0

    def test_of_a_name_that_two_have_asks_which(self, asked, start, own, zwolle):
        save(start, zwolle.organisation, name="Meer bouwen")

        told, code = asked("project", "--scenario", "Meer bouwen")

        assert (code, told["error"]["code"]) == (2, "same_name")
        assert str(own.pk) in told["error"]["text"]

    def test_that_was_withdrawn_has_no_name_any_more(self, asked, own):
        withdraw_scenario(by=None, at=LATER, scenario=own)

        _told, code = asked("project", "--scenario", "Meer bouwen")

        assert code == 2

    def test_is_not_for_who_may_see_no_forecasts(self, asked, own, official_kampen):
        official_kampen.memberships.update(ends_before=AT.date())

        told, code = asked("project", *FEW, "--account", official_kampen.email)

        assert code == 2
        assert "U ziet hier geen prognoses" in told["error"]["text"]


class TestAFile:
    def test_of_parquet_has_every_figure(self, asked, tmp_path):
        place = tmp_path / "uitkomst.parquet"

        told, code = asked("simulate", *FEW, "--trajectories", "6", "--out", place)

        found = results.read("SELECT * FROM read_parquet($path)", path=place)
        asked_for = (
            (found["region"] == "GM0193")
            & (found["year"] == 2028)
            & (found["measure"] == "households")
            & (found["quantile"] == 90)
        )
        assert code == 0
        assert found["value"][asked_for].tolist() == [told["measures"]["households"]["90"][-1][1]]
        # 4 measures, 3 quantiles, 3 years, 2 municipalities.
        assert found["value"].size == 72

    def test_of_parquet_without_chance_has_no_quantile(self, asked, tmp_path):
        place = tmp_path / "uitkomst.parquet"

        asked("project", *FEW, "--out", place)

        found = results.read(
            "SELECT count(quantile) AS some, count(*) AS all_of FROM read_parquet($path)",
            path=place,
        )
        assert (found["some"][0], found["all_of"][0]) == (0, 30)

    def test_of_json_is_the_answer(self, asked, tmp_path):
        place = tmp_path / "uitkomst.json"

        told, _code = asked("project", *FEW, "--out", place)

        assert told == {"act": "project", **json.loads(place.read_text()), "out": str(place)}

    def test_of_csv_has_a_row_for_each_figure(self, asked, tmp_path):
        place = tmp_path / "uitkomst.csv"

        asked("project", *FEW, "--out", place)

        with place.open() as stream:
            rows = list(csv.DictReader(stream))
        assert len(rows) == 5 * 3 * 2
        assert {row["region"] for row in rows} == {"GM0166", "GM0193"}

"""The national list: every municipality since 2012, none twice, each end with a successor."""

import csv
from collections import Counter, defaultdict
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from woonregie.foundation.audit.models import Event
from woonregie.foundation.region.models import PROVINCES, Municipality
from woonregie.foundation.region.national import LIST, load_national_list
from woonregie.foundation.region.queries import lineage, municipality_by_code, predecessors
from woonregie.foundation.region.services import load_municipalities

COMPONENTS = (
    Path(__file__).parents[6]
    / "shared"
    / "data"
    / "demography"
    / "nl_population_components_2012_2023.csv"
)
# How many municipalities there were on 1 January, as CBS counts them.
COUNTED = {
    2012: 415,
    2013: 408,
    2014: 403,
    2015: 393,
    2016: 390,
    2017: 388,
    2018: 380,
    2019: 355,
    2020: 355,
    2021: 352,
    2022: 345,
    2023: 342,
}
# The table of CBS is in English and tells a municipality from its province or city.
IN_DUTCH = {
    "Groningen Municipality": "Groningen",
    "Utrecht Municipality": "Utrecht",
    "The Hague": "'s-Gravenhage",
    "s-Hertogenbosch": "'s-Hertogenbosch",
}


def _day(text, otherwise):
    return date.fromisoformat(text) if text else otherwise


@pytest.fixture(scope="module")
def listed():
    with LIST.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def counted_by_cbs():
    """Return year -> code -> name of the municipalities with inhabitants on 1 January."""
    if not COMPONENTS.exists():
        pytest.skip(f"the components of CBS are not here: {COMPONENTS.name}")
    found = defaultdict(dict)
    with COMPONENTS.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            code, people = row["Regions"].strip(), row["PopulationOn1January_1"].strip()
            if code.startswith("GM") and row["Sex"].strip() == "T001038" and people:
                found[int(row["Periods"][:4])][code] = row["Regions Label"].strip()
    return found


def _on(listed, day):
    return {
        code
        for code, row in listed.items()
        if _day(row["starts_on"], date.min) <= day < _day(row["ends_before"], date.max)
    }


class TestList:
    def test_holds_each_code_once(self):
        with LIST.open(encoding="utf-8", newline="") as stream:
            codes = Counter(row["code"] for row in csv.DictReader(stream))

        assert len(codes) == 441
        assert set(codes.values()) == {1}

    def test_is_written_as_the_columns_ask(self, listed):
        for code, row in listed.items():
            assert len(code) == 6, row
            assert code[2:].isdigit(), row
            assert row["name"] == row["name"].strip() != "", row
            assert row["province"] in PROVINCES, row

    @pytest.mark.parametrize(("year", "count"), COUNTED.items())
    def test_counts_as_many_as_there_were(self, listed, year, count):
        assert len(_on(listed, date(year, 1, 1))) == count

    def test_no_two_at_once_have_one_name(self, listed):
        for year in COUNTED:
            names = Counter(listed[code]["name"] for code in _on(listed, date(year, 1, 1)))
            assert max(names.values()) == 1, year

    def test_knows_all_twelve_provinces(self, listed):
        assert {listed[code]["province"] for code in _on(listed, date(2023, 1, 1))} == set(
            PROVINCES
        )

    def test_overijssel_has_its_25(self, listed):
        there = [
            code for code in _on(listed, date(2020, 1, 1)) if listed[code]["province"] == "PV23"
        ]

        assert len(there) == 25
        assert {"GM0193", "GM0166", "GM0177", "GM1708"} <= set(there)


class TestMergers:
    def test_who_ended_has_a_successor_and_who_goes_on_has_none(self, listed):
        for row in listed.values():
            assert bool(row["ends_before"]) == bool(row["successor"]), row

    def test_the_successor_is_there_on_the_day_of_the_end(self, listed):
        for row in listed.values():
            if row["ends_before"]:
                day = date.fromisoformat(row["ends_before"])
                assert row["successor"] in _on(listed, day), row

    def test_no_line_of_successors_comes_back_to_itself(self, listed):
        for code in listed:
            line = [code]
            while listed[line[-1]]["successor"]:
                line.append(listed[line[-1]]["successor"])
                assert len(set(line)) == len(line), line

            assert listed[line[-1]]["ends_before"] == ""

    def test_who_began_came_of_somebody(self, listed):
        """A municipality with a new code was somebody's successor on its first day."""
        for code, row in listed.items():
            if row["starts_on"]:
                came_of = [
                    other
                    for other in listed.values()
                    if other["successor"] == code and other["ends_before"] == row["starts_on"]
                ]
                assert came_of, row

    def test_mergers_happen_on_the_first_of_january_but_for_weesp(self, listed):
        """Weesp went up in Amsterdam after the elections of 2022."""
        odd = {
            (row["name"], day)
            for row in listed.values()
            for day in (row["starts_on"], row["ends_before"])
            if day and not day.endswith("-01-01")
        }

        assert odd == {("Weesp", "2022-03-24")}

    def test_all_provinces_stay_what_they_are_but_for_vijfheerenlanden(self, listed):
        """Leerdam and Zederik went from Zuid-Holland to Utrecht with the merger of 2019."""
        moved = {
            code
            for code, row in listed.items()
            if row["successor"] and listed[row["successor"]]["province"] != row["province"]
        }

        assert moved == {"GM0545", "GM0707"}

    def test_a_municipality_that_was_divided_says_so(self, listed):
        noted = {row["name"] for row in listed.values() if "verdeeld" in row["note"]}

        assert noted == {"Boarnsterhim", "Littenseradiel", "Haaren", "Maasdonk"}


class TestAgainstCbs:
    @pytest.mark.parametrize("year", COUNTED)
    def test_the_same_municipalities_were_there(self, listed, counted_by_cbs, year):
        assert _on(listed, date(year, 1, 1)) == set(counted_by_cbs[year])

    def test_the_count_of_cbs_is_ours(self, counted_by_cbs):
        assert {year: len(found) for year, found in counted_by_cbs.items()} == COUNTED

    def test_names_are_the_same(self, listed, counted_by_cbs):
        for found in counted_by_cbs.values():
            for code, name in found.items():
                assert listed[code]["name"] == IN_DUTCH.get(name, name), code


@pytest.mark.django_db
class TestLoaded:
    def test_brings_all_with_validity_and_successor(self, listed, moment):
        load_national_list(at=moment)

        assert Municipality.objects.count() == len(listed)
        for place in Municipality.objects.select_related(
            "organisation__successor__municipality", "source"
        ):
            row, about = listed[place.code], place.organisation
            assert about.name == row["name"]
            assert place.province_code == row["province"]
            assert about.starts_on == _day(row["starts_on"], None)
            assert about.ends_before == _day(row["ends_before"], None)
            assert (about.successor.municipality.code if about.successor else "") == row[
                "successor"
            ]
            assert place.source.publisher == "CBS"

    def test_is_one_line_in_the_trail(self, listed, moment):
        load_national_list(at=moment)

        line = Event.objects.order_by("-sequence")[0]
        assert (line.act, line.payload) == (
            "region.list_loaded",
            {"municipalities": len(listed)},
        )

    def test_twice_is_once(self, moment):
        load_national_list(at=moment)
        lines, places = Event.objects.count(), Municipality.objects.count()

        load_national_list(at=moment)

        assert (Event.objects.count(), Municipality.objects.count()) == (lines, places)

    def test_leaves_a_municipality_that_was_there(self, zwolle, moment):
        load_national_list(at=moment)

        assert municipality_by_code("GM0193") == zwolle
        assert zwolle.organisation.slug == "zwolle"

    def test_lets_plans_of_then_be_found_now(self, moment):
        """Het Bildt, Franekeradeel, Menameradiel and part of Littenseradiel became Waadhoeke."""
        load_national_list(at=moment)
        waadhoeke = municipality_by_code("GM1949")

        old = {Municipality.objects.get(pk=key).name for key in lineage([waadhoeke.pk])} - {
            "Waadhoeke"
        }

        assert old == {"het Bildt", "Franekeradeel", "Menameradiel"}
        assert {
            Municipality.objects.get(pk=key).name for key in predecessors()[waadhoeke.pk]
        } == old

    def test_a_successor_that_is_not_listed_stops_everything(self, a_source, moment):
        row = {
            "code": "GM0177",
            "name": "Raalte",
            "province": "PV23",
            "starts_on": "",
            "ends_before": "2030-01-01",
            "successor": "GM4321",
        }

        with pytest.raises(KeyError):
            load_municipalities(by=None, at=moment, rows=[row], source=a_source)

        assert not Municipality.objects.exists()

    def test_a_new_row_may_follow_an_old_one(self, zwolle, a_source, moment):
        text = (
            "code,name,province,starts_on,ends_before,successor\n"
            "GM0177,Raalte,PV23,,2030-01-01,GM0193\n"
        )

        made = load_municipalities(
            by=None, at=moment, rows=csv.DictReader(StringIO(text)), source=a_source
        )

        assert made == 1
        assert municipality_by_code("GM0177").organisation.successor == zwolle.organisation

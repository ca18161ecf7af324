"""The demonstration region tells public figures as they are, and its inventions as such.

The figures come from section 10.1 of the research document: plan capacity of 2021 per municipality
(Data Bewijst), that of 2025 for the region (woondeal of 20 March 2025).
"""

import csv
from datetime import UTC, date, datetime

import pytest

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.norms.queries import classes_of, profile_named
from woonregie.foundation.region.queries import municipalities_of, region_named
from woonregie.foundation.sources.models import Source
from woonregie.site.chapters.shipped import HERE
from woonregie.subjects.balance.queries import Question, balance, statement
from woonregie.subjects.forecast.queries.records import records_of
from woonregie.subjects.plans.queries import holdings, versions_on
from woonregie.subjects.plans.queries.write_downs import agreed_still_hard

TODAY = date(2026, 11, 26)
HARD_AND_SOFT_2021 = {
    "Dalfsen": (495, 500),
    "Deventer": (2_401, 2_382),
    "Hardenberg": (542, 2_100),
    "Kampen": (1_389, 2_275),
    "Olst-Wijhe": (243, 63),
    "Ommen": (73, 129),
    "Raalte": (309, 413),
    "Staphorst": (318, 66),
    "Steenwijkerland": (333, 357),
    "Zwartewaterland": (191, 508),
    "Zwolle": (3_329, 8_530),
}
# Homes in 2021 of the places that the regional vision names, from the public plan file of 2020;
# Reeve has 1,300 in two phases.
NAMED_2021 = {
    "Reeve, eerste fase": 600,
    "Reeve, tweede fase": 700,
    "Stadshagen, De Tippe": 1_251,
    "Stadshagen, Breezicht": 1_124,
    "Stadshagen, Breecamp West": 427,
    "Hasselt om de Weede": 62,
    "Geertruidentuin": 223,
    "Rivierenwijk": 209,
    "Havenkwartier": 180,
    "Steenbrugge, eerste fase": 142,
}


@pytest.fixture
def region(west_overijssel, db):
    """Return the housing region."""
    return region_named("west-overijssel")


@pytest.fixture
def ask(region):
    """Ask a balance of the region."""

    def asked(**question):
        wanted = Question(**{"on": TODAY, **question})
        return balance(account=None, region=region, question=wanted, today=TODAY)

    return asked


@pytest.fixture
def plans(ask):
    """Return (version, what it holds) of every plan on a day, by name."""

    def listed(on):
        versions = list(versions_on(on).select_related("municipality__organisation"))
        held = holdings([version.plan_id for version in versions], on=on)
        return {version.name: (version, held[version.plan_id]) for version in versions}

    return listed


class TestPublicTotals:
    def test_of_2021_add_up_per_municipality_within_the_default_horizon(self, ask):
        found = ask(on=date(2021, 1, 1))

        assert {row.name: (row.hard, row.soft) for row in found.rows} == HARD_AND_SOFT_2021
        assert (found.total.hard, found.total.soft, found.total.unknown) == (9_623, 17_323, 0)
        assert found.period == (2021, 2031)

    def test_of_2025_add_up_for_the_region(self, ask):
        total = ask(on=date(2025, 1, 1)).total

        assert (total.hard, total.soft, total.total) == (19_044, 19_743, 38_787)

    def test_are_what_most_people_see_today(self, ask):
        total = ask().total

        assert (total.hard, total.soft) == (19_044, 19_743)

    @pytest.mark.parametrize("profile", ["data-bewijst-2021", "woondeal-2025"])
    def test_are_the_same_under_the_definition_of_their_source(self, ask, profile):
        day = date(2021, 1, 1) if profile.endswith("2021") else date(2025, 1, 1)

        assert ask(on=day, profile=profile).total == ask(on=day).total

    def test_were_not_known_before_they_came_in(self, ask):
        before = ask(on=date(2021, 6, 1), known_on=datetime(2021, 2, 28, tzinfo=UTC))
        after = ask(on=date(2021, 6, 1), known_on=datetime(2021, 3, 2, tzinfo=UTC))

        assert (before.total.hard, after.total.hard) == (0, 9_623)


class TestNeed:
    def test_is_one_formula_of_public_figures(self, ask):
        # Kampen: 1,991 built less 356 demolished in nine years, damped by 1 % a year from 2020;
        # the years 2026-2035 are the sixth to the fifteenth after.
        yearly = (1_991 - 356) / 9
        growth = sum(yearly * 0.99**year for year in range(6, 16))

        kampen = ask().row("GM0166")

        # Households are written as whole numbers, so both ends may be half a household off.
        assert kampen.need == pytest.approx(growth / 0.98, abs=1.5)

    def test_is_marked_as_derived(self, ask, region):
        found = statement(
            account=None, region=region, question=Question(on=TODAY), today=TODAY, code="GM0166"
        )

        assert found.balance.vintage.derived
        assert "Trek er geen conclusies uit" in " ".join(found.remarks)
        assert "Voorbeeldgegevens" in " ".join(found.remarks)


class TestPlans:
    def test_are_about_two_hundred_and_fifty(self, plans):
        assert 240 <= len(plans(TODAY)) <= 260

    def test_that_the_vision_names_have_their_own_size(self, plans):
        then = plans(date(2021, 1, 1))

        assert {name: then[name][1].net for name in NAMED_2021} == NAMED_2021

    def test_that_the_vision_names_never_grow(self, plans):
        now = plans(TODAY)

        for name, homes in NAMED_2021.items():
            assert 0 < now[name][1].net <= homes

    def test_of_reeve_stay_below_the_thirteen_hundred_of_both_phases(self, plans):
        now = plans(TODAY)

        assert now["Reeve, eerste fase"][1].net == 430
        assert now["Reeve, eerste fase"][1].net + now["Reeve, tweede fase"][1].net <= 1_300

    def test_are_each_marked_as_invented(self, plans):
        assert all(version.invented for version, _held in plans(TODAY).values())

    def test_at_a_village_are_smaller_than_the_village(self, plans):
        small = {"Windesheim", "Wijthmen", "Zalk", "Vilsteren", "Lemele", "Grafhorst"}

        for version, held in plans(TODAY).values():
            if version.settlement and version.settlement.name in small:
                assert held.net <= 300, version.name

    def test_of_real_municipalities_have_a_known_status(self, plans):
        for version, _held in plans(TODAY).values():
            if not version.municipality.organisation.fictitious:
                assert version.planning_status != "unknown"


class TestNothingUnflatteringIsInvented:
    """What would be unflattering happens in the municipality that does not exist."""

    def test_every_real_municipality_has_a_programme(self, ask):
        found = ask()

        assert all(row.programme for row in found.rows)
        assert found.total.programme == sum(row.programme for row in found.rows)

    def test_no_delivery_of_a_real_municipality_is_late(self, ask):
        assert "outside_period" not in [item.code for item in ask().remarks]

    def test_every_invention_says_so_and_every_fact_has_a_source(self, ask):
        kinds = dict(Source.objects.filter(key__startswith="demo-").values_list("key", "kind"))

        assert set(kinds.values()) == {"invented", "derived"}
        with (HERE / "facts.csv").open(encoding="utf-8", newline="") as stream:
            keys = {row["source"] for row in csv.DictReader(stream)}
        assert keys
        assert set(Source.objects.filter(key__in=keys).values_list("kind", flat=True)) == {"fact"}


class TestSallandermark:
    """Its chapter: all growth lies in hard plans at the edge, and there is a plan within."""

    @pytest.fixture
    def own(self, plans):
        return [
            (version, held)
            for version, held in plans(TODAY).values()
            if version.municipality.code == "GM9901"
        ]

    def test_does_not_exist_and_says_so(self, ask):
        assert Organisation.objects.get(slug="sallandermark").fictitious

    def test_is_left_out_of_the_totals_and_named(self, ask):
        found = ask()

        assert "GM9901" not in [row.code for row in found.rows]
        assert list(found.left_out) == ["Sallandermark"]

    def test_has_all_its_growth_in_hard_plans_at_the_edge(self, own):
        classes = classes_of(profile_named("legal-hard"))
        edge = sum(
            held.net
            for version, held in own
            if classes[version.planning_status] == "hard" and version.location_kind == "expansion"
        )

        # 22 households a year, damped by 1 % a year, over 2026-2035.
        growth = sum(22 * 0.99**year for year in range(6, 16))
        assert edge >= growth / 0.98
        assert not any(
            classes[version.planning_status] == "hard" and version.location_kind != "expansion"
            for version, _held in own
        )

    def test_has_a_plan_within_the_urban_area_that_is_not_hard(self, own):
        within = {
            version.name: version.planning_status
            for version, _held in own
            if version.location_kind in {"transformation_area", "densification", "conversion"}
        }

        assert within["Zuivelfabriek Markeloo"] == "3"


class TestChapterOfTheRegister:
    """What happens to the plans of Sallandermark after its list of 2025."""

    @pytest.fixture
    def own(self, plans):
        def listed(on=TODAY):
            return {
                name: (version.planning_status, held.net)
                for name, (version, held) in plans(on).items()
                if version.municipality.code == "GM9901"
            }

        return listed

    def test_a_write_down_falls_on_the_day_that_it_is_in_force(self, own):
        assert own(date(2026, 1, 31))["Markeloo Oost"] == ("1A", 180)
        assert own(date(2026, 2, 1))["Markeloo Oost"] == ("1A", 140)

    def test_what_is_agreed_alone_is_still_hard(self, own):
        plan_id = versions_on(TODAY).get(name="Sallanderweide").plan_id

        assert own()["Sallanderweide"] == ("1A", 60)
        assert agreed_still_hard([plan_id], on=TODAY) == {plan_id: 20}

    def test_homes_moved_from_the_edge_into_the_village(self, own):
        assert own()["Sallanderveld Noord"] == ("1A", 240 - 12)
        assert own()["Zuivelfabriek Markeloo"] == ("3", 48 + 12)

    def test_a_status_follows_its_decisions(self, own):
        # A vision is 4A, a draft is 3; the list of 2025 said 3 already.
        assert own(date(2025, 10, 29))["Zuivelfabriek Markeloo"][0] == "3"
        assert own(date(2025, 11, 4))["Zuivelfabriek Markeloo"][0] == "4A"
        assert own()["Zuivelfabriek Markeloo"][0] == "3"

    def test_built_homes_leave_the_plan_once_they_are_approved(self, own):
        assert own(date(2026, 10, 31))["Markeloo Oost"][1] == 140 - 6

    def test_of_kampen_only_what_leaves_its_numbers(self, ask):
        before, now = ask(on=date(2025, 1, 1)).row("GM0166"), ask().row("GM0166")

        assert (before.hard, before.soft) == (now.hard, now.soft)


class TestChapterOfLookingBack:
    @pytest.fixture
    def records(self, region):
        places = municipalities_of(region, on=TODAY, fictitious=False)
        return records_of(region, [place.pk for place in places])

    def test_judges_our_model_in_three_counted_years(self, records):
        assert [(item.kept.origin, item.kept.target) for item in records] == [
            (2017, 2020),
            (2017, 2019),
            (2017, 2018),
        ]
        assert all(len(item.judged(range(11))) == 11 for item in records)

    def test_counted_what_the_statistical_office_printed(self, records, region):
        names = [place.name for place in municipalities_of(region, on=TODAY, fictitious=False)]

        # CBS: 128,840 people in Zwolle on 1 January 2020.
        assert records[0].counted[names.index("Zwolle")] == 128_840

    def test_beats_equal_shares_in_this_region(self, records):
        last = records[0]

        errors = {model: last.mean_error(model, range(11)) for model in last.expected}
        assert set(errors) == {"household", "ours", "linear", "share"}
        assert errors["household"] < errors["share"]

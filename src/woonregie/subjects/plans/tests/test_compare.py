"""Differences in words, and two people who change one plan."""

import shapely
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.region.models import Settlement
from woonregie.subjects.plans.compare import Statement, in_words, period_label, three_way
from woonregie.subjects.plans.tests.factories import homes
from woonregie.subjects.plans.values import PlanValues, located

NOWHERE = Statement(None)


def said(cells=None, **values):
    return Statement(PlanValues(**{"name": "Reeve", **values}), cells or {})


def rows(found):
    return {item.label: (item.before, item.after) for item in found}


class TestInWords:
    def test_the_same_is_no_difference(self):
        assert in_words(said(homes({2027: 1})), said(homes({2027: 1}))) == []

    def test_names_fields_and_homes_as_people_do(self):
        before = said(homes({2027: 1200}), planning_status="3")
        after = said(
            homes({2028: 1300}, {None: 4}, type={"apartment": 40}),
            planning_status="1A",
            project_phase="5",
            programme_class="reserve",
            key_project=True,
            location_kind="expansion",
            note="Begint na de zomer",
        )

        assert rows(in_words(before, after)) == {
            "Planologische status": ("3 in voorbereiding", "1A onherroepelijk"),
            "Projectfase": ("onbekend", "5 realisatie"),
            "Programmaklasse": ("onbekend", "reserve"),
            "Sleutelproject": ("nee", "ja"),
            "Soort locatie": ("onbekend", "uitbreiding, uitleg"),
            "Opmerkingen": ("–", "Begint na de zomer"),
            "Te bouwen, 2027": ("1.200", "0"),
            "Te bouwen, 2028": ("0", "1.300"),
            "Te bouwen, appartement, zonder jaar": ("0", "40"),
            "Te slopen, zonder jaar": ("0", "4"),
        }

    def test_a_first_statement_tells_what_there_is(self):
        assert rows(in_words(NOWHERE, said(homes({None: 10})))) == {
            "Naam": ("–", "Reeve"),
            "Planologische status": ("–", "onbekend"),
            "Projectfase": ("–", "onbekend"),
            "Programmaklasse": ("–", "onbekend"),
            "Soort locatie": ("–", "onbekend"),
            "Bestaand bebouwd gebied": ("–", "nog niet bepaald"),
            "Opdrachtgever": ("–", "onbekend"),
            "Woonmilieu": ("–", "onbekend"),
            "Regionale functie": ("–", "lokaal"),
            "Sleutelproject": ("–", "nee"),
            "Te bouwen, zonder jaar": ("0", "10"),
        }

    def test_a_settlement_has_a_name(self, kampen):
        village = Settlement.objects.create(municipality=kampen, name="Zalk", x=1.0, y=1.0)
        before = said(settlement_id=kampen.settlements.get(name="Kampen").pk)

        found = in_words(before, said(settlement_id=village.pk))

        assert rows(found) == {"Kern": ("Kampen", "Zalk")}

    def test_another_border_around_the_same_middle_is_a_difference(self):
        wide = located(shapely.box(191_000, 507_000, 191_200, 507_100))
        high = located(shapely.box(191_050, 506_950, 191_150, 507_150))
        assert (wide["x"], wide["y"]) == (high["x"], high["y"])

        found = in_words(said(**wide), said(**high))

        assert rows(found) == {
            "Locatie": ("191100, 507050 (20.000 m²)", "191100, 507050 (20.000 m²)")
        }

    def test_a_point_has_no_size(self):
        found = in_words(said(), said(**located(shapely.Point(191_200, 507_900))))

        assert rows(found) == {"Locatie": ("–", "191200, 507900")}

    def test_periods_are_written_with_their_last_year(self):
        labels = [period_label(period) for period in (None, (2027, 2028), (2027, 2030))]

        assert labels == ["zonder jaar", "2027", "2027–2029"]


class TestThreeWay:
    BASE = said(homes({2027: 100, 2028: 50}), planning_status="3", note="Begin")

    def test_what_only_the_other_changed_is_taken_over(self):
        theirs = said(homes({2027: 80, 2028: 50}), planning_status="1A", note="Begin")
        mine = said(homes({2027: 100, 2028: 60}), planning_status="3", note="Wacht op de brug")

        found = three_way(self.BASE, theirs, mine)

        assert found.merged == said(
            homes({2027: 80, 2028: 60}), planning_status="1A", note="Wacht op de brug"
        )
        assert not any(row.conflict for row in found.rows)
        assert {row.label for row in found.rows if row.adopted} == {
            "Planologische status",
            "Te bouwen, 2027",
        }

    def test_what_both_changed_is_shown_and_mine_goes_on(self):
        theirs = said(homes({2027: 80, 2028: 50}), planning_status="3", note="Na de zomer")
        mine = said(homes({2027: 90, 2028: 50}), planning_status="3", note="Wacht op de brug")

        found = three_way(self.BASE, theirs, mine)

        assert [
            (row.label, row.before, row.after, row.mine, row.conflict) for row in found.rows
        ] == [
            ("Opmerkingen", "Begin", "Na de zomer", "Wacht op de brug", True),
            ("Te bouwen, 2027", "100", "80", "90", True),
        ]
        assert found.merged == mine

    def test_who_changed_it_the_same_way_agrees(self):
        both = said(homes({2027: 80, 2028: 50}), planning_status="1A", note="Begin")

        found = three_way(self.BASE, both, both)

        assert found.merged == both
        assert not any(row.conflict or row.adopted for row in found.rows)

    def test_homes_that_i_take_away_stay_away(self):
        theirs = said(homes({2027: 100, 2028: 50, 2030: 5}), planning_status="3", note="Begin")
        mine = said(homes({2027: 100}), planning_status="3", note="Begin")

        found = three_way(self.BASE, theirs, mine)

        assert found.merged.cells == homes({2027: 100, 2030: 5})

    def test_a_location_is_one_thing(self):
        here, there = (
            shapely.Point(191_200, 507_900),
            shapely.box(190_000, 507_000, 190_100, 507_100),
        )
        base = said(**located(here))
        theirs = said(**located(there))

        untouched = three_way(base, theirs, said(note="Mijn regel", **located(here)))
        moved = three_way(base, theirs, said(**located(None)))

        assert untouched.merged.values == PlanValues("Reeve", note="Mijn regel", **located(there))
        assert moved.merged.values == PlanValues("Reeve")

    def test_without_a_known_beginning_mine_goes_on(self):
        theirs = said(homes({2027: 80}), note="Na de zomer")
        mine = said(homes({2027: 90}), note="Wacht op de brug")

        found = three_way(NOWHERE, theirs, mine)

        assert found.merged == mine
        assert {row.label for row in found.rows if row.conflict} == {
            "Opmerkingen",
            "Te bouwen, 2027",
        }

    def test_on_a_day_on_which_there_is_no_plan_yet_mine_goes_on(self):
        mine = said(homes({2027: 90}))

        assert three_way(NOWHERE, NOWHERE, mine).merged == mine

    @given(
        sides=st.lists(
            st.builds(
                lambda name, note, year, count: said(
                    homes({year: count}) if count else {}, name=name, note=note
                ),
                st.sampled_from(["Reeve", "Reeve-Noord", "Reeve-Zuid"]),
                st.sampled_from(["", "Een", "Twee"]),
                st.sampled_from([2027, 2028, None]),
                st.integers(0, 2),
            ),
            min_size=3,
            max_size=3,
        )
    )
    def test_nothing_that_anybody_changed_is_lost_unseen(self, sides):
        base, theirs, mine = sides

        found = three_way(base, theirs, mine)

        assert three_way(base, theirs, base).merged == theirs
        assert three_way(base, base, mine).merged == mine
        shown = {row.label for row in found.rows}
        assert shown >= {row.label for row in in_words(theirs, found.merged)}
        assert shown >= {row.label for row in in_words(mine, found.merged)}

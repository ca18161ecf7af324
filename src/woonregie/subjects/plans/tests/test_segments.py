"""The complete division of a plan: lines in a form, a table on its page, classes from euros."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.norms.models import Norm
from woonregie.foundation.norms.services import load_shipped
from woonregie.subjects.plans.compare import Statement, in_words
from woonregie.subjects.plans.division import division_table
from woonregie.subjects.plans.forms import QuantityForm
from woonregie.subjects.plans.models import PriceClass
from woonregie.subjects.plans.prices import LIMITS, OWNER_LIMITS, RENT_LIMITS, class_of_price
from woonregie.subjects.plans.queries import Holding
from woonregie.subjects.plans.queries.prices import derived_classes
from woonregie.subjects.plans.segments import words_of
from woonregie.subjects.plans.tests.factories import AT, TODAY, homes
from woonregie.subjects.plans.values import Cell, HomeKind, PlanValues

LEVEL = date(2026, 1, 1)
ELDERLY = HomeKind("apartment", "rent", "", "elderly", "", "permanent", 85_000, LEVEL)
LINE = {
    "deel-homes_0": "6",
    "deel-dwelling_type_0": "apartment",
    "deel-tenure_0": "rent",
    "deel-price_0": "850",
    "deel-level_0": "2026-01-01",
    "deel-target_group_0": "elderly",
    "deel-flexible_0": "permanent",
    "deel-first_0": "2028",
}
ORDER = [
    *(PriceClass.RENT_SOCIAL, PriceClass.RENT_MID, PriceClass.RENT_EXPENSIVE),
    *(PriceClass.OWNER_AFFORDABLE, PriceClass.OWNER_EXPENSIVE),
]


def cell(segment, first=2028, before=2029):
    return Cell("build", "cell", segment.written(), first, before)


def problems(**typed):
    form = QuantityForm({**LINE, **{f"deel-{name}": value for name, value in typed.items()}})
    form.is_valid()
    return {name: str(errors[0]) for name, errors in form.segments.errors.items()}


class TestForm:
    def test_gives_a_full_cell(self):
        form = QuantityForm({**LINE, "from_0": "2028", "build_0": "10"})

        assert form.is_valid(), form.segments.errors
        assert form.cells() == homes({2028: 10}) | {cell(ELDERLY): 6}

    def test_sent_back_as_it_was_shown_changes_nothing(self):
        held = homes({2028: 90}, target_group={"young": 3}, care={"clustered": 2}) | {
            cell(ELDERLY): 6,
            cell(HomeKind("apartment", price_class="rent_mid"), None, None): 5,
            cell(HomeKind(tenure="owner", price_cents=32_505_050, price_level_on=LEVEL)): 4,
            Cell("demolition", "cell", HomeKind("apartment").written(), 2027, 2028): 1,
        }
        shown = QuantityForm(cells=held)
        sent = {
            field.html_name: "" if field.value() is None else str(field.value())
            for form in (shown, shown.segments)
            for field in form
        }

        again = QuantityForm(sent, cells=held)

        assert again.is_valid(), again.segments.errors
        assert again.cells() == held

    def test_an_emptied_line_is_gone(self):
        held = homes({2028: 90}) | {cell(ELDERLY): 6}

        form = QuantityForm({"from_0": "2028", "build_0": "90"}, cells=held)

        assert form.is_valid()
        assert form.cells() == homes({2028: 90})

    def test_offers_empty_lines(self):
        assert len(QuantityForm(cells={cell(ELDERLY): 6}).segments.lines()) == 4

    @pytest.mark.parametrize(
        ("typed", "field", "message"),
        [
            ({"homes_0": ""}, "homes_0", "Vul het aantal woningen in"),
            ({"homes_0": "-6"}, "homes_0", "minstens 0"),
            ({"homes_0": "zes"}, "homes_0", "Vul een heel getal in"),
            ({"tenure_0": ""}, "tenure_0", "Kies huur of koop"),
            ({"level_0": ""}, "level_0", "prijspeil"),
            ({"price_0": ""}, "price_0", "Vul bij een prijspeil ook de prijs in"),
            ({"price_0": "duur"}, "price_0", "Vul een getal in"),
            ({"price_0": "850,555"}, "price_0", ""),
            ({"price_class_0": "owner_affordable"}, "price_class_0", "past niet"),
            ({"target_group_0": "ridders"}, "target_group_0", ""),
            ({"first_0": "", "last_0": "2030"}, "first_0", "eerste jaar"),
            ({"last_0": "2027"}, "last_0", "ligt voor het eerste jaar"),
            ({"first_0": "1500"}, "first_0", ""),
        ],
    )
    def test_refuses_what_cannot_be_beside_the_field(self, typed, field, message):
        found = problems(**typed)

        assert list(found) == [field]
        assert message in found[field]

    def test_refuses_the_same_line_twice(self):
        twice = {name.replace("deel-", "").replace("_0", "_1"): v for name, v in LINE.items()}

        assert "staat er al" in problems(**twice)["homes_1"]

    def test_has_an_end(self):
        assert len(QuantityForm({"deel-homes_999": "1"}).segments.lines()) == 200


class TestWords:
    def test_are_those_of_a_policy_officer(self):
        assert words_of(ELDERLY).replace("\u00a0", " ") == (
            "appartement, huur, € 850 per maand (prijspeil 1-1-2026), ouderen, permanent"
        )

    def test_are_english_for_who_reads_english(self):
        with translation.override("en"):
            assert "per month" in words_of(ELDERLY)

    def test_stand_in_the_history(self):
        [found] = in_words(
            Statement(PlanValues("Reeve")), Statement(PlanValues("Reeve"), {cell(ELDERLY): 6})
        )

        assert found.label.startswith("Te bouwen, appartement, huur, €")
        assert found.label.endswith(", 2028")


class TestClass:
    @given(
        st.sampled_from(["rent", "owner"]),
        st.integers(0, 10**8),
        st.integers(0, 10**8),
        st.lists(st.integers(1, 10**7), min_size=3, max_size=3),
    )
    def test_never_falls_when_the_price_rises(self, tenure, one, other, amounts):
        social, mid = sorted(amounts[:2])
        norms = {
            RENT_LIMITS[0][0]: social / 100,
            RENT_LIMITS[1][0]: mid / 100,
            OWNER_LIMITS[0][0]: amounts[2],
        }
        low, high = (
            class_of_price(HomeKind(tenure=tenure, price_cents=cents), norms)
            for cents in sorted((one, other))
        )

        assert ORDER.index(low) <= ORDER.index(high)

    def test_every_class_that_can_be_derived_has_its_limit(self):
        assert set(LIMITS) == {str(item.value) for item in ORDER}

    @pytest.mark.django_db
    def test_follows_the_limits_of_the_price_level(self, region, moment):
        load_shipped(at=moment)
        old, new = (
            HomeKind(tenure="rent", price_cents=91_000, price_level_on=day)
            for day in (date(2025, 12, 31), LEVEL)
        )

        found = derived_classes([old, new], region, TODAY)

        assert [(found[one].code, found[one].limit.value) for one in (old, new)] == [
            ("rent_mid", Decimal("1184.8200")),
            ("rent_social", Decimal("932.9300")),
        ]

    @pytest.mark.django_db
    def test_of_a_region_goes_before_that_of_the_nation(self, region, moment):
        load_shipped(at=moment)
        national = Norm.objects.get(key="owner_affordable_max_eur", starts_on=LEVEL)
        Norm.objects.create(
            key=national.key,
            region=region,
            starts_on=LEVEL,
            value=350_000,
            unit="eur",
            label="Regionale grens",
            source=national.source,
            certainty="confirmed",
        )
        home = HomeKind(tenure="owner", price_cents=40_000_000, price_level_on=LEVEL)

        found = derived_classes([home], region, TODAY)[home]

        assert (found.code, found.above, found.limit.region) == ("owner_expensive", True, region)

    @pytest.mark.django_db
    def test_is_not_known_where_no_limit_holds(self, region, moment):
        load_shipped(at=moment)
        home = HomeKind(tenure="rent", price_cents=91_000, price_level_on=date(2011, 1, 1))

        assert derived_classes([home], region, TODAY) == {}


@pytest.mark.django_db
class TestTable:
    def test_has_a_row_per_kind_and_a_column_per_year(self, region, moment):
        load_shipped(at=moment)
        held = homes({2028: 90}) | {
            cell(ELDERLY): 6,
            cell(ELDERLY, 2029, 2030): 2,
            cell(HomeKind(price_class="rent_mid"), None, None): 5,
        }

        table = division_table(Holding(held), region, TODAY)

        assert [str(column.label) for column in table.columns] == [
            *("Soort woning", "Voor wie", "Prijs", "Prijsklasse"),
            *("2028", "2029", "zonder jaar", "Samen"),
        ]
        derived, stated = table.rows
        assert stated["klasse"] == "middenhuur (opgegeven)"
        assert derived["klasse"].replace("\u00a0", " ") == (
            "sociale huur: tot en met € 932,93 (grens sinds 1-1-2026)"
        )
        assert (derived["2028_2029"], derived["2029_2030"], derived["samen"]) == (6, 2, 8)

    def test_is_not_there_without_full_cells(self, region):
        assert division_table(Holding(homes({2028: 90})), region, TODAY) is None

    def test_of_what_goes_says_so(self, region):
        going = Cell("demolition", "cell", HomeKind("apartment").written(), None, None)

        table = division_table(Holding({going: 4}), region, TODAY)

        assert table.rows[0]["soort"] == "Te slopen: appartement"


def test_the_moment_of_tests_is_after_the_newest_limits():
    assert AT.date() > LEVEL

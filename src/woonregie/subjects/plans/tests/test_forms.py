"""What people type: read well, or refused with a word about how to do it."""

from datetime import UTC, date, datetime

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from woonregie.foundation.region.models import Settlement
from woonregie.subjects.plans.forms import (
    PlanFilterForm,
    PlanForm,
    QuantityForm,
    day_written,
    days_query,
    end_of,
)
from woonregie.subjects.plans.queries import PlanFilter
from woonregie.subjects.plans.tests.factories import TODAY, homes
from woonregie.subjects.plans.values import Cell, PlanValues, located

PLAN = {
    "name": "Reeve",
    "location_kind": "expansion",
    "planning_status": "1A",
    "project_phase": "4",
    "programme_class": "promising",
    "built_up_area": "within",
    "client_kind": "developer",
    "living_environment": "village",
    "regional_function": "overflow",
    "key_project": "on",
    "location": "",
    "note": "",
    "valid_on": "2026-11-24",
    "reason": "",
}


@pytest.fixture
def plan_form(kampen):
    def filled(stored=None, **typed):
        return PlanForm({**PLAN, **typed}, municipality=kampen, stored=stored)

    return filled


def errors_of(form):
    return {name: list(messages) for name, messages in form.errors.items()}


class TestPlanForm:
    def test_gives_what_was_typed(self, plan_form, kampen):
        form = plan_form(
            settlement=str(kampen.settlements.get().pk),
            location="POINT (191200 507900)",
            note=" Begint na de zomer\r\nDan de brug ",
        )

        assert form.is_valid(), form.errors
        assert form.cleaned_data["valid_on"] == TODAY
        assert form.values(invented=True) == PlanValues(
            name="Reeve",
            settlement_id=kampen.settlements.get().pk,
            location_kind="expansion",
            planning_status="1A",
            project_phase="4",
            programme_class="promising",
            built_up_area="within",
            client_kind="developer",
            living_environment="village",
            regional_function="overflow",
            key_project=True,
            note="Begint na de zomer\nDan de brug",
            invented=True,
            **located(shapely.Point(191_200, 507_900)),
        )

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("bij de brug", "Dit is geen WKT."),
            ("POINT (191200)", "Dit is geen WKT."),
            ("POINT (191200 507900", "Dit is geen WKT."),
            ("ergens bij Reeve", "Dit is geen WKT."),
            ("POINT (191200,5 507900,5)", "Dit is geen WKT."),
            ("LINESTRING (191200 507900, 191300 507900)", "Gebruik een POINT, POLYGON of"),
            ("GEOMETRYCOLLECTION (POINT (191200 507900))", "Gebruik een POINT, POLYGON of"),
            ("POINT EMPTY", "Gebruik een POINT, POLYGON of"),
            (
                "POLYGON ((191000 507000, 191100 507100, 191100 507000, 191000 507100, "
                "191000 507000))",
                "kruist zichzelf",
            ),
            ("POINT (5.9 52.55)", "Dit ligt niet in Nederland."),
            ("POINT (507900 191200)", "Dit ligt niet in Nederland."),
            ("POINT (191200 907900)", "Dit ligt niet in Nederland."),
            ("POINT (1e300 1e300)", "Dit ligt niet in Nederland."),
        ],
    )
    def test_says_what_is_wrong_with_a_location(self, plan_form, text, message):
        form = plan_form(location=text)

        assert list(form.errors) == ["location"]
        assert message in form.errors["location"][0]

    @pytest.mark.parametrize("text", ["POINT (nan 507900)", "POINT (191200 inf)"])
    def test_a_location_of_no_numbers_is_refused(self, plan_form, text):
        assert list(plan_form(location=text).errors) == ["location"]

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "   "}, "name"),
            ({"name": "R" * 201}, "name"),
            ({"name": "Re\x00eve"}, "name"),
            ({"planning_status": "6Z"}, "planning_status"),
            ({"project_phase": "8"}, "project_phase"),
            ({"location_kind": "ergens"}, "location_kind"),
            ({"valid_on": "morgen"}, "valid_on"),
            ({"valid_on": "31-02-2026"}, "valid_on"),
            ({"valid_on": ""}, "valid_on"),
            ({"reason": "w" * 301}, "reason"),
            ({"settlement": "geen-sleutel"}, "settlement"),
            ({"base_version": "drie"}, "base_version"),
        ],
    )
    def test_points_at_the_field_that_is_wrong(self, plan_form, typed, field):
        assert list(plan_form(**typed).errors) == [field]

    def test_takes_a_dutch_day(self, plan_form):
        form = plan_form(valid_on="29-02-2024")

        assert form.is_valid()
        assert form.cleaned_data["valid_on"] == date(2024, 2, 29)

    def test_offers_only_settlements_of_its_municipality(self, plan_form, zwolle):
        westenholte = Settlement.objects.create(
            municipality=zwolle, name="Westenholte", x=1.0, y=1.0
        )

        assert list(plan_form(settlement=str(westenholte.pk)).errors) == ["settlement"]

    @settings(
        max_examples=50,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        shape=st.builds(
            lambda x, y, side: shapely.box(x, y, x + side, y + side),
            st.floats(1000, 280_000),
            st.floats(300_000, 600_000),
            st.floats(0.01, 3000),
        )
        | st.builds(shapely.Point, st.floats(1000, 280_000), st.floats(300_000, 600_000)),
        note=st.text(st.sampled_from(" \n\tab\u2028"), max_size=8),
    )
    def test_what_nobody_touches_stays_to_the_letter(self, kampen, shape, note):
        stored = PlanValues("Reeve ", note=note, location_kind="expansion", **located(shape))
        shown = PlanForm(municipality=kampen, stored=stored, initial={"valid_on": TODAY})
        # A browser sends what it was shown, with its own line ends.
        sent = {field.html_name: str(field.value() or "").replace("\n", "\r\n") for field in shown}

        form = PlanForm(sent, municipality=kampen, stored=stored, initial={"valid_on": TODAY})

        assert form.is_valid(), form.errors
        assert form.values(invented=False) == stored

    def test_a_stored_area_that_crosses_itself_once_rounded_is_no_error(self, kampen):
        # So thin that its corners fall together when written in millimetres.
        thin = shapely.Polygon(
            [(191_000, 507_000), (191_100, 507_000.0002), (191_000, 507_000.0004)]
        )
        stored = PlanValues("Reeve", **located(thin))
        text = PlanForm(municipality=kampen, stored=stored)["location"].value()
        assert not shapely.from_wkt(text).is_valid

        form = PlanForm({**PLAN, "location": text}, municipality=kampen, stored=stored)

        assert form.is_valid(), form.errors
        assert form.values(invented=False).geometry == stored.geometry

    def test_a_location_can_be_taken_away(self, kampen):
        stored = PlanValues("Reeve", **located(shapely.Point(191_200, 507_900)))

        form = PlanForm(PLAN, municipality=kampen, stored=stored)

        assert form.is_valid()
        assert form.values(invented=False).geometry is None
        assert form.values(invented=False).x is None


class TestQuantityForm:
    def test_gives_cells_of_years_periods_and_classes(self):
        form = QuantityForm(
            {
                "from_0": "2027",
                "build_0": "1.200",
                "from_1": "2028",
                "to_1": "2030",
                "build_1": "50",
                "demolition_1": "4",
                "build_unphased": "10",
                "demolition_unphased": "3",
                "type_apartment": "60",
                "tenure_rent": "0",
                "price_rent_social": "1 000",
            }
        )

        assert form.is_valid(), form.errors
        assert form.cells() == homes(
            {2027: 1200, (2028, 2031): 50, None: 10},
            {(2028, 2031): 4, None: 3},
            type={"apartment": 60},
            price={"rent_social": 1000},
        )

    def test_an_empty_form_is_no_homes(self):
        form = QuantityForm({"from_0": ""})

        assert form.is_valid()
        assert form.cells() == {}

    @pytest.mark.parametrize(
        "number", ["12,5", "12.5", "1,200", "twaalf", "1e3", "0x10", "--1", "½", "²", "1.20.000"]
    )
    def test_a_number_that_is_not_whole_is_refused(self, number):
        form = QuantityForm({"from_0": "2027", "build_0": number})

        assert errors_of(form) == {
            "build_0": ["Vul een heel getal in, bijvoorbeeld 120 of 1.389."]
        }

    @pytest.mark.parametrize("number", ["100001", "99999999999999999999", "9" * 4000])
    def test_a_number_beyond_all_plans_is_refused(self, number):
        form = QuantityForm({"from_0": "2027", "build_0": number})

        assert list(form.errors) == ["build_0"]

    def test_a_number_below_zero_is_refused(self):
        form = QuantityForm({"from_0": "2027", "demolition_0": "-1", "type_apartment": "-2"})

        assert list(form.errors) == ["demolition_0", "type_apartment"]

    @pytest.mark.parametrize("year", ["1989", "2101", "27", "2027,5", "twee"])
    def test_a_year_that_cannot_be_is_refused_once(self, year):
        form = QuantityForm({"from_0": year, "build_0": "5"})

        assert {name: len(messages) for name, messages in form.errors.items()} == {"from_0": 1}

    def test_a_period_that_ends_before_it_begins_is_refused(self):
        form = QuantityForm({"from_0": "2030", "to_0": "2028", "build_0": "5"})

        assert errors_of(form) == {"to_0": ["Het laatste jaar ligt voor het eerste jaar."]}

    @pytest.mark.parametrize("typed", [{"build_3": "5"}, {"demolition_3": "5"}, {"to_3": "2030"}])
    def test_homes_without_a_year_belong_elsewhere(self, typed):
        form = QuantityForm(typed)

        assert errors_of(form) == {
            "from_3": ["Vul een jaar in, of zet de woningen bij 'zonder jaar'."]
        }

    def test_one_period_twice_is_refused(self):
        form = QuantityForm(
            {"from_0": "2027", "build_0": "5", "from_1": "2027", "to_1": "2027", "build_1": "6"}
        )

        assert errors_of(form) == {
            "from_1": ["Deze periode staat er al. Tel de woningen op in één regel."]
        }

    def test_a_year_and_a_period_around_it_are_two_periods(self):
        form = QuantityForm(
            {"from_0": "2027", "build_0": "5", "from_1": "2027", "to_1": "2029", "build_1": "6"}
        )

        assert form.is_valid()
        assert form.cells() == homes({2027: 5, (2027, 2030): 6})

    def test_the_last_year_is_included(self):
        form = QuantityForm({"from_0": "2099", "to_0": "2100", "build_0": "5"})

        assert form.is_valid()
        assert form.cells() == homes({(2099, 2101): 5})


def sent_by(form):
    """Return what a browser sends when nobody touches the form."""
    return {field.html_name: "" if field.value() is None else str(field.value()) for field in form}


PERIODS = st.one_of(
    st.none(),
    st.integers(2020, 2045),
    st.tuples(st.integers(2020, 2030), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1])),
)
BUILD = st.dictionaries(PERIODS, st.integers(1, 2000), max_size=14)


class TestWhatNobodyTouches:
    @settings(deadline=None)
    @given(
        build=BUILD,
        demolition=BUILD,
        classes=st.dictionaries(
            st.sampled_from(
                [
                    Cell(account, "type", "apartment", first, first and first + 1)
                    for account in ("build", "demolition")
                    for first in (None, 2027, 2028)
                ]
            ),
            st.integers(1, 50),
        ),
    )
    def test_stays_as_it_was(self, build, demolition, classes):
        cells = {**homes(build, demolition), **classes}

        form = QuantityForm(sent_by(QuantityForm(cells=cells)), cells=cells)

        assert form.is_valid(), form.errors
        assert form.cells() == cells

    def test_a_plan_of_twenty_years_shows_all_of_them_and_room_for_more(self):
        cells = homes(dict.fromkeys(range(2027, 2047), 10))

        form = QuantityForm(cells=cells)

        shown = [row["from"].value() for row in form.periods()]
        assert shown == [*range(2027, 2047), None, None]

    def test_a_year_can_be_added_to_a_plan_of_twenty_years(self):
        cells = homes(dict.fromkeys(range(2027, 2047), 10))
        sent = {**sent_by(QuantityForm(cells=cells)), "from_20": "2047", "build_20": "7"}

        form = QuantityForm(sent, cells=cells)

        assert form.is_valid(), form.errors
        assert form.cells() == {**cells, **homes({2047: 7})}

    def test_classes_per_year_keep_their_years_until_somebody_changes_their_sum(self):
        per_year = {
            Cell("build", "total", "", 2027, 2028): 50,
            Cell("build", "type", "apartment", 2027, 2028): 10,
            Cell("build", "type", "apartment", 2028, 2029): 15,
        }
        sent = sent_by(QuantityForm(cells=per_year))
        assert sent["type_apartment"] == "25"

        changed = QuantityForm({**sent, "type_apartment": "30"}, cells=per_year)

        assert changed.is_valid()
        assert changed.cells() == homes({2027: 50}, type={"apartment": 30})

    @pytest.mark.parametrize("name", ["from_999999999", "from_" + "9" * 5000, "from_-1", "from_x"])
    def test_a_made_up_row_costs_nothing(self, name):
        form = QuantityForm({name: "2027", "from_0": "2027", "build_0": "1"})

        assert len(form.periods()) <= 400
        assert form.is_valid()
        assert form.cells() == homes({2027: 1})


class TestPlanFilterForm:
    PLACES = {"GM0166": "Kampen", "GM0193": "Zwolle"}

    def asked(self, **typed):
        form = PlanFilterForm(typed, municipalities=self.PLACES)
        return form, form.asked(TODAY)

    def test_an_empty_filter_asks_for_today_as_known_now(self):
        form, asked = self.asked()

        assert asked == PlanFilter(on=TODAY)
        assert form.days() == ""

    def test_asks_what_was_typed(self):
        form, asked = self.asked(
            zoek=" haven ",
            gemeente="GM0166",
            status="2A",
            richting="infill",
            fase="5",
            gebrek="zonder-jaar",
            op="01-01-2026",
            bekend_op="2026-03-29",
        )

        assert asked == PlanFilter(
            on=date(2026, 1, 1),
            # The clock goes forward that day: midnight in the Netherlands is ten in Greenwich.
            known_on=datetime(2026, 3, 29, 21, 59, 59, 999_999, tzinfo=UTC),
            municipality="GM0166",
            status="2A",
            direction="infill",
            phase="5",
            text="haven",
            flaw="zonder-jaar",
        )
        assert form.days() == "?op=2026-01-01&bekend_op=2026-03-29"

    @pytest.mark.parametrize(
        "typed",
        [
            {"gemeente": "GM0177"},
            {"gemeente": "'; drop table"},
            {"status": "9Z"},
            {"richting": "omhoog"},
            {"fase": "99"},
            {"gebrek": "alles"},
            {"op": "gisteren"},
            {"op": "2026-02-30"},
            {"bekend_op": "0000-00-00"},
            {"zoek": "a\x00b"},
        ],
    )
    def test_what_cannot_be_read_is_left_out_and_said(self, typed):
        form, asked = self.asked(**typed)

        assert asked == PlanFilter(on=TODAY)
        assert list(form.errors) == list(typed)


class TestDays:
    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("2024-02-29", date(2024, 2, 29)),
            ("29-02-2024", date(2024, 2, 29)),
            (" 2024-02-29 ", date(2024, 2, 29)),
            ("2023-02-29", None),
            ("vandaag", None),
            ("", None),
            ("2026-1-1\x00", None),
        ],
    )
    def test_are_read_in_both_ways_of_writing(self, text, day):
        assert day_written(text) == day

    @pytest.mark.parametrize(
        ("day", "last"),
        [
            (date(2026, 1, 1), datetime(2026, 1, 1, 22, 59, 59, 999_999, tzinfo=UTC)),
            (date(2026, 7, 1), datetime(2026, 7, 1, 21, 59, 59, 999_999, tzinfo=UTC)),
            # Twenty-five hours long.
            (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, 999_999, tzinfo=UTC)),
        ],
    )
    def test_end_at_midnight_in_the_netherlands(self, day, last):
        assert end_of(day) == last

    def test_stand_in_an_address_only_when_asked(self):
        assert days_query(None, None) == ""
        assert days_query(TODAY, None) == "?op=2026-11-24"
        assert days_query(None, TODAY) == "?bekend_op=2026-11-24"

"""A form says on top what is wrong, leads to it, and ties every message to its field."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.test.html import parse_html
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.pages.forms import Choose, DayField, NumberField, WholeNumberField


class PlanForm(forms.Form):
    name = forms.CharField(label="Naam", help_text="Zoals op het bord.")
    dwellings = WholeNumberField(label="Woningen", min_value=0, max_value=100_000)
    starts_on = DayField(label="Vanaf", required=False)
    kind = forms.ChoiceField(
        label="Soort",
        choices=[("infill", "inbreiding"), ("expansion", "uitbreiding")],
        widget=forms.RadioSelect,
        help_text="Waar het plan ligt.",
    )
    base_version = forms.IntegerField(label="Versie", widget=forms.HiddenInput)

    def clean(self):
        if self.cleaned_data.get("dwellings") == 13:
            raise forms.ValidationError("Dertien kan niet.")
        return self.cleaned_data


def _filled(**values):
    filled = {"name": "Reeve", "dwellings": "600", "kind": "infill", "base_version": "1"}
    return PlanForm({**filled, **values})


def _shown(form):
    with translation.override("nl"):
        return str(form)


@pytest.fixture(autouse=True)
def _dutch():
    with translation.override("nl"):
        yield


class TestErrors:
    def test_stand_on_top_with_a_link_to_each_field(self):
        html = _shown(_filled(name="", dwellings="veel"))

        top = html[: html.index("</ul>")]
        assert 'role="alert"' in top
        assert '<a class="utrecht-link utrecht-link--html-a" href="#id_name">Naam</a>' in top
        assert 'href="#id_dwellings">Woningen</a>: Vul een heel getal in' in top

    def test_lead_to_a_group_of_choices_too(self):
        html = _shown(_filled(kind=""))

        assert 'href="#id_kind">Soort</a>' in html
        assert '<div id="id_kind"' in html

    def test_of_the_whole_form_stand_there_without_a_link(self):
        assert "<li>Dertien kan niet.</li>" in _shown(_filled(dwellings="13"))

    def test_of_a_hidden_field_have_no_link_to_what_nobody_sees(self):
        html = _shown(_filled(base_version="x"))

        assert "Versie: " in html
        assert 'href="#id_base_version"' not in html

    def test_are_absent_from_a_good_form(self):
        html = _shown(_filled())

        assert "role=" not in html
        assert "aria-invalid" not in html

    def test_take_no_markup_from_what_was_typed(self):
        assert "<script>" not in _shown(_filled(dwellings="<script>", name="<script>"))


class TestField:
    def test_is_described_by_its_hint(self):
        html = _shown(PlanForm())

        assert 'id="id_name_helptext"' in html
        assert 'aria-describedby="id_name_helptext"' in html

    def test_is_described_by_its_error_as_well(self):
        html = _shown(_filled(name=""))

        assert 'aria-describedby="id_name_helptext id_name_error"' in html
        assert 'id="id_name_error"' in html
        assert 'aria-invalid="true"' in html

    def test_a_group_is_described_by_hint_and_error(self):
        html = _shown(_filled(kind=""))

        fieldset = html[html.index("<fieldset") :]
        assert 'aria-describedby="id_kind_helptext id_kind_error"' in fieldset
        assert '<legend class="utrecht-form-label">Soort</legend>' in fieldset

    def test_says_when_it_may_stay_empty(self):
        html = _shown(PlanForm())

        assert html.count("(niet verplicht)") == 1

    def test_has_a_label(self):
        html = _shown(PlanForm())

        for name in ("name", "dwellings", "starts_on"):
            assert f'for="id_{name}"' in html


class TestWholeNumber:
    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("120", 120),
            ("1389", 1389),
            ("1.389", 1389),
            ("1 389", 1389),
            ("1\u00a0389", 1389),
            ("1\u202f389", 1389),
            ("  12 ", 12),
            ("0", 0),
            ("007", 7),
            ("1.234.567", 1_234_567),
            ("-5", -5),
            ("-1.389", -1389),
        ],
    )
    def test_is_read_as_dutch_people_write_it(self, typed, number):
        assert WholeNumberField().clean(typed) == number

    @pytest.mark.parametrize(
        "typed",
        [
            "veel",
            "12,5",
            "1.5",
            "1.38",
            "1.3899",
            "12.34.567",
            "1,389",
            "1e3",
            "--5",
            "5-",
            "0x10",
            "1_000",
            "½",
            "nan",
            "∞",
            "9" * 5000,
            "1\x00",
            "<script>",
        ],
    )
    def test_refuses_what_could_mean_something_else(self, typed):
        with pytest.raises(forms.ValidationError, match="Vul een heel getal in"):
            WholeNumberField().clean(typed)

    @pytest.mark.parametrize("empty", ["", "   ", None])
    def test_may_stay_empty_where_that_is_allowed(self, empty):
        assert WholeNumberField(required=False).clean(empty) is None
        with pytest.raises(forms.ValidationError):
            WholeNumberField().clean(empty)

    def test_keeps_to_its_bounds(self):
        field = WholeNumberField(min_value=0, max_value=100)

        with pytest.raises(forms.ValidationError):
            field.clean("-1")
        with pytest.raises(forms.ValidationError):
            field.clean("1.000")

    @given(st.integers(-(10**15), 10**15))
    def test_reads_back_what_we_write_ourselves(self, number):
        written = f"{number:,}".replace(",", ".")

        assert WholeNumberField().clean(written) == number

    @given(st.text(max_size=12))
    def test_gives_a_number_or_a_sentence_for_any_text(self, typed):
        class OneNumber(forms.Form):
            number = WholeNumberField(required=False, label="Woningen")

        form = OneNumber({"number": typed})

        if form.is_valid():
            assert form.cleaned_data["number"] is None or int(form.cleaned_data["number"]) >= -(
                10**12
            )
        else:
            assert form.errors["number"] == ["Vul een heel getal in, bijvoorbeeld 120 of 1.389."]


class TestDay:
    @pytest.mark.parametrize("typed", ["2026-11-24", "24-11-2026", " 24-11-2026 "])
    def test_is_chosen_or_typed(self, typed):
        assert DayField().clean(typed) == date(2026, 11, 24)

    @pytest.mark.parametrize(
        "typed",
        ["30-02-2026", "2026-13-01", "24-11-26", "11/24/2026", "morgen", "0", "2026-11-24\x00"],
    )
    def test_refuses_what_is_no_day(self, typed):
        with pytest.raises(forms.ValidationError, match="Vul een datum in"):
            DayField().clean(typed)

    def test_shows_its_day_as_the_browser_wants_it(self):
        field = DayField()

        html = field.widget.render("dag", date(2026, 11, 4))

        assert 'type="date"' in html
        assert 'value="2026-11-04"' in html

    @given(st.dates())
    def test_reads_back_both_ways_of_writing(self, day):
        assert DayField().clean(f"{day:%Y-%m-%d}".zfill(10)) == day
        assert DayField().clean(f"{day:%d-%m-}{day.year:04}") == day


class TestNumber:
    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("1,3", "1.3"),
            ("1.3", "1.3"),
            ("-0,5", "-0.5"),
            ("0,125", "0.125"),
            ("0.125", "0.125"),
            ("1,3890", "1.389"),
            ("1389", "1389"),
            ("1389,5", "1389.5"),
            ("1389,125", "1389.125"),
            ("1.389,50", "1389.5"),
            ("1,389.50", "1389.5"),
            ("1 389,50", "1389.5"),
            ("1\u00a0389,50", "1389.5"),
            ("1.234.567,8", "1234567.8"),
            ("  80 ", "80"),
        ],
    )
    def test_is_read_as_people_write_it(self, typed, number):
        assert NumberField().clean(typed) == Decimal(number)

    @pytest.mark.parametrize("typed", ["1.389", "1,389", "12.500", "-1,125", "999.999"])
    def test_refuses_what_may_be_a_thousand_or_a_thousandth(self, typed):
        with pytest.raises(forms.ValidationError, match="twee dingen"):
            NumberField().clean(typed)

    @pytest.mark.parametrize(
        "typed",
        [
            "veel",
            "1,",
            ",5",
            "1..5",
            "1,2,3",
            "1.2.3",
            "12.34,5",
            "1e3",
            "nan",
            "inf",
            "130 %",
            "+1",
        ],
    )
    def test_refuses_what_is_no_number(self, typed):
        with pytest.raises(forms.ValidationError, match="Vul een getal in"):
            NumberField().clean(typed)

    def test_keeps_to_its_decimals(self):
        with pytest.raises(forms.ValidationError):
            NumberField(max_digits=14, decimal_places=4).clean("0,12345")

    def test_may_stay_empty_where_that_is_allowed(self):
        assert NumberField(required=False).clean(" ") is None

    @pytest.mark.parametrize("language", ["nl", "en"])
    @given(number=st.decimals(-(10**6), 10**6, places=4))
    def test_what_it_shows_is_read_back_as_the_same(self, language, number):
        with translation.override(language):
            shown = NumberField().prepare_value(number)

        assert NumberField().clean(shown) == number

    def test_shows_what_was_typed_when_that_was_no_number(self):
        assert NumberField().prepare_value("veel") == "veel"


class TestChoose:
    @pytest.mark.parametrize("value", ["", "GM0193", "GM0000", None])
    def test_writes_what_django_writes(self, value):
        choices = [
            ("", "alle"),
            ("GM0193", 'Zwolle <& "omstreken">'),
            ("Buiten de regio", [("GM0163", "Hellendoorn")]),
        ]
        attributes = {"id": "id_gemeente", "required": True, "disabled": False}

        ours = Choose(choices=choices).render("gemeente", value, attributes)

        theirs = forms.Select(choices=choices).render("gemeente", value, attributes)
        assert parse_html(ours) == parse_html(theirs)
        assert "<& " not in ours

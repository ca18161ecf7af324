"""The levers of the balance and of the bridge."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.norms.models import DefinitionProfile
from woonregie.foundation.pages.forms import DayField, WholeNumberField
from woonregie.subjects.balance.errors import LeverError
from woonregie.subjects.balance.queries import CLASSES, Question

FIRST_YEAR, LAST_YEAR = 2000, 2100
PLAIN, OTHER = "legal-hard", "rigo-legend"
BASES = [("", _("volgens de definitie")), ("net", _("netto")), ("gross", _("bruto"))]


def _day(label: Any, help_text: Any = "") -> DayField:
    return DayField(label=label, required=False, help_text=help_text)


def _year(label: Any, help_text: Any = "") -> WholeNumberField:
    return WholeNumberField(
        label=label,
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=help_text,
    )


class BalanceForm(forms.Form):
    """What a reader can turn; every lever has a default."""

    definitie = forms.ChoiceField(label=_("Definitie van hard"), required=False)
    op = _day(_("Peildatum"))
    van = _year(_("Van jaar"), _("Leeg: het jaar van de peildatum."))
    tot_en_met = _year(_("Tot en met jaar"), _("Leeg: tien jaar samen."))
    prognose = forms.ChoiceField(label=_("Prognose en scenario"), required=False)
    telwijze = forms.ChoiceField(label=_("Telwijze"), required=False, choices=BASES)
    tekort = forms.BooleanField(label=_("Begintekort meetellen"), required=False)

    def __init__(
        self,
        *args: Any,
        profiles: Sequence[DefinitionProfile],
        vintages: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["definitie"], [(profile.name, profile.title) for profile in profiles])
        _choose(self.fields["prognose"], [("", _("referentie van de regio")), *vintages])
        self.horizons = {profile.name: profile.horizon_years for profile in profiles}

    @classmethod
    def asked(cls, given: QueryDict, *, today: date, **choices: Any) -> "BalanceForm":
        """Return the form with every lever at what was asked, or else at its default."""
        levers = {"definitie": PLAIN, "op": today.isoformat()}
        return cls({**levers, **given.dict()}, **choices)

    def question(self, today: date) -> Question:
        """Return what is asked; a lever that cannot be read stands at its default.

        With its error shown.
        """
        self.is_valid()
        return _question(self.cleaned_data, "", today, self.horizons, PLAIN)

    def strict_question(self, today: date) -> Question:
        """Return what is asked, for a file: it shows no form, so it is not made on a guess.

        Raises:
            LeverError: a lever cannot be read.
        """
        if not self.is_valid():
            raise LeverError(self.complaint(), fields=sorted(self.errors))
        return self.question(today)

    def complaint(self) -> str:
        """Return what is wrong with the levers, as one text."""
        return " ".join(
            f"{self.fields[name].label}: {' '.join(map(str, errors))}"
            for name, errors in self.errors.items()
            if name in self.fields
        )


class BridgeForm(forms.Form):
    """Two questions, and what is compared."""

    klasse = forms.ChoiceField(
        label=_("Wat u vergelijkt"),
        required=False,
        choices=[
            ("hard", _("harde capaciteit")),
            ("soft", _("zachte capaciteit")),
            ("unknown", _("capaciteit met onbekende status")),
            ("total", _("alle capaciteit")),
            ("need", _("behoefte")),
        ],
    )
    definitie_a = forms.ChoiceField(
        label=_("Definitie"), required=False, help_text=_("Voor capaciteit.")
    )
    op_a = _day(_("Peildatum"))
    van_a = _year(_("Van jaar"), _("Leeg: het jaar van de peildatum."))
    tot_en_met_a = _year(_("Tot en met jaar"), _("Leeg: tien jaar samen."))
    telwijze_a = forms.ChoiceField(label=_("Telwijze"), required=False, choices=BASES)
    prognose_a = forms.ChoiceField(
        label=_("Prognose en scenario"), required=False, help_text=_("Voor de behoefte.")
    )
    tekort_a = forms.BooleanField(
        label=_("Begintekort meetellen"), required=False, help_text=_("Voor de behoefte.")
    )
    definitie_b = forms.ChoiceField(
        label=_("Definitie"), required=False, help_text=_("Voor capaciteit.")
    )
    op_b = _day(_("Peildatum"))
    van_b = _year(_("Van jaar"), _("Leeg: het jaar van de peildatum."))
    tot_en_met_b = _year(_("Tot en met jaar"), _("Leeg: tien jaar samen."))
    telwijze_b = forms.ChoiceField(label=_("Telwijze"), required=False, choices=BASES)
    prognose_b = forms.ChoiceField(
        label=_("Prognose en scenario"), required=False, help_text=_("Voor de behoefte.")
    )
    tekort_b = forms.BooleanField(
        label=_("Begintekort meetellen"), required=False, help_text=_("Voor de behoefte.")
    )

    def __init__(
        self,
        *args: Any,
        profiles: Sequence[DefinitionProfile],
        vintages: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        definitions = [(profile.name, profile.title) for profile in profiles]
        for side in "ab":
            _choose(self.fields[f"definitie_{side}"], definitions)
            _choose(
                self.fields[f"prognose_{side}"], [("", _("referentie van de regio")), *vintages]
            )
        self.horizons = {profile.name: profile.horizon_years for profile in profiles}

    @classmethod
    def asked(cls, given: QueryDict, *, today: date, **choices: Any) -> "BridgeForm":
        """Return the form as asked; what the second side does not say is as on the first.

        Who asks nothing sees two definitions on one day.
        """
        said = {name: text for name, text in given.dict().items() if name in cls.base_fields}
        definition, day = said.get("definitie_a", PLAIN), said.get("op_a", today.isoformat())
        levers = {
            "klasse": "hard",
            "definitie_a": definition,
            "op_a": day,
            "definitie_b": definition if said else OTHER,
            "op_b": day,
        }
        return cls({**levers, **said}, **choices)

    def questions(self, today: date) -> tuple[Question, Question, str]:
        """Return both questions, and what is compared.

        A lever that cannot be read stands at its default, with its error shown.
        """
        self.is_valid()
        found = self.cleaned_data
        group = found.get("klasse") or "hard"
        first, second = (
            _question(found, f"_{side}", today, self.horizons, PLAIN) for side in "ab"
        )
        return first, second, group if group in CLASSES else "hard"

    def side(self, letter: str) -> list[BoundField]:
        """Return the fields of one side."""
        return [self[name] for name in self.fields if name.endswith(f"_{letter}")]

    @property
    def first(self) -> list[BoundField]:
        """The fields of the first side."""
        return self.side("a")

    @property
    def second(self) -> list[BoundField]:
        """The fields of the second side."""
        return self.side("b")


def _question(
    found: Mapping[str, Any], suffix: str, today: date, horizons: Mapping[str, int], plain: str
) -> Question:
    """Return the question of a set of levers."""
    vintage, _sep, scenario = found.get(f"prognose{suffix}", "").partition("|")
    profile = found.get(f"definitie{suffix}") or plain
    on = found.get(f"op{suffix}") or today
    return Question(
        on=on,
        profile=profile,
        vintage=vintage,
        scenario=scenario,
        period=_period(
            found.get(f"van{suffix}"),
            found.get(f"tot_en_met{suffix}"),
            on.year,
            horizons.get(profile, 10),
        ),
        basis=found.get(f"telwijze{suffix}", ""),
        with_shortage=bool(found.get(f"tekort{suffix}")),
    )


def _period(
    first: int | None, last: int | None, year: int, horizon: int
) -> tuple[int, int] | None:
    """Return the period of two years of which either may be empty; None is the default."""
    if first is None and last is None:
        return None
    start = year if first is None else first
    return start, start + horizon if last is None else last + 1


def _choose(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class PublishForm(forms.Form):
    """For which reference date totals are published."""

    op = DayField(
        label=_("Peildatum"), help_text=_("Vandaag of eerder. Zo stonden de plannen op die dag.")
    )

"""The levers of the balance."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.norms.models import DefinitionProfile
from woonregie.foundation.pages.forms import DayField, WholeNumberField
from woonregie.subjects.balance.queries import Question


class BalanceForm(forms.Form):
    """What a reader can turn; every lever has a default."""

    definitie = forms.ChoiceField(label=_("Definitie van hard"), required=False)
    op = DayField(label=_("Peildatum"), required=False)
    van = WholeNumberField(label=_("Van jaar"), required=False, min_value=2000, max_value=2100)
    tot_en_met = WholeNumberField(
        label=_("Tot en met jaar"), required=False, min_value=2000, max_value=2100
    )
    prognose = forms.ChoiceField(label=_("Prognose en scenario"), required=False)
    telwijze = forms.ChoiceField(
        label=_("Telwijze"),
        required=False,
        choices=[("", _("volgens de definitie")), ("net", _("netto")), ("gross", _("bruto"))],
    )
    tekort = forms.BooleanField(label=_("Begintekort meetellen"), required=False)

    def __init__(
        self,
        *args: Any,
        profiles: list[DefinitionProfile],
        vintages: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["definitie"], [(profile.name, profile.title) for profile in profiles])
        _choose(self.fields["prognose"], [("", _("referentie van de regio")), *vintages])

    @classmethod
    def asked(cls, given: QueryDict, *, today: date, **choices: Any) -> "BalanceForm":
        """Return the form with every lever at what was asked, or else at its default."""
        levers = {
            "definitie": "legal-hard",
            "op": today.isoformat(),
            "van": str(today.year),
            "tot_en_met": str(today.year + 9),
        }
        return cls({**levers, **given.dict()}, **choices)

    def question(self, today: date) -> Question:
        """Return what is asked; a lever that cannot be read stands at its default.

        With its error shown.
        """
        self.is_valid()
        found = self.cleaned_data
        vintage, _sep, scenario = found.get("prognose", "").partition("|")
        start, last = found.get("van"), found.get("tot_en_met")
        return Question(
            on=found.get("op") or today,
            profile=found.get("definitie") or "legal-hard",
            vintage=vintage,
            scenario=scenario,
            period=(start, last + 1) if start and last else None,
            basis=found.get("telwijze", ""),
            with_shortage=bool(found.get("tekort")),
        )


class BridgeForm(forms.Form):
    """Two definitions, two dates, and what is compared."""

    definitie_a = forms.ChoiceField(label=_("Eerste definitie"), required=False)
    op_a = DayField(label=_("Eerste peildatum"), required=False)
    definitie_b = forms.ChoiceField(label=_("Tweede definitie"), required=False)
    op_b = DayField(label=_("Tweede peildatum"), required=False)
    klasse = forms.ChoiceField(
        label=_("Wat u vergelijkt"),
        required=False,
        choices=[
            ("hard", _("harde capaciteit")),
            ("soft", _("zachte capaciteit")),
            ("total", _("alle capaciteit")),
        ],
    )

    def __init__(self, *args: Any, profiles: list[DefinitionProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(profile.name, profile.title) for profile in profiles]
        _choose(self.fields["definitie_a"], choices)
        _choose(self.fields["definitie_b"], choices)

    def questions(self, today: date) -> tuple[Question, Question, str]:
        """Return both questions, over one period: that of the first, so that only plans differ."""
        self.is_valid()
        found = self.cleaned_data
        first_day, second_day = found.get("op_a") or today, found.get("op_b") or today
        period = (first_day.year, first_day.year + 10)
        first = Question(
            on=first_day, profile=found.get("definitie_a") or "legal-hard", period=period
        )
        second = Question(
            on=second_day, profile=found.get("definitie_b") or "rigo-legend", period=period
        )
        return first, second, found.get("klasse") or "hard"


def _choose(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices

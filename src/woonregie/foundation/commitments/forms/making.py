"""Making a commitment."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.commitments.models import Commitment, CommitmentReach, Hardness
from woonregie.foundation.commitments.services import Wanted
from woonregie.foundation.pages.forms import Choose, DayField
from woonregie.foundation.search.pointing import read


class CommitmentForm(forms.Form):
    """Who promises whom what, how firmly, and for how long."""

    debtor = forms.ChoiceField(label=_("Wie doet het"), widget=Choose)
    creditors = forms.MultipleChoiceField(
        label=_("Aan wie is het beloofd"), widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label=_("Titel"), max_length=200)
    text = forms.CharField(
        label=_("Afspraak in woorden"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Zoals het is afgesproken: wie doet wat, hoeveel, en voor wanneer."),
    )
    hardness = forms.ChoiceField(
        label=_("Hardheid"),
        choices=Hardness.choices,
        initial=Hardness.EFFORT,
        widget=forms.RadioSelect,
    )
    starts_on = DayField(label=_("Geldt vanaf"))
    ends_before = DayField(label=_("Geldt tot"), required=False, help_text=_("Leeg: geldt nog."))
    theme = forms.CharField(label=_("Thema"), max_length=120, required=False)
    reach = forms.ChoiceField(
        label=_("Wie leest mee"),
        choices=CommitmentReach.choices,
        initial=CommitmentReach.PARTIES,
        widget=forms.RadioSelect,
        help_text=_("De partijen en het bureau van de regio lezen altijd mee."),
    )
    origin = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, parties: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parties: Mapping[str, Organisation] = {str(one.pk): one for one in parties}
        for name in ("debtor", "creditors"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(key, one.name) for key, one in self._parties.items()]

    def wanted(self, *, replaces: Commitment | None = None) -> Wanted:
        """Return the commitment that was filled in.

        Args:
            replaces: in whose place it comes.
        """
        given = self.cleaned_data
        return Wanted(
            debtor=self._parties[given["debtor"]],
            creditors=[self._parties[key] for key in given["creditors"]],
            replaces=replaces,
            replaces_why=given.get("why", ""),
            origin=read(given["origin"]),
            **{
                name: given[name]
                for name in (
                    "title",
                    "text",
                    "hardness",
                    "reach",
                    "starts_on",
                    "ends_before",
                    "theme",
                )
            },
        )


class ReplacementForm(CommitmentForm):
    """A commitment in the place of another, and why."""

    why = forms.CharField(
        label=_("Waarom vervangt u de oude afspraak?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ("why",)

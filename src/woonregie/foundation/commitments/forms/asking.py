"""What a reader asks of the list."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.commitments.models import AssessmentResult, Commitment, Hardness
from woonregie.foundation.pages.forms import Choose

ALL = [("", _("alle"))]


class CommitmentFilter(forms.Form):
    """By who does it, how it stands, how firm it is, and words."""

    zoek = forms.CharField(
        label=_("Zoek op titel of nummer"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    wie = forms.ChoiceField(label=_("Wie doet het"), required=False, widget=Choose)
    stand = forms.ChoiceField(
        label=_("Hoe het ervoor staat"),
        required=False,
        widget=Choose,
        choices=[*ALL, *AssessmentResult.choices],
    )
    hardheid = forms.ChoiceField(
        label=_("Hardheid"), required=False, widget=Choose, choices=[*ALL, *Hardness.choices]
    )
    ingetrokken = forms.BooleanField(label=_("Ook ingetrokken"), required=False)

    def __init__(self, *args: Any, debtors: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["wie"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*ALL, *((one.slug, one.name) for one in debtors)]

    def asked(self, found: QuerySet[Commitment]) -> QuerySet[Commitment]:
        """Return what is asked of them; a field that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        wanted = {
            "debtor__slug": given.get("wie"),
            "result": given.get("stand"),
            "hardness": given.get("hardheid"),
        }
        found = found.filter(**{name: value for name, value in wanted.items() if value})
        if words := given.get("zoek"):
            found = found.filter(
                Q(title__icontains=words) | Q(text__icontains=words) | _by_number(words)
            )
        return found if given.get("ingetrokken") else found.filter(withdrawn_at__isnull=True)


def _by_number(words: str) -> Q:
    """Return the filter for a number as people write it: "A-12", "a12" or "12"."""
    digits = re.fullmatch(r"(?:a-?)?([0-9]{1,9})", words.strip(), re.IGNORECASE | re.ASCII)
    return Q(number=int(digits[1])) if digits else Q(pk__in=())

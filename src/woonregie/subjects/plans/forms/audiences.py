"""Who may see a plan, or one group of its fields."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.disclosure.circles import NOBODY, USUAL, Circle
from woonregie.foundation.disclosure.models import Audience, Ground
from woonregie.foundation.disclosure.services import Wanted
from woonregie.foundation.pages.forms import DayField

NOT_CHOSEN = ("", _("Kies"))
OWN_NOTE = _("Uw eigen organisatie ziet dit altijd.")
CIRCLES: Mapping[Circle, Promise] = {
    Circle.OFFICE: _("Regiosecretaris: wie de regio bij elkaar houdt"),
    Circle.OFFICIALS: _("Ambtenaren van de regio: beleidsadviseurs van de andere gemeenten"),
    Circle.ALDERMEN: _("Bestuurders van de regio: wethouders en gedeputeerde"),
    Circle.PROVINCE: _("Provincie: haar accounthouder voor deze regio"),
    Circle.PUBLIC: _("Iedereen: het staat op de openbare pagina, ook zonder inloggen"),
}
DECIDED_BY = _("Een orgaan of functie, bijvoorbeeld: het college. Geen naam van een persoon.")
REVIEW = _("Dan vragen wij u of afschermen nog nodig is.")
RESTRICTING = [choice for choice in Ground.choices if choice[0] != Ground.OPEN]
READERS: Mapping[str, Promise] = {
    "secretary": _("de regiosecretaris"),
    "official": _("een ambtenaar van een andere gemeente"),
    "executive": _("een bestuurder uit de regio"),
    "province": _("de provincie"),
    "public": _("iedereen, zonder inloggen"),
}


class AudienceForm(forms.Form):
    """Who may see it, why, and until when."""

    circles = forms.TypedMultipleChoiceField(
        label=_("Wie mag dit zien?"),
        choices=[(circle.value, words) for circle, words in CIRCLES.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=OWN_NOTE,
    )
    partners = forms.ModelMultipleChoiceField(
        label=_("Ook deze organisaties"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Iedereen die voor zo’n organisatie werkt, ziet het."),
    )
    ground = forms.ChoiceField(
        label=_("Op welke grond?"),
        choices=[NOT_CHOSEN, *Ground.choices],
        help_text=_("Kies de grond waarop u dit bij een Woo-verzoek zou weigeren."),
    )
    reason = forms.CharField(label=_("Toelichting"), max_length=300, required=False)
    decided_by = forms.CharField(label=_("Wie besloot dit?"), max_length=120, help_text=DECIDED_BY)
    decided_on = DayField(label=_("Besloten op"))
    review_on = DayField(label=_("Opnieuw bekijken op"), required=False, help_text=REVIEW)
    embargo_until = DayField(
        label=_("Embargo tot"),
        required=False,
        help_text=_("Vanaf die dag geldt vanzelf weer wie dit gewoonlijk ziet."),
    )
    counts_in_totals = forms.BooleanField(label=_("Telt mee in totalen"), required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        parties: QuerySet[Organisation],
        counts: bool,
        looking: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partners"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = parties
        if not counts:
            del self.fields["counts_in_totals"]
        # Who only looks need not say why.
        for name in ("ground", "decided_by", "decided_on") if looking else ():
            self.fields[name].required = False

    def circle_set(self) -> Circle:
        """Return the circles that were ticked, with the own organisation."""
        found = Circle.OWN
        for value in self.cleaned_data.get("circles", ()):
            found |= Circle(value)
        return found

    def partner_keys(self) -> list[UUID]:
        """Return the organisations that were ticked."""
        return [partner.pk for partner in self.cleaned_data.get("partners", ())]

    def wanted(self) -> Wanted:
        """Return what was filled in, as the service takes it."""
        found = self.cleaned_data
        return Wanted(
            circles=self.circle_set(),
            partners=self.partner_keys(),
            ground=found["ground"],
            decided_by=found["decided_by"],
            decided_on=found["decided_on"],
            reason=found["reason"],
            review_on=found["review_on"],
            embargo_until=found["embargo_until"],
            counts_in_totals=found.get("counts_in_totals", True),
        )


class RestrictForm(forms.Form):
    """A new plan that only the own organisation may see from the start."""

    restrict = forms.BooleanField(
        label=_("Meteen afschermen: alleen uw eigen organisatie ziet dit plan"),
        required=False,
        help_text=_(
            "Wat even open stond, is geen geheim meer. Scherm een gevoelig plan daarom af op het "
            "moment dat u het vastlegt. Daarna kunt u het delen met wie u wilt."
        ),
    )
    ground = forms.ChoiceField(
        label=_("Op welke grond?"), choices=[NOT_CHOSEN, *RESTRICTING], required=False
    )
    decided_by = forms.CharField(
        label=_("Wie besloot dit?"), max_length=120, required=False, help_text=DECIDED_BY
    )
    review_on = DayField(label=_("Opnieuw bekijken op"), required=False, help_text=REVIEW)

    def clean(self) -> dict[str, Any]:
        """Ask for a ground, a decider and a day once the box is ticked."""
        found = super().clean() or {}
        if found.get("restrict"):
            for name in ("ground", "decided_by", "review_on"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, _("Vul dit in: u schermt dit plan af."))
        return found

    def wanted(self, on: date) -> Wanted | None:
        """Return who may see the plan; None when the box is not ticked."""
        found = self.cleaned_data
        if not found["restrict"]:
            return None
        return Wanted(
            circles=Circle.OWN,
            ground=found["ground"],
            decided_by=found["decided_by"],
            decided_on=on,
            review_on=found["review_on"],
        )


def a_year_on(day: date) -> date:
    """Return the same day a year later; 28 February for the leap day.

    >>> a_year_on(date(2028, 2, 29))
    datetime.date(2029, 2, 28)
    """
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap else day.day)


def audience_initial(said: Audience | None, *, on: date) -> dict[str, Any]:
    """Return what the fields show: what stands, else what usually holds."""
    if said is None:
        return {
            "circles": _values(USUAL),
            "decided_on": on,
            "review_on": a_year_on(on),
            "counts_in_totals": True,
            "base": "",
        }
    names = ("ground", "reason", "decided_by", "decided_on", "review_on", "embargo_until")
    return {
        **{name: getattr(said, name) for name in names},
        "circles": _values(said.circle_set),
        "partners": [partner.organisation_id for partner in said.partners.all()],
        "counts_in_totals": said.counts_in_totals,
        "base": str(said.pk),
    }


def _values(circles: Circle) -> list[int]:
    return [circle.value for circle in CIRCLES if circle & circles != NOBODY]

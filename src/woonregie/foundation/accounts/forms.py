"""Forms about accounts: a token for a machine, people and their roles."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Account, Organisation, Role
from woonregie.foundation.pages.forms import DayField


class TokenForm(forms.Form):
    """What a token is for."""

    label = forms.CharField(
        label=_("Waarvoor is de sleutel?"),
        max_length=100,
        help_text=_("Bijvoorbeeld: QGIS, of de planmonitor."),
    )


class OrganisationChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # django-stubs wants a parameter that Django refuses
    """An organisation, with what it is: a municipality and a province may share a name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return "Kampen (gemeente)"."""
        return f"{obj.name} ({obj.get_kind_display()})"


class RoleForm(forms.Form):
    """A role at an organisation, from a day."""

    organisation = OrganisationChoice(
        queryset=Organisation.objects.none(), label=_("Organisatie"), empty_label=_("Kies")
    )
    role = forms.ChoiceField(
        label=_("Rol"),
        choices=[("", _("Kies")), *Role.choices],
        help_text=_("Wat iemand mag zien en doen, hangt af van de rol en de organisatie."),
    )
    starts_on = DayField(label=_("Vanaf"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, OrganisationChoice):
            field.queryset = organisations.order_by("kind", "name")


class InviteForm(RoleForm):
    """Somebody who comes to work in the region."""

    email = forms.EmailField(
        label=_("E-mailadres"),
        max_length=Account._meta.get_field("email").max_length,  # noqa: SLF001  Django's public door to a model
        help_text=_("Hiermee logt deze persoon in. Het wachtwoord kiest deze persoon zelf."),
    )
    display_name = forms.CharField(label=_("Naam"), max_length=150)

    field_order = ("email", "display_name", "organisation", "role", "starts_on")


class EndForm(forms.Form):
    """The last day of a role."""

    last_day = DayField(label=_("Laatste dag"), help_text=_("Tot en met deze dag geldt de rol."))
    base_ends_before = forms.DateField(required=False, widget=forms.HiddenInput)

"""The form of a file of figures; those of own need."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.consents.forms import FileForm
from woonregie.foundation.consents.models import Readers
from woonregie.foundation.consents.services import Decided
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.pages.forms import DayField
from woonregie.subjects.forecast.models import OwnNeedKind, VintageKind
from woonregie.subjects.forecast.services import LONGEST_KEY, LONGEST_TITLE, Publication


class ForecastForm(forms.Form):
    """A file, and what the sender says of it."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("csv, ten hoogste 50 MB. U ziet eerst wat erin staat."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    title = forms.CharField(
        label=_("Titel"),
        max_length=LONGEST_TITLE,
        help_text=_("Zo heet de prognose op het scherm, bijvoorbeeld Primos 2025."),
    )
    slug = forms.SlugField(
        label=_("Sleutel"),
        max_length=LONGEST_KEY,
        help_text=_("Kort en blijvend, bijvoorbeeld primos-2025. Kleine letters en streepjes."),
    )
    kind = forms.ChoiceField(
        label=_("Soort"),
        choices=VintageKind.choices,
        help_text=_("Tabellen van het CBS die wij kennen, zijn gerealiseerd: daar is geteld."),
    )
    published_on = DayField(label=_("Gepubliceerd op"))
    publisher = forms.CharField(
        label=_("Uitgever"), max_length=200, help_text=_("Wie de cijfers maakte.")
    )
    licence = forms.CharField(
        label=_("Licentie"),
        max_length=120,
        required=False,
        help_text=_("Bijvoorbeeld CC BY 4.0. Leeg als u die niet weet."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_file(self) -> Any:
        """Refuse a file above the cap before it is kept."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.FILES_MAX_BYTES:
            raise ValidationError(
                _("Dit bestand is groter dan %(most)s MB.")
                % {"most": settings.FILES_MAX_BYTES // 1024 // 1024}
            )
        return upload

    def clean_published_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["published_on"]
        if day > self.today:
            raise ValidationError(_("Deze dag is nog niet geweest."))
        return day

    def publication(self) -> Publication:
        """Return what the sender says, once the form is valid."""
        given = self.cleaned_data
        return Publication(
            slug=given["slug"].lower(),
            title=given["title"],
            kind=given["kind"],
            published_on=given["published_on"],
            publisher=given["publisher"],
            licence=given["licence"],
        )


class AdoptForm(FileForm):
    """What a body decided about a scenario."""

    body = forms.CharField(
        label=_("Welk orgaan besloot?"),
        max_length=120,
        help_text=_("Bijvoorbeeld: portefeuillehoudersoverleg, algemeen bestuur."),
    )
    title = forms.CharField(label=_("Wat besloot het?"), max_length=250)
    decided_on = DayField(label=_("Besloten op"))
    number = forms.CharField(label=_("Nummer van het besluit"), max_length=80, required=False)
    reason = forms.CharField(
        label=_("Waarom buiten wat aannemelijk is?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        help_text=_("Zo staat het in het besluit. De prognose draagt deze reden."),
        error_messages={"required": _("Geef de reden die in het besluit staat.")},
    )

    field_order = ("body", "title", "decided_on", "number", "file", "reason")

    def __init__(self, *args: Any, outside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = outside
        if not outside:
            del self.fields["reason"]

    def decided(self, file: StoredFile | None) -> Decided:
        """Return what was filled in, once the form is valid; everybody in the region reads it."""
        given = self.cleaned_data
        return Decided(
            body=given["body"],
            title=given["title"],
            decided_on=given["decided_on"],
            number=given["number"],
            file=file,
            read_by=Readers.REGION,
        )


# ------------------------------------------------------------------ own need
class DefinitionForm(forms.Form):
    """A definition of own need."""

    prefix = "definitie"
    title = forms.CharField(label=_("Titel"), max_length=120)
    key = forms.SlugField(
        label=_("Sleutel"),
        max_length=60,
        help_text=_("Kort en blijvend, bijvoorbeeld nul-2027. Kleine letters en streepjes."),
    )
    domestic = forms.ChoiceField(
        label=_("Wat het binnenlandse migratiesaldo doet"), choices=OwnNeedKind.choices
    )
    in_force_from = DayField(label=_("Geldt vanaf"))
    source = forms.CharField(
        label=_("Waar staat deze definitie?"), widget=forms.Textarea(attrs={"rows": 2})
    )
    stated = forms.CharField(
        label=_("Opgave per gemeente"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Alleen bij eigen opgave. Per regel: code; personen per jaar; bron. Bijvoorbeeld "
            "GM0166; 25; woonvisie 2025."
        ),
    )
    organisation = forms.ChoiceField(label=_("Namens"))

    def __init__(self, *args: Any, voices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self, "organisation", voices)

    def clean_stated(self) -> dict[str, dict[str, Any]]:
        """Read the lines, or say which one cannot be read."""
        found: dict[str, dict[str, Any]] = {}
        for at, line in enumerate(self.cleaned_data["stated"].splitlines(), start=1):
            if not line.strip():
                continue
            code, _one, rest = line.partition(";")
            persons, _two, source = rest.partition(";")
            try:
                number = float(persons.strip().replace(",", "."))
            except ValueError:
                raise ValidationError(
                    _("Regel %(line)s: schrijf code; personen per jaar; bron.") % {"line": at}
                ) from None
            if code.strip().upper() in found:
                raise ValidationError(
                    _("Regel %(line)s: %(code)s staat er twee keer.")
                    % {"line": at, "code": code.strip().upper()}
                )
            found[code.strip().upper()] = {"persons": number, "source": source.strip()}
        return found


class OwnNeedChoiceForm(forms.Form):
    """Which definition counts, and what a body decided."""

    prefix = "keuze"
    definition = forms.ChoiceField(label=_("Definitie"))
    valid_on = DayField(label=_("Telt vanaf"))
    body = forms.CharField(
        label=_("Orgaan"), max_length=120, help_text=_("Bijvoorbeeld het bestuurlijk overleg.")
    )
    title = forms.CharField(label=_("Titel van het besluit"), max_length=250)
    number = forms.CharField(label=_("Nummer"), max_length=80, required=False)
    decided_on = DayField(label=_("Besloten op"))

    def __init__(
        self,
        *args: Any,
        definitions: Sequence[tuple[str, str]],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offered(self, "definition", definitions)

    def clean_decided_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise ValidationError(_("Deze dag is nog niet geweest."))
        return day


class DissentForm(forms.Form):
    """That a municipality does not agree, and why."""

    prefix = "standpunt"
    municipality = forms.ChoiceField(label=_("Gemeente"))
    reason = forms.CharField(
        label=_("Waarom bent u het niet eens?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    definition = forms.ChoiceField(label=_("Uw eigen definitie"), required=False)

    def __init__(
        self,
        *args: Any,
        municipalities: Sequence[tuple[str, str]],
        definitions: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered(self, "municipality", municipalities)
        offered(self, "definition", [("", _("geen")), *definitions])


def offered(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Say what somebody may choose from."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)

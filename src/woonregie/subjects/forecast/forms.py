"""The form of a file of figures."""

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
from woonregie.subjects.forecast.models import VintageKind
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
        help_text=_("Alleen nodig als knoppen buiten de aannemelijke band staan."),
    )

    field_order = ("body", "title", "decided_on", "number", "file", "reason")

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

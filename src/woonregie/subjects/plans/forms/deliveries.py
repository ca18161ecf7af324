"""Forms of deliveries: lists of plans, and the building programme by form and by list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.forms import DayField, WholeNumberField
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.sources.models import Source
from woonregie.foundation.sources.queries import public_sources
from woonregie.subjects.plans.formats.programme import ProgrammeRow
from woonregie.subjects.plans.models import Segment


class ProgrammeForm(forms.Form):
    """An adopted number for a period and segment, with the decision and where it can be read."""

    segment = forms.ChoiceField(label=_("Segment"), choices=Segment.choices)
    from_year = WholeNumberField(label=_("Van jaar"), min_value=1990, max_value=2100)
    last_year = WholeNumberField(label=_("Tot en met jaar"), min_value=1990, max_value=2100)
    dwellings = WholeNumberField(label=_("Woningen"), min_value=0, max_value=1_000_000)
    basis = forms.ChoiceField(
        label=_("Telwijze"), choices=[("net", _("netto")), ("gross", _("bruto"))]
    )
    valid_on = DayField(label=_("Geldt vanaf"))
    body = forms.CharField(
        label=_("Orgaan dat besloot"),
        max_length=120,
        required=False,
        help_text=_("Bijvoorbeeld: gemeenteraad."),
    )
    decision_title = forms.CharField(
        label=_("Titel van het besluit"), max_length=250, required=False
    )
    decision_number = forms.CharField(
        label=_("Nummer van het besluit"), max_length=80, required=False
    )
    decided_on = DayField(label=_("Besloten op"), required=False)
    source = forms.ModelChoiceField(
        label=_("Bron"),
        queryset=Source.objects.none(),
        required=False,
        empty_label=_("een nieuwe bron, of het besluit zelf"),
        help_text=_("Waar staat dit aantal? Kies de bron als zij er al is."),
    )
    source_title = forms.CharField(
        label=_("Naam van de nieuwe bron"),
        max_length=300,
        required=False,
        help_text=_("Bijvoorbeeld: Woonvisie 2027, bladzijde 12."),
    )
    document = forms.FileField(
        label=_("Document bij de nieuwe bron"),
        required=False,
        help_text=_("Bijvoorbeeld het raadsbesluit als pdf, ten hoogste 50 MB."),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._too_large = too_large
        field = self.fields["source"]
        if isinstance(field, forms.ModelChoiceField):
            # The programme is for everybody, so its source is one that everybody may see.
            field.queryset = public_sources()

    def clean_document(self) -> Any:
        """Refuse a file above the cap before it is kept."""
        upload = self.cleaned_data["document"]
        if self._too_large or (upload and upload.size > settings.FILES_MAX_BYTES):
            raise ValidationError(too_large_words())
        return upload

    def clean(self) -> dict[str, Any]:
        """Ask for a whole decision, and for one source."""
        found = super().clean() or {}
        told = [found.get(name) for name in ("decision_title", "decision_number", "decided_on")]
        if found.get("body") and not found.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Vul in wanneer het orgaan dit besloot."))
        if any(told) and not found.get("body") and "body" not in self.errors:
            self.add_error("body", _("Vul in wie dit besloot, bijvoorbeeld: gemeenteraad."))
        new = found.get("source_title") or found.get("document")
        if found.get("source") and new:
            self.add_error("source", _("Kies een bron, of noem een nieuwe. Niet allebei."))
        if not (found.get("source") or new or found.get("body")) and "source" not in self.errors:
            self.add_error("source", _("Kies een bron, noem een nieuwe, of noem het besluit."))
        return found

    def number(self, municipality: Municipality) -> ProgrammeRow:
        """Return what was decided, as the service takes it."""
        found = self.cleaned_data
        document = found["document"]
        return ProgrammeRow(
            municipality_id=municipality.pk,
            segment=found["segment"],
            from_year=found["from_year"],
            before_year=found["last_year"] + 1,
            dwellings=found["dwellings"],
            basis=found["basis"],
            valid_on=found["valid_on"],
            body=found["body"],
            title=found["decision_title"],
            number=found["decision_number"],
            decided_on=found["decided_on"],
            source=found["source_title"] or (document.name[:300] if document else ""),
        )


class ProgrammeListForm(forms.Form):
    """A list of adopted numbers to deliver."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("xlsx, xls, ods of csv, ten hoogste 50 MB. U ziet eerst wat er verandert."),
    )
    valid_on = DayField(
        label=_("Geldt vanaf"),
        help_text=_("Voor regels die zelf geen datum noemen."),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            self.fields["file"].error_messages["required"] = too_large_words()


class RealisedListForm(forms.Form):
    """A list of building changes or of totals of a year to deliver."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("Een csv-bestand, ten hoogste 50 MB. Wij herkennen zelf wat het is."),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            self.fields["file"].error_messages["required"] = too_large_words()


class ImportForm(forms.Form):
    """A list to deliver."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_(
            "xlsx, xls, ods, csv, GeoPackage, GeoJSON, of een zip-bestand met een shapefile "
            "of geodatabase (gdb); ten hoogste 50 MB. U ziet eerst wat er verandert."
        ),
    )
    municipality = forms.ChoiceField(label=_("Gemeente"), required=False)
    reference_date = DayField(label=_("Peildatum van de lijst"))
    format_name = forms.ChoiceField(
        label=_("Formaat"),
        required=False,
        choices=[
            ("", _("zelf herkennen")),
            ("template", _("sjabloon van Woonregie")),
            ("eib", _("planbestand EIB/RIGO")),
            ("own", _("eigen lijst")),
        ],
    )

    def __init__(
        self,
        *args: Any,
        municipalities: Mapping[str, str],
        whole_region: bool,
        too_large: bool = False,
        systems: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if systems:
            self.fields["system"] = forms.ChoiceField(
                label=_("Uit welk systeem komt de lijst?"),
                required=False,
                choices=[("", _("geen van deze")), *((name, name) for name in systems)],
                help_text=_(
                    "Is een systeem leidend voor een veld, dan overschrijft zijn lijst dat veld; "
                    "een andere lijst laat het staan. Vulde uw regio zijn indeling in, dan lezen "
                    "wij de lijst daarmee."
                ),
            )
        field = self.fields["municipality"]
        if isinstance(field, forms.ChoiceField):
            whole = [("", _("hele regio"))] if whole_region else []
            field.choices = [*whole, *municipalities.items()]
        if too_large:
            self.fields["file"].error_messages["required"] = too_large_words()

    def clean_file(self) -> Any:
        """Refuse a file above the cap before it is kept."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.FILES_MAX_BYTES:
            raise ValidationError(too_large_words())
        return upload


def too_large_words() -> str:
    """Return what to say of a file above the cap."""
    return _("Dit bestand is groter dan %(most)s MB. Lever alleen het blad met plannen aan.") % {
        "most": settings.FILES_MAX_BYTES // 1024 // 1024
    }

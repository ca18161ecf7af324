"""Forms for asking, answering and recording decisions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.consents.models import Body, Readers, Reply, SignatureMethod
from woonregie.foundation.consents.services import Decided, Given
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.pages.forms import DayField

NOT_CHOSEN = ("", _("Kies"))
TOO_LARGE = _("Dit bestand is te groot. Lever een kleiner bestand aan.")


class FileForm(forms.Form):
    """A form with a file that may have been too large to come in at all."""

    file = forms.FileField(label=_("Bestand"), required=False)

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._too_large = too_large

    def clean(self) -> dict[str, Any]:
        """Refuse to go on as if there were no file."""
        if self._too_large:
            self.add_error("file", TOO_LARGE)
        return self.cleaned_data


class AskForm(FileForm):
    """What is asked of whom, until when."""

    organisation = forms.ModelChoiceField(
        label=_("Namens welke organisatie vraagt u dit?"), queryset=Organisation.objects.none()
    )
    text = forms.CharField(
        label=_("Uw vraag"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In één of twee zinnen: waarmee stemt een partij in als zij ja zegt?"),
    )
    parties = forms.ModelMultipleChoiceField(
        label=_("Aan wie vraagt u het?"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    answer_by = DayField(label=_("Antwoord uiterlijk op"))
    silence_agrees = forms.BooleanField(
        label=_("Wie dan niet antwoordde, heeft geen bezwaar"),
        required=False,
        help_text=_(
            "Kies dit alleen als partijen dat hebben afgesproken. Anders is stilte nooit een ja."
        ),
    )
    read_by = forms.ChoiceField(
        label=_("Wie leest de vraag en de antwoorden?"),
        choices=Readers.choices,
        widget=forms.RadioSelect,
        initial=Readers.PARTIES,
    )

    field_order = ("text", "parties", "answer_by", "silence_agrees", "read_by", "organisation")

    def __init__(
        self,
        *args: Any,
        parties: QuerySet[Organisation],
        speaks_for: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("parties", parties), ("organisation", speaks_for)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = choices
        chosen = self.fields["organisation"]
        if isinstance(chosen, forms.ModelChoiceField) and len(speaks_for) == 1:
            chosen.initial = speaks_for[0]
            chosen.widget = forms.HiddenInput()
        self.fields["file"].label = _("Het stuk als pdf")
        self.fields["file"].help_text = _("Voeg het toe als partijen het ook moeten bewaren.")


class WithdrawForm(forms.Form):
    """Why a question is taken back."""

    reason = forms.CharField(label=_("Waarom trekt u de vraag in?"), max_length=500)


class ExtendForm(forms.Form):
    """Until when parties may answer from now on, and why."""

    ends_on = DayField(label=_("Nieuwe laatste dag"))
    reason = forms.CharField(
        label=_("Waarom krijgen partijen meer tijd?"),
        max_length=500,
        help_text=_("De partijen lezen dit."),
    )


class DecidedForm(FileForm):
    """What a body decided."""

    body = forms.CharField(
        label=_("Welk orgaan besloot?"),
        max_length=120,
        help_text=_("Bijvoorbeeld: gemeenteraad, college, raad van commissarissen."),
    )
    title = forms.CharField(label=_("Wat besloot het?"), max_length=250)
    decided_on = DayField(label=_("Besloten op"))
    number = forms.CharField(label=_("Nummer van het besluit"), max_length=80, required=False)

    decided_fields = ("body", "title", "decided_on", "number")

    def decided(self, file: StoredFile | None = None) -> Decided | None:
        """Return what was filled in; None when nothing of it was."""
        found = self.cleaned_data
        if not any(found.get(name) for name in ("body", "title", "decided_on")):
            return None
        return Decided(
            body=found["body"],
            title=found["title"],
            decided_on=found["decided_on"],
            number=found["number"],
            file=file,
        )


class NoteForm(DecidedForm):
    """A decision that is recorded by itself."""

    organisation = forms.ModelChoiceField(
        label=_("Van welke organisatie is dit besluit?"), queryset=Organisation.objects.none()
    )
    url = forms.URLField(
        label=_("Waar is het te lezen?"), max_length=500, required=False, assume_scheme="https"
    )
    read_by = forms.ChoiceField(
        label=_("Wie leest dit besluit?"),
        choices=[
            (Readers.PARTIES, _("wie namens deze organisatie spreekt")),
            (Readers.REGION, Readers.REGION.label),
        ],
        widget=forms.RadioSelect,
        initial=Readers.PARTIES,
    )

    field_order = ("organisation", "body", "title", "decided_on", "number", "url", "file")

    def __init__(self, *args: Any, speaks_for: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = speaks_for
            if len(speaks_for) == 1:
                field.initial = speaks_for[0]
                field.widget = forms.HiddenInput()


class AnswerForm(DecidedForm):
    """What a party answers, and what proves it."""

    reply = forms.ChoiceField(
        label=_("Wat is het antwoord?"), choices=Reply.choices, widget=forms.RadioSelect
    )
    awaited = forms.ChoiceField(
        label=_("Welk orgaan besluit nog?"),
        choices=[NOT_CHOSEN, *Body.choices],
        required=False,
        help_text=_("Alleen bij een akkoord onder voorbehoud."),
    )
    body_decides_by = DayField(label=_("Het besluit uiterlijk op"), required=False)
    reason = forms.CharField(
        label=_("Toelichting"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bij een bezwaar altijd: waarom?"),
    )
    valid_until = DayField(
        label=_("Het akkoord geldt tot en met"), required=False, help_text=_("Leeg: zonder einde.")
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    field_order = (
        "reply",
        "awaited",
        "body_decides_by",
        "reason",
        "valid_until",
        "body",
        "title",
        "decided_on",
        "number",
        "file",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.decided_fields:
            self.fields[name].required = False
        self.fields["body"].label = _("Rust het antwoord op een besluit? Van welk orgaan?")
        self.fields["file"].label = _("Brief of verslag als bewijs")

    def clean(self) -> dict[str, Any]:
        """Ask for a whole decision, or for none."""
        found = super().clean()
        asked = ("body", "title", "decided_on")
        told = [name for name in asked if found.get(name)]
        for name in asked if told or found.get("number") else ():
            if not found.get(name) and name not in self.errors:
                self.add_error(name, _("Vul dit in, of laat alles over het besluit leeg."))
        return found

    def given(self, file: StoredFile | None = None) -> Given:
        """Return the answer as the service takes it."""
        found = self.cleaned_data
        return Given(
            reply=found["reply"],
            body=found["awaited"],
            body_decides_by=found["body_decides_by"],
            reason=found["reason"],
            valid_until=found["valid_until"],
            file=file,
            decided=self.decided(),
        )


class SettleForm(DecidedForm):
    """What the body decided of which a reservation spoke."""

    agreed = forms.ChoiceField(
        label=_("Is het orgaan akkoord?"),
        choices=[
            ("ja", _("ja, het voorbehoud vervalt")),
            ("nee", _("nee, het wordt een bezwaar")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Toelichting"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bij een nee altijd: waarom?"),
    )

    field_order = ("agreed", "body", "title", "decided_on", "number", "file", "reason")


class SignForm(DecidedForm):
    """How a party signs, with what that needs."""

    method = forms.ChoiceField(
        label=_("Hoe tekent u?"), choices=SignatureMethod.choices, widget=forms.RadioSelect
    )
    certificate = forms.FileField(
        label=_("Certificaat van uw organisatie"),
        required=False,
        help_text=_(
            "Alleen bij digitaal tekenen: het .p12- of .pfx-bestand met de sleutel. Wij bewaren "
            "het niet."
        ),
    )
    passphrase = forms.CharField(
        label=_("Wachtzin van het certificaat"),
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Alleen om nu te tekenen. Wij bewaren haar niet."),
    )

    field_order = (
        "method",
        "certificate",
        "passphrase",
        "file",
        "body",
        "title",
        "decided_on",
        "number",
    )

    def __init__(self, *args: Any, digital: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.decided_fields:
            self.fields[name].required = False
        self.fields["file"].label = _("Scan van het getekende papier")
        self.fields["file"].help_text = _("Alleen bij tekenen op papier: pdf, png, jpg of tiff.")
        self.fields["body"].label = _("Welk orgaan besloot?")
        self.fields["body"].help_text = _("Alleen bij tekenen met een besluit.")
        method = self.fields["method"]
        if not digital and isinstance(method, forms.ChoiceField):
            method.choices = [
                choice for choice in SignatureMethod.choices if choice[0] != SignatureMethod.PADES
            ]
            del self.fields["certificate"], self.fields["passphrase"]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        found = super().clean()
        needed: dict[str, tuple[str, ...]] = {
            SignatureMethod.PADES: ("certificate",),
            SignatureMethod.PAPER: ("file",),
            SignatureMethod.DECISION: ("body", "title", "decided_on"),
        }
        for name in needed.get(str(found.get("method")), ()):
            if not found.get(name) and name not in self.errors:
                self.add_error(name, _("Vul dit in om zo te tekenen."))
        return found


class VerifyForm(FileForm):
    """A PDF of which somebody asks who signed it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Getekende pdf")
        # Too large did not come in: then only that is told.
        self.fields["file"].required = not self._too_large
        self.fields["file"].help_text = _("Wij kijken ernaar en bewaren het bestand niet.")

    def clean(self) -> dict[str, Any]:
        """Ask for the file."""
        found = super().clean()
        if not found.get("file") and "file" not in self.errors:
            self.add_error("file", _("Kies een pdf."))
        return found


class TrustForm(FileForm):
    """An issuer that a region trusts from now on."""

    title = forms.CharField(
        label=_("Naam"), max_length=200, required=False, help_text=_("Leeg: zoals zij zich noemt.")
    )
    source = forms.CharField(
        label=_("Waar haalde u het certificaat vandaan?"),
        max_length=300,
        help_text=_("Bijvoorbeeld het adres van de uitgever, of de lijst van de overheid."),
    )
    checked_on = DayField(label=_("Vingerafdruk nagegaan op"))

    field_order = ("file", "title", "source", "checked_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Certificaat van de uitgever")
        # Too large did not come in: then only that is told.
        self.fields["file"].required = not self._too_large
        self.fields["file"].help_text = _("Een bestand dat eindigt op .pem, .crt of .cer.")

    def clean(self) -> dict[str, Any]:
        """Ask for the file."""
        found = super().clean()
        if not found.get("file") and "file" not in self.errors:
            self.add_error("file", _("Kies het certificaat."))
        return found


class OrganisationFilter(forms.Form):
    """Of which organisation decisions are shown."""

    organisatie = forms.ChoiceField(label=_("Organisatie"), required=False)

    def __init__(self, *args: Any, known: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisatie"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("alle")), *known.items()]


def in_two_weeks(today: date) -> date:
    """Return the last day that a form proposes."""
    return date.fromordinal(today.toordinal() + 14)

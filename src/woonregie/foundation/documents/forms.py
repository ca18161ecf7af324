"""Forms of documents."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.documents.models import ClauseKind, ModelClause, Reach, Work
from woonregie.foundation.documents.registry import WorkKind
from woonregie.foundation.documents.values import LONGEST_PASTED
from woonregie.foundation.pages.forms import Choose, DayField, NumberField
from woonregie.foundation.search.pointing import Pointer, Thing, read, written

LONG = forms.Textarea(attrs={"rows": 8})
SHORT = forms.Textarea(attrs={"rows": 3})


def _organisation_field(organisations: Sequence[Organisation]) -> forms.ChoiceField:
    """Return the question for whom she speaks; it is not asked when there is one answer."""
    return forms.ChoiceField(
        label=_("Namens"),
        choices=[(str(item.pk), item.name) for item in organisations],
        initial=str(organisations[0].pk) if organisations else None,
        widget=Choose if len(organisations) > 1 else forms.HiddenInput,
    )


class WorkForm(forms.Form):
    """What a work is called, who take part, and who reads it."""

    title = forms.CharField(label=_("Titel"), max_length=250)
    reach = forms.ChoiceField(
        label=_("Wie mag dit lezen?"),
        choices=Reach.choices,
        initial=Reach.PARTIES,
        widget=forms.RadioSelect,
        help_text=_("Mensen van de partijen en de regiosecretaris lezen het altijd."),
    )
    parties = forms.ModelMultipleChoiceField(
        label=_("Partijen"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    parent = forms.ModelChoiceField(
        label=_("Hoort bij"),
        queryset=Work.objects.none(),
        required=False,
        to_field_name="code",
        widget=Choose,
        empty_label=_("niets"),
        help_text=_("Een jaarschijf hoort bij haar kader, een verslag bij zijn programma."),
    )
    remarks_until = DayField(
        label=_("Opmerkingen tot en met"),
        required=False,
        help_text=_("Tot die dag vraagt Woonregie de partijen te reageren. Leeg vraagt niets."),
    )
    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        works: QuerySet[Work],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        parties, parent = self.fields["parties"], self.fields["parent"]
        if isinstance(parties, forms.ModelMultipleChoiceField):
            parties.queryset = organisations
        if isinstance(parent, forms.ModelChoiceField):
            parent.queryset = works


class BeginForm(WorkForm):
    """A new work."""

    kind = forms.ChoiceField(label=_("Soort"), widget=Choose)
    code = forms.CharField(
        label=_("Kenmerk"),
        max_length=40,
        help_text=_(
            "Kort en zonder spaties. Het begint met de naam van uw organisatie: 2027 wordt "
            "KAMPEN-2027. De bepalingen heten ernaar: KAMPEN-2027-3.2."
        ),
    )
    like = forms.ChoiceField(
        label=_("Begin met de tekst van"),
        required=False,
        widget=Choose,
        help_text=_("Zo maakt u de afspraken van volgend jaar uit die van dit jaar."),
    )
    text = forms.CharField(
        label=_("Of met deze tekst"),
        required=False,
        max_length=LONGEST_PASTED,
        error_messages={
            "max_length": _("Deze tekst is te lang om te plakken. Lees hem in als bestand.")
        },
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Elke bepaling begint op een nieuwe regel met haar nummer: 3.2 De gemeente wijst ... "
            "Een kop begint met #."
        ),
    )
    field_order = ("kind", "code", "title", "parties", "reach", "parent", "like", "text")

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[WorkKind],
        likes: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["remarks_until"]
        kind, like = self.fields["kind"], self.fields["like"]
        if isinstance(kind, forms.ChoiceField) and isinstance(like, forms.ChoiceField):
            kind.choices = [(item.name, item.title) for item in kinds]
            like.choices = [("", _("niets")), *likes]


class TextFileForm(forms.Form):
    """A file with the text of a document."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("Word (docx), pdf of tekst. Een oud doc-bestand bewaart u eerst als docx."),
    )


class TextProposalForm(forms.Form):
    """What a text that was taken in asks of the document that is there."""

    seen = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.HiddenInput)
    remove = forms.ChoiceField(
        label=_("Wat niet in het bestand staat"),
        choices=[("", _("laten staan")), ("remove", _("voorstellen te schrappen"))],
        required=False,
        initial="",
        widget=forms.RadioSelect,
    )
    motive = forms.CharField(label=_("Waarom?"), required=False, widget=SHORT)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = _organisation_field(organisations)


class KeepForm(forms.Form):
    """What a text that was taken in is kept as."""

    kind = forms.ChoiceField(label=_("Soort"), widget=Choose)
    code = forms.CharField(
        label=_("Kenmerk"),
        max_length=40,
        help_text=_(
            "Kort en zonder spaties. Het begint met de naam van uw organisatie: 2027 wordt "
            "KAMPEN-2027. De bepalingen heten ernaar: KAMPEN-2027-3.2."
        ),
    )
    title = forms.CharField(label=_("Titel"), max_length=250)
    parties = forms.ModelMultipleChoiceField(
        label=_("Partijen"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    reach = forms.ChoiceField(
        label=_("Wie mag dit lezen?"),
        choices=Reach.choices,
        initial=Reach.PARTIES,
        widget=forms.RadioSelect,
        help_text=_("Mensen van de partijen en de regiosecretaris lezen het altijd."),
    )

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        kinds: Iterable[WorkKind],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        parties, kind = self.fields["parties"], self.fields["kind"]
        if isinstance(parties, forms.ModelMultipleChoiceField):
            parties.queryset = organisations
        if isinstance(kind, forms.ChoiceField):
            kind.choices = [(item.name, item.title) for item in kinds]


class AdoptForm(forms.Form):
    """From when an edition holds, who adopted it, and which decision says so."""

    starts_on = DayField(label=_("Geldt vanaf"))
    ends_before = DayField(
        label=_("Geldt tot"),
        required=False,
        help_text=_("De eerste dag waarop zij niet meer geldt."),
    )
    decided = forms.CharField(
        label=_("Vastgesteld door"),
        max_length=250,
        help_text=_("Welk orgaan, en wanneer: college van Kampen, 24 november 2026."),
    )
    decision = forms.ChoiceField(
        label=_("Besluit"),
        required=False,
        widget=Choose,
        help_text=_("Staat het besluit in Woonregie, dan staat het bij de editie."),
    )

    def __init__(self, *args: Any, decisions: Sequence[Thing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision = self.fields["decision"]
        if isinstance(decision, forms.ChoiceField):
            named = [(written((item.kind, item.key)), item.title) for item in decisions]
            decision.choices = [("", _("geen")), *named]

    def clean_decision(self) -> Pointer | None:
        """Return what was chosen as a pointer."""
        return read(str(self.cleaned_data["decision"]))


class ProposalForm(forms.Form):
    """One change of one clause."""

    base = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Soort"), choices=ClauseKind.choices, widget=Choose)
    model = forms.ModelChoiceField(
        label=_("Uit de modelbepalingen"),
        queryset=ModelClause.objects.none(),
        required=False,
        widget=Choose,
        empty_label=_("nee, ik schrijf zelf"),
    )
    text = forms.CharField(
        label=_("Tekst"),
        required=False,
        widget=LONG,
        help_text=_("Met **sterren** maakt u woorden vet; een regel met - is een opsomming."),
    )
    plain = forms.CharField(
        label=_("In gewone taal"),
        required=False,
        widget=SHORT,
        help_text=_("Voor wie geen beleidstaal leest."),
    )
    anchor = forms.CharField(
        label=_("Bij bepaling"),
        required=False,
        max_length=40,
        help_text=_("Het nummer, zoals 3.2. Leeg is aan het begin van het document."),
    )
    where = forms.ChoiceField(
        label=_("Waar?"),
        choices=[("after", _("erna")), ("below", _("eronder, als eerste"))],
        initial="after",
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Overgenomen uit"),
        required=False,
        max_length=250,
        help_text=_("Komt de tekst van elders? Schrijf van wie en waar het werkte."),
    )
    motive = forms.CharField(label=_("Waarom?"), required=False, widget=SHORT)
    direct = forms.BooleanField(label=_("Meteen overnemen in de tekst"), required=False)

    ASKED = {
        "replace": ("base", "text", "plain", "note", "motive"),
        "insert": ("kind", "model", "text", "plain", "anchor", "where", "note", "motive"),
        "delete": ("base", "motive"),
        "move": ("base", "anchor", "where", "motive"),
    }

    def __init__(
        self,
        *args: Any,
        op: str,
        organisations: Sequence[Organisation],
        models: QuerySet[ModelClause],
        decides: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = {*self.ASKED[op], *(("direct",) if decides else ())}
        for name in list(self.fields):
            if name not in asked:
                del self.fields[name]
        model = self.fields.get("model")
        if isinstance(model, forms.ModelChoiceField):
            model.queryset = models
        self.fields["organisation"] = _organisation_field(organisations)


class ResolveForm(forms.Form):
    """What becomes of a change that does not fit any more."""

    op = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Wat moet er staan?"), required=False, widget=LONG)
    plain = forms.CharField(label=_("In gewone taal"), required=False, widget=SHORT)


class RemarkForm(forms.Form):
    """A remark on a clause, or its answer."""

    text = forms.CharField(label=_("Opmerking"), max_length=4000, widget=SHORT)


class ReadingForm(forms.Form):
    """Another reading of a figure in a clause."""

    value = NumberField(label=_("Welk getal leest u?"), max_digits=16, decimal_places=2)
    reason = forms.CharField(label=_("Waarom?"), max_length=500)


class ModelForm(forms.Form):
    """A model clause."""

    title = forms.CharField(label=_("Naam"), max_length=150)
    kind = forms.ChoiceField(
        label=_("Soort"), choices=ClauseKind.choices, initial=ClauseKind.AGREEMENT, widget=Choose
    )
    text = forms.CharField(label=_("Tekst"), widget=LONG)
    plain = forms.CharField(label=_("In gewone taal"), required=False, widget=SHORT)
    source = forms.CharField(
        label=_("Bron"),
        required=False,
        max_length=250,
        help_text=_("Waar de bepaling werkte, of wie haar maakte."),
    )


class DifferenceForm(forms.Form):
    """Two editions to put beside each other."""

    van = forms.ChoiceField(label=_("Van"), required=False, widget=Choose)
    naar = forms.ChoiceField(label=_("Naar"), required=False, widget=Choose)
    alles = forms.BooleanField(label=_("Ook wat gelijk bleef"), required=False)

    def __init__(self, *args: Any, editions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("van", "naar"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = editions

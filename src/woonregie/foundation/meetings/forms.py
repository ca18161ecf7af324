"""Forms about meetings: planning, backlog, agenda, minutes."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.forms import OrganisationChoice
from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.commitments.models import Hardness
from woonregie.foundation.documents.models import Work
from woonregie.foundation.documents.permissions import works_to_change
from woonregie.foundation.meetings.models import Dealt, Meeting, MeetingKind, Purpose, Reach
from woonregie.foundation.meetings.queries import speakers_at
from woonregie.foundation.meetings.recurring import WALL, Every, Rule
from woonregie.foundation.meetings.services import Details, Point
from woonregie.foundation.pages.forms import DayField, WholeNumberField
from woonregie.foundation.search.pointing import read

DATES = 5
"""So many dates can be proposed in the form."""


FIRST = ("title", "kind", "organiser", "day_1", "from_1", "till_1")
LAST = tuple(
    f"{name}_{number}" for number in range(2, DATES + 1) for name in ("day", "from", "till")
)
"""The first date stands on top, further ones at the end of the form."""


class TimeField(forms.TimeField):
    """A time of the clock on the wall."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    input_formats = ("%H:%M",)
    default_error_messages = {"invalid": _("Vul een tijd in, bijvoorbeeld 14:00.")}


class WorkChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # django-stubs wants a parameter that Django refuses
    """A choice of documents by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        """Return code and title."""
        return f"{obj.code}: {obj.title}"


class PeopleChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # django-stubs wants a parameter that Django refuses
    """Somebody, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return her name."""
        return str(obj.display_name)


class PartiesChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """Several organisations, with what each is."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return "Kampen (gemeente)"."""
        return f"{obj.name} ({obj.get_kind_display()})"


class MeetingForm(forms.Form):
    """What a meeting is, and when; with more than one date a poll finds it."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    kind = forms.ChoiceField(label=_("Soort"), choices=MeetingKind.choices)
    organiser = OrganisationChoice(
        queryset=Organisation.objects.none(), label=_("Wie organiseert?"), empty_label=None
    )
    theme = forms.CharField(
        label=_("Thema"),
        max_length=120,
        required=False,
        help_text=_("Punten uit de voorraad van dit thema staan bij de agenda klaar."),
    )
    parties = PartiesChoice(queryset=Organisation.objects.none(), label=_("Wie doen er mee?"))
    place = forms.CharField(label=_("Plaats"), max_length=200, required=False)
    online = forms.URLField(
        label=_("Adres op internet"), max_length=500, required=False, assume_scheme="https"
    )
    chair = PeopleChoice(
        queryset=Account.objects.none(),
        label=_("Voorzitter"),
        required=False,
        empty_label=_("Geen"),
    )
    reach = forms.ChoiceField(label=_("Wie leest mee?"), choices=Reach.choices)
    documents_days = WholeNumberField(
        label=_("Stukken zoveel dagen vooraf"), min_value=0, max_value=90, initial=7
    )
    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    dates = DATES

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        organisers: QuerySet[Organisation],
        people: QuerySet[Account],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices("organiser", organisers.order_by("kind", "name"))
        self._choices("parties", organisations.order_by("kind", "name"))
        self._choices("chair", people.order_by("display_name"))
        for number in range(1, self.dates + 1):
            first = number == 1
            told = {"number": number}
            day = _("Dag") if first else _("Dag %(number)s") % told
            self.fields[f"day_{number}"] = DayField(label=day, required=first)
            self.fields[f"from_{number}"] = TimeField(label=_("Van"), required=first)
            self.fields[f"till_{number}"] = TimeField(label=_("Tot"), required=first)

        rest = [name for name in self.fields if name not in {*FIRST, *LAST}]
        self.order_fields([*FIRST, *rest])

    def _choices(self, name: str, found: QuerySet[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = found

    def clean(self) -> dict[str, Any]:
        """Read the dates; half a date is refused."""
        found = super().clean() or self.cleaned_data
        times = []
        for number in range(1, self.dates + 1):
            day, begin, end = (found.get(f"{name}_{number}") for name in ("day", "from", "till"))
            if day is not None and begin is not None and end is not None:
                times.append((_on(day, begin), _on(day, end)))
            elif number > 1 and {day, begin, end} != {None}:
                raise ValidationError(_("Vul bij elke datum een dag, een begin en een einde in."))
        found["times"] = times
        return found

    def details(self) -> Details:
        """Return what was filled in."""
        found = self.cleaned_data
        return Details(
            title=found["title"],
            kind=found["kind"],
            organiser=found["organiser"],
            parties=list(found["parties"]),
            place=found["place"],
            online=found["online"],
            chair=found["chair"],
            theme=found["theme"],
            reach=found["reach"],
            documents_days=found["documents_days"],
        )


class ChangeForm(MeetingForm):
    """A meeting as it stands; its organiser stays."""

    dates = 1

    def __init__(self, *args: Any, polling: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organiser"].disabled = True
        if polling:
            for name in ("day_1", "from_1", "till_1"):
                self.fields[name].required = False


class SeriesForm(MeetingForm):
    """A meeting that comes back."""

    dates = 1
    every = forms.ChoiceField(
        label=_("Herhaling"),
        choices=[(Every.MONTH.value, _("per maand")), (Every.WEEK.value, _("per week"))],
        help_text=_("Per maand is het steeds dezelfde dag, zoals de tweede donderdag."),
    )
    interval = WholeNumberField(
        label=_("Om de hoeveel weken of maanden?"), min_value=1, max_value=24, initial=1
    )
    count = WholeNumberField(label=_("Hoe vaak?"), min_value=2, max_value=60, initial=6)

    def rule(self) -> Rule:
        """Return how often it comes back."""
        found = self.cleaned_data
        return Rule(Every(found["every"]), found["interval"], found["count"])


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as its form shows it."""
    shown = {
        name: getattr(meeting, name)
        for name in (
            "title",
            "kind",
            "organiser",
            "theme",
            "place",
            "online",
            "chair",
            "reach",
            "documents_days",
        )
    }
    shown |= {"parties": list(meeting.parties.all()), "base_version": meeting.version}
    if meeting.starts_at is not None and meeting.ends_at is not None:
        begin, end = localtime(meeting.starts_at), localtime(meeting.ends_at)
        shown |= {"day_1": begin.date(), "from_1": begin.time(), "till_1": end.time()}
    return shown


class BacklogForm(forms.Form):
    """Something to speak of one day."""

    title = forms.CharField(label=_("Waarover?"), max_length=200)
    theme = forms.CharField(label=_("Thema"), max_length=120, required=False)
    note = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    organisation = OrganisationChoice(
        queryset=Organisation.objects.none(), label=_("Namens"), empty_label=None
    )
    about = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, OrganisationChoice):
            field.queryset = organisations.order_by("name")

    def clean(self) -> dict[str, Any]:
        """Read what the point speaks of; an address that was cut off is refused."""
        found = super().clean() or self.cleaned_data
        text = found.get("about", "")
        found["about"] = read(text)
        if text and found["about"] is None:
            raise ValidationError(
                _("Het adres van het stuk is afgebroken. Open het stuk en begin daar opnieuw.")
            )
        return found


class ItemForm(forms.Form):
    """Something for the agenda."""

    title = forms.CharField(label=_("Punt"), max_length=200)
    purpose = forms.ChoiceField(label=_("Doel"), choices=Purpose.choices, initial=Purpose.DISCUSS)
    minutes = WholeNumberField(label=_("Minuten"), min_value=1, max_value=480, initial=10)
    presenter = forms.CharField(label=_("Wie leidt in?"), max_length=120, required=False)
    prepared_by = OrganisationChoice(
        queryset=Organisation.objects.none(),
        label=_("Wie levert een stuk?"),
        required=False,
        empty_label=_("Niemand"),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["prepared_by"]
        if isinstance(field, OrganisationChoice):
            field.queryset = meeting.parties.order_by("name")

    def point(self) -> Point:
        """Return what was filled in."""
        return Point(**self.cleaned_data)


class DocumentForm(forms.Form):
    """A file that goes with an agenda item."""

    file = forms.FileField(label=_("Bestand"))
    title = forms.CharField(label=_("Titel"), max_length=200, required=False)


class CancelForm(forms.Form):
    """Why a meeting does not take place."""

    because = forms.CharField(label=_("Waarom gaat de vergadering niet door?"), max_length=300)


class NotesForm(forms.Form):
    """What was said of an item."""

    notes = forms.CharField(
        label=_("Aantekeningen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    dealt = forms.ChoiceField(label=_("Behandeling"), choices=Dealt.choices)
    base_version = forms.IntegerField(widget=forms.HiddenInput)


class OutcomeForm(forms.Form):
    """What came of an item, in words."""

    text = forms.CharField(
        label=_("Wat is afgesproken?"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, meeting: Meeting, account: Account, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    @property
    def possible(self) -> bool:
        """Whether this kind can come of the meeting at all, for who writes."""
        return True

    def said(self) -> dict[str, Any]:
        """Return what the form asks beside the text."""
        return {name: value for name, value in self.cleaned_data.items() if name != "text"}


class ActionForm(OutcomeForm):
    """An action: who does it, for which party, by when."""

    owner = PeopleChoice(queryset=Account.objects.none(), label=_("Wie?"), empty_label=_("Kies"))
    organisation = OrganisationChoice(
        queryset=Organisation.objects.none(), label=_("Namens"), empty_label=_("Kies")
    )
    due_on = DayField(label=_("Uiterlijk"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner, organisation = self.fields["owner"], self.fields["organisation"]
        if isinstance(owner, PeopleChoice) and isinstance(organisation, OrganisationChoice):
            owner.queryset = speakers_at(self.meeting, on=kwargs["today"])
            organisation.queryset = self.meeting.parties.order_by("name")


class PromiseForm(OutcomeForm):
    """A commitment: who promises it to the other parties, how firmly, until when."""

    debtor = OrganisationChoice(
        queryset=Organisation.objects.none(), label=_("Wie belooft dit?"), empty_label=_("Kies")
    )
    hardness = forms.ChoiceField(label=_("Hoe hard is het?"), choices=Hardness)
    ends_before = DayField(label=_("Geldt tot"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        debtor = self.fields["debtor"]
        if isinstance(debtor, OrganisationChoice):
            debtor.queryset = self.meeting.parties.order_by("name")


class ProposalForm(OutcomeForm):
    """A new clause of a document, proposed."""

    work = WorkChoice(
        queryset=Work.objects.none(), label=_("In welk document?"), empty_label=_("Kies")
    )
    motive = forms.CharField(label=_("Waarom?"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Tekst van de nieuwe bepaling")
        work = self.fields["work"]
        if isinstance(work, WorkChoice):
            work.queryset = works_to_change(
                kwargs["account"], self.meeting.region, on=kwargs["today"]
            )

    @property
    def possible(self) -> bool:
        """Whether there is a document to which she may propose."""
        work = self.fields["work"]
        return isinstance(work, WorkChoice) and bool(work.queryset)


class DoneForm(forms.Form):
    """What an action brought."""

    note = forms.CharField(label=_("Wat leverde het op?"), max_length=500, required=False)


def _on(day: date, time: Any) -> datetime:
    """Return a day and a time of the wall as a moment."""
    return make_aware(datetime.combine(day, time), WALL)

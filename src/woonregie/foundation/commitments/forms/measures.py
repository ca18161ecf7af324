"""Adding a measure: what, where, how much, by when, and on the way."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.commitments.models import Direction, MeasureUnit
from woonregie.foundation.commitments.registry import metric_named, metrics
from woonregie.foundation.commitments.services import WantedMeasure
from woonregie.foundation.commitments.services.measures import MOST_AT_ONCE
from woonregie.foundation.norms.models import DefinitionProfile
from woonregie.foundation.pages.forms import Choose, DayField, NumberField

PREFIX = "maat"
Path = list[tuple[date, Decimal]]


class PathField(forms.CharField):
    """Points on the way, a line each: 31-12-2027 120."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def to_python(self, value: Any) -> Any:
        """Return (day, value) of each line."""
        found: Path = []
        for line in str(value or "").splitlines():
            if not line.strip():
                continue
            day, _space, rest = line.strip().partition(" ")
            try:
                on, number = DayField().clean(day.rstrip(":;,")), NumberField().clean(rest)
            except ValidationError:
                raise ValidationError(
                    _("Deze regel kunnen wij niet lezen: “%(line)s”. Schrijf: 31-12-2027 120."),
                    params={"line": line.strip()[:60]},
                    code="invalid",
                ) from None
            if on is not None and number is not None:
                found.append((on, number))
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether somebody wrote something else than stood there."""
        return str(data or "").strip() != str(initial or "").strip()

    def run_validators(self, value: Any) -> None:
        """Leave it: length is of a text, and this is a list by now."""


class MeasureForm(forms.Form):
    """One measure of a commitment."""

    metric = forms.ChoiceField(
        label=_("Wat wordt gemeten"),
        required=False,
        widget=Choose,
        help_text=_(
            "Uit de registers rekent Woonregie zelf; anders geeft u de waarden op. Plannen die "
            "iemand afschermt, tellen in geen enkele maat mee."
        ),
    )
    title = forms.CharField(label=_("Omschrijving"), max_length=200)
    scope = forms.ChoiceField(label=_("Waar"), required=False, widget=Choose)
    segment = forms.ChoiceField(label=_("Segment"), required=False, widget=Choose)
    profile = forms.ChoiceField(
        label=_("Definitie"),
        required=False,
        widget=Choose,
        help_text=_("Alleen bij een deel van de behoefte: wat er als hard telt."),
    )
    since = DayField(
        label=_("Telt vanaf"),
        required=False,
        help_text=_(
            "Alleen bij gerealiseerd en afgeboekt. Leeg: vanaf het begin van de afspraak."
        ),
    )
    direction = forms.ChoiceField(
        label=_("Richting"),
        choices=Direction.choices,
        widget=forms.RadioSelect,
        initial="at_least",
    )
    target = NumberField(
        label=_("Doel"),
        max_digits=16,
        decimal_places=4,
        help_text=_("Een aandeel als getal: 0,3 is 30 %."),
    )
    due_on = DayField(label=_("Op"))
    path = PathField(
        label=_("Tussendoelen"),
        required=False,
        help_text=_(
            "Een regel per dag, met de waarde: 31-12-2027 120. Begin met de dag waarop u begint. "
            "Tussen twee dagen loopt het verwachte in een rechte lijn."
        ),
    )
    unit = forms.ChoiceField(
        label=_("Eenheid"),
        required=False,
        widget=Choose,
        choices=MeasureUnit.choices,
        # A browser always sends one: a row in which nothing else is said was not touched.
        initial=MeasureUnit.DWELLINGS,
        help_text=_("Alleen bij een waarde die u opgeeft; de registers hebben hun eigen eenheid."),
    )
    tolerance = NumberField(
        label=_("Speling"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=4,
        help_text=_("Zoveel naast het pad heet nog op koers."),
    )
    margin = NumberField(
        label=_("Marge"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=4,
        help_text=_("Zoveel daarbuiten heet risico, verder heet het achter."),
    )
    lasting = forms.BooleanField(
        label=_("Eenmaal gehaald blijft gehaald (bij een waarde die u opgeeft)"), required=False
    )
    evidence_wanted = forms.CharField(label=_("Gevraagd bewijs"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        places: Mapping[UUID, str],
        profiles: Sequence[DefinitionProfile],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        segments = {key: label for item in metrics() for key, label in item.segments.items()}
        choices: Mapping[str, Sequence[tuple[str, Any]]] = {
            "metric": [
                ("", _("een waarde die wij opgeven")),
                *((item.key, item.title) for item in metrics()),
            ],
            "scope": [("", "–"), *((str(key), name) for key, name in places.items())],
            "segment": [("", _("alle woningen")), *segments.items()],
            "profile": [("", "–"), *((one.name, one.title) for one in profiles)],
        }
        for name, some in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = some

    @property
    def filled(self) -> bool:
        """Whether somebody wrote something in this row: what it begins with does not count."""
        written = ("title", "target", "due_on", "path", "metric", "evidence_wanted", "since")
        return any(self.cleaned_data.get(name) for name in written)

    def wanted(self) -> WantedMeasure:
        """Return the measure that was filled in."""
        given = self.cleaned_data
        metric = metric_named(given["metric"])
        scope = Organisation.objects.filter(pk=given["scope"]).first() if given["scope"] else None
        kept = (
            "metric",
            "title",
            "segment",
            "profile",
            "since",
            "direction",
            "target",
            "due_on",
            "path",
            "lasting",
            "evidence_wanted",
        )
        return WantedMeasure(
            scope=scope,
            unit=metric.unit if metric else given["unit"],
            tolerance=given["tolerance"] or Decimal(0),
            margin=given["margin"] or Decimal(0),
            **{name: given[name] for name in kept},
        )


_Rows: Any = forms.formset_factory(
    MeasureForm, extra=1, max_num=MOST_AT_ONCE, absolute_max=MOST_AT_ONCE, validate_max=True
)


def measure_rows(
    data: QueryDict | None,
    *,
    places: Mapping[UUID, str],
    profiles: Sequence[DefinitionProfile],
    more: bool = False,
) -> Any:
    """Return the rows of a form in which several measures are filled in.

    Args:
        data: what was filled in; None begins with one row.
        places: where can be measured.
        profiles: by which definitions.
        more: whether one more row is asked: then what was filled in comes back, unchecked.
    """
    kwargs = {"places": places, "profiles": profiles}
    sent = _Rows(data, prefix=PREFIX, form_kwargs=kwargs)
    count = sent.total_form_count()
    if data is None or not count:
        return _Rows(prefix=PREFIX, form_kwargs=kwargs)
    if not more:
        return sent
    again = data.copy()
    again[f"{PREFIX}-TOTAL_FORMS"] = str(min(count + 1, MOST_AT_ONCE))
    rows = _Rows(again, prefix=PREFIX, form_kwargs=kwargs)
    for form in rows:
        # What was filled in is shown again; it is checked once she is ready.
        form.is_bound, form.initial = False, _as_written(form)
    return rows


def _as_written(form: MeasureForm) -> dict[str, Any]:
    """Return what somebody wrote in a row, field by field; an untouched row begins anew."""
    written = {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }
    return written if written.get("direction") else {}

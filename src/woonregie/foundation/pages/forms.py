"""Forms of the house: errors on top with links, hints beside the field, Dutch numbers."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

_WHOLE = re.compile(r"^-?\d{1,3}(?:[.\s\u00a0]\d{3})+$|^-?\d+$")
_DECIMAL = re.compile(r"^-?(?:\d+(?:[.,]\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:,\d{3})+\.\d+)$")
_EITHER = re.compile(r"^-?[1-9]\d{0,2}[.,]\d{3}$")


class HouseFormRenderer(TemplatesSetting):
    """Renders every form and field with our templates."""

    form_template_name = "pages/forms/form.html"
    field_template_name = "pages/forms/field.html"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One field of a filter that somebody filled in, as the page writes it."""

    name: str
    label: str
    text: str


def chosen(form: forms.Form) -> list[Chosen]:
    """Return what a filter was filled with, in words; what cannot be read is left out."""
    found: list[Chosen] = []
    if not form.is_bound:
        return found
    form.full_clean()
    for field in form.visible_fields():
        value = form.cleaned_data.get(field.name)
        if value is not None and value is not False and value != "":
            found.append(Chosen(field.name, str(field.label), _in_words(field, value)))
    return found


def _in_words(field: forms.BoundField, value: Any) -> str:
    choices = {str(key): str(label) for key, label in getattr(field.field, "choices", [])}
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(_("ja")) if value is True else choices.get(str(value), str(value))


class Choose(forms.Select):
    """A list to choose from, as Django writes it.

    Django renders two templates per option: 40 ms for all municipalities, on every list of plans.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the list with its options."""
        built = self.build_attrs(self.attrs, attrs)
        given = {key: item for key, item in built.items() if item is not False}
        chosen_keys = frozenset(self.format_value(value))
        groups = "\n".join(_option(key, label, chosen_keys) for key, label in self.choices)
        # Every part of it was escaped.
        return mark_safe(f'<select name="{escape(name)}"{flatatt(given)}>{groups}</select>')  # noqa: S308


def _option(key: Any, label: Any, chosen_keys: frozenset[str]) -> str:
    """Return an option, or a group of them under one label."""
    if isinstance(label, list | tuple):
        inside = "\n".join(_option(one, text, chosen_keys) for one, text in label)
        return f'<optgroup label="{escape(str(key))}">{inside}</optgroup>'
    value = "" if key is None else str(key)
    selected = " selected" if value in chosen_keys else ""
    return f'<option value="{escape(value)}"{selected}>{escape(str(label))}</option>'


class WholeNumberField(forms.IntegerField):
    """A whole number as Dutch people write it: 1389, 1.389 or 1 389."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Vul een heel getal in, bijvoorbeeld 120 of 1.389."),
    }

    def to_python(self, value: Any) -> int | None:
        """Return the number; an empty field gives None."""
        text = str(value if value is not None else "").strip()
        if not text:
            return None
        if not _WHOLE.match(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(re.sub(r"[.\s\u00a0]", "", text))


class NumberField(forms.DecimalField):
    """A number with decimals as people write it: 1,3 or 1.3, 1.389,50 or 1,389.50.

    One point or comma with three digits behind it may mean a thousand or a thousandth, so it is
    refused; only 0,125 can mean one thing.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Vul een getal in, bijvoorbeeld 1,3."),
        "ambiguous": _(
            "Dit kan twee dingen betekenen. Schrijf 1.389 als 1389, en 1,389 als 1,3890."
        ),
    }

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs take it for an integer
        """Return the number; an empty field gives None."""
        text = re.sub(r"\s", "", str(value if value is not None else ""))
        if not text:
            return None
        if _EITHER.match(text):
            raise ValidationError(self.error_messages["ambiguous"], code="ambiguous")
        if not _DECIMAL.match(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        at = max(text.rfind("."), text.rfind(","))
        plain = text if at < 0 else f"{re.sub('[.,]', '', text[:at])}.{text[at + 1 :]}"
        return super().to_python(plain)

    def prepare_value(self, value: Any) -> Any:
        """Return a number as people write it, so that the same again is read as the same."""
        if not isinstance(value, Decimal):
            return value
        text = number_format(value.normalize(), use_l10n=True)
        return f"{text}0" if _EITHER.match(text) else text


class DayField(forms.DateField):
    """A day, chosen in the browser or typed as 24-11-2026."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d-%m-%Y")
    default_error_messages = {"invalid": _("Vul een datum in, bijvoorbeeld 24-11-2026.")}

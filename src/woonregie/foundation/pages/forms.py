"""Forms of the house: errors on top with links, hints beside the field, Dutch numbers."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

_WHOLE = re.compile(r"^-?\d{1,3}(?:[.\s\u00a0]\d{3})+$|^-?\d+$")


class HouseFormRenderer(TemplatesSetting):
    """Renders every form and field with our templates."""

    form_template_name = "pages/forms/form.html"
    field_template_name = "pages/forms/field.html"


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


class DayField(forms.DateField):
    """A day, chosen in the browser or typed as 24-11-2026."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d-%m-%Y")
    default_error_messages = {"invalid": _("Vul een datum in, bijvoorbeeld 24-11-2026.")}

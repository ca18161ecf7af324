"""Forms of the house."""

from django.forms.renderers import TemplatesSetting


class HouseFormRenderer(TemplatesSetting):
    """Renders every form with our templates."""

"""What pages of meetings call things."""

from django import template

from woonregie.foundation.meetings.registry import outcome_named

register = template.Library()


@register.simple_tag
def outcome_title(kind: str) -> str:
    """Return what a kind of outcome is called; its name when nobody registers it any more."""
    found = outcome_named(kind)
    return str(found.title) if found is not None else kind

"""What every page knows about the house."""

from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001
    """Return the names that the base template uses."""
    return {}

"""The page of a source."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.sources.queries import visible_sources


def detail(request: AccountRequest, key: str) -> HttpResponse:
    """Show all that is known of a source; one that is not for this reader is not there."""
    readable = visible_sources(request.user, on=timezone.localdate()).select_related("file")
    return render(request, "sources/detail.html", {"source": get_object_or_404(readable, key=key)})

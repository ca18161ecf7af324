"""Every error under /api/ is a problem (RFC 9457), whoever raised it.

Every answer tells the version.
"""

import json
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from woonregie.foundation.pages.schemas import API_VERSION

PROBLEM = "application/problem+json"


def problem(status: int, detail: str, **extra: object) -> HttpResponse:
    """Return a problem: status, title and detail are always there."""
    body = {"status": status, "title": HTTPStatus(status).phrase, "detail": detail, **extra}
    return HttpResponse(json.dumps(body, default=str), status=status, content_type=PROBLEM)


class ProblemMiddleware:
    """Turns Django's own error pages under /api/ into problems.

    And sets the headers of the API.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; outside the API nothing changes."""
        response = self.get_response(request)
        if not request.path.startswith("/api/"):
            return response
        if response.status_code in {301, 302} and "/account/" in response.get("Location", ""):
            response = problem(
                401, _("Log in, of stuur een toegangssleutel mee (Authorization: Bearer).")
            )
        elif (
            response.status_code >= HTTPStatus.BAD_REQUEST
            and response.get("Content-Type") != PROBLEM
        ):
            response = problem(response.status_code, _detail(response.status_code))
        response["API-Version"] = API_VERSION
        response["Cache-Control"] = "no-store"
        response["Vary"] = "Authorization, Cookie, Accept-Language"
        return response


def _detail(status: int) -> str:
    return {
        401: _("Log in, of stuur een toegangssleutel mee (Authorization: Bearer)."),
        403: _("U mag dit niet."),
        404: _("Dit bestaat niet, of is niet voor u."),
        405: _("Deze methode bestaat hier niet."),
        429: _("Te veel vragen in korte tijd. Probeer het straks opnieuw."),
    }.get(status, _("Er ging iets mis. Probeer het opnieuw."))

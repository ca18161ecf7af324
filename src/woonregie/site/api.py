"""The API kernel: version 1 under /api/v1, by the NL API Design Rules."""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from woonregie.foundation.accounts.api import by_token_or_session
from woonregie.foundation.commitments.api import router as commitments_router
from woonregie.foundation.consents.api import decisions_router
from woonregie.foundation.consents.api import router as consents_router
from woonregie.foundation.documents.api import router as documents_router
from woonregie.foundation.meetings.api import router as meetings_router
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.pages.parameters import OWN, UnknownParameterError, refuse_unknown
from woonregie.foundation.pages.schemas import API_VERSION
from woonregie.foundation.region.api import router as region_router
from woonregie.foundation.region.features.api import router as features_router
from woonregie.foundation.search.api import router as search_router
from woonregie.site.home.api import router as home_router
from woonregie.site.problems import detail_of, problem
from woonregie.subjects.balance.api import router as totals_router
from woonregie.subjects.forecast.api import own_need_router, shelf_router, trying_router
from woonregie.subjects.forecast.api import router as scenarios_router
from woonregie.subjects.plans.api import audiences_router, leads_router
from woonregie.subjects.plans.api import router as plans_router

PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
    },
}


class WoonregieAPI(NinjaAPI):
    """Django Ninja with what the design rules ask of every operation."""

    @property
    def urls(self) -> Any:
        """Return the addresses; each operation asks itself who calls, by token or session."""
        patterns, *names = super().urls
        for pattern in patterns:
            if pattern.callback is not None:
                login_not_required(pattern.callback)
        return (patterns, *names)

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        """Return the specification, with problems and the version header on every operation."""
        schema = super().get_openapi_schema(*args, **kwargs)
        schema["info"]["contact"] = {
            "name": "Woonregie",
            "email": "api@woonregie.example",
            "url": "https://woonregie.example/",
        }
        schema["servers"] = [{"url": "/api/v1"}]
        schema["paths"] = {
            path.removeprefix("/api/v1"): item for path, item in schema["paths"].items()
        }
        for item in schema["paths"].values():
            for operation in item.values():
                responses = operation["responses"]
                for status in (400, 401, 403, 404):
                    responses[status] = _problem_response(status)
                for response in responses.values():
                    response["headers"] = {
                        "API-Version": {
                            "description": "Versie van de API",
                            "schema": {"type": "string"},
                        }
                    }
        return schema


def known_parameters_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse parameters that the operation does not declare, and text that no database holds."""
    known = {
        getattr(item.default, "alias", None) or name
        for name, item in inspect.signature(view).parameters.items()
        if name != "request"
    }

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **values: Any) -> Any:
        if not view.__dict__.get(OWN):
            refuse_unknown(request.GET, known)
        if _holds_nul([*values.values(), *request.GET.values()]):
            raise UnknownParameterError(_("Een parameter bevat een teken dat geen tekst is."))
        return view(request, *args, **values)

    return checked


def _holds_nul(values: Iterable[Any]) -> bool:
    return any("\x00" in value for value in values if isinstance(value, str))


def _problem_response(status: int) -> dict[str, Any]:
    return {
        "description": f"Fout {status}",
        "content": {"application/problem+json": {"schema": PROBLEM_SCHEMA}},
    }


api = WoonregieAPI(
    title="Woonregie",
    version=API_VERSION,
    description="Gemeenten en woningbouwplannen van een woonregio. Alle namen zijn Nederlands.",
    auth=by_token_or_session,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_decorator(known_parameters_only)
api.add_router("/aan-zet", home_router, tags=["aan zet"])
api.add_router("/gemeenten", region_router, tags=["gemeenten"])
api.add_router("/plannen", plans_router, tags=["plannen"])
api.add_router("/plannen", audiences_router, tags=["plannen"])
api.add_router("/leidende-velden", leads_router, tags=["plannen"])
api.add_router("/gepubliceerde-totalen", totals_router, tags=["totalen"])
api.add_router("/prognoses", trying_router, tags=["prognoses"])
api.add_router("/prognoses/houdbaarheid", shelf_router, tags=["prognoses"])
api.add_router("/prognoses", own_need_router, tags=["prognoses"])
api.add_router("/prognoses/scenarios", scenarios_router, tags=["prognoses"])
api.add_router("/vergaderingen", meetings_router, tags=["vergaderingen"])
api.add_router("/afspraken", commitments_router, tags=["afspraken"])
api.add_router("/documenten", documents_router, tags=["documenten"])
api.add_router("/zoekresultaten", search_router, tags=["zoeken"])
api.add_router("/instemmingen", consents_router, tags=["instemming"])
api.add_router("/besluiten", decisions_router, tags=["instemming"])
api.add_router("/ogc", features_router, tags=["kaartlagen"])


@api.get("/openapi.json", auth=None, include_in_schema=False, url_name="openapi")
def specification(request: HttpRequest) -> HttpResponse:
    """Return the specification to anybody, from any page."""
    response = api.create_response(request, api.get_openapi_schema(), status=200)
    response["Access-Control-Allow-Origin"] = "*"
    return response


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer wrong input with 400 and all fields at once."""
    wrong = [
        {"veld": ".".join(str(part) for part in item["loc"][1:]), "melding": item["msg"]}
        for item in error.errors
    ]
    return problem(400, _("De invoer klopt niet."), fouten=wrong)


@api.exception_handler(AuthenticationError)
def unknown(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Answer whoever did not log in."""
    return problem(401, _("Log in, of stuur een toegangssleutel mee (Authorization: Bearer)."))


@api.exception_handler(HttpError)
def failed(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework refuses, such as a write by session without its token."""
    return problem(error.status_code, detail_of(error.status_code))


@api.exception_handler(RefusedError)
def refused(_request: HttpRequest, error: RefusedError) -> HttpResponse:
    """Answer a refusal with its sentence and its fields."""
    return problem(error.status, str(error), code=error.code, velden=dict(error.fields))


@api.exception_handler(PermissionDenied)
def denied(_request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    """Answer whoever may not."""
    return problem(403, _("U mag dit niet."))

"""The addresses of the house beside an API whose operations break, are refused and write."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja.throttling import AnonRateThrottle

from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError
from woonregie.site.api import WoonregieAPI
from woonregie.site.api import api as real
from woonregie.site.urls import handler400, handler403, handler404, handler500
from woonregie.site.urls import urlpatterns as house

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

api = WoonregieAPI(auth=real.auth, urls_namespace="breaking", docs_url=None, openapi_url=None)
api._exception_handlers = dict(real._exception_handlers)


@api.get("/breekt")
def breaks(request: HttpRequest) -> None:
    raise ZeroDivisionError


@api.get("/verboden")
def forbidden(request: HttpRequest) -> None:
    raise ForbiddenError("Alleen de beheerder mag dit.", permission="norms.edit")


@api.get("/geweigerd")
def denied(request: HttpRequest) -> None:
    raise PermissionDenied


@api.get("/te-laat")
def stale(request: HttpRequest) -> None:
    raise StaleVersionError("Iemand anders was u voor.")


@api.get("/te-veel", throttle=[AnonRateThrottle("0/d")], auth=None)
def too_many(request: HttpRequest) -> None:
    return None


@api.post("/schrijft")
def writes(request: HttpRequest) -> str:
    return str(request.user.pk)


def redirects(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=301, headers={"Location": "/elders/"})


urlpatterns = [
    path("api/v9/", api.urls),
    path("api/v9-verhuisd", redirects, name="moved"),
    *house,
]

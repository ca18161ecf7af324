"""The features of a region for machines, by OGC API Features parts 1 and 2."""

import json
from collections.abc import Callable
from typing import Any

import shapely
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.parameters import reads_its_own_parameters, refuse_unknown
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.features import asked, documents, written
from woonregie.foundation.region.features.collections import (
    Collection,
    Question,
    collection_named,
    collections,
)
from woonregie.foundation.region.features.definition import definition
from woonregie.foundation.region.geometry import to_degrees
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import borders_of

router = Router()
_WHEN = ("datetime", "bekendOp", "crs")


def _get(path: str, name: str) -> Callable[..., Any]:
    # The standard has its own specification, in an older edition of OpenAPI: `definition`.
    return router.get(path, url_name=name, include_in_schema=False)


# With a slash behind it is the "/" of the standard, and what people type into QGIS.
@_get("/{slug:regio}/", "ogc_root")
@_get("/{slug:regio}", "ogc")
def landing(request: HttpRequest, regio: str) -> HttpResponse:
    """Say what there is of a region."""
    region = _region(request, regio)
    manual = request.build_absolute_uri(reverse("accounts:tokens"))
    return _answer(documents.landing(str(region), _base(request, region), manual))


@_get("/{slug:regio}/api", "ogc_definition")
def specification(request: HttpRequest, regio: str) -> HttpResponse:
    """Return the specification."""
    region = _region(request, regio)
    return _answer(definition(collections(), _base(request, region)), documents.OPENAPI)


@_get("/{slug:regio}/conformance", "ogc_conformance")
def conformance(request: HttpRequest, regio: str) -> HttpResponse:
    """Say which parts of the standard are there."""
    _region(request, regio)
    return _answer({"conformsTo": documents.CONFORMS_TO})


@_get("/{slug:regio}/collections", "ogc_collections")
def all_collections(request: HttpRequest, regio: str) -> HttpResponse:
    """Say which collections there are."""
    region = _region(request, regio)
    bounds = _bounds(region)
    return _answer(documents.listed(collections(), _base(request, region), bounds))


@_get("/{slug:regio}/collections/{slug:naam}", "ogc_collection")
def one_collection(request: HttpRequest, regio: str, naam: str) -> HttpResponse:
    """Say what one collection is."""
    region = _region(request, regio)
    collection = _collection(naam)
    return _answer(documents.described(collection, _base(request, region), _bounds(region)))


@_get("/{slug:regio}/collections/{slug:naam}/items", "ogc_items")
@reads_its_own_parameters
def items(request: HttpRequest, regio: str, naam: str) -> HttpResponse:
    """Give one page of features."""
    region, collection = _region(request, regio), _collection(naam)
    given = request.GET.dict()
    refuse_unknown(given, {*_WHEN, "limit", "bbox", "bbox-crs", "na", *collection.filters})
    corners = asked.coordinates_of(given.get("bbox-crs"), "bbox-crs")
    question = Question(
        **_when(request, region),
        area=asked.area_of(given.get("bbox"), corners),
        filters=asked.filters_of(given, collection.filters),
        after=given.get("na"),
        limit=asked.limit_of(given.get("limit")),
    )
    coordinates = asked.coordinates_of(given.get("crs"), "crs")
    batch = collection.find(question)
    here = f"{_base(request, region)}/collections/{naam}"
    links = [
        documents.link(request.build_absolute_uri(), "self", documents.GEOJSON, "Deze bladzijde"),
        documents.link(here, "collection", documents.JSON, collection.title),
    ]
    if batch.next_cursor:
        following = request.GET.copy()
        following["na"] = batch.next_cursor
        href = f"{here}/items?{following.urlencode()}"
        links.insert(1, documents.link(href, "next", documents.GEOJSON, "De volgende bladzijde"))
    members = {
        "links": links,
        "timeStamp": timezone.now().isoformat(timespec="seconds"),
        "numberMatched": batch.matched,
        "numberReturned": len(batch.features),
    }
    text = written.collection_of(written.geojson(batch.features, coordinates), members)
    return _features(text, coordinates)


@_get("/{slug:regio}/collections/{slug:naam}/items/{slug:nummer}", "ogc_item")
@reads_its_own_parameters
def item(request: HttpRequest, regio: str, naam: str, nummer: str) -> HttpResponse:
    """Give one feature."""
    region, collection = _region(request, regio), _collection(naam)
    refuse_unknown(request.GET, _WHEN)
    coordinates = asked.coordinates_of(request.GET.get("crs"), "crs")
    batch = collection.find(Question(**_when(request, region), identifier=nummer, limit=1))
    if not batch.features:
        raise Http404
    here = f"{_base(request, region)}/collections/{naam}"
    links = [
        documents.link(request.build_absolute_uri(), "self", documents.GEOJSON, "Dit ene"),
        documents.link(here, "collection", documents.JSON, collection.title),
    ]
    (text,) = written.geojson(batch.features, coordinates)
    return _features(written.with_members(text, {"links": links}), coordinates)


def _when(request: HttpRequest, region: Region) -> dict[str, Any]:
    today = timezone.localdate()
    starts_on, ends_on = asked.period_of(request.GET.get("datetime"), today=today)
    return {
        "account": _person(request),
        "region": region,
        "today": today,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "known_on": asked.known_on_of(request.GET.get("bekendOp")),
    }


def _region(request: HttpRequest, slug: str) -> Region:
    return region_for(_person(request), slug, today=timezone.localdate())


def _person(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise ForbiddenError(
            _("Log in, of stuur een toegangssleutel mee (Authorization: Bearer).")
        )
    return request.user


def _collection(name: str) -> Collection:
    found = collection_named(name)
    if found is None:
        raise Http404
    return found


def _bounds(region: Region) -> tuple[float, ...]:
    borders = borders_of(region, on=timezone.localdate())
    shapes = shapely.from_wkb([bytes(border.geometry) for border in borders])
    return documents.degrees_of(to_degrees(shapes) if len(shapes) else ())


def _base(request: HttpRequest, region: Region) -> str:
    return request.build_absolute_uri(reverse("api:ogc", kwargs={"regio": region.slug}))


def _answer(body: Any, kind: str = documents.JSON) -> HttpResponse:
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=kind)


def _features(text: str, coordinates: asked.Coordinates) -> HttpResponse:
    response = HttpResponse(text, content_type=documents.GEOJSON)
    response["Content-Crs"] = f"<{coordinates.value}>"
    return response

"""The municipalities of a region, with their borders."""

import shapely

from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.region.features.collections import (
    Batch,
    Collection,
    Feature,
    Filter,
    Question,
)
from woonregie.foundation.region.models import Border, Municipality
from woonregie.foundation.region.queries import borders_of, municipalities_of


def municipalities(question: Question) -> Batch:
    """Return the municipalities of the region on the last day that is asked.

    Borders are public, so whoever works in the region sees all of them.
    """
    found = municipalities_of(question.region, on=question.ends_on)
    borders = {
        item.municipality_id: item for item in borders_of(question.region, on=question.ends_on)
    }
    if question.area is not None:
        touching = [
            key
            for key, border in borders.items()
            if shapely.intersects(question.area, shapely.from_wkb(bytes(border.geometry)))
        ]
        found = found.filter(pk__in=touching)
    for name, value in question.filters.items():
        found = found.filter(**{name: value})
    if question.identifier:
        found = found.filter(code=question.identifier)
    page = keyset(found, order=["code"], after=question.after, size=question.limit)
    return Batch(
        features=[_feature(place, borders.get(place.pk)) for place in page.items],
        matched=found.order_by().count(),
        next_cursor=page.next_cursor,
    )


def _feature(place: Municipality, border: Border | None) -> Feature:
    return Feature(
        identifier=place.code,
        geometry=bytes(border.geometry) if border else None,
        properties={
            "code": place.code,
            "naam": place.name,
            "schematisch": border.schematic if border else None,
            "voorbeeldgegevens": place.organisation.fictitious,
        },
    )


MUNICIPALITIES = Collection(
    name="gemeenten",
    title="Gemeenten",
    about="De gemeenten van de regio op de peildatum, met hun grens.",
    properties={
        "code": {"type": "string"},
        "naam": {"type": "string"},
        "schematisch": {"type": "boolean", "nullable": True},
        "voorbeeldgegevens": {"type": "boolean"},
    },
    filters={"code": Filter("CBS-code, bijvoorbeeld GM0193.", pattern="GM[0-9]{4}")},
    find=municipalities,
)

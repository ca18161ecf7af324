"""Which system leads for which field, in a region or for the plans of a municipality."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from woonregie.foundation.region.models import Municipality, Region, RegionMember
from woonregie.foundation.region.queries import holds_on
from woonregie.subjects.plans.models import PARTS, FieldLead

Leads = Mapping[str, FieldLead]
"""Field -> the row that says which other system leads; not named is led by Woonregie."""


def leads_in(region: Region, *, on: date) -> Leads:
    """Return which fields of the plans of a region another system leads on a day."""
    return _leading(FieldLead.objects.filter(region=region), on)


def leads_on(municipality: Municipality, *, on: date) -> Leads:
    """Return which fields of the plans of a municipality another system leads on a day.

    All regions in which it takes part count; of two agreements the newest.
    """
    regions = RegionMember.objects.filter(
        holds_on(on), organisation=municipality.organisation_id
    ).values("region")
    return _leading(FieldLead.objects.filter(region__in=regions), on)


def leads_by_place(municipality_ids: Iterable[UUID], *, on: date) -> dict[UUID, Leads]:
    """Return `leads_on` for each of some municipalities; those without any are not named."""
    if not FieldLead.objects.filter(superseded_at__isnull=True).exists():
        return {}
    places = Municipality.objects.filter(pk__in=set(municipality_ids))
    found = {place.pk: leads_on(place, on=on) for place in places}
    return {key: leads for key, leads in found.items() if leads}


def lead_history(region: Region) -> QuerySet[FieldLead]:
    """Return all that was ever recorded about who leads in a region, the newest first."""
    rows = FieldLead.objects.filter(region=region)
    return rows.select_related("source", "recorded_by").order_by("-recorded_at", "field")


def systems_in(region: Region, *, on: date) -> list[str]:
    """Return the systems that lead for something in a region on a day, by name."""
    return sorted({lead.system for lead in leads_in(region, on=on).values()})


def parts_of(leads: Leads, *, besides: str = "") -> frozenset[str]:
    """Return the values and lines of numbers that other systems lead.

    Args:
        leads: which system leads for which field.
        besides: a system whose own fields are left out.
    """
    return frozenset().union(
        *(PARTS[field] for field, lead in leads.items() if lead.system != besides)
    )


def _leading(rows: QuerySet[FieldLead], on: date) -> dict[str, FieldLead]:
    standing = rows.filter(superseded_at__isnull=True, starts_on__lte=on).select_related("source")
    found = {lead.field: lead for lead in standing.order_by("starts_on", "recorded_at")}
    return {field: lead for field, lead in found.items() if lead.system}

"""Taking in vintages, and choosing the one that a region measures itself against."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region
from woonregie.foundation.sources.models import Source
from woonregie.subjects.forecast.errors import (
    DifferentContentError,
    ForecastError,
    NotHouseholdsError,
)
from woonregie.subjects.forecast.models import (
    ForecastFigure,
    ForecastVintage,
    RegionReference,
)
from woonregie.subjects.forecast.queries import scenarios_of


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that came in."""

    municipality_id: UUID
    measure: str
    scenario: str
    year: int
    value: Decimal


def _require(by: Account | None, permission: str, at: datetime) -> None:
    if by is not None and not grants(by, permission, localdate(at)):
        raise ForbiddenError(_("Alleen de regiosecretaris mag dit."), permission=permission)


@transaction.atomic
def import_vintage(
    *,
    by: Account | None,
    at: datetime,
    slug: str,
    title: str,
    kind: str,
    published_on: date,
    source: Source,
    figures: Sequence[Figure],
    derived: bool = False,
) -> tuple[ForecastVintage, bool]:
    """Keep a vintage; the same figures again write nothing.

    Returns:
        The vintage, and whether it is new.

    Raises:
        ForbiddenError: only a region secretary may.
        ForecastError: no figures.
        DifferentContentError: a vintage of this name has other figures; it is never overwritten.
    """
    _require(by, "forecast.import", at)
    if not figures:
        raise ForecastError(_("Er staat geen enkel bruikbaar cijfer in dit bestand."))
    content = digest(
        sorted(
            [
                str(item.municipality_id),
                item.measure,
                item.scenario,
                item.year,
                str(item.value.normalize()),
            ]
            for item in figures
        )
    )
    present = ForecastVintage.objects.filter(slug=slug).first()
    if present is not None:
        if present.digest != content:
            raise DifferentContentError(
                _(
                    "Er is al een prognose met de sleutel %(slug)s en andere "
                    "cijfers. Kies een nieuwe sleutel: oude cijfers blijven staan."
                )
                % {"slug": slug},
                vintage=slug,
            )
        return present, False
    vintage = ForecastVintage.objects.create(
        slug=slug,
        title=title,
        kind=kind,
        published_on=published_on,
        source=source,
        derived=derived,
        recorded_at=at,
        digest=content,
    )
    ForecastFigure.objects.bulk_create(_rows(vintage, figures), batch_size=5000)
    record(
        act="forecast.vintage_imported",
        by=by,
        at=at,
        target=vintage,
        payload={"slug": slug, "figures": len(figures)},
    )
    return vintage, True


def _rows(vintage: ForecastVintage, figures: Iterable[Figure]) -> Iterable[ForecastFigure]:
    return (
        ForecastFigure(
            vintage=vintage,
            municipality_id=item.municipality_id,
            measure=item.measure,
            scenario=item.scenario,
            year=item.year,
            value=item.value,
        )
        for item in figures
    )


@transaction.atomic
def choose_reference(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    vintage: ForecastVintage,
    scenario: str,
    valid_on: date,
) -> RegionReference:
    """Choose the vintage and scenario that a region measures itself against from a day on.

    Raises:
        ForbiddenError: only a region secretary may.
        NotHouseholdsError: the vintage has no households in this scenario.
    """
    _require(by, "forecast.choose", at)
    if scenario not in scenarios_of(vintage):
        raise NotHouseholdsError(
            _(
                "%(title)s heeft geen huishoudens in scenario %(scenario)s. "
                "Personen zijn geen huishoudens en worden niet omgerekend."
            )
            % {"title": vintage.title, "scenario": scenario or "–"},
            vintage=vintage.slug,
            scenario=scenario,
        )
    standing = RegionReference.objects.filter(
        region=region, valid_on=valid_on, superseded_at__isnull=True
    )
    present = standing.first()
    if present and (present.vintage_id, present.scenario) == (vintage.pk, scenario):
        return present
    standing.update(superseded_at=at)
    chosen = RegionReference.objects.create(
        region=region,
        vintage=vintage,
        scenario=scenario,
        chosen_by=by,
        valid_on=valid_on,
        recorded_at=at,
    )
    record(
        act="forecast.reference_chosen",
        by=by,
        at=at,
        target=chosen,
        organisation_id=region.organisation_id,
        payload={"vintage": vintage.slug, "scenario": scenario, "valid_on": valid_on},
    )
    return chosen

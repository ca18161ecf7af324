"""Which vintages there are, and which one a region refers to."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import lineage
from woonregie.subjects.forecast.errors import (
    ForecastError,
    NoReferenceError,
    NotHouseholdsError,
    NotKnownYetError,
)
from woonregie.subjects.forecast.models import (
    ForecastFigure,
    ForecastVintage,
    Measure,
    NationalFigure,
    RegionReference,
)

ADOPTED, BANDED = "scenario-", "-band"
"""How the source of an adopted scenario begins, and how its vintage ends where it had a fan."""


def of_fan(vintage: ForecastVintage) -> bool:
    """Return whether low and high are quantiles of a fan, of an adopted scenario.

    Those of municipalities do not add up to those of a region: not all are low at once.
    """
    return vintage.slug.endswith(BANDED) and vintage.source.key.startswith(ADOPTED)


def vintages_with(
    measure: str | None, municipality_ids: Sequence[UUID]
) -> QuerySet[ForecastVintage]:
    """Return the vintages that say something of these municipalities, newest first.

    Args:
        measure: of this measure; None is of any.
        municipality_ids: which municipalities.
    """
    figures = ForecastFigure.objects.filter(
        vintage=OuterRef("pk"), municipality__in=list(lineage(municipality_ids))
    )
    if measure is not None:
        figures = figures.filter(measure=measure)
    return ForecastVintage.objects.filter(Exists(figures)).select_related("source__file")


def vintage_named(slug: str, *, known_on: datetime | None = None) -> ForecastVintage:
    """Return the vintage with this key.

    Args:
        slug: the key.
        known_on: as known at this moment; None is now.

    Raises:
        ForecastError: no such vintage.
        NotKnownYetError: it was recorded later than that moment.
    """
    slug = slug.replace("\x00", "")  # PostgreSQL knows no such character.
    vintage = ForecastVintage.objects.select_related("source").filter(slug=slug).first()
    if vintage is None:
        raise ForecastError(_("Prognose %(slug)s bestaat niet.") % {"slug": slug}, vintage=slug)
    if known_on is not None and vintage.recorded_at > known_on:
        raise NotKnownYetError(
            _("%(title)s was op die dag nog niet ingelezen. Kies een latere dag of laat hem leeg.")
            % {"title": vintage.title},
            vintage=slug,
        )
    return vintage


def scenarios_of(vintage: ForecastVintage) -> list[str]:
    """Return the scenarios in which a vintage has households, by name."""
    found = ForecastFigure.objects.filter(vintage=vintage, measure=Measure.HOUSEHOLDS)
    return sorted(found.order_by().values_list("scenario", flat=True).distinct())


def choices_for(municipality_ids: Sequence[UUID]) -> list[tuple[ForecastVintage, list[str]]]:
    """Return what a balance of these municipalities can be measured against.

    Vintages with households, newest first, each with its scenarios.
    """
    vintages = list(vintages_with(Measure.HOUSEHOLDS, municipality_ids))
    pairs = (
        ForecastFigure.objects.filter(
            vintage__in=vintages,
            measure=Measure.HOUSEHOLDS,
            municipality__in=list(lineage(municipality_ids)),
        )
        .order_by()
        .values_list("vintage_id", "scenario")
        .distinct()
    )
    found: dict[UUID, list[str]] = {}
    for vintage_id, scenario in sorted(pairs, key=lambda pair: pair[1]):
        found.setdefault(vintage_id, []).append(scenario)
    return [(vintage, found.get(vintage.pk, [])) for vintage in vintages]


def measures_with(municipality_ids: Sequence[UUID]) -> list[Measure]:
    """Return what vintages count of these municipalities, households first."""
    there = set(
        ForecastFigure.objects.filter(municipality__in=list(lineage(municipality_ids)))
        .order_by()
        .values_list("measure", flat=True)
        .distinct()
    )
    return [measure for measure in Measure if measure in there]


def measures_of(vintages: Iterable[ForecastVintage]) -> dict[UUID, list[str]]:
    """Return what each vintage counts, in words, households first."""
    order = list(Measure)
    kept = list(vintages)
    pairs = {
        pair
        for figures in (ForecastFigure.objects, NationalFigure.objects)
        for pair in figures.filter(vintage__in=kept)
        .order_by()
        .values_list("vintage_id", "measure")
        .distinct()
    }
    found: dict[UUID, list[str]] = {}
    for vintage_id, measure in sorted(pairs, key=lambda pair: order.index(Measure(pair[1]))):
        found.setdefault(vintage_id, []).append(str(Measure(measure).label))
    return found


def require_households(vintage: ForecastVintage, scenario: str) -> None:
    """Refuse a vintage that does not count households: persons are not turned into them.

    Raises:
        NotHouseholdsError: no households in this scenario.
    """
    scenarios = scenarios_of(vintage)
    if scenario in scenarios:
        return
    if scenarios:
        text = _("%(title)s kent geen scenario %(scenario)s. Kies uit: %(scenarios)s.") % {
            "title": vintage.title,
            "scenario": scenario or "–",
            "scenarios": ", ".join(name or "–" for name in scenarios),
        }
    else:
        text = _(
            "%(title)s telt geen huishoudens. Personen zijn geen "
            "huishoudens en worden niet omgerekend. Kies een andere prognose."
        ) % {"title": vintage.title}
    raise NotHouseholdsError(text, vintage=vintage.slug, scenario=scenario, scenarios=scenarios)


def reference_of(region: Region, *, on: date, known_on: datetime | None = None) -> RegionReference:
    """Return the vintage and scenario that a region measured itself against on a day.

    Raises:
        NoReferenceError: the region had not chosen one.
    """
    known = (
        Q(superseded_at__isnull=True)
        if known_on is None
        else Q(recorded_at__lte=known_on)
        & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_on))
    )
    found = (
        RegionReference.objects.filter(known, region=region, valid_on__lte=on)
        .select_related("vintage__source")
        .order_by("-valid_on", "-recorded_at")
        .first()
    )
    if found is None:
        raise NoReferenceError(
            _(
                "De regio had op %(day)s nog geen prognose als referentie gekozen. "
                "De regiosecretaris doet dat bij Prognoses, of kies zelf een prognose."
            )
            % {"day": on.strftime("%d-%m-%Y")},
            region=region.slug,
            on=on.isoformat(),
        )
    return found

"""Taking in vintages."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.services import record
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.sources.models import Source
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.forecast.errors import DifferentContentError, ForecastError
from woonregie.subjects.forecast.models import (
    ForecastFigure,
    ForecastVintage,
    NationalFigure,
    VintageKind,
)
from woonregie.subjects.forecast.permissions import may_import

_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
LONGEST_KEY, LONGEST_TITLE = 80, 200


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that came in; without a municipality it is of the whole country."""

    municipality_id: UUID | None
    measure: str
    scenario: str
    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Publication:
    """What the sender says of a file of figures.

    Args:
        slug: key of the vintage, for addresses and commands.
        title: what it is called on the screen.
        kind: expected or counted.
        published_on: day on which the publisher made it known.
        publisher: who made it.
        licence: under which licence.
    """

    slug: str
    title: str
    kind: str
    published_on: date
    publisher: str
    licence: str = ""


@transaction.atomic
def import_forecast(
    *,
    by: Account | None,
    at: datetime,
    about: Publication,
    figures: Sequence[Figure],
    file: StoredFile,
) -> tuple[ForecastVintage, bool]:
    """Take in a file of figures with its source; the same figures again write nothing at all.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        about: what the sender says of it.
        figures: what was read.
        file: the file itself, kept for whoever wants to check.

    Returns:
        The vintage, and whether it is new.

    Raises:
        ForbiddenError: only a region secretary may.
        ForecastError: no figures, or a key, title or day that cannot be.
        DifferentContentError: a vintage of this name has other figures; it is never overwritten.
    """
    _require_import(by, at)
    _check(about, localdate(at))
    present = _present(about.slug, figures)
    if present is not None:
        return present, False
    source = record_source(
        by=by,
        at=at,
        key=f"prognose-{about.slug}",
        publisher=about.publisher,
        title=about.title,
        dated_on=about.published_on,
        licence=about.licence,
        file=file,
    )
    return import_vintage(
        by=by,
        at=at,
        slug=about.slug,
        title=about.title,
        kind=about.kind,
        published_on=about.published_on,
        source=source,
        figures=figures,
    )


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
    _require_import(by, at)
    present = _present(slug, figures)
    if present is not None:
        return present, False
    vintage = ForecastVintage.objects.create(
        slug=slug,
        title=title,
        kind=kind,
        published_on=published_on,
        source=source,
        derived=derived,
        recorded_at=at,
        digest=_digest(figures),
    )
    ForecastFigure.objects.bulk_create(_rows(vintage, figures), batch_size=5000)
    NationalFigure.objects.bulk_create(_national(vintage, figures), batch_size=5000)
    record(
        act="forecast.vintage_imported",
        by=by,
        at=at,
        target=vintage,
        payload={"slug": slug, "figures": len(figures), "digest": vintage.digest},
    )
    return vintage, True


# ------------------------------------------------------------------ what must be so
def _require_import(by: Account | None, at: datetime) -> None:
    if by is not None and not may_import(by, localdate(at)):
        raise ForbiddenError(
            _("Alleen een regiosecretaris leest een prognose in."), permission="forecast.import"
        )


def _check(about: Publication, today: date) -> None:
    """Refuse a key, title, kind or day that the register cannot keep."""
    if not _KEY.fullmatch(about.slug) or len(about.slug) > LONGEST_KEY:
        raise ForecastError(
            _(
                "Een sleutel bestaat uit kleine letters, cijfers en "
                "streepjes, ten hoogste 80 (ingevuld: %(slug)s)."
            )
            % {"slug": about.slug or "–"},
            slug=about.slug,
        )
    if not about.title.strip() or len(about.title) > LONGEST_TITLE:
        raise ForecastError(_("Geef de prognose een titel van ten hoogste 200 tekens."))
    if about.kind not in VintageKind.values:
        raise ForecastError(_("Kies prognose of gerealiseerd."), kind=about.kind)
    if about.published_on > today:
        raise ForecastError(
            _("Een prognose kan niet in de toekomst gepubliceerd zijn (ingevuld: %(day)s).")
            % {"day": about.published_on.isoformat()},
            published_on=about.published_on.isoformat(),
        )


# ------------------------------------------------------------------ what stands there already
def _present(slug: str, figures: Sequence[Figure]) -> ForecastVintage | None:
    """Return the vintage of this name when it has exactly these figures."""
    if not figures:
        raise ForecastError(_("Er staat geen enkel bruikbaar cijfer in dit bestand."))
    present = ForecastVintage.objects.filter(slug=slug).first()
    if present is not None and present.digest != _digest(figures):
        raise DifferentContentError(
            _(
                "Er is al een prognose met de sleutel %(slug)s en andere "
                "cijfers. Kies een nieuwe sleutel: oude cijfers blijven staan."
            )
            % {"slug": slug},
            vintage=slug,
        )
    return present


def _digest(figures: Iterable[Figure]) -> str:
    return digest(
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
        if item.municipality_id is not None
    )


def _national(vintage: ForecastVintage, figures: Iterable[Figure]) -> Iterable[NationalFigure]:
    return (
        NationalFigure(
            vintage=vintage,
            measure=item.measure,
            scenario=item.scenario,
            year=item.year,
            value=item.value,
        )
        for item in figures
        if item.municipality_id is None
    )

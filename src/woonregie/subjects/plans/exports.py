"""Lists of plans as files that other programs open."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import EXAMPLE, csv_of
from woonregie.foundation.pages.sheets import Sheet, workbook_response
from woonregie.foundation.pages.tables import Column
from woonregie.foundation.region.models import Municipality
from woonregie.subjects.plans.formats.programme import filled as programme
from woonregie.subjects.plans.formats.template.filled import form_of
from woonregie.subjects.plans.formats.written import TYPES, Form, as_file
from woonregie.subjects.plans.models import (
    BuildingProgramme,
    LocationKind,
    PlanningStatus,
    PlanVersion,
    ProjectPhase,
)
from woonregie.subjects.plans.queries import holdings

COLUMNS = (
    Column("nummer", "Plannummer"),
    Column("gemeente", "Gemeente"),
    Column("naam", "Naam"),
    Column("status", "Planologische status"),
    Column("soort", "Soort locatie"),
    Column("fase", "Projectfase"),
    Column("bouw", "Bouw", "number"),
    Column("sloop", "Sloop", "number"),
    Column("netto", "Netto", "number"),
    Column("zonder_jaar", "Bouw zonder jaar", "number"),
    Column("x", "X", "number"),
    Column("y", "Y", "number"),
    Column("opmerkingen", "Opmerkingen"),
)
CHUNK = 1000
TEMPLATE_KINDS = ("xlsx", "ods", "csv")


def plan_file(
    kind: str,
    versions: QuerySet[PlanVersion],
    *,
    on: date,
    known_on: datetime | None,
    demonstration: bool,
) -> HttpResponse:
    """Return plans as "csv" or "xlsx".

    Raises:
        Http404: another kind.
    """
    rows = list(_rows(versions, on, known_on))
    if kind == "csv":
        return csv_of(f"plannen-{on}", COLUMNS, rows, demonstration=demonstration)
    if kind != "xlsx":
        raise Http404
    notes = [_("Peildatum: %(day)s") % {"day": on.strftime("%d-%m-%Y")}]
    if demonstration:
        notes.append(
            _(
                "Voorbeeldgegevens: de plannen zijn verzonnen, "
                "de totalen per gemeente zijn openbaar."
            )
        )
    name = f"plannen-{on}-{EXAMPLE}" if demonstration else f"plannen-{on}"
    return workbook_response(name, [Sheet(_("Plannen"), COLUMNS, rows, notes=notes)])


def template_file(
    kind: str,
    versions: QuerySet[PlanVersion],
    municipality: Municipality,
    *,
    on: date,
    demonstration: bool,
) -> HttpResponse:
    """Return our template to fill in, with plans of a municipality.

    Raises:
        Http404: another kind than xlsx, ods or csv.
    """
    if kind not in TEMPLATE_KINDS:
        raise Http404
    plans = list(versions)
    held = holdings((version.plan_id for version in plans), on=on)
    filled = [(version, held[version.plan_id]) for version in plans]
    form = form_of(filled, municipality.name, on, demonstration=demonstration)
    return form_response(form, kind, f"plannen-{municipality.code}-{on}", demonstration)


def programme_file(
    kind: str,
    programmes: Iterable[BuildingProgramme],
    places: Iterable[Municipality],
    *,
    on: date,
    demonstration: bool,
) -> HttpResponse:
    """Return the building programme to fill in.

    Raises:
        Http404: another kind than xlsx, ods or csv.
    """
    if kind not in TEMPLATE_KINDS:
        raise Http404
    names = [place.name for place in places]
    form = programme.form_of(programmes, names, demonstration=demonstration)
    return form_response(form, kind, f"bouwprogramma-{on}", demonstration)


def form_response(form: Form, kind: str, name: str, demonstration: bool) -> HttpResponse:
    """Return a list to fill in as a download."""
    response = HttpResponse(as_file(form, kind), content_type=TYPES[kind])
    name = f"{name}-{EXAMPLE}" if demonstration else name
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _rows(
    versions: QuerySet[PlanVersion], on: date, known_on: datetime | None
) -> Iterator[dict[str, Any]]:
    for part in _parts(versions.defer("geometry").iterator(chunk_size=CHUNK)):
        held = holdings((version.plan_id for version in part), on=on, known_on=known_on)
        for version in part:
            holding = held[version.plan_id]
            yield {
                "nummer": version.plan.number,
                "gemeente": version.municipality.name,
                "naam": version.name,
                "status": PlanningStatus(version.planning_status).label,
                "soort": LocationKind(version.location_kind).label,
                "fase": ProjectPhase(version.project_phase).label,
                "bouw": holding.build,
                "sloop": holding.demolition,
                "netto": holding.net,
                "zonder_jaar": holding.unphased,
                "x": version.x,
                "y": version.y,
                "opmerkingen": version.note,
            }


def _parts(items: Iterable[PlanVersion]) -> Iterator[list[PlanVersion]]:
    part: list[PlanVersion] = []
    for item in items:
        part.append(item)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part

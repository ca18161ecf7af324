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
from woonregie.subjects.plans.formats.layers import GEOPACKAGE_TYPE, as_geopackage
from woonregie.subjects.plans.formats.programme import filled as programme
from woonregie.subjects.plans.formats.template.filled import form_of
from woonregie.subjects.plans.formats.written import TYPES, Form, as_file
from woonregie.subjects.plans.models import (
    BuildingProgramme,
    BuiltUpArea,
    ClientKind,
    LivingEnvironment,
    LocationKind,
    PlanningStatus,
    PlanVersion,
    ProgrammeClass,
    ProjectPhase,
    RegionalFunction,
)
from woonregie.subjects.plans.queries import holdings
from woonregie.subjects.plans.queries.outgoing import outgoing

COLUMNS = (
    Column("nummer", "Plannummer"),
    Column("gemeente", "Gemeente"),
    Column("naam", "Naam"),
    Column("status", "Planologische status"),
    Column("soort", "Soort locatie"),
    Column("fase", "Projectfase"),
    Column("programmaklasse", "Programmaklasse"),
    Column("bebouwd", "Bestaand bebouwd gebied"),
    Column("opdrachtgever", "Opdrachtgever"),
    Column("woonmilieu", "Woonmilieu"),
    Column("functie", "Regionale functie"),
    Column("sleutelproject", "Sleutelproject"),
    Column("bouw", "Bouw", "number"),
    Column("sloop", "Sloop", "number"),
    Column("netto", "Netto", "number"),
    Column("zonder_jaar", "Bouw zonder jaar", "number"),
    Column("x", "X", "number"),
    Column("y", "Y", "number"),
    Column("opmerkingen", "Opmerkingen"),
)
# A layer has its shapes, so it needs no middle.
LAYER_COLUMNS = tuple(item for item in COLUMNS if item.key not in {"x", "y"})
KINDS = ("csv", "xlsx", "ods", "gpkg")
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
    """Return plans as "csv", "xlsx", "ods" or "gpkg".

    Raises:
        Http404: another kind.
    """
    if kind not in KINDS:
        raise Http404
    if kind == "gpkg":
        return _layer(versions, on, known_on, demonstration=demonstration)
    rows = list(_rows(versions.defer("geometry"), on, known_on))
    if kind == "csv":
        return csv_of(f"plannen-{on}", COLUMNS, rows, demonstration=demonstration)
    if kind == "ods":
        form = _open_document(rows, on, demonstration=demonstration)
        return form_response(form, kind, f"plannen-{on}", demonstration)
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


def _open_document(rows: list[dict[str, Any]], on: date, *, demonstration: bool) -> Form:
    columns = [str(item.label) for item in COLUMNS] + (["Gegevens"] if demonstration else [])
    named = [
        {str(item.label): row[item.key] for item in COLUMNS}
        | ({"Gegevens": EXAMPLE} if demonstration else {})
        for row in rows
    ]
    day = _("Peildatum: %(day)s") % {"day": on.strftime("%d-%m-%Y")}
    return Form(_("Plannen"), columns, named, [day])


def _layer(
    versions: QuerySet[PlanVersion], on: date, known_on: datetime | None, *, demonstration: bool
) -> HttpResponse:
    columns = (*LAYER_COLUMNS, *([Column("gegevens", "Gegevens")] if demonstration else []))
    rows = [{**row, "gegevens": EXAMPLE} for row in _rows(versions, on, known_on)]
    shapes = [row.pop("geometrie") for row in rows]
    name = f"plannen-{on}-{EXAMPLE}" if demonstration else f"plannen-{on}"
    content = as_geopackage("plannen", columns, rows, shapes)
    response = HttpResponse(content, content_type=GEOPACKAGE_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.gpkg"'
    return response


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
    plans = outgoing(versions, region=None, on=on).plans
    by_name = sorted(plans, key=lambda plan: (plan.name, plan.plan_id))
    form = form_of(by_name, municipality.name, on, demonstration=demonstration)
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
    for part in _parts(versions.iterator(chunk_size=CHUNK)):
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
                **_judgements(version),
                **_place(version),
            }


def _judgements(version: PlanVersion) -> dict[str, Any]:
    return {
        "programmaklasse": ProgrammeClass(version.programme_class).label,
        "bebouwd": BuiltUpArea(version.built_up_area).label,
        "opdrachtgever": ClientKind(version.client_kind).label,
        "woonmilieu": LivingEnvironment(version.living_environment).label,
        "functie": RegionalFunction(version.regional_function).label,
        "sleutelproject": _("ja") if version.key_project else _("nee"),
    }


def _place(version: PlanVersion) -> dict[str, Any]:
    """Return the shape of a plan, if it was read."""
    if "geometry" in version.get_deferred_fields():
        return {}
    return {"geometrie": bytes(version.geometry) if version.geometry else None}


def _parts(items: Iterable[PlanVersion]) -> Iterator[list[PlanVersion]]:
    part: list[PlanVersion] = []
    for item in items:
        part.append(item)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part

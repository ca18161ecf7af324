"""The plans of a region as features for QGIS and other programs (OGC API Features)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.region.features.collections import (
    Batch,
    Collection,
    Feature,
    Filter,
    Question,
)
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import lineage
from woonregie.subjects.plans.models import (
    LocationKind,
    PlanningStatus,
    PlanVersion,
    ProgrammeClass,
    ProjectPhase,
)
from woonregie.subjects.plans.queries.places import touching
from woonregie.subjects.plans.queries.relations import plans_that_step_back
from woonregie.subjects.plans.queries.versions import visible_during

_FIELDS = {
    "planologischeStatus": "planning_status",
    "projectfase": "project_phase",
    "soortLocatie": "location_kind",
    "programmaklasse": "programme_class",
}

_BESIDE = ("plan", "municipality__organisation", "settlement")
# A page holds a thousand: what is not shown is not read.
_READ = (
    *_FIELDS.values(),
    *("name", "build", "demolition", "unphased", "valid_on", "ends_before", "version"),
    *("invented", "geometry", "plan__number", "settlement__name"),
    *("municipality__code", "municipality__organisation__name"),
)


def plans(question: Question) -> Batch:
    """Return the plans that somebody may see, as they were on the last day that is asked."""
    found = _filtered(
        visible_during(
            account=question.account,
            region=question.region,
            starts_on=question.starts_on,
            ends_on=question.ends_on,
            known_on=question.known_on,
            today=question.today,
        ),
        question,
    )
    if question.area is not None:
        found = touching(found, question.area)
    back = plans_that_step_back(question.ends_on, question.known_on)
    rows = PlanVersion.objects.select_related(*_BESIDE).only(*_READ)
    page = keyset(found, order=["plan_id"], after=question.after, size=question.limit, rows=rows)
    return Batch(
        features=[_feature(version, back) for version in page.items],
        matched=found.order_by().count(),
        next_cursor=page.next_cursor,
    )


def _filtered(found: QuerySet[PlanVersion], question: Question) -> QuerySet[PlanVersion]:
    for name, value in question.filters.items():
        if name == "gemeente":
            asked = Municipality.objects.filter(code=value).values_list("pk", flat=True)
            found = found.filter(municipality__in=lineage(asked, on=question.ends_on))
        else:
            found = found.filter(**{_FIELDS[name]: value})
    if question.identifier:
        found = found.filter(plan__number=question.identifier)
    return found


def _feature(version: PlanVersion, back: set[UUID]) -> Feature:
    return Feature(
        identifier=version.plan.number,
        geometry=bytes(version.geometry) if version.geometry else None,
        properties={
            "nummer": version.plan.number,
            "naam": version.name,
            "gemeente": version.municipality.code,
            "gemeentenaam": version.municipality.name,
            "kern": version.settlement.name if version.settlement else None,
            "planologischeStatus": version.planning_status,
            "planologischeStatusNaam": _STATUSES[version.planning_status],
            "projectfase": version.project_phase,
            "soortLocatie": version.location_kind,
            "programmaklasse": version.programme_class,
            "teBouwen": version.build,
            "teSlopen": version.demolition,
            "netto": version.build - version.demolition,
            "zonderJaar": version.unphased,
            "teltMee": version.plan_id not in back,
            "geldtVanaf": version.valid_on.isoformat(),
            "geldtTot": version.ends_before.isoformat() if version.ends_before else None,
            "versie": version.version,
            "voorbeeldgegevens": version.invented,
        },
    )


_STATUSES = {status.value: str(status.label) for status in PlanningStatus}
_TEXT: Mapping[str, Any] = {"type": "string"}
_NUMBER: Mapping[str, Any] = {"type": "integer"}
_DAY: Mapping[str, Any] = {"type": "string", "format": "date"}
_YES_NO: Mapping[str, Any] = {"type": "boolean"}
PLANS = Collection(
    name="plannen",
    title="Woningbouwplannen",
    about=(
        "De plannen die u mag zien, op de peildatum. Aantallen zijn woningen die nog gebouwd of "
        "gesloopt worden."
    ),
    properties={
        "nummer": _TEXT,
        "naam": _TEXT,
        "gemeente": _TEXT,
        "gemeentenaam": _TEXT,
        "kern": {**_TEXT, "nullable": True},
        "planologischeStatus": {**_TEXT, "enum": PlanningStatus.values},
        "planologischeStatusNaam": _TEXT,
        "projectfase": {**_TEXT, "enum": ProjectPhase.values},
        "soortLocatie": {**_TEXT, "enum": LocationKind.values},
        "programmaklasse": {**_TEXT, "enum": ProgrammeClass.values},
        "teBouwen": _NUMBER,
        "teSlopen": _NUMBER,
        "netto": _NUMBER,
        "zonderJaar": _NUMBER,
        "teltMee": _YES_NO,
        "geldtVanaf": _DAY,
        "geldtTot": {**_DAY, "nullable": True},
        "versie": _NUMBER,
        "voorbeeldgegevens": _YES_NO,
    },
    filters={
        "gemeente": Filter("CBS-code, bijvoorbeeld GM0193.", pattern="GM[0-9]{4}"),
        "planologischeStatus": Filter("De planologische status.", tuple(PlanningStatus.values)),
        "projectfase": Filter("De projectfase.", tuple(ProjectPhase.values)),
        "soortLocatie": Filter("Het soort locatie.", tuple(LocationKind.values)),
        "programmaklasse": Filter("De programmaklasse.", tuple(ProgrammeClass.values)),
    },
    find=plans,
)

"""Reading a delivered list with what the register knows: places, plans, names."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from woonregie.foundation.accounts.models import OrganisationKind
from woonregie.foundation.files.services import path_of
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Municipality, Region, RegionMember, Settlement
from woonregie.foundation.region.queries import holds_on, lineage
from woonregie.subjects.plans.formats import DRAWERS, OWN, read_plans
from woonregie.subjects.plans.formats.checks import check_whole
from woonregie.subjects.plans.formats.delivered import Context, Progress, ReadResult
from woonregie.subjects.plans.formats.issues import issue
from woonregie.subjects.plans.formats.places import Gone, Place, Places
from woonregie.subjects.plans.formats.regional.columns import columns_of
from woonregie.subjects.plans.formats.regional.reading import meanings_of_layout
from woonregie.subjects.plans.meanings import Meanings
from woonregie.subjects.plans.models import LedField, Plan, PlanImport, PlanVersion
from woonregie.subjects.plans.queries.layouts import layout_of_system
from woonregie.subjects.plans.queries.versions import versions_on
from woonregie.subjects.plans.services.copying import chunks
from woonregie.subjects.plans.services.echoes import keep_what_we_said
from woonregie.subjects.plans.services.leads import silenced
from woonregie.subjects.plans.values import PlanValues

TABLES = (".csv", ".xlsx", ".xls", ".ods")
LOCATION = ("geometry", "x", "y", "area_m2")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list is to be read, and for whom.

    Args:
        path: where the file lies.
        name: what its sender calls it.
        region: for which region; None is every municipality.
        municipality: the only one that is wanted; None is all.
        on: reference date of the list.
        format_name: its layout; empty is the one that recognises it.
        meanings: what its sender decided about its columns and words.
        system: from which system it comes, where that leads for some fields.
        layout: what the layout says that the region filled in for that system.
        kept: plans that are kept from who delivers: the list is read as if we did not know them.
    """

    path: Path
    name: str
    region: Region | None
    municipality: Municipality | None
    on: date
    format_name: str = ""
    meanings: Meanings = field(default_factory=Meanings)
    system: str = ""
    layout: Meanings = field(default_factory=Meanings)
    kept: frozenset[UUID] = frozenset()

    @classmethod
    def again(cls, delivery: PlanImport) -> "Asked":
        """Return what was asked for a delivery."""
        return cls(
            path_of(delivery.file),
            delivery.file.name,
            delivery.region,
            delivery.municipality,
            delivery.reference_date,
            delivery.format_name,
            Meanings.kept(delivery.meanings),
            delivery.system,
        )


def by_layout(asked: Asked, learned: Meanings) -> Asked:
    """Return a list with what was decided about it: by its sender, its system, and just now.

    A list that says to come from a system is read by the layout that the region filled in for it;
    a layer of a map has names of its own.

    Args:
        asked: the list.
        learned: what its sender decided about earlier lists.
    """
    found = None
    if asked.region is not None and asked.system and asked.name.lower().endswith(TABLES):
        found = layout_of_system(asked.region, asked.system, on=asked.on)
    if found is None:
        return replace(asked, meanings=learned.with_more(asked.meanings))
    layout = meanings_of_layout(columns_of(found.columns))
    meanings = learned.with_more(layout).with_more(asked.meanings)
    return replace(asked, meanings=meanings, layout=layout, format_name=asked.format_name or OWN)


def read_list(asked: Asked, progress: Progress) -> tuple[str, ReadResult]:
    """Return the layout of a list, and what stands in it.

    Raises:
        FileRefusedError: the file as a whole cannot be used.
    """
    context = Context(
        places=places_on(asked.on),
        settlements={
            (place, name.lower()): key
            for place, name, key in Settlement.objects.values_list("municipality_id", "name", "pk")
        },
        municipality_id=asked.municipality.pk if asked.municipality else None,
        invented=is_example(asked),
        reference_year=asked.on.year,
        meanings=asked.meanings,
        progress=progress,
    )
    name, result = read_plans(asked.path, asked.name, context, asked.format_name)
    _check_numbers(result, asked.kept)
    _keep(result, asked.on, asked.kept)
    # A list of the sender's own has no drawer: we deliver in no such layout.
    if name in DRAWERS:
        keep_what_we_said(result, DRAWERS[name], context, asked.region, asked.on, asked.kept)
    check_whole(result)
    _keep_to_leads(result, asked)
    return name, result


def _keep_to_leads(result: ReadResult, asked: Asked) -> None:
    """Let a list say nothing of what another system leads."""
    result.rows, told = silenced(result.rows, system=asked.system, on=asked.on)
    for (led, system), rows in sorted(told.items()):
        label = LedField(led).label
        words = {"field": label, "system": system, "rows": rows}
        result.issues.append(issue("led_elsewhere", 0, str(label).capitalize(), **words))


def places_on(day: date) -> Places:
    """Return the municipalities of a day by name and code, and what became of the others."""
    there: list[Place] = []
    gone: dict[str, Gone] = {}
    named = Municipality.objects.select_related("organisation__successor")
    now = set(named.filter(holds_on(day, "organisation__")).values_list("pk", flat=True))
    heirs = lineage(now, on=day)
    for place in named.order_by("organisation__ends_before"):
        if place.pk in now:
            there.append(Place(place.pk, place.code, place.name))
        else:
            gone[place.code] = gone[place.name] = _gone(place, day, heirs.get(place.pk))
    return Places(there, gone)


def places_ever(day: date) -> Places:
    """Return the municipalities of all times: by name those of a day first, by code all."""
    there: list[Place] = []
    named = Municipality.objects.select_related("organisation")
    now = set(named.filter(holds_on(day, "organisation__")).values_list("pk", flat=True))
    names = {place.name for place in named if place.pk in now}
    for place in named:
        taken = place.pk not in now and place.name in names
        there.append(Place(place.pk, place.code, place.code if taken else place.name))
    return Places(there)


def _gone(place: Municipality, day: date, heir: UUID | None) -> Gone:
    ended, successor = place.organisation.ends_before, place.organisation.successor
    if ended is None or ended > day:
        return Gone(place.name, None, "")
    return Gone(place.name, ended, str(successor or ""), heir)


def is_example(asked: Asked) -> bool:
    """Return whether the plans are examples: those of a demonstration region are."""
    if asked.region is not None:
        return asked.region.demonstration
    if asked.municipality is None:
        return False
    return RegionMember.objects.filter(
        holds_on(asked.on),
        organisation=asked.municipality.organisation_id,
        organisation__kind=OrganisationKind.MUNICIPALITY,
        region__demonstration=True,
    ).exists()


def _check_numbers(result: ReadResult, kept: frozenset[UUID]) -> None:
    """Report plan numbers that we did not give, or gave to another municipality.

    A list of another register brings numbers and keys: there the key tells which plan it is.
    """
    numbers = sorted({row.number for row in result.rows if row.number})
    owners: dict[str, UUID] = {}
    for part in chunks(numbers):
        known = Plan.objects.filter(number__in=part)
        if kept:
            known = known.exclude(Among("id", kept))
        owners |= dict(known.values_list("number", "municipality"))
    heirs = lineage({row.municipality_id for row in result.rows})
    for at, (row, line) in enumerate(zip(result.rows, result.lines, strict=True)):
        if not row.number:
            continue
        owner = owners.get(row.number)
        if owner is None and row.key:
            result.rows[at] = replace(row, number="")
            result.issues.append(issue("number_of_others", line, "plannummer", row.number))
        elif owner is None or heirs.get(owner) != row.municipality_id:
            result.issues.append(issue("unknown_plan", line, "plannummer", row.number))


def _keep(result: ReadResult, on: date, kept_back: frozenset[UUID]) -> None:
    """Fill in what a list leaves as it is: a shape or remarks too long for a cell, line ends."""
    numbered = {row.number: at for at, row in enumerate(result.rows) if row.number}
    standing: dict[int, PlanVersion] = {}
    for part in chunks(sorted(numbered)):
        found = versions_on(on).filter(plan__number__in=part).select_related("plan")
        standing |= {
            numbered[version.plan.number]: version
            for version in found
            if version.plan_id not in kept_back
        }
    for at, version in standing.items():
        row = result.rows[at]
        kept = _kept(row.values, version, result.unchanged.get(at, frozenset()))
        if kept:
            result.rows[at] = replace(row, values=replace(row.values, **kept))
    for at in set(result.unchanged) - set(standing):
        result.issues.append(issue("nothing_to_keep", result.lines[at]))


def _kept(said: PlanValues, version: PlanVersion, unchanged: frozenset[str]) -> Mapping[str, Any]:
    old = PlanValues.of(version)
    kept: dict[str, Any] = {}
    if "location" in unchanged:
        kept |= {name: getattr(old, name) for name in LOCATION}
    # A browser ends lines in its own way, and a spreadsheet in another.
    if "note" in unchanged or old.note.replace("\r\n", "\n") == said.note:
        kept["note"] = old.note
    if said.planning_status == version.planning_status:
        # What counts may follow from decisions: who says the same, states nothing new.
        kept["planning_status"] = old.planning_status
    return kept

"""Differences between two versions of a plan, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from woonregie.subjects.plans.models import LocationKind, PlanningStatus, PlanVersion, ProjectPhase
from woonregie.subjects.plans.values import PlanValues


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: what it was, what it became, and in a conflict what I want."""

    label: str
    before: str
    after: str
    mine: str = ""
    conflict: bool = False


def in_words(
    before: PlanVersion | None, after: PlanVersion, *, mine: PlanValues | None = None
) -> list[Difference]:
    """Return the fields in which two versions differ, or that I want otherwise."""
    old = PlanValues.of(before) if before is not None else None
    new = PlanValues.of(after)
    found = []
    for name, label in _labels().items():
        was = _shown(name, old) if old else "–"
        became = _shown(name, new)
        wanted = _shown(name, mine) if mine else ""
        if was != became or (mine and wanted != became):
            clash = bool(mine) and was != became and wanted not in {was, became}
            found.append(Difference(label, was, became, wanted, clash))
    return found


def _labels() -> dict[str, str]:
    return {
        "name": _("Naam"),
        "planning_status": _("Planologische status"),
        "project_phase": _("Projectfase"),
        "location_kind": _("Soort locatie"),
        "geometry": _("Locatie"),
        "note": _("Opmerkingen"),
    }


def _shown(name: str, values: PlanValues) -> str:
    value: Any = getattr(values, name)
    lists = {
        "planning_status": PlanningStatus,
        "project_phase": ProjectPhase,
        "location_kind": LocationKind,
    }
    if name in lists:
        return str(lists[name](value).label)
    if name == "geometry":
        return (
            f"{values.x:.0f}, {values.y:.0f}"
            if values.x is not None and values.y is not None
            else _("geen")
        )
    return str(value) or "–"

"""The fields of the register, for what is delivered: what people call them, what a plan says.

An outlet has to say of each of these how much of it its file holds.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.disclosure.circles import USUAL, circles_in_words
from woonregie.subjects.plans.formats.rows import NAMED
from woonregie.subjects.plans.groups import GROUPS
from woonregie.subjects.plans.models import (
    BottleneckKind,
    Breakdown,
    BuiltUpArea,
    ClientKind,
    DecisionStep,
    Instrument,
    LivingEnvironment,
    LocationKind,
    PlanningStatus,
    ProgrammeClass,
    ProjectPhase,
    RegionalFunction,
    RelationKind,
)
from woonregie.subjects.plans.queries.outgoing import TOTAL, OutPlan
from woonregie.subjects.plans.values import HomeKind

UNSAID = {"unknown", "undetermined", ""}
_CELL = Breakdown.CELL.value


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the register.

    Args:
        title: what people call it.
        words: what a plan says there, in a few words; "" when it says nothing.
        homes: how many homes of a plan that concerns.
        quick: whether it says anything, without looking for words; None is by its words.
    """

    title: Any
    words: Callable[[OutPlan], str]
    homes: Callable[[OutPlan], int]
    quick: Callable[[OutPlan], bool] | None = None

    @property
    def says(self) -> Callable[[OutPlan], str | int]:
        """What tells whether a plan says anything here."""
        return self.quick or self.words


def all_homes(plan: OutPlan) -> int:
    """Return all homes of a plan, to build and to demolish."""
    return plan.build + plan.demolition


def _code(name: str, known: Any, usual: str = "unknown") -> Field:
    read, unsaid = attrgetter(f"values.{name}"), {usual, *UNSAID}

    def words(plan: OutPlan) -> str:
        code = read(plan)
        return "" if code in unsaid else str(known(code).label)

    return Field(_TITLES[name], words, all_homes, lambda plan: read(plan) not in unsaid)


def _status(plan: OutPlan) -> str:
    code = plan.planning_status
    return "" if code in UNSAID else str(PlanningStatus(code).label)


def _stated(plan: OutPlan) -> str:
    stated = plan.values.planning_status
    return str(PlanningStatus(stated).label) if stated != plan.planning_status else ""


def _line(account: str, breakdown: str) -> Field:
    line = f"{account} {breakdown}"

    def words(plan: OutPlan) -> str:
        homes = plan.lines.get(line, 0)
        return _("%(homes)s woningen") % {"homes": homes} if homes else ""

    return Field(
        _TITLES[line],
        words,
        lambda plan: plan.lines.get(line, 0),
        lambda plan: line in plan.lines,
    )


def _phased(plan: OutPlan) -> int:
    return sum(
        homes
        for cell, homes in plan.cells.items()
        if cell.breakdown == Breakdown.TOTAL and cell.from_year is not None
    )


def _has_years(plan: OutPlan) -> bool:
    return any(cell.from_year is not None for cell in plan.cells if cell.breakdown == TOTAL)


def _phasing(plan: OutPlan) -> str:
    homes = _phased(plan)
    return _("%(homes)s woningen met een jaar of periode") % {"homes": homes} if homes else ""


def priced_homes(plan: OutPlan) -> int:
    """Return the homes of a plan that have a price in euros."""
    if not plan.lines.get(f"build {_CELL}") and not plan.lines.get(f"demolition {_CELL}"):
        return 0
    return sum(
        homes
        for cell, homes in plan.cells.items()
        if cell.breakdown == _CELL and HomeKind.read(cell.category).price_cents is not None
    )


def _has_prices(plan: OutPlan) -> bool:
    return "build cell" in plan.lines and priced_homes(plan) > 0


def _prices(plan: OutPlan) -> str:
    homes = priced_homes(plan)
    return _("%(homes)s woningen met een prijs") % {"homes": homes} if homes else ""


def demolished_lines(plan: OutPlan) -> int:
    """Return the homes to demolish of which the kind is known, in the line that knows most."""
    return max(
        (
            homes
            for line, homes in plan.lines.items()
            if line.startswith("demolition ") and line != "demolition total"
        ),
        default=0,
    )


def _demolition(plan: OutPlan) -> str:
    homes = demolished_lines(plan)
    return _("%(homes)s woningen") % {"homes": homes} if homes else ""


def _realised(plan: OutPlan) -> int:
    return sum(plan.realised.values())


def _kinds(plan: OutPlan) -> str:
    return ", ".join(str(BottleneckKind(one.kind).label) for one in plan.bottlenecks)


def _relations(plan: OutPlan) -> str:
    return ", ".join(
        f"{RelationKind(one.kind).label} {one.number}"
        for one in plan.related
        if one.own and one.kind != RelationKind.PART_OF
    )


def _keys(plan: OutPlan) -> Iterator[tuple[str, str]]:
    """Give the keys that somebody gave; what we made of a name says a reader nothing."""
    return ((system, key) for system, key in plan.keys.items() if NAMED not in key)


def _decisions(plan: OutPlan) -> str:
    return "; ".join(
        f"{Instrument(one.instrument).label}, {DecisionStep(one.step).label} "
        f"{date_format(one.decided_on)}"
        for one in plan.decisions
    )


def _audience(plan: OutPlan) -> str:
    told = [] if plan.circles == USUAL else circles_in_words(plan.circles)
    kept = [str(GROUPS[group]) for group in plan.kept]
    if kept:
        told.append(_("eigen publiek voor %(groups)s") % {"groups": ", ".join(kept)})
    return ", ".join(told)


def _said(
    title: Any, words: Callable[[OutPlan], str], quick: Callable[[OutPlan], bool] | None = None
) -> Field:
    return Field(title, words, all_homes, quick)


_TITLES: Mapping[str, Any] = {
    "project_phase": gettext_lazy("Projectfase"),
    "location_kind": gettext_lazy("Soort locatie"),
    "programme_class": gettext_lazy("Programmaklasse"),
    "built_up_area": gettext_lazy("Bestaand bebouwd gebied"),
    "client_kind": gettext_lazy("Opdrachtgever"),
    "living_environment": gettext_lazy("Woonmilieu"),
    "regional_function": gettext_lazy("Regionale functie"),
    "build type": gettext_lazy("Woningtype"),
    "build tenure": gettext_lazy("Huur en koop"),
    "build price": gettext_lazy("Prijsklasse"),
    "build target_group": gettext_lazy("Doelgroep"),
    "build care": gettext_lazy("Wonen en zorg"),
    "build flexible": gettext_lazy("Flexwonen"),
    "build cell": gettext_lazy("Volledige verdeling"),
}

FIELDS: Mapping[str, Field] = {
    "number": _said(gettext_lazy("Plannummer"), lambda plan: plan.number),
    "name": _said(gettext_lazy("Naam"), lambda plan: plan.name),
    "municipality": _said(gettext_lazy("Gemeente"), lambda plan: plan.municipality.name),
    "settlement": _said(gettext_lazy("Kern"), lambda plan: plan.settlement),
    "keys": _said(
        gettext_lazy("Sleutels van andere systemen"),
        lambda plan: ", ".join(f"{system}: {key}" for system, key in _keys(plan)),
        lambda plan: any(True for _found in _keys(plan)),
    ),
    "planning_status": _said(
        gettext_lazy("Planologische status"),
        _status,
        lambda plan: plan.planning_status not in UNSAID,
    ),
    "stated_status": _said(gettext_lazy("Opgegeven status naast die uit besluiten"), _stated),
    "project_phase": _code("project_phase", ProjectPhase),
    "location_kind": _code("location_kind", LocationKind),
    "programme_class": _code("programme_class", ProgrammeClass),
    "built_up_area": _code("built_up_area", BuiltUpArea),
    "client_kind": _code("client_kind", ClientKind),
    "living_environment": _code("living_environment", LivingEnvironment),
    "regional_function": _code("regional_function", RegionalFunction, "local"),
    "key_project": _said(
        gettext_lazy("Sleutelproject"), lambda plan: _("ja") if plan.values.key_project else ""
    ),
    "note": _said(gettext_lazy("Opmerkingen"), lambda plan: plan.values.note),
    "geometry": _said(
        gettext_lazy("Ligging"),
        lambda plan: (
            ""
            if plan.values.geometry is None
            else _("vlak")
            if plan.values.area_m2 is not None
            else _("punt")
        ),
        lambda plan: plan.values.geometry is not None,
    ),
    "build": Field(
        gettext_lazy("Te bouwen"),
        lambda plan: str(plan.build) if plan.build else "",
        lambda plan: plan.build,
    ),
    "demolition": Field(
        gettext_lazy("Te slopen"),
        lambda plan: str(plan.demolition) if plan.demolition else "",
        lambda plan: plan.demolition,
    ),
    "phasing": Field(gettext_lazy("Fasering"), _phasing, _phased, _has_years),
    "type": _line("build", "type"),
    "tenure": _line("build", "tenure"),
    "price": _line("build", "price"),
    "target_group": _line("build", "target_group"),
    "care": _line("build", "care"),
    "flexible": _line("build", "flexible"),
    "division": _line("build", "cell"),
    "price_eur": Field(gettext_lazy("Prijs in euro"), _prices, priced_homes, _has_prices),
    "demolition_division": Field(
        gettext_lazy("Verdeling van de sloop"),
        _demolition,
        demolished_lines,
        lambda plan: "demolition total" in plan.lines and demolished_lines(plan) > 0,
    ),
    "realised": Field(
        gettext_lazy("Gerealiseerd"),
        lambda plan: str(_realised(plan)) if plan.realised else "",
        _realised,
    ),
    "part_of": _said(
        gettext_lazy("Overkoepelend plan"),
        lambda plan: f"{plan.part_of.number} {plan.part_of.name}" if plan.part_of else "",
    ),
    "relations": _said(gettext_lazy("Andere samenhang"), _relations),
    "bottlenecks": _said(gettext_lazy("Knelpunten"), _kinds),
    "decisions": _said(gettext_lazy("Planologische besluiten"), _decisions),
    "prospects": _said(
        gettext_lazy("Kansrijkheid"),
        lambda plan: ", ".join(
            f"{one.judge}: {one.probability_share:.0%}" for one in plan.prospects
        ),
    ),
    "claims": Field(
        gettext_lazy("Claims op de locatie"),
        lambda plan: str(plan.claimed) if plan.claimed else "",
        lambda plan: plan.claimed,
    ),
    "write_downs": Field(
        gettext_lazy("Afgesproken, nog hard"),
        lambda plan: str(plan.agreed_still_hard) if plan.agreed_still_hard else "",
        lambda plan: plan.agreed_still_hard,
    ),
    "audience": _said(gettext_lazy("Wie het plan mag zien"), _audience),
    "invented": _said(
        gettext_lazy("Verzonnen voorbeeld"),
        lambda plan: _("ja") if plan.values.invented else "",
        lambda plan: plan.values.invented,
    ),
}
"""Every field that an outlet has to speak of."""

"""The geodatabase "Planregistratie Wonen", as the province of Gelderland asks for it."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.norms.queries import norms_on
from woonregie.foundation.region.models import PROVINCES
from woonregie.subjects.plans.formats.fields import FIELDS, demolished_lines
from woonregie.subjects.plans.formats.gelderland.codes import tables
from woonregie.subjects.plans.formats.gelderland.columns import (
    BUILT,
    DEMOLISHED,
    SLOOP,
    Columns,
)
from woonregie.subjects.plans.formats.gelderland.geodatabase import ENDING, write_geodatabase
from woonregie.subjects.plans.formats.gelderland.layers import (
    Layer,
    Setting,
    label_layer,
    parent_layer,
    parents_of,
    place_layer,
    plan_layers,
)
from woonregie.subjects.plans.formats.gelderland.numbers import CELL, KINDS, LINES, beyond
from woonregie.subjects.plans.formats.outlets import (
    FULL,
    About,
    Hold,
    Outlet,
    Requirement,
    Written,
    absent,
    coarse,
)
from woonregie.subjects.plans.formats.yearly import in_periods
from woonregie.subjects.plans.models import BottleneckKind
from woonregie.subjects.plans.prices import LIMITS
from woonregie.subjects.plans.queries.outgoing import OutPlan
from woonregie.subjects.plans.values import HomeKind

TITLE = gettext_lazy("Planregistratie Wonen (Gelderland)")


def setting_of(about: About) -> Setting:
    """Return what stands in every record of a delivery."""
    plans = about.held.plans
    provinces = {plan.municipality.province_code for plan in plans}
    province = PROVINCES.get(provinces.pop(), "") if len(provinces) == 1 else ""
    named = {plan.number: plan for plan in plans}
    return Setting(
        region=str(about.held.region or about.place),
        province=province,
        moment=about.at.astimezone(UTC).replace(tzinfo=None),
        classes=about.classes,
        parents={number: named[number] for number in parents_of(plans) if number in named},
    )


def _write(plans: Sequence[OutPlan], place: Path, about: About) -> Written:
    setting = setting_of(about)
    registered, detailed = plan_layers(plans, setting)
    places = sorted(
        {
            (plan.municipality.code, plan.municipality.name, plan.settlement)
            for plan in plans
            if plan.settlement
        }
    )
    others = [
        place_layer(places, setting),
        label_layer(_limits(about), setting),
        parent_layer(setting.parents.values(), setting),
    ]
    write_geodatabase("planregistratie_wonen", [registered, detailed, *others], place)
    return _counted(registered, detailed)


def _counted(registered: Layer, detailed: Columns) -> Written:
    """Return what stands in the layers, added up from the years."""
    return Written(
        plans=len(registered.records),
        rows=detailed.size,
        build=detailed.homes(KINDS, BUILT),
        demolition=detailed.homes(SLOOP, DEMOLISHED),
    )


def _limits(about: About) -> Mapping[str, str]:
    """Return price class -> its limit in words, always in Dutch."""
    norms = norms_on(about.held.region, about.on)
    found = {}
    for code, (key, above) in LIMITS.items():
        if key in norms:
            euros = f"{float(norms[key].value):,.2f}".translate(_DUTCH).removesuffix(",00")
            found[code] = f"{'boven' if above else 'tot en met'} € {euros}"
    return found


_DUTCH = str.maketrans(",.", ".,")


# ------------------------------------------------------------------ what is lost
def counts_elsewhere(plan: OutPlan) -> str:
    """Return why the homes of a plan stand with another plan; "" for a plan that counts."""
    if plan.counts:
        return ""
    if any(one.kind == "part_of" and not one.own for one in plan.related):
        return _(
            "Andere plannen zijn hier onderdeel van. Dit plan staat zonder woningen in de laag "
            "Overkoepelendeplannen."
        )
    return _("Een ander plan staat voor deze woningen. Samen zouden zij dubbel tellen.")


def _status(plan: OutPlan) -> str:
    coarse_codes = tables()["planning_status"].coarse
    return FIELDS["planning_status"].words(plan) if plan.planning_status in coarse_codes else ""


def _phase(plan: OutPlan) -> str:
    coarse_codes = tables()["project_phase"].coarse
    code = plan.values.project_phase
    return FIELDS["project_phase"].words(plan) if code in coarse_codes else ""


def _is_point(plan: OutPlan) -> bool:
    return plan.values.geometry is not None and plan.values.area_m2 is None


def _periods(plan: OutPlan) -> str:
    return _("%(homes)s woningen in een periode") % {"homes": in_periods(plan)}


def _line(breakdown: str) -> Hold:
    """Return how a line is held: as a total, and only of the classes that the province has."""

    def homes(plan: OutPlan) -> int:
        if not plan.lines.get(f"build {breakdown}"):
            return 0
        return sum(
            count
            for cell, count in plan.cells.items()
            if (cell.account, cell.breakdown) == ("build", breakdown)
            and (cell.from_year is not None or cell.category not in LINES[breakdown])
        )

    return coarse(
        gettext_lazy(
            "Staat als totaal bij het plan, zonder jaar, en alleen de klassen die de provincie "
            "kent."
        ),
        homes,
    )


def _more_than_kind(plan: OutPlan) -> str:
    """Return what the full division knows beyond the 33 kinds of a year."""
    if not plan.lines.get(f"build {CELL}") and not plan.lines.get(f"demolition {CELL}"):
        return ""
    kinds = (HomeKind.read(cell.category) for cell in plan.cells if cell.breakdown == CELL)
    lost = any(kind.target_group or kind.care or kind.flexible for kind in kinds)
    too_many = beyond(plan)
    told = [_("doelgroep, zorg en flexwonen")] if lost else []
    if too_many:
        told.append(_("%(homes)s woningen meer dan het plan telt") % {"homes": too_many})
    if _misplaced(plan):
        told.append(_("andere perioden dan de fasering"))
    if any(_unlike(cell.category) for cell in plan.cells if cell.breakdown == CELL):
        told.append(_("eigendom en prijsklasse worden één"))
    return ", ".join(told)


def _misplaced(plan: OutPlan) -> bool:
    """Return whether homes of the division have a period that is no single year of the plan."""
    return any(
        cell.breakdown == CELL
        and (cell.account, "total", "", cell.from_year, cell.before_year) not in plan.cells
        for cell in plan.cells
    ) or any(
        cell.breakdown == CELL
        and cell.from_year is not None
        and cell.before_year != cell.from_year + 1
        for cell in plan.cells
    )


def _unlike(category: str) -> bool:
    home = HomeKind.read(category)
    return home.price_class in {"rent_unknown", "owner_unknown"} or (
        bool(home.price_class) and not home.tenure
    )


def _demolished(plan: OutPlan) -> int:
    simple = any(
        line.startswith("demolition ") and line not in {"demolition total", f"demolition {CELL}"}
        for line in plan.lines
    )
    return demolished_lines(plan) if simple else 0


def _hindrances(plan: OutPlan) -> str:
    return ", ".join(str(BottleneckKind(one.kind).label) for one in plan.bottlenecks)


_NOT_ASKED = absent(gettext_lazy("De provincie vraagt dit niet."))
_TOLD = gettext_lazy("Staat in het bestand om te lezen. Wij lezen het niet terug.")

HOLDS: Mapping[str, Hold] = {
    **dict.fromkeys(FIELDS, FULL),
    "keys": coarse(
        gettext_lazy("Alleen de GlobalID van de provincie gaat mee."),
        lambda plan: ", ".join(key for key in plan.keys if key != "gelderland"),
    ),
    "planning_status": coarse(
        gettext_lazy("De provincie kent 5A en 5B niet: er staat 4B Idee."), _status
    ),
    "stated_status": absent(
        gettext_lazy("In het bestand staat de status die telt, en die volgt uit de besluiten.")
    ),
    "project_phase": coarse(
        gettext_lazy("De provincie kent de fase studie niet: er staat Onbekend."), _phase
    ),
    "programme_class": _NOT_ASKED,
    "built_up_area": _NOT_ASKED,
    "regional_function": _NOT_ASKED,
    "geometry": coarse(
        gettext_lazy("Het bestand kent alleen vlakken. Een punt gaat niet mee."), _is_point
    ),
    "phasing": coarse(
        gettext_lazy(
            "Het bestand kent alleen jaren. De woningen van een periode zijn gelijk over de "
            "jaren verdeeld."
        ),
        in_periods,
        words=_periods,
    ),
    **{line: _line(line) for line in ("type", "tenure", "price", "care", "flexible")},
    "target_group": absent(
        gettext_lazy("Het bestand noemt alleen studenten en ouderen, zonder aantal.")
    ),
    "division": coarse(
        gettext_lazy("Per jaar staan alleen type en prijsklasse in het bestand."),
        _more_than_kind,
    ),
    "price_eur": absent(
        gettext_lazy("Er staat de prijsklasse van uw regio, niet de prijs in euro.")
    ),
    "demolition_division": coarse(
        gettext_lazy("Bij sloop gaat alleen de volledige verdeling mee."),
        _demolished,
    ),
    "realised": coarse(_TOLD, FIELDS["realised"].words, FIELDS["realised"].homes),
    "part_of": coarse(_TOLD, FIELDS["part_of"].words),
    "relations": _NOT_ASKED,
    "bottlenecks": coarse(
        gettext_lazy(
            "De provincie kent tien knelpunten; de andere heten Anders. Wij lezen ze niet terug."
        ),
        _hindrances,
    ),
    "decisions": _NOT_ASKED,
    "prospects": coarse(
        gettext_lazy(
            "Er staat één kans, in stappen van 10%: het gemiddelde. Wij lezen die niet terug."
        ),
        FIELDS["prospects"].words,
    ),
    "claims": _NOT_ASKED,
    "write_downs": _NOT_ASKED,
    "audience": coarse(
        gettext_lazy(
            "De provincie kent vier stappen: Gemeente, Regio, ProvincieGemeente en Openbaar. "
            "Genoemde partners en groepen van velden gaan niet mee."
        ),
        FIELDS["audience"].words,
    ),
}

OUTLET = Outlet(
    name="gelderland",
    title=TITLE,
    receiver=gettext_lazy(
        "Voor de provincie Gelderland, en voor provincies met dezelfde planregistratie. Indeling "
        "van het lege sjabloon van de provincie."
    ),
    kinds={ENDING: "application/zip"},
    holds=HOLDS,
    write=_write,
    requires=(
        Requirement(
            "verhuurder_type",
            gettext_lazy("Soort verhuurder"),
            gettext_lazy("Dat houden wij niet bij: het veld blijft leeg."),
            lambda plan: bool(plan.lines.get("build tenure") or plan.lines.get("build price")),
        ),
        Requirement(
            "geometrie",
            gettext_lazy("Vlak"),
            gettext_lazy("Teken de grens van het plan."),
            lambda plan: plan.values.area_m2 is None,
        ),
    ),
    skips=counts_elsewhere,
    again=True,
    remarks=(
        gettext_lazy(
            "De kolommen koop2, koop4, huur2, huur3 en huur4 volgen de prijsgrenzen van uw regio. "
            "De laag Regiovelden noemt die grenzen. Koop1, koop3 en huur1 blijven leeg."
        ),
        gettext_lazy(
            "Woningtype, eigendom en prijsklasse staan alleen per jaar als u de volledige "
            "verdeling kent. Anders staan zij als totaal bij het plan."
        ),
    ),
)

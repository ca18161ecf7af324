"""What stands on the page of a plan of which a reader sees a part, group by group.

The page itself, what its owner looks at before she says an audience, and the public page all show
what stands here, so none of them can tell more than another.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from woonregie.foundation.disclosure.models import Ground
from woonregie.foundation.pages.charts import written
from woonregie.subjects.plans.compare import CATEGORY_LABELS, period_label
from woonregie.subjects.plans.groups import (
    CLIENT,
    GEOMETRY,
    GROUPS,
    LAND,
    NUMBERS,
    PRICE,
    PROSPECTS,
)
from woonregie.subjects.plans.models import Account, Breakdown, PlanVersion
from woonregie.subjects.plans.queries import Holding, holdings
from woonregie.subjects.plans.queries.daily import bottlenecks_of, claims_on, prospects_of
from woonregie.subjects.plans.segments import price_words
from woonregie.subjects.plans.values import HomeKind

LAST = (9999, 9999)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is told of a plan."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PartGroup:
    """One group of fields: what it says, or on which ground it is kept from the reader."""

    code: str
    title: str
    facts: Sequence[Fact] = ()
    kept: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A plan as far as a reader sees it."""

    number: str
    name: str
    municipality: str
    settlement: str
    status: str
    phase: str
    invented: bool
    groups: Sequence[PartGroup]

    @property
    def kept(self) -> list[str]:
        """The titles of the groups that are kept from the reader."""
        return [group.title for group in self.groups if group.kept]


def part_of(
    version: PlanVersion,
    hidden: Collection[str],
    *,
    grounds: Mapping[str, str] | None = None,
    on: date,
    known_on: datetime | None = None,
) -> Part:
    """Return a plan as far as a reader sees it.

    Number, name, municipality, settlement, planning status and phase are always there. What is
    in no group (remarks, files, notes, history) is on no such page.

    Args:
        version: the plan on the day.
        hidden: the groups that are kept from the reader.
        grounds: group -> code of the ground on which it is kept.
        on: the day.
        known_on: as known at this moment; None is now.
    """
    about = _About(version, frozenset(hidden), on, known_on)
    return Part(
        number=version.plan.number,
        name=version.name,
        municipality=version.municipality.name,
        settlement=version.settlement.name if version.settlement else "",
        status=str(version.get_planning_status_display()),
        phase=str(version.get_project_phase_display()),
        invented=version.invented,
        groups=[_group(about, code, title, grounds or {}) for code, title in GROUPS.items()],
    )


def ground_words(code: str) -> str:
    """Return a ground of the law in words; what is only shared has none."""
    return "" if code in {"", Ground.OPEN} else str(Ground(code).label)


# ------------------------------------------------------------------ what each group says
@dataclass(frozen=True, slots=True)
class _About:
    version: PlanVersion
    hidden: frozenset[str]
    on: date
    known_on: datetime | None

    def held(self) -> Holding:
        plan_id = self.version.plan_id
        return holdings([plan_id], on=self.on, known_on=self.known_on)[plan_id]


def _group(about: _About, code: str, title: Promise, grounds: Mapping[str, str]) -> PartGroup:
    heading = str(title).capitalize()
    if code in about.hidden:
        return PartGroup(code, heading, kept=True, ground=ground_words(grounds.get(code, "")))
    facts = [Fact(str(label), value) for label, value in SAYS[code](about) if value]
    return PartGroup(code, heading, facts)


Facts = Sequence[tuple[str | Promise, str]]


def _numbers(about: _About) -> Facts:
    held = about.held()
    return [
        (_("Nog te bouwen"), written(held.build)),
        (_("Nog te slopen"), written(held.demolition)),
        (_("Bouw per periode"), _periods(held, Account.BUILD)),
        (_("Sloop per periode"), _periods(held, Account.DEMOLITION)),
        (_("Woningtypen"), _classes(held, Breakdown.TYPE)),
        (_("Doelgroepen"), _classes(held, Breakdown.TARGET_GROUP)),
        (_("Wonen en zorg"), _classes(held, Breakdown.CARE)),
        (_("Flexwonen"), _classes(held, Breakdown.FLEXIBLE)),
    ]


def _price(about: _About) -> Facts:
    held = about.held()
    # Counts of classes would tell the numbers to whoever may not know them.
    counted = NUMBERS not in about.hidden
    kinds = {HomeKind.read(cell.category) for cell in held.cells if cell.breakdown == "cell"}
    return [
        (_("Prijsklassen"), _classes(held, Breakdown.PRICE, counted=counted)),
        (_("Huur of koop"), _classes(held, Breakdown.TENURE, counted=counted)),
        (_("Prijzen"), "; ".join(sorted({price_words(kind) for kind in kinds} - {""}))),
    ]


def _prospects(about: _About) -> Facts:
    plan_id = about.version.plan_id
    chances = prospects_of(plan_id, known_on=about.known_on)
    held_up = bottlenecks_of(plan_id, on=about.on, known_on=about.known_on)
    return [
        (_("Programmaklasse"), str(about.version.get_programme_class_display())),
        (
            _("Kansen"),
            "; ".join(
                _("%(judge)s: %(chance)s %% (%(day)s)")
                % {
                    "judge": item.judge,
                    "chance": written(item.probability_share * 100),
                    "day": date_format(item.judged_on, "j-n-Y"),
                }
                for item in chances
            ),
        ),
        (_("Knelpunten"), "; ".join(_bottleneck(item) for item in held_up)),
    ]


def _bottleneck(item: Any) -> str:
    said = f"{item.get_kind_display()}, {item.owner}"
    return f"{said}: {item.text}" if item.text else said


def _land(about: _About) -> Facts:
    counted = NUMBERS not in about.hidden
    claims = claims_on(about.version.plan_id, known_on=about.known_on)
    return [
        (_("Soort locatie"), str(about.version.get_location_kind_display())),
        (
            _("Claims op de locatie"),
            "; ".join(
                f"{item.claimant}: {written(item.dwellings)}" if counted else str(item.claimant)
                for item in claims
            ),
        ),
    ]


def _client(about: _About) -> Facts:
    return [(_("Opdrachtgever"), str(about.version.get_client_kind_display()))]


def _geometry(about: _About) -> Facts:
    version = about.version
    spot = version.x is not None and version.y is not None
    return [
        (
            _("Rijksdriehoek"),
            f"{round(version.x or 0)}, {round(version.y or 0)}" if spot else "",
        ),
        (_("Oppervlakte"), f"{written(version.area_m2)} m²" if version.area_m2 else ""),
    ]


def _periods(held: Holding, account: str) -> str:
    counted = sorted(held.by_period(account).items(), key=lambda item: item[0] or LAST)
    return "; ".join(f"{period_label(period)}: {written(n)}" for period, n in counted if n)


def _classes(held: Holding, breakdown: str, *, counted: bool = True) -> str:
    labels = CATEGORY_LABELS[breakdown]
    said = {name: n for name, n in held.by_category(breakdown).items() if name in labels and n}
    return "; ".join(
        f"{labels[name]}: {written(n)}" if counted else str(labels[name])
        for name, n in said.items()
    )


SAYS: Mapping[str, Callable[[_About], Facts]] = {
    NUMBERS: _numbers,
    PRICE: _price,
    PROSPECTS: _prospects,
    LAND: _land,
    CLIENT: _client,
    GEOMETRY: _geometry,
}

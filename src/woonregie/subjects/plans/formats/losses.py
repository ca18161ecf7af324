"""What a delivery loses, on the plans at hand: per field how many plans and homes, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from woonregie.subjects.plans.formats.fields import FIELDS, Field, all_homes
from woonregie.subjects.plans.formats.outlets import Extent, Hold, Outlet
from woonregie.subjects.plans.queries.outgoing import Outgoing, OutPlan

EXAMPLES = 3
LONGEST_EXAMPLE = 120


@dataclass(frozen=True, slots=True)
class Example:
    """One plan to which something happens."""

    number: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What happens to one field, or what a receiver asks and we lack.

    Args:
        key: the field, or the name at the receiver.
        title: what people call it.
        extent: "full", "coarse" or "none"; "asked" for what the receiver asks.
        reason: why, and what the file says instead.
        plans: how many plans lose or lack something.
        dwellings: how many homes that concerns.
        examples: a few of these plans.
    """

    key: str
    title: str
    extent: str
    reason: str
    plans: int
    dwellings: int
    examples: Sequence[Example]


@dataclass(frozen=True, slots=True)
class LossReport:
    """What a format does to plans, told before the file is made.

    `leads` says in sentences which fields another system than ours leads, `invented` whether any
    of these plans is an example.
    """

    outlet: Outlet
    place: str
    on: date
    known_on: datetime | None
    plans: int
    build: int
    demolition: int
    left_out: Sequence[Finding]
    fields: Sequence[Finding]
    asked: Sequence[Finding]
    leads: Sequence[str] = ()
    invented: bool = False

    @property
    def lost(self) -> list[Finding]:
        """Fields of which at least one plan loses something, the most plans first."""
        found = [item for item in self.fields if item.plans]
        return sorted(found, key=lambda item: -item.plans)

    @property
    def lacking(self) -> list[Finding]:
        """What the receiver asks and at least one plan lacks."""
        return [item for item in self.asked if item.plans]

    @property
    def kept_in_full(self) -> list[Finding]:
        """Fields of which no plan loses anything."""
        return [item for item in self.fields if not item.plans]

    def as_json(self) -> dict[str, Any]:
        """Return the report for programs, in words of the language that is spoken now."""
        return {
            "language": get_language(),
            "format_name": self.outlet.name,
            "title": str(self.outlet.title),
            "receiver": str(self.outlet.receiver),
            "place": self.place,
            "reference_date": self.on.isoformat(),
            "known_on": self.known_on.isoformat() if self.known_on else None,
            "plans": self.plans,
            "build": self.build,
            "demolition": self.demolition,
            "left_out": [asdict(item) for item in self.left_out],
            "fields": [asdict(item) for item in self.fields],
            "asked": [asdict(item) for item in self.asked],
            "remarks": [str(line) for line in self.outlet.remarks],
            "leads": list(self.leads),
        }

    def lines(self) -> list[list[str]]:
        """Return the report as rows of a sheet, for whoever gets the file."""
        return [
            [_("Wat dit bestand niet kan vasthouden")],
            [str(self.outlet.title), str(self.outlet.receiver)],
            [_("Plannen van"), self.place],
            [_("Peildatum"), self.on.strftime("%d-%m-%Y")],
            [_("Plannen"), str(self.plans)],
            [_("Te bouwen"), str(self.build)],
            [_("Te slopen"), str(self.demolition)],
            [],
            [_("Veld"), _("Plannen"), _("Woningen"), _("Wat er gebeurt"), _("Voorbeeld")],
            *(_row(item) for item in (*self.left_out, *self.lost, *self.lacking)),
            [],
            [_("Zonder verlies:"), ", ".join(item.title for item in self.kept_in_full)],
            *([str(line)] for line in self.outlet.remarks),
            *([line] for line in self.leads),
            [
                _(
                    "Geschiedenis, boekingen, bijlagen en opmerkingen van anderen blijven in het "
                    "register. Een bestand is altijd van één peildatum."
                )
            ],
        ]


def _row(item: Finding) -> list[str]:
    example = item.examples[0] if item.examples else None
    told = f"{example.number} {example.name}: {example.what}" if example else ""
    return [item.title, str(item.plans), str(item.dwellings), item.reason, told]


def going_along(outlet: Outlet, plans: Sequence[OutPlan]) -> list[OutPlan]:
    """Return the plans that stand in the file."""
    return [plan for plan in plans if not outlet.skips(plan)]


def loss_report(outlet: Outlet, held: Outgoing, place: str) -> LossReport:
    """Return what a format does to plans.

    Args:
        outlet: the format.
        held: the plans.
        place: whose they are, in words.
    """
    plans = going_along(outlet, held.plans)
    return LossReport(
        outlet=outlet,
        place=place,
        on=held.on,
        known_on=held.known_on,
        plans=len(held.plans),
        build=sum(plan.build for plan in held.plans),
        demolition=sum(plan.demolition for plan in held.plans),
        left_out=list(_left_out(outlet, held.plans)),
        fields=[_field(key, hold, plans) for key, hold in outlet.holds.items()],
        asked=list(_asked(outlet, plans)),
        invented=any(plan.values.invented for plan in held.plans),
    )


def _left_out(outlet: Outlet, plans: Sequence[OutPlan]) -> Iterator[Finding]:
    found: dict[str, list[OutPlan]] = {}
    for plan in plans:
        if reason := outlet.skips(plan):
            found.setdefault(reason, []).append(plan)
    for reason, those in found.items():
        homes = sum(all_homes(plan) for plan in those)
        examples = [
            _example(plan, _("%(homes)s woningen") % {"homes": all_homes(plan)})
            for plan in those[:EXAMPLES]
        ]
        yield Finding("plan", _("Plan"), Extent.NONE.value, reason, len(those), homes, examples)


def _field(key: str, hold: Hold, plans: Sequence[OutPlan]) -> Finding:
    known = FIELDS[key]
    title, extent, reason = str(known.title), hold.extent.value, str(hold.reason)
    if hold.extent is Extent.FULL:
        return Finding(key, title, extent, "", 0, 0, ())
    lost, homes_of = hold.lost or known.says, hold.homes or known.homes
    count, dwellings = 0, 0
    examples: list[Example] = []
    for plan in plans:
        what = lost(plan)
        if not what:
            continue
        homes = what if type(what) is int and hold.homes is None else homes_of(plan)
        count, dwellings = count + 1, dwellings + homes
        if len(examples) < EXAMPLES:
            told = hold.words(plan) if hold.words else _words(what, known, plan)
            examples.append(_example(plan, told))
    return Finding(key, title, extent, reason, count, dwellings, examples)


def _words(what: str | int, known: Field, plan: OutPlan) -> str:
    if isinstance(what, str):
        return what
    if isinstance(what, bool):
        return known.words(plan)
    return _("%(homes)s woningen") % {"homes": what}


def _asked(outlet: Outlet, plans: Sequence[OutPlan]) -> Iterator[Finding]:
    for item in outlet.requires:
        lacking = [plan for plan in plans if item.missing(plan)]
        yield Finding(
            item.key,
            str(item.title),
            "asked",
            str(item.reason),
            len(lacking),
            sum(all_homes(plan) for plan in lacking),
            [_example(plan, _("ontbreekt")) for plan in lacking[:EXAMPLES]],
        )


def _example(plan: OutPlan, what: str) -> Example:
    short = " ".join(what.split())
    if len(short) > LONGEST_EXAMPLE:
        short = short[: LONGEST_EXAMPLE - 1] + "…"
    return Example(plan.number, plan.name, short)


def missing_fields(holds: Mapping[str, Hold]) -> set[str]:
    """Return the fields of which an outlet says nothing, and those that do not exist."""
    return set(FIELDS) ^ set(holds)

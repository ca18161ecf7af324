"""Delivering plans to others: a report of what is lost, a file, and a line in the trail."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.among import Among
from woonregie.foundation.pages.charts import EXAMPLE
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import lineage, within
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.formats import outlet_named, outlets
from woonregie.subjects.plans.formats.losses import LossReport, going_along, loss_report
from woonregie.subjects.plans.formats.outlets import About, Outlet, Written
from woonregie.subjects.plans.formats.regional.writing import outlet_of
from woonregie.subjects.plans.models import DeliveryLayout, PlanVersion
from woonregie.subjects.plans.queries.layouts import layouts_in
from woonregie.subjects.plans.queries.leads import Leads, leads_in, leads_on
from woonregie.subjects.plans.queries.outgoing import Outgoing, outgoing
from woonregie.subjects.plans.queries.versions import versions_on, visible_plans
from woonregie.subjects.plans.services.copying import collector_paused
from woonregie.subjects.plans.services.leads import leads_in_words

Told = Callable[[float, str], None]


class NothingToDeliverError(PlanError):
    """There are no plans to put into a file."""

    code = "no_plans"
    status = 404


class UnknownKindError(PlanError):
    """An ending that a format does not have."""

    code = "unknown_kind"


class TotalsDifferError(PlanError):
    """A file holds other homes than the register; it is our fault, and nothing is delivered."""

    code = "totals_differ"
    status = 500


@dataclass(frozen=True, slots=True)
class Ask:
    """Which plans are delivered, and in what.

    Args:
        outlet: the format.
        on: the day of which the plans are.
        kind: ending of the file; "" is the usual one of the format.
        region: only plans in this region; None is every region.
        municipality: only plans of this one.
        known_on: as known at this moment; None is now.
    """

    outlet: Outlet
    on: date
    kind: str = ""
    region: Region | None = None
    municipality: Municipality | None = None
    known_on: datetime | None = None

    @property
    def kind_or_usual(self) -> str:
        """The ending of the file."""
        return self.kind or self.outlet.usual_kind

    def as_json(self) -> dict[str, Any]:
        """Return what is asked, for a job that does it later."""
        return {
            "format_name": self.outlet.name,
            "layout": self.outlet.version,
            "on": self.on.isoformat(),
            "kind": self.kind,
            "region": self.region.pk if self.region else None,
            "municipality": self.municipality.pk if self.municipality else None,
            "known_on": self.known_on.isoformat() if self.known_on else None,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Ask":
        """Return what `as_json` told."""
        known = told["known_on"]
        return cls(
            outlet=_outlet_of_job(told),
            on=date.fromisoformat(told["on"]),
            kind=told["kind"],
            region=Region.objects.select_related("organisation").filter(pk=told["region"]).first(),
            municipality=Municipality.objects.select_related("organisation")
            .filter(pk=told["municipality"])
            .first(),
            known_on=datetime.fromisoformat(known) if known else None,
        )

    @property
    def place(self) -> str:
        """Whose plans, in words."""
        if self.municipality is not None:
            return self.municipality.name
        return str(self.region) if self.region is not None else _("alle gemeenten")


def outlets_for(region: Region | None, *, on: date) -> dict[str, Outlet]:
    """Return all formats in which the plans of a region can be delivered on a day, by name.

    Besides those that everybody has, these are the layouts that the region filled in itself.
    """
    own = layouts_in(region, on=on) if region is not None else {}
    return {**outlets(), **{name: outlet_of(layout) for name, layout in own.items()}}


def outlet_for(name: str, region: Region | None, *, on: date) -> Outlet:
    """Return the format with a name, among those of a region.

    Raises:
        UnknownOutletError: there is none; the text names those that there are.
    """
    return outlet_named(name, outlets_for(region, on=on))


def _outlet_of_job(told: Mapping[str, Any]) -> Outlet:
    """Return the format that was asked for; of a layout the version that stood then."""
    if told.get("layout"):
        found = DeliveryLayout.objects.select_related("source").get(pk=told["layout"])
        return outlet_of(found)
    return outlet_named(told["format_name"])


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file that was made: what it lost, and what stands in it."""

    report: LossReport
    written: Written
    digest: str

    def as_json(self) -> dict[str, Any]:
        """Return the report with what was written."""
        written = self.written
        in_file = {
            "plans": written.plans,
            "rows": written.rows,
            "build": written.build,
            "demolition": written.demolition,
        }
        return {**self.report.as_json(), "in_file": in_file, "sha256": self.digest}


def file_name(ask: Ask) -> str:
    """Return how the file of a delivery is called.

    An example says so in its name.
    """
    owner = ask.municipality.code if ask.municipality else ask.region.slug if ask.region else ""
    parts = ["plannen", ask.outlet.name, owner, ask.on.isoformat()]
    if ask.region is not None and ask.region.demonstration:
        parts.append(EXAMPLE)
    return "-".join(part for part in parts if part) + f".{ask.kind_or_usual}"


def count_plans(*, by: Person | None, at: datetime, ask: Ask) -> int:
    """Return how many plans would be delivered to whom may see them."""
    return _found(by, at, ask).order_by().count()


def silent(_share: float, _message: str) -> None:
    """Tell nobody."""


@collector_paused()
def look_at_losses(*, by: Person | None, at: datetime, ask: Ask) -> LossReport:
    """Return what a format does to the plans that somebody may see; nothing is written.

    Args:
        by: whose eyes; None is the system itself, which sees all.
        at: the moment; on its day somebody must have the permission.
        ask: which plans, in what.
    """
    return _report(_held(by, at, ask), ask)


@collector_paused()
def deliver(
    *, by: Person | None, at: datetime, ask: Ask, place: Path, progress: Told = silent
) -> Delivered:
    """Make a file with the plans that somebody may see, and write a line in the trail.

    Args:
        by: who delivers; None is the system itself, which sees all.
        at: the moment.
        ask: which plans, in what.
        place: where the file comes; what stood there is replaced once the new file is whole.
        progress: told how far it is.

    Raises:
        UnknownKindError: an ending that the format does not have.
        NothingToDeliverError: no plans, or none that the format takes.
        RefusedError: the file cannot stand there.
    """
    kind = _kind(ask)
    progress(0.02, _("De plannen worden opgehaald."))
    held = _held(by, at, ask)
    progress(0.4, _("Wat verloren gaat, wordt geteld."))
    report = _report(held, ask)
    plans = going_along(ask.outlet, held.plans)
    if not plans:
        raise NothingToDeliverError(
            _("Er zijn geen plannen om aan te leveren (%(place)s, peildatum %(day)s).")
            % {"place": ask.place, "day": ask.on.strftime("%d-%m-%Y")}
        )
    progress(0.5, _("Het bestand wordt gemaakt."))
    invented = any(plan.values.invented for plan in plans)
    about = About(held, ask.place, at, invented, kind, report.lines())
    with _beside(place) as half:
        written = ask.outlet.write(plans, half, about)
        _check(report, written)
        digest = sha256(half.read_bytes()).hexdigest()
        progress(0.95, _("Klaar."))
        with transaction.atomic():
            half.replace(place)
            record(
                act="plans.delivered",
                by=by,
                at=at,
                target=ask.region,
                organisation_id=_owner(ask),
                payload={
                    "format": ask.outlet.name,
                    "plans": written.plans,
                    "dwellings": written.build,
                    "on": ask.on,
                    "digest": digest,
                },
            )
    return Delivered(report, written, digest)


def _report(held: Outgoing, ask: Ask) -> LossReport:
    """Return what a file cannot hold, and which fields another system leads."""
    leads: Leads = {}
    if ask.municipality is not None:
        leads = leads_on(ask.municipality, on=ask.on)
    elif ask.region is not None:
        leads = leads_in(ask.region, on=ask.on)
    report = loss_report(ask.outlet, held, ask.place)
    return replace(report, leads=leads_in_words(leads))


def _kind(ask: Ask) -> str:
    kind = ask.kind_or_usual
    if kind not in ask.outlet.kinds:
        raise UnknownKindError(
            _("%(title)s maken wij niet als %(kind)s. Kies uit: %(all)s.")
            % {"title": ask.outlet.title, "kind": kind, "all": ", ".join(ask.outlet.kinds)},
            kind=kind,
        )
    return kind


def _held(by: Person | None, at: datetime, ask: Ask) -> Outgoing:
    found = _found(by, at, ask)
    return outgoing(
        found, region=ask.region, on=ask.on, known_on=ask.known_on, today=localdate(at)
    )


def _found(by: Person | None, at: datetime, ask: Ask) -> QuerySet[PlanVersion]:
    found = _versions(by, at, ask)
    if ask.municipality is not None:
        own = lineage([ask.municipality.pk], on=ask.on)
        found = found.filter(Among("municipality", own))
    return found


def _versions(by: Person | None, at: datetime, ask: Ask) -> QuerySet[PlanVersion]:
    if by is not None:
        return visible_plans(
            account=by, region=ask.region, on=ask.on, known_on=ask.known_on, today=localdate(at)
        )
    found = versions_on(ask.on, ask.known_on)
    if ask.region is not None:
        found = found.filter(Among("municipality", within(ask.region, on=ask.on)))
    return found


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Give a place for a file that takes its own place once it is whole."""
    try:
        folder = tempfile.TemporaryDirectory(dir=place.parent, prefix=".half-")
    except OSError:
        raise RefusedError(
            _("Het bestand %(path)s kan daar niet staan. Kies een map waarin u mag schrijven.")
            % {"path": place},
            file=str(place),
        ) from None
    with folder as name:
        yield Path(name) / place.name


def _check(report: LossReport, written: Written) -> None:
    """See that all homes of the register stand in the file, or are told as left out.

    Raises:
        TotalsDifferError: they do not.
    """
    # A layout of a region may have no room for some homes; that is told with the field.
    untold = [item for item in report.fields if item.key in {"build", "demolition"}]
    left = sum(item.dwellings for item in (*report.left_out, *untold))
    wanted = report.build + report.demolition
    found = written.build + written.demolition + left
    if found != wanted:
        raise TotalsDifferError(
            _(
                "In het bestand staan %(found)s woningen en in het register %(wanted)s. Dit is "
                "een fout van ons. Er is niets aangeleverd."
            )
            % {"found": found, "wanted": wanted},
            found=found,
            wanted=wanted,
        )


def _owner(ask: Ask) -> Any:
    if ask.municipality is not None:
        return ask.municipality.organisation_id
    return ask.region.organisation_id if ask.region is not None else None

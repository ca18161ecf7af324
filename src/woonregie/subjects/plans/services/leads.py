"""Recording which system leads for a field, and keeping to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.sources.models import Certainty, Source
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.models import PARTS, FieldLead, LedField
from woonregie.subjects.plans.quantities import line_of
from woonregie.subjects.plans.queries.leads import Leads, leads_by_place, leads_on, parts_of
from woonregie.subjects.plans.values import BulkRow, Cell

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
LONGEST = 80
OURS = "woonregie"


class LedElsewhereError(PlanError):
    """A field that another system leads was changed here."""

    code = "led_elsewhere"
    status = 409


class UnknownLeadError(PlanError):
    """A field, system or day that cannot be."""

    code = "unknown_lead"


@transaction.atomic
def set_leads(
    *,
    by: Person | None,
    at: datetime,
    region: Region,
    fields: Iterable[str],
    system: str,
    starts_on: date,
    source: Source,
    certainty: str = Certainty.CONFIRMED,
    note: str = "",
) -> list[FieldLead]:
    """Record which system leads for some fields from a day on; the same again writes nothing.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        region: whose plans.
        fields: codes of `LedField`.
        system: its name; empty or "Woonregie" is that Woonregie leads again.
        starts_on: from this day.
        source: where the agreement stands.
        certainty: how sure we are of it.
        note: what was agreed, in a sentence.

    Returns:
        The rows that were written.

    Raises:
        ForbiddenError: the person may not arrange this for the region.
        UnknownLeadError: no field, one that we do not know, a name that is too long, or a day
            outside 1990 to 2100.
    """
    if by is not None and not permitted(by, "leads.edit", region, on=localdate(at)):
        raise ForbiddenError(
            _("Alleen de regiosecretaris of de beheerder legt vast welk systeem leidend is."),
            permission="leads.edit",
        )
    wanted = sorted(set(fields))
    name = _checked(wanted, system, starts_on)
    Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    says = (name, source.pk, certainty, note)
    written = []
    for field in wanted:
        standing = FieldLead.objects.filter(
            region=region, field=field, starts_on=starts_on, superseded_at__isnull=True
        )
        present = standing.first()
        if present is not None and says == _says(present):
            continue
        standing.update(superseded_at=at)
        written.append(
            FieldLead.objects.create(
                region=region,
                field=field,
                system=name,
                starts_on=starts_on,
                source=source,
                certainty=certainty,
                note=note,
                recorded_at=at,
                recorded_by=by,
            )
        )
    if written:
        record(
            act="plans.leads_set",
            by=by,
            at=at,
            target=region,
            organisation_id=region.organisation_id,
            payload={
                "fields": [lead.field for lead in written],
                "system": name or "Woonregie",
                "starts_on": starts_on,
                "source": source.pk,
            },
        )
    return written


def _says(lead: FieldLead) -> tuple[object, ...]:
    return (lead.system, lead.source_id, lead.certainty, lead.note)


def _checked(fields: Sequence[str], system: str, starts_on: date) -> str:
    """Return the name of the system as we keep it; empty is Woonregie itself."""
    if not fields or not set(fields) <= set(LedField.values):
        raise UnknownLeadError(_("Kies een of meer velden uit de lijst."))
    if not EARLIEST <= starts_on < LATEST:
        raise UnknownLeadError(_("Kies een dag tussen 1990 en 2100."), starts_on=starts_on)
    name = " ".join(system.split())
    if len(name) > LONGEST or "\x00" in name:
        raise UnknownLeadError(
            _("De naam van een systeem is hoogstens %(most)s tekens lang.") % {"most": LONGEST}
        )
    return "" if name.lower() == OURS else name


# ------------------------------------------------------------------ keeping to it
def refuse_led(
    *,
    municipality: Municipality,
    on: date,
    fields: Iterable[str],
    moves: Iterable[Cell],
    overrule: bool,
    reason: str,
) -> list[str]:
    """Refuse a change in what another system leads, unless it is overruled with a reason.

    Args:
        municipality: whose plan.
        on: from which day the change holds.
        fields: the values that change, by name.
        moves: the cells of which the number changes.
        overrule: whether somebody says that it must be changed here.
        reason: why.

    Returns:
        The fields (`LedField`) that are overruled.

    Raises:
        LedElsewhereError: another system leads, and nobody overrules it with a reason.
    """
    leads = leads_on(municipality, on=on)
    if not leads:
        return []
    changed = {*fields, *(line_of(cell) for cell in moves)}
    led = [field for field in LedField.values if field in leads and PARTS[field] & changed]
    if led and not (overrule and reason.strip()):
        raise LedElsewhereError(_refusal(led, leads, overrule=overrule), fields=led)
    return led


def _refusal(led: Sequence[str], leads: Leads, *, overrule: bool) -> str:
    said = "; ".join(
        _("%(field)s komt uit %(system)s")
        % {"field": LedField(field).label.capitalize(), "system": leads[field].system}
        for field in led
    )
    remedy = (
        _("Vul in waarom u het hier toch wijzigt.")
        if overrule
        else _("Wijzig het daar, of kies bij het plan: toch hier wijzigen.")
    )
    return f"{said}. {remedy}"


def silenced(
    rows: Sequence[BulkRow], *, system: str, on: date
) -> tuple[list[BulkRow], dict[tuple[str, str], int]]:
    """Return a list that says nothing of what another system leads, and leads what is its own.

    Args:
        rows: the list as it was read.
        system: from which system it comes; empty is none that leads.
        on: its reference date.

    Returns:
        The rows, and how many of them are silent by (field, leading system).
    """
    places = leads_by_place({row.municipality_id for row in rows}, on=on)
    if not places:
        return list(rows), {}
    parts = {key: parts_of(leads, besides=system) for key, leads in places.items()}
    own = {key: parts_of(leads) - parts[key] for key, leads in places.items()}
    told: dict[tuple[str, str], int] = {}
    found = []
    for row in rows:
        led = parts.get(row.municipality_id, frozenset()) - row.silent
        if led:
            _count(told, led, places[row.municipality_id])
        leads = own.get(row.municipality_id, frozenset())
        found.append(replace(row, silent=row.silent | led, leads=leads) if led or leads else row)
    return found, told


def _count(told: dict[tuple[str, str], int], led: frozenset[str], leads: Leads) -> None:
    for field, lead in leads.items():
        if PARTS[field] & led:
            told[field, lead.system] = told.get((field, lead.system), 0) + 1


def leads_in_words(leads: Mapping[str, FieldLead]) -> list[str]:
    """Return a sentence per leading system that names its fields."""
    systems: dict[str, list[str]] = {}
    for field in LedField:
        if field.value in leads:
            systems.setdefault(leads[field.value].system, []).append(str(field.label))
    return [
        _("Leidend is %(system)s voor: %(fields)s.")
        % {"system": system, "fields": ", ".join(fields)}
        for system, fields in systems.items()
    ]

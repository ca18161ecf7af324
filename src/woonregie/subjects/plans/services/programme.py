"""The adopted building programme of a municipality."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.errors import NegativeQuantityError, PlanError
from woonregie.subjects.plans.models import BuildingProgramme, Segment
from woonregie.subjects.plans.permissions import require
from woonregie.subjects.plans.services.record import check_day

MOST_DWELLINGS = 1_000_000
YEARS = range(1990, 2102)
BASES = frozenset({"net", "gross"})


class ProgrammePeriodError(PlanError):
    """A period that ends before it begins, or lies beyond the calendar."""

    code = "programme_period"


class UnknownProgrammeError(PlanError):
    """A segment or a way of counting that we do not know, or far too many dwellings."""

    code = "unknown_programme"


@transaction.atomic
def set_programme(
    *,
    by: Person | None,
    at: datetime,
    municipality: Municipality,
    segment: str,
    from_year: int,
    before_year: int,
    dwellings: int,
    valid_on: date,
    source: Source,
    decision: Decision | None = None,
    basis: str = "net",
) -> BuildingProgramme:
    """Record how many dwellings a municipality decided to build in a period and segment.

    An earlier row for the same period, segment and day is superseded and kept. Saying the same
    thing again writes nothing.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        municipality: who decided.
        segment: code of the segment.
        from_year: first year of the period.
        before_year: first year after the period.
        dwellings: how many.
        valid_on: from this day it is the programme.
        source: where it stands.
        decision: the decision it rests on.
        basis: "net" or "gross".

    Raises:
        ForbiddenError: the person may not edit the programme of this municipality.
        ProgrammePeriodError: the period ends before it begins, or lies beyond the calendar.
        NegativeQuantityError: a number below zero.
        PlanError: a segment, way of counting, number or day that cannot be.
    """
    if by is not None:
        require(by, "programme.edit", municipality, on=localdate(at))
    check_day(valid_on)
    _check(segment, basis, from_year, before_year, dwellings)
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    standing = BuildingProgramme.objects.filter(
        municipality=municipality,
        segment=segment,
        from_year=from_year,
        before_year=before_year,
        valid_on=valid_on,
        superseded_at__isnull=True,
    )
    present = standing.first()
    if present and says(present) == (dwellings, basis, source.pk, decision and decision.pk):
        return present
    standing.update(superseded_at=at)
    programme = BuildingProgramme.objects.create(
        municipality=municipality,
        segment=segment,
        from_year=from_year,
        before_year=before_year,
        dwellings=dwellings,
        basis=basis,
        decision=decision,
        source=source,
        valid_on=valid_on,
        recorded_at=at,
        recorded_by=by,
    )
    record(
        act="plans.programme_set",
        by=by,
        at=at,
        target=programme,
        organisation_id=municipality.organisation_id,
        payload={
            "segment": segment,
            "from": from_year,
            "before": before_year,
            "dwellings": dwellings,
        },
    )
    return programme


def says(present: BuildingProgramme) -> tuple[object, ...]:
    """Return what an adopted number says: dwellings, basis, source, decision."""
    return (present.dwellings, present.basis, present.source_id, present.decision_id)


def _check(segment: str, basis: str, from_year: int, before_year: int, dwellings: int) -> None:
    if before_year <= from_year:
        raise ProgrammePeriodError(
            _("Het eindjaar moet na het beginjaar liggen."),
            from_year=from_year,
            before_year=before_year,
        )
    if from_year not in YEARS or before_year not in YEARS:
        raise ProgrammePeriodError(
            _("Kies jaren tussen 1990 en 2100."), from_year=from_year, before_year=before_year
        )
    if dwellings < 0:
        raise NegativeQuantityError(
            _("Een aantal woningen kan niet onder nul zijn (ingevuld: %(dwellings)s).")
            % {"dwellings": dwellings},
            dwellings=dwellings,
        )
    if segment not in Segment.values or basis not in BASES or dwellings > MOST_DWELLINGS:
        raise UnknownProgrammeError(
            _("Dit segment, deze telwijze of dit aantal kan niet."),
            segment=segment,
            basis=basis,
            dwellings=dwellings,
        )

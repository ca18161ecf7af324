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
from woonregie.subjects.plans.models import BuildingProgramme
from woonregie.subjects.plans.permissions import require


class ProgrammePeriodError(PlanError):
    """A period that ends before it begins."""

    code = "programme_period"


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

    Raises:
        ForbiddenError: the person may not edit the programme of this municipality.
        ProgrammePeriodError: the period ends before it begins.
        NegativeQuantityError: a number below zero.
    """
    if by is not None:
        require(by, "programme.edit", municipality, on=localdate(at))
    if before_year <= from_year:
        raise ProgrammePeriodError(
            _("Het eindjaar moet na het beginjaar liggen."),
            from_year=from_year,
            before_year=before_year,
        )
    if dwellings < 0:
        raise NegativeQuantityError(
            _("Een aantal woningen kan niet onder nul zijn (ingevuld: %(dwellings)s).")
            % {"dwellings": dwellings},
            dwellings=dwellings,
        )
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
    said = (dwellings, basis, source.pk, decision.pk if decision else None)
    if present and said == (
        present.dwellings,
        present.basis,
        present.source_id,
        present.decision_id,
    ):
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

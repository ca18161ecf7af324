"""Saying who may see a plan, or one group of its fields."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.disclosure.errors import AudienceError
from woonregie.foundation.disclosure.models import Audience
from woonregie.foundation.disclosure.services import Wanted, lift_audience, say_audience
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.region.queries import regions_of
from woonregie.subjects.plans.errors import ChangedMeanwhileError
from woonregie.subjects.plans.models import Plan
from woonregie.subjects.plans.permissions import require
from woonregie.subjects.plans.queries.audiences import standing_of
from woonregie.subjects.plans.services.ledger import lock_plans
from woonregie.subjects.plans.services.record import create_plan
from woonregie.subjects.plans.values import Cells, PlanValues


@transaction.atomic
def say_plan_audience(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    wanted: Wanted,
    group: str = "",
    base: str | None = None,
) -> Audience:
    """Say who may see a plan, or one group of its fields.

    Args:
        by: who says it; None is the system itself.
        at: the moment.
        plan: which plan.
        wanted: who may see it, and why.
        group: the group of fields; "" is the whole plan.
        base: the key of the audience that stood when the person began, "" when none did; None does
            not look.

    Raises:
        ForbiddenError: the person may not say this for the municipality of the plan.
        ChangedMeanwhileError: somebody else said something in between.
        AudienceError: a restriction without ground or review, a party from outside the region.
    """
    require(by, "audiences.edit", plan.municipality, on=localdate(at))
    lock_plans([plan])
    _check_base(plan, group, base)
    _check_partners(by, wanted, localdate(at))
    return say_audience(
        by=by,
        at=at,
        target=plan,
        owner=plan.municipality.organisation,
        wanted=wanted,
        group=group,
    )


@transaction.atomic
def lift_plan_audience(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    group: str = "",
    base: str | None = None,
) -> None:
    """Let the usual audience hold again for a plan, or one group of its fields.

    Raises:
        ForbiddenError: the person may not say this for the municipality of the plan.
        ChangedMeanwhileError: somebody else said something in between.
        AudienceError: nothing else than usual was said.
    """
    require(by, "audiences.edit", plan.municipality, on=localdate(at))
    lock_plans([plan])
    _check_base(plan, group, base)
    lift_audience(by=by, at=at, target=plan, owner=plan.municipality.organisation, group=group)


@transaction.atomic
def create_plan_for(
    *,
    by: Person | None,
    at: datetime,
    municipality: Municipality,
    valid_on: date,
    values: PlanValues,
    cells: Cells,
    wanted: Wanted | None,
    reason: str = "",
) -> Plan:
    """Record a new plan and say at once who may see it: nobody sees it in between.

    What was open for a moment keeps no secret of whoever saw it then (docs/adr/0029).

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        municipality: whose plan it is.
        valid_on: from this day the plan is as `values` says.
        values: all but the quantities.
        cells: dwellings by cell.
        wanted: who may see it, and why; None is the usual audience.
        reason: why, for the history.

    Raises:
        ForbiddenError: the person may not edit plans, or their audiences, of this municipality.
        PlanError: a quantity or day that cannot be.
        AudienceError: a restriction without ground or review.
    """
    plan = create_plan(
        by=by,
        at=at,
        municipality=municipality,
        valid_on=valid_on,
        values=values,
        cells=cells,
        reason=reason,
    )
    if wanted is not None:
        say_plan_audience(by=by, at=at, plan=plan, wanted=wanted)
    return plan


def _check_base(plan: Plan, group: str, base: str | None) -> None:
    if base is None:
        return
    stands = standing_of(plan.pk, group)
    if (str(stands.pk) if stands else "") != base:
        raise ChangedMeanwhileError(
            _(
                "Iemand anders legde intussen vast wie dit mag zien. Kijk wat er nu staat en leg "
                "het daarna opnieuw vast."
            ),
            plan=plan.number,
            group=group,
        )


def _check_partners(by: Person | None, wanted: Wanted, today: date) -> None:
    """Refuse parties that do not work in a region of the person: nobody would know of them."""
    if by is None or not wanted.partners:
        return
    regions = list(regions_of(by, on=today).values_list("pk", flat=True))
    known = organisations_in(regions, on=today).filter(pk__in=list(wanted.partners))
    if unknown := set(wanted.partners) - set(known.values_list("pk", flat=True)):
        raise AudienceError(
            _("U kunt alleen delen met organisaties die in uw regio werken."),
            field="partners",
            unknown=sorted(str(key) for key in unknown),
        )

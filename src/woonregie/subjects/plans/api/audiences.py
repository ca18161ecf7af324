"""Who may see a plan, for machines: asked, said and lifted per group of fields."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.params.functions import Query
from pydantic import Field

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.disclosure.circles import USUAL, Circle
from woonregie.foundation.disclosure.errors import AudienceError
from woonregie.foundation.disclosure.models import Audience, Ground
from woonregie.foundation.disclosure.services import Wanted
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.schemas import DutchSchema
from woonregie.subjects.plans.errors import UnknownPlanError
from woonregie.subjects.plans.groups import (
    CLIENT,
    GEOMETRY,
    LAND,
    NUMBERS,
    PRICE,
    PROSPECTS,
)
from woonregie.subjects.plans.models import PlanVersion
from woonregie.subjects.plans.queries import visible_plans
from woonregie.subjects.plans.queries.audiences import said_of_plan, standing_of
from woonregie.subjects.plans.services import lift_plan_audience, say_plan_audience

router = Router()
ADDRESS = "/{slug:nummer}/publiek/{slug:groep}"
GROUPS: Mapping[str, str] = {
    "alles": "",
    "aantallen": NUMBERS,
    "prijzen": PRICE,
    "kansen": PROSPECTS,
    "grond": LAND,
    "opdrachtgever": CLIENT,
    "plek": GEOMETRY,
}
CIRCLES: Mapping[str, Circle] = {
    "eigen": Circle.OWN,
    "regiosecretaris": Circle.OFFICE,
    "ambtenaren": Circle.OFFICIALS,
    "bestuurders": Circle.ALDERMEN,
    "provincie": Circle.PROVINCE,
    "iedereen": Circle.PUBLIC,
}
MOST_PARTNERS = 500
# No database holds the character that ends a text in C.
TEXT = r"^[^\x00]*$"


class UnknownGroupError(AudienceError):
    """A group of fields, a circle, a ground or an organisation that is not there."""

    code = "unknown_name"


class PubliekSchema(DutchSchema):
    """Who may see a plan, or one group of its fields; not `gezegd` is the usual audience."""

    nummer: str
    groep: str
    gezegd: bool
    kringen: list[str]
    partners: list[str]
    grond: str
    toelichting: str
    besloten_door: str
    besloten_op: date | None
    opnieuw_bekijken_op: date | None
    embargo_tot: date | None
    telt_mee: bool
    basis: str
    voorbeeldgegevens: bool


class PubliekInvoer(DutchSchema):
    """Who may see it from now on, and why."""

    kringen: list[str] = Field(
        max_length=6, description="De eigen organisatie hoort er altijd bij."
    )
    partners: list[str] = Field([], max_length=MOST_PARTNERS, description="Namen in het adres.")
    grond: str = Field("open", max_length=10, description="Artikel van de Woo, zoals 5.1.2f.")
    toelichting: str = Field("", max_length=300, pattern=TEXT)
    besloten_door: str = Field(min_length=1, max_length=120, pattern=TEXT)
    besloten_op: date
    opnieuw_bekijken_op: date | None = None
    embargo_tot: date | None = None
    telt_mee: bool = True
    basis: str | None = Field(
        None, max_length=40, description="Wat u het laatst las; dan hoort u of er iets bij kwam."
    )


@router.get(ADDRESS, response=PubliekSchema, by_alias=True, summary="Wie een plan mag zien")
def audience(request: HttpRequest, nummer: str, groep: str) -> PubliekSchema:
    """Geef wie een plan mag zien, of een groep velden ervan, met grond en dag van herziening."""
    return _shown(_seen(request, nummer), groep)


@router.put(
    ADDRESS, response=PubliekSchema, by_alias=True, summary="Vastleggen wie een plan mag zien"
)
def say_audience(
    request: HttpRequest, nummer: str, groep: str, invoer: PubliekInvoer
) -> PubliekSchema:
    """Leg vast wie een plan mag zien, of een groep velden ervan."""
    seen = _seen(request, nummer)
    say_plan_audience(
        by=_person(request),
        at=timezone.now(),
        plan=seen.plan,
        wanted=_wanted(invoer),
        group=_group(groep),
        base=invoer.basis,
    )
    return _shown(seen, groep)


@router.delete(ADDRESS, response=PubliekSchema, by_alias=True, summary="Weer zoals gewoonlijk")
def lift_audience(
    request: HttpRequest,
    nummer: str,
    groep: str,
    basis: str | None = Query(None, description="Wat u het laatst las."),
) -> PubliekSchema:
    """Laat weer gelden wie dit gewoonlijk mag zien."""
    seen = _seen(request, nummer)
    lift_plan_audience(
        by=_person(request), at=timezone.now(), plan=seen.plan, group=_group(groep), base=basis
    )
    return _shown(seen, groep)


def _wanted(said: PubliekInvoer) -> Wanted:
    circles = Circle.OWN
    for name in said.kringen:
        circles |= CIRCLES[_known(name, CIRCLES)]
    return Wanted(
        circles=circles,
        partners=_partners(said.partners),
        ground=_known(said.grond, dict(Ground.choices)),
        decided_by=said.besloten_door,
        decided_on=said.besloten_op,
        reason=said.toelichting,
        review_on=said.opnieuw_bekijken_op,
        embargo_until=said.embargo_tot,
        counts_in_totals=said.telt_mee,
    )


def _partners(slugs: list[str]) -> list[UUID]:
    asked = [slug for slug in slugs if "\x00" not in slug]
    found = dict(Organisation.objects.filter(slug__in=asked).values_list("slug", "pk"))
    return [found[_known(slug, found)] for slug in slugs]


def _known(name: str, names: Mapping[str, object]) -> str:
    if name not in names:
        raise UnknownGroupError(_("Wij kennen “%(name)s” niet.") % {"name": name}, name=name)
    return name


def _group(name: str) -> str:
    return GROUPS[_known(name, GROUPS)]


def _seen(request: HttpRequest, number: str) -> PlanVersion:
    """Return a plan of which the caller sees everything; of another she does not hear."""
    today = timezone.localdate()
    visible = visible_plans(account=_person(request), region=None, on=today, today=today)
    version = visible.filter(plan__number=number).first()
    if version is None:
        raise UnknownPlanError(
            _("Dit plan bestaat niet op deze dag, of is niet voor u."), nummer=number
        )
    return version


def _shown(seen: PlanVersion, groep: str) -> PubliekSchema:
    group = _group(groep)
    said = said_of_plan(seen.plan_id, on=timezone.localdate()).get(group)
    # One whose embargo is over holds no more, and is still what was said last.
    stands = standing_of(seen.plan_id, group)
    circles = said.circle_set if said else USUAL
    return PubliekSchema(
        nummer=seen.plan.number,
        groep=groep,
        voorbeeldgegevens=seen.invented,
        basis=str(stands.pk) if stands else "",
        kringen=[name for name, circle in CIRCLES.items() if circle & circles],
        **_why(said),
    )


def _why(said: Audience | None) -> dict[str, Any]:
    return {
        "gezegd": said is not None,
        "partners": [item.organisation.slug for item in said.partners.all()] if said else [],
        "grond": said.ground if said else Ground.OPEN.value,
        "toelichting": said.reason if said else "",
        "besloten_door": said.decided_by if said else "",
        "besloten_op": said.decided_on if said else None,
        "opnieuw_bekijken_op": said.review_on if said else None,
        "embargo_tot": said.embargo_until if said else None,
        "telt_mee": said.counts_in_totals if said else True,
    }


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise ForbiddenError("Log in.")
    return request.user

"""Saying who may see what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.audit.services import record
from woonregie.foundation.disclosure.circles import USUAL, Circle
from woonregie.foundation.disclosure.errors import AudienceError
from woonregie.foundation.disclosure.groups import groups_of
from woonregie.foundation.disclosure.models import Audience, Ground, Partner

SAID = register_act("disclosure.audience_said", gettext_lazy("legde vast wie iets mag zien"))
LIFTED = register_act(
    "disclosure.audience_lifted", gettext_lazy("bracht terug wie iets gewoonlijk mag zien")
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who may see something, and why.

    Args:
        circles: the circles that may see it; the own organisation always may.
        partners: organisations with which it is shared by name.
        ground: why it is kept from others; `Ground.OPEN` when it is only shared wider.
        decided_by: the body or the function that decided; never the name of a person.
        decided_on: when.
        reason: in words.
        review_on: when it is looked at again; a restriction must say so.
        embargo_until: the first day on which the usual audience holds again.
        counts_in_totals: whether it counts in totals for whoever does not see it.
    """

    circles: Circle
    decided_by: str
    decided_on: date
    ground: str = Ground.OPEN
    partners: Collection[UUID] = ()
    reason: str = ""
    review_on: date | None = None
    embargo_until: date | None = None
    counts_in_totals: bool = True


@transaction.atomic
def say_audience(
    *,
    by: Account | None,
    at: datetime,
    target: KeyedModel,
    owner: Organisation,
    wanted: Wanted,
    group: str = "",
) -> Audience:
    """Say who may see a thing, or one group of its fields; what was said before is closed.

    It checks no permission: the service of the subject knows whose thing it is.

    Args:
        by: who says it; None is the system itself.
        at: the moment.
        target: the thing.
        owner: the organisation whose it is.
        wanted: who may see it, and why.
        group: the group of fields; "" is the whole thing.

    Raises:
        AudienceError: a restriction without ground or review, a group that is not there, a day
            that does not fit.
    """
    _check(target, wanted, group, today=localdate(at))
    _close(target, group, at)
    said = Audience.objects.create(
        kind=target.model_label,
        target_id=target.pk,
        group=group,
        owner=owner,
        circles=wanted.circles | Circle.OWN,
        ground=wanted.ground,
        reason=wanted.reason,
        decided_by=wanted.decided_by,
        decided_on=wanted.decided_on,
        review_on=wanted.review_on,
        embargo_until=wanted.embargo_until,
        counts_in_totals=wanted.counts_in_totals,
        recorded_at=at,
        recorded_by=by,
    )
    Partner.objects.bulk_create(
        Partner(audience=said, organisation_id=key) for key in sorted(set(wanted.partners))
    )
    record(
        act=SAID.name,
        by=by,
        at=at,
        target=target,
        organisation_id=owner.pk,
        payload={"group": group, "audience": said.pk, "circles": int(said.circles)},
    )
    return said


@transaction.atomic
def lift_audience(
    *,
    by: Account | None,
    at: datetime,
    target: KeyedModel,
    owner: Organisation,
    group: str = "",
) -> None:
    """Let the usual audience hold again for a thing, or one group of its fields.

    Raises:
        AudienceError: nothing else than usual was said.
    """
    if not _close(target, group, at):
        raise AudienceError(_("Hier geldt al wie dit gewoonlijk mag zien."))
    record(
        act=LIFTED.name,
        by=by,
        at=at,
        target=target,
        organisation_id=owner.pk,
        payload={"group": group},
    )


def _close(target: KeyedModel, group: str, at: datetime) -> int:
    standing = Audience.objects.filter(
        kind=target.model_label, target_id=target.pk, group=group, superseded_at__isnull=True
    )
    return standing.update(superseded_at=at)


def _check(target: KeyedModel, wanted: Wanted, group: str, *, today: date) -> None:
    if group and group not in groups_of(target.model_label):
        raise AudienceError(_("Deze groep van velden bestaat niet."), group=group)
    narrower = not wanted.circles & Circle.PUBLIC and wanted.circles & USUAL != USUAL
    if narrower and wanted.ground == Ground.OPEN:
        raise AudienceError(
            _(
                "Zeg op welke grond u dit afschermt: "
                "iemand die dit gewoonlijk ziet, ziet het niet."
            ),
            field="ground",
        )
    if wanted.ground != Ground.OPEN and wanted.review_on is None:
        raise AudienceError(
            _("Zeg wanneer u opnieuw bekijkt of afschermen nog nodig is."), field="review_on"
        )
    if wanted.review_on is not None and wanted.review_on <= today:
        raise AudienceError(
            _("De dag waarop u dit opnieuw bekijkt, moet nog komen."), field="review_on"
        )
    if wanted.embargo_until is not None and wanted.embargo_until <= today:
        raise AudienceError(
            _("Een embargo eindigt op een dag die nog moet komen."), field="embargo_until"
        )
    if wanted.decided_on > today:
        raise AudienceError(_("Een besluit kan niet in de toekomst liggen."), field="decided_on")

"""Publishing the totals of a region: of all plans, with what restricted plans add apart."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.engines.suppression import Rule
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.disclosure.models import Publication
from woonregie.foundation.disclosure.publishing import publish
from woonregie.foundation.disclosure.queries import standing
from woonregie.foundation.disclosure.weighing import Rules
from woonregie.foundation.norms.queries import norms_on
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import municipalities_of
from woonregie.foundation.region.readers import kinds_of_readers
from woonregie.subjects.plans.groups import NUMBERS, PLAN
from woonregie.subjects.plans.queries import years_of_plans


def publish_totals(*, by: Account | None, at: datetime, region: Region, on: date) -> Publication:
    """Publish the totals of a region for a reference date; secrets in them stay secret.

    Args:
        by: who publishes, the secretary of the region; None is the system itself.
        at: the moment.
        region: whose totals.
        on: the reference date.

    Raises:
        ForbiddenError: only the secretary of this region may.
        PublicationError: a reference date that is yet to come, or an earlier publication that
            cannot be worked out again.
    """
    today = localdate(at)
    if by is not None and not permitted(by, "totals.publish", region, on=today):
        raise ForbiddenError(
            _("Alleen de regiosecretaris publiceert totalen."), permission="totals.publish"
        )
    said = standing(PLAN, today)
    readers = kinds_of_readers(
        {item.owner_id for item in said},
        {partner for item in said for partner in item.partners},
        on=today,
    )
    return publish(
        by=by,
        at=at,
        scope=region.organisation,
        on=on,
        kind=PLAN,
        groups=[NUMBERS],
        readers=readers,
        owners=_owners(region, on, at),
        rules=rules_of(region, today),
        act="balance.totals_published",
    )


def _owners(region: Region, on: date, at: datetime) -> dict[UUID, UUID]:
    """Return each plan that counts for a region -> the organisation for which it counts."""
    places = {
        place.pk: place.organisation_id
        for place in municipalities_of(region, on=on, fictitious=False)
    }
    rows = years_of_plans(None, list(places), on=on, known_on=at)
    return {row.plan_id: places[row.municipality_id] for row in rows}


def rules_of(region: Region, on: date) -> Rules:
    """Return the rules of a region on a day: its norms, or what is usual where it has none."""
    norms = norms_on(region, on)

    def value(key: str, usual: float) -> Decimal:
        norm = norms.get(f"totals_{key}")
        return Decimal(str(usual)) if norm is None else norm.value

    usual = Rules()
    return Rules(
        rule=Rule(
            contributors=int(value("contributors_min", usual.rule.contributors)),
            share=float(value("dominance_share", usual.rule.share)),
            closeness=float(value("closeness_share", usual.rule.closeness)),
        ),
        width=float(value("open_share", usual.width)),
        least=usual.least,
        base=int(value("rounding_base", usual.base)),
    )

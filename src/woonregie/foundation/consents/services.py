"""Recording decisions of bodies."""

from datetime import date, datetime

from django.db import transaction

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision

DECISION_RECORDED = register_act("consents.decision_recorded", "legde een besluit vast")


@transaction.atomic
def record_decision(
    *,
    by: Account | None,
    at: datetime,
    organisation: Organisation,
    body: str,
    title: str,
    decided_on: date,
    number: str = "",
    invented: bool = False,
) -> Decision:
    """Return the decision, recorded once per body, number, day and title."""
    decision, made = Decision.objects.get_or_create(
        organisation=organisation,
        body=body,
        number=number,
        title=title,
        decided_on=decided_on,
        defaults={"invented": invented},
    )
    if made:
        record(
            act=DECISION_RECORDED.name,
            by=by,
            at=at,
            target=decision,
            organisation_id=organisation.pk,
            payload={"body": body, "decided_on": decided_on},
        )
    return decision

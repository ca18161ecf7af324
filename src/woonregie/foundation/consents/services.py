"""Recording decisions of bodies."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.pages.errors import RefusedError

DECISION_RECORDED = register_act(
    "consents.decision_recorded", gettext_lazy("legde een besluit vast")
)


class DecisionOfTomorrowError(RefusedError):
    """A decision on a day that has yet to come."""

    code = "decision_of_tomorrow"


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
    """Return the decision, recorded once per body, number, day and title.

    It checks no permission: a decision is recorded with what it is about, by the service that
    knows who may.

    Args:
        by: who records it; None is the system itself.
        at: the moment of recording.
        organisation: whose body decided.
        body: the council, the executive, the regional table.
        title: what was decided, as the decision calls it.
        decided_on: the day of the decision.
        number: its number, where it has one.
        invented: whether it is an example.

    Raises:
        DecisionOfTomorrowError: a day that has yet to come.
    """
    if decided_on > localdate(at):
        raise DecisionOfTomorrowError(
            _("%(day)s is nog niet geweest: leg een besluit vast als het genomen is.")
            % {"day": decided_on.strftime("%d-%m-%Y")},
            decided_on=decided_on.isoformat(),
        )
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
            # The names of body and decision were typed by somebody; they stand on the decision.
            payload={"decided_on": decided_on},
        )
    return decision

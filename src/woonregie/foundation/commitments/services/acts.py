"""The acts of this room, and the line that each of its services writes last."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.acts import Act, register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.commitments.errors import AlreadyWithdrawnError, CommitmentError
from woonregie.foundation.commitments.models import Commitment, Withdrawable

MADE = register_act("commitments.made", gettext_lazy("legde een afspraak vast"))
WITHDRAWN = register_act("commitments.withdrawn", gettext_lazy("trok een afspraak in"))
REPLACED = register_act(
    "commitments.replaced", gettext_lazy("verving een afspraak door een nieuwe")
)
MEASURE_ADDED = register_act(
    "commitments.measure_added", gettext_lazy("voegde een maat aan een afspraak toe")
)
MEASURE_WITHDRAWN = register_act(
    "commitments.measure_withdrawn", gettext_lazy("trok een maat van een afspraak in")
)
CONDITION_ADDED = register_act(
    "commitments.condition_added", gettext_lazy("legde een voorwaarde bij een afspraak vast")
)
CONDITION_MET = register_act(
    "commitments.condition_met", gettext_lazy("legde vast dat een voorwaarde vervuld is")
)
CONDITION_WITHDRAWN = register_act(
    "commitments.condition_withdrawn", gettext_lazy("trok een voorwaarde in")
)
OBSERVED = register_act("commitments.observed", gettext_lazy("gaf een waarde bij een afspraak op"))
JUDGED = register_act("commitments.judged", gettext_lazy("beoordeelde een afspraak"))
MEASURED = register_act("commitments.measured", gettext_lazy("rekende afspraken opnieuw door"))

LONGEST = 500


def tell(
    act: Act,
    commitment: Commitment,
    *,
    by: Account | None,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Write the audit line of an act on a commitment; the debtor's people may read it."""
    record(
        act=act.name,
        by=by,
        at=at,
        target=commitment,
        organisation_id=commitment.debtor_id,
        payload=payload,
    )


def written(text: str, *, what: str, most: int = LONGEST) -> str:
    """Return a text without the space around it.

    Raises:
        CommitmentError: there is none, it is very long, or it holds what is no text.
    """
    found = text.strip()
    if not found or len(found) > most or "\x00" in found:
        raise CommitmentError(
            _("%(what)s: schrijf een tekst van 1 tot %(most)s tekens.")
            % {"what": what, "most": most},
            length=len(found),
        )
    return found


def take_back(kept: Withdrawable, *, by: Account | None, at: datetime, why: str) -> None:
    """Take something back, once.

    Raises:
        AlreadyWithdrawnError: it was taken back before.
        CommitmentError: no reason.
    """
    reason = written(why, what=_("Waarom"))
    taken = type(kept).objects.filter(pk=kept.pk, withdrawn_at__isnull=True)  # type: ignore[attr-defined]  # each of its kinds has one
    if not taken.update(withdrawn_at=at, withdrawn_by=by, withdrawn_why=reason):
        raise AlreadyWithdrawnError(_("Dit is al ingetrokken."), key=str(kept.pk))
    kept.refresh_from_db()

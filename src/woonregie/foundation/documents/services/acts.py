"""The acts of this room on works, and the one way in which they are written down."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.documents.models import Work
from woonregie.foundation.documents.permissions import may_write
from woonregie.foundation.pages.errors import ForbiddenError

OPENED = register_act("documents.work_opened", gettext_lazy("begon een document"))
CHANGED = register_act("documents.work_changed", gettext_lazy("wijzigde een document"))
FROZEN = register_act("documents.edition_frozen", gettext_lazy("legde een editie voor"))
ADOPTED = register_act("documents.edition_adopted", gettext_lazy("stelde een editie vast"))
PROPOSED = register_act("documents.change_proposed", gettext_lazy("stelde een wijziging voor"))
RESOLVED = register_act("documents.conflict_resolved", gettext_lazy("loste een botsing op"))
ACCEPTED = register_act("documents.proposal_accepted", gettext_lazy("nam een voorstel over"))
REJECTED = register_act("documents.proposal_rejected", gettext_lazy("wees een voorstel af"))
WITHDRAWN = register_act("documents.proposal_withdrawn", gettext_lazy("trok een voorstel in"))
MODEL_KEPT = register_act("documents.model_kept", gettext_lazy("bewaarde een modelbepaling"))
MODEL_WITHDRAWN = register_act(
    "documents.model_withdrawn", gettext_lazy("trok een modelbepaling in")
)
STAGED = register_act("documents.text_staged", gettext_lazy("leverde een tekst aan"))
CORRECTED = register_act("documents.text_corrected", gettext_lazy("verbeterde een tekst"))


def tell(act: str, by: Account | None, at: datetime, work: Work, **payload: Any) -> None:
    """Write the audit line of an act on a work; the line holds numbers and keys, no words."""
    record(
        act=act,
        by=by,
        at=at,
        target=work,
        organisation_id=work.region.organisation_id,
        payload=payload,
    )


def require_writer(by: Account | None, work: Work, at: datetime) -> None:
    """Refuse whoever may not decide on the text of a work.

    Raises:
        ForbiddenError: her role at a party does not decide on this kind of work.
    """
    if not may_write(by, work, on=localdate(at)):
        raise ForbiddenError(
            _("U beslist niet over de tekst van dit document. Doe een voorstel."),
            permission="documents.write",
        )

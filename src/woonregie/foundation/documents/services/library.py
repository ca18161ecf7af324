"""Model clauses: kept for others to use, taken away when they are out of date."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.services import record
from woonregie.foundation.documents.errors import DocumentError
from woonregie.foundation.documents.models import ClauseKind, ModelClause
from woonregie.foundation.documents.permissions import WRITE, may_keep_models
from woonregie.foundation.documents.services.acts import MODEL_KEPT, MODEL_WITHDRAWN
from woonregie.foundation.documents.values import LONGEST_TEXT
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region


@transaction.atomic
def keep_model(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    title: str,
    text: str,
    kind: str = ClauseKind.AGREEMENT,
    plain: str = "",
    source: str = "",
) -> ModelClause:
    """Keep a clause that others may use in their works.

    Raises:
        ForbiddenError: her role writes no documents here.
        DocumentError: no title or text, or a very long one.
    """
    _require(by, region, at)
    if not title.strip() or not text.strip():
        raise DocumentError(_("Geef de modelbepaling een naam en een tekst."))
    if max(len(text), len(plain)) > LONGEST_TEXT:
        raise DocumentError(
            _("Een bepaling heeft ten hoogste %(most)s tekens. Deel haar op.")
            % {"most": LONGEST_TEXT}
        )
    kept = ModelClause.objects.create(
        region=region,
        title=title.strip()[:150],
        kind=kind,
        text=text.strip(),
        plain=plain.strip(),
        source=source.strip()[:250],
        recorded_at=at,
        recorded_by=by,
    )
    _tell(MODEL_KEPT.name, by, at, kept)
    return kept


@transaction.atomic
def withdraw_model(*, by: Account | None, at: datetime, model: ModelClause) -> None:
    """Take a model clause out of the library; works that used it keep their words.

    Raises:
        ForbiddenError: her role writes no documents here.
        DocumentError: it was withdrawn before.
    """
    _require(by, model.region, at)
    found = ModelClause.objects.filter(pk=model.pk, withdrawn_at__isnull=True)
    if not found.update(withdrawn_at=at):
        raise DocumentError(_("Deze modelbepaling is al ingetrokken."))
    _tell(MODEL_WITHDRAWN.name, by, at, model)


def _require(by: Account | None, region: Region, at: datetime) -> None:
    if not may_keep_models(by, region, on=localdate(at)):
        raise ForbiddenError(_("Met uw rol wijzigt u geen modelbepalingen."), permission=WRITE)


def _tell(act: str, by: Account | None, at: datetime, model: ModelClause) -> None:
    record(act=act, by=by, at=at, target=model, organisation_id=model.region.organisation_id)

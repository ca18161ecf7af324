"""Freezing and adopting editions."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.documents.errors import EditionError
from woonregie.foundation.documents.models import (
    Edition,
    Work,
)
from woonregie.foundation.documents.queries.works import contents, latest
from woonregie.foundation.documents.services.acts import (
    ADOPTED,
    FROZEN,
    require_writer,
    tell,
)
from woonregie.foundation.search.pointing import Pointer, things


@transaction.atomic
def freeze(*, by: Account | None, at: datetime, work: Work) -> Edition:
    """Freeze the open edition, so that it can be laid before the parties; it changes no more.

    Returns:
        The frozen edition, with the digest by which it is recognised.

    Raises:
        ForbiddenError: she does not decide on this work.
        EditionError: no edition is open, or nothing stands in it.
    """
    require_writer(by, work, at)
    Work.objects.select_for_update(of=("self",)).get(pk=work.pk)
    edition = latest(work)
    if not edition.open:
        raise EditionError(
            _("Er is geen editie in bewerking. Neem eerst een voorstel over."),
            edition=edition.number,
        )
    found = digest_of(edition)
    if found is None:
        raise EditionError(_("Er staat nog niets in deze editie."), edition=edition.number)
    edition.frozen_at, edition.digest = at, found
    edition.save(update_fields=["frozen_at", "digest"])
    tell(FROZEN.name, by, at, work, number=edition.number, digest=found)
    return edition


def digest_of(edition: Edition) -> str | None:
    """Return the digest of what an edition says, None when it says nothing.

    It stands for the words, their order and their numbers: the same text has the same digest.
    """
    lines = contents(edition)
    if not lines:
        return None
    numbers = {line.clause.pk: line.clause.number for line in lines}
    said = [
        [
            line.clause.number,
            line.clause.kind,
            numbers.get(line.revision.parent_id) if line.revision.parent_id else None,
            line.revision.text,
            line.revision.plain,
        ]
        for line in lines
    ]
    return digest({"work": edition.work.code, "edition": edition.number, "clauses": said})


@transaction.atomic
def adopt(
    *,
    by: Account | None,
    at: datetime,
    work: Work,
    starts_on: date,
    decided: str,
    ends_before: date | None = None,
    decision: Pointer | None = None,
) -> Edition:
    """Adopt the newest edition: it is frozen if it was not, and holds from a day on.

    What was in force until then is replaced by it; nothing of it is touched.

    Args:
        by: who records it; None is the system itself.
        at: the moment.
        work: which one.
        starts_on: the day from which it holds.
        decided: who adopted it, and when: "bestuurlijk overleg, 10 december 2014".
        ends_before: the day on which it ends; None is until another one begins.
        decision: the thing that says so, if it stands in the house.

    Raises:
        ForbiddenError: she does not decide on this work.
        EditionError: adopted already, nobody named who adopted it, a period that cannot be, or a
            decision that she may not read.
    """
    require_writer(by, work, at)
    Work.objects.select_for_update(of=("self",)).get(pk=work.pk)
    edition = latest(work)
    if edition.adopted_at is not None:
        raise EditionError(
            _("Editie %(number)s is al vastgesteld.") % {"number": edition.number},
            edition=edition.number,
        )
    if not decided.strip():
        raise EditionError(_("Schrijf wie deze editie vaststelde, en wanneer."))
    if ends_before is not None and ends_before <= starts_on:
        raise EditionError(_("De einddag moet na de begindag liggen."))
    _require_readable(by, at, work, decision)
    before = work.editions.filter(adopted_at__isnull=False).order_by("-starts_on").first()
    if before is not None and before.starts_on is not None and before.starts_on > starts_on:
        raise EditionError(
            _("Editie %(number)s geldt al vanaf een latere dag. Kies een dag daarna.")
            % {"number": before.number},
            starts_on=before.starts_on,
        )
    if edition.open:
        edition = freeze(by=by, at=at, work=work)
    edition.adopted_at, edition.starts_on, edition.ends_before = at, starts_on, ends_before
    edition.decided = decided.strip()[:250]
    edition.decision_kind, edition.decision_id = decision or (None, None)
    edition.save(
        update_fields=[
            "adopted_at",
            "starts_on",
            "ends_before",
            "decided",
            "decision_kind",
            "decision_id",
        ]
    )
    tell(
        ADOPTED.name,
        by,
        at,
        work,
        number=edition.number,
        digest=edition.digest,
        starts_on=starts_on,
        ends_before=ends_before,
        decision=decision[1] if decision else None,
    )
    return edition


def _require_readable(
    by: Account | None, at: datetime, work: Work, decision: Pointer | None
) -> None:
    """Refuse a decision that she may not read; no word tells it from one that is not there."""
    if decision is None or by is None:
        return
    if not things([decision], account=by, region=work.region, today=localdate(at)):
        raise EditionError(_("Dit besluit is er niet, of u mag het niet lezen."))

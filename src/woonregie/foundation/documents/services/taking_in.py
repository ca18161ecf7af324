"""Taking a file in: read and cut first, looked at and corrected, then kept as a work."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.services import record
from woonregie.foundation.documents.errors import TextFileError, WorkError
from woonregie.foundation.documents.models import ImportDraft, Work
from woonregie.foundation.documents.permissions import PROPOSE, kinds_to_begin, speaks_for
from woonregie.foundation.documents.services.acts import CORRECTED, STAGED
from woonregie.foundation.documents.services.works import open_work
from woonregie.foundation.documents.splitting import as_text, split
from woonregie.foundation.documents.wordfiles import MAX_CHARACTERS, read_text
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError
from woonregie.foundation.region.models import Region


def stage(
    *, by: Account, at: datetime, region: Region, file: StoredFile, work: Work | None = None
) -> ImportDraft:
    """Read a file and cut it into clauses, for a person to look at; no document is made yet.

    Args:
        by: who takes it in.
        at: the moment.
        region: where.
        file: what she took in.
        work: the work that she wants to change with it; None is a new one.

    Raises:
        ForbiddenError: her role begins no documents here, or she speaks for no party of the work.
        TextFileError: nothing can be read from it, and why.
        WorkError: more clauses than a work can hold.
    """
    _require(by, region, at, work)
    read = read_text(path_of(file), file.name)
    found = split(read.text, known=numbers_of(work))
    if not found.clauses:
        raise TextFileError(_("In dit bestand staat geen tekst die te lezen is."))
    with transaction.atomic():
        draft = ImportDraft.objects.create(
            region=region,
            file=file,
            text=as_text(found.clauses),
            notes=[*read.notes, *found.notes],
            work=work,
            recorded_at=at,
            recorded_by=by,
        )
        tell_of(STAGED.name, by, at, draft, clauses=len(found.clauses))
    return draft


@transaction.atomic
def correct(
    *, by: Account, at: datetime, draft: ImportDraft, text: str, base_version: int
) -> ImportDraft:
    """Keep the text as somebody corrected it.

    Raises:
        ForbiddenError: somebody else took it in.
        TextFileError: it was kept as a document already, or is far too long.
        WorkError: more clauses than a work can hold.
        StaleVersionError: it was corrected in another window meanwhile.
    """
    standing = hers(by, draft, at, base_version)
    if len(text) > MAX_CHARACTERS:
        raise TextFileError(_("Deze tekst is te lang. Deel hem op."))
    if text.replace("\r\n", "\n") == standing.text:
        return standing
    known = numbers_of(standing.work)
    before = {item.number: item.text for item in split(standing.text, known=known).clauses}
    standing.text = text.replace("\r\n", "\n").replace("\x00", "")
    now = split(text, known=known)
    same = {item.number for item in now.clauses if before.get(item.number) == item.text}
    # A choice was made for a text; another text under its number asks anew.
    standing.choices = {
        number: choice for number, choice in standing.choices.items() if number in same
    }
    standing.notes, standing.version = [*now.notes], standing.version + 1
    standing.save(update_fields=["text", "choices", "notes", "version"])
    tell_of(CORRECTED.name, by, at, standing, version=standing.version)
    return standing


@transaction.atomic
def keep(
    *,
    by: Account,
    at: datetime,
    draft: ImportDraft,
    kind: str,
    code: str,
    title: str,
    parties: Collection[Organisation],
    reach: str,
) -> Work:
    """Keep a staged text as a work, with a clause for every number.

    Raises:
        ForbiddenError: somebody else took it in, or her role does not begin such a work.
        WorkError: what `open_work` refuses.
    """
    standing = hers(by, draft, at)
    clauses = split(standing.text).clauses
    if not clauses:
        raise WorkError(_("Er staat geen bepaling in deze tekst."))
    work = open_work(
        by=by,
        at=at,
        region=standing.region,
        kind=kind,
        code=code,
        title=title,
        parties=parties,
        reach=reach,
        clauses=clauses,
    )
    standing.kept_as = work
    standing.save(update_fields=["kept_as"])
    return work


def numbers_of(work: Work | None) -> frozenset[str]:
    """Return the numbers that clauses of a work have, or had; of a new work none."""
    return frozenset(work.clauses.values_list("number", flat=True) if work else ())


def hers(
    by: Account, draft: ImportDraft, at: datetime, base_version: int | None = None
) -> ImportDraft:
    """Return a text as it stands, locked, for whoever took it in.

    Raises:
        ForbiddenError: somebody else took it in, or she may not any more.
        TextFileError: it was kept as a document, or proposed, already.
        StaleVersionError: it was corrected in another window meanwhile.
    """
    _require(by, draft.region, at, draft.work)
    standing = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if standing.recorded_by_id != by.pk:
        raise ForbiddenError(_("Iemand anders leverde deze tekst aan."))
    if standing.kept_as_id is not None:
        raise TextFileError(_("Deze tekst is al bewaard als document."))
    if standing.proposed_as_id is not None:
        raise TextFileError(_("Deze tekst is al een voorstel geworden."))
    if base_version is not None and standing.version != base_version:
        raise StaleVersionError(
            _("Deze tekst is in een ander venster gewijzigd. Begin opnieuw."),
            base_version=base_version,
            current_version=standing.version,
        )
    return standing


def _require(by: Account, region: Region, at: datetime, work: Work | None = None) -> None:
    on = localdate(at)
    if work is None and not kinds_to_begin(by, region, on=on):
        raise ForbiddenError(
            _("Met uw rol begint u geen documenten."), permission="documents.write"
        )
    if work is not None and not speaks_for(by, work, PROPOSE, on=on):
        raise ForbiddenError(
            _("U spreekt in dit document niet namens een partij."), permission=PROPOSE
        )


def tell_of(act: str, by: Account, at: datetime, draft: ImportDraft, **payload: object) -> None:
    """Write the audit line of an act on a text that was taken in."""
    record(
        act=act,
        by=by,
        at=at,
        target=draft,
        organisation_id=draft.region.organisation_id,
        payload=payload,
    )

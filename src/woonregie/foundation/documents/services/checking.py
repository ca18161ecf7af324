"""What a work has to be before it is kept: who begins it, its code, its parties, its clauses."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.documents.errors import WorkError
from woonregie.foundation.documents.models import (
    Reach,
    Work,
    WorkParty,
)
from woonregie.foundation.documents.permissions import may_begin
from woonregie.foundation.documents.registry import kind_named
from woonregie.foundation.documents.values import (
    LONGEST_NUMBER,
    LONGEST_TEXT,
    MOST_CLAUSES,
    NewClause,
)
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in

_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_NUMBER = re.compile(r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*")
LONGEST_CODE, LONGEST_FRONT = 40, 20
SHORTEST_CODE = 2


def owned_code(
    by: Account | None,
    at: datetime,
    region: Region,
    kind: str,
    parties: Collection[Organisation],
    code: str,
) -> str:
    """Return a code that begins with the name of whoever begins the work.

    Codes are told apart in a region, and a work may be kept from others. If everybody took names
    from one heap, a name that is taken would tell of a work that she may not see. So each
    organisation has a heap of its own; the office of the region sees all, and takes what is left.
    """
    known = kind_named(kind)
    if by is None or known is None:
        return code
    hers = {item.pk: item for item in may_begin(by, region, known, on=localdate(at))}
    if region.organisation_id not in hers:
        front = _front(next(item for item in parties if item.pk in hers))
        code = code if code.startswith(front) or not code else f"{front}{code}"
    return _not_of_others(code, region, parties, at)


def _not_of_others(
    code: str, region: Region, parties: Collection[Organisation], at: datetime
) -> str:
    """Refuse a name from the heap of an organisation that would not see the work."""
    taking_part = {item.pk for item in parties}
    for item in organisations_in([region.pk], on=localdate(at)).distinct():
        if code.startswith(_front(item)) and item.pk not in taking_part:
            raise WorkError(
                _("Een kenmerk dat met %(front)s begint, is voor documenten van %(who)s.")
                % {"front": _front(item), "who": item.name}
            )
    return code


def _front(organisation: Organisation) -> str:
    name = organisation.slug.replace("_", "-")
    if len(name) > LONGEST_FRONT:
        # What is left of a long name is told apart by the end of its key.
        name = f"{name[: LONGEST_FRONT - 7].strip('-')}-{organisation.pk.hex[-6:]}"
    return f"{name.upper()}-"


def require_beginner(
    by: Account | None,
    at: datetime,
    region: Region,
    kind: str,
    parties: Collection[Organisation],
) -> None:
    """Refuse whoever may not begin a work of a kind for these parties.

    Raises:
        WorkError: no such kind.
        ForbiddenError: not with her role, or without her own organisation.
    """
    known = kind_named(kind)
    if known is None:
        raise WorkError(_("Deze soort document kennen wij niet."), kind=kind)
    if by is None:
        return
    hers = {item.pk for item in may_begin(by, region, known, on=localdate(at))}
    if not hers:
        raise ForbiddenError(
            _("Met uw rol begint u geen document van deze soort."), permission="documents.write"
        )
    if region.organisation_id not in hers and hers.isdisjoint({item.pk for item in parties}):
        raise ForbiddenError(
            _("Neem uw eigen organisatie op bij de partijen."), permission="documents.write"
        )


def check_work(work: Work, parties: Collection[Organisation], at: datetime) -> None:
    """Refuse a work without a title, parties or a fit code.

    Raises:
        WorkError: what is wrong, and what to do.
    """
    if not work.title:
        raise WorkError(_("Geef het document een titel."))
    if not SHORTEST_CODE <= len(work.code) <= LONGEST_CODE or not _CODE.fullmatch(work.code):
        raise WorkError(
            _("Een kenmerk bestaat uit letters, cijfers en streepjes, zoals RAA-2027.")
        )
    if work.reach not in Reach.values:
        raise WorkError(_("Kies wie dit document mag lezen."))
    if not parties:
        raise WorkError(_("Kies ten minste één partij."))
    there = organisations_in([work.region_id], on=localdate(at)).values_list("pk", flat=True)
    # Who takes part already may have gone up in another, or work here no more.
    standing = WorkParty.objects.filter(work=work.pk).values_list("organisation", flat=True)
    outside = {item.pk for item in parties} - {*there, *standing, work.region.organisation_id}
    if outside:
        raise WorkError(_("Een partij moet meedoen in deze regio."))
    if work.parent is not None and work.parent.region_id != work.region_id:
        raise WorkError(_("Een document hoort bij een document van dezelfde regio."))


def check_clauses(clauses: Sequence[NewClause]) -> None:
    """Refuse clauses that cannot make a work, and say which.

    Raises:
        WorkError: too many, a number twice, a number or text that is too long, a parent that does
            not come before.
    """
    if len(clauses) > MOST_CLAUSES:
        raise WorkError(
            _("Een document heeft ten hoogste %(most)s bepalingen. Dit zijn er %(count)s.")
            % {"most": MOST_CLAUSES, "count": len(clauses)}
        )
    seen: set[str] = set()
    for new in clauses:
        wrong = _wrong_with(new, seen)
        if wrong:
            raise WorkError(wrong, clause=new.number)
        seen.add(new.number)


def _wrong_with(new: NewClause, seen: Collection[str]) -> str:
    about = {"number": new.number[:LONGEST_NUMBER]}
    if len(new.number) > LONGEST_NUMBER or not _NUMBER.fullmatch(new.number):
        return _("Het nummer %(number)s is geen nummer van een bepaling, zoals 3.2.") % about
    if new.number in seen:
        return _("Het nummer %(number)s staat er twee keer.") % about
    if new.parent and new.parent not in seen:
        return _("Bepaling %(number)s staat onder een bepaling die er nog niet is.") % about
    if not new.text.strip():
        return _("Bepaling %(number)s heeft geen tekst.") % about
    if max(len(new.text), len(new.plain)) > LONGEST_TEXT:
        return _("Bepaling %(number)s is te lang. Deel haar op.") % about
    return ""

"""The list of documents, a document and a clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.documents import services
from woonregie.foundation.documents.difference import Change, Compared, difference, tally
from woonregie.foundation.documents.forms import ReadingForm, RemarkForm
from woonregie.foundation.documents.markdown import as_html, as_words
from woonregie.foundation.documents.models import Clause, ClauseRevision, Edition, Work
from woonregie.foundation.documents.permissions import kinds_to_begin, may_keep_models
from woonregie.foundation.documents.queries import (
    contents,
    edition_on,
    history_of,
    open_counts,
    proposals_for,
    reacted,
    readings_of,
    remarks_on,
    shelves,
    status_on,
    visible_works,
)
from woonregie.foundation.documents.registry import kind_named
from woonregie.foundation.documents.tree import Line
from woonregie.foundation.documents.views.asked import Asked, asked
from woonregie.foundation.documents.words import Piece, compare
from woonregie.foundation.pages.beside import Asked as AskedBeside
from woonregie.foundation.pages.beside import beside
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for, with_merged
from woonregie.foundation.search.pointing import things

TOC_DEPTH = 2
PART = 300
"""So many clauses stand on one page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause as the page shows it."""

    line: Line
    html: SafeString
    plain: SafeString | str
    compared: Compared | None
    remarks: int


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a long document a page shows."""

    number: int
    count: int

    @property
    def before(self) -> int | None:
        """The part before it."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The part after it."""
        return self.number + 1 if self.number < self.count else None


# ------------------------------------------------------------------ the list
def works(request: AccountRequest, region: str) -> HttpResponse:
    """Show the documents that this reader may read, by kind."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    found = visible_works(request.user, place, today=today).select_related("parent")
    groups: dict[str, list[Any]] = {}
    for shelf in shelves(found.prefetch_related("parties__organisation"), today=today):
        kind = kind_named(shelf.work.kind)
        groups.setdefault(str(kind.title) if kind else shelf.work.kind, []).append(shelf)
    shown = {
        "groups": sorted(groups.items()),
        "may_begin": bool(kinds_to_begin(request.user, place, on=today)),
        "may_keep_models": may_keep_models(request.user, place, on=today),
    }
    return render(request, "documents/list.html", shown)


# ------------------------------------------------------------------ a document
def work(request: AccountRequest, region: str, code: str) -> HttpResponse:
    """Show an edition of a document, with what changed since another one if that is asked."""
    about = asked(request, region, code, timezone.localdate())
    edition = _chosen(request, about)
    lines = contents(edition) if edition else []
    since = _since(request, about, edition)
    compared = difference(contents(since), lines) if since else [Compared(x, x) for x in lines]
    part, piece = part_of(request, compared)
    shown = {
        "asked": about,
        "kind": kind_named(about.work.kind),
        "edition": edition,
        "status": status_on(edition, about.editions, about.today) if edition else None,
        "editions": [(x, status_on(x, about.editions, about.today)) for x in about.editions],
        "since": since,
        "tally": tally(compared) if since else None,
        "lines": _shown(piece, changes=since is not None),
        "toc": _toc(compared),
        "part": part,
        "proposals": proposals_for(about.work, waiting=True),
        "parties": about.work.parties.select_related("organisation"),
        "parts": visible_works(about.account, about.region, today=about.today).filter(
            parent=about.work
        ),
        "parent": _parent(about),
        "earlier": [x for x in about.editions if edition and x.number < edition.number],
        "beside": beside(
            AskedBeside(about.account, about.region, "documenten", about.work.pk, about.today)
        ),
        "on": _day(request),
        **_asks(about),
        **_decision(about, edition),
    }
    return render(request, "documents/work.html", shown)


def _asks(about: Asked) -> dict[str, Any]:
    """Return who reacted, while remarks are asked."""
    until = about.work.remarks_until
    if until is None or until < about.today:
        return {"asks": False}
    done = reacted([about.work])[about.work.pk]
    parties = [item.organisation for item in about.work.parties.select_related("organisation")]
    spoken = set(with_merged(done, on=about.today))
    waiting = {item.pk for item in parties} - spoken
    return {
        "asks": True,
        "reactions": [(item, item.pk in spoken) for item in parties],
        "silent": [
            x for x in about.voices if not waiting.isdisjoint(with_merged([x.pk], on=about.today))
        ],
    }


def _decision(about: Asked, edition: Edition | None) -> dict[str, Any]:
    """Return the decision that adopted an edition, if this reader may read it."""
    if edition is None or edition.decision_kind is None or edition.decision_id is None:
        return {"decision": None}
    pointer = edition.decision_kind, edition.decision_id
    found = things([pointer], account=about.account, region=about.region, today=about.today)
    return {"decision": found.get(pointer)}


@require_POST
def no_remarks(request: AccountRequest, region: str, code: str) -> HttpResponse:
    """Say for a party that it has no remarks on a document that asks for them."""
    about = asked(request, region, code, timezone.localdate())
    silent = {str(item.pk): item for item in _asks(about).get("silent", ())}
    organisation = silent.get(request.POST.get("organisation", ""))
    if not about.voices:
        raise ForbiddenError(_("U spreekt in dit document niet namens een partij."))
    if organisation is not None:
        services.remark(
            by=about.account,
            at=timezone.now(),
            target=about.work,
            organisation=organisation,
            owner_id=about.region.organisation_id,
            # The words of the party, whatever the language of the page.
            text="Geen opmerkingen.",
        )
    return redirect("documents:work", region, code)


def _parent(about: Asked) -> Work | None:
    """Return the work it belongs to, if this reader may know of it."""
    if about.work.parent_id is None:
        return None
    found = visible_works(about.account, about.region, today=about.today)
    return found.filter(pk=about.work.parent_id).first()


def _chosen(request: AccountRequest, about: Asked) -> Edition | None:
    if number := request.GET.get("editie", ""):
        return about.edition(number)
    day = _day(request)
    if day is not None:
        return edition_on(about.work, day)
    return about.standing or about.newest


def _day(request: AccountRequest) -> date | None:
    given = request.GET.get("op", "")
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Http404 from None


def _since(request: AccountRequest, about: Asked, edition: Edition | None) -> Edition | None:
    number = request.GET.get("sinds", "")
    if not number or edition is None:
        return None
    found = about.edition(number)
    return found if found.pk != edition.pk else None


def part_of(request: AccountRequest, found: Sequence[Compared]) -> tuple[Part, Sequence[Compared]]:
    """Return which part of a long document is asked, and its clauses."""
    count = max(1, -(-len(found) // PART))
    given = request.GET.get("deel", "1")
    number = int(given) if given in {str(one) for one in range(1, count + 1)} else 1
    return Part(number, count), found[(number - 1) * PART : number * PART]


def _toc(found: Sequence[Compared]) -> list[tuple[Line, int]]:
    """Return the headings, each with the part of the document in which it stands."""
    return [
        (item.line, at // PART + 1)
        for at, item in enumerate(found)
        if item.line.heading and item.line.depth < TOC_DEPTH
    ]


def _shown(found: Sequence[Compared], *, changes: bool) -> list[Shown]:
    keys = [item.line.clause.pk for item in found]
    remarks = open_counts("documents.clause", keys)
    return [
        Shown(
            item.line,
            as_html(item.line.revision.text),
            as_html(item.line.revision.plain) if item.line.revision.plain else "",
            item if changes and item.change is not Change.SAME else None,
            remarks.get(item.line.clause.pk, 0),
        )
        for item in found
    ]


# ------------------------------------------------------------------ a clause
@dataclass(frozen=True, slots=True)
class Step:
    """One revision of a clause, against the one before it."""

    revision: ClauseRevision
    pieces: Sequence[Piece]


def clause(request: AccountRequest, region: str, code: str, number: str) -> HttpResponse:
    """Show a clause: what it says, how it came to say so, remarks and readings."""
    about = asked(request, region, code, timezone.localdate())
    found = about.clause(number)
    if request.method == "POST":
        return _write_beside(request, about, found)
    history = list(history_of(found))
    steps = [
        Step(
            row,
            compare(as_words(history[at + 1].text), as_words(row.text))
            if at + 1 < len(history)
            else [],
        )
        for at, row in enumerate(history)
    ]
    now = history[0]
    shown = {
        "asked": about,
        "clause": found,
        "now": now,
        "html": as_html(now.text),
        "plain": as_html(now.plain) if now.plain else "",
        "steps": steps,
        "origin": _origin(about, now),
        "remarks": remarks_on(found),
        "readings": readings_of(found),
        "remark_form": RemarkForm(auto_id="opmerking-%s"),
        "reading_form": ReadingForm(auto_id="lezing-%s"),
        "proposals": proposals_for(about.work, waiting=True).filter(ops__clause=found).distinct(),
        "beside": beside(
            AskedBeside(about.account, about.region, "bepalingen", found.pk, about.today)
        ),
    }
    return render(request, "documents/clause.html", shown)


def _origin(about: Asked, now: ClauseRevision) -> ClauseRevision | None:
    """Return the revision from which the words were taken, if this reader may read it."""
    if now.came_from is None:
        return None
    readable = visible_works(about.account, about.region, today=about.today)
    return (
        ClauseRevision.objects.filter(pk=now.came_from, clause__work__in=readable)
        .select_related("clause__work")
        .first()
    )


def _write_beside(request: AccountRequest, about: Asked, found: Clause) -> HttpResponse:
    """Keep a remark, its answer, or another reading of a figure."""
    acts = {
        "opmerking": _remark,
        "antwoord": _settle,
        "lezing": _read_otherwise,
        "intrekken": _withdraw_reading,
    }
    act = acts.get(request.POST.get("wat", ""))
    if not about.voices:
        raise ForbiddenError(_("U spreekt in dit document niet namens een partij."))
    if act is not None:
        try:
            act(request, about, found)
        except RefusedError as error:
            messages.error(request, str(error))
    return redirect("documents:clause", about.region.slug, about.work.code, found.number)


def _remark(request: AccountRequest, about: Asked, found: Clause) -> None:
    services.remark(
        by=about.account,
        at=timezone.now(),
        target=found,
        organisation=about.voices[0],
        owner_id=about.region.organisation_id,
        text=request.POST.get("text", ""),
    )


def _settle(request: AccountRequest, about: Asked, found: Clause) -> None:
    if not about.decides:
        raise ForbiddenError(_("Wie over de tekst beslist, handelt een opmerking af."))
    services.settle(
        by=about.account,
        at=timezone.now(),
        target=found,
        owner_id=about.region.organisation_id,
        remark=get_object_or_404(remarks_on(found), pk=_key(request)),
        answer=request.POST.get("text", ""),
    )


def _read_otherwise(request: AccountRequest, about: Asked, found: Clause) -> None:
    form = ReadingForm(request.POST)
    if not form.is_valid():
        raise RefusedError(" ".join(str(line) for lines in form.errors.values() for line in lines))
    services.read_otherwise(
        by=about.account,
        at=timezone.now(),
        target=found,
        organisation=about.voices[0],
        # A figure in a clause is of all parties: each of them may read it otherwise.
        owner_id=about.region.organisation_id,
        field="text",
        value=form.cleaned_data["value"],
        reason=form.cleaned_data["reason"],
    )


def _withdraw_reading(request: AccountRequest, about: Asked, found: Clause) -> None:
    voices = with_merged((item.pk for item in about.voices), on=about.today)
    hers = readings_of(found).filter(organisation__in=voices)
    services.withdraw_reading(
        by=about.account,
        at=timezone.now(),
        target=found,
        owner_id=about.region.organisation_id,
        reading=get_object_or_404(hers, pk=_key(request)),
    )


def _key(request: AccountRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None

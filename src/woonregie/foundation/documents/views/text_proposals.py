"""Taking a file in for a document that is there: match its clauses, correct that, propose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.documents.forms import TextFileForm, TextProposalForm
from woonregie.foundation.documents.markdown import as_words
from woonregie.foundation.documents.matching import How, Match, Matched, fingerprint
from woonregie.foundation.documents.models import ImportDraft
from woonregie.foundation.documents.queries import contents
from woonregie.foundation.documents.services import text_proposals
from woonregie.foundation.documents.services.taking_in import correct, stage
from woonregie.foundation.documents.tree import Line
from woonregie.foundation.documents.views.asked import Asked, asked
from woonregie.foundation.documents.words import Piece, compare
from woonregie.foundation.files.services import store
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError

SHOWN, NAME = 200, 80
CHOICE = "bij-"


@dataclass(frozen=True, slots=True)
class Row:
    """A clause of the text beside the one of the document that it is."""

    match: Match
    pieces: Sequence[Piece]

    @property
    def unsure(self) -> bool:
        """Whether only the number is the same."""
        return self.match.how is How.NUMBER


def take_in_for(request: AccountRequest, region: str, code: str) -> HttpResponse:
    """Choose a file with another text of this document."""
    about = _speaks(request, region, code)
    form = TextFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and too_large(request):
        form.add_error("file", _("Dit bestand is te groot. Lever het zonder afbeeldingen aan."))
    elif request.method == "POST" and form.is_valid():
        upload, at = form.cleaned_data["file"], timezone.now()
        try:
            file = store(upload, name=upload.name, at=at)
            draft = stage(by=about.account, at=at, region=about.region, file=file, work=about.work)
        except RefusedError as error:
            form.add_error("file", str(error))
        else:
            return redirect("documents:matched", region, code, draft.pk)
    shown = {
        "form": form,
        "asked": about,
        "heading": _("Wijzigingen uit een bestand voorstellen"),
        "submit_label": _("Inlezen"),
        "cancel_url": reverse("documents:work", args=[region, code]),
        "proposing_text": True,
    }
    return render(request, "documents/form.html", shown)


def matched(request: AccountRequest, region: str, code: str, key: UUID) -> HttpResponse:
    """Show which clause is which, correct that, and propose what the text asks."""
    about = _speaks(request, region, code)
    drafts = ImportDraft.objects.filter(work=about.work, recorded_by=request.user)
    draft = get_object_or_404(drafts.select_related("file", "region"), pk=key)
    draft.work = about.work
    if draft.proposed_as_id is not None:
        return redirect("documents:proposal", region, code, draft.proposed_as_id)
    lines = contents(about.newest)
    form = _form(request, about, draft, lines)
    if request.method == "POST" and (done := _act(request, about, draft, form)) is not None:
        return done
    found = text_proposals.matched(draft, lines)
    rows = [item for item in found.matches if not item.same]
    shown = {
        "asked": about,
        "draft": draft,
        "form": form,
        "rows": [_row(item) for item in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "names": _names(lines),
        **_counts(found),
    }
    return render(request, "documents/matched.html", shown)


def _counts(found: Matched) -> dict[str, Any]:
    return {
        "same": sum(item.same for item in found.matches),
        "changed": sum(item.line is not None and not item.same for item in found.matches),
        "fresh": sum(item.line is None for item in found.matches),
        "missing": _names(found.missing[:SHOWN]),
        "missing_count": len(found.missing),
        "elsewhere": ", ".join(found.elsewhere[:20]),
    }


def _names(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Return the number and the first words of each clause."""
    return [
        (line.clause.number, Truncator(as_words(line.revision.text)).chars(NAME)) for line in lines
    ]


def _row(item: Match) -> Row:
    old = as_words(item.line.revision.text) if item.line else ""
    return Row(item, compare(old, as_words(item.new.text)))


def _form(
    request: AccountRequest, about: Asked, draft: ImportDraft, lines: Sequence[Line]
) -> TextProposalForm:
    proposing = request.method == "POST" and request.POST.get("wat") == "voorstellen"
    return TextProposalForm(
        request.POST if proposing else None,
        organisations=about.voices,
        initial={"seen": fingerprint(lines), "version": draft.version},
    )


def _act(
    request: AccountRequest, about: Asked, draft: ImportDraft, form: TextProposalForm
) -> HttpResponseRedirect | None:
    """Do what was asked; None shows the page again with what is wrong."""
    try:
        if not form.is_bound:
            _correct(request, draft)
        elif form.is_valid():
            made = _propose(about, draft, form)
            return redirect("documents:proposal", about.region.slug, about.work.code, made)
        else:
            return None
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("documents:matched", about.region.slug, about.work.code, draft.pk)


def _propose(about: Asked, draft: ImportDraft, form: TextProposalForm) -> UUID:
    given = form.cleaned_data
    voice = next(item for item in about.voices if str(item.pk) == given["organisation"])
    made = text_proposals.propose_text(
        by=about.account,
        at=timezone.now(),
        draft=draft,
        organisation=voice,
        motive=given["motive"],
        remove=given["remove"] == "remove",
        base_version=given["version"],
        seen=given["seen"],
    )
    key: UUID = made.pk
    return key


def _correct(request: AccountRequest, draft: ImportDraft) -> None:
    given = request.POST.get("versie", "")
    if not given.isascii() or not given.isdigit():
        raise Http404
    at, version = timezone.now(), int(given[:9])
    if request.POST.get("wat") == "verbeteren":
        text = request.POST.get("text", "")
        correct(by=request.user, at=at, draft=draft, text=text, base_version=version)
        return
    choices = {
        name.removeprefix(CHOICE): str(value).strip()
        for name, value in request.POST.items()
        if name.startswith(CHOICE)
    }
    text_proposals.choose(
        by=request.user, at=at, draft=draft, choices=choices, base_version=version
    )


def _speaks(request: AccountRequest, region: str, code: str) -> Asked:
    about = asked(request, region, code, timezone.localdate())
    if not about.voices:
        raise ForbiddenError(_("U spreekt in dit document niet namens een partij."))
    return about

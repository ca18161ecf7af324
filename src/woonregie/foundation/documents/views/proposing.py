"""Proposing a change, deciding on it, and choosing where it does not fit."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.documents import services
from woonregie.foundation.documents.errors import ConflictError, ProposalError
from woonregie.foundation.documents.forms import (
    ProposalForm,
    ResolveForm,
)
from woonregie.foundation.documents.markdown import as_words
from woonregie.foundation.documents.models import (
    ChangeOp,
    ChangeProposal,
    Clause,
    ClauseKind,
    Edition,
    OpKind,
    Provenance,
)
from woonregie.foundation.documents.queries import (
    fit_of,
    model_clauses,
    proposals_for,
    tree_of,
)
from woonregie.foundation.documents.tree import Conflict, Reason
from woonregie.foundation.documents.values import HERE, Change, Origin
from woonregie.foundation.documents.views.asked import Asked, asked
from woonregie.foundation.documents.views.works import show_form
from woonregie.foundation.documents.words import Piece, compare
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError

HEADINGS = {
    OpKind.REPLACE: lambda: _("Wijziging voorstellen"),
    OpKind.INSERT: lambda: _("Bepaling toevoegen"),
    OpKind.DELETE: lambda: _("Voorstellen te schrappen"),
    OpKind.MOVE: lambda: _("Voorstellen te verplaatsen"),
}


def propose(request: AccountRequest, region: str, code: str, op: str) -> HttpResponse:
    """Propose one change; the form holds the text on which it is written."""
    about = asked(request, region, code, timezone.localdate())
    if op not in HEADINGS:
        raise Http404
    if not about.voices:
        raise ForbiddenError(_("U spreekt in dit document niet namens een partij."))
    edition = about.edition(request.GET.get("editie", "") or str(about.newest.number))
    number = request.GET.get("bepaling", "")
    clause = about.clause(number) if number and op != OpKind.INSERT else None
    if clause is None and op != OpKind.INSERT:
        raise Http404
    form = ProposalForm(
        request.POST or None,
        op=op,
        organisations=about.voices,
        models=model_clauses(about.region),
        decides=about.decides,
        initial=_written_on(edition, clause, number),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.propose(
                by=about.account,
                at=timezone.now(),
                work=about.work,
                organisation=_voice(about, form),
                changes=[_asked_for(about, form, op, clause)],
                motive=form.cleaned_data["motive"],
                edition=edition,
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return _taken_or_kept(request, about, made, direct=form.cleaned_data.get("direct"))
    return show_form(
        request, about, form, str(HEADINGS[OpKind(op)]()), submit=_("Voorstellen"), clause=clause
    )


def _written_on(edition: Edition, clause: Clause | None, number: str) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": ClauseKind.AGREEMENT, "where": "after"}
    if clause is None:
        return {**found, "anchor": number}
    base = tree_of(edition).standing.get(clause.pk)
    if base is None:
        raise Http404
    return {**found, "base": base.pk, "text": base.text, "plain": base.plain}


def _voice(about: Asked, form: forms.Form) -> Organisation:
    key = form.cleaned_data["organisation"]
    return next(item for item in about.voices if str(item.pk) == key)


def _asked_for(about: Asked, form: forms.Form, op: str, clause: Clause | None) -> Change:
    given = form.cleaned_data
    key = given.get("base")
    base = clause.revisions.filter(pk=key).first() if clause and key else None
    if clause is not None and base is None:
        raise ProposalError(_("Zeg op welke tekst uw wijziging geschreven is."))
    parent, after = _place(about, given) if "anchor" in given else (None, None)
    text, plain, origin = given.get("text", ""), given.get("plain", ""), HERE
    model = given.get("model")
    if model is not None:
        text, plain = text.strip() or model.text, plain.strip() or model.plain
        origin = Origin(Provenance.MODEL, model.pk, model.title)
    elif given.get("note"):
        origin = Origin(Provenance.PRACTICE, None, given["note"])
    return Change(
        op,
        clause=clause,
        base=base,
        text=text,
        plain=plain,
        kind=given.get("kind") or ClauseKind.AGREEMENT,
        parent=parent,
        after=after,
        origin=origin,
    )


def _place(about: Asked, given: dict[str, Any]) -> tuple[Clause | None, Clause | None]:
    """Return under which clause and after which one something comes."""
    number = given["anchor"].strip()
    if not number:
        return None, None
    anchor = about.work.clauses.filter(number=number).first()
    standing = tree_of(about.newest).standing.get(anchor.pk) if anchor else None
    if standing is None or standing.gone:
        raise ProposalError(_("Er is geen bepaling %(number)s.") % {"number": number[:40]})
    if given.get("where") == "below":
        return standing.clause, None
    parents = tree_of(about.newest).standing
    above = parents[standing.parent_id].clause if standing.parent_id else None
    return above, standing.clause


def _taken_or_kept(
    request: AccountRequest, about: Asked, made: ChangeProposal, *, direct: bool | None
) -> HttpResponse:
    if not direct:
        messages.success(request, _("Uw voorstel staat klaar voor wie over de tekst beslist."))
        return redirect("documents:proposal", about.region.slug, about.work.code, made.pk)
    try:
        edition = services.accept(by=about.account, at=timezone.now(), proposal=made)
    except ConflictError as error:
        messages.warning(request, str(error))
        return redirect("documents:proposal", about.region.slug, about.work.code, made.pk)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("documents:proposal", about.region.slug, about.work.code, made.pk)
    where = reverse("documents:work", args=[about.region.slug, about.work.code])
    return redirect(f"{where}?editie={edition.number}")


class Row:
    """One change of a proposal, as the page shows it."""

    def __init__(self, op: ChangeOp, conflict: Conflict | None) -> None:
        self.op, self.conflict = op, conflict

    @property
    def pieces(self) -> list[Piece]:
        """What it does to the text on which it was written."""
        old = as_words(self.op.base.text) if self.op.base else ""
        new = "" if self.op.op == OpKind.DELETE else as_words(self.op.text)
        return compare(old, new) if self.op.op in {"replace", "insert", "delete"} else []

    @property
    def base(self) -> str:
        """The words on which it was written."""
        return as_words(self.op.base.text, bullet="• ") if self.op.base else ""

    @property
    def theirs(self) -> list[Piece]:
        """What others meanwhile did to that text."""
        if self.conflict is None or self.conflict.theirs is None or self.op.base is None:
            return []
        return compare(as_words(self.op.base.text), as_words(self.conflict.theirs.text))

    @property
    def writes(self) -> bool:
        """Whether the conflict is about words, for which a text can be chosen."""
        return (
            self.conflict is not None
            and self.conflict.reason in {Reason.TEXT, Reason.GONE}
            and self.op.op == OpKind.REPLACE
        )

    @property
    def form(self) -> ResolveForm:
        """Where somebody chooses."""
        theirs = self.conflict.theirs if self.conflict else None
        return ResolveForm(
            auto_id=f"{self.op.pk}-%s",
            initial={
                "op": self.op.pk,
                "seen": theirs.digest if theirs else "",
                "text": self.op.text,
                "plain": self.op.plain,
            },
        )


def proposal(request: AccountRequest, region: str, code: str, key: UUID) -> HttpResponse:
    """Show a proposal: what it changes, whether it fits, and what somebody may do with it."""
    about = asked(request, region, code, timezone.localdate())
    found = get_object_or_404(proposals_for(about.work), pk=key)
    found.work = about.work
    if request.method == "POST":
        if not about.voices and not about.decides:
            raise ForbiddenError(_("U spreekt in dit document niet namens een partij."))
        return _decide(request, about, found)
    fit = fit_of(found)
    conflicts = fit.conflicts if found.open else {}
    shown = {
        "asked": about,
        "proposal": found,
        "rows": [Row(op, conflicts.get(op.pk)) for op in fit.ops],
        "conflicts": conflicts,
        "outdated": found.open and fit.outdated,
        "hers": about.speaks_also_for(found.organisation),
    }
    return render(request, "documents/proposal.html", shown)


def _decide(request: AccountRequest, about: Asked, found: ChangeProposal) -> HttpResponse:
    acts = {
        "overnemen": _accept,
        "afwijzen": _reject,
        "intrekken": _withdraw,
        "kiezen": _resolve,
    }
    act = acts.get(request.POST.get("wat", ""))
    back = redirect("documents:proposal", about.region.slug, about.work.code, found.pk)
    if act is None:
        return back
    try:
        edition = act(request, about, found)
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
        return back
    if edition is None:
        return back
    where = reverse("documents:work", args=[about.region.slug, about.work.code])
    return redirect(f"{where}?editie={edition.number}")


def _accept(request: AccountRequest, about: Asked, found: ChangeProposal) -> Edition:
    return services.accept(
        by=about.account,
        at=timezone.now(),
        proposal=found,
        answer=request.POST.get("antwoord", ""),
    )


def _reject(request: AccountRequest, about: Asked, found: ChangeProposal) -> None:
    services.reject(
        by=about.account,
        at=timezone.now(),
        proposal=found,
        answer=request.POST.get("antwoord", ""),
    )


def _withdraw(_request: AccountRequest, about: Asked, found: ChangeProposal) -> None:
    services.withdraw(by=about.account, at=timezone.now(), proposal=found)


def _resolve(request: AccountRequest, about: Asked, found: ChangeProposal) -> None:
    form = ResolveForm(request.POST)
    if not form.is_valid():
        raise Http404
    conflict = fit_of(found).conflicts.get(form.cleaned_data["op"])
    if conflict is None:
        raise ProposalError(_("Deze wijziging past al op de tekst."))
    leave = request.POST.get("keuze") != "tekst"
    theirs = conflict.theirs
    services.resolve(
        by=about.account,
        at=timezone.now(),
        op=conflict.op,
        change=Change(
            OpKind.LEAVE if leave else OpKind.REPLACE,
            clause=theirs.clause if theirs else None,
            base=theirs,
            text=form.cleaned_data["text"],
            plain=form.cleaned_data["plain"],
        ),
        seen=form.cleaned_data["seen"],
    )

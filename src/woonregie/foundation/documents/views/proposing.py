"""Beginning and changing a document, proposing, deciding, freezing and adopting."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.documents import services
from woonregie.foundation.documents.errors import ConflictError, ProposalError, WorkError
from woonregie.foundation.documents.forms import (
    AdoptForm,
    BeginForm,
    ProposalForm,
    ResolveForm,
    WorkForm,
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
from woonregie.foundation.documents.permissions import kinds_to_begin
from woonregie.foundation.documents.queries import (
    contents,
    edition_named,
    fit_of,
    model_clauses,
    proposals_for,
    tree_of,
    visible_works,
)
from woonregie.foundation.documents.splitting import split
from woonregie.foundation.documents.tree import Conflict, Reason
from woonregie.foundation.documents.values import HERE, Change, NewClause, Origin
from woonregie.foundation.documents.views.asked import Asked, asked
from woonregie.foundation.documents.words import Piece, compare
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in

HEADINGS = {
    OpKind.REPLACE: lambda: _("Wijziging voorstellen"),
    OpKind.INSERT: lambda: _("Bepaling toevoegen"),
    OpKind.DELETE: lambda: _("Voorstellen te schrappen"),
    OpKind.MOVE: lambda: _("Voorstellen te verplaatsen"),
}


# ------------------------------------------------------------------ a document
def begin(request: AccountRequest, region: str) -> HttpResponse:
    """Begin a document: empty, with the text of another one, or with a text that is pasted."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    kinds = kinds_to_begin(request.user, place, on=today)
    if not kinds:
        raise ForbiddenError(_("Met uw rol begint u geen documenten."))
    readable = visible_works(request.user, place, today=today)
    editions = Edition.objects.filter(work__in=readable).select_related("work")
    form = BeginForm(
        request.POST or None,
        organisations=_parties(place),
        works=readable,
        kinds=kinds,
        likes=[
            (f"{item.work.code}:{item.number}", f"{item.work.title} ({item.number})")
            for item in editions.order_by("work__title", "-number")
        ],
        initial={"like": request.GET.get("van", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_work(
                by=request.user,
                at=timezone.now(),
                region=place,
                clauses=_first_clauses(request, place, form),
                **{name: form.cleaned_data[name] for name in ("kind", "code", "title", "reach")},
                parties=form.cleaned_data["parties"],
                parent=form.cleaned_data["parent"],
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("documents:work", place.slug, made.code)
    shown = {
        "form": form,
        "heading": _("Document beginnen"),
        "cancel_url": reverse("documents:list", args=[region]),
    }
    return render(request, "documents/form.html", shown)


def _first_clauses(request: AccountRequest, place: Region, form: BeginForm) -> list[NewClause]:
    if like := form.cleaned_data["like"]:
        if form.cleaned_data["text"]:
            raise WorkError(_("Kies een document om mee te beginnen, of plak een tekst."))
        found = edition_named(request.user, place, like, today=timezone.localdate())
        return services.copied(contents(found)) if found else []
    return list(split(form.cleaned_data["text"], origin=HERE).clauses)


def _parties(place: Region) -> Any:
    """Return the organisations that can be a party."""
    return organisations_in([place.pk], on=timezone.localdate()).order_by("name").distinct()


def change(request: AccountRequest, region: str, code: str) -> HttpResponse:
    """Change what a document is called, who take part and who reads it."""
    about = _decided(request, region, code)
    work = about.work
    form = WorkForm(
        request.POST or None,
        organisations=_parties(about.region),
        works=visible_works(about.account, about.region, today=about.today).exclude(pk=work.pk),
        initial={
            "title": work.title,
            "reach": work.reach,
            "parties": work.parties.values_list("organisation", flat=True),
            "parent": work.parent.code if work.parent else None,
            "base_version": work.version,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_work(
                by=about.account,
                at=timezone.now(),
                work=work,
                base_version=form.cleaned_data["base_version"] or 0,
                **{name: form.cleaned_data[name] for name in ("title", "reach", "parent")},
                parties=form.cleaned_data["parties"],
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("documents:work", region, code)
    return _form(request, about, form, _("Document wijzigen"))


def adopt(request: AccountRequest, region: str, code: str) -> HttpResponse:
    """Adopt the newest edition."""
    about = _decided(request, region, code)
    form = AdoptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.adopt(
                by=about.account, at=timezone.now(), work=about.work, **form.cleaned_data
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("documents:work", region, code)
    heading = _("Editie %(number)s vaststellen") % {"number": about.newest.number}
    return _form(request, about, form, heading, submit=_("Vaststellen"))


@require_POST
def freeze(request: AccountRequest, region: str, code: str) -> HttpResponse:
    """Freeze the open edition, so that it can be laid before the parties."""
    about = _decided(request, region, code)
    try:
        edition = services.freeze(by=about.account, at=timezone.now(), work=about.work)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("documents:work", region, code)
    messages.success(
        request,
        _("Editie %(number)s staat vast en kan worden voorgelegd.") % {"number": edition.number},
    )
    where = reverse("documents:work", args=[region, code])
    return redirect(f"{where}?editie={edition.number}")


def _decided(request: AccountRequest, region: str, code: str) -> Asked:
    about = asked(request, region, code, timezone.localdate())
    if not about.decides:
        raise ForbiddenError(_("U beslist niet over de tekst van dit document. Doe een voorstel."))
    return about


def _form(
    request: AccountRequest,
    about: Asked,
    form: forms.Form,
    heading: str,
    *,
    submit: str = "",
    **more: Any,
) -> HttpResponse:
    shown = {
        "form": form,
        "heading": heading,
        "asked": about,
        "submit_label": submit or None,
        "cancel_url": reverse("documents:work", args=[about.region.slug, about.work.code]),
        **more,
    }
    return render(request, "documents/form.html", shown)


# ------------------------------------------------------------------ a proposal
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
    return _form(
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
        "hers": found.organisation in about.voices,
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

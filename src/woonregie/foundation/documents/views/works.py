"""Beginning and changing a document, freezing and adopting an edition."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.documents import services
from woonregie.foundation.documents.errors import WorkError
from woonregie.foundation.documents.forms import (
    AdoptForm,
    BeginForm,
    WorkForm,
)
from woonregie.foundation.documents.models import (
    Edition,
)
from woonregie.foundation.documents.permissions import kinds_to_begin
from woonregie.foundation.documents.queries import (
    contents,
    edition_named,
    visible_works,
)
from woonregie.foundation.documents.splitting import split
from woonregie.foundation.documents.values import HERE, NewClause
from woonregie.foundation.documents.views.asked import Asked, asked
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.search.pointing import Thing, newest, read, things

CHANGED = ("title", "reach", "remarks_until")


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
            "remarks_until": work.remarks_until,
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
                **{name: form.cleaned_data[name] for name in CHANGED},
                **_with_unoffered(about, form),
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("documents:work", region, code)
    return show_form(request, about, form, _("Document wijzigen"))


def _with_unoffered(about: Asked, form: WorkForm) -> dict[str, Any]:
    """Return parties and parent as chosen, and those that stand but that the form cannot offer.

    A party that went up in another or no longer works here, and a parent that she may not read.
    """
    work, chosen = about.work, list(form.cleaned_data["parties"])
    offered = set(_parties(about.region).values_list("pk", flat=True))
    standing = work.parties.select_related("organisation").exclude(organisation__in=offered)
    seen = visible_works(about.account, about.region, today=about.today)
    hidden = work.parent_id is not None and not seen.filter(pk=work.parent_id).exists()
    return {
        "parties": [*chosen, *(item.organisation for item in standing)],
        "parent": work.parent if hidden else form.cleaned_data["parent"],
    }


def adopt(request: AccountRequest, region: str, code: str) -> HttpResponse:
    """Adopt the newest edition."""
    about = _decided(request, region, code)
    form = AdoptForm(
        request.POST or None,
        decisions=_decisions(request, about),
        initial={"decision": request.GET.get("besluit", "")},
    )
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
    return show_form(request, about, form, heading, submit=_("Vaststellen"))


def _decisions(request: AccountRequest, about: Asked) -> list[Thing]:
    """Return the decisions that she may read, with the one that the address names first."""
    found = newest("besluiten", account=about.account, region=about.region, today=about.today)
    pointer = read(request.GET.get("besluit", "") or request.POST.get("decision", ""))
    if pointer is None or pointer in {(item.kind, item.key) for item in found}:
        return found
    named = things([pointer], account=about.account, region=about.region, today=about.today)
    return [*named.values(), *found]


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


def show_form(
    request: AccountRequest,
    about: Asked,
    form: forms.Form,
    heading: str,
    *,
    submit: str = "",
    **more: Any,
) -> HttpResponse:
    """Show a form about a document."""
    shown = {
        "form": form,
        "heading": heading,
        "asked": about,
        "submit_label": submit or None,
        "cancel_url": reverse("documents:work", args=[about.region.slug, about.work.code]),
        **more,
    }
    return render(request, "documents/form.html", shown)

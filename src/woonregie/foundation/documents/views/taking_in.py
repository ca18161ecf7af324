"""Taking a Word file, a PDF or a text in: choose it, look and correct, keep it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.documents.forms import KeepForm, TextFileForm
from woonregie.foundation.documents.models import ImportDraft
from woonregie.foundation.documents.permissions import kinds_to_begin
from woonregie.foundation.documents.services.taking_in import correct, keep, stage
from woonregie.foundation.documents.splitting import split
from woonregie.foundation.files.services import store
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in

SHOWN = 300


def take_in(request: AccountRequest, region: str) -> HttpResponse:
    """Choose a file; it is read and cut into clauses."""
    place = _beginner(request, region)
    form = TextFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and too_large(request):
        form.add_error("file", _("Dit bestand is te groot. Lever het zonder afbeeldingen aan."))
    elif request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        at = timezone.now()
        try:
            file = store(upload, name=upload.name, at=at)
            draft = stage(by=request.user, at=at, region=place, file=file)
        except RefusedError as error:
            form.add_error("file", str(error))
        else:
            return redirect("documents:staged", region, draft.pk)
    shown = {
        "form": form,
        "heading": _("Document inlezen"),
        "submit_label": _("Inlezen"),
        "cancel_url": reverse("documents:list", args=[region]),
        "taking_in": True,
    }
    return render(request, "documents/form.html", shown)


def staged(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show what was read, correct it, and keep it."""
    place = _beginner(request, region)
    drafts = ImportDraft.objects.filter(region=place, recorded_by=request.user, work=None)
    draft = get_object_or_404(drafts.select_related("file", "kept_as"), pk=key)
    if draft.kept_as is not None:
        return redirect("documents:work", region, draft.kept_as.code)
    keeping = request.method == "POST" and request.POST.get("wat") == "bewaren"
    form = KeepForm(
        request.POST if keeping else None,
        organisations=organisations_in([place.pk], on=timezone.localdate())
        .order_by("name")
        .distinct(),
        kinds=kinds_to_begin(request.user, place, on=timezone.localdate()),
    )
    if request.method == "POST" and not keeping:
        return _correct(request, draft)
    if keeping and form.is_valid():
        try:
            work = keep(by=request.user, at=timezone.now(), draft=draft, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("documents:work", region, work.code)
    clauses = split(draft.text).clauses
    shown = {
        "draft": draft,
        "form": form,
        "count": len(clauses),
        "clauses": clauses[:SHOWN],
        "more": max(0, len(clauses) - SHOWN),
    }
    return render(request, "documents/staged.html", shown)


def _correct(request: AccountRequest, draft: ImportDraft) -> HttpResponse:
    given = request.POST.get("versie", "")
    if not given.isascii() or not given.isdigit():
        raise Http404
    try:
        correct(
            by=request.user,
            at=timezone.now(),
            draft=draft,
            text=request.POST.get("text", ""),
            base_version=int(given[:9]),
        )
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("documents:staged", draft.region.slug, draft.pk)


def _beginner(request: AccountRequest, region: str) -> Region:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not kinds_to_begin(request.user, place, on=today):
        raise ForbiddenError(_("Met uw rol begint u geen documenten."))
    return place

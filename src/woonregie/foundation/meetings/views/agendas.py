"""The agenda of a meeting, and the documents that go with it."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.files.services import path_of, store
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.meetings import services
from woonregie.foundation.meetings.forms import DocumentForm, ItemForm
from woonregie.foundation.meetings.models import AgendaDocument, AgendaItem
from woonregie.foundation.meetings.queries import agenda_of, backlog_for
from woonregie.foundation.meetings.services.acts import OVER
from woonregie.foundation.meetings.views.asking import done, found, led
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError


def agenda(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show the agenda to who makes it, and put something on it."""
    asked = led(request, region, key)
    meeting = asked.meeting
    form = ItemForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_item(
                by=request.user, at=timezone.now(), meeting=meeting, point=form.point()
            )
        except ForbiddenError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("meetings:agenda", region, key)
    shown = {
        "meeting": meeting,
        "agenda": agenda_of(meeting, account=request.user, region=asked.region, today=asked.today),
        "backlog": backlog_for(meeting, request.user, today=asked.today),
        "form": form,
        "closed": meeting.state in OVER,
    }
    return render(request, "meetings/agenda.html", shown, status=400 if form.errors else 200)


@require_POST
def from_backlog(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Put something from the backlog on the agenda."""
    asked = led(request, region, key)
    wanted = request.POST.get("punt", "")
    waiting = backlog_for(asked.meeting, request.user, today=asked.today)
    found_item = next((item for item in waiting if str(item.pk) == wanted), None)

    def do() -> None:
        if found_item is None:
            raise RefusedError(_("Dit punt staat al op een agenda, of is al behandeld."))
        point = services.Point(
            title=found_item.title,
            thing_kind=found_item.thing_kind,
            thing_id=found_item.thing_id,
        )
        services.add_item(
            by=request.user,
            at=timezone.now(),
            meeting=asked.meeting,
            point=point,
            backlog=found_item,
        )

    return done(request, do, "meetings:agenda", region, key)


@require_POST
def move(request: AccountRequest, region: str, key: UUID, item: UUID) -> HttpResponse:
    """Move an item up or down."""
    asked = led(request, region, key)
    moved = get_object_or_404(AgendaItem, pk=item, meeting=asked.meeting)
    up = request.POST.get("richting") != "omlaag"

    def do() -> None:
        services.move_item(by=request.user, at=timezone.now(), item=moved, up=up)

    return done(request, do, "meetings:agenda", region, key, f"#punt-{item}")


@require_POST
def remove(request: AccountRequest, region: str, key: UUID, item: UUID) -> HttpResponse:
    """Take an item off the agenda."""
    asked = led(request, region, key)
    gone = get_object_or_404(AgendaItem, pk=item, meeting=asked.meeting)

    def do() -> None:
        services.remove_item(by=request.user, at=timezone.now(), item=gone)

    return done(request, do, "meetings:agenda", region, key)


@require_POST
def deliver(request: AccountRequest, region: str, key: UUID, item: UUID) -> HttpResponse:
    """Deliver a document with an item."""
    asked = found(request, region, key)
    about = get_object_or_404(AgendaItem, pk=item, meeting=asked.meeting)
    services.require_deliverer(request.user, about, timezone.now())
    form = DocumentForm(request.POST, request.FILES)

    def do() -> None:
        if too_large(request):
            raise RefusedError(_("Dit bestand is te groot. Lever het zonder afbeeldingen aan."))
        if not form.is_valid():
            raise RefusedError(_("Kies een bestand."))
        upload, now = form.cleaned_data["file"], timezone.now()
        services.add_document(
            by=request.user,
            at=now,
            item=about,
            file=store(upload, name=upload.name, at=now),
            title=form.cleaned_data["title"],
        )

    return done(request, do, "meetings:detail", region, key, f"#punt-{item}")


def document(request: AccountRequest, region: str, key: UUID, document: UUID) -> FileResponse:
    """Give a document of a meeting; always as a download, whatever it holds."""
    asked = found(request, region, key)
    kept = get_object_or_404(
        AgendaDocument.objects.select_related("file"), pk=document, item__meeting=asked.meeting
    )
    return FileResponse(
        path_of(kept.file).open("rb"),
        as_attachment=True,
        filename=kept.file.name,
        content_type="application/octet-stream",
    )

"""The front door: landing page, home per role, health, error pages."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.notices.queries import mail_state
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import RegionKind
from woonregie.foundation.region.queries import regions_of
from woonregie.site.home.page import home_of
from woonregie.site.portal import public_regions


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """Lead somebody to her region, and tell anybody else what this is."""
    if isinstance(request.user, Account):
        regions = list(regions_of(request.user, on=timezone.localdate()).filter(parent=None))
        # Most people come for their housing region, whatever other regions they are in.
        first = [region for region in regions if region.kind == RegionKind.HOUSING] or regions
        if len(first) == 1:
            return redirect("home", first[0].slug)
        return render(request, "site/regions.html", {"regions": regions})
    return render(request, "site/landing.html", {"public_regions": public_regions()})


def home(request: AccountRequest, region: str) -> HttpResponse:
    """Show whose turn it is."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    shown = {"home": home_of(request.user, place, today=today)}
    return render(request, "site/home.html", shown)


@login_not_required
def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead a browser that asks for an icon on its own account to ours."""
    return redirect(static("pages/favicon.svg"))


@login_not_required
def alive(_request: HttpRequest) -> HttpResponse:
    """Answer that this process lives."""
    return HttpResponse("leeft", content_type="text/plain")


@login_not_required
def ready(_request: HttpRequest) -> HttpResponse:
    """Answer whether the database is there and up to date."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("database antwoordt niet", status=503, content_type="text/plain")
    if waiting:
        return HttpResponse("database niet bijgewerkt", status=503, content_type="text/plain")
    return HttpResponse("klaar", content_type="text/plain")


@login_not_required
def mail_goes_out(_request: HttpRequest) -> HttpResponse:
    """Answer whether mail goes out, for who watches the server; it says nothing of any mail."""
    if mail_state().down(timezone.now()):
        return HttpResponse("post blijft liggen", status=503, content_type="text/plain")
    return HttpResponse("post gaat weg", content_type="text/plain")


def _problem(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "pages/problem.html", {"title": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request was not understood."""
    return _problem(
        request,
        400,
        _("Dit begrepen wij niet"),
        _("Ga terug naar de vorige pagina en probeer het opnieuw."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old or came from elsewhere."""
    return _problem(
        request,
        403,
        _("Deze pagina was te lang open"),
        _("Ga terug, laad de pagina opnieuw en probeer het nog eens. Er is niets bewaard."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what somebody may not do, and who can help."""
    text = str(exception) if isinstance(exception, RefusedError) else ""
    return _problem(
        request,
        403,
        _("Dit mag u niet zien of doen"),
        text or _("Vraag de regiosecretaris of de beheerder als u dit wel nodig hebt."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a page is not there; the same for a page that is not for this reader."""
    return _problem(
        request,
        404,
        _("Deze pagina is er niet"),
        _("Controleer het adres, of begin opnieuw bij Aan zet."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Say that we failed, without asking the database for anything."""
    # Without the request no context processor runs: those ask the database.
    return HttpResponse(render_to_string("site/broken.html"), status=500)

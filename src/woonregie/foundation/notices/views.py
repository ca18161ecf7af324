"""Pages about mail and calendar, and the calendar itself."""

import hashlib
from datetime import date, datetime

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import memberships_on
from woonregie.foundation.accounts.queries import hash_of
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.notices import services
from woonregie.foundation.notices.feed import feed
from woonregie.foundation.notices.forms import ChoiceForm
from woonregie.foundation.notices.permissions import may_see_mail
from woonregie.foundation.notices.queries import (
    account_of_calendar,
    calendar_key_of,
    choice_of,
    mail_state,
    notices_of,
)

SHOWN = 30
"""So many notices stand on the page."""
FRESH_SECONDS = 300
"""So long the same calendar is given again without asking the rooms."""
MOST_ASKED = 30
"""So often one address may be asked in that time."""


@never_cache
def settings(request: AccountRequest) -> HttpResponse:
    """Show and keep how somebody wants to hear what waits for her."""
    choice = choice_of(request.user)
    chosen = {"rhythm": choice.rhythm, "language": choice.language}
    form = ChoiceForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        services.choose_mail(by=request.user, at=timezone.now(), **form.cleaned_data)
        return redirect(f"{reverse('notices:settings')}?bewaard=ja")
    return _settings(request, form, secret="")


def _settings(request: AccountRequest, form: ChoiceForm, secret: str) -> HttpResponse:
    told = notices_of(request.user)
    address = reverse("notices:feed", args=[secret]) if secret else ""
    shown = {
        "form": form,
        "kept": request.GET.get("bewaard") == "ja",
        "address": request.build_absolute_uri(address) if address else "",
        "key": calendar_key_of(request.user),
        "notices": told[:SHOWN],
        "unread": told.filter(read_at__isnull=True).exists(),
    }
    return render(request, "notices/settings.html", shown)


@require_POST
def read(request: AccountRequest) -> HttpResponse:
    """Say that all notices were read."""
    services.mark_read(by=request.user, at=timezone.now())
    return redirect("notices:settings")


@never_cache
@require_POST
def make_calendar(request: AccountRequest) -> HttpResponse:
    """Make a secret address, and show it this once."""
    secret = services.make_calendar(by=request.user, at=timezone.now())
    choice = choice_of(request.user)
    form = ChoiceForm(initial={"rhythm": choice.rhythm, "language": choice.language})
    return _settings(request, form, secret)


@require_POST
def revoke_calendar(request: AccountRequest) -> HttpResponse:
    """Withdraw the address of the calendar."""
    services.revoke_calendar(by=request.user, at=timezone.now())
    return redirect("notices:settings")


# ------------------------------------------------------------------ the calendar
@login_not_required
@require_GET
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Give somebody's calendar to her calendar program; a program that asks too often waits."""
    asked = _asked(secret)
    if asked > MOST_ASKED:
        return _too_often()
    account = account_of_calendar(secret)
    if account is None:
        raise Http404(_("Dit adres van een agenda geldt niet."))
    body = _body(account, timezone.localdate())
    etag = quote_etag(hashlib.sha256(body).hexdigest())
    response = get_conditional_response(request, etag=etag) or HttpResponse(body)
    response["Content-Type"] = "text/calendar; charset=utf-8"
    response["Content-Disposition"] = 'inline; filename="woonregie.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={FRESH_SECONDS}"
    response["X-Robots-Tag"] = "noindex"
    return response


def _asked(secret: str) -> int:
    """Return how often an address was asked in the last minutes; the secret itself is not kept."""
    name = f"calendar-asked:{hash_of(secret)}"
    if cache.add(name, 1, FRESH_SECONDS):
        return 1
    try:
        return cache.incr(name)
    except ValueError:  # It ran out just now.
        return 1


def _too_often() -> HttpResponse:
    text = _("U vraagt deze agenda te vaak op. Probeer het over vijf minuten opnieuw.")
    response = HttpResponse(text, status=429, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(FRESH_SECONDS)
    return response


def _body(account: Account, today: date) -> bytes:
    """Return the calendar; whoever gets or loses a role has another one at once."""
    roles = ",".join(sorted(str(item.pk) for item in memberships_on(account, today)))
    language = choice_of(account).language
    asked = hash_of(f"{account.pk}|{today}|{language}|{roles}")
    name = f"calendar:{asked}"
    body: bytes | None = cache.get(name)
    if body is None:
        with override(language):
            body = feed(account, today=today)
        cache.set(name, body, FRESH_SECONDS)
    return body


# ------------------------------------------------------------------ the mail
def mail(request: AccountRequest) -> HttpResponse:
    """Show how the mail stands to whoever keeps the server."""
    at = timezone.now()
    _must_keep_mail(request.user, at)
    state = mail_state()
    return render(request, "notices/mail.html", {"state": state, "down": state.down(at)})


@require_POST
def try_again(request: AccountRequest) -> HttpResponse:
    """Let all mail that waits be tried with the next run."""
    at = timezone.now()
    _must_keep_mail(request.user, at)
    services.try_again(by=request.user, at=at)
    return redirect("notices:mail")


def _must_keep_mail(account: Account, at: datetime) -> None:
    """The page is of no region: for anybody else it is not there."""
    if not may_see_mail(account, on=timezone.localdate(at)):
        raise Http404(_("Alleen de beheerder ziet hoe het met de post staat."))

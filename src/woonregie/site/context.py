"""What every page knows about the house.

The region, the way around, whether this is an example.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import memberships_on
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import regions_with
from woonregie.foundation.region.queries import regions_of

# Label, name of the address, permission that it needs. Norms stand behind "Regio": nine items
# do not fit on one line.
ROOMS: tuple[tuple[Callable[[], str], str, str | None], ...] = (
    (lambda: _("Aan zet"), "home", None),
    (lambda: _("Plannen"), "plans:list", "plans.view"),
    (lambda: _("Programma"), "plans:programme", "totals.view"),
    (lambda: _("Aanleveren"), "plans:imports", "plans.import"),
    (lambda: _("Prognoses"), "forecast:list", "forecast.view"),
    (lambda: _("Balans"), "balance:workbench", "totals.view"),
    (lambda: _("Hoe het ervoor staat"), "balance:statement", "totals.view"),
    (lambda: _("Regio"), "region:about", None),
)
BEHIND = {"region:about": ("norms:list", "region:people")}
"""Pages that have no item of their own, by the item that leads to them."""


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the names that the base template uses."""
    slug = (request.resolver_match.kwargs if request.resolver_match else {}).get("region")
    account = getattr(request, "user", None)
    region = _region(request, slug)
    today = timezone.localdate()
    return {
        "region": region,
        "demonstration": region.demonstration if region else SimpleLazyObject(_any_demonstration),
        "navigation": _navigation(request, region),
        "personal_navigation": _personal(request, region),
        "user_memberships": memberships_on(account, today)
        if account and account.is_authenticated
        else [],
        "theme": _theme(request),
    }


def _any_demonstration() -> bool:
    return Region.objects.filter(demonstration=True).exists()


def _region(request: HttpRequest, slug: str | None) -> Region | None:
    if not slug or not request.user.is_authenticated:
        return None
    return (
        regions_of(request.user, on=timezone.localdate()).filter(organisation__slug=slug).first()
    )


def _navigation(request: HttpRequest, region: Region | None) -> list[dict[str, Any]]:
    if region is None or not isinstance(request.user, Account):
        return []
    today = timezone.localdate()
    items: list[dict[str, Any]] = []
    for label, name, permission in ROOMS:
        if permission is None or permitted(request.user, permission, region, on=today):
            url = reverse(name, args=[region.slug])
            behind = [reverse(page, args=[region.slug]) for page in BEHIND.get(name, ())]
            current = (
                request.path == url if name == "home" else request.path.startswith((url, *behind))
            )
            items.append({"label": label(), "url": url, "current": current})
    # "plannen/" also begins "plannen/aanleveren/": only the longest match is where we are.
    longest = max((item["url"] for item in items if item["current"]), key=len, default="")
    return [{**item, "current": item["url"] == longest} for item in items]


def _personal(request: HttpRequest, region: Region | None) -> list[dict[str, str]]:
    if not isinstance(request.user, Account):
        return []
    today = timezone.localdate()
    items = []
    if region and region.pk in regions_with(request.user, "people.view", on=today):
        items.append({"label": _("Mensen"), "url": reverse("region:people", args=[region.slug])})
    if region and permitted(request.user, "audit.view", region, on=today):
        items.append({"label": _("Logboek"), "url": reverse("region:trail", args=[region.slug])})
    return [
        *items,
        {"label": _("Toegangssleutels"), "url": reverse("accounts:tokens")},
        {"label": _("Wachtwoord wijzigen"), "url": reverse("account_change_password")},
    ]


def _theme(request: HttpRequest) -> str:
    """Return the theme of the reader's municipality; the region's own where there is none."""
    account = request.user
    if not account.is_authenticated:
        return "regio"
    themes = [
        membership.organisation.theme
        for membership in memberships_on(account, timezone.localdate())
        if membership.organisation.theme
    ]
    return themes[0] if themes else "regio"

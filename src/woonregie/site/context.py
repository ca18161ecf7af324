"""What every page knows about the house.

The region, the way around, whether this is an example.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Membership
from woonregie.foundation.accounts.permissions import PERMISSIONS, memberships_on
from woonregie.foundation.region.access import region_where, works_through
from woonregie.foundation.region.models import Region
from woonregie.subjects.plans.queries.audiences import sees_plans

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
BEHIND = {
    "region:about": (
        "norms:list",
        "region:people",
        "documents:list",
        "consents:list",
        "consents:decisions",
        "commitments:list",
        "meetings:list",
        "meetings:actions",
    )
}
"""Pages that have no item of their own, by the item that leads to them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, as what, and in which region: asked once for the whole page."""

    account: Account
    memberships: Sequence[Membership]
    region: Region | None
    here: frozenset[UUID]

    def may(self, permission: str) -> bool:
        """Return whether she has a permission in this region."""
        roles = PERMISSIONS[permission]
        return any(
            item.role in roles and item.organisation_id in self.here for item in self.memberships
        )


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the names that the base template uses."""
    slug = (request.resolver_match.kwargs if request.resolver_match else {}).get("region")
    reader = _reader(request, slug)
    region = reader.region if reader else None
    return {
        "region": region,
        "demonstration": region.demonstration if region else SimpleLazyObject(_any_demonstration),
        # A part of a page that is asked anew has no menu.
        "navigation": SimpleLazyObject(lambda: _navigation(request, reader)),
        "personal_navigation": SimpleLazyObject(lambda: _personal(reader)),
        "user_memberships": reader.memberships if reader else [],
        "theme": _theme(reader.memberships if reader else []),
    }


def _any_demonstration() -> bool:
    return Region.objects.filter(demonstration=True).exists()


def _reader(request: HttpRequest, slug: str | None) -> Reader | None:
    # An error that comes before the middleware of accounts has no user at all.
    account = getattr(request, "user", None)
    if not isinstance(account, Account):
        return None
    today = timezone.localdate()
    region = region_where(account, slug, today) if slug else None
    return Reader(
        account=account,
        memberships=memberships_on(account, today),
        region=region,
        here=works_through(account, region, today) if region else frozenset(),
    )


def _navigation(request: HttpRequest, reader: Reader | None) -> list[dict[str, Any]]:
    if reader is None or reader.region is None:
        return []
    slug = reader.region.slug
    items: list[dict[str, Any]] = []
    for label, name, permission in ROOMS:
        if permission is None or reader.may(permission) or _shared(name, reader):
            url = reverse(name, args=[slug])
            behind = [reverse(page, args=[slug]) for page in BEHIND.get(name, ())]
            current = (
                request.path == url if name == "home" else request.path.startswith((url, *behind))
            )
            items.append({"label": label(), "url": url, "current": current})
    # "plannen/" also begins "plannen/aanleveren/": only the longest match is where we are.
    longest = max((item["url"] for item in items if item["current"]), key=len, default="")
    return [{**item, "current": item["url"] == longest} for item in items]


def _shared(name: str, reader: Reader) -> bool:
    """Return whether a room opens because a plan is shared with who may not enter by role."""
    if name != "plans:list" or reader.region is None:
        return False
    return sees_plans(reader.account, reader.region, today=timezone.localdate())


def _personal(reader: Reader | None) -> list[dict[str, str]]:
    if reader is None:
        return []
    items = []
    if reader.region and reader.may("people.view"):
        url = reverse("region:people", args=[reader.region.slug])
        items.append({"label": _("Mensen"), "url": url})
    if reader.region and reader.may("audit.view"):
        url = reverse("region:trail", args=[reader.region.slug])
        items.append({"label": _("Logboek"), "url": url})
    if any(item.role in PERMISSIONS["mail.view"] for item in reader.memberships):
        items.append({"label": _("Post"), "url": reverse("notices:mail")})
    return [
        *items,
        {"label": _("Berichten en agenda"), "url": reverse("notices:settings")},
        {"label": _("Toegangssleutels"), "url": reverse("accounts:tokens")},
        {"label": _("Wachtwoord wijzigen"), "url": reverse("account_change_password")},
    ]


def _theme(memberships: Sequence[Membership]) -> str:
    """Return the theme of the reader's municipality; the region's own where there is none."""
    themes = [item.organisation.theme for item in memberships if item.organisation.theme]
    return themes[0] if themes else "regio"

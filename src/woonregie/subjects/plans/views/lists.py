"""The list of plans: table, map, export; all three keep one filter."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.maps import Layer, Map
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Region, Settlement
from woonregie.foundation.region.queries import (
    municipalities_of,
    places_in,
    reachable_in,
    reachable_municipalities,
)
from woonregie.subjects.plans import exports, pictures
from woonregie.subjects.plans.dots import MOST_DOTS, dots
from woonregie.subjects.plans.forms import PlanFilterForm
from woonregie.subjects.plans.groups import GROUPS
from woonregie.subjects.plans.models import LocationKind, PlanningStatus, PlanVersion
from woonregie.subjects.plans.queries import PlanFilter, order_of, summary, with_totals
from woonregie.subjects.plans.queries.audiences import sees_plans, shared_places
from woonregie.subjects.plans.queries.daily import filters_of
from woonregie.subjects.plans.queries.days import days_of_region
from woonregie.subjects.plans.queries.versions import partly_visible
from woonregie.subjects.plans.timebar import time_bar


def plan_list(request: AccountRequest, region: str) -> HttpResponse:
    """Show the plans that the reader may see."""
    place, form, wanted = asked_list(request, region)
    today = timezone.localdate()
    found = wanted.apply(account=request.user, region=place, today=today)
    sort = request.GET.get("sorteer", "naam")
    page = keyset(
        with_totals(found),
        rows=with_totals(PlanVersion.objects.select_related(*JOINED).only(*SHOWN)),
        order=order_of(sort),
        after=request.GET.get("na"),
        before=request.GET.get("voor"),
    )
    query = form.days()
    # One address for all rows: writing it anew for each takes longer than reading the plan.
    before, after = reverse("plans:detail", args=[place.slug, STAND_IN]).rsplit(STAND_IN, 1)
    rows = [
        {**_row(version), "naam_url": f"{before}{version.plan.number}{after}{query}"}
        for version in page.items
    ]
    shown = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "table": Table(
            "plannen",
            _("Aantallen zijn woningen die nog gebouwd of gesloopt worden."),
            COLUMNS,
            rows,
            sorted_by=sort,
            empty=_("Geen plannen bij dit filter."),
            cards=True,
        ),
        "summary": summary(wanted, account=request.user, region=place, today=today, found=found),
        "may_create": permitted(request.user, "plans.edit", place, on=today),
        "filter_query": request.GET.urlencode(),
        "saved": filters_of(request.user, place),
        "own": _own(request, place, wanted, found),
        "by_role": permitted(request.user, "plans.view", place, on=today),
        "partly": _partly(request, place, wanted, query),
        **_times(request, place, wanted),
    }
    return render(request, "plans/list.html", shown)


def _partly(
    request: AccountRequest, place: Region, wanted: PlanFilter, query: str
) -> Table | None:
    """Return the plans of which the reader sees a part, whatever else is asked of the list.

    Of what is asked only counts what such a plan always shows: a filter on a kind of location, or
    on plans without a year, would tell what is kept from her.
    """
    found = partly_visible(
        account=request.user,
        region=place,
        on=wanted.on,
        known_on=wanted.known_on,
        today=timezone.localdate(),
    )
    rows = [
        {
            "naam": version.name,
            "naam_url": reverse("plans:detail", args=[place.slug, version.plan.number]) + query,
            "nummer": version.plan.number,
            "gemeente": version.municipality.name,
            "status": STATUSES[version.planning_status],
            "afgeschermd": ", ".join(str(GROUPS[key]) for key in GROUPS if key in kept),
        }
        for version, kept in found
        if wanted.always_shown(version)
    ]
    caption = _("Deze plannen tellen niet mee in de lijst, de kaart en de bestanden hierboven.")
    return Table("deels", caption, PART_COLUMNS, rows, cards=True) if rows else None


def _own(
    request: AccountRequest, place: Region, wanted: PlanFilter, found: QuerySet[PlanVersion]
) -> dict[str, Any] | None:
    """Return whose plans of the list the reader keeps up to date, and how many they are.

    Nobody changes what held on another day, or what was known then.
    """
    today = timezone.localdate()
    if wanted.known_on is not None or wanted.on != today:
        return None
    own = reachable_municipalities(request.user, "plans.edit", on=today).filter(
        pk__in=municipalities_of(place, on=today).order_by().values("pk")
    )
    if wanted.municipality:
        own = own.filter(code=wanted.municipality)
    municipality = own.order_by("code").first()
    if municipality is None:
        return None
    plans = found.order_by().filter(plan__municipality=municipality).count()
    return {"name": municipality.name, "plans": plans} if plans else None


JOINED = ("plan", "municipality__organisation")
SHOWN = (
    "name",
    "planning_status",
    "location_kind",
    "build",
    "demolition",
    "unphased",
    "plan__number",
    "municipality__organisation__name",
    "municipality__code",
)
STAND_IN = "NUMMER"
STATUSES, KINDS = dict(PlanningStatus.choices), dict(LocationKind.choices)
COLUMNS = (
    Column("naam", gettext_lazy("Naam"), "link", "naam"),
    Column("nummer", gettext_lazy("Nummer"), "code"),
    Column("gemeente", gettext_lazy("Gemeente"), sort="gemeente"),
    Column("status", gettext_lazy("Status"), sort="status"),
    Column("soort", gettext_lazy("Soort locatie")),
    Column("bouw", gettext_lazy("Bouw"), "number"),
    Column("sloop", gettext_lazy("Sloop"), "number"),
    Column("netto", gettext_lazy("Netto"), "number", "netto"),
    Column("zonder_jaar", gettext_lazy("Zonder jaar"), "number"),
)
PART_COLUMNS = (
    Column("naam", gettext_lazy("Naam"), "link"),
    Column("nummer", gettext_lazy("Nummer"), "code"),
    Column("gemeente", gettext_lazy("Gemeente")),
    Column("status", gettext_lazy("Status")),
    Column("afgeschermd", gettext_lazy("Voor u afgeschermd"), "words"),
)


def _row(version: PlanVersion) -> dict[str, Any]:
    return {
        "naam": version.name,
        "nummer": version.plan.number,
        "gemeente": version.municipality.name,
        "status": STATUSES[version.planning_status],
        "soort": KINDS[version.location_kind],
        "bouw": version.build,
        "sloop": version.demolition,
        "netto": version.build - version.demolition,
        "zonder_jaar": version.unphased,
    }


def list_of(versions: Iterable[PlanVersion]) -> Table:
    """Return plans as they stand in the list, without its addresses and its sorting."""
    caption = _("Zo staat het in de lijst.")
    columns = [replace(column, sort="") for column in COLUMNS]
    rows = [_row(version) for version in versions]
    return Table("voorbeeld", caption, columns, rows, cards=True)


def plan_map(request: AccountRequest, region: str) -> HttpResponse:
    """Show the same plans on a map."""
    place, form, wanted = asked_list(request, region)
    today = timezone.localdate()
    query = request.GET.urlencode()
    found = wanted.apply(account=request.user, region=place, today=today)
    totals = summary(wanted, account=request.user, region=place, today=today, found=found)
    shown = {
        "form": form,
        "wanted": wanted,
        "summary": totals,
        "filter_query": query,
        "map": Map(
            key="plannenkaart",
            title=_("Waar de plannen liggen"),
            sentence=_sentence(totals.plans),
            layers=[
                Layer("grenzen", reverse("region:borders", args=[place.slug]), "borders"),
                Layer(
                    "plannen", f"{reverse('plans:features', args=[place.slug])}?{query}", "points"
                ),
            ],
            labels=pictures.towns(
                Settlement.objects.filter(
                    main=True, municipality__in=municipalities_of(place, on=today)
                )
            ),
            legend=[
                {"swatch": "dot-hard", "label": _("harde capaciteit")},
                {"swatch": "dot-soft", "label": _("zachte capaciteit")},
                {"swatch": "dot-unknown", "label": _("status onbekend")},
            ],
            empty=_("Geen plannen met een locatie bij dit filter."),
            note=_(
                "De grenzen zijn schematisch: vlakken rond de "
                "hoofdkernen, tot iemand echte grenzen inleest."
            ),
            tiles=settings.MAP_TILES_URL,
        ),
        **_times(request, place, wanted),
    }
    return render(request, "plans/map.html", shown)


def _times(request: AccountRequest, region: Region, wanted: PlanFilter) -> dict[str, Any]:
    today = timezone.localdate()
    days = days_of_region(request.user, region, today=today)
    return time_bar(days, on=wanted.on, known_on=wanted.known_on, today=today)


def _sentence(plans: int) -> str:
    if plans > MOST_DOTS:
        return _(
            "Dit zijn te veel plannen om elk te tekenen: elke stip telt de plannen van "
            "een gemeente op. Filter om de plannen zelf te zien."
        )
    return _(
        "Elke stip is een plan; hoe groter de stip, hoe "
        "meer woningen. Dezelfde plannen staan in de lijst."
    )


def features(request: AccountRequest, region: str) -> HttpResponse:
    """Return the plans of a filter as GeoJSON in degrees."""
    place, form, wanted = asked_list(request, region)
    found = wanted.apply(account=request.user, region=place, today=timezone.localdate())
    items = dots(place, wanted, found, form.days(), request.GET)
    collection = {
        "type": "FeatureCollection",
        "voorbeeldgegevens": place.demonstration,
        "features": items,
    }
    return JsonResponse(collection, content_type="application/geo+json")


def export(request: AccountRequest, region: str, kind: str) -> HttpResponse:
    """Return the plans of a filter as a file."""
    place, _form, wanted = asked_list(request, region)
    found = wanted.apply(account=request.user, region=place, today=timezone.localdate()).order_by(
        "name", "plan_id"
    )
    return exports.plan_file(
        kind, found, on=wanted.on, known_on=wanted.known_on, demonstration=place.demonstration
    )


def asked_list(request: AccountRequest, region: str) -> tuple[Region, PlanFilterForm, PlanFilter]:
    """Return the region, the filter form and what it asks, for whoever may see plans at all."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not sees_plans(request.user, place, today=today):
        raise ForbiddenError(
            _(
                "U ziet totalen per gemeente, geen afzonderlijke plannen. "
                "Die staan bij Balans en bij Hoe het ervoor staat."
            )
        )
    reachable = reachable_in(place, request.user, "plans.view", on=today)
    reachable |= shared_places(request.user, place, today=today)
    places = places_in(place, on=today).items()
    names = {code: name for key, (code, name) in places if key in reachable}
    form = PlanFilterForm(request.GET, municipalities=names)
    return place, form, form.asked(today)

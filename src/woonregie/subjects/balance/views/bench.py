"""The workbench: levers left, the answer in words and pictures right."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import shapely
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import csv_response, written
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.pages.maps import Layer, Map
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.geometry import rounded_degrees
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import borders_of
from woonregie.subjects.balance import pictures
from woonregie.subjects.balance.queries import Balance, NotComparable, Question, Row, balance
from woonregie.subjects.balance.queries.asking import basis_written, years_written
from woonregie.subjects.balance.views.asking import balance_form


def workbench(request: AccountRequest, region: str) -> HttpResponse:
    """Show whether plans meet the need."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    form = balance_form(request, place, today)
    shown: dict[str, Any] = {"form": form, "query": request.GET.urlencode()}
    try:
        found = balance(
            account=request.user, region=place, question=form.question(today), today=today
        )
    except ForbiddenError:
        raise
    except RefusedError as error:
        return render(request, "balance/workbench.html", {**shown, "refusal": str(error)})
    chart = pictures.coverage(found)
    if request.GET.get("csv") == chart.key:
        return csv_response(chart, demonstration=place.demonstration)
    shown |= {
        "balance": found,
        "chart": chart,
        "table": table_of(found),
        "map": _map(place, request),
        "refused": _refused(request, place, found),
    }
    shown["change"] = _change(request, place, found)
    return render(request, "balance/workbench.html", shown)


def table_of(found: Balance, only: Sequence[Row] | None = None) -> Table:
    """Return the balance as a table, of all municipalities with their total or of some."""
    rows = [_table_row(row) for row in (found.rows if only is None else only)]
    return Table(
        "balans",
        _("Woningen per gemeente. Dekking is capaciteit gedeeld door behoefte."),
        (
            Column("gemeente", _("Gemeente")),
            Column("need", _("Behoefte"), "number"),
            Column("programme", _("Programma"), "number"),
            Column("hard", _("Hard"), "number"),
            Column("soft", _("Zacht"), "number"),
            Column("unknown", _("Onbekend"), "number"),
            Column("total", _("Samen"), "number"),
            Column("hard_share", _("Dekking hard"), "share"),
            Column("total_share", _("Dekking samen"), "share"),
        ),
        rows,
        foot=_table_row(found.total) if only is None else {},
    )


def _table_row(row: Row) -> dict[str, Any]:
    names = ("need", "programme", "hard", "soft", "unknown", "total", "hard_share", "total_share")
    return {"gemeente": row.name, **{name: getattr(row, name) for name in names}}


def _refused(request: AccountRequest, region: Region, found: Balance) -> Sequence[dict[str, str]]:
    """Return each programme that may not stand here, with two ways on.

    The balance of its own terms, and the bridge from this need to that one.
    """
    return [
        {
            "text": item.text,
            "terms": f"{years_written(item.period)} {basis_written(item.basis)}",
            "balance": _balance_address(request, region, item),
            "bridge": _bridge_address(request, region, found, item),
        }
        for item in found.not_comparable
    ]


def _balance_address(request: AccountRequest, region: Region, item: NotComparable) -> str:
    levers = {
        **request.GET.dict(),
        "van": str(item.period[0]),
        "tot_en_met": str(item.period[1] - 1),
        "telwijze": item.basis,
    }
    return f"{reverse('balance:workbench', args=[region.slug])}?{urlencode(levers)}"


def _bridge_address(
    request: AccountRequest, region: Region, found: Balance, item: NotComparable
) -> str:
    ends = (("a", found.period, found.basis), ("b", item.period, item.basis))
    levers = {"klasse": "need"}
    for side, period, basis in ends:
        levers |= {
            f"definitie_{side}": found.profile.name,
            f"op_{side}": found.question.on.isoformat(),
            f"van_{side}": str(period[0]),
            f"tot_en_met_{side}": str(period[1] - 1),
            f"telwijze_{side}": basis,
            f"prognose_{side}": request.GET.get("prognose", ""),
        }
        if found.question.with_shortage:
            levers[f"tekort_{side}"] = "on"
    return f"{reverse('balance:bridge', args=[region.slug])}?{urlencode(levers)}"


def _change(request: AccountRequest, region: Region, found: Balance) -> dict[str, int] | None:
    """Return what the levers changed against the defaults; None when that is nothing."""
    if not request.GET:
        return None
    today = timezone.localdate()
    try:
        plain = balance(
            account=request.user, region=region, question=Question(on=today), today=today
        )
    except RefusedError:
        return None
    names = ("need", "hard", "soft", "total")
    change = {name: getattr(found.total, name) - getattr(plain.total, name) for name in names}
    return change if any(change.values()) else None


# ------------------------------------------------------------------ the map of coverage
STEPS = (0.0, 0.4, 0.6, 0.8, 1.0)


def _map(region: Region, request: AccountRequest) -> Map:
    classes = [{"from": start, "swatch": f"c{at}"} for at, start in enumerate(STEPS, start=1)]
    labels = [_("minder dan 40 %"), "40 – 60 %", "60 – 80 %", "80 – 100 %", _("100 % of meer")]
    address = f"{reverse('balance:features', args=[region.slug])}?{request.GET.urlencode()}"
    return Map(
        key="dekkingskaart",
        title=_("Harde plannen als deel van de behoefte"),
        sentence=_(
            "Per gemeente hoeveel van de behoefte in harde plannen zit. "
            "Dezelfde cijfers staan in de tabel."
        ),
        layers=[Layer("dekking", address, "areas", value="aandeel", classes=classes)],
        legend=[
            {"swatch": item["swatch"], "label": label}
            for item, label in zip(classes, labels, strict=True)
        ],
        note=_(
            "De grenzen zijn schematisch: vlakken rond de "
            "hoofdkernen, tot iemand echte grenzen inleest."
        ),
        tiles=settings.MAP_TILES_URL,
    )


def coverage_features(request: AccountRequest, region: str) -> HttpResponse:
    """Return coverage per municipality as GeoJSON in degrees."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    question = balance_form(request, place, today).question(today)
    found = balance(account=request.user, region=place, question=question, today=today)
    features = []
    for border in borders_of(place, on=question.on):
        row = found.row(border.municipality.code)
        if row is None:
            continue
        share = row.hard_share
        text = _("%(hard)s hard van %(need)s nodig") % {
            "hard": written(row.hard),
            "need": written(row.need),
        }
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "naam": row.name,
                    "aandeel": -1 if share is None else round(share, 3),
                    "kort": "–" if share is None else f"{written(share * 100)} %",
                    "tekst": text,
                },
                "geometry": rounded_degrees(shapely.from_wkb(bytes(border.geometry))),
            }
        )
    return JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )

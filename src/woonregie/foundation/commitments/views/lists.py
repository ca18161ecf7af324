"""The list of commitments."""

from collections import Counter
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.commitments.forms import CommitmentFilter
from woonregie.foundation.commitments.models import AssessmentResult, Commitment
from woonregie.foundation.commitments.permissions import speaks_for
from woonregie.foundation.commitments.queries import readable, with_result
from woonregie.foundation.pages.charts import csv_of
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.access import region_for

ORDER = ("title", "id")
COLUMNS = (
    Column("titel", gettext_lazy("Afspraak"), "link"),
    Column("nummer", gettext_lazy("Nummer")),
    Column("wie", gettext_lazy("Wie doet het")),
    Column("stand", gettext_lazy("Hoe het ervoor staat")),
    Column("hardheid", gettext_lazy("Hardheid")),
    Column("vanaf", gettext_lazy("Geldt vanaf"), "day"),
    Column("tot", gettext_lazy("Geldt tot"), "day"),
)
CSV = "afspraken"


def listed(request: AccountRequest, region: str) -> HttpResponse:
    """Show the commitments that somebody may read, by who does it and how it stands."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    seen = with_result(readable(request.user, place, today=today))
    debtors = Organisation.objects.filter(pk__in=seen.order_by().values("debtor"))
    form = CommitmentFilter(request.GET, debtors=debtors.order_by("name"))
    found: Any = form.asked(seen).annotate(
        replaced=Exists(readable(request.user, place, today=today).filter(replaces=OuterRef("pk")))
    )
    if request.GET.get("csv") == CSV:
        rows = [_row(region, item) for item in found.order_by(*ORDER)]
        return csv_of(CSV, COLUMNS, rows, demonstration=place.demonstration)
    counts = Counter(found.order_by().values_list("result", flat=True))
    page = keyset(found, order=ORDER, after=request.GET.get("na"), before=request.GET.get("voor"))
    shown: dict[str, Any] = {
        "form": form,
        "page": page,
        "table": _table(region, page.items),
        "count": sum(counts.values()),
        "results": [
            (result, result.label, counts[result]) for result in AssessmentResult if counts[result]
        ],
        "any": seen.exists(),
        "may_make": bool(speaks_for(request.user, place, today)),
    }
    return render(request, "commitments/list.html", shown)


def _table(region: str, items: Any) -> Table:
    rows = [_row(region, item) for item in items]
    return Table(
        "afspraken",
        _("Afspraken, met wie het doet en hoe het ervoor staat"),
        COLUMNS,
        rows,
        cards=True,
    )


def _over(one: Any) -> str:
    """Return why a commitment stands no longer; empty when it does."""
    if one.withdrawn_at is None:
        return ""
    return _("vervangen") if one.replaced else _("ingetrokken")


def _row(region: str, item: Any) -> dict[str, Any]:
    one: Commitment = item
    stands = AssessmentResult(item.result).label
    return {
        "titel": one.title,
        "titel_url": reverse("commitments:detail", args=[region, one.pk]),
        "nummer": one.reference,
        "wie": one.debtor.name,
        "stand": _over(one) or stands,
        "hardheid": one.get_hardness_display(),
        "vanaf": one.starts_on,
        "tot": one.ends_before,
    }

"""The page of one commitment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.commitments import pictures
from woonregie.foundation.commitments.models import (
    AssessmentResult,
    Commitment,
    Measure,
    Observation,
)
from woonregie.foundation.commitments.permissions import speaks_for
from woonregie.foundation.commitments.queries import (
    conditions_of,
    parties_of,
    readable,
    scope_of,
    with_result,
)
from woonregie.foundation.commitments.queries.told import (
    told_judgements,
    told_observations,
    told_since,
)
from woonregie.foundation.commitments.registry import When, metric_named
from woonregie.foundation.commitments.services import may_replace
from woonregie.foundation.commitments.services.judging import may_speak_as
from woonregie.foundation.commitments.wording import aim_text, reason_of, scope_text, value_text
from woonregie.foundation.files.services import path_of
from woonregie.foundation.pages.beside import Asked, beside
from woonregie.foundation.pages.charts import csv_response
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.pointing import things

SHOWN_PARTS, SHOWN_VALUES, SHOWN_JUDGEMENTS = 10, 12, 30
KIND = "afspraken"


@dataclass(frozen=True, slots=True)
class Opened:
    """A commitment that somebody may read, and the day on which she does."""

    region: Region
    commitment: Commitment
    today: date


def opened(request: AccountRequest, region: str, key: UUID) -> Opened:
    """Return the commitment with this key.

    Raises:
        Http404: there is none that she may read; the answer does not tell which.
    """
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    found = with_result(readable(request.user, place, today=today))
    return Opened(place, get_object_or_404(found, pk=key), today)


def detail(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show one commitment: words, measures with their course, conditions, what was judged."""
    asked = opened(request, region, key)
    one: Any = asked.commitment
    measures = list(
        one.measures.filter(withdrawn_at__isnull=True)
        .select_related("scope", "commitment")
        .order_by("due_on", "pk")
    )
    since = told_since(asked.region, on=asked.today)
    shown_measures = [_measured(request, asked, item, since) for item in measures]
    wanted = request.GET.get("csv")
    for item in shown_measures:
        if wanted == item["chart"].key:
            return csv_response(item["chart"], demonstration=asked.region.demonstration)
    speaks = speaks_for(request.user, asked.region, asked.today)
    debtor, *owed = parties_of(one)
    shown: dict[str, Any] = {
        "one": one,
        "result": AssessmentResult(one.result),
        "creditors": owed,
        "measures": shown_measures,
        "conditions": _conditions(request, asked),
        "judgements": _judgements(one, since),
        "origin": _origin(request, asked),
        "may_write": not speaks.isdisjoint(item.pk for item in (debtor, *owed))
        and one.withdrawn_at is None,
        "instead": _other(request, asked, replaces=one.pk),
        "before": _other(request, asked, pk=one.replaces_id),
        "may_replace": one.withdrawn_at is None and may_replace(request.user, one, on=asked.today),
        "may_withdraw": not speaks.isdisjoint(item.pk for item in owed)
        and one.withdrawn_at is None,
        "may_judge": bool(may_speak_as(request.user, one, on=asked.today))
        and one.withdrawn_at is None,
        "beside": beside(Asked(request.user, asked.region, KIND, one.pk, asked.today)),
    }
    return render(request, "commitments/detail.html", shown)


def _measured(
    request: AccountRequest, asked: Opened, measure: Measure, since: datetime | None
) -> dict[str, Any]:
    """Return a measure with its chart, its values and the plans that make them."""
    path = list(measure.path.order_by("on").values_list("on", "value"))
    seen = told_observations(measure, since)
    metric = metric_named(measure.metric)
    last = (
        measure.assessments.filter(organisation__isnull=True)
        .order_by("-as_of", "-recorded_at", "-pk")
        .first()
    )
    return {
        "measure": measure,
        "aim": aim_text(measure),
        "scope": scope_text(measure),
        "metric": metric,
        "gone": bool(measure.metric) and metric is None,
        "by_hand": metric is None,
        "chart": pictures.course(measure, path, seen, asked.today),
        "last": last,
        "result": AssessmentResult(last.result) if last else AssessmentResult.NOT_MEASURABLE,
        "reason": reason_of(last, measure.unit) if last else "",
        "seen": [(item, value_text(item.value, measure.unit)) for item in seen[-SHOWN_VALUES:]],
        "parts": _parts(request, asked, measure),
    }


def _parts(request: AccountRequest, asked: Opened, measure: Measure) -> list[Any]:
    """Return the things that make the value, as far as this reader may see them."""
    metric = metric_named(measure.metric)
    if metric is None or measure.scope_id is None:
        return []
    parts = metric.parts(scope_of(measure), When(on=asked.today, today=asked.today))
    found = things(
        [part.pointer for part in parts],
        account=request.user,
        region=asked.region,
        today=asked.today,
    )
    seen = [(found[part.pointer], part.value) for part in parts if part.pointer in found]
    return seen[:SHOWN_PARTS]


def _conditions(request: AccountRequest, asked: Opened) -> list[dict[str, Any]]:
    """Return what it waits for; of a commitment that she may not read not the name."""
    rows = list(conditions_of([asked.commitment.pk]))
    others = [item.depends_on_id for item in rows if item.depends_on_id]
    seen: dict[Any, Any] = with_result(
        readable(request.user, asked.region, today=asked.today).filter(pk__in=others)
    ).in_bulk()
    return [
        {
            "row": item,
            "other": seen.get(item.depends_on_id),
            "stands": AssessmentResult(seen[item.depends_on_id].result).label
            if item.depends_on_id in seen
            else "",
            "late": item.met_on is None
            and item.deadline is not None
            and item.deadline < asked.today,
        }
        for item in rows
    ]


def _judgements(one: Commitment, since: datetime | None) -> list[dict[str, Any]]:
    """Return what was judged, the newest first: by the engine of the whole, and by people."""
    rows = told_judgements(one, since)[:SHOWN_JUDGEMENTS]
    return [{"row": item, "label": AssessmentResult(item.result).label} for item in rows]


def _other(request: AccountRequest, asked: Opened, **which: UUID | None) -> Commitment | None:
    """Return what came in its place, or what it came in the place of, if she may read that."""
    if None in which.values():
        return None
    found = readable(request.user, asked.region, today=asked.today)
    return found.filter(**which).first()


def _origin(request: AccountRequest, asked: Opened) -> Any:
    one = asked.commitment
    if one.origin_key is None:
        return None
    pointer = (one.origin_kind, one.origin_key)
    found = things([pointer], account=request.user, region=asked.region, today=asked.today)
    return found.get(pointer)


def evidence(request: AccountRequest, region: str, key: UUID) -> FileResponse:
    """Give the file that shows a value; always as a download, whatever it holds."""
    kept = get_object_or_404(
        Observation.objects.select_related("evidence", "measure"), pk=key, evidence__isnull=False
    )
    opened(request, region, kept.measure.commitment_id)
    if kept.evidence is None:
        raise Http404
    return FileResponse(
        path_of(kept.evidence).open("rb"),
        as_attachment=True,
        filename=kept.evidence.name,
        content_type="application/octet-stream",
    )

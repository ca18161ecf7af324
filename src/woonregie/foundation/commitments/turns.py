"""Whose turn commitments make it: values that are asked, measures at risk, days that come."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.commitments.models import (
    Assessment,
    AssessmentResult,
    Condition,
    Measure,
    PathPoint,
)
from woonregie.foundation.commitments.queries import readable
from woonregie.foundation.commitments.queries.standing import active
from woonregie.foundation.commitments.wording import aim_text
from woonregie.foundation.notices.registry import Deadline, Turn
from woonregie.foundation.region.queries import region_at

AHEAD_DAYS = 60
MOST_OTHERS = 10
"""So many measures of others that are at risk are told at most."""
IN_TROUBLE = (AssessmentResult.AT_RISK, AssessmentResult.BEHIND)


def _hers(account: Account, today: date) -> frozenset[UUID]:
    """Return the organisations whose work she does; an office does not do that of all parties."""
    return frozenset(grant.organisation_id for grant in grants(account, "commitments.make", today))


def _measures(account: Account, organisation_id: UUID, today: date) -> Any:
    region = region_at(organisation_id)
    seen = readable(account, region, today=today).filter(active(today))
    last = Assessment.objects.filter(measure=OuterRef("pk"), organisation__isnull=True).order_by(
        "-as_of", "-recorded_at", "-pk"
    )
    found = Measure.objects.filter(commitment__in=seen.values("pk"), withdrawn_at__isnull=True)
    return (
        found.select_related("commitment__debtor")
        .annotate(result=Subquery(last.values("result")[:1]), seen_on=Max("observations__as_of"))
        .order_by("due_on", "pk")
    )


def turns(account: Account, organisation_id: UUID, today: date) -> Iterable[Turn]:
    """Return values that somebody should give, and measures that are at risk or behind."""
    slug = region_at(organisation_id).slug
    hers = _hers(account, today)
    others = 0
    for measure in _measures(account, organisation_id, today):
        mine = measure.commitment.debtor_id in hers
        yield from _asked(measure, slug, today, mine=mine)
        if measure.result not in IN_TROUBLE:
            continue
        others += not mine
        if mine or others <= MOST_OTHERS:
            yield _at_risk(measure, slug, mine=mine)


def _at_risk(measure: Any, slug: str, *, mine: bool) -> Turn:
    text = _("%(title)s: %(result)s. Afgesproken is %(aim)s.")
    said = {
        "title": measure.title if mine else f"{measure.title} ({measure.commitment.debtor})",
        "result": AssessmentResult(measure.result).label,
        "aim": aim_text(measure),
    }
    url = reverse("commitments:detail", args=[slug, measure.commitment_id])
    about = f"commitments.measure:{measure.pk}:{measure.result}"
    return Turn(about, text % said, url, mine=mine, due=measure.due_on, risk=True)


def _asked(measure: Any, slug: str, today: date, *, mine: bool) -> Iterator[Turn]:
    """Ask a value by hand for each day of the path that passed without one."""
    if measure.metric or not mine:
        return
    days = [*measure.path.values_list("on", flat=True), measure.due_on]
    passed = max((on for on in days if on <= today), default=None)
    if passed is None or (measure.seen_on is not None and measure.seen_on >= passed):
        return
    yield Turn(
        f"commitments.value:{measure.pk}:{passed}",
        _("Geef een waarde op: %(title)s.") % {"title": measure.title},
        reverse("commitments:observe", args=[slug, measure.pk]),
        mine=True,
        due=passed,
    )


def deadlines(account: Account, organisation_id: UUID, today: date) -> Iterable[Deadline]:
    """Return days of targets and conditions that come within two months."""
    region = region_at(organisation_id)
    until = today + timedelta(days=AHEAD_DAYS)
    measures = {
        one.pk: one
        for one in _measures(account, organisation_id, today)
        if one.result != AssessmentResult.MET
    }
    for key, on in _days(measures, today, until):
        measure = measures[key]
        yield Deadline(
            f"commitments.path:{key}:{on}",
            _("%(title)s (%(who)s)")
            % {"title": measure.title, "who": measure.commitment.debtor.name},
            reverse("commitments:detail", args=[region.slug, measure.commitment_id]),
            on,
        )
    waiting = Condition.objects.filter(
        commitment__in=readable(account, region, today=today).filter(active(today)).values("pk"),
        depends_on__isnull=True,
        met_on__isnull=True,
        withdrawn_at__isnull=True,
        deadline__range=(today, until),
    )
    for condition in waiting.select_related("commitment"):
        if condition.deadline is not None:
            yield Deadline(
                f"commitments.condition:{condition.pk}",
                _("Voorwaarde van %(title)s: %(event)s")
                % {"title": condition.commitment.title, "event": condition.event},
                reverse("commitments:detail", args=[region.slug, condition.commitment_id]),
                condition.deadline,
            )


def _days(measures: dict[UUID, Any], today: date, until: date) -> Iterator[tuple[UUID, date]]:
    points = PathPoint.objects.filter(measure__in=list(measures), on__range=(today, until))
    yield from points.order_by("on").values_list("measure_id", "on")
    yield from ((key, one.due_on) for key, one in measures.items() if today <= one.due_on <= until)

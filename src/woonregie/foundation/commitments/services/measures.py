"""How a commitment is measured: a metric of the registry with a target and a path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.commitments.course import STEP, Point
from woonregie.foundation.commitments.errors import (
    AlreadyWithdrawnError,
    CommitmentError,
    MeasureError,
)
from woonregie.foundation.commitments.models import (
    Commitment,
    Direction,
    Measure,
    MeasureUnit,
    PathPoint,
)
from woonregie.foundation.commitments.permissions import is_office, require_one_of, speaks_for
from woonregie.foundation.commitments.queries.readable import parties_of
from woonregie.foundation.commitments.registry import Metric, metric_named
from woonregie.foundation.commitments.services import acts
from woonregie.foundation.commitments.services.assessing import reassess
from woonregie.foundation.commitments.services.measuring import measure_now
from woonregie.foundation.norms.queries import profile_named
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import municipalities_of

MOST, MOST_SHARE, MOST_POINTS = Decimal(1_000_000_000), Decimal(10), 40
MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class WantedMeasure:
    """A measure as somebody wants it; see `models.Measure`.

    Args:
        title: in a few words.
        direction: at least or at most.
        target: in `unit`.
        due_on: the day on which it must be reached.
        unit: that of the metric, or of what is given by hand.
        metric: key of the registry; empty is by hand.
        scope: a municipality of the region or the region itself; None without a metric.
        segment: one of the metric's segments.
        profile: a definition profile, where the metric needs one.
        since: the day from which a counting metric counts; None is the commitment's first day.
        path: (day, value) on the way to the target, in any order.
        tolerance: so far beside the path is still on course.
        margin: so much further is at risk.
        lasting: by hand only: what is reached stays reached.
        evidence_wanted: what shows it.
    """

    title: str
    direction: str
    target: Decimal
    due_on: date
    unit: str
    metric: str = ""
    scope: Organisation | None = None
    segment: str = ""
    profile: str = ""
    since: date | None = None
    path: Sequence[Point] = ()
    tolerance: Decimal = Decimal(0)
    margin: Decimal = Decimal(0)
    lasting: bool = False
    evidence_wanted: str = ""


@transaction.atomic
def add_measure(
    *, by: Account | None, at: datetime, commitment: Commitment, wanted: WantedMeasure
) -> Measure:
    """Add a measure to a commitment and measure it at once.

    Raises:
        ForbiddenError: she speaks for none of the parties.
        AlreadyWithdrawnError: the commitment was withdrawn.
        MeasureError: a metric, unit, target, path or scope that cannot be.
    """
    on = localdate(at)
    require_one_of(by, parties_of(commitment), commitment.region, on=on)
    require_standing(commitment)
    kept = keep_measure(commitment, wanted, by=by, at=at)
    measure_now([kept], on=on, at=at)
    reassess([commitment.region_id], on=on, at=at)
    payload = {"measure": kept.pk, "kind": kept.metric, "value": kept.target, "until": kept.due_on}
    acts.tell(acts.MEASURE_ADDED, commitment, by=by, at=at, payload=payload)
    return kept


@transaction.atomic
def add_measures(
    *, by: Account | None, at: datetime, commitment: Commitment, wanted: Sequence[WantedMeasure]
) -> list[Measure]:
    """Add several measures at once: all of them, or none.

    Raises:
        ForbiddenError: she speaks for none of the parties.
        AlreadyWithdrawnError: the commitment was withdrawn.
        MeasureError: a metric, unit, target, path or scope that cannot be; `fields["row"]` tells
            which, from 0.
        CommitmentError: none, or very many.
    """
    if not 0 < len(wanted) <= MOST_AT_ONCE:
        raise CommitmentError(
            _("Vul minstens één maat in, en hoogstens %(most)s tegelijk.")
            % {"most": MOST_AT_ONCE},
            count=len(wanted),
        )
    found = []
    for row, one in enumerate(wanted):
        try:
            found.append(add_measure(by=by, at=at, commitment=commitment, wanted=one))
        except CommitmentError as error:
            error.fields = {**error.fields, "row": row}
            raise
    return found


@transaction.atomic
def withdraw_measure(*, by: Account | None, at: datetime, measure: Measure, why: str) -> Measure:
    """Withdraw a measure; what was observed of it stays.

    Raises:
        ForbiddenError: only to whom it was promised, or the office of the region.
        AlreadyWithdrawnError: it was withdrawn before.
        CommitmentError: no reason.
    """
    on, commitment = localdate(at), measure.commitment
    require_owed(commitment, by, on)
    acts.take_back(measure, by=by, at=at, why=why)
    reassess([commitment.region_id], on=on, at=at)
    acts.tell(acts.MEASURE_WITHDRAWN, commitment, by=by, at=at, payload={"measure": measure.pk})
    return measure


def require_owed(commitment: Commitment, by: Account | None, on: date) -> None:
    """Refuse whoever speaks for nobody to whom it was promised: no debtor frees herself.

    Nor does who speaks for both, such as a municipality in which the debtor went up.

    Raises:
        ForbiddenError: only a creditor or the office.
    """
    debtor, *owed = parties_of(commitment)
    if by is None or is_office(by, commitment.region, on):
        return
    speaks = speaks_for(by, commitment.region, on)
    if debtor.pk in speaks or speaks.isdisjoint(one.pk for one in owed):
        raise ForbiddenError(
            _("Een belofte trekt in aan wie zij gedaan is, of het bureau van de regio: %(names)s.")
            % {"names": ", ".join(one.name for one in owed)},
            permission="commitments.make",
        )


def require_standing(commitment: Commitment) -> None:
    """Refuse to change a commitment that was withdrawn.

    Raises:
        AlreadyWithdrawnError: it was.
    """
    if Commitment.objects.filter(pk=commitment.pk, withdrawn_at__isnull=False).exists():
        raise AlreadyWithdrawnError(
            _("Deze afspraak is ingetrokken: er verandert niets meer aan."),
            key=str(commitment.pk),
        )


def keep_measure(
    commitment: Commitment, wanted: WantedMeasure, *, by: Account | None, at: datetime
) -> Measure:
    """Keep a measure with its path, inside the transaction of whoever asks.

    Raises:
        MeasureError: a metric, unit, target, path or scope that cannot be.
    """
    metric = _metric(wanted)
    _check_unit(wanted, metric)
    path = _path(commitment, wanted)
    if metric is not None:
        _check_scope(commitment, wanted, metric, localdate(at))
    counts = metric is not None and metric.counts
    kept = Measure.objects.create(
        commitment=commitment,
        metric=wanted.metric,
        title=acts.written(wanted.title, what=_("Omschrijving van de maat"), most=200),
        scope=wanted.scope if metric is not None else None,
        segment=wanted.segment,
        profile=wanted.profile,
        since=(wanted.since or commitment.starts_on) if counts else None,
        direction=wanted.direction,
        target=number(wanted.target, wanted.unit),
        due_on=wanted.due_on,
        unit=wanted.unit,
        tolerance=_room(wanted.tolerance, wanted.unit),
        margin=_room(wanted.margin, wanted.unit),
        lasting=counts if metric is not None else wanted.lasting,
        evidence_wanted=wanted.evidence_wanted.replace("\x00", "").strip()[:300],
        recorded_at=at,
        recorded_by=by,
    )
    PathPoint.objects.bulk_create(
        PathPoint(measure=kept, on=on, value=value) for on, value in path
    )
    return kept


def number(value: Decimal, unit: str) -> Decimal:
    """Return a value as it is kept.

    Raises:
        MeasureError: not a number, or far too much of it for this unit.
    """
    most = MOST_SHARE if unit == MeasureUnit.SHARE else MOST
    if not value.is_finite() or abs(value) > most:
        text = (
            _("Schrijf een aandeel als getal van 0 tot 10: 0,3 is 30 %% (gevraagd: %(value)s).")
            if unit == MeasureUnit.SHARE
            else _("Vul een getal onder een miljard in (gevraagd: %(value)s).")
        )
        raise MeasureError(text % {"value": value}, value=str(value), unit=unit)
    return value.quantize(STEP)


def _room(value: Decimal, unit: str) -> Decimal:
    found = number(value, unit)
    if found < 0:
        raise MeasureError(
            _("Speling en marge zijn nul of meer (gevraagd: %(value)s).") % {"value": value},
            value=str(value),
        )
    return found


def _metric(wanted: WantedMeasure) -> Metric | None:
    if not wanted.metric:
        return None
    metric = metric_named(wanted.metric)
    if metric is None:
        raise MeasureError(
            _("Wat u wilt meten kennen wij niet: %(metric)s. Kies uit de lijst.")
            % {"metric": wanted.metric},
            metric=wanted.metric,
        )
    return metric


def _check_unit(wanted: WantedMeasure, metric: Metric | None) -> None:
    known = wanted.unit in MeasureUnit.values and wanted.direction in Direction.values
    if not known or (metric is not None and wanted.unit != metric.unit):
        expected = (
            MeasureUnit(metric.unit).label if metric is not None else _("een bekende eenheid")
        )
        raise MeasureError(
            _("De eenheid klopt niet: hier telt %(expected)s (gevraagd: %(unit)s).")
            % {"expected": expected, "unit": wanted.unit},
            unit=wanted.unit,
            metric=wanted.metric,
        )


def _path(commitment: Commitment, wanted: WantedMeasure) -> list[Point]:
    """Return the points by day.

    Raises:
        MeasureError: too many, two on a day, or on or after the day of the target.
    """
    days = [on for on, _value in wanted.path]
    late = commitment.ends_before is not None and wanted.due_on >= commitment.ends_before
    if wanted.due_on < commitment.starts_on or late:
        raise MeasureError(
            _("De dag van het doel moet binnen de looptijd van de afspraak liggen."),
            due_on=wanted.due_on.isoformat(),
        )
    if (
        len(days) > MOST_POINTS
        or len(set(days)) < len(days)
        or max(days, default=date.min) >= wanted.due_on
    ):
        raise MeasureError(
            _(
                "Tussendoelen liggen vóór de dag van het doel, hoogstens één per dag, en het zijn "
                "er niet meer dan %(most)s."
            )
            % {"most": MOST_POINTS},
            days=[on.isoformat() for on in days[:MOST_POINTS]],
        )
    return sorted((on, number(value, wanted.unit)) for on, value in wanted.path)


def _check_scope(commitment: Commitment, wanted: WantedMeasure, metric: Metric, on: date) -> None:
    if wanted.scope is None or wanted.scope.pk not in places_of(commitment.region, on):
        raise MeasureError(
            _("Kies waar gemeten wordt: de regio, of een gemeente van de regio."),
            metric=metric.key,
        )
    if wanted.segment and wanted.segment not in metric.segments:
        raise MeasureError(
            _("%(metric)s wordt niet per segment %(segment)s gemeten.")
            % {"metric": metric.title, "segment": wanted.segment},
            segment=wanted.segment,
        )
    if metric.profiled != bool(wanted.profile):
        raise MeasureError(
            _("Kies volgens welke definitie er gemeten wordt.")
            if metric.profiled
            else _("Bij deze maat hoort geen definitie."),
            profile=wanted.profile,
        )
    if metric.profiled:
        profile_named(wanted.profile)


def places_of(region: Region, on: date) -> dict[UUID, str]:
    """Return where can be measured: the region, and its municipalities that totals count."""
    places = municipalities_of(region, on=on, fictitious=False)
    found = {region.organisation_id: region.organisation.name}
    return found | {place.organisation_id: place.name for place in places}

"""Makers of commitments for tests, and a metric of which tests say the values."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.functional import lazystr

from woonregie.foundation.commitments.models import Commitment, CommitmentReach, Hardness
from woonregie.foundation.commitments.queries import with_result
from woonregie.foundation.commitments.registry import Metric, Reading
from woonregie.foundation.commitments.services import (
    Wanted,
    WantedMeasure,
    add_condition,
    make_commitment,
    observe,
)

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)

ROOMS: dict[UUID, int] = {}
"""Organisation -> how many meeting rooms it has: what the metric of tests reads."""


def rooms(scopes, when):
    """Return the rooms of each organisation that says how many it has."""
    return {
        scope: Reading(Decimal(ROOMS[scope.organisation_id]), {"rooms": ROOMS})
        for scope in scopes
        if scope.organisation_id in ROOMS
    }


METRIC = Metric(
    key="tests.rooms",
    title=lazystr("Vergaderkamers"),
    unit="count",
    explanation=lazystr("Kamers waarin vergaderd kan worden."),
    path=f"{__name__}.rooms",
    acts=("region.",),
)


def wanted(debtor, *creditors, title="Twee locaties aanwijzen", **values) -> Wanted:
    """Return a commitment from 2026 on that everybody in the region reads."""
    return Wanted(
        **{
            "debtor": debtor,
            "creditors": creditors,
            "title": title,
            "text": "De gemeente wijst voor 1 juli 2027 twee locaties aan.",
            "hardness": Hardness.RESULT,
            "reach": CommitmentReach.REGION,
            "starts_on": date(2026, 1, 1),
            **values,
        }
    )


def by_hand(**values) -> WantedMeasure:
    """Return a measure that somebody counts: two at least, on 1 July 2027."""
    return WantedMeasure(
        **{
            "title": "Aangewezen locaties",
            "direction": "at_least",
            "target": Decimal(2),
            "due_on": date(2027, 7, 1),
            "unit": "count",
            **values,
        }
    )


def count_rooms(organisation, **values):
    """Return a measure of rooms: 365 on 1 January 2027, from none a year earlier."""
    return by_hand(
        **{
            "metric": "tests.rooms",
            "scope": organisation,
            "target": Decimal(365),
            "due_on": date(2027, 1, 1),
            "path": [(date(2026, 1, 1), Decimal(0))],
            **values,
        }
    )


def result_of(commitment):
    """Return how the engine last said that a commitment stands."""
    return with_result(Commitment.objects.filter(pk=commitment.pk)).get().result


def make(region, debtor, *creditors, by=None, at=AT, **values):
    """Make a commitment."""
    return make_commitment(
        by=by, at=at, region=region, wanted=wanted(debtor, *creditors, **values)
    )


def stand_promised(region, debtor, creditor, evidence, *, at=AT):
    """Make a commitment with one of everything; return page -> the key that its address needs."""
    made = make(region, debtor, creditor, at=at, measures=[by_hand()])
    measure = made.measures.get()
    seen = observe(
        by=None,
        at=at,
        measure=measure,
        organisation=debtor,
        as_of=date(2026, 1, 1),
        value=Decimal(1),
        evidence=evidence,
    )
    waiting = add_condition(by=None, at=at, commitment=made, event="De provincie geeft subsidie")
    whole = ("detail", "measure", "condition", "judge", "replace", "withdraw")
    return {
        **dict.fromkeys(whole, made.pk),
        "observe": measure.pk,
        "drop_measure": measure.pk,
        "meet": waiting.pk,
        "drop_condition": waiting.pk,
        "evidence": seen.pk,
    }

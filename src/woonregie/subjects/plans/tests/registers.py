"""Files that go from one register to another."""

from contextlib import contextmanager

from django.db import transaction

from woonregie.foundation.files.services import store
from woonregie.subjects.plans.services import apply_import, preview_import
from woonregie.subjects.plans.tests.factories import AT, TODAY


def taken_in(region, place):
    """Let our own reader take a file in; return its report and what it did."""
    with place.open("rb") as stream:
        kept = store(stream, name=place.name, at=AT)
    delivery = preview_import(by=None, at=AT, file=kept, region=region, reference_date=TODAY)
    assert not delivery.report["severities"].get("error"), delivery.report["issues"]
    return apply_import(by=None, at=AT, delivery=delivery).report["applied"]


@contextmanager
def elsewhere():
    """Let all that is recorded be of another register: here it is not there afterwards."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)

"""The metric of tests, and a commitment between Zwolle and a corporation."""

import pytest

from woonregie.foundation.commitments import registry
from woonregie.foundation.commitments.tests import factories
from woonregie.foundation.commitments.tests.factories import METRIC, by_hand, make


@pytest.fixture
def rooms(monkeypatch):
    """Return the values of the metric of tests, which is registered for this test only."""
    values = {}
    monkeypatch.setattr(registry, "_METRICS", {METRIC.key: METRIC})
    monkeypatch.setattr(factories, "ROOMS", values)
    return values


@pytest.fixture
def sites(region, zwolle, corporation):
    """Return what Zwolle promised the corporation: two sites by 1 July 2027, counted by hand."""
    return make(region, zwolle.organisation, corporation, measures=[by_hand()])

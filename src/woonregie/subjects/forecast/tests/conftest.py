"""A region with a starting point."""

import pytest

from woonregie.subjects.forecast.tests.factories import record_start


@pytest.fixture
def start(region, a_source, kampen, zwolle):
    """Return the starting point of the region: Kampen, Zwolle and all the rest, in 2026."""
    return record_start(region, a_source)

"""Whether the peer of the forecast gets the same chances, and a wrong answer is seen."""

import numpy as np
import pytest

from bench import forecast_peer

YEARS, RUNS = 3, 60


@pytest.fixture(scope="module")
def ours():
    return forecast_peer.measured(forecast_peer.closed(4, 40_000), YEARS, courses=1)


@pytest.fixture
def told(ours):
    """Return what a right peer would tell: whole people, as far apart as chance lays them."""
    regions = np.rint(ours.courses[:RUNS])
    return {
        "persons": int(ours.base.population.sum()),
        "runs": [{"regions": row.tolist(), "ages": _ages(ours)} for row in regions],
    }


def _ages(ours):
    ages = [0] * 101
    ages[forecast_peer.OLD] = round(ours.old)
    return ages


class TestThePeer:
    def test_draws_from_the_same_events(self, ours):
        given = forecast_peer.chances(ours.base)
        people, deaths = given["people"], given["deaths"]

        died = (people * deaths).sum(axis=(1, 2))
        left = (people * (1 - deaths) * given["leaving"]).sum(axis=(1, 2))

        from woonregie.engines.household import Scenario, reference  # noqa: PLC0415

        books = reference(ours.base, Scenario(), 1).ledger
        born = (people[:, 1] * given["births"]).sum(axis=1)
        assert born == pytest.approx(books.births[0], rel=1e-9)
        assert left == pytest.approx(books.departures[0], rel=1e-9)
        newborn = born * (
            given["boys"] * given["newborn_deaths"][0]
            + (1 - given["boys"]) * given["newborn_deaths"][1]
        )
        assert died + newborn == pytest.approx(books.deaths[0], rel=1e-9)
        assert not books.emigration.any()
        assert not books.immigration.any()

    def test_is_believed_when_it_says_the_same(self, ours, told):
        assert forecast_peer.check(ours, told) == pytest.approx(1.0, abs=0.4)

    def test_is_not_when_one_region_gets_too_many(self, ours, told):
        told["runs"][1]["regions"][2] *= 1.05

        with pytest.raises(AssertionError):
            forecast_peer.check(ours, told)

    def test_is_not_when_the_old_do_not_die(self, ours, told):
        told["runs"][0]["ages"][forecast_peer.OLD] = round(1.1 * ours.old)

        with pytest.raises(AssertionError):
            forecast_peer.check(ours, told)

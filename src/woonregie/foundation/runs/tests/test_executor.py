"""Whoever does the parts, the numbers are the same."""

import math
import sys
from collections.abc import Iterator

import pytest
from distributed import LocalCluster

from woonregie.foundation.runs.executor import (
    Cluster,
    Executor,
    Here,
    NoClusterError,
    Processes,
    executor,
)

PARTS = [3, 1, 4, 5, 9]
NOBODY = "tcp://127.0.0.1:9"


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Return the address of a cluster of two workers on this computer."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as started:
        yield started.scheduler_address


@pytest.fixture(params=["here", "processes", "cluster"])
def whoever(request) -> Executor:
    """Return each of those who can do the work."""
    if request.param == "cluster":
        return Cluster(request.getfixturevalue("cluster"))
    return {"here": Here(), "processes": Processes(2)}[request.param]


class TestEach:
    def test_does_every_part_once(self, whoever):
        found = dict(whoever.each(pow, 2, PARTS))

        # 2^3, 2^1, 2^4, 2^5, 2^9
        assert found == {3: 8, 1: 2, 4: 16, 5: 32, 9: 512}

    def test_stops_when_nobody_listens_any_more(self, whoever):
        heard = []

        for part, _found in whoever.each(pow, 2, PARTS):
            heard.append(part)
            break

        assert len(heard) == 1
        assert dict(whoever.each(pow, 3, [2])) == {2: 9}

    def test_passes_on_what_goes_wrong(self, whoever):
        with pytest.raises(ZeroDivisionError):
            list(whoever.each(divmod, 1, [0]))

    def test_of_nothing_is_nothing(self, whoever):
        assert list(whoever.each(math.comb, 4, [])) == []


class TestWhoDoesIt:
    def test_small_work_starts_no_processes(self):
        found = executor(small=True)

        assert isinstance(found, Here)
        assert found.threads >= 1

    def test_large_work_is_done_by_processes(self):
        found = executor(small=False)

        assert isinstance(found, Processes)
        assert found.workers >= 1

    @pytest.mark.parametrize("small", [True, False])
    def test_a_cluster_does_it_all(self, settings, small):
        settings.DASK = "tcp://10.0.0.4:8786"

        found = executor(small=small)

        assert isinstance(found, Cluster)
        assert found.address == "tcp://10.0.0.4:8786"


class TestNoCluster:
    def test_says_that_nobody_answers(self, monkeypatch):
        monkeypatch.setattr("woonregie.foundation.runs.executor.SECONDS_TO_ANSWER", 0.2)

        with pytest.raises(NoClusterError, match=r"antwoordt niet.*WOONREGIE_DASK") as caught:
            list(Cluster(NOBODY).each(pow, 2, PARTS))

        assert caught.value.fields == {"address": NOBODY}

    def test_says_that_an_address_is_none(self):
        with pytest.raises(NoClusterError, match="antwoordt niet"):
            list(Cluster("niets://hier").each(pow, 2, PARTS))

    def test_says_that_there_are_no_workers(self):
        with (
            LocalCluster(
                n_workers=0,
                processes=False,
                protocol="tcp",
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
            ) as empty,
            pytest.raises(NoClusterError, match="geen werkers"),
        ):
            list(Cluster(empty.scheduler_address).each(pow, 2, PARTS))

    def test_says_that_the_package_is_missing(self, monkeypatch):
        # None is how Python keeps that a module cannot be imported.
        monkeypatch.setitem(sys.modules, "distributed", None)

        with pytest.raises(NoClusterError, match=r"woonregie\[dask\]"):
            list(Cluster(NOBODY).each(pow, 2, PARTS))

"""Work that only these tests know."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from woonregie.foundation.runs import registry
from woonregie.foundation.runs.models import Job
from woonregie.foundation.runs.registry import register_job
from woonregie.foundation.runs.services import start

COUNTING = "toets.counting"
Register = Callable[..., None]


@pytest.fixture
def register() -> Iterator[Register]:
    """Return a function that registers work under our name; it is gone after the test."""

    def registered(work: Callable[[Any], dict[str, Any]], **about: Any) -> None:
        register_job(COUNTING, work, "Tellen", **about)

    yield registered
    registry._JOBS.pop(COUNTING, None)


@pytest.fixture
def ask(register: Register, secretary: Any, moment: datetime) -> Callable[..., Job]:
    """Return a function that asks for our work, and hands it to nobody."""
    register(lambda _job: {"counted": 3}, result_url=lambda result: f"/{result['counted']}/")

    def asked(
        by: Any = secretary, enqueue: Callable[[str], object] = str, **parameters: Any
    ) -> Job:
        return start(kind=COUNTING, parameters=parameters, by=by, at=moment, enqueue=enqueue)

    return asked


@pytest.fixture
def clock(moment: datetime) -> Callable[[], datetime]:
    """Return a clock that goes on by a second each time somebody looks."""
    passed = iter(range(1, 10_000))
    return lambda: moment + timedelta(seconds=next(passed))

"""A small region of which every number can be counted by hand, for 2026-2035.

Kampen goes from 22,000 to 22,980 households: 980 / 0.98 = 1,000 homes. Its plans are Reeve with
600 hard, a second phase of 700 soft in 2030-2039 (so 420 of them), Kanaalzone with 50 soft without
a year, and Oude werf of unknown status with 30 to build and 8 to demolish.

Zwolle goes from 60,000 to 61,960: 1,960 / 0.98 = 2,000 homes. Its plan is Stadshagen, 1,500 hard.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from woonregie.foundation.norms.models import Norm
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.sources.models import Source
from woonregie.subjects.balance.queries import Balance, Question, balance
from woonregie.subjects.balance.tests.factories import AT, TODAY, set_vacancy
from woonregie.subjects.forecast.services import choose_reference
from woonregie.subjects.forecast.tests.factories import households, record_vintage
from woonregie.subjects.plans.tests.factories import homes, record_plan


@pytest.fixture
def vacancy(a_source: Source) -> Norm:
    """Return the norm of 2 % that must be empty."""
    return set_vacancy(a_source, Decimal("0.02"))


@pytest.fixture
def primos(a_source: Source, kampen: Municipality, zwolle: Municipality) -> Any:
    """Return the forecast of both, from 2021 to 2041, in steps of which the sums are round."""
    given = households(kampen, {2021: 21_510, 2025: 21_902, 2026: 22_000, 2031: 22_490})
    given += households(kampen, {2035: 22_882, 2036: 22_980, 2041: 23_470})
    given += households(zwolle, {2021: 59_020, 2025: 59_804, 2026: 60_000, 2031: 60_980})
    given += households(zwolle, {2035: 61_764, 2036: 61_960, 2041: 62_940})
    return record_vintage(a_source, given)


@pytest.fixture
def reference(region: Region, primos: Any, vacancy: Norm) -> Any:
    """Let the region measure itself against the forecast, since 2021."""
    return choose_reference(
        by=None,
        at=AT,
        region=region,
        vintage=primos,
        scenario="midden",
        valid_on=date(2021, 1, 1),
    )


@pytest.fixture
def plans(kampen: Municipality, zwolle: Municipality) -> dict[str, Any]:
    """Record the plans of the table above."""
    return {
        "reeve": record_plan(kampen, "Reeve, eerste fase", {(2026, 2031): 600}),
        "reeve_two": record_plan(
            kampen, "Reeve, tweede fase", {(2030, 2040): 700}, planning_status="3"
        ),
        "kanaalzone": record_plan(kampen, "Kanaalzone", {None: 50}, planning_status="1C"),
        "werf": record_plan(
            kampen,
            "Oude werf",
            cells=homes({2028: 30}, {2027: 8}),
            planning_status="unknown",
        ),
        "stadshagen": record_plan(
            zwolle, "Stadshagen", {(2026, 2036): 1500}, planning_status="2B"
        ),
    }


@pytest.fixture
def small(reference: Any, plans: Any, legal_hard: Any) -> None:
    """Have all of it: forecast, plans and the legal definition."""


@pytest.fixture
def ask(region: Region) -> Callable[..., Balance]:
    """Return a function that asks a balance; the day is 24 November 2026."""

    def asked(*, account: Any = None, of: Region | None = None, **question: Any) -> Balance:
        wanted = Question(**{"on": TODAY, **question})
        return balance(account=account, region=of or region, question=wanted, today=TODAY)

    return asked

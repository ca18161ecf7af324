"""A region's 500 measures after one plan changed."""

import time
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

from bench.result import Also, Result, middle

CODES = (
    "GM0193",
    "GM0166",
    "GM0177",
    "GM0150",
    "GM0148",
    "GM0160",
    "GM0175",
    "GM0180",
    "GM0269",
    "GM1773",
    "GM1896",
)
PLANS, COMMITMENTS, TURNS = 2_000, 100, 7
AT, TODAY = datetime(2026, 11, 26, 9, tzinfo=UTC), date(2026, 11, 26)
SINCE = date(2025, 1, 1)


def measure() -> Result:
    """Make the region and its commitments, change a plan again and again, time what follows."""
    import django  # noqa: PLC0415  the settings have to be there first
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    from bench.large.build import build  # noqa: PLC0415  after set-up
    from woonregie.foundation.commitments.models import Measure  # noqa: PLC0415
    from woonregie.foundation.commitments.services import follow  # noqa: PLC0415

    region = build(plans=PLANS, codes=CODES)
    promise(region)
    measures = Measure.objects.count()
    walls, processor = [], []
    alone = alone_processor = 0.0
    for turn in range(TURNS):
        event = change_one(turn)
        begun, used = time.perf_counter(), time.process_time()
        follow(event)
        walls.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
        check(region)
        if turn == 0:
            alone, alone_processor = one_by_one()
    return Result(
        name="clause-recompute",
        measured=round(middle(walls), 3),
        unit="s",
        goal=1.0,
        peer="the same metrics, asked for each measure on its own",
        peer_measured=round(alone, 2),
        note=f"{measures} measures of {COMMITMENTS} commitments over {PLANS:,} plans in "
        f"{len(CODES)} municipalities, of five metrics, segments and two definitions: from the "
        f"act on one plan to values, assessments and audit line, median of {TURNS} changes. Each "
        "time net homes of every municipality, in all and in social rent, equal a recount from "
        "the ledger in plain Python, and all values equal those of the peer. The peer only asks "
        "for the values and writes nothing.",
        also=(
            Also("slowest", round(max(walls), 3), "s"),
            Also("median in processor time", round(middle(processor), 3), "s"),
            Also("peer in processor time", round(alone_processor, 2), "s"),
        ),
    )


def promise(region) -> None:
    """Make commitments with five measures each, of every municipality and of the region."""
    from django.db import transaction  # noqa: PLC0415  after set-up

    from woonregie.foundation.commitments.services import (  # noqa: PLC0415  as above
        Wanted,
        WantedMeasure,
        make_commitment,
    )
    from woonregie.foundation.region.queries import municipalities_of  # noqa: PLC0415

    owners = [place.organisation for place in municipalities_of(region, on=TODAY)]
    profiles = ("legal-hard", "strict-1a")
    with transaction.atomic():
        for at in range(COMMITMENTS):
            debtor, creditor = owners[at % len(owners)], owners[(at + 1) % len(owners)]
            scope = region.organisation if at % 10 == 0 else debtor

            def wanted(metric, at=at, scope=scope, **values):
                share = metric.startswith("balance.")
                return WantedMeasure(
                    **{
                        "title": metric,
                        "metric": metric,
                        "scope": scope,
                        "direction": "at_least",
                        "unit": "share" if share else "dwellings",
                        "target": Decimal("0.9") if share else Decimal(100 + at),
                        "due_on": date(2030, 1, 1),
                        "path": [(SINCE, Decimal(0))],
                        **values,
                    }
                )

            make_commitment(
                by=None,
                at=AT,
                region=region,
                wanted=Wanted(
                    debtor=debtor,
                    creditors=[creditor],
                    title=f"Afspraak {at}",
                    text="Verzonnen",
                    hardness="result",
                    reach="region",
                    starts_on=SINCE,
                    invented=True,
                    measures=[
                        wanted("plans.net_homes", segment="social_rent" if at % 2 else ""),
                        wanted("plans.realised", segment="social_rent" if at % 3 == 0 else ""),
                        wanted("plans.written_down"),
                        wanted("balance.hard_share", profile=profiles[at % 2]),
                        wanted("balance.covered_share", profile=profiles[at % 2]),
                    ],
                ),
            )


def change_one(turn: int):
    """Give one plan other homes, and return the act."""
    from woonregie.foundation.audit.models import Event  # noqa: PLC0415  after set-up
    from woonregie.subjects.plans.queries import holdings, versions_on  # noqa: PLC0415
    from woonregie.subjects.plans.services import change_plan  # noqa: PLC0415
    from woonregie.subjects.plans.values import Cell, PlanValues  # noqa: PLC0415

    version = versions_on(TODAY).select_related("plan").order_by("pk")[turn * 17]
    cells = dict(holdings([version.plan_id], on=TODAY)[version.plan_id].cells)
    for cell in (
        Cell("build", "total", "", 2028, 2029),
        Cell("build", "price", "rent_social", None, None),
    ):
        cells[cell] = cells.get(cell, 0) + 7 + turn
    change_plan(
        by=None,
        at=AT,
        plan=version.plan,
        base_version=version.version,
        valid_on=TODAY,
        values=PlanValues.of(version),
        cells=cells,
    )
    return Event.objects.get(act="plans.plan_changed", target_id=version.plan_id)


def check(region) -> None:
    """Compare the last values of net homes with a recount in plain Python."""
    from woonregie.foundation.commitments.models import Measure  # noqa: PLC0415  after set-up
    from woonregie.foundation.commitments.queries import last_observations  # noqa: PLC0415
    from woonregie.subjects.plans.models import Movement  # noqa: PLC0415

    all_homes, social = Counter(), Counter()
    rows = Movement.objects.filter(booked_on__lte=TODAY).values_list(
        "plan__municipality__organisation", "account", "breakdown", "category", "dwellings"
    )
    for owner, account, breakdown, category, homes in rows:
        signed = homes if account == "build" else -homes
        if breakdown == "total":
            all_homes[owner] += signed
        elif category == "rent_social":
            social[owner] += signed
    for counted in (all_homes, social):
        counted[region.organisation_id] = sum(counted.values())
    measures = list(Measure.objects.filter(metric="plans.net_homes"))
    last = last_observations([one.pk for one in measures])
    for one in measures:
        expected = (social if one.segment else all_homes)[one.scope_id]
        assert last[one.pk].value == expected, (one, last[one.pk].value, expected)


def one_by_one() -> tuple[float, float]:
    """Ask each measure on its own and compare; return the seconds, on the clock and of processor.

    What was kept after the act must be what each of them says by itself.
    """
    from woonregie.foundation.commitments.course import STEP  # noqa: PLC0415  after set-up
    from woonregie.foundation.commitments.models import Measure  # noqa: PLC0415  after set-up
    from woonregie.foundation.commitments.queries import last_observations, scope_of  # noqa: PLC0415
    from woonregie.foundation.commitments.registry import When, metric_named  # noqa: PLC0415

    begun, used, found = time.perf_counter(), time.process_time(), {}
    for one in Measure.objects.select_related("commitment"):
        scope = scope_of(one)
        reading = metric_named(one.metric).values([scope], When(on=TODAY, today=TODAY)).get(scope)
        found[one.pk] = None if reading is None else reading.value.quantize(STEP)
    taken = time.perf_counter() - begun, time.process_time() - used
    last = last_observations(list(found))
    other = [key for key, value in found.items() if last[key].value != value]
    assert not other, (len(other), other[:3])
    return taken

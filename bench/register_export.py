"""50,000 plans delivered in every format, each in the kind of file that is usual for it."""

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.large.folder import borrow
from bench.peers import environment
from bench.result import Also, Result

ON = date(2026, 6, 1)
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
GOAL = 10.0
TABLE = ("template", "csv")
"""The rows that the peer writes too."""


@dataclass(frozen=True, slots=True)
class Made:
    """One file that was delivered: what it took, and what the register says stands in it."""

    wall_s: float
    cpu_s: float
    megabytes: float
    told: Mapping[str, Any]


def measure() -> Result:
    """Deliver every format once, check its homes against a sum of the ledger, ask the peer."""
    folder = borrow()
    import django  # noqa: PLC0415  the large region has to be there first

    django.setup()
    from bench.large.build import PLANS, SLUG  # noqa: PLC0415  after setup

    names = usual()
    wanted = homes()
    found = {name: deliver(SLUG, name, kind, folder) for name, kind in names.items()}
    for made in found.values():
        check(made, PLANS, wanted)
    deliver(SLUG, *TABLE, folder)
    peer = json.loads(environment.run("exports", str(path_of(folder, *TABLE))))
    assert peer["rows"] == PLANS
    slowest = max(found, key=lambda name: found[name].wall_s)
    load = os.getloadavg()[0]
    return Result(
        name="register-export",
        measured=round(found[slowest].wall_s, 2),
        unit="s",
        goal=GOAL,
        peer="pandas, to_excel of the rows of the template",
        peer_measured=round(peer["xlsx_wall"], 2),
        note=f"{PLANS} plans of the whole country from the register to a file that is whole, with "
        f"the report of what is lost and the line in the trail; {len(found)} formats, each in "
        f"its usual kind of file. The slowest counts: {slowest}. The homes in each file are "
        "those of a plain sum of the ledger. The peer has its rows already, and only writes "
        f"them. The load of the machine (two cores) was {load:.1f} at the end.",
        also=(
            *(
                Also(f"{name} ({names[name]}, {made.megabytes:g} MB)", made.wall_s, "s", GOAL)
                for name, made in found.items()
            ),
            *(Also(f"{name}, in processor time", made.cpu_s, "s") for name, made in found.items()),
            Also("peer in processor time", round(peer["xlsx_cpu"], 2), "s"),
            Also("peer, to_csv of the same rows", round(peer["csv_wall"], 2), "s"),
            Also("the same in processor time", round(peer["csv_cpu"], 2), "s"),
        ),
        versions=environment.versions(["pandas", "openpyxl"]),
    )


def usual() -> dict[str, str]:
    """Return the formats, and the kind of file that is usual for each."""
    from woonregie.subjects.plans.formats import outlets  # noqa: PLC0415  after setup

    return {name: outlet.usual_kind for name, outlet in outlets().items()}


def path_of(folder: Path, name: str, kind: str) -> Path:
    """Return where the file of a format comes."""
    return folder / f"{name}.{kind}"


def deliver(slug: str, name: str, kind: str, folder: Path) -> Made:
    """Deliver all plans of a region in one format."""
    from woonregie.foundation.region.models import Region  # noqa: PLC0415  after setup
    from woonregie.subjects.plans.formats import outlet_named  # noqa: PLC0415  after setup
    from woonregie.subjects.plans.services import delivering  # noqa: PLC0415  after setup

    region = Region.objects.select_related("organisation").get(organisation__slug=slug)
    ask = delivering.Ask(outlet_named(name), ON, kind, region)
    place = path_of(folder, name, kind)
    wall, cpu = time.perf_counter(), time.process_time()
    done = delivering.deliver(by=None, at=AT, ask=ask, place=place)
    spent = time.perf_counter() - wall, time.process_time() - cpu
    sys.stdout.write(f"{name}.{kind}: {spent[0]:.2f} s, {spent[1]:.2f} s of the processor\n")
    return Made(
        round(spent[0], 2),
        round(spent[1], 2),
        round(place.stat().st_size / 1e6, 1),
        done.as_json()["in_file"],
    )


def homes() -> dict[str, int]:
    """Return what is left to build and to demolish: a plain sum of the ledger."""
    from django.db.models import Sum  # noqa: PLC0415  after setup

    from woonregie.subjects.plans.models import Movement  # noqa: PLC0415  after setup

    booked = Movement.objects.filter(breakdown="total", booked_on__lte=ON)
    sums = booked.values_list("account").annotate(sum=Sum("dwellings")).order_by()
    return dict(sums)


def check(made: Made, plans: int, wanted: Mapping[str, int]) -> None:
    """See that all plans and all homes stand in a file."""
    told = made.told
    assert told["plans"] == plans, told
    assert (told["build"], told["demolition"]) == (
        wanted.get("build", 0),
        wanted.get("demolition", 0),
    ), (told, wanted)

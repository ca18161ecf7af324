"""Registers of strangers: which share is read wrong, beside a reader with its usual settings."""

import json
import time
from pathlib import Path

from bench.peers import environment
from bench.result import Also, Result

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "plans" / "brownfield_uk"
# At least 90 of 94 right, as the share that may be wrong.
GOAL = 4.26


def measure() -> Result:
    """Read every register of the folder, and let the peer do so too."""
    import django  # noqa: PLC0415  settings come from the environment

    django.setup()
    if not FOLDER.exists():
        raise SystemExit(f"the registers are not on this machine: {FOLDER}")
    told, seconds = read_all(FOLDER)
    peer = json.loads(environment.run("registers", str(FOLDER)))
    assert peer["files"] == told["files"]
    return Result(
        name="import-registers",
        measured=wrong(told),
        unit="%",
        goal=GOAL,
        peer="pandas with its usual settings",
        peer_measured=wrong(peer),
        note=f"The share of {told['files']} registers of English authorities that is not right: "
        f"{told['right']} are, {peer['right']} with the peer. Right is the same keys, each as "
        "often, and no column empty that the reference fills. No register has a rule of its own.",
        also=(
            Also("cells that are not as in the reference", told["cells_differ"], "%"),
            Also("reading and putting right all of them", seconds, "s"),
        ),
        versions=environment.versions(["pandas"]),
    )


def read_all(folder: Path) -> tuple[dict[str, float], float]:
    """Return how many registers are right and which share of cells is not equal, and the time."""
    from woonregie.foundation.intake.measuring import measure as measured  # noqa: PLC0415  after setup
    from woonregie.foundation.intake.schema import schema_named  # noqa: PLC0415  after setup

    started = time.perf_counter()
    registers = measured(folder, schema_named("brownfield"))
    seconds = round(time.perf_counter() - started, 2)
    cells = sum(register.cells for register in registers)
    equal = sum(register.equal for register in registers)
    return {
        "files": len(registers),
        "right": sum(not register.why for register in registers),
        "cells_differ": round(100 * (1 - equal / cells), 2),
    }, seconds


def wrong(told: dict[str, float]) -> float:
    """Return the share that is not right, in percent."""
    return round(100 * (1 - told["right"] / told["files"]), 2)

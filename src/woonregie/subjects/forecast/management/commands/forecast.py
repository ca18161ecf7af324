"""`woonregie forecast bench`: how long the household model takes on this machine."""

import os
import time
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from woonregie.foundation.pages.commands import HouseCommand
from woonregie.subjects.forecast.measuring import measured


class Command(HouseCommand):
    """What can be done with the household model from the command line."""

    help = (
        "Rekent met het huishoudensmodel. Met bench: meet hoe lang het op deze computer duurt, op "
        "een verzonnen land, en hoeveel langer de vergelijkingen zelf (NumPy) duren."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask what to do, and how much of it."""
        parser.add_argument("act", choices=["bench"], help="wat te doen")
        parser.add_argument("--regions", type=int, default=30, help="aantal regio's; anders 30")
        parser.add_argument("--years", type=int, default=40, help="aantal jaren; anders 40")
        parser.add_argument(
            "--trajectories", type=int, default=100, help="aantal doorrekeningen; anders 100"
        )
        parser.add_argument(
            "--workers", type=int, default=0, help="aantal werkers; anders een per kern"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Measure."""
        return measured(
            regions=options["regions"],
            years=options["years"],
            trajectories=options["trajectories"],
            workers=options["workers"] or os.cpu_count() or 1,
            clocks=(time.process_time, time.perf_counter),
        )

    def words(self, result: Mapping[str, Any]) -> str:
        """Return the figures in sentences."""
        return (
            f"{result['trajectories']} doorrekeningen van {result['years']} jaar voor "
            f"{result['regions']} regio's: {result['wall_seconds']:.2f} s, "
            f"{result['cpu_seconds']:.2f} s rekentijd, hoogstens {result['peak_mb']:.0f} MB. "
            f"De vergelijkingen zelf duren {result['reference_ratio']:.0f} keer zo lang."
        )

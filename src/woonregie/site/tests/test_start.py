"""What the product loads before somebody asks anything of it."""

import subprocess
import sys

# They take as long to load as Django itself, or many megabytes; whoever needs them loads them.
HEAVY = ("numpy", "shapely", "pyproj", "pyogrio", "typst", "vl_convert", "xlsxwriter")


def test_loads_no_arithmetic_maps_or_files():
    program = "import sys, django; django.setup(); print(*sys.modules)"

    done = subprocess.run(  # noqa: S603  our own Python
        [sys.executable, "-c", program], capture_output=True, check=False, text=True
    )

    assert done.returncode == 0, done.stderr
    assert set(HEAVY).isdisjoint(done.stdout.split())

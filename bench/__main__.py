"""Run all benchmarks, or one: `python -m bench --only web-list`."""

import argparse
import importlib
import os
import subprocess
import sys
import tempfile

from bench.result import HERE, Result, write

NOT_BENCHMARKS = {"__init__", "__main__", "result", "server", "settings"}


def names() -> list[str]:
    """Return the names of all benchmarks: one module each."""
    modules = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_BENCHMARKS)
    return [module.replace("_", "-") for module in modules]


def main() -> int:
    """Run, print and write down; return 1 when a goal is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="name of one benchmark")
    chosen = parser.parse_args().only
    if chosen and chosen not in names():
        sys.stderr.write(f"unknown benchmark {chosen}; there are: {', '.join(names())}\n")
        return 2
    if chosen:
        return _measure(chosen)
    # Each in a process of its own: none sees what another one left behind.
    return max(
        subprocess.run([sys.executable, "-m", "bench", "--only", name], check=False).returncode
        for name in names()
    )


def _measure(name: str) -> int:
    # A throw-away data folder: a benchmark never touches what somebody works with.
    with tempfile.TemporaryDirectory(prefix="woonregie-bench-") as folder:
        os.environ.pop("WOONREGIE_DATABASE_URL", None)
        os.environ |= {
            "WOONREGIE_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PYTHONPATH": os.pathsep.join(str(HERE.parent / part) for part in ("src", ".")),
        }
        sys.path.insert(0, str(HERE.parent / "src"))
        result: Result = importlib.import_module(f"bench.{name.replace('-', '_')}").measure()
    write(result)
    sys.stdout.write(
        f"{result.name}: {result.measured:g} {result.unit} (goal {result.goal}, "
        f"{'holds' if result.holds else 'MISSED'}); {result.peer}: {result.peer_measured}\n"
    )
    for item in result.also:
        sys.stdout.write(f"    {item.name}: {item.measured:g} {item.unit}\n")
    return 0 if result.holds else 1


if __name__ == "__main__":
    sys.exit(main())

"""Run all benchmarks, or one: `python -m bench --only web-list`."""

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path

from bench.result import HERE, Result, write

NOT_BENCHMARKS = {"__init__", "__main__", "result", "national"}


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
    results: list[Result] = []
    for name in [chosen] if chosen else names():
        module = importlib.import_module(f"bench.{name.replace('-', '_')}")
        result: Result = module.measure()
        sys.stdout.write(
            f"{result.name}: {result.measured:g} {result.unit} (goal {result.goal}, "
            f"{'holds' if result.holds else 'MISSED'}); {result.peer}: {result.peer_measured}\n"
        )
        sys.stdout.flush()
        results.append(result)
    write(results)
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    # A throw-away data folder: a benchmark never touches what somebody works with.
    with tempfile.TemporaryDirectory(prefix="woonregie-bench-") as folder:
        os.environ["WOONREGIE_DATA_DIR"] = folder
        os.environ.pop("WOONREGIE_DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "woonregie.conf.development")
        sys.path.insert(0, str(Path.cwd() / "src"))
        sys.exit(main())

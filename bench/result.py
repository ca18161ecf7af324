"""What a benchmark says, and where it is written down."""

import json
import math
import platform
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
PAGE = HERE.parent / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Also:
    """A further figure of the same run; with a goal it counts like the first one."""

    name: str
    measured: float
    unit: str
    goal: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the goal was met."""
        return self.goal is None or self.measured <= self.goal


@dataclass(frozen=True, slots=True)
class Result:
    """One measured goal.

    Args:
        name: the name other people use, such as "web-list".
        measured: what we measured, in `unit`.
        unit: "ms", "s", "MB" or "x" (times as long); less is better.
        goal: the number it must not pass; None where a figure is only reported.
        peer: who does the same work beside us in the same run.
        peer_measured: what the peer needed, in `unit`.
        note: what was measured and checked, in a few sentences.
        also: further figures of the same run.
        versions: of the peer's packages.
    """

    name: str
    measured: float
    unit: str
    goal: float | None
    peer: str
    peer_measured: float | None
    note: str
    also: Sequence[Also] = ()
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether every goal was met."""
        met = self.goal is None or self.measured <= self.goal
        return met and all(item.holds for item in self.also)

    @property
    def ratio(self) -> float | None:
        """Peer divided by us: above 1 means that we need less."""
        return None if not self.peer_measured else round(self.peer_measured / self.measured, 2)

    def as_json(self) -> dict[str, Any]:
        """Return the result as `results.json` keeps it."""
        return {
            **asdict(self),
            "also": [{**asdict(item), "holds": item.holds} for item in self.also],
            "holds": self.holds,
            "ratio": self.ratio,
            "command": f"make bench only={self.name}",
            "measured_on": time.strftime("%Y-%m-%d", time.gmtime()),
            "processor": _processor(),
            "versions": {
                "python": platform.python_version(),
                **{name: version(name) for name in ("django", "numpy")},
                **self.versions,
            },
        }


def middle(values: Sequence[float]) -> float:
    """Return the median, to four figures."""
    return _short(statistics.median(values))


def p95(values: Sequence[float]) -> float:
    """Return the value that one in twenty passes, to four figures."""
    return _short(sorted(values)[math.ceil(0.95 * len(values)) - 1])


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def write(result: Result) -> None:
    """Put one result into `results.json`, and write the page that people read from it."""
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    known[result.name] = result.as_json()
    known = dict(sorted(known.items()))
    RESULTS.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n")
    PAGE.write_text(page(known))


def _processor() -> str:
    """Name the processor and how many cores there are; nothing that tells whose machine it is."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{models[0]}, {len(models)} cores" if models else platform.machine()


INTRODUCTION = """# Benchmarks

Written by `make bench` from `bench/results.json`; do not edit. Each benchmark checks that the
answer is right before it is timed, and runs its peer in the same run on the same machine. The
ratio is the peer's figure divided by ours: above 1 means that we need less. `make bench only=NAME`
measures one again and changes its row only.

| name | measured | goal | holds | peer | peer measured | ratio | command |
|---|---|---|---|---|---|---|---|
"""


def page(known: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the page: one row per benchmark, and what was measured under its name."""
    rows = [
        f"| [{name}](#{name}) | {row['measured']:g} {row['unit']} | {_goal(row)} "
        f"| {_yes(row['holds'])} | {row['peer']} | {_peer(row)} | {row['ratio'] or '-'} "
        f"| `{row['command']}` |"
        for name, row in known.items()
    ]
    return INTRODUCTION + "\n".join([*rows, "", *map(_section, known.values())])


def _section(row: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in row["versions"].items())
    lines = [f"## {row['name']}", "", row["note"], ""]
    if row["also"]:
        lines += ["| in the same run | measured | goal | holds |", "|---|---|---|---|"]
        lines += [
            f"| {item['name']} | {item['measured']:g} {item['unit']} | {_goal(item)} "
            f"| {_yes(item['holds']) if item['goal'] is not None else '-'} |"
            for item in row["also"]
        ]
        lines.append("")
    lines += [f"{row['measured_on']}, {row['processor']}; {versions}.", ""]
    return "\n".join(lines)


def _goal(row: Mapping[str, Any]) -> str:
    return "-" if row["goal"] is None else f"{row['goal']:g} {row['unit']}"


def _peer(row: Mapping[str, Any]) -> str:
    return "-" if row["peer_measured"] is None else f"{row['peer_measured']:g} {row['unit']}"


def _yes(holds: bool) -> str:
    return "yes" if holds else "**no**"

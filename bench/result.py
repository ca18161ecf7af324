"""What a benchmark says, and where it is written down."""

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
PAGE = HERE.parent / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Result:
    """One measured goal.

    Args:
        name: the name other people use, such as "web-list".
        measured: what we measured, in `unit`.
        unit: "ms", "s", "MB" or "share".
        goal: the number it must not pass; None where a figure is only reported.
        lower_is_better: False where the goal is a floor.
        peer: who does the same work beside us in the same run.
        peer_measured: what the peer needed, in `unit`.
        note: what was measured and checked, in one or two sentences.
    """

    name: str
    measured: float
    unit: str
    goal: float | None
    peer: str
    peer_measured: float | None
    note: str
    lower_is_better: bool = True

    @property
    def holds(self) -> bool:
        """Whether the goal was met."""
        if self.goal is None:
            return True
        return self.measured <= self.goal if self.lower_is_better else self.measured >= self.goal

    @property
    def ratio(self) -> float | None:
        """Peer divided by us: above 1 means that we need less."""
        return None if not self.peer_measured else round(self.peer_measured / self.measured, 2)


def write(results: Sequence[Result]) -> None:
    """Merge new results into `results.json`, and write the page that people read from it."""
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for result in results:
        known[result.name] = {
            **asdict(result),
            "holds": result.holds,
            "ratio": result.ratio,
            "command": f"make bench only={result.name}",
            "processor": _processor(),
            "versions": {
                "python": platform.python_version(),
                "django": version("django"),
                "numpy": version("numpy"),
            },
        }
    RESULTS.write_text(
        json.dumps(dict(sorted(known.items())), indent=2, ensure_ascii=False) + "\n"
    )
    PAGE.write_text(_page(known))


def _processor() -> str:
    """Name the processor and how many cores there are; nothing that tells whose machine it is."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{models[0]}, {len(models)} cores" if models else platform.machine()


def _page(known: dict[str, dict[str, object]]) -> str:
    rows = [
        "| {name} | {measured:g} {unit} | {goal} | {holds} | {peer} | {theirs} | {ratio} |".format(
            name=name,
            measured=row["measured"],
            unit=row["unit"],
            goal="-" if row["goal"] is None else f"{row['goal']:g} {row['unit']}",
            holds="yes" if row["holds"] else "**no**",
            peer=row["peer"],
            theirs="-"
            if row["peer_measured"] is None
            else f"{row['peer_measured']:g} {row['unit']}",
            ratio=row["ratio"] or "-",
        )
        for name, row in sorted(known.items())
    ]
    notes = [
        f"* **{name}**: {row['note']} `{row['command']}`; {row['processor']}."
        for name, row in sorted(known.items())
    ]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench` from `bench/results.json`; "
            "do not edit. Each benchmark checks that",
            "the answer is right before it is timed, and "
            "runs its peer in the same run on the same",
            "machine. The ratio is the peer's figure divided "
            "by ours: above 1 means that we need less.",
            "",
            "| name | measured | goal | holds | peer | peer measured | ratio |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
            *notes,
            "",
        ]
    )

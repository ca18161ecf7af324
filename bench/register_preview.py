"""A second list of 50,000 plans beside the first one and the register, on SQLite.

Of the second list 2,000 rows have another key and another spelling; in the register 3,000 plans
were changed by hand, and the list changes a part of those too.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bench.result import Also, Result

PLANS, RENAMED, EDITED, BOTH, GONE, MORE = 50_000, 2_000, 3_000, 300, 500, 5_000
SEED = 24
CODES = (
    "GM0148",
    "GM0150",
    "GM0160",
    "GM0166",
    "GM0175",
    "GM0177",
    "GM0180",
    "GM0193",
    "GM1708",
    "GM1773",
    "GM1896",
)
COLUMNS = (
    "Eigen sleutel",
    "Gemeente",
    "Naam",
    "Planologische status",
    "Projectfase",
    "Opmerkingen",
    "Bouw 2025-2029",
    "Bouw 2030-2034",
    "Bouw zonder jaar",
    "Sloop 2025-2029",
    "grondgebonden",
    "appartement",
    "huur",
    "koop",
    "X",
    "Y",
)
KINDS = (
    "Woningbouw",
    "Inbreiding",
    "Herontwikkeling",
    "Uitbreiding",
    "Transformatie",
    "Nieuwbouw",
)
# One word of each makes a name: few enough that thousands of plans have a namesake.
NAMES = """
Reeve Stadshagen Weezenlanden Molenveld Station Kloosterhof Onderdijks Tippe Havens Breezicht
Kolk Zandhuis Schellerberg Holtenbroek Marslanden Spoorzone Wijtmen Hessenpoort Westenholte
Berkum Assendorp Diezerpoort Wipstrik Pierik Kamperpoort Veerallee Ittersum Oosterenk
"""
ENDS = """
noord oost zuid west midden centrum dorp esch kamp brink hof gaard laan weide veld bos dijk
kade poort plein akker horst donk enk
"""
Row = dict[str, Any]


def measure() -> Result:
    """Deliver both lists in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "bench.register_preview", folder],
            check=False,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    told = json.loads(done.stdout.splitlines()[-1])
    return Result(
        name="register-preview",
        measured=round(told["preview"], 2),
        unit="s",
        goal=20.0,
        peer="our own preview of the first list, in an empty register",
        peer_measured=round(told["first"], 2),
        note=f"An xlsx of {PLANS - GONE} rows x {len(COLUMNS)} columns in {len(CODES)} "
        "municipalities, as a job in a process that has done nothing before: read, matched by "
        f"key, {RENAMED} rows with a new key and another spelling laid beside {RENAMED + MORE} "
        f"unclaimed plans by name and distance, merged with the last list ({PLANS} rows) and the "
        f"register, in which {EDITED} plans were changed by hand, and shown. Checked: "
        f"{BOTH} conflicts, {EDITED - BOTH} plans in which the register stays, "
        f"{GONE} absent plans, all by counting; of the {RENAMED} rows "
        f"{told['proposed']} are asked about a plan, {told['right']} of them about the right one.",
        also=(
            Also("rows asked about the right plan, of 2,000", told["right"], "rows"),
            Also("rows asked about another plan", told["wrong"], "rows"),
            Also("taking it in, all answered", round(told["apply"], 2), "s"),
            Also("saving 2,000 answers and showing again", round(told["settle"], 2), "s"),
            Also("processor time of the preview", round(told["cpu"], 2), "s"),
            Also("most memory", round(told["mb"]), "MB"),
        ),
    )


# ------------------------------------------------------------------ the lists
def first_list(plans: int = PLANS) -> list[Row]:
    """Return the same rows every time."""
    chance = random.Random(SEED)  # noqa: S311  invented plans, not secrets
    rows = []
    for at in range(plans):
        homes = [chance.randrange(1, 40) for _ in range(3)]
        total = sum(homes)
        rows.append(
            {
                "Eigen sleutel": f"L{at:05d}",
                "Gemeente": CODES[at % len(CODES)],
                "Naam": name(chance),
                "Planologische status": chance.choice(("1A", "2A", "3", "4A")),
                "Projectfase": chance.choice(("1", "2", "3", "4")),
                "Opmerkingen": "Verzonnen plan.",
                "Bouw 2025-2029": homes[0],
                "Bouw 2030-2034": homes[1],
                "Bouw zonder jaar": homes[2],
                "Sloop 2025-2029": at % 7,
                "grondgebonden": total // 2,
                "appartement": total - total // 2,
                "huur": total // 3,
                "koop": total - total // 3,
                "X": 190_000 + at % len(CODES) * 6_000 + chance.randrange(6_000),
                "Y": 490_000 + chance.randrange(30_000),
            }
        )
    return rows


def name(chance: random.Random) -> str:
    """Return a name such as people give; thousands of plans have a namesake."""
    found = f"{chance.choice(KINDS)} {chance.choice(NAMES.split())}-{chance.choice(ENDS.split())}"
    return f"{found} fase {chance.randrange(1, 4)}" if chance.random() < 0.3 else found


def second_list(rows: Sequence[Row], renamed: int, gone: int, both: int, edited: int) -> list[Row]:
    """Return what the sender says next: some renamed, some gone, some changed.

    The first `edited` rows are those that were changed by hand; of the first `both` of those the
    sender changes the same line.
    """
    chance = random.Random(SEED + 1)  # noqa: S311  as above
    said = [dict(row) for row in rows[: len(rows) - gone]]
    for row in said[:both]:
        row["Bouw 2025-2029"] += 5
        row["appartement"] += 5
        row["koop"] += 5
    for row in said[edited : edited + renamed]:
        row["Eigen sleutel"] = row["Eigen sleutel"].replace("L", "N")
        row["Naam"] = misspelt(row["Naam"], chance)
        row["X"] += chance.randrange(-60, 60)
        row["Y"] += chance.randrange(-60, 60)
    return said


def misspelt(text: str, chance: random.Random) -> str:
    """Write a name as another clerk would."""
    turn = chance.randrange(5)
    words = text.replace("-", " ").split()
    if turn == 0:
        return " ".join(words).upper()
    if turn == 1:
        return f"{' '.join(words[1:])} ({words[0].lower()})"
    if turn == 2:
        at = chance.randrange(3, len(text) - 3)
        return text[:at] + text[at + 1 :] if not text[at].isdigit() else f"{text} "
    if turn == 3:
        return f"Plan {text}"
    return text.replace("Woningbouw", "Woningen").replace("Herontwikkeling", "Herontw.")


def write_book(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as a workbook."""
    import xlsxwriter  # noqa: PLC0415  only here

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Plannen")
    sheet.write_row(0, 0, COLUMNS)
    for at, row in enumerate(rows, start=1):
        sheet.write_row(at, 0, [row[column] for column in COLUMNS])
    book.close()


# ------------------------------------------------------------------ delivering them
def deliver(folder: Path, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Deliver both lists as the pages do; return what it took and what came of it."""
    from bench.large.build import SECRETARY, build  # noqa: PLC0415  after setup
    from woonregie.foundation.accounts.models import Account  # noqa: PLC0415
    from woonregie.subjects.plans.models import PlanImport  # noqa: PLC0415

    region = build(plans=0, codes=CODES)
    secretary = Account.objects.get(email=SECRETARY)
    spent: dict[str, float] = {}

    def preview(said: Sequence[Row], which: str) -> PlanImport:
        book = folder / f"{which}.xlsx"
        write_book(book, said)
        cpu = time.process_time()
        _timed(spent, which, lambda: _preview(book, region, secretary))
        spent["cpu"] = time.process_time() - cpu
        return PlanImport.objects.latest("created_at")

    rows = first_list(sizes["plans"])
    first = preview(rows, "first")
    assert not any(first.report["open"].values())
    _perform("plans.apply", {"delivery": str(first.pk)}, secretary)
    _edit(rows[: sizes["edited"]])
    _add(region, sizes["more"])
    said = second_list(rows, sizes["renamed"], sizes["gone"], sizes["both"], sizes["edited"])
    delivery = preview(said, "preview")
    report, answers = delivery.report, {"accept_from": 0.01, "rest": "list", "missing": True}
    _timed(spent, "settle", lambda: _settle(delivery, secretary, answers))
    apply = {"delivery": str(delivery.pk)}
    _timed(spent, "apply", lambda: _perform("plans.apply", apply, secretary))
    delivery.refresh_from_db()
    return {
        **spent,
        **_asked(report, said),
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "conflicts": report["open"]["conflicts"],
        "kept": report["sides"]["kept"]["count"],
        "missing": report["sides"]["missing"]["count"],
        "unchanged": report["change"]["unchanged"],
        "state": delivery.state,
    }


def check(told: Mapping[str, Any], sizes: Mapping[str, int]) -> None:
    """See that what was asked and kept is what the lists were made of."""
    assert told["state"] == "applied"
    assert told["conflicts"] == sizes["both"]
    assert told["kept"] == sizes["edited"] - sizes["both"]
    assert told["missing"] <= sizes["gone"] + sizes["renamed"] - told["right"]
    known = sizes["plans"] - sizes["gone"] - sizes["renamed"]
    # Where both changed the first period, only the list changed types and tenures: those go in.
    assert told["unchanged"] == known - sizes["both"]


def _preview(book: Path, region: Any, by: Any) -> None:
    from django.utils import timezone  # noqa: PLC0415  after setup

    from woonregie.foundation.files.services import store  # noqa: PLC0415

    with book.open("rb") as stream:
        kept = store(stream, name=book.name, at=timezone.now())
    asked = {
        "file": str(kept.pk),
        "region": str(region.pk),
        "municipality": None,
        "reference_date": "2026-01-01",
        "format_name": "template",
    }
    _perform("plans.preview", asked, by)


def _settle(delivery: Any, by: Any, answers: Mapping[str, Any]) -> None:
    from woonregie.subjects.plans.services import Given  # noqa: PLC0415  after setup

    given = Given(**answers).as_json()
    _perform("plans.settle", {"delivery": str(delivery.pk), "given": given}, by)


def _perform(kind: str, parameters: dict[str, Any], by: Any) -> None:
    from bench.import_50k import _perform as perform  # noqa: PLC0415  after setup

    perform(kind, parameters, by)


def _timed(spent: dict[str, float], name: str, act: Callable[[], None]) -> None:
    started = time.perf_counter()
    act()
    spent[name] = time.perf_counter() - started


def _edit(rows: Sequence[Row]) -> None:
    """Change one line of these plans by hand: fewer homes in the first period."""
    from django.utils import timezone  # noqa: PLC0415  after setup

    from woonregie.subjects.plans.models import PlanKey  # noqa: PLC0415
    from woonregie.subjects.plans.services import apply_bulk  # noqa: PLC0415
    from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues  # noqa: PLC0415

    keys = {key.key.rpartition(":")[2]: key.plan for key in PlanKey.objects.select_related("plan")}
    cell = Cell("build", "total", "", 2025, 2030)
    silent = frozenset(PlanValues.__dataclass_fields__) | _other_lines()
    said = []
    for row in rows:
        plan = keys[row["Eigen sleutel"]]
        held = {
            cell: row["Bouw 2025-2029"] + 1,
            Cell("build", "total", "", 2030, 2035): row["Bouw 2030-2034"],
            Cell("build", "total", "", None, None): row["Bouw zonder jaar"],
        }
        values = PlanValues(name=row["Naam"])
        said.append(BulkRow("hand", "", plan.number, plan.municipality_id, values, held, silent))
    apply_bulk(by=None, at=timezone.now(), valid_on=date(2026, 1, 1), rows=said)


def _other_lines() -> frozenset[str]:
    from woonregie.subjects.plans.quantities import LINES  # noqa: PLC0415  after setup

    return LINES - {"build total"}


def _add(region: Any, plans: int) -> None:
    """Record plans that no list speaks of, in the same towns and with names of the same kind."""
    from django.utils import timezone  # noqa: PLC0415  after setup

    from woonregie.foundation.region.models import Municipality  # noqa: PLC0415
    from woonregie.subjects.plans.services import apply_bulk  # noqa: PLC0415
    from woonregie.subjects.plans.values import BulkRow, PlanValues, located_at  # noqa: PLC0415

    chance = random.Random(SEED + 2)  # noqa: S311  invented plans, not secrets
    places = {place.code: place.pk for place in Municipality.objects.filter(code__in=CODES)}
    said = []
    for at in range(plans):
        which = at % len(CODES)
        x = 190_000 + which * 6_000 + chance.randrange(6_000)
        spot = located_at(float(x), float(490_000 + chance.randrange(30_000)))
        values = PlanValues(name=name(chance), **spot)
        said.append(BulkRow("hand", f"H{at}", "", places[CODES[which]], values))
    source = {"organisation_id": region.organisation_id}
    apply_bulk(by=None, at=timezone.now(), valid_on=date(2026, 1, 1), rows=said, **source)


def _asked(report: Mapping[str, Any], said: Sequence[Row]) -> dict[str, int]:
    """Return of how many renamed rows a plan is asked, and of how many the right one."""
    from woonregie.subjects.plans.models import PlanKey  # noqa: PLC0415  after setup

    keys = ((key.plan_id.hex, key.key.rpartition(":")[2]) for key in PlanKey.objects.all())
    plans = {plan: key for plan, key in keys if not key.startswith("N")}
    right = wrong = 0
    for item in report["sides"]["matches"]:
        known_as = said[item["at"]]["Eigen sleutel"].replace("N", "L")
        right += plans[item["plan"]] == known_as
        wrong += plans[item["plan"]] != known_as
    return {"proposed": right + wrong, "right": right, "wrong": wrong}


SIZES = {
    "plans": PLANS,
    "renamed": RENAMED,
    "edited": EDITED,
    "both": BOTH,
    "gone": GONE,
    "more": MORE,
}

if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    outcome = deliver(Path(sys.argv[1]), SIZES)
    sys.stderr.write(f"{outcome}\n")
    check(outcome, SIZES)
    sys.stdout.write(json.dumps(outcome) + "\n")

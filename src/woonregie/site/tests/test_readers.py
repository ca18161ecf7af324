"""Who makes a page, an answer or a file asks for plans by the one door, `visible_plans`.

What reads plans without asking who reads is named here, with why it may.
"""

import ast
from pathlib import Path

import woonregie

ROOT = Path(woonregie.__file__).parent
# Reads that ask no account.
READS = {"versions_on", "plan_history", "newest_version", "newest_versions"}
# Tables that tell of plans.
TABLES = {
    "Attachment",
    "Bottleneck",
    "BuildingChange",
    "Confirmation",
    "LocationClaim",
    "Movement",
    "Plan",
    "PlanImport",
    "PlanKey",
    "PlanRelation",
    "PlanVersion",
    "PlanningDecision",
    "Posting",
    "PostingProposal",
    "Prospect",
    "WriteDown",
}
DOORS = {"views", "api", "exports", "collection", "dots", "pictures", "searching", "timebar"}
# Module -> what it reads, and why nobody learns what is not for her.
ALLOWED = {
    "subjects/plans/views/edits.py": (
        {"newest_version", "plan_history", "versions_on"},
        "of the plan that was found for whoever edits it",
    ),
    "subjects/plans/views/records.py": (
        {"plan_history"},
        "of the plan that was found for the reader",
    ),
    "subjects/plans/views/acts.py": ({"Posting"}, "of the plan that was found for the reader"),
    "subjects/plans/views/confirming.py": ({"Plan"}, "among those that the reader sees"),
    "subjects/plans/views/grids.py": (
        {"Plan", "newest_versions", "plan_history", "versions_on"},
        "of plans that were found for whoever edits them",
    ),
    "subjects/plans/views/drawing.py": ({"Plan"}, "of her own municipality"),
    "subjects/plans/views/lists.py": ({"PlanVersion"}, "the columns of rows that were found"),
    "subjects/plans/collection.py": ({"PlanVersion"}, "the columns of rows that were found"),
    "subjects/plans/searching.py": (
        {"Plan", "PlanVersion"},
        "fills the index; who asks it is shown what `visible` gives",
    ),
}


def is_door(path):
    parts = path.relative_to(ROOT).parts
    if {"tests", "migrations", "management", "chapters"} & set(parts):
        return False
    at_front = parts[0] == "site" and path.name not in {"demo.py", "apps.py"}
    return at_front or bool(DOORS & {Path(part).stem for part in parts})


def read_in(path):
    """Return which reads that ask no account a module holds."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found |= {node.func.id} & READS
        elif isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            found |= {ast.unparse(node.value).rsplit(".", 1)[-1]} & TABLES
    return found


def reads():
    doors = [path for path in ROOT.rglob("*.py") if is_door(path)]
    found = {path.relative_to(ROOT).as_posix(): read_in(path) for path in doors}
    return {name: what for name, what in found.items() if what}


class TestWhoMakesAPage:
    def test_reads_plans_by_the_one_door(self):
        untold = {
            name: sorted(what - ALLOWED.get(name, (set(), ""))[0])
            for name, what in reads().items()
        }

        wrong = {name: what for name, what in untold.items() if what}

        assert not wrong, f"ask visible_plans(account=...) instead: {wrong}"

    def test_is_named_here_only_for_what_it_still_reads(self):
        found = reads()

        stale = {
            name: sorted(what - found.get(name, set())) for name, (what, _why) in ALLOWED.items()
        }

        assert not {name: what for name, what in stale.items() if what}

    def test_is_looked_at_whatever_it_is_called(self):
        assert read_in(ROOT / "subjects/plans/queries/arrays.py") == {"versions_on"}
        assert is_door(ROOT / "subjects/plans/views/lists.py")
        assert not is_door(ROOT / "subjects/plans/queries/arrays.py")

"""Where the large region is kept: made once, and again when its builder or our tables change."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / "var" / "bench"
DATABASE = "woonregie.sqlite3"
# What decides what stands in the database.
MAKERS = (
    "bench/large/build.py",
    "src/woonregie/*/*/migrations/*.py",
    "src/woonregie/subjects/plans/services/*.py",
    "src/woonregie/subjects/plans/quantities.py",
)


def borrow() -> Path:
    """Copy the large region into the data folder of this run, and return that folder."""
    folder = Path(os.environ["WOONREGIE_DATA_DIR"])
    shutil.copy(kept(), folder / DATABASE)
    return folder


def kept() -> Path:
    """Return the database with the large region; the first time that takes a minute or two."""
    place = KEPT / f"large-{_digest()}"
    if not (place / "done").exists():
        for old in KEPT.glob("large-*"):
            shutil.rmtree(old)
        place.mkdir(parents=True)
        sys.stdout.write("making the large region, once\n")
        sys.stdout.flush()
        subprocess.run(
            [sys.executable, "-m", "bench.large"],
            check=True,
            cwd=ROOT,
            env={**os.environ, "WOONREGIE_DATA_DIR": str(place)},
        )
        (place / "done").touch()
    return place / DATABASE


def _digest() -> str:
    found = hashlib.sha256()
    for path in sorted(path for maker in MAKERS for path in ROOT.glob(maker)):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]

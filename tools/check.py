"""All gates, each quiet when green; `make check`."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BIN = Path(sys.executable).parent
PYTHON = sys.executable
# Two at a time, and those that take longest begin.
AT_ONCE = 2
GATES = {
    "mypy": ["mypy", "--no-error-summary"],
    "pyright": ["pyright", "--warnings"],
    "ruff": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "imports": ["lint-imports", "--no-logo"],
    "deptry": ["deptry", "src"],
    "djlint": ["djlint", "src", "--lint", "--quiet"],
    "codespell": [
        "codespell",
        "src",
        "tools",
        "bench",
        "e2e",
        "docs/adr",
        "docs/howto",
        "README.md",
        "CONTRIBUTING.md",
    ],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "access": [PYTHON, "-m", "woonregie.site.tests.access"],
    "catalogues": [PYTHON, "-m", "tools.catalogues", "--check"],
    "deploy": [PYTHON, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
}


def main() -> int:
    """Run every gate, or those that are named; print only what fails."""
    chosen = sys.argv[1:] or list(GATES)
    with ThreadPoolExecutor(AT_ONCE) as hands:
        said = list(hands.map(_complaint, chosen))
    sys.stdout.write("".join(said))
    failed = [name for name, complaint in zip(chosen, said, strict=True) if complaint]
    sys.stdout.write(
        f"gates: {len(chosen) - len(failed)} green"
        + (f", red: {', '.join(failed)}\n" if failed else "\n")
    )
    return 1 if failed else 0


def _complaint(name: str) -> str:
    """Run one gate; return what it says when it fails, else nothing."""
    started = time.monotonic()
    done = subprocess.run(
        _command(name), capture_output=True, check=False, text=True, env=_environment(name)
    )
    seconds = time.monotonic() - started
    if not done.returncode:
        return ""
    return f"{name}: failed ({seconds:.0f} s)\n{(done.stdout + done.stderr)[-6000:]}\n"


def _command(name: str) -> list[str]:
    first, *rest = GATES[name]
    return [first if first == PYTHON else str(BIN / first), *rest]


def _environment(name: str) -> dict[str, str]:
    settings = "production" if name == "deploy" else "test"
    added = {
        "DJANGO_SETTINGS_MODULE": f"woonregie.conf.{settings}",
        "PYTHONPATH": "src:.",
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
    }
    if name == "deploy":
        added |= {
            "WOONREGIE_SECRET_KEY": "checked-only-" + "k9" * 30,
            "WOONREGIE_ALLOWED_HOSTS": "woonregie.example",
        }
    return {**os.environ, **added}


if __name__ == "__main__":
    sys.exit(main())

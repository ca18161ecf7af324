"""Start the web server and the worker, say where they are, and stop both on Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

BIN = Path(sys.executable).parent
PORT = os.environ.get("WOONREGIE_PORT", "8000")
ADDRESS = f"http://localhost:{PORT}/"
PATIENCE_SECONDS = 90


def main() -> int:
    """Run both until one of them stops or somebody presses Ctrl-C."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "woonregie.conf.development")
    server = [str(BIN / "granian"), "--interface", "wsgi", "woonregie.site.wsgi:application"]
    server += [
        "--host",
        "127.0.0.1",
        "--port",
        PORT,
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--log-level",
        "warning",
    ]
    worker = [sys.executable, "-m", "woonregie.cli", "db_worker", "--interval", "0.3"]
    running = [subprocess.Popen(server), subprocess.Popen(worker)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        if not _answers():
            sys.stderr.write(f"Woonregie did not answer at {ADDRESS}\n")
            return 1
        sys.stdout.write(f"\nWoonregie: {ADDRESS}\n")
        sys.stdout.flush()
        subprocess.run([sys.executable, "-m", "woonregie.cli", "demo-accounts"], check=False)
        sys.stdout.write("\nStoppen: Ctrl-C\n")
        sys.stdout.flush()
        while all(process.poll() is None for process in running):
            time.sleep(0.5)
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)
    return 1


def _answers() -> bool:
    """Wait until the server says that it is ready."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{ADDRESS}gezond/klaar", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    return False


if __name__ == "__main__":
    sys.exit(main())

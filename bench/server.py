"""A real web server on this computer, that tells of each answer how long it took to make.

The same file is served by our own Python and by that of the peers: it knows neither.
"""

import http.client
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

PATIENCE_SECONDS = 60
TIMING = re.compile(r"wall;dur=([\d.]+), cpu;dur=([\d.]+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """One page, with its milliseconds in the server: by the clock, and of the processor."""

    status: int
    html: str
    wall_ms: float
    cpu_ms: float


@contextmanager
def serving(
    application: str,
    *,
    bin_dir: Path,
    environment: dict[str, str],
    cookie: str = "",
    headers: Mapping[str, str] | None = None,
) -> Iterator[Callable[[str], Answer]]:
    """Start granian, as `make start` does but with one worker; give the function that asks it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(bin_dir / "granian"), "--interface", "wsgi", "bench.server:timed"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "4", "--log-level", "warning"]
    process = subprocess.Popen(command, env={**environment, "BENCH_APPLICATION": application})
    try:
        _wait(port)
        yield lambda path: _ask(port, path, {"Cookie": cookie, **(headers or {})})
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the web server did not start")


def _ask(port: int, path: str, headers: Mapping[str, str]) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers={"Accept-Language": "nl", **headers})
    answer = connection.getresponse()
    html = answer.read().decode(errors="replace")  # A file is no text.
    connection.close()
    found = TIMING.search(answer.headers.get("Server-Timing", ""))
    wall, cpu = (float(item) for item in found.groups()) if found else (0.0, 0.0)
    return Answer(answer.status, html, wall, cpu)


def timed(environ, start_response):
    """Pass a request on, and tell in `Server-Timing` what it took until the answer was there."""
    wall, cpu = time.perf_counter(), time.thread_time()

    def start(status, headers, exc_info=None):
        spent = 1000 * (time.perf_counter() - wall), 1000 * (time.thread_time() - cpu)
        timing = ("Server-Timing", "wall;dur={:.3f}, cpu;dur={:.3f}".format(*spent))
        return start_response(status, [*headers, timing])

    return _application()(environ, start)


_made: dict[str, Callable] = {}


def _application() -> Callable:
    name = os.environ["BENCH_APPLICATION"]
    if name not in _made:
        module, attribute = name.split(":")
        _made[name] = getattr(import_module(module), attribute)
    return _made[name]

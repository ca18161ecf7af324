"""A PostgreSQL of our own for the tests: temporary, on a unix socket, without a TCP port."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "woonregie_pg"


def binaries() -> Path | None:
    """Return the folder of the server's programs, the newest one, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return Path(program).parent if program else None


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster, give its address, and take it away again."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("initdb")
    place = Path(tempfile.mkdtemp(prefix="wr", dir="/tmp"))
    prefix = _as_user(place)
    data = place / "data"
    base = [*prefix, str(programs / "initdb"), "-D", str(data), "-U", "woonregie", "--auth=trust"]
    subprocess.run(
        [*base, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    options = (
        f"-c listen_addresses= -c unix_socket_directories={place} "
        "-c fsync=off -c full_page_writes=off "
        # It would count tables while a test fills them in a transaction that nobody else sees,
        # and a query planned on "empty" then takes minutes.
        "-c autovacuum=off"
    )
    control = [*prefix, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run(
        [*control, "-l", str(place / "log"), "-o", options, "start"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    try:
        # The host is the folder of the socket; a slash must be written as %2F.
        yield f"postgres://woonregie@{str(place).replace('/', '%2F')}/postgres"
    finally:
        subprocess.run(
            [*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd="/"
        )
        shutil.rmtree(place, ignore_errors=True)


def _as_user(place: Path) -> list[str]:
    """Return how to run as a normal user: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam(USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/bin/sh", USER], check=True
        )
    shutil.chown(place, USER)
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]


if __name__ == "__main__":
    with cluster() as url:
        sys.exit(
            subprocess.run(
                sys.argv[1:], check=False, env={**os.environ, "WOONREGIE_DATABASE_URL": url}
            ).returncode
        )

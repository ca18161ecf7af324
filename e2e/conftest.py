"""A real server on a copy of the demonstration region, a real browser, axe, a silent console."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "voorbeeld-woonregie"  # noqa: S105  opens examples only
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.browser)


def _woonregie(*arguments: str, folder: Path) -> None:
    environment = {**os.environ, "WOONREGIE_DATA_DIR": str(folder)}
    environment.pop("WOONREGIE_DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "woonregie.conf.development"
    subprocess.run(
        [sys.executable, "-m", "woonregie.cli", *arguments], check=True, env=environment, cwd=ROOT
    )


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demonstration region once; every server works on a copy."""
    folder = tmp_path_factory.mktemp("demonstration")
    _woonregie("migrate", "--verbosity", "0", folder=folder)
    _woonregie("load-demo", "--quiet", folder=folder)
    _woonregie("collectstatic", "--noinput", "--verbosity", "0", folder=folder)
    return folder


@pytest.fixture(scope="module")
def server(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run web server and worker on a copy of the demonstration region."""
    folder = tmp_path_factory.mktemp("copy") / "data"
    shutil.copytree(demonstration, folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "WOONREGIE_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "woonregie.conf.development",
    }
    environment.pop("WOONREGIE_DATABASE_URL", None)
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi"]
    granian += ["woonregie.site.wsgi:application", "--host", "127.0.0.1", "--port", str(port)]
    granian += ["--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
    worker = [sys.executable, "-m", "woonregie.cli", "db_worker", "--interval", "0.2"]
    running = [
        subprocess.Popen(command, env=environment, cwd=ROOT) for command in (granian, worker)
    ]
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/gezond/klaar")
        yield address
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)


def _wait(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the machine's own Chromium."""
    program = os.environ.get("WOONREGIE_CHROMIUM") or shutil.which("chromium")
    player: Playwright
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page_as(chromium: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Return a function that logs somebody in; at the end the console must have been silent."""
    said: list[str] = []
    contexts = []

    def opened(who: str = "", *, width: int = 1440, language: str = "nl-NL") -> Page:
        context = chromium.new_context(
            base_url=server, viewport={"width": width, "height": 900}, locale=language
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{message.text} ({page.url})"))
        page.on("pageerror", lambda error: said.append(f"error: {error} ({page.url})"))
        if who:
            page.goto("/account/login/")
            page.get_by_label("E-mail").fill(f"{who}@voorbeeld.example")
            page.locator("input[type=password]").fill(PASSWORD)
            page.locator("form.wr-form button[type=submit]").click()
            page.wait_for_url("**/west-overijssel/")
        return page

    yield opened
    for context in contexts:
        context.close()
    # A map without a graphics card says so, and the browser names a page that answers 404 or 409.
    expected = ("GPU stall", "WebGL", "status of 404", "status of 409")
    wrong = [line for line in said if not any(words in line for words in expected)]
    assert not wrong, wrong


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Return a check that axe finds nothing."""
    axe = Axe()

    def check(page: Page) -> None:
        found = axe.run(page)
        rules = [
            f"{item['id']}: {item['help']}: {[node['html'][:160] for node in item['nodes'][:3]]}"
            for item in found.response["violations"]
        ]
        assert not rules, (page.url, rules)

    return check

"""A real server on a copy of the demonstration region, a real browser, axe, a silent console."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from e2e.pages import BY_ROLE, LED_TO, LISTS, PART

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
# WCAG 2.2 AA, and what its makers call good practice: headings in order, one main, and so on.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Describing all that is well takes as long as looking for what is not.
    "resultTypes": ["violations"],
}
# The rest of what axe tells is looked through for long on its way here, and is read by nobody.
VIOLATED = """
(rules) => axe.run(rules).then((found) => found.violations.map(
  (rule) => [rule.id, rule.help, rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]
))
"""
# A map without a graphics card says so, and the browser names a page that answers 4xx.
EXPECTED = (
    "GPU stall",
    "WebGL",
    "status of 400",
    "status of 403",
    "status of 404",
    "status of 409",
)
# A busy machine is no fault of a page.
expect.set_options(timeout=20_000)


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
    """Build the demonstration region once, or copy the one that `make test` made."""
    folder = tmp_path_factory.mktemp("demonstration")
    if "WOONREGIE_DEMONSTRATION" in os.environ:
        return shutil.copytree(os.environ["WOONREGIE_DEMONSTRATION"], folder, dirs_exist_ok=True)
    _woonregie("migrate", "--verbosity", "0", folder=folder)
    _woonregie("load-demo", "--quiet", folder=folder)
    _woonregie("collectstatic", "--noinput", "--verbosity", "0", folder=folder)
    return folder


@pytest.fixture(scope="session")
def server(demonstration: Path) -> Iterator[str]:
    """Run one web server and one worker for all journeys; each journey has plans of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "WOONREGIE_DATA_DIR": str(demonstration),
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
    """Start the machine's own Chromium, in Dutch where it has Dutch."""
    program = os.environ.get("WOONREGIE_CHROMIUM") or shutil.which("chromium")
    player: Playwright
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=program, args=ARGUMENTS, env={**os.environ, "LANGUAGE": "nl"}
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def logged_in(chromium: Browser, server: str) -> Callable[[str], Any]:
    """Return a function that gives the cookies of somebody, who logs in once."""
    known: dict[str, Any] = {}

    def cookies(who: str) -> Any:
        if who not in known:
            context = chromium.new_context(base_url=server, locale="nl-NL")
            log_in(context.new_page(), who)
            known[who] = context.storage_state()
            context.close()
        return known[who]

    return cookies


def log_in(page: Page, who: str) -> None:
    """Log in as anybody would."""
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(f"{who}@voorbeeld.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form.wr-form button[type=submit]").click()
    page.wait_for_url("**/west-overijssel/")


@pytest.fixture
def page_as(
    chromium: Browser, server: str, logged_in: Callable[[str], Any]
) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page as somebody; the console must stay silent."""
    said: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(
        who: str = "",
        *,
        width: int = 1440,
        language: str = "nl-NL",
        dark: bool = False,
        scripts: bool = True,
    ) -> Page:
        context = chromium.new_context(
            base_url=server,
            viewport={"width": width, "height": 900},
            locale=language,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            storage_state=logged_in(who) if who else None,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{message.text} ({page.url})"))
        page.on("pageerror", lambda error: said.append(f"error: {error} ({page.url})"))
        return page

    yield opened
    for context in contexts:
        context.close()
    wrong = [line for line in said if not any(words in line for words in EXPECTED)]
    assert not wrong, wrong


@pytest.fixture(scope="session")
def accessible() -> Callable[[Page], None]:
    """Return a check that axe finds nothing, and that no two things have one name."""
    script = Axe().axe_script

    def check(page: Page) -> None:
        page.evaluate(script)
        rules = page.evaluate(VIOLATED, RULES)
        assert not rules, (page.url, rules)
        names = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
        assert len(names) == len(set(names)), (
            page.url,
            sorted({name for name in names if names.count(name) > 1}),
        )

    return check


def addresses_of(page: Page, who: str, first: int) -> list[str]:
    """Return a part of the addresses that somebody opens; those that hold a key come first."""
    pages = BY_ROLE[who][first : first + PART]
    led_to = {} if first else LED_TO.get(who, {})
    starts = {start for start, _link in LED_TO.get(who, {}).values()}
    for start in sorted(starts & set(LISTS) & {*pages, *(start for start, _ in led_to.values())}):
        for text in LISTS[start]:
            hand_in_list(page, start, text)
    found: dict[str, list[str]] = {}
    for name, (start, link) in led_to.items():
        page.goto(found.get(start, [start])[0])
        places = page.locator(link).all()[: len(LISTS.get(start, [start]))]
        assert places, name
        found[name] = [str(place.get_attribute("href")) for place in places]
    return [*pages, *(address for addresses in found.values() for address in addresses)]


def hand_in_list(page: Page, start: str, text: str) -> None:
    """Hand in a list as a file, up to the page that says what was found in it."""
    page.goto(start)
    page.locator("form.wr-form input[type=file]").set_input_files(
        {"name": "kampen.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    for day in page.locator("form.wr-form input[name=reference_date]").all():
        day.fill("2026-01-01")
    page.locator("form.wr-form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/aanleveren/[0-9a-f-]{36}/"))


def opened_details(page: Page) -> None:
    """Open every detail of a page, so that what is folded is looked at as well."""
    page.evaluate(
        "document.querySelectorAll('main details').forEach((part) => { part.open = true; })"
    )


def sideways(page: Page, widths: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return at which widths a page scrolls sideways, and how wide it then is."""
    height = 900
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width + 1:
            found.append((width, wide))
    return found

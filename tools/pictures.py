"""Take the pictures of the manual: `python -m tools.pictures ADDRESS [NAME ...]`.

The server at the address runs on a fresh demonstration region: for some pictures we hand in a list
or change a plan there. Every picture is taken at 1440 and 390 pixels, in Dutch.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, Page, StorageState, sync_playwright

OUT = Path("docs/handleiding/beelden")
REGION = "/west-overijssel"
SECOND_PHASE = f"{REGION}/plannen/GM0166-2021-0002/"
FORECASTS = f"{REGION}/prognoses/"
OFFICIAL, SECRETARY, ADMINISTRATOR = "beleid.kampen", "regiosecretaris", "beheerder"
SALLANDERMARK = "beleid.sallandermark"
FICTITIOUS = f"{REGION}/plannen/GM9901-"
FAN_TRIES = 60
"""So often we look whether a fan is there, every two seconds; it may be refused."""
NOBODY = ""
# Name of the picture: who looks, and where.
PAGES = {
    "aanmelden": (NOBODY, "/account/login/"),
    "aan-zet": (OFFICIAL, f"{REGION}/"),
    "plannen": (OFFICIAL, f"{REGION}/plannen/"),
    "kaart": (OFFICIAL, f"{REGION}/plannen/kaart/"),
    "plan": (OFFICIAL, f"{REGION}/plannen/GM0166-2021-0001/"),
    "historie": (OFFICIAL, f"{SECOND_PHASE}historie/"),
    "bewerken": (OFFICIAL, f"{REGION}/plannen/GM0166-2021-0001/bewerken/"),
    "rekening": (SALLANDERMARK, f"{FICTITIOUS}2021-0002/rekening/"),
    "afboeken": (SALLANDERMARK, f"{FICTITIOUS}2021-0003/rekening/afboeken/"),
    "besluiten": (SALLANDERMARK, f"{FICTITIOUS}2021-0004/besluiten/"),
    "samenhang": (SALLANDERMARK, f"{FICTITIOUS}2025-0001/samenhang/"),
    "splitsen": (SALLANDERMARK, f"{FICTITIOUS}2021-0001/samenhang/splitsen/"),
    "kwaliteit": (SALLANDERMARK, f"{REGION}/plannen/kwaliteit/GM9901/"),
    "realisatie": (SALLANDERMARK, f"{REGION}/plannen/realisatie/"),
    "snel-bewerken": (SALLANDERMARK, f"{REGION}/plannen/snel-bewerken/"),
    "aanleveren": (OFFICIAL, f"{REGION}/plannen/aanleveren/"),
    "leveren": (SALLANDERMARK, f"{REGION}/plannen/leveren/bzk/"),
    "leidend": (SECRETARY, f"{REGION}/plannen/leidend/"),
    "programma": (OFFICIAL, f"{REGION}/plannen/programma/"),
    "programma-inlezen": (OFFICIAL, f"{REGION}/plannen/programma/aanleveren/"),
    "prognoses": (OFFICIAL, FORECASTS),
    "rekenen": (OFFICIAL, f"{FORECASTS}rekenen/?immigratie=80&gemeente=GM0166"),
    "eigen-behoefte": (SECRETARY, f"{FORECASTS}eigen-behoefte/"),
    "houdbaarheid": (OFFICIAL, f"{FORECASTS}houdbaarheid/"),
    "balans": (OFFICIAL, f"{REGION}/balans/"),
    "brug": (OFFICIAL, f"{REGION}/balans/brug/"),
    "stand": (OFFICIAL, f"{REGION}/stand/GM0166/"),
    "normen": (OFFICIAL, f"{REGION}/normen/"),
    "regio": (OFFICIAL, f"{REGION}/regio/"),
    "publiek": (OFFICIAL, f"{REGION}/plannen/GM0166-2021-0003/publiek/?als=secretary"),
    "mensen": (ADMINISTRATOR, f"{REGION}/mensen/"),
    "totalen": (SECRETARY, f"{REGION}/totalen/"),
    "zoeken": (OFFICIAL, f"{REGION}/zoeken/?q=reeve"),
    "documenten": (OFFICIAL, f"{REGION}/documenten/"),
    "document": (OFFICIAL, f"{REGION}/documenten/AP/?sinds=1"),
    "instemming": (OFFICIAL, f"{REGION}/instemming/"),
    "afspraken": (SECRETARY, f"{REGION}/afspraken/"),
    "vergaderingen": (OFFICIAL, f"{REGION}/vergaderingen/"),
}
# Pictures that begin at a part of a long page.
FROM = {"rond-een-plan": "#knelpunten"}
WITH_MAP = {"kaart", "plan", "balans", "regio"}
ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--lang=nl"]
SIZES = ((1440, 1000), (390, 844))
CSV = "text/csv"


# ------------------------------------------------------------------ pages that ask for some work
def list_with_issues(page: Page) -> None:
    """Hand in our template of Kampen after somebody typed in it."""
    page.goto(f"{REGION}/plannen/aanleveren/")
    address = page.get_by_role("link", name="Kampen, csv").get_attribute("href")
    lines = page.request.get(str(address)).text().splitlines()
    heading = [name.strip('"') for name in lines[0].lstrip("\ufeff").split(";")]
    typed = {
        ("Bouw 2028", 1): "ongeveer 40",
        ("Planologische status", 2): "bijna klaar",
        ("Bouw 2029", 4): "1,389",
    }
    rows = [line.split(";") for line in lines]
    for (column, row), text in typed.items():
        rows[row][heading.index(column)] = text
    text = "\n".join(";".join(row) for row in rows)
    hand_in(page, "plannen-kampen.csv", text, reference_date="2026-11-01")
    page.wait_for_url(re.compile(r"/aanleveren/[0-9a-f-]{36}/"))


def columns_to_explain(page: Page) -> None:
    """Hand in a list of Kampen's own, up to the questions about it."""
    page.goto(f"{REGION}/plannen/aanleveren/")
    text = (
        "Woningbouwplannen Kampen (voorbeeld);;;;;;;;\n"
        "Nr;Plan;Planologie;Fase plan;Totaal;Al gebouwd;2027;WTYP GGB;Te slopen\n"
        "1;Reeve, derde fase;hard;In uitvoering;600;100;100;400;0\n"
        "2;Stationskwartier;zacht;Haalbaarheid;120;0;60;0;4\n"
        "Totaal;;;;720;100;160;400;4\n"
    )
    hand_in(page, "eigen-lijst-kampen.csv", text, reference_date="2026-11-01")
    page.wait_for_url(re.compile(r"/kolommen/"))


def questions_of_a_list(page: Page) -> None:
    """Open the list of the demonstration that waits for answers."""
    page.goto(f"{REGION}/plannen/aanleveren/")
    waits = page.get_by_role("listitem").filter(has_text=re.compile(r"vra(ag|gen) open"))
    waits.get_by_role("link").last.click()
    page.get_by_role("button", name="Antwoorden bewaren").wait_for()


def forecast_to_check(page: Page) -> None:
    """Hand in our example of a forecast, up to the page before it is kept."""
    page.goto(f"{FORECASTS}inlezen/")
    example = page.request.get(f"{FORECASTS}inlezen/voorbeeld.csv").text()
    said = {"title": "Prognose 2026 (voorbeeld)", "slug": "prognose-2026", "publisher": "Regio"}
    hand_in(page, "prognose-2026.csv", example, published_on="2026-10-01", **said)
    page.get_by_role("button", name="Vastleggen").wait_for()


def scenario_with_a_fan(page: Page) -> None:
    """Open a scenario, and wait for its fan; the worker of the server makes it once."""
    page.goto(f"{FORECASTS}scenarios/")
    page.get_by_role("link", name="Eigen behoefte: migratiesaldo nul").click()
    scenario, asked = page.url, page.get_by_role("button", name="Waaier uitrekenen")
    if asked.count():
        asked.click()
        for _try in range(FAN_TRIES):
            page.goto(scenario)
            if page.get_by_text("De banden komen uit").count():
                return
            page.wait_for_timeout(2_000)
        raise SystemExit("The fan of the scenario did not come.")


def two_scenarios(page: Page) -> None:
    """Lay the first two scenarios side by side."""
    page.goto(f"{FORECASTS}scenarios/")
    page.get_by_role("button", name="Vergelijk").click()
    page.wait_for_url(re.compile("een=.*twee="))


def three_versions(page: Page) -> None:
    """Save a plan that somebody else changed meanwhile."""
    page.goto(f"{SECOND_PHASE}bewerken/")
    name = page.get_by_label("Naam", exact=True)
    before = name.input_value()
    other = page.context.new_page()
    other.goto(f"{SECOND_PHASE}bewerken/")
    changed = "Reeve, tweede deel" if "fase" in before else "Reeve, tweede fase"
    other.get_by_label("Naam", exact=True).fill(changed)
    other.get_by_role("button", name="Opslaan").click()
    other.wait_for_url(f"**{SECOND_PHASE}")
    other.close()
    name.fill("Reeve, fase 2")
    page.get_by_label("Opmerkingen").fill("Wacht op het nieuwe raadsbesluit")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("Drie versies naast elkaar").first.wait_for()


def around_a_plan(page: Page) -> None:
    """Ask something about a plan, and say what holds it up; once is enough for both sizes."""
    page.goto(f"{FICTITIOUS}2021-0001/")
    if page.get_by_text("Er is geen knelpunt gemeld.").count():
        page.get_by_text("Knelpunt melden").click()
        form = page.locator("form[action$='/knelpunt/']")
        form.locator("[name=kind]").select_option("grid")
        form.locator("[name=owner]").select_option(label="Sallandermark")
        form.locator("[name=text]").fill("De netbeheerder verwacht ruimte in 2029 (voorbeeld)")
        form.get_by_role("button", name="Meld").click()
        page.get_by_text("Opmerking maken").click()
        form = page.locator("form[action$='/opmerking/']")
        form.locator("[name=text]").fill("Start de bouw nog in 2027?")
        form.get_by_role("button", name="Plaats").click()
        page.goto(f"{FICTITIOUS}2021-0001/")


def hand_in(page: Page, name: str, text: str, **fields: str) -> None:
    """Fill in the form of a file and send it."""
    page.locator(".wr-form input[type=file]").set_input_files(
        {"name": name, "mimeType": CSV, "buffer": text.encode()}
    )
    for field, value in fields.items():
        page.locator(f".wr-form [name={field}]").fill(value)
    page.locator(".wr-form button[type=submit]").click()


WORK: dict[str, tuple[str, Callable[[Page], None]]] = {
    "aanlevering": (OFFICIAL, list_with_issues),
    "kolommen": (OFFICIAL, columns_to_explain),
    "vragen-lijst": (SALLANDERMARK, questions_of_a_list),
    "prognose-inlezen": (SECRETARY, forecast_to_check),
    "scenario": (SECRETARY, scenario_with_a_fan),
    "scenarios-vergelijken": (SECRETARY, two_scenarios),
    "drie-versies": (OFFICIAL, three_versions),
    "rond-een-plan": (SALLANDERMARK, around_a_plan),
}


# ------------------------------------------------------------------ the camera
def main(address: str, wanted: set[str]) -> None:
    """Take every picture, or those that were named; pages first, before anything changes."""
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=ARGUMENTS,
            env={**os.environ, "LANGUAGE": "nl"},
        )
        for name, (who, path) in PAGES.items():
            if not wanted or name in wanted:
                take(browser, address, name, who, lambda page, path=path: page.goto(path))
        for name, (who, work) in WORK.items():
            if not wanted or name in wanted:
                take(browser, address, name, who, work)
        browser.close()


def take(
    browser: Browser, address: str, name: str, who: str, lead: Callable[[Page], object]
) -> None:
    """Take one picture at both sizes."""
    for width, height in SIZES:
        with somebody(browser, address, who, width, height) as page:
            lead(page)
            if name in WITH_MAP:
                page.locator(".wr-map[data-ready=yes]").first.wait_for(timeout=20_000)
                page.wait_for_timeout(800)
            page.evaluate("scrollTo(0, 0)")
            if name in FROM:
                page.locator(FROM[name]).evaluate(
                    "(part) => part.scrollIntoView({ behavior: 'instant' })"
                )
            whole = width == SIZES[0][0] and name not in FROM
            page.screenshot(path=OUT / f"{name}-{width}.png", full_page=whole)


@contextmanager
def somebody(browser: Browser, address: str, who: str, width: int, height: int) -> Iterator[Page]:
    """Give a page of somebody who logged in before, so that no greeting stands on it."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        locale="nl-NL",
        storage_state=logged_in(browser, address, who) if who else None,
    )
    yield context.new_page()
    context.close()


@cache
def logged_in(browser: Browser, address: str, who: str) -> StorageState:
    """Return the cookies of somebody, who logs in once."""
    context = browser.new_context(base_url=address, locale="nl-NL")
    page = context.new_page()
    page.goto("/account/login/")
    page.locator("input[type=email]").fill(f"{who}@voorbeeld.example")
    page.locator("input[type=password]").fill("voorbeeld-woonregie")
    page.locator("form.wr-form button[type=submit]").click()
    page.wait_for_url(f"**{REGION}/")
    found = context.storage_state()
    context.close()
    return found


if __name__ == "__main__":
    main(sys.argv[1], set(sys.argv[2:]))

"""A list that asks: the same plan or a new one, the list or the register, absent on purpose."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.conftest import hand_in_list
from e2e.pages import REGION

START = f"{REGION}/plannen/aanleveren/"
HEADING = "Naam;Planologische status;Bouw 2031;X;Y"
FIRST = [
    "Hordelmanstraat;3;40;214300;489400",
    "Zwolsestraat 12;3;12;215200;489900",
    "De Zegge fase 3;3;80;214900;488800",
    "Franciscushof Noord;4A;60;213700;489100",
    "Kerkstraat Heino;3;9;212200;494800",
]
SECOND = [
    # Changed here and by hand, each in another way.
    "Hordelmanstraat;1A;40;214300;489400",
    # Another spelling, a little further on.
    "Zwolsestraat-12 (oost);3;14;215230;489900",
    "De Zegge fase 3;3;85;214900;488800",
]


def deliver(page: Page, rows: list[str]) -> None:
    hand_in_list(page, START, "\n".join([HEADING, *rows]))


def test_a_list_asks_and_is_answered(page_as, accessible) -> None:
    page = page_as("beleid.raalte")
    deliver(page, FIRST)
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.locator("main")).to_contain_text("De aanlevering is verwerkt.")

    page.goto(f"{REGION}/plannen/?zoek=Hordelmanstraat")
    plan = str(page.get_by_role("link", name="Hordelmanstraat", exact=True).get_attribute("href"))
    page.goto(f"{plan.partition('?')[0]}bewerken/")
    page.locator("[name=planning_status]").select_option("2A")
    page.locator("[name=valid_on]").fill("2026-01-01")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("De wijziging is vastgelegd.")).to_be_visible()

    deliver(page, SECOND)
    asked = page.locator("main")
    for text in (
        "Vergeleken met uw vorige lijst: kampen.csv",
        "Beantwoord 3 vragen",
        "Is dit hetzelfde plan?",
        "Wat geldt: de lijst of het register?",
        "2 van 5 plannen ontbreken",
    ):
        expect(asked).to_contain_text(text)
    expect(page.get_by_role("button", name="Vastleggen")).to_have_count(0)
    accessible(page)
    _picture(page, "vragen")

    page.get_by_label("Ja, hetzelfde plan").check()
    page.get_by_label("Houd het register").check()
    page.get_by_label("Het klopt dat deze plannen niet in de lijst staan").check()
    page.get_by_role("button", name="Antwoorden bewaren").click()
    expect(asked).to_contain_text("De antwoorden zijn bewaard.")
    expect(asked).to_contain_text("0 plannen zijn nieuw, 2 veranderen, 1 blijft gelijk.")
    accessible(page)
    _picture(page, "beantwoord")
    page.get_by_role("button", name="Vastleggen").click()
    expect(asked).to_contain_text("De aanlevering is verwerkt.")
    accessible(page)
    _picture(page, "verwerkt")

    # The same list again asks nothing: every answer was remembered.
    deliver(page, SECOND)
    expect(asked).to_contain_text("0 plannen zijn nieuw, 0 veranderen, 3 blijven gelijk.")
    expect(page.get_by_role("button", name="Vastleggen")).to_be_visible()


def test_a_list_is_answered_without_scripts_on_a_phone(page_as) -> None:
    page = page_as("beleid.raalte", width=390, scripts=False)
    deliver(page, [*FIRST, "Franciscushof noord 2e fase;3;5;200000;500000"])
    page.goto(page.url)

    deliver(page, ["Franciscushof-Noord!;4A;60;213700;489130", *SECOND[1:], FIRST[0], FIRST[4]])
    page.get_by_label("Nee, een nieuw plan").first.check()
    page.get_by_role("button", name="Antwoorden bewaren").click()

    expect(page.locator("main")).to_contain_text("De antwoorden zijn bewaard.")
    expect(page.locator("main")).to_contain_text(re.compile("1 plan is nieuw"))


def _picture(page: Page, name: str) -> None:
    folder = os.environ.get("R4_PICTURES")
    if folder:
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1440, "height": 900})

"""A text that is handed in is corrected before it is kept; who signed is told."""

import re

from playwright.sync_api import expect

from e2e.conftest import sideways
from e2e.pages import REGION, WIDTHS

TEXT = (
    "1. Doel\nWij bouwen samen.\n1.1 Kampen bouwt 120 woningen in 2027.\n2. Looptijd\nTot 2030.\n"
)


def test_a_text_is_handed_in_and_looked_at(page_as, accessible):
    page = page_as("regiosecretaris")
    page.goto(f"{REGION}/documenten/inlezen/")
    page.locator("main input[type=file]").set_input_files(
        {"name": "afspraken.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    )
    page.locator("main button[type=submit]").click()
    page.wait_for_url(re.compile(r"/documenten/inlezen/[0-9a-f-]{36}/"))

    expect(page.locator("main")).to_contain_text("Kampen bouwt 120 woningen in 2027.")
    accessible(page)
    assert not sideways(page, WIDTHS)


def test_a_file_is_laid_beside_a_document_and_becomes_a_proposal(page_as, accessible):
    page = page_as("beleid.kampen")
    page.goto(f"{REGION}/documenten/KAM-2027/")
    page.get_by_role("link", name="Wijzigingen uit een bestand").click()
    text = (
        "# 1 Nieuwbouw\n1.1 deltaWonen begint in 2027 met de bouw van 90 sociale huurwoningen.\n"
        "1.3 De huurders praten mee over de plannen.\n"
    )
    page.locator("main input[type=file]").set_input_files(
        {"name": "voorstel.txt", "mimeType": "text/plain", "buffer": text.encode()}
    )
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/KAM-2027/inlezen/[0-9a-f-]{36}/"))

    expect(page.locator("main")).to_contain_text("1 gelijk, 1 gewijzigd, 1 nieuw")
    expect(page.locator("ins").first).to_contain_text("90")
    accessible(page)
    assert not sideways(page, WIDTHS)

    page.get_by_role("button", name="Voorstellen").click()
    page.wait_for_url(re.compile(r"/KAM-2027/voorstel/[0-9a-f-]{36}/"))
    expect(page.locator("main")).to_contain_text("De huurders praten mee over de plannen.")


def test_who_signed_is_told(page_as, accessible):
    page = page_as("regiosecretaris")
    page.goto(f"{REGION}/instemming/")
    request = page.locator(".wr-items a").first.get_attribute("href")
    page.goto(f"{request}handtekeningen/")

    who = page.locator("#wie li")
    expect(who).to_have_count(3)
    for party, how in (
        ("Zwolle", "digitaal, met een certificaat"),
        ("deltaWonen", "op papier, met een scan"),
        ("Provincie Overijssel", "met een besluit"),
    ):
        expect(who.filter(has_text=how).locator("strong").first).to_have_text(party)
    checked = page.locator("#controle li")
    expect(checked).to_have_count(1)
    expect(checked).to_contain_text("Gemeente Zwolle (voorbeeldcertificaat)")
    expect(checked).to_contain_text("Klopt: niet gewijzigd")
    accessible(page)
    assert not sideways(page, WIDTHS)

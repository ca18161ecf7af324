"""What is said at a meeting arrives in the other rooms: commitments, documents, search, home."""

import re

from playwright.sync_api import expect

from e2e.conftest import sideways
from e2e.pages import REGION, WIDTHS

PROMISE = "Kampen opent de fietsroute langs de Reeve."
CLAUSE = "Elke gemeente telt haar fietsroutes."


def test_what_is_said_at_a_meeting_arrives_where_it_belongs(page_as, accessible):
    page = page_as("regiosecretaris")
    page.goto(f"{REGION}/vergaderingen/")
    page.get_by_role(
        "link", name=re.compile("Bestuurlijk overleg|Portefeuillehouders")
    ).first.click()
    page.get_by_role("link", name="Meeschrijven").click()
    item = page.locator("section.wr-section").first

    item.locator("summary", has_text="Afspraak").click()
    form = item.locator("form", has=page.get_by_label("Wie belooft dit?"))
    form.get_by_label("Wat is afgesproken?").fill(PROMISE)
    form.get_by_label("Wie belooft dit?").select_option(label="Kampen (gemeente)")
    form.get_by_label("Hoe hard is het?").select_option(label="resultaat")
    accessible(page)
    assert not sideways(page, WIDTHS)
    form.get_by_role("button", name="Vastleggen").click()
    expect(item.get_by_role("link", name=PROMISE)).to_be_visible()

    item.locator("summary", has_text="Voorstel").click()
    form = item.locator("form", has=page.get_by_label("In welk document?"))
    form.get_by_label("Tekst van de nieuwe bepaling").fill(CLAUSE)
    form.get_by_label("In welk document?").select_option(
        label="AP: Actieprogramma West-Overijssel"
    )
    form.get_by_role("button", name="Vastleggen").click()
    expect(item.get_by_role("link", name=CLAUSE)).to_be_visible()

    item.get_by_role("link", name=CLAUSE).click()
    expect(page.locator("h1")).to_contain_text("Actieprogramma")
    page.goto(f"{REGION}/zoeken/?q=fietsroute")
    page.get_by_role("link", name=PROMISE).click()
    expect(page.locator("main")).to_contain_text("resultaat")
    accessible(page)

"""Everything works without JavaScript: htmx and modules only make it smoother."""

import re

from playwright.sync_api import expect

from e2e.conftest import log_in
from e2e.pages import REGION


def test_logging_in_and_turning_a_lever(page_as):
    page = page_as(scripts=False)
    log_in(page, "regiosecretaris")
    page.goto(f"{REGION}/balans/")
    page.get_by_label("Definitie van hard").select_option("strict-1a")
    page.get_by_role("button", name="Reken").click()

    assert "strict-1a" in page.url
    expect(page.locator(".wr-change")).to_contain_text("hard −")


def test_filtering_and_taking_a_filter_away(page_as):
    page = page_as("beleid.kampen", scripts=False)
    page.goto(f"{REGION}/plannen/")
    page.get_by_label("Planologische status").select_option("1A")
    page.get_by_label("Zoek op naam").fill("reeve")
    page.get_by_role("button", name="Toon").click()

    expect(page.locator("#plannen tbody tr")).to_have_count(1)

    page.locator(".wr-chip", has_text="reeve").click()

    assert "status=1A" in page.url
    expect(page.get_by_label("Zoek op naam")).to_have_value("")


def test_changing_a_plan(page_as):
    page = page_as("beleid.kampen", scripts=False)
    page.goto(f"{REGION}/plannen/GM0166-2021-0001/bewerken/")
    page.get_by_label("Opmerkingen").fill("De brug komt eerst.")
    rows = page.locator("tr[data-row]")
    # Without scripts every row stands there.
    assert all(row.is_visible() for row in rows.all())
    page.get_by_role("button", name="Opslaan").click()

    expect(page.get_by_text("De wijziging is vastgelegd.")).to_be_visible()
    expect(page.get_by_text("De brug komt eerst.")).to_be_visible()


def test_a_phone_has_its_menu_and_its_numbers(page_as):
    page = page_as("beleid.kampen", scripts=False, width=390)
    page.goto(f"{REGION}/balans/")

    page.locator(".wr-nav").get_by_role("link", name="Plannen").click()
    expect(page).to_have_url(re.compile("/plannen/$"))
    expect(page.locator("#plannen")).to_be_visible()


def test_a_map_says_where_its_facts_are(page_as):
    page = page_as("beleid.kampen", scripts=False)
    page.goto(f"{REGION}/plannen/kaart/")

    expect(page.get_by_text("Alle gegevens staan ook in de lijst.")).to_be_visible()


def test_the_front_door_lets_a_newcomer_in(page_as):
    page = page_as(scripts=False)
    page.goto("/")
    page.get_by_role("button", name="Kijk rond als Wethouder van Kampen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Aan zet")

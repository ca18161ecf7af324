"""The chapter of the register: what happens to a plan between two lists."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from e2e.pages import REGION

TODAY = date.today()  # noqa: DTZ011  as the server's own day
LAST_WEEK, YESTERDAY = TODAY - timedelta(days=7), TODAY - timedelta(days=1)
REEVE = f"{REGION}/plannen/GM0166-2021-0002/"
MOLENWEIDE = f"{REGION}/plannen/GM0166-2021-0015/"


@pytest.fixture
def look(accessible):
    """Return a function that looks at a page as it now is."""

    def at(page, *texts):
        for text in texts:
            expect(page.locator("main")).to_contain_text(text)
        accessible(page)

    return at


def fill(page, **said):
    """Fill in a form by the names of its fields, and send it."""
    form = page.locator("form.wr-form").last
    for name, value in said.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("(one) => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(str(value))
    form.locator("button[type=submit]").click()


def figure(page, name):
    """Return a key figure of a plan's account."""
    found = page.locator(".wr-figures > div").filter(has=page.get_by_text(name, exact=True))
    return int(found.locator("dd").inner_text().replace(".", ""))


def test_an_official_keeps_the_account_of_a_plan(page_as, look):
    page = page_as("beleid.kampen")

    # A decision is recorded: the status turns.
    page.goto(f"{REEVE}besluiten/")
    look(page, "Er is nog geen besluit vastgelegd.")
    fill(page, instrument="environment_plan", step="irrevocable", decided_on=LAST_WEEK)
    look(page, "De status is nu: 1A onherroepelijk.", "Die volgt uit de besluiten")

    # A write-down is agreed: its homes still stand, and the balance says so.
    page.get_by_role("link", name="Rekening", exact=True).click()
    hard = figure(page, "nog te bouwen")
    page.get_by_role("link", name="Afboeken").click()
    look(page, "De capaciteit daalt op de dag dat de afboeking rechtsgeldig is")
    fill(page, dwellings=hard + 1, reason="no_need", agreed_on=LAST_WEEK)
    look(page, "zo weet iedereen waar dit op rust")
    council = {"body": "Gemeenteraad", "decision_title": "Minder Reeve", "decided_on": LAST_WEEK}
    fill(page, **council)
    look(page, f"(gevraagd: {hard + 1})")
    fill(page, dwellings=100)
    look(page, "afgesproken, nog hard")
    assert figure(page, "nog te bouwen") == hard
    assert figure(page, "waarvan afgesproken, nog hard") == 100
    page.goto(f"{REGION}/balans/")
    look(page, "woningen afgesproken af te boeken")

    # In force: the hard homes fall.
    page.goto(f"{REEVE}rekening/")
    page.get_by_role("link", name="Rechtsgeldig maken").click()
    look(page, "Dan pas daalt de harde capaciteit")
    fill(page, effective_on=YESTERDAY)
    look(page, "Minder Reeve", "−100")
    assert figure(page, "nog te bouwen") == hard - 100
    assert figure(page, "waarvan afgesproken, nog hard") == 0

    # Homes are finished, also before the write-down; nothing can be finished tomorrow.
    page.get_by_role("link", name="Realisatie").click()
    fill(page, dwellings=30, on=TODAY + timedelta(days=1))
    look(page, "is nog niet geweest")
    fill(page, on=LAST_WEEK)
    look(page, "realisatie", "−30")
    assert figure(page, "gebouwd") == 30
    assert figure(page, "nog te bouwen") == hard - 130

    # It was another plan: both lines stay.
    page.get_by_role("link", name=re.compile("^Herstel realisatie")).click()
    fill(page, reason="Dit was een ander plan")
    look(page, "hersteld", "Dit was een ander plan")
    assert figure(page, "nog te bouwen") == hard - 100


def test_a_plan_is_split_and_no_home_counts_twice(page_as, look):
    page = page_as("beleid.kampen", width=390)
    page.goto(f"{MOLENWEIDE}rekening/")
    homes = figure(page, "nog te bouwen")

    page.goto(f"{MOLENWEIDE}samenhang/splitsen/")
    look(page, f"alle woningen van dit plan: {homes}")
    fill(page, name_1="Molenweide Noord", dwellings_1=10, name_2="Molenweide Zuid", dwellings_2=5)
    look(page, f"Het plan heeft nog {homes} woningen; de delen krijgen er samen 15.")
    fill(page, dwellings_2=homes - 10)
    look(page, "Molenweide Noord", "Molenweide Zuid", "is afgesplitst van")

    page.goto(f"{MOLENWEIDE}rekening/")
    look(page, "overdracht uit", "Molenweide Zuid")
    assert figure(page, "nog te bouwen") == 0
    page.goto(MOLENWEIDE)
    look(page, "Dit plan telt niet mee in totalen")


def test_the_quality_of_a_list_says_what_to_mend(page_as, look):
    page = page_as("beleid.sallandermark")
    page.goto(f"{REGION}/plannen/")
    page.get_by_role("link", name="Kwaliteit").click()
    look(page, "Wat er misschien niet klopt")
    page.get_by_role("link", name="Sallandermark", exact=True).click()
    look(page, "Status onbekend", "Vul de status in, of leg het besluit vast.")

    page.get_by_role("link", name=re.compile("^Zonder jaar van oplevering")).click()
    look(page, "Vul een jaar of periode in")
    expect(page.get_by_text("Dit plan heeft geen planologische status.")).to_have_count(0)


def test_people_say_something_about_a_plan(page_as, look):
    page = page_as("beleid.kampen")
    page.goto(f"{REEVE}")
    page.get_by_role("button", name="Niets veranderd").click()
    look(page, "1 plan bevestigd.", "Bevestigd op")

    page.get_by_text("Knelpunt melden").click()
    form = page.locator("form[action$='/knelpunt/']")
    form.get_by_label("Wat houdt het op?").select_option("grid")
    form.get_by_label("Wie is aan zet?").select_option(label="Kampen")
    form.get_by_role("button", name="Meld").click()
    look(page, "Netcongestie", "Aan zet: Kampen.")

    other = page_as("regiosecretaris")
    other.goto(REEVE)
    other.get_by_text("Ik lees een ander cijfer").click()
    form = other.locator("form[action$='/lezing/']")
    form.get_by_label("Wat leest u?").fill("650")
    form.get_by_label("Waarom?").fill("In het plan staan er 650")
    form.get_by_role("button", name="Leg mijn lezing ernaast").click()
    look(other, "leest 650", "Het cijfer van de gemeente blijft tellen.")

    page.goto(REEVE)
    look(page, "leest 650")


def test_a_filter_is_kept_as_it_was_last_set(page_as, look):
    page = page_as("beleid.raalte")
    page.goto(f"{REGION}/plannen/")
    page.get_by_label("Zoek op naam").fill("centrum")
    page.wait_for_url("**zoek=centrum**")
    expect(page.locator("#filter-vraag")).to_have_value(re.compile("zoek=centrum"))
    page.get_by_label("Bewaar dit filter als").fill("Ons centrum")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    look(page, "Het filter is bewaard.")

    page.goto(f"{REGION}/plannen/")
    page.get_by_role("link", name="Ons centrum").click()
    page.wait_for_url("**zoek=centrum**")
    page.get_by_role("button", name="Verwijder Ons centrum").click()
    look(page, "Het filter is verwijderd.")

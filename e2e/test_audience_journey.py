"""Secrets that still count: an official says who sees a plan, and looks first as another."""

import re

import pytest
from playwright.sync_api import expect

from e2e.pages import REGION

PLAN = f"{REGION}/plannen/GM0193-2021-0001/"
NUMBER = PLAN.split("/")[-2]
PUBLIC = "/openbaar/west-overijssel/"


@pytest.fixture
def look(accessible):
    """Return a function that looks at a page as it now is."""

    def at(page, *texts):
        for text in texts:
            expect(page.locator("main")).to_contain_text(text)
        accessible(page)

    return at


def say(page, *circles, ground="5.1.2f", partners=()):
    """Fill in who may see it, and why, without sending it."""
    for box in page.locator("input[name=circles]").all():
        box.set_checked(box.get_attribute("value") in circles)
    if partners:
        page.get_by_text("Delen met organisaties bij naam").click()
    for partner in partners:
        page.get_by_label(partner, exact=True).check()
    page.locator("[name=ground]").select_option(ground)
    page.locator("[name=decided_by]").fill("het college")


def test_an_official_restricts_a_plan_and_shares_it_by_name(page_as, look):
    page = page_as("beleid.zwolle")
    page.goto(PLAN)
    name = page.locator("h1").inner_text()
    look(page, "Wie dit ziet", "eigen organisatie, regiosecretaris, provincie")
    page.get_by_role("link", name="Zeg wie dit mag zien").click()
    look(page, "volstrekte geheimhouding kan niemand beloven")

    # First she looks: nothing is recorded yet.
    say(page, partners=["deltaWonen"])
    page.get_by_label("Bekijk als").select_option("province")
    page.get_by_role("button", name="Bekijk", exact=True).click()
    look(page, "Er is nog niets vastgelegd.", "Voor deze lezer bestaat het plan niet")
    province = page_as("accounthouder")
    province.goto(PLAN)
    expect(province.locator("h1")).to_have_text(name)
    # Now she records it.
    page.locator("[name=ground]").select_option("open")
    page.get_by_role("button", name="Leg vast").click()
    look(page, "Zeg op welke grond u dit afschermt")
    page.locator("[name=ground]").select_option("5.1.2f")
    page.get_by_role("button", name="Leg vast").click()
    look(page, "Vastgelegd wie dit mag zien.", "deltaWonen", "concurrentiegevoelig")

    # The province no longer sees it; the corporation does, and nothing else of the list.
    assert province.goto(PLAN).status == 404
    province.goto(f"{REGION}/plannen/?zoek={name}")
    look(province, "Geen plannen bij dit filter.")
    corporation = page_as("corporatie", width=390)
    corporation.goto(f"{REGION}/plannen/")
    look(corporation, "De plannen die een gemeente met u deelt", name)
    corporation.get_by_role("link", name=name).click()
    look(corporation, "Wie dit ziet", "deltaWonen")

    # All of hers on one page.
    page.goto(f"{REGION}/plannen/afgeschermd/")
    look(page, name, "concurrentiegevoelig")

    # As usual again.
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Weer zoals gewoonlijk").click()
    look(page, "Nu geldt weer wie dit gewoonlijk mag zien.")
    assert province.goto(PLAN).status == 200


def test_a_part_is_kept_and_the_rest_is_public(page_as, look):
    page = page_as("beleid.zwolle", dark=True)
    anybody = page_as(width=390)
    page.goto(f"{PLAN}publiek/")
    say(page, "2", "16", "32", ground="open")
    page.get_by_role("button", name="Leg vast").click()
    look(page, "iedereen")
    page.goto(f"{PLAN}publiek/?groep=numbers")
    say(page, "2")
    page.get_by_role("button", name="Leg vast").click()
    name = page.locator("h1").inner_text()

    # The province finds it below the list, with what is kept from her.
    province = page_as("accounthouder")
    province.goto(f"{REGION}/plannen/?zoek={name}")
    below = province.locator("#deels-zichtbaar")
    expect(below).to_contain_text("aantallen")
    look(province)
    below.get_by_role("link", name=name).click()
    look(province, "U ziet een deel van dit plan.", "Waarom: concurrentiegevoelig")
    assert province.goto(f"{PLAN}rekening/").status == 404

    # Everybody sees the same part on the public page, in both languages.
    anybody.goto(PUBLIC)
    look(anybody, "openbare plannen", "aantal afgeschermd", "Wet open overheid")
    anybody.get_by_role("link", name=name).click()
    look(anybody, "afgeschermd", NUMBER)
    anybody.get_by_role("button", name="English").click()
    expect(anybody.locator("main")).to_contain_text(re.compile("restricted"))
    look(anybody)
    anybody.get_by_role("link", name=re.compile("Housing in")).first.click()
    look(anybody, "number not public")

    # And as it was before: the public page is gone when nothing is public.
    for group in ("?groep=numbers", ""):
        page.goto(f"{PLAN}publiek/{group}")
        page.get_by_role("button", name="Weer zoals gewoonlijk").click()
    assert anybody.goto(f"{PUBLIC}plannen/{NUMBER}/").status == 404

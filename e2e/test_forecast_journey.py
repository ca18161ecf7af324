"""Somebody turns the levers of the forecast, sees what it makes of dwellings, and saves it."""

import re

import pytest
from playwright.sync_api import expect

from e2e.pages import REGION

WORKBENCH = f"{REGION}/prognoses/rekenen/"


def test_a_lever_is_turned_with_the_keyboard_and_saved_as_a_scenario(page_as, accessible):
    page = page_as("beleid.kampen")
    page.goto(WORKBENCH)
    answer, picture = page.locator(".wr-answer"), page.locator(".wr-chart")
    before = answer.inner_text()
    slider = page.get_by_role("slider", name="Immigratie, schuif")
    slider.focus()

    for _step in range(4):
        page.keyboard.press("ArrowLeft")

    expect(answer).not_to_have_text(before, use_inner_text=True)
    expect(answer).to_contain_text("minder dan bij doorgaande trend")
    expect(slider).to_be_focused()
    expect(page.get_by_label("Immigratie", exact=True)).to_have_value("80")
    expect(page).to_have_url(re.compile("immigratie=80"))
    # The browser drew this one, in Dutch numbers.
    expect(picture.locator(".wr-chart__drawn svg")).to_be_visible()
    expect(picture).to_contain_text(re.compile(r"\d\.\d{3}"))
    # Whoever shares it also says what the region chose by then: it may choose otherwise.
    assert page.locator("#adres").input_value() == f"{page.url}&eigenBehoefte=nul"
    accessible(page)

    page.get_by_role("link", name="Leeftijden").click()
    expect(page.locator(".wr-figure__title").first).to_contain_text("65 jaar of ouder")
    page.get_by_label("Naam van het scenario").fill("Minder immigratie")
    page.get_by_role("button", name="Scenario bewaren").click()

    expect(page.locator(".wr-message").first).to_contain_text("Minder immigratie")
    expect(page.locator(".wr-change")).to_contain_text("Immigratie 80")


def test_a_lever_outside_what_is_plausible_is_marked_at_once(page_as):
    page = page_as("beleid.kampen")
    page.goto(WORKBENCH)
    lever = page.locator(".wr-lever", has=page.get_by_label("Immigratie", exact=True))

    lever.get_by_label("Immigratie", exact=True).fill("300")

    expect(lever.get_by_text("buiten wat aannemelijk is")).to_be_visible()
    expect(page.get_by_text("Immigratie staat op 300")).to_be_visible()

    page.locator(".wr-change").get_by_role("link", name="Immigratie 300").click()
    expect(page.locator(".wr-change")).to_contain_text("nog niets")
    expect(page.get_by_label("Immigratie", exact=True)).to_have_value("100")


def test_the_numbers_come_when_they_are_opened_and_follow_the_next_lever(page_as, accessible):
    page = page_as("beleid.kampen")
    page.goto(WORKBENCH)
    numbers, opener = (
        page.locator("#huishoudens-data"),
        page.get_by_text("Cijfers bij deze grafiek"),
    )
    lever = page.get_by_label("Immigratie", exact=True)
    lever.fill("80")
    expect(page.locator(".wr-change")).to_contain_text("Immigratie 80")
    expect(numbers).to_have_count(0)

    opener.focus()
    page.keyboard.press("Enter")

    expect(numbers).to_be_visible()
    expect(opener).to_be_focused()
    accessible(page)
    before = numbers.inner_text()
    lever.fill("60")
    expect(page.locator(".wr-change")).to_contain_text("Immigratie 60")
    expect(numbers).to_be_visible()
    expect(numbers).not_to_have_text(before, use_inner_text=True)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_workbench_answers_in_both_languages(page_as, language):
    page = page_as("beleid.kampen")
    page.goto(WORKBENCH)
    if language == "en":
        page.get_by_role("button", name="English").click()
        expect(page.locator(".wr-answer")).to_contain_text("dwellings")
        page.get_by_role("button", name="Nederlands").click()
    expect(page.locator(".wr-answer")).to_contain_text("woningen nodig")


@pytest.mark.parametrize("width", [1440, 390])
def test_two_scenarios_lie_side_by_side(page_as, accessible, width):
    page = page_as("beleid.kampen", width=width, dark=width == 390)
    page.goto(f"{REGION}/prognoses/scenarios/")

    page.get_by_role("button", name="Vergelijk").click()

    expect(page).to_have_url(re.compile("een=.*twee="))
    assert page.locator(".wr-figure").count()
    accessible(page)


def test_what_causes_growth_follows_when_the_lever_rests(page_as, accessible):
    page = page_as("beleid.kampen")
    page.goto(WORKBENCH)

    page.get_by_role("link", name="Waardoor huishoudens").click()
    title = page.locator(".wr-figure__title").first
    expect(title).to_contain_text("het meest telt")
    before = title.inner_text()
    slider = page.get_by_role("slider", name="Immigratie, schuif")
    slider.focus()
    for _step in range(4):
        page.keyboard.press("ArrowLeft")

    expect(page).to_have_url(re.compile("immigratie=80"))
    expect(title).to_be_visible()
    expect(title).not_to_have_text(before, use_inner_text=True)
    expect(slider).to_be_focused()
    expect(page).to_have_url(re.compile("beeld=oorzaken"))
    accessible(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_national_forecast_is_followed_from_another_window(page_as, accessible, width):
    page = page_as("beleid.kampen", width=width, dark=width == 390)
    asked = "landelijk=landelijk-2020%7Cmidden&jaren=20&venster=2017-2019"

    page.goto(f"{WORKBENCH}?{asked}")

    followed = page.locator("#landelijk")
    expect(followed).to_contain_text("passen slecht bij elkaar")
    followed.get_by_text("Alle factoren").click()
    expect(followed.get_by_role("columnheader", name="Immigratie")).to_be_visible()
    expect(page.locator(".wr-change")).to_contain_text("Referentieperiode")
    accessible(page)


def test_causes_and_factors_are_there_without_scripts(page_as):
    page = page_as("beleid.kampen", scripts=False)

    page.goto(f"{WORKBENCH}?beeld=oorzaken&landelijk=landelijk-2020%7Cmidden&jaren=20")
    expect(page.locator(".wr-chart svg").first).to_be_visible()
    expect(page.locator("#landelijk")).to_contain_text("vermenigvuldigd met")

    page.goto(f"{REGION}/prognoses/")
    expect(page.locator("#op-termijn")).to_be_visible()


def test_the_fan_is_followed_on_the_page_of_its_scenario(page_as, accessible):
    page = page_as("beleid.zwolle")
    page.goto(f"{REGION}/prognoses/scenarios/")
    page.get_by_role("link", name="Eigen behoefte: migratiesaldo nul").click()

    page.get_by_role("button", name="Waaier uitrekenen").click()

    outcome = page.get_by_role("link", name="Bekijk de uitkomst")
    expect(outcome.or_(page.get_by_label("Voortgang")).first).to_be_visible()
    expect(page).to_have_url(re.compile("/prognoses/scenarios/.*#waaier"))
    accessible(page)
    expect(outcome).to_be_visible(timeout=120_000)
    outcome.click()
    expect(page.get_by_text("doorrekeningen, elk met eigen toeval")).to_be_visible()

"""Levers and filters answer while one turns them; the address, the focus and the way back stay."""

import re

import pytest
from playwright.sync_api import expect

from e2e.pages import REGION


def test_the_balance_answers_while_a_lever_is_turned(page_as, accessible):
    page = page_as("corporatie")
    page.goto(f"{REGION}/balans/")
    answer = page.locator(".wr-answer")
    before = answer.inner_text()
    lever = page.get_by_label("Definitie van hard")
    lever.focus()
    lever.select_option("strict-1a")

    expect(answer).not_to_have_text(before, use_inner_text=True)
    expect(page).to_have_url(re.compile("definitie=strict-1a"))
    # A second load would have taken the focus away.
    expect(lever).to_be_focused()
    expect(page.locator(".wr-change")).to_contain_text("hard −")
    expect(page.locator("#melding")).to_contain_text("De regio heeft")
    assert page.locator("#adres").input_value() == page.url
    assert "=&" not in page.url
    accessible(page)


def test_the_way_back_leads_to_what_was_there(page_as):
    page = page_as("corporatie")
    page.goto(f"{REGION}/balans/")
    answer = page.locator(".wr-answer")
    first = answer.inner_text()
    page.get_by_label("Definitie van hard").select_option("strict-1a")
    expect(page).to_have_url(re.compile("strict-1a"))
    page.get_by_label("Begintekort meetellen").check()
    expect(page).to_have_url(re.compile("tekort=on"))

    page.go_back()
    expect(page.get_by_label("Definitie van hard")).to_have_value("strict-1a")
    expect(page.get_by_label("Begintekort meetellen")).not_to_be_checked()

    page.go_back()
    expect(page.get_by_label("Definitie van hard")).to_have_value("legal-hard")
    expect(answer).to_have_text(first, use_inner_text=True)


def test_a_lever_that_cannot_be_read_says_so_beside_the_answer(page_as):
    page = page_as("corporatie")
    page.goto(f"{REGION}/balans/")
    page.get_by_label("Tot en met jaar").press_sequentially("20x")

    expect(page.locator("#resultaat .wr-errors")).to_contain_text("Tot en met jaar")
    expect(page.get_by_label("Tot en met jaar")).to_be_focused()


def test_the_map_of_the_balance_stays_and_follows(page_as):
    page = page_as("corporatie")
    page.goto(f"{REGION}/balans/")
    drawn = page.locator(".wr-map[data-ready=yes]")
    expect(drawn).to_be_visible(timeout=20_000)
    kampen = page.locator(".wr-map__label", has_text="Kampen")
    before = kampen.inner_text()
    page.get_by_label("Definitie van hard").select_option("strict-1a")

    expect(kampen).not_to_have_text(before, use_inner_text=True)
    expect(drawn).to_be_visible(timeout=20_000)
    assert page.locator(".wr-map canvas").count() == 1


def test_the_list_filters_while_one_types(page_as):
    page = page_as("regiosecretaris")
    page.goto(f"{REGION}/plannen/")
    search = page.get_by_label("Zoek op naam")
    search.press_sequentially("reeve")

    expect(page.locator(".wr-summary")).to_contain_text(re.compile(r"^\s*\d plan"))
    expect(search).to_be_focused()
    expect(page.get_by_role("link", name="Reeve, tweede fase")).to_be_visible()
    expect(page.locator("#melding")).to_contain_text("woningen hard")

    page.get_by_label("Gemeente").select_option("GM0166")
    chip = page.locator(".wr-chip", has_text="Kampen")
    expect(chip).to_be_visible()
    expect(page.locator(".wr-summary")).to_contain_text("in Kampen")
    export = page.get_by_role("link", name="Excel").get_attribute("href")
    assert "gemeente=GM0166" in export

    chip.click()
    expect(page.get_by_label("Gemeente")).to_have_value("")
    expect(page.get_by_label("Zoek op naam")).to_have_value("reeve")


def test_the_past_is_announced_and_has_a_way_back(page_as):
    page = page_as("beleid.kampen")
    page.goto(f"{REGION}/plannen/?op=2021-06-01&gemeente=GM0166")

    expect(page.locator(".wr-past")).to_contain_text("1 juni 2021")

    page.get_by_role("link", name="Reeve, eerste fase").click()
    expect(page.locator(".wr-past")).to_contain_text("1 juni 2021")

    page.get_by_role("link", name="Terug naar vandaag").click()
    expect(page.locator(".wr-past")).to_have_count(0)


def test_whoever_was_logged_out_is_led_to_the_door(page_as):
    page = page_as("beleid.kampen")
    page.goto(f"{REGION}/balans/")
    page.context.clear_cookies()
    page.get_by_label("Definitie van hard").select_option("strict-1a")

    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")


def test_maps_follow_their_frame(page_as):
    page = page_as("regiosecretaris")
    page.goto(f"{REGION}/plannen/kaart/")
    expect(page.locator(".wr-map[data-ready=yes]")).to_be_visible(timeout=20_000)
    page.set_viewport_size({"width": 700, "height": 900})

    expect(page.locator(".wr-map canvas")).to_have_css(
        "width", re.compile(r"^(5|6)\d\d(\.\d+)?px$")
    )
    frame = page.locator(".wr-map").bounding_box()
    canvas = page.locator(".wr-map canvas").bounding_box()
    assert abs(frame["width"] - canvas["width"]) < 2
    assert abs(frame["height"] - canvas["height"]) < 2


def test_a_table_that_fits_keeps_its_heading_in_sight(page_as):
    page = page_as("regiosecretaris")
    page.goto(f"{REGION}/plannen/")
    page.locator("#plannen tbody tr").nth(30).scroll_into_view_if_needed()

    expect(page.locator("#plannen thead th").first).to_be_in_viewport()
    assert page.locator(".wr-table-scroll").first.get_attribute("tabindex") is None

    page.set_viewport_size({"width": 700, "height": 900})
    expect(page.locator(".wr-table-scroll").first).to_have_attribute("tabindex", "0")


@pytest.mark.parametrize(
    ("language", "words", "button"),
    [("nl-NL", "Gebruik Ctrl en scroll", "Inzoomen"), ("en-US", "Use Ctrl + scroll", "Zoom in")],
)
def test_the_map_speaks_the_language_of_the_page(page_as, language, words, button):
    page = page_as("beleid.kampen", language=language)
    page.goto(f"{REGION}/plannen/kaart/")

    expect(page.locator(".maplibregl-desktop-message")).to_contain_text(words)
    expect(page.locator(".maplibregl-ctrl-zoom-in")).to_have_attribute("aria-label", button)

"""Somebody slides through time, with the mouse or with the keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.pages import PLAN, REGION


@pytest.mark.parametrize("address", [f"{REGION}/plannen/", f"{REGION}/plannen/kaart/", f"{PLAN}/"])
def test_the_first_stop_shows_the_first_day(
    page_as: Callable[..., Page], accessible: Callable[[Page], None], address: str
) -> None:
    page = page_as("beleid.kampen")
    page.goto(address)
    slider = page.get_by_role("slider", name="Stand op")

    slider.press("Home")

    expect(page).to_have_url(re.compile(r"\?op=\d{4}-\d\d-\d\d$"))
    expect(page.locator(".wr-past")).to_contain_text("U kijkt naar")
    expect(slider).to_be_focused()
    accessible(page)

    slider.press("End")

    expect(page.locator(".wr-past")).to_have_count(0)


def test_without_scripts_the_days_are_typed(page_as: Callable[..., Page]) -> None:
    page = page_as("beleid.kampen", scripts=False)
    page.goto(f"{PLAN}/")

    expect(page.get_by_role("slider")).to_have_count(0)
    page.get_by_label("Toon het plan op").fill("2022-01-01")
    page.get_by_role("button", name="Toon", exact=True).click()

    expect(page.get_by_text("U kijkt naar 1 januari 2022.")).to_be_visible()

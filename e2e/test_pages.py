"""Every page: zero axe violations, a silent console, nothing that scrolls sideways."""

import pytest

from e2e.conftest import opened_details, sideways
from e2e.pages import BY_ROLE, REGION, WIDTHS


@pytest.mark.parametrize("who", BY_ROLE)
@pytest.mark.parametrize(
    ("width", "language", "dark"),
    [(1440, "nl-NL", False), (390, "en-US", True)],
    ids=["desk-light-dutch", "phone-dark-english"],
)
def test_every_page_is_accessible_and_fits(page_as, accessible, who, width, language, dark):
    page = page_as(who, width=width, language=language, dark=dark)

    for address in BY_ROLE[who]:
        page.goto(address)
        opened_details(page)
        accessible(page)
        assert not sideways(page, WIDTHS), address
        page.set_viewport_size({"width": width, "height": 900})


def test_the_menus_of_a_phone_are_accessible(page_as, accessible):
    page = page_as("beleid.kampen", width=390)
    page.goto(f"{REGION}/balans/")
    page.locator(".wr-nav__menu > summary").click()
    page.locator(".wr-menu > summary").click()

    accessible(page)

    page.keyboard.press("Escape")
    assert page.locator(".wr-menu > summary").evaluate("(one) => one === document.activeElement")


def test_the_administrators_forms_are_accessible(page_as, accessible):
    page = page_as("beheerder")
    page.goto(f"{REGION}/normen/")
    addresses = [
        page.locator("a[href*='/normen/norm/']").first.get_attribute("href"),
        page.locator("a[href*='/normen/definitie/']").first.get_attribute("href"),
    ]

    for address in addresses:
        page.goto(address)
        accessible(page)
        assert not sideways(page, WIDTHS), address


@pytest.mark.parametrize(
    ("address", "button"),
    [
        (f"{REGION}/plannen/nieuw/", "Opslaan"),
        (f"{REGION}/plannen/programma/GM0166/", "Opslaan"),
        (f"{REGION}/plannen/aanleveren/", "Bekijken"),
        ("/account/toegangssleutels/", "Sleutel maken"),
    ],
)
def test_a_refused_form_says_so_and_is_accessible(page_as, accessible, address, button):
    page = page_as("beleid.kampen", dark=True)
    page.goto(address)
    page.get_by_role("button", name=button).click()

    errors = page.locator(".wr-errors")
    assert errors.is_visible()
    assert errors.evaluate("(one) => one === document.activeElement")
    errors.get_by_role("link").first.click()
    name = page.evaluate("document.activeElement.getAttribute('aria-invalid')")
    assert name == "true", address
    accessible(page)
    assert not sideways(page, WIDTHS), address


@pytest.mark.parametrize("address", ["plannen/", "balans/", "stand/GM0166/"])
def test_what_a_meeting_needs_prints_without_the_controls(page_as, address):
    page = page_as("beleid.kampen")
    page.goto(f"{REGION}/{address}")
    page.emulate_media(media="print")

    assert page.locator("h1").is_visible()
    assert page.locator("main table:visible").count()
    for control in (".wr-nav", ".wr-header__tools", ".wr-list__filters, .wr-workbench__levers"):
        for part in page.locator(control).all():
            assert not part.is_visible(), control
    # A4 without its margins, at 96 pixels an inch.
    assert not sideways(page, (673,)), address

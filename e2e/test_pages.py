"""Every page: zero axe violations, a silent console, nothing that scrolls sideways.

No Dutch is left in English.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import expect

from e2e.conftest import addresses_of, opened_details, sideways
from e2e.english import left_in_dutch
from e2e.pages import BY_ROLE, LED_TO, PARTS, REGION, SEEN_ELSEWHERE, WIDTHS
from woonregie.site.tests.access import present

# Files, layers of a map, answers to machines, and addresses that only take a form.
NO_PAGES = re.compile(
    r"alive|ready|favicon|set_language|(portal_)?(features|borders|shape)|neighbours|placing"
    r"|lift_audience|.*(file(_of)?|template|example|export)"
    r"|revoke|cancel|.*apply|choose|confirm.*|send_mail|close|decide.*"
    r"|(save|forget)_filter|remark|settle|(read|withdraw)_(otherwise|reading)"
    r"|(report|solve)_bottleneck|attach|attachment|detach"
    r"|import_answers|forget_learned|withdraw_layout|mail_goes_out"
)
# Of the rooms of cooperation by their whole name: a page of another room that is called "move" or
# "read" is not excused by it.
NO_PAGES_OF = re.compile(
    r"meetings:(calendar|deliver|document|finish|from_backlog|invite|move|notes|outcome|remove"
    r"|withdraw_backlog)"
    r"|notices:(feed|make_calendar|revoke_calendar|read|try_again)"
    r"|consents:(evidence|end_root)|commitments:evidence|documents:(freeze|no_remarks)"
    r"|forecast:(choose_own_need|dissent|fan|lay_down|scenario_(csv|pdf|xlsx)|share|withdraw"
    r"|withdraw_dissent)"
    r"|forecast:save"
)


def test_no_page_is_left_out():
    opened = {address for addresses in BY_ROLE.values() for address in addresses}
    names = {name for links in LED_TO.values() for name in links} | SEEN_ELSEWHERE
    for address in opened - {"/nergens/"}:
        names.add(resolve(urlsplit(address).path).view_name)

    pages = {
        name
        for kind, name in present()
        if kind == "page"
        and not NO_PAGES.fullmatch(name.rpartition(":")[2])
        and not NO_PAGES_OF.fullmatch(name)
    }
    assert pages - names == set()


@pytest.mark.parametrize(("who", "first"), PARTS)
@pytest.mark.parametrize(
    ("width", "language", "dark"),
    [(1440, "nl-NL", False), (390, "en-US", True)],
    ids=["desk-light-dutch", "phone-dark-english"],
)
def test_every_page_is_accessible_and_fits(page_as, accessible, who, first, width, language, dark):
    page = page_as(who, width=width, language=language, dark=dark)

    for address in addresses_of(page, who, first):
        page.goto(address)
        if language == "en-US":
            assert not left_in_dutch(page), address
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
    expect(errors).to_be_focused()
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

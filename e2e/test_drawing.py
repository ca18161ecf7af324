"""Somebody draws where a plan lies; the map is an addition, the text is what counts."""

import re
from collections.abc import Callable, Sequence

from playwright.sync_api import Locator, Page, expect

from e2e.pages import REGION

READY = "[data-drawing][data-ready=yes]"


def drawing_of(page: Page, name: str) -> Locator:
    """Open the form of a new plan with its map in the middle of the window."""
    page.goto(f"{REGION}/plannen/nieuw/")
    page.get_by_label("Naam", exact=True).fill(name)
    page.locator(f"{READY}:has(#tekenkaart-vlak[data-ready=yes])").wait_for()
    canvas = page.locator("#tekenkaart-vlak")
    page.get_by_role("button", name="Vlak tekenen").click()
    canvas.evaluate("(one) => one.scrollIntoView({ block: 'center', behavior: 'instant' })")
    return canvas


def click_corners(page: Page, canvas: Locator, corners: Sequence[tuple[int, int]]) -> None:
    """Click corners, in pixels from the middle of the map."""
    box = canvas.bounding_box()
    assert box
    for dx, dy in corners:
        x, y = box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy
        page.mouse.move(x - 4, y - 4)
        page.mouse.move(x, y)
        page.wait_for_timeout(120)
        page.mouse.click(x, y)
        # Two clicks within a third of a second are a double click to a map.
        page.wait_for_timeout(400)


def test_a_square_drawn_with_the_mouse_gives_the_plan_its_area(
    page_as: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    page = page_as("beleid.kampen")
    canvas = drawing_of(page, "Getekend met de muis")

    click_corners(page, canvas, [(10, 0), (80, 0), (80, 60), (10, 60), (10, 0)])

    location = page.get_by_role("textbox", name="Locatie")
    expect(location).to_have_value(re.compile(r"^POLYGON \(\("))
    expect(page.get_by_text(re.compile(r"^Oppervlakte: [\d.]+ m²\.$"))).to_be_visible()
    accessible(page)

    page.get_by_role("button", name="Wissen").click()
    expect(location).to_have_value("")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(location).to_have_value(re.compile(r"^POLYGON \(\("))
    page.get_by_role("button", name="Opslaan").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Getekend met de muis")
    expect(page.locator("#kenmerken").get_by_text(re.compile(r"^[\d.]+ m²$"))).to_be_visible()


def test_what_is_typed_is_drawn_and_what_is_wrong_is_said(page_as: Callable[..., Page]) -> None:
    page = page_as("beleid.kampen", width=390)
    drawing_of(page, "Getypt")

    page.get_by_role("textbox", name="Locatie").fill(
        "POLYGON ((191000 507000, 191100 507000, 191100 507100, 191000 507000))"
    )
    expect(page.get_by_text("Oppervlakte: 5.000 m².")).to_be_visible()

    page.get_by_role("textbox", name="Locatie").fill("87000 359000")
    expect(
        page.get_by_text("Dit ligt in een ander land. Leg het plan in Nederland.")
    ).to_be_visible()


def test_without_scripts_a_location_is_typed(page_as: Callable[..., Page]) -> None:
    page = page_as("beleid.kampen", scripts=False)
    page.goto(f"{REGION}/plannen/nieuw/")

    expect(page.get_by_role("button", name="Vlak tekenen")).to_be_hidden()
    page.get_by_label("Naam", exact=True).fill("Zonder kaart")
    page.get_by_role("textbox", name="Locatie").fill("191200, 507900")
    page.get_by_role("button", name="Opslaan").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Zonder kaart")
    expect(page.get_by_text("Rijksdriehoek 191200, 507900.")).to_be_visible()

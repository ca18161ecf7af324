"""The chapter of this part of the story: from a list of plans to the statement of Kampen."""

import io
import random
import re

import pikepdf
import python_calamine
import xlsxwriter
from playwright.sync_api import expect

from e2e.pages import REGION

SHEET = "Plannen"


def the_list_of_kampen(page, path):
    """Download our template, filled with the plans of Kampen, as rows of cells."""
    page.goto(f"{REGION}/plannen/aanleveren/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Kampen, xlsx").click()
    download.value.save_as(path)
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)


def written(path, rows, *, more_bytes=0):
    """Write rows as a workbook, with a picture's weight in a second sheet when asked."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(SHEET)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(at, column, value)
    if more_bytes:
        other = book.add_worksheet("Bijlage")
        chance = random.Random(166)  # noqa: S311  any text that does not compress
        for at in range(more_bytes // 16_000):
            other.write(at, 0, "".join(chance.choices("0123456789abcdef", k=32_000)))
    book.close()
    return path


def hand_in(page, path):
    page.goto(f"{REGION}/plannen/aanleveren/")
    page.get_by_label("Bestand").set_input_files(path)
    page.get_by_role("button", name="Bekijken").click()


def test_kampen_hands_in_its_list_and_reads_its_statement(page_as, accessible, tmp_path):
    page = page_as("beleid.kampen")
    rows = the_list_of_kampen(page, tmp_path / "sjabloon.xlsx")
    name, year = rows[0].index("Naam"), rows[0].index("Bouw 2030")
    renamed = f"{rows[1][name]} aan het water"
    rows[1][name], kept = renamed, rows[2][year]
    rows[2][year] = "twaalf"
    hand_in(page, written(tmp_path / "kampen.xlsx", rows))

    expect(page.get_by_text("Dit is geen getal.")).to_be_visible()
    accessible(page)

    rows[2][year] = kept
    hand_in(page, written(tmp_path / "kampen.xlsx", rows))
    page.get_by_role("button", name="Vastleggen").click()

    expect(page.get_by_text("De aanlevering is verwerkt.")).to_be_visible()

    page.get_by_role("link", name="Plannen", exact=True).click()
    page.get_by_label("Zoek op naam").fill("aan het water")
    page.get_by_role("button", name="Toon").click()

    expect(page.get_by_role("link", name=renamed)).to_be_visible()

    page.get_by_role("link", name="Hoe het ervoor staat").click()
    page.get_by_role("link", name="Kampen", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hoe het ervoor staat: Kampen")

    href = page.get_by_role("link", name="Pdf").get_attribute("href")
    answer = page.request.get(href)
    with pikepdf.open(io.BytesIO(answer.body())) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "nl"


def test_a_file_that_is_no_list_is_refused_in_words(page_as, accessible, tmp_path):
    page = page_as("beleid.kampen")
    path = tmp_path / "kampen.xlsx"
    path.write_bytes(b"%PDF-1.7\nThis is no workbook.")
    hand_in(page, path)

    errors = page.locator(".wr-errors")
    expect(errors).to_be_visible()
    expect(errors).to_have_attribute("role", "alert")
    expect(errors).to_be_focused()
    errors.get_by_role("link", name="Bestand").click()
    expect(page.get_by_label("Bestand")).to_be_focused()
    accessible(page)


def test_a_large_list_is_read_by_the_worker_with_progress(page_as, accessible, tmp_path):
    page = page_as("beleid.kampen")
    rows = the_list_of_kampen(page, tmp_path / "sjabloon.xlsx")
    path = written(tmp_path / "kampen.xlsx", rows, more_bytes=1_600_000)
    assert path.stat().st_size > 1_000_000
    hand_in(page, path)

    expect(page).to_have_url(re.compile("/taken/"))
    expect(page.get_by_role("progressbar")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Bekijk de uitkomst").click(timeout=60_000)

    expect(page.get_by_role("heading", level=1)).to_have_text("kampen.xlsx")


def test_two_people_edit_one_plan_and_nothing_is_lost(page_as, accessible):
    first, second = page_as("beleid.zwolle"), page_as("beleid.zwolle")
    address = f"{REGION}/plannen/GM0193-2021-0001/bewerken/"
    first.goto(address)
    second.goto(address)
    first.get_by_label("Opmerkingen").fill("Begint na de zomer")
    first.get_by_role("button", name="Opslaan").click()
    expect(first.get_by_text("De wijziging is vastgelegd.")).to_be_visible()

    second.get_by_label("Opmerkingen").fill("Wacht op de brug")
    second.get_by_role("button", name="Opslaan").click()

    expect(second.get_by_text("Drie versies naast elkaar").first).to_be_visible()
    accessible(second)

    second.get_by_role("button", name="Opslaan").click()

    expect(second.get_by_text("De wijziging is vastgelegd.")).to_be_visible()


def test_the_bridge_explains_two_definitions(page_as):
    page = page_as("corporatie")
    page.goto(f"{REGION}/balans/")
    page.get_by_role("link", name="Waarom verschillen twee totalen?").click()

    expect(page.locator(".wr-answer")).to_contain_text("Juridisch hard")
    expect(page.locator("#brug-data")).to_contain_text("Status 1C")


def test_the_map_is_drawn(page_as):
    page = page_as("regiosecretaris")
    page.goto(f"{REGION}/plannen/kaart/")

    expect(page.locator(".wr-map[data-ready=yes]")).to_be_visible(timeout=20_000)
    expect(page.locator(".wr-map__label", has_text="Kampen")).to_be_visible()


def test_an_address_can_be_copied_and_opened_by_somebody_else(page_as):
    page = page_as("corporatie")
    page.goto(f"{REGION}/balans/?definitie=strict-1a&van=2027&tot_en_met=2031")
    address, answer = page.locator("#adres").input_value(), page.locator(".wr-answer")

    other = page_as("huurders")
    other.goto(address)
    expect(other.get_by_label("Van jaar")).to_have_value("2027")
    expect(answer).to_be_visible()

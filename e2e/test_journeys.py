"""The chapter of this part of the story: from a list of plans to the statement of Kampen."""

import io

import openpyxl
import pikepdf
from playwright.sync_api import expect


def test_kampen_hands_in_its_list_and_reads_its_statement(page_as, accessible, tmp_path):
    page = page_as("beleid.kampen")
    page.get_by_role("link", name="Aanleveren").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Kampen (xlsx)").click()
    path = tmp_path / "kampen.xlsx"
    download.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Plannen"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    name = sheet.cell(2, headings["Naam"]).value
    sheet.cell(2, headings["Naam"]).value = f"{name} aan het water"
    sheet.cell(3, headings["Bouw 2030"]).value = "twaalf"
    book.save(path)

    page.get_by_label("Bestand").set_input_files(path)
    page.get_by_role("button", name="Bekijken").click()

    expect(page.get_by_text("Dit is geen getal.")).to_be_visible()
    accessible(page)

    sheet.cell(3, headings["Bouw 2030"]).value = None
    book.save(path)
    page.get_by_role("link", name="Aanleveren").first.click()
    page.get_by_label("Bestand").set_input_files(path)
    page.get_by_role("button", name="Bekijken").click()
    page.get_by_role("button", name="Vastleggen").click()

    expect(page.get_by_text("De aanlevering is verwerkt.")).to_be_visible()

    page.get_by_role("link", name="Plannen", exact=True).click()
    page.get_by_label("Zoek op naam").fill("aan het water")
    page.get_by_role("button", name="Toon").click()

    expect(page.get_by_role("link", name=f"{name} aan het water")).to_be_visible()

    page.get_by_role("link", name="Hoe het ervoor staat").click()
    page.get_by_role("link", name="Kampen", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hoe het ervoor staat: Kampen")

    href = page.get_by_role("link", name="Pdf").get_attribute("href")
    answer = page.request.get(href)
    with pikepdf.open(io.BytesIO(answer.body())) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "nl"


def test_a_plan_is_made_and_changed_by_keyboard(page_as):
    page = page_as("beleid.kampen")
    page.goto("/west-overijssel/plannen/nieuw/")
    page.get_by_label("Naam").fill("Havenkade")
    page.get_by_label("Planologische status").select_option("3")
    page.locator("#id_from_0").fill("2029")
    page.locator("#id_build_0").fill("1.200")
    page.locator("#id_build_0").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Havenkade")
    expect(page.get_by_text("1.200").first).to_be_visible()

    page.get_by_role("link", name="Wijzigen").click()
    page.get_by_label("Planologische status").select_option("2A")
    page.get_by_label("Waarom wijzigt u dit?").fill("Vastgesteld door de raad")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Hele geschiedenis").click()

    expect(page.get_by_text("Vastgesteld door de raad")).to_be_visible()


def test_two_people_edit_one_plan_and_nothing_is_lost(page_as, accessible):
    first, second = page_as("beleid.zwolle"), page_as("beleid.zwolle")
    address = "/west-overijssel/plannen/GM0193-2021-0001/bewerken/"
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
    page.get_by_role("link", name="Balans").click()
    page.get_by_role("link", name="Waarom verschillen twee totalen?").click()

    expect(page.locator(".wr-answer")).to_contain_text("Juridisch hard")
    expect(page.locator("#brug-data")).to_contain_text("Status 1C")


def test_the_map_is_drawn(page_as):
    page = page_as("regiosecretaris")
    page.goto("/west-overijssel/plannen/kaart/")

    expect(page.locator(".wr-map[data-ready=yes]")).to_be_visible(timeout=20_000)


def test_pages_work_without_javascript(chromium, server):
    context = chromium.new_context(base_url=server, java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill("regiosecretaris@voorbeeld.example")
    page.locator("input[type=password]").fill("voorbeeld-woonregie")
    page.locator("form.wr-form button[type=submit]").click()
    page.goto("/west-overijssel/balans/")
    page.get_by_label("Definitie van hard").select_option("strict-1a")
    page.get_by_role("button", name="Reken").click()

    assert "strict-1a" in page.url
    assert page.get_by_text("Tegenover de beginstand").is_visible()
    context.close()

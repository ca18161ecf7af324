"""A municipality hands in its own list: asked once, remembered the next time."""

import pytest
from playwright.sync_api import expect

from e2e.pages import REGION

DELIVERING = f"{REGION}/plannen/aanleveren/"
LIST = """Woningbouwplannen Kampen, stand januari 2026;;;;;
;;;;;
Nr;Plan;Planologie;2027;t/m 2032;Type 1
D1;Onderdijks Zuid;hard;40;60;80
D2;Bovenhaven;zacht;;25;0
Totaal;;;40;85;80
* Bron: grondzaken;;;;;
"""


@pytest.fixture
def hand_in():
    """Return a function that hands in a list on the page of deliveries."""

    def handed(page, name, content):
        page.goto(DELIVERING)
        page.get_by_label("Bestand").set_input_files(
            files=[{"name": name, "mimeType": "text/csv", "buffer": content.encode()}]
        )
        page.get_by_role("button", name="Bekijken").click()

    return handed


def test_an_own_list_is_asked_about_once(page_as, accessible, hand_in):
    page = page_as("beleid.kampen")

    # What we cannot know is asked, the rest is folded away.
    hand_in(page, "plannen-kampen.csv", LIST)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zo lezen wij uw kolommen")
    expect(page.locator("main")).to_contain_text("Van 2 woorden kennen wij de betekenis niet.")
    expect(page.get_by_label("Planologie", exact=True)).to_be_hidden()
    accessible(page)

    # An answer that is left out is told beside its question.
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert")).to_contain_text("Maak een keuze.")
    accessible(page)

    # The answers are given with the keyboard, and the list is read by them.
    page.get_by_label("Type 1").select_option("grondgebonden")
    page.get_by_label("hard", exact=True).select_option("1A")
    page.get_by_label("zacht", exact=True).select_option("4A")
    page.get_by_role("button", name="Verder").press("Enter")
    expect(page.locator("main")).to_contain_text("125 woningen te bouwen")
    accessible(page)

    # How each column was read can be seen, and changed.
    page.get_by_role("link", name="Zo lezen wij uw 6 kolommen").click()
    expect(page.get_by_label("Planologie", exact=True)).to_have_value("planologische status")
    accessible(page)

    # The next list of the same sender asks nothing.
    hand_in(page, "plannen-kampen-2.csv", LIST.replace("D2;", "D3;"))
    expect(page.get_by_role("heading", level=1)).to_have_text("plannen-kampen-2.csv")

    # What was learned can be seen and taken back; then it is asked again.
    page.goto(DELIVERING)
    page.get_by_role("link", name="Wat wij van uw lijsten leerden").click()
    accessible(page)
    page.get_by_role("button", name="Vergeten hard").click()
    expect(page.locator("main")).to_contain_text("Vergeten.")
    hand_in(page, "plannen-kampen-3.csv", LIST)
    expect(page.locator("main")).to_contain_text("Van 1 woord kennen wij de betekenis niet.")


def test_the_questions_work_without_scripts(page_as, hand_in):
    page = page_as("beleid.kampen", scripts=False)

    hand_in(page, "zonder-script.csv", LIST.replace("Type 1", "Type 2"))
    page.get_by_label("Type 2").select_option("-")
    for word in ("hard", "zacht"):
        choice = page.get_by_label(word, exact=True)
        if choice.count():
            choice.select_option("3")
    page.get_by_role("button", name="Verder").click()

    expect(page.locator("main")).to_contain_text("125 woningen te bouwen")

"""With a keyboard alone: into the content, through a form, and always in sight where one is."""

import pytest
from playwright.sync_api import expect

from e2e.pages import REGION

FOCUS = """
(() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    id: one.id,
    text: (one.innerText || one.value || '').trim().slice(0, 60),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.height > 0,
    high: box.height,
    inline: style.display === 'inline',
  };
})()
"""


def tab(page, until, most=80):
    """Press Tab until something has the focus; whatever has it on the way must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        assert found["ring"], found
        assert found["seen"], found
        if until(found):
            return found
    raise AssertionError("not reached")


def to(name):
    return lambda found: found["id"] == name


def test_the_first_stop_leads_into_the_content(page_as):
    page = page_as("beleid.kampen")
    page.goto(f"{REGION}/plannen/")
    first = tab(page, lambda _found: True)

    assert first["text"] == "Naar de inhoud"

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_arrows_and_enter_go_from_cell_to_cell(page_as):
    page = page_as("beleid.kampen")
    page.goto(f"{REGION}/plannen/snel-bewerken/")
    rows = page.locator("table[data-grid] tbody tr")
    first, second = (rows.nth(at).locator("th input[name=plan]").input_value() for at in (0, 1))
    focused = "document.activeElement.name"
    page.locator(f"[name='planning_status-{first}']").focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == f"project_phase-{second}"

    page.keyboard.press("Shift+Enter")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == f"programme_class-{first}"

    page.keyboard.type("res")
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("1 plan gewijzigd.")
    expect(page.locator(f"[name='programme_class-{first}']")).to_have_value("reserve")


def test_a_plan_is_made_by_keyboard(page_as):
    page = page_as("beleid.kampen")
    page.goto(f"{REGION}/plannen/nieuw/")
    tab(page, to("id_name"))
    page.keyboard.type("Bastion aan de Burgel")
    tab(page, to("id_planning_status"))
    page.keyboard.type("2A")
    tab(page, to("id_from_0"))
    page.keyboard.type("2029")
    tab(page, to("id_to_0"))
    tab(page, to("id_build_0"))
    page.keyboard.type("1.200")
    tab(page, lambda found: found["text"] == "Nog een regel")
    page.keyboard.press("Enter")
    added = page.evaluate(FOCUS)
    assert added["id"].startswith("from_") or added["id"].startswith("id_from_")
    page.keyboard.type("2031")
    tab(page, lambda found: found["id"].startswith("id_build_"))
    page.keyboard.type("80")
    tab(page, lambda found: found["text"] == "Opslaan")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Bastion aan de Burgel")
    expect(page.locator(".wr-figures dd").first).to_have_text("1.280")
    expect(page.get_by_text("2A vastgesteld").first).to_be_visible()


def test_the_levers_of_the_balance_by_keyboard(page_as):
    page = page_as("corporatie")
    page.goto(f"{REGION}/balans/")
    tab(page, to("id_definitie"))
    before = page.locator(".wr-answer").inner_text()
    page.keyboard.type("Streng")

    expect(page.locator(".wr-answer")).not_to_have_text(before, use_inner_text=True)
    assert page.evaluate(FOCUS)["id"] == "id_definitie"


def test_a_menu_closes_and_gives_the_focus_back(page_as):
    page = page_as("beleid.kampen")
    page.goto(f"{REGION}/")
    menu = page.locator(".wr-menu > summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Toegangssleutels")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Toegangssleutels")).not_to_be_visible()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("address", ["", "plannen/", "balans/", "stand/GM0166/"])
def test_every_stop_is_in_sight(page_as, address):
    page = page_as("beleid.kampen", width=390)
    page.goto(f"{REGION}/{address}")
    page.locator("body").click(position={"x": 1, "y": 1})

    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        stops.append(found)
        if page.evaluate("document.activeElement === document.body"):
            break
    assert all(stop["ring"] and stop["seen"] for stop in stops[:-1]), [
        stop for stop in stops if not (stop["ring"] and stop["seen"])
    ]


def test_motion_is_left_out_for_who_asks(chromium, server, logged_in):
    context = chromium.new_context(
        base_url=server, reduced_motion="reduce", storage_state=logged_in("beleid.kampen")
    )
    page = context.new_page()
    page.goto(f"{REGION}/balans/")

    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((one) => {"
        " const style = getComputedStyle(one);"
        " return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;"
        "}).length"
    )
    context.close()
    assert moving == 0

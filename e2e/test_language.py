"""A reader chooses her language."""


def test_changing_the_language_keeps_the_page(page_as):
    page = page_as("beleid.kampen")
    page.goto("/west-overijssel/plannen/?gemeente=GM0166&sorteer=-netto")
    page.get_by_role("button", name="English").click()

    page.wait_for_url("**/west-overijssel/plannen/?gemeente=GM0166&sorteer=-netto")
    assert page.locator("html").get_attribute("lang") == "en"

    page.get_by_role("button", name="Nederlands").click()

    page.wait_for_url("**/west-overijssel/plannen/?gemeente=GM0166&sorteer=-netto")
    assert page.locator("html").get_attribute("lang") == "nl"

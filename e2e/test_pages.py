"""Every page: zero axe violations, a silent console, no sideways scrolling on a phone."""

import pytest

PAGES = [
    "/west-overijssel/",
    "/west-overijssel/plannen/",
    "/west-overijssel/plannen/kaart/",
    "/west-overijssel/plannen/nieuw/",
    "/west-overijssel/plannen/GM0166-2021-0001/",
    "/west-overijssel/plannen/GM0166-2021-0001/bewerken/",
    "/west-overijssel/plannen/GM0166-2021-0001/historie/",
    "/west-overijssel/plannen/programma/",
    "/west-overijssel/plannen/programma/GM0166/",
    "/west-overijssel/plannen/aanleveren/",
    "/west-overijssel/prognoses/",
    "/west-overijssel/balans/",
    "/west-overijssel/balans/brug/",
    "/west-overijssel/stand/",
    "/west-overijssel/stand/GM0166/",
    "/west-overijssel/normen/",
    "/west-overijssel/logboek/",
    "/bronnen/demo-plannen/",
    "/account/toegangssleutels/",
    # A page that is not there: the browser itself says so in the console.
    "/nergens/",
]


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible(page_as, accessible, width):
    page = page_as("beleid.kampen", width=width)

    for address in PAGES:
        answer = page.goto(address)
        if address != "/nergens/":
            assert answer.status == 200, address
        accessible(page)
        sideways = page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
        assert not sideways, address
        if address == "/nergens/":
            break


def test_public_pages_are_accessible(page_as, accessible):
    page = page_as()

    for address in ("/", "/account/login/"):
        page.goto(address)
        accessible(page)


def test_english_pages_are_accessible(page_as, accessible):
    page = page_as("regiosecretaris")
    page.get_by_role("button", name="English").click()

    for address in ("/west-overijssel/", "/west-overijssel/balans/", "/west-overijssel/stand/"):
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == "en"
        accessible(page)


def test_the_administrators_forms_are_accessible(page_as, accessible):
    page = page_as("beheerder")
    page.goto("/west-overijssel/normen/")
    addresses = [
        page.locator("a[href*='/normen/norm/']").first.get_attribute("href"),
        page.locator("a[href*='/normen/definitie/']").first.get_attribute("href"),
    ]

    for address in addresses:
        page.goto(address)
        accessible(page)

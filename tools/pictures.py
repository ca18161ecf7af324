"""Take the pictures of the manual: `python -m tools.pictures ADDRESS`, with the server running.

Every main page at 1440 and 390 pixels, as the policy officer of Kampen sees it.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

OUT = Path("docs/handleiding/beelden")
PAGES = {
    "aan-zet": "/west-overijssel/",
    "plannen": "/west-overijssel/plannen/",
    "kaart": "/west-overijssel/plannen/kaart/",
    "plan": "/west-overijssel/plannen/GM0166-2021-0001/",
    "bewerken": "/west-overijssel/plannen/GM0166-2021-0001/bewerken/",
    "aanleveren": "/west-overijssel/plannen/aanleveren/",
    "programma": "/west-overijssel/plannen/programma/",
    "prognoses": "/west-overijssel/prognoses/",
    "balans": "/west-overijssel/balans/",
    "brug": "/west-overijssel/balans/brug/",
    "stand": "/west-overijssel/stand/GM0166/",
    "normen": "/west-overijssel/normen/",
}
ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
WITH_MAP = {"kaart", "plan", "balans"}


def main(address: str) -> None:
    """Log in and take every picture."""
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for width, height in ((1440, 1000), (390, 844)):
            context = browser.new_context(
                base_url=address, viewport={"width": width, "height": height}, locale="nl-NL"
            )
            page = context.new_page()
            page.goto("/account/login/")
            page.locator("input[type=email]").fill("beleid.kampen@voorbeeld.example")
            page.locator("input[type=password]").fill("voorbeeld-woonregie")
            page.locator("form.wr-form button[type=submit]").click()
            page.wait_for_url("**/west-overijssel/")
            for name, path in PAGES.items():
                page.goto(path)
                if name in WITH_MAP:
                    page.locator(".wr-map[data-ready=yes]").first.wait_for(timeout=20_000)
                    page.wait_for_timeout(800)
                page.screenshot(path=OUT / f"{name}-{width}.png", full_page=width == 1440)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])

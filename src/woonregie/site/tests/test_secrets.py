"""A canary among the plans: an odd name and 7,919 homes, sought in all that anybody can open.

Until the issue on secrets there are three circles: who sees this plan, who sees totals, who sees
neither. The number of the plan may not stand anywhere outside the first, that of its municipality
nowhere outside the second.
"""

import html
import io
import re
import zipfile
from urllib.parse import urljoin, urlsplit

import pytest

from woonregie.foundation.pages.charts import written
from woonregie.site.tests.access import entries
from woonregie.site.tests.conftest import CAST
from woonregie.site.tests.test_access import address

NAME = "Zevenslaper"
HOMES = 7919
# With the 600 of Reeve, and the 1,200 of Stadshagen in Zwolle.
KAMPEN, TOGETHER = 8519, 9719
# In the full region Berkterrein, 80 homes, stands for the 600 of Reeve.
FULL = (7999, 9199)
SEES_THE_PLAN = {"executive_kampen", "official_kampen", "secretary", "account_manager"}
SEES_NO_TOTALS = {"anonymous", "guest", "market_expert", "stranger"}
LEADS = re.compile(r"""(?:href|src|action|hx-get)=["']([^"'#]+)""")
MOST_PAGES = 160


@pytest.fixture
def canary(small_region, planned, official_kampen):
    """Record the canary in Kampen, beside Reeve, so that the total is another number."""
    return planned(official_kampen, small_region.kampen, NAME, HOMES, 190_100, 505_100)


def forms_of(number):
    """Return the ways in which a number may be written."""
    return {str(number), f"{number:,}", f"{number:,}".replace(",", "."), written(number)}


def told(answer):
    """Return what an answer says: its text, of a sheet the cells, of a page the words."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return html.unescape(body.decode(errors="replace"))


def reached(browser, start):
    """Yield (address, what it says) of the table's rows and of all pages they lead to."""
    waiting, seen = list(start), set()
    while waiting and len(seen) < MOST_PAGES:
        where = waiting.pop(0)
        parts = urlsplit(where)
        known = (parts.path, frozenset(part.split("=")[0] for part in parts.query.split("&")))
        if known in seen or parts.netloc or parts.path.startswith("/static/"):
            continue
        seen.add(known)
        answer = browser.get(where)
        text = told(answer)
        yield where, text
        if "text/html" in answer.get("Content-Type", ""):
            waiting += [urljoin(where, html.unescape(link)) for link in LEADS.findall(text)]


def found_in(browser, small, words):
    rows = [entry for entry in entries() if entry.kind in {"page", "api"} and entry.how == "GET"]
    start = ["/", *(address(entry, small) for entry in rows if entry.name != "account_logout")]
    return sorted(
        {
            f"{where}: {word}"
            for where, text in reached(browser, start)
            for word in words
            if re.search(rf"(?<![\d.,]){re.escape(word)}(?![\d])", text)
        }
    )


class TestCanary:
    def test_sings_for_who_may_hear_it(self, small_region, canary, browser_of):
        browser = browser_of("official_kampen")

        page = told(browser.get("/testregio/plannen/"))
        statement = told(browser.get("/testregio/stand/GM0166/"))

        assert NAME in page
        assert forms_of(HOMES) & set(re.findall(r"[\d.]+", page))
        assert forms_of(KAMPEN) & set(re.findall(r"[\d.]+", statement))

    @pytest.mark.parametrize("who", [who for who in CAST if who not in SEES_THE_PLAN])
    def test_is_not_heard_outside_its_municipality(self, full_region, canary, browser_of, who):
        words = {NAME, canary.number, *forms_of(HOMES)}
        if who in SEES_NO_TOTALS:
            # Also not what it makes of Kampen's total, nor of the region's.
            words |= {form for total in FULL for form in forms_of(total)}

        found = found_in(browser_of(who), full_region, words)

        assert not found, "\n".join(found)

    def test_would_be_heard_in_the_totals_of_the_full_region(
        self, full_region, canary, browser_of
    ):
        browser = browser_of("official_kampen")

        for address_of, total in zip(("GM0166/", ""), FULL, strict=True):
            statement = told(browser.get(f"/testregio/stand/{address_of}"))
            counted = [
                int(n) for n in re.findall(r"<dd>([\d.]+)</dd>", statement.replace(".", ""))
            ]
            assert sum(counted[1:3]) == total

    @pytest.mark.parametrize("who", ["official_zwolle", "corporation_adviser", "reader"])
    def test_counts_in_totals_for_who_sees_totals(self, small_region, canary, browser_of, who):
        statement = told(browser_of(who).get("/testregio/stand/GM0166/"))

        assert forms_of(KAMPEN) & set(re.findall(r"[\d.]+", statement))

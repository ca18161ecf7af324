import importlib

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from bench import (
    document_diff,
    import_50k,
    register_as_of,
    register_export,
    register_ledger,
    register_overlap,
    register_preview,
    web_balance,
    web_list,
)
from bench.__main__ import names
from bench.large.build import SECRETARY, SLUG, build
from bench.result import Also, Result, page
from bench.server import Answer
from woonregie.foundation.accounts.models import Account

GOALS = {
    "clause-recompute",
    "disclosure-nation",
    "document-diff",
    "forecast-backtest-nl",
    "forecast-backtest-norway",
    "forecast-coverage",
    "forecast-flows-iceland",
    "forecast-nation",
    "forecast-peer",
    "forecast-positions-2020",
    "forecast-region",
    "import-50k",
    "import-registers",
    "register-as-of",
    "register-export",
    "register-ledger",
    "register-overlap",
    "register-preview",
    "search-postgresql",
    "search-sqlite",
    "startup",
    "web-balance",
    "web-list",
    "worker-memory",
}
CODES = ("GM0193", "GM0166", "GM0177", "GM0150")


@pytest.fixture
def small_region(db):
    """Return the large region with only 300 plans in four municipalities."""
    cache.clear()
    return build(plans=300, codes=CODES)


class TestEveryBenchmark:
    def test_has_a_name_and_measures(self):
        modules = {
            name: importlib.import_module(f"bench.{name.replace('-', '_')}") for name in names()
        }

        assert set(modules) >= GOALS
        assert all(callable(module.measure) for module in modules.values())


@pytest.fixture
def ask(small_region):
    """Return a function that asks a page for the secretary of the small region."""
    client = Client()
    secretary = Account.objects.get(email=SECRETARY)
    client.force_login(secretary, settings.AUTHENTICATION_BACKENDS[0])

    def asked(address: str) -> Answer:
        answer = client.get(address)
        return Answer(answer.status_code, answer.content.decode(), 0.0, 0.0)

    return asked


class TestTheList:
    def test_is_right_on_every_page(self, ask):
        # There are few plans without a status; of the rest there is a second page.
        asked = [
            (query, 1 if "status" in query else min(number, 2)) for query, number in web_list.ASKED
        ]
        web_list.check(ask, web_list.addresses(SLUG, SECRETARY, asked), web_list.Recounts())


class TestTheListOfThen:
    def test_is_right_today_and_then_whatever_was_said_since(self, ask):
        asked = [(query, 1) for query, _number in register_as_of.ASKED]
        today, then = register_as_of.pages(SLUG, SECRETARY, asked)
        known = web_list.Recounts()

        web_list.check(ask, [*today, *then], known)
        register_as_of.change_a_plan(0)

        web_list.check(ask, today, web_list.Recounts())
        web_list.check(ask, then, known)


class TestTheLedger:
    def test_comes_to_the_same_however_it_is_added_up(self, small_region):
        movements = register_ledger.fill(6_000)

        assert 6_000 <= movements <= 6_001
        assert register_ledger.check() > len(CODES)


class TestTheExport:
    def test_has_every_home_in_every_format(self, small_region, tmp_path):
        for name, kind in register_export.usual().items():
            made = register_export.deliver(SLUG, name, kind, tmp_path)

            register_export.check(made, 300, register_export.homes())


class TestTheOverlaps:
    def test_are_those_of_a_plain_loop(self):
        wkb = register_overlap.areas(3_000)

        pairs = register_overlap.loop(wkb)

        assert register_overlap.check(register_overlap.pictures(wkb)(), wkb, pairs) > 0


class TestTheBalance:
    def test_is_right_for_every_municipality(self, small_region):
        web_balance.check(web_balance.ask())


class TestTheDifference:
    def test_finds_no_more_than_was_changed(self):
        document_diff.check(*document_diff.editions(50))


class TestTheImport:
    def test_keeps_every_home_and_tells_how_far_it_is(self, db, tmp_path):
        book = tmp_path / "plannen.xlsx"
        import_50k.write_book(book, CODES, plans=120)

        told = import_50k.take_in(book, CODES)

        import_50k.check(told, CODES, plans=120)


class TestThePage:
    def test_says_what_was_missed(self):
        slow = Result(
            "slow", 3.0, "s", 2.0, "nobody", 6.0, "A note.", also=(Also("again", 1.0, "s", 2.0),)
        )

        written = page({"slow": slow.as_json()})

        assert (
            "| [slow](#slow) | 3 s | 2 s | **no** | nobody | 6 s | 2.0 | `make bench only=slow` |"
            in written
        )
        assert "| again | 1 s | 2 s | yes |" in written


class TestPreview:
    def test_asks_and_keeps_what_the_lists_were_made_of(self, db, tmp_path, settings):
        settings.FILES_DIR = tmp_path / "files"
        cache.clear()
        sizes = {"plans": 220, "renamed": 20, "edited": 30, "both": 5, "gone": 10, "more": 30}

        told = register_preview.deliver(tmp_path, sizes)

        register_preview.check(told, sizes)
        assert (told["right"], told["wrong"]) == (20, 0)

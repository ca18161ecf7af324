"""One door: nothing that anybody can open tells of a plan that is kept from her.

Two proofs. A canary in every secret field is sought in all that every role can open. And stronger:
the same region with other secrets gives the same answers, to the byte.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from woonregie.foundation.search.services import rebuild
from woonregie.site.tests.access import entries
from woonregie.site.tests.planted import ONE, OTHER, SAID, plant
from woonregie.site.tests.test_access import REGION, address
from woonregie.site.tests.test_secrets import forms_of, reached, told
from woonregie.subjects.plans.queries.filters import SORTS

OWN = "official_zwolle"
# Who sees lists of plans at all: the rest is refused whatever is asked of them.
LISTS = ("official_kampen", "secretary", "account_manager")
# One for each way in which the one table treats somebody.
OTHERS = ("anonymous", "guest", "corporation_adviser", *LISTS, "administrator", "stranger")
# Each is asked for minutes, so of two who are treated nearly alike one has the first proof, and
# one the second.
SAME_ANSWERS = ("anonymous", "corporation_adviser", "official_kampen", "secretary")
NO_CANARY = tuple(who for who in OTHERS if who not in SAME_ANSWERS)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PLANS = f"/{REGION}/plannen/"


@pytest.fixture(autouse=True)
def _one_moment():
    with time_machine.travel(NOW, tick=False):
        yield


@contextmanager
def _undone() -> Iterator[None]:
    """Take away what was recorded, and what was remembered of it."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


# ------------------------------------------------------------------ what is asked
def gets():
    """Return the rows of the one table that are opened; a route that is not there fails it."""
    found = [entry for entry in entries() if entry.kind in {"page", "api"} and entry.how == "GET"]
    return [entry for entry in found if entry.name != "account_logout"]


def sums_secrets(name):
    """Return whether a page sums plans by the door of the balance; the home page tells of it."""
    return name == "home" or name.startswith("balance:")


def of_table(who, small, *, balance):
    """Return the rows that may tell somebody something, by their label."""
    nothing = {"login", "401", "403", "404", "405"}
    return {
        entry.label: address(entry, small)
        for entry in gets()
        if entry.cells[who] not in nothing and sums_secrets(entry.name) == balance
    }


def to_secrets(small, planted, *, groups=True):
    """Return the addresses that lead to what is secret, by a name that is the same everywhere.

    Of every page that is about a plan, also one that is made later: that of the secret plan.
    """
    found = {}
    partly = planted.by_group.values() if groups else ()
    usual = {entry.label: address(entry, small) for entry in gets()}
    for at, plan in enumerate([planted.hidden, *partly]):
        around = {**small.around, **planted.around}
        there = replace(small, plan_kampen=plan, plan_zwolle=plan, around=around)
        for entry in gets():
            where = address(entry, there)
            if where != usual[entry.label]:
                found[f"{entry.label} of secret {at}"] = where
    for name in ("detail", "account", "decisions", "relations", "history", "shape"):
        of_plan = {"region": REGION, "number": planted.seen.number}
        found[f"{name} of a plan that is seen"] = reverse(f"plans:{name}", kwargs=of_plan)
    for name, delivery in (("written", planted.applied), ("waiting", planted.delivery)):
        given = {"region": REGION, "key": delivery.pk}
        found[f"list {name}"] = reverse("plans:import", kwargs=given)
    for name, source in (("list", planted.applied.source), ("changes", planted.around["source"])):
        found[f"source of {name}"] = reverse("sources:detail", kwargs={"key": source.key})
    quality = reverse("plans:quality_of", kwargs={"region": REGION, "code": "GM0193"})
    return found | {"quality": quality, "trend": f"{quality}?csv=verloop"}


def questions():
    """Return what somebody can ask of the lists: each filter, each order, other days."""
    asked = ["gemeente=GM0193", "gebrek=zonder-jaar", "richting=expansion", "richting=infill"]
    asked += [f"sorteer={sort}" for sort in SORTS]
    for secret in (ONE, OTHER):
        asked.append(f"zoek={secret.word}")
        asked.append(f"status={secret.codes['planning_status']}")
        asked.append(f"fase={secret.codes['project_phase']}")
    days = ["2025-01-01", "2026-02-10", "2026-04-01", "2028-01-01"]
    known = ["2026-11-19", "2026-11-21", "2026-11-24"]
    timed = [f"op={day}" for day in days] + [f"bekend_op={day}" for day in known]
    found = {f"list?{query}": f"{PLANS}?{query}" for query in (*asked, *timed)}
    for path in ("kaart/", "kaart.geojson", "plannen.csv", "plannen.xlsx"):
        found |= {f"{path}?{query}": f"{PLANS}{path}?{query}" for query in timed}
    for query in ("gemeente=GM0193", "soort=gesloopt", "soort=onttrokken", "csv=verschil"):
        found[f"realisation?{query}"] = f"{PLANS}realisatie/?{query}"
    for word in (ONE.word, OTHER.word, "Assendorp", "toelichting", "GM0193"):
        found[f"search?{word}"] = (
            f"{reverse('search:results', kwargs={'region': REGION})}?q={word}"
        )
    items = reverse("api:ogc_items", kwargs={"regio": REGION, "naam": "plannen"})
    for query in ("bbox=5.9,52.4,6.3,52.6", "limit=1", "datetime=2026-04-01"):
        found[f"items?{query}"] = f"{items}?{query}"
    return found


# ------------------------------------------------------------------ what is answered
CHANCE = [
    re.compile(r"""(?<=name="csrfmiddlewaretoken" value=")[^"]+"""),
    re.compile(r"""(?<="X-CSRFToken": ")[^"]+"""),
    re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"),
    re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"),
    # The log tells when something was done, and by whom: not what (docs/adr/0030-one-door.md).
    re.compile(r"""(?<=data-label="Wanneer">)[^<]+"""),
    # A printed page says when it was printed, by another clock.
    re.compile(r"(?<=Date\(D:)\d{14}Z"),
    re.compile(r"<\?xpacket begin.*?<\?xpacket end", re.DOTALL),
    re.compile(r"/ID\s*\[[^\]]*\]"),
]
PASSING = {"content-length", "etag", "set-cookie"}


def without_chance(text):
    for pattern in CHANCE:
        text = pattern.sub("*", text)
    return text


def answered(browser, asked):
    """Return what somebody is answered: status, headers and text, without what is chance."""
    # Two rows may be one address: that is asked once.
    found = {where: _answered(browser, where) for where in dict.fromkeys(asked.values())}
    return {name: found[where] for name, where in asked.items()}


def _answered(browser, where):
    response = browser.get(where)
    heads = sorted(item for item in response.items() if item[0].lower() not in PASSING)
    return (
        response.status_code,
        without_chance(repr(heads)),
        without_chance(told(response)),
    )


def differences(one, other):
    return [
        f"{name}: {_first(one[name], other[name])}" for name in one if one[name] != other[name]
    ]


def _first(one, other):
    """Return the first lines in which two answers differ."""
    if one[:2] != other[:2]:
        return f"{one[:2]} / {other[:2]}"
    for mine, theirs in zip(one[2].splitlines(), other[2].splitlines(), strict=False):
        if mine != theirs:
            return f"{mine.strip()[:300]!r} / {theirs.strip()[:300]!r}"
    return "one is longer"


def answers(small, secret, official, browsers, *, balance, only):
    """Return what each of some people is answered in a region with a secret."""
    found = {}
    with _undone():
        planted = plant(small, secret, official=official)
        rebuild(today=NOW.date())
        for who, browser in browsers.items():
            asked = of_table(who, small, balance=balance)
            if not balance:
                asked |= to_secrets(small, planted, groups=who in LISTS)
                asked |= questions() if who in LISTS else {}
            given = answered(browser, {name: asked[name] for name in asked if only in name})
            found |= {f"{who}, {name}": answer for name, answer in given.items()}
    return found


@pytest.fixture
def with_each_secret(full_region, official_zwolle, browser_of):
    """Return a function that asks some people the same, once with each secret."""

    def asked(people, *, balance=False, only=""):
        browsers = {who: browser_of(who) for who in people}
        how = {"balance": balance, "only": only}
        return [
            answers(full_region, secret, official_zwolle, browsers, **how)
            for secret in (ONE, OTHER)
        ]

    return asked


class TestOtherSecrets:
    @pytest.mark.parametrize("who", SAME_ANSWERS)
    def test_give_others_the_same_answers(self, with_each_secret, who):
        one, other = with_each_secret([who])

        wrong = differences(one, other)

        assert not wrong, "\n".join(wrong)

    def test_give_the_own_official_other_answers(self, with_each_secret):
        one, other = with_each_secret([OWN], only="plans:list")

        assert differences(one, other)

    @pytest.mark.parametrize("who", ["corporation_adviser", "secretary"])
    def test_give_others_the_same_balance(self, with_each_secret, who):
        one, other = with_each_secret([who], balance=True)

        wrong = differences(one, other)

        assert not wrong, "\n".join(wrong)


# ------------------------------------------------------------------ the canary
# A part of a key may look like a rare number.
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def heard(browser, asked, words):
    """Return address and word of each canary that is heard in what somebody reaches."""
    sought = [(word, re.compile(rf"(?<![\w.,]){re.escape(word)}(?!\w)")) for word in words]
    return {
        (where, word)
        for where, text in reached(browser, asked)
        for word, pattern in sought
        if pattern.search(KEY.sub("", text))
    }


def numbers_of(secret):
    """Return the rare numbers of a secret, as they may be written."""
    return {form for more in range(-2, 8) for form in forms_of(secret.number + more)}


class TestCanary:
    @pytest.fixture
    def planted(self, full_region, official_zwolle):
        cache.clear()
        planted = plant(full_region, ONE, official=official_zwolle)
        rebuild(today=NOW.date())
        return planted

    @pytest.mark.parametrize("who", NO_CANARY)
    def test_is_not_heard_by_who_may_not_know(self, full_region, planted, browser_of, who):
        start = [
            *of_table(who, full_region, balance=False).values(),
            *to_secrets(full_region, planted).values(),
        ]
        words = {ONE.word, planted.hidden.number, *numbers_of(ONE)}

        found = heard(browser_of(who), start, words)

        # The address that was asked is named by the page that says it is not there.
        wrong = {(where, word) for where, word in found if word not in where}
        assert not wrong, "\n".join(map(str, sorted(wrong)))

    def test_is_heard_by_the_own_official_from_every_field(self, full_region, planted, browser_of):
        browser = browser_of(OWN)
        asked = [
            *of_table(OWN, full_region, balance=False).values(),
            *to_secrets(full_region, planted).values(),
        ]

        text = "\n".join(told(browser.get(where)) for where in asked)

        assert [what for what in SAID if ONE.text(what) not in text] == []
        assert numbers_of(ONE) & set(re.findall(r"[\d.]+", text))

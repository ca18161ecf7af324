"""What the tests of pages and of the API share: one day, and a browser per person."""

import pytest
import time_machine

from woonregie.subjects.plans.tests.factories import AT


@pytest.fixture
def today():
    """Let it be 24 November 2026, noon in Greenwich, for as long as the test runs."""
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def browser_of(client_for, today):
    """Return a function that gives the browser of somebody, each time the same one."""
    browsers = {}

    def of(account):
        if account.pk not in browsers:
            browsers[account.pk] = client_for(account)
        return browsers[account.pk]

    return of


@pytest.fixture
def visit(browser_of):
    """Return a function that lets somebody open an address under /testregio/plannen/."""

    def opened(account, path="", query=None):
        return browser_of(account).get(f"/testregio/plannen/{path}", query or {})

    return opened


@pytest.fixture
def send(browser_of):
    """Return a function that lets somebody send a form under /testregio/plannen/."""

    def sent(account, path, data):
        return browser_of(account).post(f"/testregio/plannen/{path}", data)

    return sent

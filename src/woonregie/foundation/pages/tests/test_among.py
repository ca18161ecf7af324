"""One of many keys, asked with one parameter."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from woonregie.foundation.pages.among import Among

pytestmark = pytest.mark.django_db


def organisations():
    # A lower floor does not know this table, but every house has it.
    return apps.get_model("accounts", "Organisation").objects


@pytest.fixture
def successors():
    """Return two organisations that went up in others, and one that goes on."""
    kinds = {"kind": "municipality"}
    kampen = organisations().create(name="Kampen", slug="toets-kampen", **kinds)
    zwolle = organisations().create(name="Zwolle", slug="toets-zwolle", **kinds)
    for name, successor in (("IJsselmuiden", kampen), ("Zwollerkerspel", zwolle)):
        slug = f"toets-{name.lower()}"
        organisations().create(name=name, slug=slug, successor=successor, **kinds)
    return kampen, zwolle


def names(keys):
    found = organisations().filter(Among("successor", keys), slug__startswith="toets-")
    return sorted(found.values_list("name", flat=True))


class TestAmong:
    def test_finds_what_belongs_to_one_of_them(self, successors):
        kampen, zwolle = successors

        assert names([kampen.pk]) == ["IJsselmuiden"]
        assert names([kampen.pk, zwolle.pk, uuid4()]) == ["IJsselmuiden", "Zwollerkerspel"]

    def test_finds_nothing_among_none(self, successors):
        assert names([]) == []

    def test_may_be_turned_round_and_combined(self, successors):
        kampen, zwolle = successors

        found = organisations().filter(slug__startswith="toets-")

        assert (
            found.exclude(Among("successor", [kampen.pk]))
            .filter(Among("successor", [zwolle.pk]) | Among("successor", [uuid4()]))
            .get()
            .name
            == "Zwollerkerspel"
        )

    def test_asks_with_one_parameter(self, successors):
        with CaptureQueriesContext(connection) as asked:
            names([uuid4() for _ in range(500)])

        assert asked[0]["sql"].count("%s") == 0
        assert asked[0]["sql"].count("json_each") + asked[0]["sql"].count("ANY(") == 1

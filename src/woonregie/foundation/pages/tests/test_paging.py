"""Paging forgets no row and shows none twice, forwards and back, however the rows are sorted."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core import signing
from hypothesis import given, settings
from hypothesis import strategies as st

from woonregie.foundation.pages.paging import SALT, UnknownCursorError, keyset

pytestmark = pytest.mark.django_db

FIRST_DAY = date(2012, 1, 1)
# Few values, so that many rows tie; capitals, accents and nothing, because they sort oddly.
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["municipality", "region", "care"]),
        st.sampled_from(["Zwolle", "zwolle", "Súdwest", "'s-Gravenhage", "Ede", "Één", ""]),
        st.integers(0, 2),
        st.booleans(),
    ),
    max_size=17,
)
DIRECTED = ("kind", "name", "starts_on", "fictitious")
ORDERS = st.lists(
    st.tuples(st.sampled_from(DIRECTED), st.booleans()), unique_by=lambda item: item[0]
)


def _organisations():
    """Return rows of a higher floor, which this one does not know by name."""
    return apps.get_model("accounts", "Organisation").objects


def _kept(rows):
    _organisations().all().delete()
    _organisations().bulk_create(
        _organisations().model(
            kind=kind,
            name=name,
            slug=f"rij-{at}",
            starts_on=FIRST_DAY + timedelta(days=day),
            fictitious=fictitious,
        )
        for at, (kind, name, day, fictitious) in enumerate(rows)
    )


def _directed(order, last):
    return [f"-{field}" if down else field for field, down in [*order, ("id", last)]]


def _walked(order, size):
    """Return all pages to the end, and all pages back from there to the beginning."""
    there = [keyset(_organisations().all(), order=order, size=size)]
    while there[-1].next_cursor:
        there.append(
            keyset(_organisations().all(), order=order, size=size, after=there[-1].next_cursor)
        )
    back = [there[-1]]
    while back[-1].previous_cursor:
        back.append(
            keyset(_organisations().all(), order=order, size=size, before=back[-1].previous_cursor)
        )
    return there, back


class TestWalking:
    @given(rows=ROWS, order=ORDERS, last=st.booleans(), size=st.integers(1, 6))
    @settings(deadline=None, max_examples=60)
    def test_there_and_back_visits_every_row_once(self, rows, order, last, size):
        _kept(rows)
        directed = _directed(order, last)
        expected = list(_organisations().order_by(*directed).values_list("slug", flat=True))

        there, back = _walked(directed, size)

        assert [row.slug for page in there for row in page.items] == expected
        assert [row.slug for page in reversed(back) for row in page.items] == expected

    @given(rows=ROWS, size=st.integers(1, 6))
    @settings(deadline=None, max_examples=30)
    def test_offers_neighbours_only_where_there_are_some(self, rows, size):
        _kept(rows)

        there, back = _walked(["name", "id"], size)

        assert there[0].previous_cursor is None
        assert there[-1].next_cursor is None
        assert all(page.items for page in there) or not rows
        assert back[-1].previous_cursor is None
        assert all(page.next_cursor for page in back[1:])

    def test_goes_back_to_the_page_it_came_from(self):
        _kept([("care", "Ede", day, False) for day in range(5)])
        order = ["-starts_on", "id"]
        first = keyset(_organisations().all(), order=order, size=2)
        second = keyset(_organisations().all(), order=order, size=2, after=first.next_cursor)

        again = keyset(_organisations().all(), order=order, size=2, before=second.previous_cursor)

        assert list(again.items) == list(first.items)

    def test_goes_on_after_a_row_that_is_gone(self):
        _kept([("care", "Ede", day, False) for day in range(5)])
        page = keyset(_organisations().all(), order=["starts_on", "id"], size=2)
        page.items[-1].delete()

        following = keyset(
            _organisations().all(), order=["starts_on", "id"], size=2, after=page.next_cursor
        )

        assert [row.starts_on.day for row in following.items] == [3, 4]

    def test_follows_a_field_of_a_related_row(self, zwolle, kampen, raalte):
        page = keyset(type(zwolle).objects.all(), order=["organisation__name", "id"], size=1)

        names = [page.items[0].name]
        while page.next_cursor:
            page = keyset(
                type(zwolle).objects.all(),
                order=["organisation__name", "id"],
                size=1,
                after=page.next_cursor,
            )
            names.append(page.items[0].name)

        assert names == ["Kampen", "Raalte", "Zwolle"]

    @pytest.mark.parametrize("empty", ["", None])
    def test_takes_an_empty_cursor_for_none(self, empty):
        _kept([("care", "Ede", day, False) for day in range(3)])

        page = keyset(
            _organisations().all(),
            order=["starts_on", "id"],
            size=2,
            after=empty,
            before=empty,
        )

        assert [row.starts_on.day for row in page.items] == [1, 2]


class TestRefusing:
    @pytest.fixture
    def cursor(self):
        _kept([("care", "Ede", day, False) for day in range(3)])
        page = keyset(_organisations().all(), order=["name", "id"], size=1)
        assert page.next_cursor
        return page.next_cursor

    def _asked(self, cursor, order=("name", "id")):
        return keyset(_organisations().all(), order=order, size=1, after=cursor)

    @pytest.mark.parametrize(
        "cursor",
        ["onzin", "a:b:c", "\x00", "é", "..", "W10:1:x", "'; DROP TABLE plans", "x" * 9000],
    )
    def test_refuses_what_we_did_not_make(self, cursor):
        with pytest.raises(UnknownCursorError, match="eerste bladzijde") as refused:
            self._asked(cursor)

        assert refused.value.status == 400

    def test_refuses_a_cursor_that_was_cut_off(self, cursor):
        with pytest.raises(UnknownCursorError, match="bestaat niet meer"):
            self._asked(cursor[:-4])

    def test_refuses_a_cursor_whose_end_was_changed(self, cursor):
        other = "A" if cursor[-1] != "A" else "B"

        with pytest.raises(UnknownCursorError, match="bestaat niet meer"):
            self._asked(cursor[:-1] + other)

    def test_refuses_a_signature_of_another_kind(self):
        with pytest.raises(UnknownCursorError, match="bestaat niet meer"):
            self._asked(signing.dumps(["name,id", ["Ede", "x"]], salt="something.else"))

    @pytest.mark.parametrize(
        "order", [("-name", "id"), ("kind", "id"), ("starts_on", "id"), ("name",), ("id", "name")]
    )
    def test_refuses_a_cursor_of_another_order(self, cursor, order):
        """Else a name would be compared with a day, and the answer would be wrong in silence."""
        with pytest.raises(UnknownCursorError, match="sortering is veranderd"):
            self._asked(cursor, order)

    def test_its_cursor_holds_no_more_than_the_row_shows(self, cursor):
        made_for, values = signing.loads(cursor, salt=SALT)

        assert made_for == "name,id"
        assert values[0] == "Ede"

    def test_the_page_says_it_in_words(self, client_for, secretary, region):
        answer = client_for(secretary).get("/testregio/logboek/", {"na": "onzin"})

        assert answer.status_code == 400
        assert "eerste bladzijde" in answer.content.decode()

    def test_the_api_says_it_as_a_problem(self, client_for, secretary):
        answer = client_for(secretary).get("/api/v1/gemeenten", {"na": "onzin"})

        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert "eerste bladzijde" in answer.json()["detail"]

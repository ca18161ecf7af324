"""The chain shows every change, wherever it was made."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.audit.acts import UnknownActError, all_acts, register_act
from woonregie.foundation.audit.chain import link_hash, verify
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.models import ChainHead, Event
from woonregie.foundation.audit.queries import events_for, events_of, head_sequence
from woonregie.foundation.audit.services import record, recorded

ACT = register_act("audit.tried", "probeerde iets")
AT = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def five_lines(db):
    for number in range(5):
        record(act=ACT.name, by=None, at=AT, payload={"number": number, "share": Decimal("0.50")})


def _without_guards():
    """Do what an intruder with the password of the database does first."""
    place = "" if connection.vendor == "sqlite" else " ON audit_event"
    with connection.cursor() as cursor:
        for guard in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER audit_event_no_{guard}{place}")


def _verified():
    said = StringIO()
    call_command("verify_audit", format="json", stdout=said)
    return json.loads(said.getvalue())


@pytest.mark.django_db
class TestRecord:
    def test_links_each_line_to_the_one_before(self, five_lines):
        first, second = Event.objects.order_by("sequence")[:2]

        assert first.previous_hash == "0" * 64
        assert second.previous_hash == first.hash
        assert head_sequence() == 5

    def test_refuses_an_act_that_no_room_registered(self):
        with pytest.raises(UnknownActError, match=r"plans\.unheard_of"):
            record(act="plans.unheard_of", by=None, at=AT)

        assert head_sequence() == 0

    def test_tells_the_house_only_after_the_commit(self, django_capture_on_commit_callbacks):
        heard = []
        recorded.connect(
            lambda event, **_kwargs: heard.append(event), weak=False, dispatch_uid="t"
        )

        with django_capture_on_commit_callbacks() as callbacks:
            event = record(act=ACT.name, by=None, at=AT)

        assert heard == []
        for callback in callbacks:
            callback()
        assert heard == [event]
        recorded.disconnect(dispatch_uid="t")

    def test_leaves_nothing_when_the_act_is_undone(self, five_lines):
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
            record(act=ACT.name, by=None, at=AT)
            raise ZeroDivisionError

        assert head_sequence() == 5
        assert verify().intact

    def test_gives_a_thing_its_own_history_newest_first(self, kampen):
        record(act=ACT.name, by=None, at=AT, target=kampen)
        record(act=ACT.name, by=None, at=AT + timedelta(days=1), target=kampen)
        record(act=ACT.name, by=None, at=AT)

        assert [event.sequence for event in events_of(kampen.pk)] == [2, 1]

    def test_shows_lines_of_the_asked_organisations_and_of_oneself(self, kampen, zwolle):
        mine, me = kampen.organisation_id, uuid4()
        record(act=ACT.name, by=None, at=AT, organisation_id=mine)
        record(act=ACT.name, by=None, at=AT, organisation_id=zwolle.organisation_id)
        record(act=ACT.name, by=None, at=AT)

        shown = events_for(organisation_ids={mine}, actor_id=me)

        assert [event.organisation_id for event in shown] == [mine]


@pytest.mark.django_db
class TestVerify:
    def test_holds_on_an_empty_trail(self):
        assert verify().intact
        assert _verified() == {"events": 0, "intact": True}

    def test_holds_on_what_the_services_wrote(self, five_lines):
        assert _verified() == {"events": 5, "intact": True}

    def test_says_it_in_a_sentence(self, five_lines):
        said = StringIO()

        call_command("verify_audit", stdout=said)

        assert "5 regels" in said.getvalue()

    def test_points_at_the_line_that_was_changed(self, five_lines):
        _without_guards()
        Event.objects.filter(sequence=3).update(payload={"number": 7})

        report = verify()

        assert (report.broken_at, report.reason) == (3, "changed")

    def test_points_at_a_line_whose_hash_was_made_to_fit(self, five_lines):
        """Who changes a line and its hash breaks the next link."""
        _without_guards()
        line = Event.objects.get(sequence=3)
        line.payload = {"number": 7}
        Event.objects.filter(sequence=3).update(payload=line.payload, hash=link_hash(line))

        report = verify()

        assert (report.broken_at, report.reason) == (4, "changed")

    def test_points_at_a_line_that_is_gone(self, five_lines):
        _without_guards()
        Event.objects.filter(sequence=2).delete()

        report = verify()

        assert (report.broken_at, report.reason) == (2, "missing")

    def test_misses_the_last_lines_by_the_head(self, five_lines):
        _without_guards()
        Event.objects.filter(sequence__gte=4).delete()

        report = verify()

        assert (report.broken_at, report.reason) == (4, "cut_off")

    def test_misses_a_trail_that_was_emptied(self, five_lines):
        _without_guards()
        Event.objects.all().delete()

        report = verify()

        assert (report.broken_at, report.reason) == (1, "cut_off")

    def test_sees_a_head_that_was_turned_back(self, five_lines):
        ChainHead.objects.update(sequence=3)

        assert verify().reason == "cut_off"

    @pytest.mark.parametrize(
        ("break_it", "words"),
        [
            (lambda: Event.objects.filter(sequence=2).delete(), "Regel 2"),
            (lambda: Event.objects.filter(sequence=2).update(act="audit.other"), "gewijzigd"),
            (lambda: Event.objects.filter(sequence=5).delete(), "einde"),
        ],
    )
    def test_the_command_refuses_with_exit_code_two(self, five_lines, break_it, words):
        _without_guards()
        break_it()
        said = StringIO()

        with pytest.raises(SystemExit) as stopped:
            call_command("verify_audit", stderr=said)

        assert stopped.value.code == 2
        assert words in said.getvalue()

    def test_the_command_notices_that_the_guards_are_off(self, five_lines):
        _without_guards()
        said = StringIO()

        with pytest.raises(SystemExit) as stopped:
            call_command("verify_audit", stderr=said)

        assert stopped.value.code == 2
        assert "audit_event" in said.getvalue()


class TestActs:
    def test_every_act_has_a_sentence_and_the_name_of_its_room(self):
        for name, act in all_acts().items():
            assert act.sentence, name
            assert "." in name, name


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


class TestDigest:
    @given(JSON_VALUES)
    def test_survives_a_round_through_json(self, value):
        assert digest(json.loads(json.dumps(value))) == digest(value)

    @given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=6))
    def test_does_not_see_the_order_of_keys(self, value):
        assert digest(dict(reversed(value.items()))) == digest(value)

    def test_sees_one_moment_in_two_time_zones_as_one(self):
        amsterdam = timezone(timedelta(hours=1))

        assert digest(AT.astimezone(amsterdam)) == digest(AT)

    def test_tells_a_number_from_its_text(self):
        assert digest({"a": 1}) != digest({"a": "1"})

    @pytest.mark.parametrize(("one", "other"), [("2.50", "2.5"), ("100", "1E+2"), ("0", "0.00")])
    def test_sees_equal_decimals_as_equal(self, one, other):
        assert digest(Decimal(one)) == digest(Decimal(other))

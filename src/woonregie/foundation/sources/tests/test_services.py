"""A source is recorded once, and a freeze is always the same freeze."""

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.models import Event
from woonregie.foundation.sources.models import Certainty, Snapshot, Source
from woonregie.foundation.sources.services import freeze, record_source

pytestmark = pytest.mark.django_db
KNOWN_ON = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
WORDS = {
    "publisher": "Provincie Overijssel",
    "title": "Monitor plancapaciteit",
    "table": "Bijlage 1",
    "dated_on": date(2021, 1, 1),
    "licence": "CC0",
}


class TestRecordSource:
    def test_keeps_what_is_known(self, moment, secretary):
        source = record_source(by=secretary, at=moment, key="monitor-2021", **WORDS)

        source.refresh_from_db()
        assert {name: getattr(source, name) for name in WORDS} == WORDS
        assert source.certainty == Certainty.PUBLISHED

    def test_writes_one_line_with_the_key(self, moment, secretary):
        source = record_source(by=secretary, at=moment, key="monitor-2021", **WORDS)

        [line] = Event.objects.all()
        assert (line.act, line.actor_id, line.target_id) == (
            "sources.source_recorded",
            secretary.pk,
            source.pk,
        )
        assert line.payload == {"key": "monitor-2021"}

    def test_the_same_again_writes_nothing(self, moment):
        first = record_source(by=None, at=moment, key="monitor-2021", **WORDS)

        again = record_source(by=None, at=moment, key="monitor-2021", **WORDS)

        assert again == first
        assert Source.objects.count() == 1
        assert Event.objects.count() == 1

    def test_something_else_brings_it_up_to_date_and_says_what(self, moment):
        first = record_source(by=None, at=moment, key="monitor-2021", **WORDS)

        again = record_source(
            by=None,
            at=moment,
            key="monitor-2021",
            **{**WORDS, "licence": "CC BY 4.0", "dated_on": date(2021, 1, 2)},
        )

        assert again.pk == first.pk
        assert Source.objects.get().licence == "CC BY 4.0"
        assert Event.objects.order_by("-sequence")[0].payload == {
            "key": "monitor-2021",
            "changed": ["dated_on", "licence"],
        }

    def test_a_key_is_there_once(self, a_source):
        with pytest.raises(IntegrityError), transaction.atomic():
            Source.objects.create(key=a_source.key, publisher="CBS", title="StatLine")


def _frozen(**changes):
    asked = {
        "on": date(2025, 1, 1),
        "known_on": KNOWN_ON,
        "profile": "legal-hard",
        "vintage": "afgeleid-2020",
        "norms": {"hard-share": Decimal("1.30"), "deadline": date(2026, 12, 1)},
    }
    return freeze(**{**asked, **changes})


class TestFreeze:
    def test_has_the_digest_of_its_canonical_json(self):
        """Worked out here by hand, so that it stays the same in every release and database."""
        canonical = (
            '{"known_on":"2026-11-24T12:00:00.123456+00:00",'
            '"norms":{"deadline":"2026-12-01","hard-share":"1.3"},'
            '"on":"2025-01-01","profile":"legal-hard","vintage":"afgeleid-2020"}'
        )

        assert _frozen().digest == hashlib.sha256(canonical.encode()).hexdigest()

    def test_the_same_five_give_the_same_row(self):
        assert _frozen() == _frozen()
        assert Snapshot.objects.count() == 1

    def test_does_not_see_the_order_of_norms(self):
        turned = {"deadline": date(2026, 12, 1), "hard-share": Decimal("1.3")}

        assert _frozen(norms=turned) == _frozen()

    def test_sees_one_moment_in_two_time_zones_as_one(self):
        assert _frozen(known_on=KNOWN_ON.astimezone(timezone(timedelta(hours=1)))) == _frozen()

    @pytest.mark.parametrize(
        "change",
        [
            {"on": date(2025, 1, 2)},
            {"known_on": KNOWN_ON + timedelta(microseconds=1)},
            {"profile": "strict-1a"},
            {"vintage": ""},
            {"norms": {}},
            {"norms": {"hard-share": Decimal("1.31"), "deadline": date(2026, 12, 1)}},
        ],
    )
    def test_sees_every_difference(self, change):
        assert _frozen(**change).digest != _frozen().digest
        assert Snapshot.objects.count() == 2

    def test_what_the_database_gives_back_has_the_same_digest(self):
        kept = Snapshot.objects.get(pk=_frozen().pk)

        again = {name: getattr(kept, name) for name in ("on", "known_on", "profile", "vintage")}
        assert digest({**again, "norms": kept.norms}) == kept.digest

    @given(
        st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
            st.decimals(-(10**6), 10**6, places=4) | st.integers(-(2**31), 2**31) | st.none(),
            max_size=5,
        )
    )
    @settings(deadline=None, max_examples=50)
    def test_any_norms_survive_the_database(self, norms):
        kept = Snapshot.objects.get(pk=_frozen(norms=norms).pk)

        assert _frozen(norms=kept.norms) == kept

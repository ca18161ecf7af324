"""The database itself refuses to rewrite history."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.appendonly import install_triggers, missing_triggers, registered
from woonregie.foundation.audit.models import Event
from woonregie.foundation.audit.services import record

ACT = register_act("audit.tried", "probeerde iets")
AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(db):
    return record(act=ACT.name, by=None, at=AT)


def _refused(statement, *parameters):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, parameters)


class TestEveryTable:
    def test_is_guarded_after_all_migrations(self):
        assert missing_triggers(connection) == []

    def test_history_is_registered(self):
        names = {model._meta.db_table for model in registered()}

        assert {
            "audit_event",
            "plans_planversion",
            "plans_posting",
            "plans_movement",
            "plans_buildingprogramme",
            "forecast_forecastfigure",
            "forecast_regionreference",
        } <= names

    def test_installing_twice_is_once(self):
        install_triggers(connection)
        install_triggers(connection)

        assert missing_triggers(connection) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot switch a trigger off")
class TestSwitchedOff:
    @pytest.mark.parametrize("guard", ["update", "delete", "truncate"])
    def test_a_guard_that_is_switched_off_is_missed(self, guard):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_{guard}")

        assert missing_triggers(connection) == ["audit_event"]

    def test_a_guard_that_is_dropped_is_missed(self):
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER audit_event_no_truncate ON audit_event")

        assert missing_triggers(connection) == ["audit_event"]


class TestEvent:
    def test_refuses_update(self, line):
        _refused("UPDATE audit_event SET act = 'audit.other'")

    def test_refuses_update_through_the_models(self, line):
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.update(act="audit.other")

    def test_refuses_delete(self, line):
        _refused("DELETE FROM audit_event")

        assert Event.objects.count() == 1

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
    def test_refuses_truncate(self, line):
        _refused("TRUNCATE audit_event")

    def test_cannot_be_replaced_by_saving_again(self, line):
        line.act = "audit.other"

        with pytest.raises(DatabaseError), transaction.atomic():
            line.save()


class TestSetOnce:
    """A chosen reference may be superseded once; all the rest stays as it was."""

    @pytest.fixture
    def reference(self, region, a_source):
        vintages = apps.get_model("forecast", "ForecastVintage")
        vintage = vintages.objects.create(
            slug="prognose",
            title="Prognose",
            kind="forecast",
            published_on=AT.date(),
            source=a_source,
            recorded_at=AT,
            digest="0" * 64,
        )
        return apps.get_model("forecast", "RegionReference").objects.create(
            region=region, vintage=vintage, valid_on=AT.date(), recorded_at=AT
        )

    def test_takes_its_end_once(self, reference):
        type(reference).objects.update(superseded_at=AT)

        reference.refresh_from_db()
        assert reference.superseded_at == AT

    def test_refuses_another_end(self, reference):
        type(reference).objects.update(superseded_at=AT)

        _refused(
            "UPDATE forecast_regionreference SET superseded_at = %s",
            datetime(2027, 1, 1, tzinfo=UTC),
        )

    def test_refuses_to_take_the_end_back(self, reference):
        type(reference).objects.update(superseded_at=AT)

        _refused("UPDATE forecast_regionreference SET superseded_at = NULL")

    def test_refuses_to_change_anything_else(self, reference):
        _refused("UPDATE forecast_regionreference SET scenario = 'hoog'")

    def test_refuses_to_change_something_else_along_with_the_end(self, reference):
        _refused("UPDATE forecast_regionreference SET scenario = 'hoog', superseded_at = %s", AT)


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="only SQLite rebuilds a table to change it"
)
@pytest.mark.django_db(transaction=True)
class TestRebuild:
    def test_the_guards_come_back_with_the_next_migration(self):
        """SQLite drops triggers with the old table; `post_migrate` installs them again."""
        changed = models.CharField(max_length=120)
        changed.set_attributes_from_name("act")
        with connection.schema_editor() as editor:
            editor.alter_field(Event, Event._meta.get_field("act"), changed)
        assert missing_triggers(connection) == ["audit_event"]

        install_triggers(connection)

        assert missing_triggers(connection) == []
        with connection.schema_editor() as editor:
            editor.alter_field(Event, changed, Event._meta.get_field("act"))
        install_triggers(connection)

"""After a whole demonstration: no line holds a person, no table of history can be rewritten."""

import json
import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils.functional import Promise

from woonregie.foundation.audit.acts import all_acts
from woonregie.foundation.audit.appendonly import registered
from woonregie.foundation.audit.chain import verify
from woonregie.foundation.audit.models import Event
from woonregie.foundation.audit.wording import label_of

# Words that Dutch and the code share.
SAME = {"account", "instrument", "plan", "scenario", "segment"}
# Numbers, days, ids, codes and digests; never a sentence or a name.
CODE = re.compile(r"[\w.:+/-]*")


@pytest.fixture
def lines(west_overijssel, db):
    """Return every line that the demonstration left."""
    return list(Event.objects.all())


def _values(payload):
    for value in payload.values() if isinstance(payload, dict) else payload:
        if isinstance(value, dict | list):
            yield from _values(value)
        else:
            yield value


class TestPayloads:
    def test_there_are_lines_of_many_acts(self, lines):
        assert len(lines) > 20
        assert len({line.act for line in lines}) > 5

    def test_hold_no_address_and_no_name_of_anybody(self, lines):
        accounts = apps.get_model("accounts", "Account").objects.all()
        people = {text for account in accounts for text in (account.email, account.display_name)}
        assert len(people) > 20

        for line in lines:
            said = json.dumps(line.payload, ensure_ascii=False)
            assert "@" not in said, line
            assert not [text for text in people if text in said], line

    def test_hold_codes_and_numbers_and_nothing_that_was_typed(self, lines):
        for line in lines:
            for value in _values(line.payload):
                assert not isinstance(value, str) or CODE.fullmatch(value), (line.act, value)

    def test_are_all_of_acts_that_were_registered(self, lines):
        assert {line.act for line in lines} <= set(all_acts())

    def test_hold_only_what_has_a_name_for_people(self, lines):
        assert not {key for line in lines for key in line.payload if label_of(key) == key} - SAME

    def test_leave_a_chain_that_holds(self, lines):
        report = verify()

        assert report.intact
        assert report.events == len(lines)


class TestActs:
    def test_are_told_in_the_language_of_the_reader(self):
        """A sentence that is no promise stays Dutch on an English page."""
        fixed = {
            name
            for name, act in all_acts().items()
            if not isinstance(act.sentence, Promise) and not name.startswith("audit.")
        }

        assert fixed == set()


@pytest.mark.parametrize(
    "model", registered(), ids=lambda model: model._meta.db_table if model else ""
)
class TestHistory:
    """Every table, with rows that the demonstration put there."""

    def _row(self, model):
        row = model.objects.first()
        if row is None:
            pytest.skip("the demonstration has no row in this table")
        return row

    def _refused(self, model, write):
        message = f"{model._meta.db_table} is append-only"
        with pytest.raises(DatabaseError, match=message), transaction.atomic():
            write()

    def test_refuses_to_lose_a_row(self, west_overijssel, db, model):
        row = self._row(model)

        self._refused(model, lambda: model.objects.filter(pk=row.pk)._raw_delete(using="default"))

        assert model.objects.filter(pk=row.pk).exists()

    def test_refuses_to_change_any_column_but_those_set_once(self, west_overijssel, db, model):
        row = self._row(model)
        columns = [
            field.column
            for field in model._meta.local_concrete_fields
            if field.name not in registered()[model] and not field.primary_key
        ]
        assert columns

        for column in columns:
            self._refused(model, lambda column=column: self._emptied(model, row, column))

    def _emptied(self, model, row, column):
        """Set a column to a value that it has not, whatever its type."""
        field = next(item for item in model._meta.fields if item.column == column)
        other = None if getattr(row, field.attname) is not None else self._some(field)
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{model._meta.db_table}" SET "{column}" = %s WHERE '  # noqa: S608  our own names
                f'"{model._meta.pk.column}" = %s',
                [other, model._meta.pk.get_db_prep_value(row.pk, connection)],
            )

    def _some(self, field):
        kind = field.target_field if field.is_relation else field
        if kind.get_internal_type() == "UUIDField":
            return kind.get_db_prep_value("0192f0c1-0000-7000-8000-000000000000", connection)
        return {"DateField": "2026-01-01", "DateTimeField": "2026-01-01 00:00:00+00:00"}.get(
            kind.get_internal_type(), b"x" if kind.get_internal_type() == "BinaryField" else 1
        )

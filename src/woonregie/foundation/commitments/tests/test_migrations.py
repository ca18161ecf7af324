"""What was promised before commitments had numbers has one afterwards."""

from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.db import connection
from django.db.models import F

from woonregie.foundation.commitments.models import Commitment
from woonregie.foundation.commitments.tests.factories import AT, make

NUMBER = import_module("woonregie.foundation.commitments.migrations.0002_number")


class TestNumbers:
    def test_follow_the_order_in_which_was_recorded(self, region, zwolle, kampen, corporation):
        later = make(region, zwolle.organisation, corporation, at=AT + timedelta(days=1))
        first = make(region, kampen.organisation, corporation)
        guard = 'DROP TRIGGER "commitments_commitment_no_update"'
        table = "" if connection.vendor == "sqlite" else ' ON "commitments_commitment"'
        with connection.cursor() as cursor:
            cursor.execute(f"{guard}{table}")
        Commitment.objects.update(number=F("number") + 1000)

        NUMBER.give_numbers(apps, None)

        numbers = dict(Commitment.objects.values_list("pk", "number"))
        assert numbers == {first.pk: 1, later.pk: 2}

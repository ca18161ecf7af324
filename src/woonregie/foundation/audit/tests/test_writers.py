"""Many writers at once make one chain without a gap."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.chain import verify
from woonregie.foundation.audit.services import record

ACT = register_act("audit.tried", "probeerde iets")
WRITERS, LINES = 4, 12


def _write_lines(writer):
    try:
        for number in range(LINES):
            with transaction.atomic():
                record(
                    act=ACT.name,
                    by=None,
                    at=datetime(2026, 11, 24, 12, number, tzinfo=UTC),
                    payload={"writer": writer, "number": number},
                )
    finally:
        connection.close()


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the test database of SQLite lives in one connection"
)
@pytest.mark.django_db(transaction=True)
class TestManyWriters:
    def test_make_one_chain(self):
        with ThreadPoolExecutor(WRITERS) as writers:
            list(writers.map(_write_lines, range(WRITERS)))

        report = verify()
        assert report.intact
        assert report.events == WRITERS * LINES

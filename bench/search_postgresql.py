"""Search on PostgreSQL: questions that find at most 1 % of a million documents."""

import os
import resource
import time
from functools import partial
from itertools import chain

import numpy as np
from tools.postgres import cluster

from bench.large import texts
from bench.result import Also, Result, middle, p95
from bench.search_sqlite import answer, peer, timed

DOCUMENTS, ROUNDS, BATCH = 1_000_000, 4, 10_000
PEERS = 12
"""So many questions are put to the peer: it reads the whole table for each."""


def measure() -> Result:
    """Fill a throw-away cluster with COPY, compare with a recount, then time the whole answer."""
    with cluster() as address:
        os.environ["WOONREGIE_DATABASE_URL"] = address
        import django  # noqa: PLC0415  the address has to be there first

        django.setup()
        from django.db import connections  # noqa: PLC0415  after set-up

        try:
            return _measured()
        finally:
            connections.close_all()


def _measured() -> Result:
    found = texts.documents(DOCUMENTS)
    region, account, item = texts.searched_here(found)
    begun = time.perf_counter()
    fill(found, region.organisation_id, item.name)
    built = time.perf_counter() - begun
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    asked = texts.questions(found)
    texts.check(asked, region, item)
    ours = timed([answer(one.text, account, region) for one in asked] * ROUNDS)
    theirs = timed([peer(one.text) for one in asked[:PEERS]])
    return Result(
        name="search-postgresql",
        measured=p95(ours),
        unit="ms",
        goal=100.0,
        peer="Django icontains on one table, every word in title or text, the first 20",
        peer_measured=p95(theirs),
        note=f"p95 of {len(ours)} answers to {len(asked)} questions of one or two words over "
        f"{DOCUMENTS:,} documents of {texts.LENGTH} words, each found in at most 1 % of them: the "
        "best 20 with their words marked, after the check of who may see them. The number of "
        "documents that each finds equals a plain recount. A cluster with the settings of "
        "PostgreSQL itself, on the same computer, filled with COPY. The peer finds letters, no "
        f"stems and no parts, does not rank, stops at 20, and is asked {len(theirs)} questions.",
        also=(
            Also("median", middle(ours), "ms"),
            Also("median of the peer", middle(theirs), "ms"),
            Also("finding by the index alone, p95", p95(index_only(asked, region, item)), "ms"),
            Also("filling and indexing", round(built, 1), "s"),
            Also("most memory of the program while filling", round(most_mb, 1), "MB", 500.0),
        ),
    )


def index_only(asked, region, item) -> list[float]:
    """Return the milliseconds of the index itself, per question."""
    from woonregie.foundation.search import words  # noqa: PLC0415  after set-up
    from woonregie.foundation.search.backend import Scope, backend  # noqa: PLC0415
    from woonregie.foundation.search.queries import READ, owners_in  # noqa: PLC0415

    scope = Scope(item.name, owners_in(region, on=texts.TODAY))
    questions = [words.asked(one.text) for one in asked]
    return timed([partial(backend().ranked, question, scope, READ) for question in questions])


def fill(found: np.ndarray, owner, kind: str) -> None:
    """Copy the rows and their words in, batch after batch, and index them at the end."""
    from django.db import connection  # noqa: PLC0415  after set-up

    from woonregie.foundation.search.backend import (  # noqa: PLC0415
        Words,
        kind_mark,
        owner_mark,
        vector,
    )

    forms, marks = texts.all_forms(), (kind_mark(kind), owner_mark(owner))
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_words_gin")
        for start in range(0, len(found), BATCH):
            batch = list(enumerate(found[start : start + BATCH].tolist(), start))
            with cursor.copy(
                "COPY search_searchrow (id, kind, target_id, owner_id, title, line, text, "
                "argument) FROM STDIN"
            ) as copy:
                for number, row in batch:
                    title, text = texts.told(row)
                    copy.write_row(
                        (number + 1, kind, texts.key(number), owner, title, "", text, "")
                    )
            with cursor.copy("COPY search_words (row_id, words) FROM STDIN") as copy:
                for number, row in batch:
                    said = [
                        list(chain(*(forms[at] for at in part)))
                        for part in (row[: texts.TITLE], row[texts.TITLE :])
                    ]
                    copy.write_row((number + 1, vector(Words(number + 1, *said, marks))))
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute("CREATE INDEX search_words_gin ON search_words USING gin (words)")
        cursor.execute("VACUUM ANALYZE search_words")
        cursor.execute("VACUUM ANALYZE search_searchrow")

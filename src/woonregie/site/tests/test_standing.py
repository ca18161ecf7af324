"""What stands again is what was made, down to the words of the index."""

from django.apps import apps
from django.db import connection, transaction

from woonregie.foundation.search.services import rebuild
from woonregie.site.tests.conftest import _make_small
from woonregie.site.tests.standing import _columns, standing


def _told():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_columns()} FROM search_words")  # noqa: S608  our own names
        words = sorted(map(repr, cursor.fetchall()))
    return words, {
        model: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
    }


def test_stands_again_as_it_was_made(db, moment):
    def make():
        _make_small(moment)
        rebuild(today=moment.date())

    told = []
    for _time in range(2):
        with transaction.atomic():
            standing("with an index", make)
            told.append(_told())
            transaction.set_rollback(True)

    (words, made), again = told
    assert words
    assert sum(map(len, made.values())) > len(words)
    assert again == (words, made)

"""Finding on the database that is used: the same tests run on SQLite and on PostgreSQL."""

from datetime import date
from itertools import count
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.utils.functional import lazystr

from woonregie.foundation.audit.models import Event
from woonregie.foundation.search import queries, registry, services
from woonregie.foundation.search.backend import Words, backend, vector
from woonregie.foundation.search.models import SearchRow
from woonregie.foundation.search.pointing import things
from woonregie.foundation.search.queries import PAGE, find
from woonregie.foundation.search.registry import Row, Searchable, searchables
from woonregie.foundation.search.services import index, rebuild

TODAY = date(2026, 11, 26)


class Letters:
    """A kind of tests: letters of a municipality; those in `secret` are kept from everybody."""

    def __init__(self):
        self.there: dict[UUID, Row] = {}
        self.secret: set[UUID] = set()
        self.hers: frozenset[UUID] | None = None
        self.number = count(1)

    def add(self, owner, title, text="", line="") -> UUID:
        key = uuid4()
        self.there[key] = Row(key, owner, title, line, text, str(next(self.number)))
        return key

    def keys(self):
        return list(self.there)

    def rows(self, keys, today):
        return [self.there[key] for key in keys if key in self.there]

    def visible(self, account, region, keys, today):
        return set(keys) - self.secret

    def owners(self, account, region, today):
        return self.hers

    def changed(self, event):
        return [event.target_id] if event.target_id in self.there else []

    def address(self, region, argument):
        return f"/{region}/brieven/{argument}/"


LETTERS = Letters()
ITEM = Searchable("brieven", lazystr("Brieven"), f"{__name__}.LETTERS")


@pytest.fixture
def letters(monkeypatch):
    made = Letters()
    monkeypatch.setattr(Searchable, "kind", lambda _self: made)
    monkeypatch.setattr(registry, "_REGISTERED", {"brieven": ITEM})
    return made


@pytest.fixture
def search(letters, region, kampen, zwolle, secretary):
    """Return a function that gives the titles of what the secretary finds."""

    def found(text, **asked):
        index(ITEM, letters.keys(), today=TODAY)
        answer = find(text, account=secretary, region=region, today=TODAY, **asked)
        return [hit.row.title for group in answer.groups for hit in group.hits]

    return found


class TestWords:
    def test_a_part_of_a_compound_finds_it_and_not_the_other_way_round(
        self, letters, search, kampen
    ):
        letters.add(kampen.organisation_id, "Veertig huurwoningen")
        letters.add(kampen.organisation_id, "Veertig woningen")

        assert sorted(search("woning")) == ["Veertig huurwoningen", "Veertig woningen"]
        assert search("huurwoning") == ["Veertig huurwoningen"]

    def test_all_words_must_be_there(self, letters, search, kampen):
        letters.add(kampen.organisation_id, "Reeve", "aan het water")
        letters.add(kampen.organisation_id, "Dijk", "aan het water")

        assert search("water reeve") == ["Reeve"]
        assert search("reeve zee") == []

    def test_the_last_word_may_be_half(self, letters, search, kampen):
        letters.add(kampen.organisation_id, "Stadshagen")

        assert search("stadsh") == ["Stadshagen"]
        assert search("stadsh reeve") == []

    def test_a_title_goes_before_a_text(self, letters, search, kampen):
        letters.add(kampen.organisation_id, "Dijk", "Dicht bij Reeve, bij Reeve en bij Reeve.")
        letters.add(kampen.organisation_id, "Reeve", "Een plan aan het water bij de dijk.")

        assert search("reeve") == ["Reeve", "Dijk"]

    def test_a_phrase_stands_as_it_is_written(self, letters, search, kampen):
        letters.add(kampen.organisation_id, "Een", "sociale huur en vrije koop")
        letters.add(kampen.organisation_id, "Twee", "vrije huur en sociale koop")

        assert search('"sociale huur"') == ["Een"]
        assert sorted(search("sociale huur")) == ["Een", "Twee"]

    @pytest.mark.parametrize(
        "text",
        [
            'AND OR NOT NEAR(reeve, 2) "', "reeve*", "title:reeve", '"reeve', "reeve) OR (1=1",
            "-reeve", "^reeve", "reeve & !reeve | :*", "reeve\\", "<b>reeve</b>", "re\x00eve",
            "🏠 reeve", "مرحبا", "東京", "%_reeve", "'; DROP TABLE search_words; --",
            "x" * 10_000, "a b c d e f g h i j k l m n o p", "@kbrieven", "marks:kbrieven",
        ],
    )  # fmt: skip
    def test_nothing_that_is_typed_is_an_operator(self, letters, search, kampen, text):
        letters.add(kampen.organisation_id, "Reeve")

        assert search(text) in ([], ["Reeve"])
        assert search("reeve") == ["Reeve"]

    def test_other_scripts_are_found(self, letters, search, kampen):
        letters.add(kampen.organisation_id, "مرحبا بكم", "東京都")

        assert search("مرحبا") == ["مرحبا بكم"]
        assert search("東京") == ["مرحبا بكم"]

    def test_the_same_word_very_often(self, letters, search, kampen):
        letters.add(kampen.organisation_id, "Lang", "reeve " * 30_000)

        assert search("reeve") == ["Lang"]


class TestWhoSees:
    def test_what_is_kept_leaves_no_trace(self, letters, search, region, secretary, kampen):
        hidden = letters.add(kampen.organisation_id, "Kanarie", "zeldzaamwoord")
        letters.add(kampen.organisation_id, "Reeve")
        letters.secret.add(hidden)
        search("reeve")

        for text in ("kanarie", "zeldzaamwoord", "zeldz", '"kanarie zeldzaamwoord"'):
            answer = find(text, account=secretary, region=region, today=TODAY)

            assert answer.groups == []

    @pytest.mark.parametrize("kept", ["", "reeve " * 50, "dijk " * 50, "reeve dijk"])
    def test_the_order_does_not_tell_what_is_kept(self, letters, search, kampen, kept):
        for title, text in (("Een", "reeve reeve dijk"), ("Twee", "reeve dijk dijk dijk")):
            letters.add(kampen.organisation_id, title, text)
        for _ in range(20):
            letters.secret.add(letters.add(kampen.organisation_id, "Kanarie", kept))
        order = {"sqlite": ["Een", "Twee"], "postgresql": ["Twee", "Een"]}[connection.vendor]

        assert search("reeve dijk") == order

    def test_a_page_is_full_however_many_are_kept(
        self, letters, search, region, secretary, kampen
    ):
        for number in range(300):
            key = letters.add(kampen.organisation_id, f"Reeve {number}")
            if number < 275:
                letters.secret.add(key)
        search("reeve")

        group = find("reeve", account=secretary, region=region, today=TODAY).groups[0]
        rest = find("reeve", account=secretary, region=region, today=TODAY, most=40).groups[0]

        assert (len(group.hits), group.more) == (PAGE, True)
        assert (len(rest.hits), rest.more) == (25, False)

    def test_however_many_others_have_it_hers_is_found(
        self, letters, search, kampen, zwolle, monkeypatch
    ):
        monkeypatch.setattr(queries, "READ", 5)
        for number in range(10):
            letters.add(zwolle.organisation_id, f"Reeve {number}")
        letters.add(kampen.organisation_id, "De dijk", "bij reeve")
        letters.hers = frozenset({kampen.organisation_id})

        assert search("reeve") == ["De dijk"]

    def test_what_belongs_to_another_region_is_not_looked_at(self, letters, search, hellendoorn):
        letters.add(hellendoorn.organisation_id, "Reeve in Hellendoorn")
        letters.add(None, "Reeve van iedereen")

        assert search("reeve") == ["Reeve van iedereen"]


class TestPointing:
    def test_gives_title_and_address(self, letters, secretary, region, kampen):
        key = letters.add(kampen.organisation_id, "Brief over Reeve")

        found = things([("brieven", key)], account=secretary, region=region, today=TODAY)

        thing = found["brieven", key]
        assert (thing.title, thing.url) == ("Brief over Reeve", f"/{region.slug}/brieven/1/")

    def test_what_is_kept_gone_or_unknown_looks_the_same(self, letters, secretary, region, kampen):
        kept = letters.add(kampen.organisation_id, "Brief over Reeve")
        letters.secret.add(kept)
        pointers = [("brieven", kept), ("brieven", uuid4()), ("dozen", uuid4())]

        assert things(pointers, account=secretary, region=region, today=TODAY) == {}

    def test_a_thing_of_another_region_is_not_there(self, letters, secretary, region, hellendoorn):
        key = letters.add(hellendoorn.organisation_id, "Brief over Nijverdal")

        found = things([("brieven", key)], account=secretary, region=region, today=TODAY)

        assert found == {}


class TestIndex:
    def test_twice_is_once(self, letters, search, kampen):
        letters.add(kampen.organisation_id, "Reeve")

        assert search("reeve") == search("reeve") == ["Reeve"]
        assert SearchRow.objects.count() == 1

    def test_what_is_said_anew_is_found_by_its_new_words_only(self, letters, search, kampen):
        key = letters.add(kampen.organisation_id, "Reeve")
        search("reeve")
        letters.there[key] = Row(key, kampen.organisation_id, "Dijk")

        assert search("reeve") == []
        assert search("dijk") == ["Dijk"]

    def test_what_is_gone_is_found_no_longer(self, letters, search, kampen):
        key = letters.add(kampen.organisation_id, "Reeve")
        search("reeve")
        del letters.there[key]

        assert rebuild(today=TODAY) == {"brieven": 0}
        assert search("reeve") == []
        assert SearchRow.objects.count() == 0

    def test_is_made_again_in_steps(self, letters, kampen, monkeypatch):
        monkeypatch.setattr(services, "AT_ONCE", 2)
        for number in range(5):
            letters.add(kampen.organisation_id, f"Reeve {number}")
        told = []

        done = rebuild(today=TODAY, told=lambda name, many: told.append((name, many)))

        assert (done, told) == ({"brieven": 5}, [("brieven", 2), ("brieven", 4), ("brieven", 5)])

    def test_words_that_a_flush_left_behind_are_not_in_the_way(self, letters, search, kampen):
        letters.add(kampen.organisation_id, "Reeve")
        search("reeve")
        number = SearchRow.objects.get().pk
        SearchRow.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('search_searchrow', 'id'), %s)"
                if connection.vendor == "postgresql"
                else "UPDATE sqlite_sequence SET seq = %s WHERE name = 'search_searchrow'",
                [number - 1 or 1],
            )

        assert search("reeve") == ["Reeve"]

    def test_follows_an_act(self, letters, search, kampen, moment):
        key = letters.add(kampen.organisation_id, "Reeve")

        services.follow(Event(act="plans.plan_changed", at=moment, target_id=key))

        assert SearchRow.objects.get().target_id == key

    def test_a_database_that_fails_does_not_undo_the_act(self, letters, moment, caplog, db):
        letters.rows = lambda _keys, _today: SearchRow.objects.extra(where=["geen_kolom = 1"])
        key = letters.add(None, "Reeve")
        with transaction.atomic():
            services.follow(Event(act="plans.plan_changed", at=moment, target_id=key, sequence=7))

        assert "act 7" in caplog.text


class TestBackEnds:
    def test_postgresql_reads_the_words_with_places_and_weights(self):
        words = Words(1, ["reeve"], ["dijk", "reeve"], ["kplannen"])

        assert vector(words) == "reeve:1A,3D dijk:2D '@kplannen'"

    def test_nothing_is_forgotten_when_nothing_is_named(self, db):
        backend().forget([])

        assert SearchRow.objects.count() == 0

    def test_plans_stand_first(self):
        first, *others = [item.name for item in searchables()]

        assert first == "plannen"
        assert {"bronnen", "gemeenten", "normen"} <= set(others)
        assert others == sorted(others)

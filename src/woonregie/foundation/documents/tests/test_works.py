"""Works are begun, frozen and adopted; who reads them is who takes part, and as wide as said."""

from datetime import UTC, date, datetime

import pytest

from woonregie.foundation.audit.models import Event
from woonregie.foundation.documents.errors import EditionError, WorkError
from woonregie.foundation.documents.models import Clause, ClauseRevision, Work
from woonregie.foundation.documents.permissions import PROPOSE, speaks_for
from woonregie.foundation.documents.queries import (
    contents,
    edition_on,
    latest,
    status_on,
    tree_of,
    visible_works,
    work_for,
)
from woonregie.foundation.documents.services import (
    accept,
    adopt,
    copied,
    digest_of,
    freeze,
)
from woonregie.foundation.documents.tests.conftest import FROM, LATER
from woonregie.foundation.documents.values import LONGEST_TEXT, NewClause
from woonregie.foundation.pages.errors import ForbiddenError

TODAY = date(2026, 11, 26)


class TestOpenWork:
    def test_keeps_the_clauses_in_their_order_under_their_headings(self, agreement):
        lines = contents(latest(agreement))

        assert [(line.clause.code, line.depth) for line in lines] == [
            ("KAM-2027-1", 0),
            ("KAM-2027-1.1", 1),
            ("KAM-2027-1.2", 1),
            ("KAM-2027-2", 0),
            ("KAM-2027-2.1", 1),
        ]

    def test_writes_a_line_without_words(self, agreement, region):
        line = Event.objects.get(act="documents.work_opened")

        assert line.target_id == agreement.pk
        assert line.organisation_id == region.organisation_id
        assert line.payload == {"kind": "agreement", "clauses": 5}

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"title": "  "}, "titel"),
            ({"code": "met spaties"}, "letters, cijfers en streepjes"),
            ({"code": "R"}, "letters, cijfers en streepjes"),
            ({"code": "KAM-2027"}, "al in gebruik"),
            ({"kind": "novel"}, "kennen wij niet"),
            ({"parties": []}, "ten minste één partij"),
            ({"reach": "world"}, "wie dit document mag lezen"),
            ({"clauses": [NewClause("1", "a"), NewClause("1", "b")]}, "twee keer"),
            ({"clauses": [NewClause("1.1", "a", parent="1")]}, "die er nog niet is"),
            ({"clauses": [NewClause("1", "  ")]}, "geen tekst"),
            ({"clauses": [NewClause("één", "a")]}, "geen nummer"),
            ({"clauses": [NewClause("1" * 31, "a")]}, "geen nummer"),
            ({"clauses": [NewClause("1", "x" * (LONGEST_TEXT + 1))]}, "te lang"),
            ({"clauses": [NewClause(str(n), "a") for n in range(10_001)]}, "ten hoogste 10000"),
        ],
    )
    def test_refuses_what_is_no_work_and_keeps_nothing(self, agreement, begin, wrong, words):
        with pytest.raises(WorkError, match=words):
            begin(**wrong)

        assert list(Work.objects.all()) == [agreement]
        assert Clause.objects.count() == 5

    def test_a_party_from_elsewhere_is_refused(self, begin, hellendoorn):
        with pytest.raises(WorkError, match="meedoen in deze regio"):
            begin(parties=[hellendoorn.organisation])

    def test_is_for_roles_that_decide_on_its_kind(self, begin, official_kampen, kampen):
        assert begin(by=official_kampen).kind == "agreement"

        with pytest.raises(ForbiddenError):
            begin(by=official_kampen, kind="programme", code="AP-2028")

    def test_she_takes_part_herself(self, begin, official_zwolle, secretary):
        with pytest.raises(ForbiddenError, match="uw eigen organisatie"):
            begin(by=official_zwolle)

        assert begin(by=secretary).code == "KAM-2028"

    def test_may_hold_5000_clauses(self, begin):
        clauses = [NewClause(str(number), f"Afspraak {number}") for number in range(1, 5001)]

        work = begin(clauses=clauses)

        lines = contents(latest(work))
        assert [line.clause.number for line in lines] == [str(n) for n in range(1, 5001)]


class TestVisibleWorks:
    @pytest.mark.parametrize(
        ("name", "codes"),
        [
            ("official_kampen", {"KAM-2027", "AP"}),
            ("executive_kampen", {"KAM-2027", "AP"}),
            ("reader", {"KAM-2027", "AP"}),
            ("corporation_adviser", {"KAM-2027", "AP"}),
            ("tenants_representative", {"KAM-2027", "AP"}),
            ("secretary", {"KAM-2027", "AP"}),
            ("official_zwolle", {"AP"}),
            ("theme_lead", {"AP"}),
            ("account_manager", {"AP"}),
            ("administrator", {"AP"}),
            ("market_expert", set()),
            ("stranger", set()),
        ],
    )
    def test_are_those_of_the_parties_and_as_wide_as_was_said(
        self, agreement, programme, region, request, name, codes
    ):
        account = request.getfixturevalue(name)

        found = visible_works(account, region, today=TODAY)

        assert {work.code for work in found} == codes

    def test_a_guest_reads_what_her_organisation_is_a_party_of(
        self, agreement, programme, region, guest
    ):
        assert [work.code for work in visible_works(guest, region, today=TODAY)] == ["AP"]

        programme.parties.filter(organisation=region.organisation).delete()

        assert not visible_works(guest, region, today=TODAY).exists()

    def test_ends_with_the_membership(self, agreement, region, official_kampen):
        official_kampen.memberships.update(ends_before=TODAY)

        assert not visible_works(official_kampen, region, today=TODAY).exists()

    def test_what_is_not_hers_is_not_there(self, agreement, region, official_zwolle):
        with pytest.raises(Work.DoesNotExist):
            work_for(official_zwolle, region, "KAM-2027", today=TODAY)


class TestAMergedParty:
    def test_is_followed_by_the_one_it_went_up_in(
        self, agreement, region, official_zwolle, zwolle, request
    ):
        before = visible_works(official_zwolle, region, today=TODAY).exists()

        request.getfixturevalue("kampen_merged")

        assert (before, visible_works(official_zwolle, region, today=TODAY).get()) == (
            False,
            agreement,
        )
        assert speaks_for(official_zwolle, agreement, PROPOSE, on=TODAY) == [zwolle.organisation]


class TestAdopt:
    def test_freezes_and_begins_on_its_day(self, agreement, moment):
        edition = adopt(
            by=None, at=moment, work=agreement, starts_on=FROM, decided="College, 24 november"
        )

        assert edition.digest == digest_of(edition)
        assert edition_on(agreement, date(2026, 12, 31)) is None
        assert edition_on(agreement, FROM) == edition

    def test_of_the_next_edition_leaves_the_old_one_as_it_was(
        self, adopted, ask, texts, moment, official_kampen
    ):
        first = latest(adopted)
        proposal = ask(adopted, "replace", "1.1", text="De corporatie bouwt **220** woningen.")
        accept(by=official_kampen, at=LATER, proposal=proposal)
        adopt(
            by=official_kampen,
            at=LATER,
            work=adopted,
            starts_on=date(2028, 1, 1),
            decided="College, 1 december 2026",
        )

        assert texts(adopted, first)[1] == ("1.1", "De corporatie bouwt **100** woningen.")
        assert texts(adopted)[1] == ("1.1", "De corporatie bouwt **220** woningen.")
        assert first.digest == digest_of(first)
        assert edition_on(adopted, date(2027, 12, 31)) == first
        assert edition_on(adopted, date(2028, 1, 1)) == latest(adopted)
        statuses = [
            status_on(item, list(adopted.editions.all()), date(2028, 1, 1))
            for item in adopted.editions.all()
        ]
        assert statuses == ["replaced", "in_force"]

    def test_an_edition_that_ended_brings_no_earlier_one_back(self, agreement, ask, moment):
        adopt(by=None, at=moment, work=agreement, starts_on=FROM, decided="Raad")
        proposal = ask(agreement, "replace", "1.1", text="Anders")
        accept(by=None, at=moment, proposal=proposal)
        adopt(
            by=None,
            at=moment,
            work=agreement,
            starts_on=date(2028, 1, 1),
            ends_before=date(2029, 1, 1),
            decided="Raad",
        )

        assert edition_on(agreement, date(2029, 1, 1)) is None

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"decided": " "}, "wie deze editie"),
            ({"ends_before": FROM}, "na de begindag"),
        ],
    )
    def test_refuses_what_cannot_be(self, agreement, moment, values, words):
        given = {"by": None, "at": moment, "work": agreement, "starts_on": FROM, "decided": "Raad"}

        with pytest.raises(EditionError, match=words):
            adopt(**{**given, **values})

        assert latest(agreement).open

    def test_is_once(self, adopted, moment):
        with pytest.raises(EditionError, match="al vastgesteld"):
            adopt(by=None, at=moment, work=adopted, starts_on=FROM, decided="Raad")

    def test_begins_not_before_the_one_that_holds(self, adopted, ask, moment):
        accept(by=None, at=moment, proposal=ask(adopted, "replace", "1.1", text="Anders"))

        with pytest.raises(EditionError, match="latere dag"):
            adopt(by=None, at=moment, work=adopted, starts_on=date(2026, 12, 1), decided="Raad")

    def test_is_for_who_decides(self, agreement, executive_kampen, official_zwolle, moment):
        for somebody in (executive_kampen, official_zwolle):
            with pytest.raises(ForbiddenError):
                adopt(by=somebody, at=moment, work=agreement, starts_on=FROM, decided="Raad")


class TestFreeze:
    def test_keeps_the_text_by_which_consent_is_asked(self, agreement, ask, moment):
        frozen = freeze(by=None, at=moment, work=agreement)
        accept(by=None, at=moment, proposal=ask(agreement, "replace", "1.1", text="Anders"))

        assert latest(agreement).number == 2
        assert digest_of(frozen) == frozen.digest

    def test_of_nothing_is_refused(self, begin, moment):
        with pytest.raises(EditionError, match="nog niets"):
            freeze(by=None, at=moment, work=begin())

    def test_is_once(self, agreement, moment):
        freeze(by=None, at=moment, work=agreement)

        with pytest.raises(EditionError, match="geen editie in bewerking"):
            freeze(by=None, at=moment, work=agreement)

    def test_of_two_works_with_other_names_differs(self, agreement, begin):
        copy = begin(clauses=copied(contents(latest(agreement))))

        assert digest_of(latest(copy)) != digest_of(latest(agreement))


class TestCopied:
    def test_remembers_which_clause_it_was(self, agreement, begin, texts):
        copy = begin(clauses=copied(contents(latest(agreement))))

        row = ClauseRevision.objects.get(clause__work=copy, clause__number="1.1")
        assert texts(copy) == texts(agreement)
        assert (row.provenance, row.note) == ("previous", "KAM-2027-1.1")
        assert ClauseRevision.objects.get(pk=row.came_from).clause.work == agreement


class TestAsKnownOn:
    def test_reads_an_open_edition_as_it_stood(self, agreement, ask):
        proposal = ask(agreement, "replace", "1.1", text="Anders")
        accept(by=None, at=LATER, proposal=proposal)

        then = tree_of(latest(agreement), known_on=datetime(2026, 11, 30, tzinfo=UTC))

        assert then.lines()[1].revision.text == "De corporatie bouwt **100** woningen."

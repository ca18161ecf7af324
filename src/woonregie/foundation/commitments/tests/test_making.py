"""Who promises whom what, and who takes it back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from woonregie.foundation.audit.models import Event
from woonregie.foundation.commitments.errors import (
    AlreadyWithdrawnError,
    CommitmentError,
    MeasureError,
)
from woonregie.foundation.commitments.models import (
    Commitment,
)
from woonregie.foundation.commitments.services import (
    add_measure,
    judge,
    make_commitment,
    withdraw_commitment,
)
from woonregie.foundation.commitments.tests.factories import (
    AT,
    by_hand,
    make,
    wanted,
)
from woonregie.foundation.pages.errors import ForbiddenError


class TestMaking:
    def test_keeps_parties_words_and_path(self, region, zwolle, corporation, tenants):
        made = make(
            region,
            zwolle.organisation,
            corporation,
            tenants,
            measures=[by_hand(path=[(date(2027, 1, 1), Decimal(1))])],
        )

        assert made.debtor == zwolle.organisation
        assert {item.organisation for item in made.creditors.all()} == {corporation, tenants}
        assert made.measures.get().path.get().value == 1

    def test_tells_the_trail_of_ids_only(self, sites, corporation):
        event = Event.objects.get(act="commitments.made")

        assert event.target_id == sites.pk
        assert event.organisation_id == sites.debtor_id
        assert event.payload["parties"] == [str(corporation.pk)]
        assert "locaties" not in str(event.payload)

    def test_is_for_whoever_speaks_for_a_party(self, region, zwolle, corporation, official_zwolle):
        asked = wanted(zwolle.organisation, corporation)

        made = make_commitment(by=official_zwolle, at=AT, region=region, wanted=asked)

        assert made.recorded_by == official_zwolle

    def test_is_not_for_another_municipality(self, region, zwolle, corporation, official_kampen):
        asked = wanted(zwolle.organisation, corporation)

        with pytest.raises(ForbiddenError, match=r"partijen spreekt: Zwolle\."):
            make_commitment(by=official_kampen, at=AT, region=region, wanted=asked)

        assert not Commitment.objects.exists()

    def test_is_not_for_an_alderman_or_council(
        self, region, kampen, corporation, executive_kampen, reader
    ):
        asked = wanted(kampen.organisation, corporation)

        for account in (executive_kampen, reader):
            with pytest.raises(ForbiddenError):
                make_commitment(by=account, at=AT, region=region, wanted=asked)

    def test_comes_from_a_thing_that_she_may_see(
        self, region, zwolle, corporation, official_zwolle, a_source
    ):
        seen = wanted(zwolle.organisation, corporation, origin=("bronnen", a_source.pk))
        unseen = wanted(zwolle.organisation, corporation, origin=("plannen", a_source.pk))

        made = make_commitment(by=official_zwolle, at=AT, region=region, wanted=seen)

        assert (made.origin_kind, made.origin_key) == ("bronnen", a_source.pk)
        with pytest.raises(CommitmentError, match="is er niet, of u mag het niet zien"):
            make_commitment(by=official_zwolle, at=AT, region=region, wanted=unseen)

    def test_refuses_a_debtor_who_promises_herself(self, region, zwolle, corporation):
        for owed in ([zwolle.organisation], [corporation, zwolle.organisation], []):
            with pytest.raises(CommitmentError, match="iemand anders dan Zwolle"):
                make(region, zwolle.organisation, *owed)

    def test_refuses_a_party_from_elsewhere(self, region, zwolle, hellendoorn):
        with pytest.raises(CommitmentError, match="Hellendoorn"):
            make(region, zwolle.organisation, hellendoorn.organisation)

    def test_refuses_an_end_before_its_start(self, region, zwolle, corporation):
        with pytest.raises(CommitmentError, match="na de begindag"):
            make(region, zwolle.organisation, corporation, ends_before=date(2026, 1, 1))

    def test_refuses_empty_and_endless_texts(self, region, zwolle, corporation):
        for title in (" ", "x" * 201, "a\x00b"):
            with pytest.raises(CommitmentError, match="van 1 tot 200 tekens"):
                make(region, zwolle.organisation, corporation, title=title)

    def test_leaves_nothing_when_a_measure_is_refused(self, region, zwolle, corporation):
        with pytest.raises(MeasureError):
            make(
                region,
                zwolle.organisation,
                corporation,
                measures=[by_hand(), by_hand(target=Decimal("NaN"))],
            )

        assert not Commitment.objects.exists()

    def test_comes_in_the_place_of_another(self, region, zwolle, corporation, sites):
        newer = make(region, zwolle.organisation, corporation, title="Drie", replaces=sites)

        sites.refresh_from_db()
        assert sites.withdrawn_at == AT
        assert sites.withdrawn_why == "Vervangen door een nieuwe afspraak."
        assert sites.replaced_by == newer
        line = Event.objects.get(act="commitments.replaced")
        assert (line.target_id, line.payload["replacement"]) == (sites.pk, str(newer.pk))

    def test_says_why_it_comes_in_the_place_of_another(self, region, zwolle, corporation, sites):
        make(
            region,
            zwolle.organisation,
            corporation,
            title="Drie",
            replaces=sites,
            replaces_why="De raad wil er een meer.",
        )

        sites.refresh_from_db()
        assert sites.withdrawn_why == "De raad wil er een meer."

    def test_replaces_what_stands_only(self, region, zwolle, corporation, sites):
        make(region, zwolle.organisation, corporation, title="Drie", replaces=sites)

        with pytest.raises(AlreadyWithdrawnError, match="al ingetrokken"):
            make(region, zwolle.organisation, corporation, title="Vier", replaces=sites)

    def test_is_numbered_on_within_its_region(self, region, zwolle, corporation, secretary):
        first, second = (make(region, zwolle.organisation, corporation) for _time in range(2))
        withdraw_commitment(by=None, at=AT, commitment=second, why="Dubbel")

        third = make(region, zwolle.organisation, corporation)

        # What was withdrawn keeps its number.
        assert [one.reference for one in (first, second, third)] == ["A-1", "A-2", "A-3"]

    def test_of_two_at_once_no_number_is_given_twice(self, sites):
        sites.pk = None

        with pytest.raises(IntegrityError), transaction.atomic():
            sites.save(force_insert=True)

    def test_cannot_free_the_debtor(self, region, zwolle, corporation, sites, official_zwolle):
        asked = wanted(zwolle.organisation, corporation, title="Geen", replaces=sites)

        with pytest.raises(ForbiddenError, match="Corporatie de IJssel"):
            make_commitment(by=official_zwolle, at=AT, region=region, wanted=asked)

    def test_the_database_keeps_it_as_it_was(self, sites):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(pk=sites.pk).update(title="Iets anders")


class TestWithdrawing:
    def test_frees_no_debtor_through_a_creditor_in_which_she_went_up(
        self, region, kampen, zwolle, corporation, official_zwolle, request
    ):
        kept = make(region, kampen.organisation, zwolle.organisation, corporation)
        request.getfixturevalue("kampen_merged")

        with pytest.raises(ForbiddenError, match="Corporatie de IJssel, Zwolle"):
            withdraw_commitment(by=official_zwolle, at=AT, commitment=kept, why="Te duur")

    def test_is_for_whom_it_was_promised(self, sites, official_zwolle, corporation_adviser):
        with pytest.raises(ForbiddenError):
            withdraw_commitment(by=official_zwolle, at=AT, commitment=sites, why="Te duur")
        withdraw_commitment(by=corporation_adviser, at=AT, commitment=sites, why="Achterhaald")

        assert sites.withdrawn_why == "Achterhaald"

    def test_is_done_once(self, sites):
        withdraw_commitment(by=None, at=AT, commitment=sites, why="Achterhaald")

        with pytest.raises(AlreadyWithdrawnError):
            withdraw_commitment(by=None, at=AT, commitment=sites, why="Nogmaals")

    def test_ends_all_changes(self, sites, corporation):
        withdraw_commitment(by=None, at=AT, commitment=sites, why="Achterhaald")

        with pytest.raises(AlreadyWithdrawnError):
            add_measure(by=None, at=AT, commitment=sites, wanted=by_hand())
        with pytest.raises(AlreadyWithdrawnError):
            judge(
                by=None,
                at=AT,
                commitment=sites,
                organisation=corporation,
                result="met",
                reason="Toch",
            )

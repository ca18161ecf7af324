from datetime import date, timedelta
from decimal import Decimal

import pytest

from woonregie.foundation.commitments.services import add_condition, observe
from woonregie.foundation.commitments.telling import tell
from woonregie.foundation.commitments.tests.factories import AT, TODAY, by_hand, make
from woonregie.foundation.commitments.turns import deadlines, turns
from woonregie.foundation.documents.models import Remark
from woonregie.foundation.pages.beside import Asked
from woonregie.foundation.search.pointing import things


@pytest.fixture
def late(region, zwolle, corporation):
    """Return a commitment of which one of two sites had to be there on 1 November."""
    return make(
        region,
        zwolle.organisation,
        corporation,
        measures=[
            by_hand(
                path=[(date(2026, 1, 1), Decimal(0)), (date(2026, 11, 1), Decimal(1))],
                margin=Decimal(2),
            )
        ],
    )


def see(made, organisation, value, on=TODAY):
    observe(
        by=None,
        at=AT,
        measure=made.measures.get(),
        organisation=organisation,
        as_of=on,
        value=Decimal(value),
    )


def told(teller, account, region):
    return list(teller(account, region.organisation_id, TODAY))


class TestTurns:
    def test_ask_the_debtor_a_value_for_a_day_that_passed(self, late, region, official_zwolle):
        (turn,) = told(turns, official_zwolle, region)

        assert turn.mine
        assert turn.due == date(2026, 11, 1)
        assert turn.text == "Geef een waarde op: Aangewezen locaties."

    def test_ask_nobody_else(self, late, region, corporation_adviser, secretary, official_kampen):
        for account in (corporation_adviser, secretary, official_kampen):
            assert told(turns, account, region) == []

    def test_are_over_when_the_value_is_there(self, late, region, zwolle, official_zwolle):
        see(late, zwolle.organisation, 2)

        assert told(turns, official_zwolle, region) == []

    def test_tell_of_risk_whose_it_is(
        self, late, region, zwolle, official_zwolle, corporation_adviser
    ):
        see(late, zwolle.organisation, 0)

        (mine,) = told(turns, official_zwolle, region)
        (hers,) = told(turns, corporation_adviser, region)

        assert (mine.mine, mine.risk, hers.mine, hers.risk) == (True, True, False, True)
        assert mine.about == hers.about
        assert hers.text.startswith("Aangewezen locaties (Zwolle): risico.")


class TestDeadlines:
    def test_name_targets_and_conditions_within_two_months(
        self, region, zwolle, corporation, official_zwolle
    ):
        made = make(
            region,
            zwolle.organisation,
            corporation,
            measures=[by_hand(due_on=TODAY + timedelta(days=60))],
        )
        add_condition(
            by=None,
            at=AT,
            commitment=made,
            event="Subsidie",
            deadline=TODAY + timedelta(days=10),
        )
        make(
            region,
            zwolle.organisation,
            corporation,
            measures=[by_hand(due_on=TODAY + timedelta(days=61))],
        )

        found = told(deadlines, official_zwolle, region)

        assert [(item.text, item.on) for item in found] == [
            ("Aangewezen locaties (Zwolle)", TODAY + timedelta(days=60)),
            ("Voorwaarde van Twee locaties aanwijzen: Subsidie", TODAY + timedelta(days=10)),
        ]


class TestPointing:
    def test_a_commitment_can_be_pointed_to(self, sites, region, official_zwolle, guest):
        pointer = ("afspraken", sites.pk)
        asked = {"region": region, "today": TODAY}

        assert things([pointer], account=official_zwolle, **asked)[pointer].title == sites.title
        assert things([pointer], account=guest, **asked) == {}

    def test_stands_beside_what_it_comes_from(self, region, zwolle, corporation, official_zwolle):
        key = Remark().pk
        made = make(
            region, zwolle.organisation, corporation, origin=("documenten", key), title="Een park"
        )

        lines = tell(Asked(official_zwolle, region, "documenten", key, TODAY))

        assert lines[0].text == "A-1 Een park (niet meetbaar)"
        assert str(made.pk) in lines[0].url
        assert lines[-1].act

    def test_is_not_told_to_who_may_not_read_it(self, region, kampen, raalte, official_zwolle):
        key = Remark().pk
        make(
            region,
            kampen.organisation,
            raalte.organisation,
            origin=("plannen", key),
            reach="parties",
        )

        assert tell(Asked(official_zwolle, region, "plannen", key, TODAY)) == []

"""The pages of what happens to a plan: bookings, write-downs, decisions, relations."""

from datetime import date

import pytest
from django.urls import reverse

from woonregie.subjects.plans import services
from woonregie.subjects.plans.models import Plan, PlanRelation, Posting, WriteDown
from woonregie.subjects.plans.queries import holdings
from woonregie.subjects.plans.queries.relations import standing_relations
from woonregie.subjects.plans.services.statuses import load_status_rules
from woonregie.subjects.plans.tests.factories import AT, record_plan

DECISION = {
    "body": "Gemeenteraad",
    "decision_title": "Afspraken 2026",
    "decision_number": "2026-17",
    "decided_on": "2026-05-01",
}


@pytest.fixture
def reeve(kampen):
    """Return Reeve with 100 hard homes since 2025."""
    return record_plan(kampen, "Reeve", {2030: 100}, on=date(2025, 1, 1))


@pytest.fixture
def page(client_for, region):
    """Return a function that asks or sends a page of a plan."""

    def ask(who, plan, name, *more, data=None):
        address = reverse(f"plans:{name}", args=[region.slug, plan.number, *more])
        client = client_for(who)
        return client.get(address) if data is None else client.post(address, data)

    return ask


def left(plan, on=date(2026, 11, 24)):
    return holdings([plan.pk], on=on)[plan.pk].build


def text(answer):
    return answer.content.decode()


class TestAccount:
    def test_reads_like_a_statement(self, reeve, page, official_kampen):
        services.book_event(
            by=None, at=AT, plan=reeve, kind="realisation", on=date(2026, 6, 1), dwellings=30
        )

        shown = text(page(official_kampen, reeve, "account"))

        assert shown.index("realisatie") < shown.index("opvoer")
        assert "−30" in shown
        assert "Boeken" in shown

    def test_who_only_looks_gets_no_buttons(self, reeve, page, account_manager):
        shown = text(page(account_manager, reeve, "account"))

        assert "Afboeken" not in shown
        assert "/herstellen/" not in shown

    @pytest.mark.parametrize("name", ["account", "decisions", "relations"])
    def test_for_a_neighbour_it_does_not_exist(self, reeve, page, official_zwolle, name):
        assert page(official_zwolle, reeve, name).status_code == 404

    @pytest.mark.parametrize(
        ("name", "more"), [("book", ["realisatie"]), ("write_down", []), ("split", [])]
    )
    def test_who_only_looks_may_not_book(self, reeve, page, account_manager, name, more):
        assert page(account_manager, reeve, name, *more).status_code == 403
        assert page(account_manager, reeve, name, *more, data={}).status_code == 403


class TestBooking:
    def test_realisation(self, reeve, page, official_kampen):
        answer = page(
            official_kampen,
            reeve,
            "book",
            "realisatie",
            data={"dwellings": "30", "on": "2026-06-01"},
        )

        assert answer.status_code == 302
        assert left(reeve) == 70

    def test_too_many_is_said_in_the_form_and_nothing_is_booked(
        self, reeve, page, official_kampen
    ):
        answer = page(
            official_kampen,
            reeve,
            "book",
            "realisatie",
            data={"dwellings": "101", "on": "2026-06-01"},
        )

        assert answer.status_code == 400
        assert "er kunnen er niet 101 af" in text(answer)
        assert Posting.objects.count() == 1

    def test_half_a_decision_is_asked_to_be_whole(self, reeve, page, official_kampen):
        answer = page(
            official_kampen,
            reeve,
            "book",
            "verval",
            data={"dwellings": "3", "on": "2026-06-01", "body": "Gemeenteraad"},
        )

        assert answer.status_code == 400
        assert "zo weet iedereen waar dit op rust" in text(answer)

    def test_an_act_that_is_none_is_not_there(self, reeve, page, official_kampen):
        assert page(official_kampen, reeve, "book", "toveren").status_code == 404

    def test_a_posting_is_corrected(self, reeve, page, official_kampen):
        wrong = services.book_event(
            by=None, at=AT, plan=reeve, kind="realisation", on=date(2026, 6, 1), dwellings=30
        )

        page(official_kampen, reeve, "correct", wrong.pk, data={"reason": "Verkeerd plan"})

        assert left(reeve) == 100

    def test_a_posting_of_another_plan_is_not_there(self, reeve, zwolle, page, official_kampen):
        other = record_plan(zwolle, "Stadshagen", {2030: 10})
        posting = Posting.objects.get(movements__plan=other)

        answer = page(official_kampen, reeve, "correct", posting.pk, data={"reason": "Weg"})

        assert answer.status_code == 404


class TestMoving:
    def test_a_transfer_within_the_municipality(self, reeve, kampen, page, official_kampen):
        station = record_plan(kampen, "Stationsomgeving")

        page(
            official_kampen,
            reeve,
            "move",
            "overdracht",
            data={"receiver": station.number.lower(), "dwellings": "40", "on": "2026-06-01"},
        )

        assert (left(reeve), left(station)) == (60, 40)

    def test_a_plan_that_she_may_not_see_is_not_there(self, reeve, zwolle, page, official_kampen):
        hidden = record_plan(zwolle, "Stadshagen", {2030: 10})

        answer = page(
            official_kampen,
            reeve,
            "move",
            "ruil",
            data={
                "receiver": hidden.number,
                "dwellings": "4",
                "on": "2026-06-01",
                **DECISION,
            },
        )

        assert answer.status_code == 400
        assert "bestaat niet, of is niet voor u" in text(answer)
        assert "Stadshagen" not in text(answer)


class TestWritingDown:
    def test_agreed_then_in_force(self, reeve, page, official_kampen):
        page(
            official_kampen,
            reeve,
            "write_down",
            data={
                "dwellings": "20",
                "reason": "no_need",
                "agreed_on": "2026-05-01",
                "landowner": "municipality",
                "compensation_risk": "none",
                **DECISION,
            },
        )
        agreed = WriteDown.objects.get()
        assert left(reeve) == 100
        assert "afgesproken, nog hard" in text(page(official_kampen, reeve, "account"))

        page(
            official_kampen,
            reeve,
            "put_in_force",
            agreed.pk,
            data={"effective_on": "2026-09-01"},
        )

        assert left(reeve) == 80
        agreed.refresh_from_db()
        assert agreed.decision.number == "2026-17"

    def test_without_a_decision_it_is_refused(self, reeve, page, official_kampen):
        answer = page(
            official_kampen,
            reeve,
            "write_down",
            data={
                "dwellings": "20",
                "reason": "no_need",
                "agreed_on": "2026-05-01",
                "landowner": "municipality",
                "compensation_risk": "none",
            },
        )

        assert answer.status_code == 400
        assert not WriteDown.objects.exists()


class TestDeciding:
    def test_the_status_follows(self, reeve, page, official_kampen):
        load_status_rules(at=AT)

        page(
            official_kampen,
            reeve,
            "decisions",
            data={
                "instrument": "environment_plan",
                "step": "draft",
                "decided_on": "2026-02-01",
                "duty": "none",
            },
        )

        shown = text(page(official_kampen, reeve, "decisions"))
        assert "De status is nu: 3 in voorbereiding." in shown
        assert "volgt uit de besluiten" in shown

    def test_before_the_plan_it_is_refused(self, reeve, page, official_kampen):
        answer = page(
            official_kampen,
            reeve,
            "decisions",
            data={
                "instrument": "environment_plan",
                "step": "draft",
                "decided_on": "2024-02-01",
                "duty": "none",
            },
        )

        assert answer.status_code == 400
        assert "begint pas op 01-01-2025" in text(answer)


class TestRelating:
    def test_a_part_is_told_on_both_pages(self, reeve, kampen, page, official_kampen):
        part = record_plan(kampen, "Reeve, fase 1", {2030: 40})

        page(
            official_kampen,
            part,
            "relations",
            data={"kind": "part_of", "other": reeve.number, "valid_on": "2026-01-01"},
        )

        for plan, other in ((part, reeve), (reeve, part)):
            assert other.number in text(page(official_kampen, plan, "relations"))

    def test_a_plan_of_others_is_not_named(self, reeve, zwolle, page, official_kampen, secretary):
        theirs = record_plan(zwolle, "Stadshagen", {2030: 50}, on=date(2025, 1, 1))
        services.relate(
            by=None,
            at=AT,
            plan=reeve,
            other=theirs,
            kind="exchanged_with",
            valid_on=date(2026, 6, 1),
        )

        own = text(page(official_kampen, reeve, "relations"))
        all_of_it = text(page(secretary, reeve, "relations"))

        assert "een ander plan" in own
        assert theirs.number not in own
        assert "Stadshagen" not in own
        assert theirs.number in all_of_it

    def test_a_relation_is_ended(self, reeve, kampen, page, official_kampen):
        part = record_plan(kampen, "Reeve, fase 1", {2030: 40})
        relation = services.relate(
            by=None, at=AT, plan=part, other=reeve, kind="part_of", valid_on=date(2026, 1, 1)
        )

        page(
            official_kampen,
            part,
            "end_relation",
            relation.pk,
            data={"ends_before": "2026-10-01", "reason": "Los plan"},
        )

        assert standing_relations(part.pk).get().ends_before == date(2026, 10, 1)

    def test_splitting_moves_all_homes(self, reeve, page, official_kampen):
        answer = page(
            official_kampen,
            reeve,
            "split",
            data={
                "on": "2026-06-01",
                "name_1": "Reeve, fase 1",
                "dwellings_1": "60",
                "name_2": "Reeve, fase 2",
                "dwellings_2": "40",
            },
        )

        assert answer.status_code == 302
        parts = Plan.objects.exclude(pk=reeve.pk).order_by("number")
        assert [left(part) for part in parts] == [60, 40]
        assert left(reeve) == 0

    def test_merging_plans_of_two_municipalities_is_refused(
        self, reeve, zwolle, page, secretary, official_kampen
    ):
        stadshagen = record_plan(zwolle, "Stadshagen", {2030: 10})

        answer = page(
            official_kampen,
            reeve,
            "merge",
            data={"plans": stadshagen.number, "on": "2026-06-01"},
        )

        assert answer.status_code == 400
        assert not PlanRelation.objects.exists()

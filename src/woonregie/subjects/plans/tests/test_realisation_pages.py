"""The page of what was built: proposals to judge, and counted beside booked."""

from datetime import date, timedelta

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from woonregie.foundation.region.models import CountedMeasure
from woonregie.foundation.region.services import CountedYear, record_counts
from woonregie.subjects.plans import services
from woonregie.subjects.plans.errors import UnknownPlanError
from woonregie.subjects.plans.models import MovementKind, PlanImport, PostingProposal
from woonregie.subjects.plans.queries import holdings
from woonregie.subjects.plans.queries.realisation import counted_beside_booked
from woonregie.subjects.plans.realised import explained
from woonregie.subjects.plans.tests.factories import AT
from woonregie.subjects.plans.tests.test_realised_lists import CHANGES, TOTALS
from woonregie.subjects.plans.values import Cell, PlanValues, SeenChange, located

TODAY = AT.date()
BEFORE = AT - timedelta(days=300)


def plan_at(place, name, x, homes=40):
    """Record a plan of one hectare, of which homes can be built, and five demolished."""
    return services.create_plan(
        by=None,
        at=BEFORE,
        municipality=place,
        valid_on=date(2024, 1, 1),
        values=PlanValues(
            name=name,
            planning_status="1A",
            **located(shapely.box(x, 507_000, x + 100, 507_100)),
        ),
        cells={
            Cell("build", "total", "", 2026, 2028): homes,
            Cell("demolition", "total", "", None, None): 5,
        },
    )


@pytest.fixture
def reeve(kampen):
    """Return Reeve in Kampen: 40 homes to build."""
    return plan_at(kampen, "Reeve", 191_000)


@pytest.fixture
def stadshagen(zwolle):
    """Return Stadshagen in Zwolle."""
    return plan_at(zwolle, "Stadshagen", 203_000)


@pytest.fixture
def take_in(kampen, a_source):
    """Return a function that takes homes in: number, homes, x, kind, day."""

    def taken(number, homes=1, *, x=191_050.0, kind="built", day=date(2026, 2, 3), place=None):
        seen = SeenChange(f"0166010000{number:06d}", kind, day, homes, x, 507_050.0)
        services.take_in_changes(
            by=None, at=AT, municipality=place or kampen, changes=[seen], source=a_source
        )
        return PostingProposal.objects.get(changes__object_id=seen.object_id)

    return taken


@pytest.fixture
def counted(a_source):
    """Return a function that records what was counted in a municipality."""

    def recorded(place, year, **homes):
        counts = [
            CountedYear(place.organisation_id, CountedMeasure[name.upper()], year, number)
            for name, number in homes.items()
        ]
        record_counts(by=None, at=AT, counts=counts, source=a_source)

    return recorded


class TestCountedBesideBooked:
    def test_a_year_of_kampen(self, kampen, reeve, take_in, counted):
        """CBS counted 24 new and 6 added: 12 booked, 5 wait, 3 in no plan, 2 + 1 rejected."""
        counted(kampen, 2026, new=24, added=6, demolished=4)
        services.approve_proposal(by=None, at=AT, proposal=take_in(1, 12))
        waits = take_in(2, 5, day=date(2026, 5, 1))
        take_in(3, 3, x=195_000.0)
        for number, homes, why in ((4, 2, "Is een garage"), (5, 1, "Dubbel")):
            proposal = take_in(number, homes, day=date(2026, 8, 1))
            services.reject_proposal(by=None, at=AT, proposal=proposal, why=why)

        (found,) = counted_beside_booked([kampen], account=None, today=TODAY)

        assert waits.state == "open"
        assert (found.counted, found.booked, found.waiting, found.unmatched) == (30, 12, 5, 3)
        assert [(item.why, item.dwellings) for item in found.reasons] == [
            ("Is een garage", 2),
            ("Dubbel", 1),
        ]
        assert found.unexplained == 30 - 12 - 5 - 3 - 3
        assert [str(source) for source in found.sources]
        with translation.override("nl"):
            assert explained(found) == (
                "5 woningen wachten op een oordeel. 3 woningen liggen in geen plan. "
                "2 afgewezen: Is een garage. 1 afgewezen: Dubbel. 7 zijn niet verklaard. "
                "Ontbreken er mutaties, of staat een plan niet in de lijst?"
            )

    def test_demolition_has_its_own(self, kampen, reeve, take_in, counted):
        counted(kampen, 2026, new=24, demolished=4, withdrawn=1)
        services.approve_proposal(by=None, at=AT, proposal=take_in(1, 4, kind="demolished"))

        (found,) = counted_beside_booked(
            [kampen], account=None, today=TODAY, kind=MovementKind.DEMOLITION
        )
        (other,) = counted_beside_booked(
            [kampen], account=None, today=TODAY, kind=MovementKind.WITHDRAWAL
        )

        assert (found.counted, found.booked, found.unexplained) == (4, 4, 0)
        assert (other.counted, other.booked, other.unexplained) == (1, 0, 1)
        with translation.override("nl"):
            assert explained(found) == "Alles is verklaard."

    def test_what_was_corrected_is_not_booked(self, kampen, reeve, take_in, counted):
        counted(kampen, 2026, new=12)
        kept = services.approve_proposal(by=None, at=AT, proposal=take_in(1, 12))
        services.correct_posting(by=None, at=AT, posting=kept.posting, reason="Verkeerd plan")

        (found,) = counted_beside_booked([kampen], account=None, today=TODAY)

        assert (found.booked, found.unexplained) == (0, 12)

    def test_more_booked_than_counted_is_said(self, kampen, reeve, take_in, counted):
        counted(kampen, 2026, new=10)
        services.approve_proposal(by=None, at=AT, proposal=take_in(1, 12))

        (found,) = counted_beside_booked([kampen], account=None, today=TODAY)

        assert found.unexplained == -2
        with translation.override("nl"):
            assert explained(found).startswith("U boekte er 2 meer dan er geteld zijn.")

    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        acts=st.lists(
            st.tuples(
                st.sampled_from(["book", "reject", "wait"]),
                st.integers(1, 9),
                st.booleans(),
                st.sampled_from(["built", "added"]),
                st.integers(1, 12),
            ),
            max_size=6,
        ),
        total=st.integers(0, 60),
        twice=st.booleans(),
    )
    def test_all_parts_together_are_what_was_counted(self, kampen, a_source, acts, total, twice):
        """Whatever is booked, rejected or left, and however often it is read."""
        from django.db import transaction  # noqa: PLC0415  only this test undoes its work

        with transaction.atomic():
            plan = plan_at(kampen, "Reeve", 191_000, homes=500)
            counts = [CountedYear(kampen.organisation_id, CountedMeasure.NEW, 2025, total)]
            seen = [
                SeenChange(
                    f"0166010000{at:06d}",
                    kind,
                    date(2025, month, 9),
                    homes,
                    191_050.0 if inside else 195_000.0,
                    507_050.0,
                )
                for at, (_act, homes, inside, kind, month) in enumerate(acts)
            ]
            for _time in range(2 if twice else 1):
                record_counts(by=None, at=AT, counts=counts, source=a_source)
                for change in seen:
                    services.take_in_changes(
                        by=None, at=AT, municipality=kampen, changes=[change], source=a_source
                    )
            said = {"book": 0, "reject": 0, "wait": 0}
            for change, (act, homes, _inside, _kind, _month) in zip(seen, acts, strict=True):
                said[act] += homes
                proposal = PostingProposal.objects.get(changes__object_id=change.object_id)
                if act == "book":
                    services.approve_proposal(by=None, at=AT, proposal=proposal, plan=plan)
                elif act == "reject":
                    services.reject_proposal(by=None, at=AT, proposal=proposal, why="Nee")

            (found,) = counted_beside_booked([kampen], account=None, today=TODAY)

            assert found.booked == said["book"]
            assert found.rejected == said["reject"]
            assert found.waiting + found.unmatched == said["wait"]
            parts = found.booked + found.waiting + found.unmatched + found.rejected
            assert parts + found.unexplained == found.counted == total
            transaction.set_rollback(True)


class TestDeciding:
    def test_several_at_once(self, send, official_kampen, reeve, take_in):
        first, second = take_in(1, 12), take_in(2, 8, day=date(2026, 5, 1))

        send(
            official_kampen,
            "realisatie/beoordelen/",
            {"voorstel": [first.pk, second.pk], "besluit": "goedkeuren"},
        )

        assert holdings([reeve.pk], on=TODAY)[reeve.pk].build == 20
        assert set(PostingProposal.objects.values_list("state", flat=True)) == {"approved"}

    def test_what_cannot_be_booked_stays_and_is_told(
        self, send, visit, official_kampen, reeve, take_in
    ):
        good, bad = take_in(1, 12), take_in(2, 99, day=date(2026, 5, 1))
        loose = take_in(3, 1, x=195_000.0)

        send(
            official_kampen,
            "realisatie/beoordelen/",
            {"voorstel": [good.pk, bad.pk, loose.pk], "besluit": "goedkeuren"},
        )

        states = {item.pk: item.state for item in PostingProposal.objects.all()}
        assert states == {good.pk: "approved", bad.pk: "open", loose.pk: "open"}
        shown = visit(official_kampen, "realisatie/").content.decode()
        assert "1 voorstel is vastgelegd." in shown
        assert "2 voorstellen zijn blijven staan." in shown
        assert "nog 28 woningen" in shown

    def test_rejected_together_for_one_reason(self, send, official_kampen, reeve, take_in):
        both = [take_in(1), take_in(2, day=date(2026, 5, 1))]
        data = {"voorstel": [item.pk for item in both], "besluit": "afwijzen"}

        send(official_kampen, "realisatie/beoordelen/", data)
        assert set(PostingProposal.objects.values_list("state", flat=True)) == {"open"}
        send(official_kampen, "realisatie/beoordelen/", data | {"waarom": "Zorgwoning"})

        assert set(PostingProposal.objects.values_list("state", "why")) == {
            ("rejected", "Zorgwoning")
        }

    def test_a_reason_beside_booking_books_nothing(
        self, send, visit, official_kampen, reeve, take_in
    ):
        data = {"voorstel": [take_in(1).pk], "besluit": "goedkeuren", "waarom": "Garage"}

        send(official_kampen, "realisatie/beoordelen/", data)

        assert PostingProposal.objects.get().state == "open"
        assert "U schreef waarom niet." in visit(official_kampen, "realisatie/").content.decode()

    @pytest.mark.parametrize("ticked", [[], ["onzin"]])
    def test_nothing_ticked_is_said(self, send, visit, official_kampen, reeve, take_in, ticked):
        take_in(1)

        send(official_kampen, "realisatie/beoordelen/", {"voorstel": ticked})

        shown = visit(official_kampen, "realisatie/").content.decode()
        assert "Vink eerst een voorstel aan." in shown
        assert PostingProposal.objects.get().state == "open"

    def test_a_plan_is_chosen_for_what_lies_in_none(self, send, official_kampen, reeve, take_in):
        loose = take_in(1, 3, x=195_000.0)

        send(
            official_kampen,
            f"realisatie/{loose.pk}/",
            {"plan": reeve.number.lower(), "besluit": "goedkeuren"},
        )

        assert holdings([reeve.pk], on=TODAY)[reeve.pk].build == 37

    def test_a_number_that_is_no_plan_books_nothing(
        self, send, visit, official_kampen, reeve, take_in
    ):
        proposal = take_in(1, 3)

        send(
            official_kampen,
            f"realisatie/{proposal.pk}/",
            {"plan": "GM0166-2020-9999", "besluit": "goedkeuren"},
        )

        assert PostingProposal.objects.get().state == "open"
        assert "kennen wij niet" in visit(official_kampen, "realisatie/").content.decode()

    def test_a_later_list_that_has_it_already_is_not_lowered_again(
        self, send, official_kampen, reeve, take_in, a_source
    ):
        proposal = take_in(1, 3)
        services.change_plan(
            by=None,
            at=AT,
            plan=reeve,
            valid_on=date(2026, 6, 1),
            values=PlanValues(
                name="Reeve",
                planning_status="1A",
                **located(shapely.box(191_000, 507_000, 191_100, 507_100)),
            ),
            cells={Cell("build", "total", "", 2026, 2028): 37},
            base_version=1,
            reason="Lijst van juni",
            source=a_source,
        )

        send(
            official_kampen,
            f"realisatie/{proposal.pk}/",
            {"besluit": "goedkeuren", "verwerkt": "1"},
        )

        held = {
            day: holdings([reeve.pk], on=day)[reeve.pk].build
            for day in (date(2026, 2, 2), date(2026, 2, 3), date(2026, 6, 1))
        }
        assert held == {date(2026, 2, 2): 40, date(2026, 2, 3): 37, date(2026, 6, 1): 37}

    def test_a_plan_of_another_municipality_is_refused(self, reeve, stadshagen, take_in):
        with pytest.raises(UnknownPlanError, match="ligt niet in Kampen"):
            services.approve_proposal(by=None, at=AT, proposal=take_in(1), plan=stadshagen)

    def test_a_neighbour_decides_nothing(self, send, official_zwolle, reeve, stadshagen, take_in):
        proposal = take_in(1)

        one = send(official_zwolle, f"realisatie/{proposal.pk}/", {"plan": stadshagen.number})
        send(official_zwolle, "realisatie/beoordelen/", {"voorstel": [proposal.pk]})

        assert one.status_code == 404
        assert PostingProposal.objects.get().state == "open"

    @pytest.mark.parametrize("who", ["executive_kampen", "secretary"])
    def test_who_only_looks_has_no_buttons(self, request, visit, send, who, reeve, take_in):
        account, proposal = request.getfixturevalue(who), take_in(1)

        shown = visit(account, "realisatie/").content.decode()
        refused = send(account, "realisatie/beoordelen/", {"voorstel": [proposal.pk]})

        assert "Realisatie: 1 woning" in shown
        assert "Boek wat is aangevinkt" not in shown
        assert refused.status_code == 403


class TestPage:
    def test_shows_each_year_with_its_explanation_and_source(
        self, visit, official_kampen, kampen, reeve, take_in, counted, a_source
    ):
        counted(kampen, 2025, new=9)
        counted(kampen, 2026, new=24)
        take_in(1, 5)

        response = visit(official_kampen, "realisatie/")

        rows = response.context["table"].rows
        assert [
            (row["jaar"], row["geteld"], row["wacht"], row["onverklaard"]) for row in rows
        ] == [
            (2026, 24, 5, 19),
            (2025, 9, 0, 9),
        ]
        title = str(response.context["chart"].title)
        assert title == "In 2026: 19 van 24 getelde woningen niet verklaard"
        assert response.context["sources"] == [a_source]

    def test_csv_of_table_and_chart(self, visit, official_kampen, kampen, counted):
        counted(kampen, 2025, new=9)

        table = visit(official_kampen, "realisatie/", {"csv": "verschil"})
        chart = visit(official_kampen, "realisatie/", {"csv": "geteld"})

        assert (
            table.content.decode("utf-8-sig").splitlines()[1].startswith("Kampen;2025;9;0;0;0;0;9")
        )
        assert "geteld-en-geboekt-gebouwd" in table["Content-Disposition"]
        assert "2025;geteld;9" in chart.content.decode("utf-8-sig")

    def test_one_municipality_of_the_region(
        self, visit, secretary, kampen, zwolle, reeve, take_in, counted
    ):
        counted(kampen, 2025, new=9)
        counted(zwolle, 2025, new=800)
        take_in(1, 5)

        shown = visit(secretary, "realisatie/", {"gemeente": "GM0193"})

        assert [row["gemeente"] for row in shown.context["table"].rows] == ["Zwolle"]
        assert shown.context["waiting"] == 0

    def test_others_are_not_shown(self, visit, official_zwolle, kampen, reeve, take_in, counted):
        counted(kampen, 2025, new=9)
        take_in(1, 5)

        shown = visit(official_zwolle, "realisatie/", {"gemeente": "GM0166"})

        assert shown.context["table"] is None
        assert list(shown.context["proposals"]) == []

    @pytest.mark.parametrize("query", [{"soort": "onzin"}, {"csv": "x"}, {"gemeente": "'"}])
    def test_nonsense_in_the_address_is_the_page(self, visit, official_kampen, kampen, query):
        assert visit(official_kampen, "realisatie/", query).status_code == 200


class TestTurns:
    def test_what_waits_is_told_to_whoever_judges(
        self, browser_of, official_kampen, official_zwolle, secretary, reeve, take_in
    ):
        take_in(1)
        words = "1 voorstel voor een boeking wacht op uw oordeel."

        told = {
            account.email: words in browser_of(account).get("/testregio/").content.decode()
            for account in (official_kampen, official_zwolle, secretary)
        }

        assert list(told.values()) == [True, False, False]


class TestDelivering:
    def send_file(self, send, account, text):
        upload = SimpleUploadedFile("lijst.csv", text.encode(), content_type="text/csv")
        return send(account, "realisatie/aanleveren/", {"file": upload})

    def test_look_then_take_in(self, send, visit, official_kampen, reeve, zwolle):
        sent = self.send_file(send, official_kampen, CHANGES)

        delivery = PlanImport.objects.get()
        assert sent["Location"].endswith(f"realisatie/aanleveren/{delivery.pk}/")
        shown = visit(official_kampen, f"realisatie/aanleveren/{delivery.pk}/").content.decode()
        assert "4 mutaties van gebouwen, samen 28 woningen." in shown
        assert not PostingProposal.objects.exists()
        send(official_kampen, f"realisatie/aanleveren/{delivery.pk}/verwerken/", {})
        assert PostingProposal.objects.count() == 3

    def test_totals_too(self, send, official_kampen, kampen, zwolle):
        self.send_file(send, official_kampen, TOTALS)
        send(
            official_kampen,
            f"realisatie/aanleveren/{PlanImport.objects.get().pk}/verwerken/",
            {},
        )

        assert [
            item.counted for item in counted_beside_booked([kampen], account=None, today=TODAY)
        ] == [
            210,
            190,
        ]

    @pytest.mark.parametrize("text", ["Naam;Status\nReeve;1A\n", ";;\n"])
    def test_a_wrong_file_is_told_at_the_form(self, send, official_kampen, kampen, text):
        sent = self.send_file(send, official_kampen, text)

        assert sent.status_code == 400
        assert sent.context["form"].errors["file"]

    def test_an_empty_template_reads_as_its_layout(self, visit, official_kampen, region):
        for kind, name in (("mutaties", "Object;Soort"), ("jaartotalen", "Gemeente;Jaar")):
            body = visit(official_kampen, f"realisatie/aanleveren/sjabloon-{kind}.csv")
            assert body.content.decode("utf-8-sig").startswith(name)
        unknown = visit(official_kampen, "realisatie/aanleveren/sjabloon-plannen.csv")
        assert unknown.status_code == 404

    def test_stands_apart_from_lists_of_plans(self, send, visit, official_kampen, reeve, region):
        self.send_file(send, official_kampen, CHANGES)
        delivery = PlanImport.objects.get()

        assert list(visit(official_kampen, "aanleveren/").context["deliveries"]) == []
        there = visit(official_kampen, f"aanleveren/{delivery.pk}/")
        assert there["Location"].endswith(f"realisatie/aanleveren/{delivery.pk}/")

    def test_a_neighbour_does_not_see_it(
        self, visit, send, official_kampen, official_zwolle, reeve
    ):
        self.send_file(send, official_kampen, CHANGES)
        key = PlanImport.objects.get().pk

        assert visit(official_zwolle, f"realisatie/aanleveren/{key}/").status_code == 404
        applied = send(official_zwolle, f"realisatie/aanleveren/{key}/verwerken/", {})
        assert applied.status_code == 404

"""Making and changing a plan: bad input, and two people at once."""

from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
import shapely

from woonregie.foundation.accounts.models import Membership
from woonregie.foundation.region.models import Settlement
from woonregie.subjects.plans.models import Movement, Plan, PlanVersion
from woonregie.subjects.plans.queries import newest_version
from woonregie.subjects.plans.tests.factories import (
    AT,
    SINCE,
    TODAY,
    change,
    homes,
    record_plan,
    standing,
)
from woonregie.subjects.plans.values import located

pytestmark = pytest.mark.usefixtures("legal_hard")

EARLIER = AT - timedelta(days=1)
SENT = {
    "name": "Reeve",
    "location_kind": "unknown",
    "planning_status": "1A",
    "project_phase": "unknown",
    "programme_class": "unknown",
    "built_up_area": "undetermined",
    "client_kind": "unknown",
    "living_environment": "unknown",
    "regional_function": "local",
    "location": "",
    "note": "",
    "valid_on": "2026-11-24",
    "reason": "",
}


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def filled(response):
    """Return what a browser would send if it sent a shown form back as it is."""
    sent = {}
    quantities = response.context["quantities"]
    for form in (response.context["form"], quantities, quantities.segments):
        for field in form:
            value = field.value()
            shown = "" if value is None else str(value)
            sent[field.html_name] = shown.replace("\n", "\r\n")
    return sent


class TestCreate:
    def test_records_what_was_typed(self, visit, send, official_kampen, kampen):
        kern = kampen.settlements.get()
        response = send(
            official_kampen,
            "nieuw/",
            {
                **SENT,
                "settlement": str(kern.pk),
                "location": "POLYGON ((191e3 507e3, 191200 507000, 191200 507100, 191e3 507e3))",
                "note": "Wacht op de brug",
                "reason": "Nieuw in de lijst",
                "valid_on": "01-09-2026",
                "from_0": "2027",
                "to_0": "2029",
                "build_0": "1.200",
                "demolition_unphased": "4",
                "price_rent_social": "300",
            },
        )

        plan = Plan.objects.get()
        assert response.url == f"/testregio/plannen/{plan.number}/"
        assert plan.municipality == kampen
        values, cells = standing(plan, date(2026, 9, 1))
        assert cells == homes({(2027, 2030): 1200}, {None: 4}, price={"rent_social": 300})
        assert (values.settlement_id, values.note, values.area_m2) == (
            kern.pk,
            "Wacht op de brug",
            10_000.0,
        )
        said = plan.versions.get()
        assert (said.recorded_by, said.reason) == (official_kampen, "Nieuw in de lijst")
        assert f"Plan {plan.number} is vastgelegd." in words(
            visit(official_kampen, f"{plan.number}/")
        )

    def test_records_a_line_of_the_complete_division(self, visit, send, official_kampen):
        line = {
            "deel-homes_0": "6",
            "deel-dwelling_type_0": "apartment",
            "deel-tenure_0": "rent",
            "deel-price_0": "850",
            "deel-level_0": "2026-01-01",
            "deel-first_0": "2028",
        }

        send(official_kampen, "nieuw/", {**SENT, **line, "build_unphased": "10"})

        plan = Plan.objects.get()
        page = words(visit(official_kampen, f"{plan.number}/"))
        assert "Appartement, huur" in page
        assert "850 per maand (prijspeil 1-1-2026)" in page

    def test_a_division_above_the_total_is_refused(self, send, official_kampen):
        line = {"deel-homes_0": "6", "deel-dwelling_type_0": "apartment"}

        response = send(official_kampen, "nieuw/", {**SENT, **line, "build_unphased": "5"})

        assert "Volledige verdeling telt op tot 6 woningen" in words(response)
        assert not Plan.objects.exists()

    def test_a_plan_of_next_year_is_shown_on_its_first_day(self, send, official_kampen):
        response = send(official_kampen, "nieuw/", {**SENT, "valid_on": "2027-01-01"})

        assert response.url.endswith("/?op=2027-01-01")

    def test_marks_what_is_invented_in_a_region_of_examples(self, send, official_kampen, region):
        region.demonstration = True
        region.save(update_fields=["demonstration"])

        send(official_kampen, "nieuw/", SENT)

        assert PlanVersion.objects.get().invented

    def test_shows_an_empty_form_for_today(self, visit, official_kampen):
        form = visit(official_kampen, "nieuw/").context["form"]

        assert form["valid_on"].value() == TODAY
        assert not form.is_bound

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"name": ""}, "Dit veld is verplicht."),
            ({"location": "bij de brug"}, "Dit is geen WKT."),
            (
                {"location": "POLYGON ((0 400000, 9 400009, 9 400000, 0 400009, 0 400000))"},
                "De grens van dit vlak kruist zichzelf.",
            ),
            ({"location": "POINT (5.9 52.5)"}, "Dit ligt niet in Nederland."),
            ({"valid_on": "1989-12-31"}, "Kies een datum tussen 1990 en 2100"),
            ({"valid_on": "2100-01-01"}, "Kies een datum tussen 1990 en 2100"),
            ({"valid_on": "morgen"}, "Vul een datum in, bijvoorbeeld 24-11-2026."),
            ({"from_0": "2027", "build_0": "12,5"}, "Vul een heel getal in"),
            ({"from_0": "2027", "build_0": "999999999999"}, "hoogstens"),
            ({"from_0": "2027", "build_0": "-5"}, "minstens"),
            ({"from_0": "2030", "to_0": "2027", "build_0": "5"}, "ligt voor het eerste jaar"),
            ({"build_0": "5"}, "Vul een jaar in, of zet de woningen bij 'zonder jaar'."),
            (
                {"from_0": "2027", "build_0": "5", "type_apartment": "6"},
                "Woningtype telt op tot 6 woningen, maar het totaal te bouwen is 5.",
            ),
        ],
    )
    def test_says_what_is_wrong_and_writes_nothing(self, send, official_kampen, typed, message):
        response = send(official_kampen, "nieuw/", {**SENT, "note": "Wacht op de brug", **typed})

        assert response.status_code == 200
        assert message in words(response)
        # What was typed is still there.
        assert "Wacht op de brug" in words(response)
        assert Plan.objects.count() == 0

    def test_takes_no_settlement_of_another_municipality(self, send, official_kampen, zwolle):
        westenholte = Settlement.objects.create(
            municipality=zwolle, name="Westenholte", x=1.0, y=1.0
        )

        response = send(official_kampen, "nieuw/", {**SENT, "settlement": str(westenholte.pk)})

        assert "settlement" in response.context["form"].errors
        assert Plan.objects.count() == 0

    @pytest.mark.parametrize("who", ["secretary", "account_manager", "executive_kampen", "guest"])
    def test_is_for_officials(self, request, visit, send, who):
        account = request.getfixturevalue(who)

        assert visit(account, "nieuw/").status_code == 403
        assert send(account, "nieuw/", SENT).status_code == 403
        assert Plan.objects.count() == 0

    @pytest.mark.parametrize("code", ["GM0193", "GM9999", "onzin", "\x00"])
    def test_is_not_there_for_another_municipality(self, visit, official_kampen, zwolle, code):
        response = visit(official_kampen, "nieuw/", {"gemeente": code})

        assert response.status_code == 404

    def test_whoever_works_for_two_chooses(self, send, visit, official_kampen, zwolle):
        Membership.objects.create(
            account=official_kampen,
            organisation=zwolle.organisation,
            role="official",
            starts_on=SINCE,
        )

        send(official_kampen, "nieuw/?gemeente=GM0193", SENT)
        send(official_kampen, "nieuw/", SENT)

        codes = Plan.objects.order_by("recorded_at", "number").values_list("number", flat=True)
        assert set(codes) == {"GM0193-2026-0001", "GM0166-2026-0001"}


@pytest.fixture
def reeve(kampen):
    return record_plan(
        kampen,
        "Reeve",
        at=EARLIER,
        cells=homes({2027: 100, 2028: 50}, type={"apartment": 40}),
        planning_status="3",
        note="Begin\nTweede regel ",
        **located(shapely.Point(191_200.123456, 507_900.654321)),
    )


class TestEdit:
    def test_shows_what_stands(self, visit, official_kampen, reeve):
        response = visit(official_kampen, f"{reeve.number}/bewerken/")

        form, quantities = response.context["form"], response.context["quantities"]
        assert form["name"].value() == "Reeve"
        assert form["valid_on"].value() == TODAY
        assert form["base_version"].value() == 1
        assert quantities["build_1"].value() == 50
        assert quantities["type_apartment"].value() == 40

    def test_sent_back_as_it_is_changes_nothing(self, visit, send, official_kampen, reeve):
        path = f"{reeve.number}/bewerken/"
        before = (PlanVersion.objects.count(), Movement.objects.count())

        response = send(official_kampen, path, filled(visit(official_kampen, path)))

        assert response.status_code == 302
        assert (PlanVersion.objects.count(), Movement.objects.count()) == before
        assert "Er was niets veranderd." in words(visit(official_kampen, f"{reeve.number}/"))

    def test_records_what_was_changed_and_only_that(self, visit, send, official_kampen, reeve):
        path = f"{reeve.number}/bewerken/"
        before = standing(reeve, TODAY)
        sent = {
            **filled(visit(official_kampen, path)),
            "planning_status": "2A",
            "build_0": "90",
            "reason": "Vastgesteld door de raad",
        }

        response = send(official_kampen, path, sent)

        assert response.url == f"/testregio/plannen/{reeve.number}/"
        values, cells = standing(reeve, TODAY)
        assert values == replace(before[0], planning_status="2A")
        assert cells == homes({2027: 90, 2028: 50}, type={"apartment": 40})
        assert standing(reeve, TODAY - timedelta(days=1)) == before
        assert "De wijziging is vastgelegd." in words(visit(official_kampen, f"{reeve.number}/"))

    def test_more_years_than_the_form_had_rows_stay(self, visit, send, official_kampen, kampen):
        years = dict.fromkeys(range(2027, 2042), 10)
        plan = record_plan(kampen, "Stadshagen-West", years, at=EARLIER)
        path = f"{plan.number}/bewerken/"
        sent = {**filled(visit(official_kampen, path)), "build_14": "25"}

        send(official_kampen, path, sent)

        assert standing(plan, TODAY)[1] == homes({**years, 2041: 25})

    def test_refuses_more_apartments_than_homes_and_keeps_what_was_typed(
        self, visit, send, official_kampen, reeve
    ):
        path = f"{reeve.number}/bewerken/"
        sent = {**filled(visit(official_kampen, path)), "type_apartment": "999", "name": "Nieuw"}

        response = send(official_kampen, path, sent)

        assert response.status_code == 200
        assert "telt op tot 999 woningen" in words(response)
        assert response.context["form"]["name"].value() == "Nieuw"
        assert newest_version(reeve.number) == 1

    def test_without_the_version_it_began_from_is_a_conflict(self, send, official_kampen, reeve):
        response = send(official_kampen, f"{reeve.number}/bewerken/", SENT)

        assert response.status_code == 409
        assert newest_version(reeve.number) == 1


class TestEditOnADay:
    """The plan has another name from June on; somebody looks at May and corrects it."""

    @pytest.fixture
    def later(self, reeve):
        change(
            reeve,
            on=date(2026, 6, 1),
            at=EARLIER + timedelta(hours=1),
            name="Reeve aan het water",
            build={2030: 900},
            cells=None,
        )
        return reeve

    def test_shows_that_day_and_corrects_that_day(self, visit, send, official_kampen, later):
        path = f"{later.number}/bewerken/?op=2026-05-01"
        shown = visit(official_kampen, path)

        response = send(official_kampen, path, {**filled(shown), "planning_status": "4A"})

        assert shown.context["form"]["name"].value() == "Reeve"
        assert shown.context["form"]["valid_on"].value() == date(2026, 5, 1)
        assert response.url == f"/testregio/plannen/{later.number}/?op=2026-05-01"
        assert standing(later, date(2026, 5, 1))[0].planning_status == "4A"
        assert standing(later, date(2026, 6, 1))[0].name == "Reeve aan het water"

    def test_says_until_when_it_holds(self, visit, send, official_kampen, later):
        path = f"{later.number}/bewerken/?op=2026-05-01"
        sent = {**filled(visit(official_kampen, path)), "planning_status": "4A"}
        response = send(official_kampen, path, sent)

        text = words(visit(official_kampen, response.url.removeprefix("/testregio/plannen/")))

        assert "Zij geldt tot 01-06-2026" in text

    def test_what_was_known_before_is_not_what_is_changed(self, visit, official_kampen, later):
        response = visit(official_kampen, f"{later.number}/bewerken/?bekend_op=2026-01-01")

        # Else saving would quietly bring back all that has been changed since.
        assert response.context["form"]["name"].value() == "Reeve aan het water"

    def test_a_change_for_next_year_is_shown_on_its_day(self, visit, send, official_kampen, later):
        path = f"{later.number}/bewerken/"
        sent = {**filled(visit(official_kampen, path)), "name": "R", "valid_on": "2027-01-01"}

        response = send(official_kampen, path, sent)

        assert response.url == f"/testregio/plannen/{later.number}/?op=2027-01-01"

    def test_a_plan_of_next_year_can_be_changed_before_it_begins(
        self, visit, send, official_kampen, kampen
    ):
        plan = record_plan(kampen, "Stationskwartier", on=date(2027, 1, 1), at=EARLIER)
        path = f"{plan.number}/bewerken/?op=2027-01-01"

        sent = {**filled(visit(official_kampen, path)), "name": "Station-Zuid"}
        send(official_kampen, path, sent)

        assert standing(plan, date(2027, 1, 1))[0].name == "Station-Zuid"


class TestTwoPeople:
    """Both open the form on version 1; the first one saves version 2; then the second one."""

    @pytest.fixture
    def both(self, visit, send, official_kampen, reeve):
        path = f"{reeve.number}/bewerken/"
        shown = filled(visit(official_kampen, path))

        def saved(theirs, mine):
            first = send(official_kampen, path, {**shown, **theirs})
            assert first.status_code == 302
            return send(official_kampen, path, {**shown, **mine})

        return saved

    def rows(self, response):
        return {
            item.label: (item.before, item.after, item.mine, item.conflict, item.adopted)
            for item in response.context["conflict"]
        }

    def again(self, send, official_kampen, reeve, response, **changes):
        sent = {**filled(response), **changes}
        return send(official_kampen, f"{reeve.number}/bewerken/", sent)

    def test_the_second_one_sees_both_texts_and_writes_nothing(self, both, reeve):
        response = both({"note": "Begint na de zomer"}, {"note": "Wacht op de brug"})

        assert response.status_code == 409
        text = words(response)
        for shown in (
            "Iemand anders heeft dit plan intussen gewijzigd.",
            "Begin\nTweede regel".replace("\n", " "),
            "Begint na de zomer",
            "Wacht op de brug",
            "verschilt",
        ):
            assert shown in text
        assert newest_version(reeve.number) == 2
        assert standing(reeve, TODAY)[0].note == "Begint na de zomer"

    def test_homes_stand_side_by_side(self, both):
        response = both({"build_0": "80"}, {"build_0": "120", "build_1": "60"})

        assert self.rows(response) == {
            "Te bouwen, 2027": ("100", "80", "120", True, False),
            "Te bouwen, 2028": ("50", "50", "60", False, False),
        }
        for count in ("80", "120", "60"):
            assert f">{count}</td>" in response.content.decode()

    def test_homes_that_only_the_first_one_changed_are_not_overwritten(
        self, both, send, official_kampen, reeve
    ):
        response = both({"build_0": "80", "type_apartment": "30"}, {"note": "Wacht op de brug"})

        assert self.rows(response) == {
            "Opmerkingen": (
                "Begin\nTweede regel ",
                "Begin\nTweede regel ",
                "Wacht op de brug",
                False,
                False,
            ),
            "Te bouwen, 2027": ("100", "80", "100", False, True),
            "Te bouwen, appartement, zonder jaar": ("40", "30", "40", False, True),
        }
        assert self.again(send, official_kampen, reeve, response).status_code == 302
        values, cells = standing(reeve, TODAY)
        assert values.note == "Wacht op de brug"
        assert cells == homes({2027: 80, 2028: 50}, type={"apartment": 30})

    def test_fields_that_only_the_first_one_changed_are_not_overwritten(
        self, both, send, official_kampen, reeve, kampen
    ):
        kern = kampen.settlements.get()
        response = both(
            {
                "planning_status": "1A",
                "settlement": str(kern.pk),
                "location": "POINT (190000 506000)",
            },
            {"name": "Reeve-Noord"},
        )
        self.again(send, official_kampen, reeve, response)

        values, _cells = standing(reeve, TODAY)
        assert (values.name, values.planning_status, values.settlement_id, values.x) == (
            "Reeve-Noord",
            "1A",
            kern.pk,
            190_000.0,
        )

    def test_another_border_by_two_people_is_a_conflict(self, both):
        response = both(
            {"location": "POINT (190000 506000)"}, {"location": "POINT (189000 505000)"}
        )

        assert self.rows(response)["Locatie"] == (
            "191200, 507901",
            "190000, 506000",
            "189000, 505000",
            True,
            False,
        )
        assert response.context["form"]["location"].value() == "POINT (189000 505000)"

    def test_saving_again_is_the_choice_of_the_second_one(
        self, both, send, official_kampen, reeve
    ):
        response = both({"build_0": "80"}, {"build_0": "120", "reason": "Nieuwe telling"})
        self.again(send, official_kampen, reeve, response)

        assert newest_version(reeve.number) == 3
        assert standing(reeve, TODAY)[1] == homes({2027: 120, 2028: 50}, type={"apartment": 40})
        assert reeve.versions.get(version=3).reason == "Nieuwe telling"

    def test_the_second_one_can_take_over_what_the_first_one_said(
        self, both, send, official_kampen, reeve
    ):
        response = both({"build_0": "80"}, {"build_0": "120"})
        self.again(send, official_kampen, reeve, response, build_0="80")

        assert newest_version(reeve.number) == 2
        assert standing(reeve, TODAY)[1][next(iter(homes({2027: 1})))] == 80

    def test_a_third_one_in_between_gives_another_conflict(
        self, both, send, official_kampen, reeve
    ):
        response = both({"build_0": "80"}, {"build_0": "120"})
        change(reeve, at=AT + timedelta(minutes=1), name="Reeve-Zuid")

        second = self.again(send, official_kampen, reeve, response)

        assert second.status_code == 409
        assert self.rows(second)["Naam"] == ("Reeve", "Reeve-Zuid", "Reeve", False, True)
        assert self.again(send, official_kampen, reeve, second).status_code == 302
        values, cells = standing(reeve, TODAY)
        assert values.name == "Reeve-Zuid"
        assert cells == homes({2027: 120, 2028: 50}, type={"apartment": 40})

    def test_a_year_that_the_first_one_added_is_kept(self, both, send, official_kampen, reeve):
        response = both({"from_2": "2026", "build_2": "7"}, {"build_0": "99"})
        self.again(send, official_kampen, reeve, response)

        assert standing(reeve, TODAY)[1] == homes(
            {2026: 7, 2027: 99, 2028: 50}, type={"apartment": 40}
        )

    def test_who_said_it_of_another_day_is_compared_on_the_day_of_the_second_one(
        self, both, reeve
    ):
        response = both(
            {"valid_on": "2026-12-01", "name": "Reeve van december"},
            {"valid_on": "2026-12-05", "note": "Wacht op de brug"},
        )

        assert self.rows(response)["Naam"] == ("Reeve", "Reeve van december", "Reeve", False, True)
        assert response.context["form"]["valid_on"].value() == date(2026, 12, 5)

    def test_on_a_day_before_the_plan_shows_that_there_was_nothing(self, both):
        response = both({"name": "Reeve-Noord"}, {"valid_on": "2024-01-01", "note": "Idee"})

        assert response.status_code == 409
        assert self.rows(response)["Naam"][:3] == ("–", "–", "Reeve")

    def test_a_made_up_beginning_is_a_conflict_too(self, both, send, official_kampen, reeve):
        response = send(
            official_kampen,
            f"{reeve.number}/bewerken/",
            {**SENT, "base_version": "99", "name": "Overgenomen"},
        )

        assert response.status_code == 409
        assert self.rows(response)["Naam"] == ("–", "Reeve", "Overgenomen", True, False)

"""Which system leads for a field: nobody types a plan twice, and two systems say one thing."""

import io
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.management import call_command

from woonregie.foundation.audit.models import Event
from woonregie.foundation.files.services import store
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans.errors import RowsRefusedError
from woonregie.subjects.plans.formats import outlet_named
from woonregie.subjects.plans.models import PARTS, FieldLead, LedField, Plan
from woonregie.subjects.plans.quantities import LINES
from woonregie.subjects.plans.queries import newest_version
from woonregie.subjects.plans.queries.leads import leads_in, leads_on, systems_in
from woonregie.subjects.plans.services import (
    GridChange,
    apply_import,
    change_many,
    preview_import,
    set_leads,
)
from woonregie.subjects.plans.services.delivering import Ask, deliver, look_at_losses
from woonregie.subjects.plans.services.leads import LedElsewhereError, UnknownLeadError
from woonregie.subjects.plans.tests.factories import (
    AT,
    TODAY,
    change,
    homes,
    record_plan,
    standing,
)
from woonregie.subjects.plans.tests.lists import plans
from woonregie.subjects.plans.tests.test_edit_pages import filled
from woonregie.subjects.plans.values import PlanValues

MONITOR, PPM = "Provinciale planmonitor", "Publiek-Private Monitor"
JANUARY = date(2026, 1, 1)
LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def lead(region, a_source):
    """Return a function that records a lead."""

    def led(*fields, system=MONITOR, on=JANUARY, by=None, **values):
        return set_leads(
            by=by,
            at=values.pop("at", AT),
            region=region,
            fields=fields,
            system=system,
            starts_on=on,
            source=a_source,
            **values,
        )

    return led


@pytest.fixture
def reeve(kampen):
    return record_plan(kampen, "Reeve", {2030: 100}, planning_status="1A", project_phase="2")


def words(response):
    return " ".join(unescape(response.content.decode()).split())


class TestFields:
    def test_take_together_every_value_and_every_line_once(self):
        every = [part for parts in PARTS.values() for part in parts]

        assert len(every) == len(set(every))
        assert set(every) == {*PlanValues.__dataclass_fields__, *LINES} - {"invented"}
        assert set(PARTS) == set(LedField.values)


class TestSetLeads:
    def test_holds_from_its_day_on(self, lead, region):
        lead("name", on=JANUARY)
        lead("name", system=PPM, on=date(2027, 1, 1))

        assert leads_in(region, on=date(2025, 12, 31)) == {}
        assert leads_in(region, on=JANUARY)["name"].system == MONITOR
        assert leads_in(region, on=date(2027, 1, 1))["name"].system == PPM

    @pytest.mark.parametrize("ours", ["", "  ", "Woonregie", "WOONREGIE"])
    def test_gives_a_field_back_to_us(self, lead, region, ours):
        lead("name", "note")
        lead("name", system=ours, on=date(2026, 6, 1))

        assert set(leads_in(region, on=TODAY)) == {"note"}
        assert set(leads_in(region, on=date(2026, 5, 31))) == {"name", "note"}

    def test_keeps_what_was_recorded_before(self, lead, region):
        lead("name")
        lead("name", system=PPM, at=LATER)

        assert leads_in(region, on=TODAY)["name"].system == PPM
        assert FieldLead.objects.count() == 2
        assert FieldLead.objects.get(system=MONITOR).superseded_at == LATER

    def test_writes_nothing_twice(self, lead):
        assert len(lead("name", "note")) == 2
        assert lead("name", "note", at=LATER) == []
        assert Event.objects.filter(act="plans.leads_set").count() == 1

    def test_leaves_a_line_in_the_trail(self, lead, secretary, region):
        lead("note", "name", by=secretary)

        event = Event.objects.get(act="plans.leads_set")
        assert event.payload["fields"] == ["name", "note"]
        assert event.payload["system"] == MONITOR
        assert event.organisation_id == region.organisation_id

    @pytest.mark.parametrize(
        "wrong",
        [
            {"fields": ()},
            {"fields": ("kleur",)},
            {"system": "x" * 81},
            {"system": "a\x00b"},
            {"on": date(1989, 12, 31)},
            {"on": date(2100, 1, 1)},
        ],
    )
    def test_refuses_what_cannot_be(self, lead, wrong):
        fields = wrong.pop("fields", ("name",))

        with pytest.raises(UnknownLeadError):
            lead(*fields, **wrong)
        assert not FieldLead.objects.exists()

    def test_is_for_the_secretary_and_the_administrator(
        self, lead, secretary, administrator, official_kampen
    ):
        lead("name", by=secretary)
        lead("note", by=administrator)

        with pytest.raises(ForbiddenError):
            lead("location", by=official_kampen)

    def test_says_nothing_of_municipalities_elsewhere(self, lead, hellendoorn, kampen):
        lead("name")

        assert set(leads_on(kampen, on=TODAY)) == {"name"}
        assert leads_on(hellendoorn, on=TODAY) == {}


class TestChange:
    def test_of_what_another_system_leads_is_refused(self, lead, reeve, official_kampen):
        lead("name", "numbers")

        with pytest.raises(LedElsewhereError, match=f"Naam komt uit {MONITOR}"):
            change(reeve, by=official_kampen, name="Reeve aan het water")
        with pytest.raises(LedElsewhereError, match="Aantallen per jaar"):
            change(reeve, by=official_kampen, build={2030: 90})
        assert standing(reeve, TODAY)[0].name == "Reeve"

    def test_of_another_field_is_not(self, lead, reeve, official_kampen):
        lead("name", "division")

        assert change(reeve, by=official_kampen, project_phase="3", build={2030: 90}) is not None

    def test_before_the_day_of_the_agreement_is_not(self, lead, reeve, official_kampen):
        lead("name", on=date(2026, 6, 1))

        assert change(reeve, by=official_kampen, on=date(2026, 2, 1), name="Reeve aan het water")

    def test_by_the_system_itself_is_not(self, lead, reeve):
        lead("name")

        assert change(reeve, name="Reeve aan het water") is not None

    def test_in_a_table_is_refused_by_row(self, lead, reeve, official_kampen):
        lead("name")
        values = PlanValues(name="Reeve aan het water", planning_status="1A", project_phase="2")
        wanted = GridChange(reeve, newest_version(reeve.number), values, homes({2030: 100}))

        with pytest.raises(RowsRefusedError) as refused:
            change_many(by=official_kampen, at=LATER, valid_on=TODAY, changes=[wanted])
        assert MONITOR in refused.value.fields["refused"][reeve.number]


class TestList:
    @pytest.fixture
    def take_in(self, region):
        """Return a function that takes in a list of Kampen as it stands."""

        def taken(*rows, system=""):
            text = "\n".join(
                ["Plannummer;Gemeente;Naam;Planologische status;Projectfase;Bouw 2030", *rows]
            )
            kept = store(io.BytesIO(text.encode()), name="kampen.csv", at=LATER)
            delivery = preview_import(
                by=None, at=LATER, file=kept, region=region, reference_date=TODAY, system=system
            )
            assert not delivery.report["severities"].get("error"), delivery.report["issues"]
            return apply_import(by=None, at=LATER, delivery=delivery)

        return taken

    def test_leaves_what_another_system_leads(self, lead, reeve, take_in):
        lead("name", "numbers")
        done = take_in(f"{reeve.number};Kampen;Reeve aan het water;2A;3;250")

        values, cells = standing(reeve, TODAY)
        assert (values.name, cells) == ("Reeve", homes({2030: 100}))
        assert (values.planning_status, values.project_phase) == ("2A", "3")
        told = [item for item in done.report["issues"] if item["code"] == "led_elsewhere"]
        assert [item["severity"] for item in told] == ["hint", "hint"]
        assert MONITOR in told[0]["reason"]

    def test_from_the_leading_system_says_what_stands(self, lead, reeve, take_in):
        lead("name", "numbers")
        lead("project_phase", system=PPM)
        done = take_in(f"{reeve.number};Kampen;Reeve aan het water;1A;4;250", system=MONITOR)

        values, cells = standing(reeve, TODAY)
        assert (values.name, values.project_phase) == ("Reeve aan het water", "2")
        assert cells == homes({2030: 250})
        assert done.system == MONITOR

    def test_from_the_leading_system_puts_right_what_was_changed_here(
        self, lead, reeve, take_in, official_kampen
    ):
        lead("name")
        said = f"{reeve.number};Kampen;Reeve aan het water;1A;2;100"
        take_in(said, system=MONITOR)
        change(reeve, name="Reeve bij het water", project_phase="5")
        take_in(said, system=MONITOR)

        # Of the phase nobody else leads: there the list said nothing new, so the register stays.
        values, _cells = standing(reeve, TODAY)
        assert (values.name, values.project_phase) == ("Reeve aan het water", "5")

    def test_makes_a_new_plan_with_all_that_it_says(self, lead, kampen, take_in):
        lead("name", "numbers", "planning_status")
        take_in(";Kampen;Onderdijks;3;1;40")

        values, cells = standing(Plan.objects.get(), TODAY)
        assert (values.name, values.planning_status) == ("Onderdijks", "3")
        assert cells == homes({2030: 40})

    def test_without_any_agreement_is_as_it_was(self, reeve, take_in):
        take_in(f"{reeve.number};Kampen;Reeve aan het water;1A;2;100")

        assert standing(reeve, TODAY)[0].name == "Reeve aan het water"

    def test_from_the_command_line_says_its_system(self, lead, reeve, region, tmp_path):
        lead("name")
        path = tmp_path / "monitor.csv"
        path.write_text(
            plans(
                [reeve.number, "Kampen", "Reeve aan het water", "1A"],
                heading=["Plannummer", "Gemeente", "Naam", "Planologische status"],
            )
        )
        on = {"on": TODAY, "region": region.slug}

        call_command("import_plans", str(path), **on)
        before = standing(reeve, TODAY)[0].name
        call_command("import_plans", str(path), system=MONITOR, **on)

        assert (before, standing(reeve, TODAY)[0].name) == ("Reeve", "Reeve aan het water")


class TestDelivery:
    def test_tells_the_receiver_who_leads(self, lead, reeve, region, tmp_path):
        lead("name", "numbers")
        lead("project_phase", system=PPM)
        ask = Ask(outlet_named("template"), TODAY, "csv", region=region)
        said = [
            f"Leidend is {MONITOR} voor: naam, aantallen per jaar.",
            f"Leidend is {PPM} voor: projectfase.",
        ]

        report = look_at_losses(by=None, at=LATER, ask=ask)
        done = deliver(by=None, at=LATER, ask=ask, place=tmp_path / "uit.csv")

        assert list(report.leads) == said
        assert [[line] in done.report.lines() for line in said] == [True, True]
        assert done.as_json()["leads"] == said

    def test_of_one_municipality_too(self, lead, reeve, kampen):
        lead("name")
        ask = Ask(outlet_named("geojson"), TODAY, municipality=kampen)

        assert len(look_at_losses(by=None, at=LATER, ask=ask).leads) == 1


@pytest.mark.usefixtures("legal_hard")
class TestForm:
    def test_says_where_to_change_it_and_locks_it(self, visit, lead, official_kampen, reeve):
        lead("name", "location", "division")
        shown = visit(official_kampen, f"{reeve.number}/bewerken/")

        form = shown.context["form"]
        locked = [name for name, field in form.fields.items() if field.disabled]
        assert locked == ["name", "location"]
        assert f"Dit veld komt uit {MONITOR}; wijzig het daar." in words(shown)
        assert all(
            field.disabled for field in shown.context["quantities"].segments.fields.values()
        )

    def test_keeps_what_is_locked_whatever_is_sent(
        self, visit, send, lead, official_kampen, reeve
    ):
        lead("name", "numbers")
        path = f"{reeve.number}/bewerken/"
        sent = filled(visit(official_kampen, path))
        # A browser leaves out what is locked, and somebody may send it all the same.
        numbers = {
            name for name in sent if name.split("_")[0] in {"from", "to", "build", "demolition"}
        }
        sent = {name: value for name, value in sent.items() if name not in numbers}
        answer = send(official_kampen, path, {**sent, "name": "Anders", "project_phase": "4"})

        values, cells = standing(reeve, TODAY)
        assert answer.status_code == 302
        assert (values.name, values.project_phase) == ("Reeve", "4")
        assert cells == homes({2030: 100})

    def test_is_overruled_with_a_reason_only(self, visit, send, lead, official_kampen, reeve):
        lead("name")
        path = f"{reeve.number}/bewerken/?toch=True"
        sent = {**filled(visit(official_kampen, path)), "name": "Reeve aan het water"}
        without = send(official_kampen, path, sent)
        with_reason = send(official_kampen, path, {**sent, "reason": "De monitor ligt eruit"})

        assert "Vul in waarom u het hier toch wijzigt." in words(without)
        assert with_reason.status_code == 302
        assert standing(reeve, TODAY)[0].name == "Reeve aan het water"
        event = Event.objects.filter(act="plans.plan_changed").latest("sequence")
        assert event.payload["overruled"] == ["name"]

    def test_without_any_agreement_is_as_it_was(self, visit, official_kampen, reeve):
        shown = visit(official_kampen, f"{reeve.number}/bewerken/?toch=True")

        assert not any(field.disabled for field in shown.context["form"].fields.values())
        assert "komt uit" not in words(shown)

    def test_locks_for_the_second_of_two_people_as_well(
        self, visit, send, lead, official_kampen, reeve
    ):
        lead("name")
        path = f"{reeve.number}/bewerken/"
        sent = filled(visit(official_kampen, path))
        change(reeve, on=TODAY, project_phase="5")
        sent.pop("name")
        answer = send(official_kampen, path, {**sent, "note": "Wacht op de brug"})

        assert answer.status_code == 409
        assert answer.context["form"].fields["name"].disabled


class TestPage:
    def test_shows_each_field_with_who_leads(self, visit, lead, official_kampen, a_source):
        lead("name", note="Afspraak van 1 januari")
        shown = words(visit(official_kampen, "leidend/"))

        assert MONITOR in shown
        assert "Afspraak van 1 januari" in shown
        assert "Een ander systeem wordt leidend" not in shown

    def test_records_what_the_secretary_fills_in(self, send, visit, secretary, region, a_source):
        sent = {
            "fields_led": ["name", "numbers"],
            "system": f" {PPM} ",
            "starts_on": "01-01-2026",
            "source": a_source.pk,
            "certainty": "confirmed",
        }
        answer = send(secretary, "leidend/", sent)

        assert answer.status_code == 302
        assert systems_in(region, on=TODAY) == [PPM]
        assert PPM in words(visit(secretary, "leidend/"))

    @pytest.mark.parametrize("left_out", ["fields_led", "starts_on", "source"])
    def test_asks_for_what_is_missing(self, send, secretary, a_source, left_out):
        sent = {
            "fields_led": ["name"],
            "system": PPM,
            "starts_on": "01-01-2026",
            "source": a_source.pk,
            "certainty": "confirmed",
        }
        del sent[left_out]
        answer = send(secretary, "leidend/", sent)

        assert answer.status_code == 400
        assert not FieldLead.objects.exists()

    def test_asks_of_a_list_from_which_system_it_comes(self, visit, lead, official_kampen):
        assert "Uit welk systeem" not in words(visit(official_kampen, "aanleveren/"))

        lead("name")

        assert "Uit welk systeem" in words(visit(official_kampen, "aanleveren/"))


class TestApi:
    def test_tells_each_field_of_a_day(self, browser_of, lead, official_kampen, a_source):
        lead("name", on=date(2026, 6, 1), note="Afspraak")
        ask = browser_of(official_kampen).get
        now = ask("/api/v1/leidende-velden", {"regio": "testregio"}).json()
        before = ask(
            "/api/v1/leidende-velden", {"regio": "testregio", "peildatum": "2026-05-31"}
        ).json()

        assert len(now["velden"]) == len(LedField)
        assert now["velden"][0] == {
            "veld": "name",
            "omschrijving": "naam",
            "systeem": MONITOR,
            "geldtVanaf": "2026-06-01",
            "afspraak": "Afspraak",
            "bron": a_source.key,
            "zekerheid": "confirmed",
        }
        assert {item["systeem"] for item in before["velden"]} == {"Woonregie"}

    def test_is_not_there_for_a_stranger(self, browser_of, stranger, region):
        answer = browser_of(stranger).get("/api/v1/leidende-velden", {"regio": "testregio"})

        assert answer.status_code == 404

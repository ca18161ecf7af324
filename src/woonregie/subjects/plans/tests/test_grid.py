"""Many plans in one table: what differs is saved in one go, and nobody loses anything."""

from datetime import timedelta
from html import unescape

import pytest

from woonregie.foundation.audit.models import Event
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans.errors import RowsRefusedError
from woonregie.subjects.plans.models import PlanVersion
from woonregie.subjects.plans.queries import newest_version
from woonregie.subjects.plans.services import GridChange, change_many
from woonregie.subjects.plans.tests.factories import (
    AT,
    TODAY,
    change,
    homes,
    record_plan,
    standing,
)

pytestmark = pytest.mark.usefixtures("legal_hard")
EARLIER = AT - timedelta(days=2)
PATH = "snel-bewerken/"


@pytest.fixture
def infill_plan(kampen):
    return record_plan(kampen, "Binnenstad", {2028: 40}, at=EARLIER)


@pytest.fixture
def expansion_plan(kampen):
    cells = homes({2027: 100, 2028: 500}, type={"apartment": 60})
    return record_plan(kampen, "Reeve", cells=cells, at=EARLIER)


@pytest.fixture
def plans(infill_plan, expansion_plan):
    return infill_plan, expansion_plan


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def filled(response):
    """Return what a browser would send if it sent the shown table back as it is."""
    grid = response.context["grid"]
    sent = {field.html_name: "" if field.value() is None else str(field.value()) for field in grid}
    bases = {f"base-{line.number}": str(line.newest) for line in grid.lines}
    return {**sent, **bases, "plan": [line.number for line in grid.lines]}


def versions():
    return PlanVersion.objects.count()


class TestPage:
    def test_shows_plans_of_ones_own_municipality(self, visit, plans, zwolle, official_kampen):
        record_plan(zwolle, "Stadshagen", {2027: 1})

        page = visit(official_kampen, PATH)

        assert [line.values.name for line in page.context["grid"].lines] == ["Binnenstad", "Reeve"]

    def test_keeps_the_filter_of_the_list(self, visit, plans, official_kampen):
        page = visit(official_kampen, PATH, {"zoek": "ree"})

        assert [line.values.name for line in page.context["grid"].lines] == ["Reeve"]
        assert "?zoek=ree" in page.content.decode()

    def test_has_fifty_plans_at_most(self, visit, kampen, official_kampen):
        for serial in range(51):
            record_plan(kampen, f"Plan {serial:02}")

        assert len(visit(official_kampen, PATH).context["grid"].lines) == 50

    def test_without_plans_says_so(self, visit, kampen, official_kampen):
        assert "Geen plannen van uw gemeente" in words(visit(official_kampen, PATH))

    def test_offers_no_numbers_where_homes_come_in_more_periods(
        self, visit, plans, official_kampen
    ):
        infill, expansion = visit(official_kampen, PATH).context["grid"].lines

        assert "build" in infill.fields()
        assert "build" not in expansion.fields()

    def test_is_linked_from_the_list_for_who_may(self, visit, plans, official_kampen, secretary):
        assert PATH in visit(official_kampen).content.decode()
        assert PATH not in visit(secretary).content.decode()

    def test_gives_every_field_a_name_of_its_own(self, visit, plans, official_kampen):
        labels = [str(field.label) for field in visit(official_kampen, PATH).context["grid"]]

        assert len(set(labels)) == len(labels)
        assert "Projectfase, Reeve" in labels


class TestSave:
    def test_writes_what_differs_with_one_line_in_the_trail(
        self, visit, send, plans, official_kampen
    ):
        infill, expansion = plans
        sent = filled(visit(official_kampen, PATH))
        sent |= {
            f"project_phase-{infill.number}": "5",
            f"first-{infill.number}": "2029",
            f"last-{infill.number}": "2030",
            f"build-{infill.number}": "1.044",
            f"programme_class-{expansion.number}": "agreed",
            "reason": "Kwartaalronde",
        }
        before = Event.objects.count()

        response = send(official_kampen, PATH, sent)

        assert response.status_code == 302
        values, cells = standing(infill, TODAY)
        assert (values.project_phase, cells) == ("5", homes({(2029, 2031): 1044}))
        values, cells = standing(expansion, TODAY)
        assert values.programme_class == "agreed"
        assert cells == homes({2027: 100, 2028: 500}, type={"apartment": 60})
        assert Event.objects.count() == before + 1
        event = Event.objects.order_by("sequence").last()
        assert event.act == "plans.plans_changed"
        assert event.payload["plans"] == sorted([infill.number, expansion.number])
        assert (newest_version(infill.number), newest_version(expansion.number)) == (2, 2)
        assert infill.versions.get(version=2).reason == "Kwartaalronde"

    def test_leaves_alone_what_nobody_touched(self, visit, send, plans, official_kampen):
        infill, expansion = plans
        sent = filled(visit(official_kampen, PATH)) | {f"project_phase-{infill.number}": "5"}

        send(official_kampen, PATH, sent)

        assert newest_version(expansion.number) == 1

    def test_of_nothing_writes_nothing(self, visit, send, plans, official_kampen):
        events = Event.objects.count()

        response = send(official_kampen, PATH, filled(visit(official_kampen, PATH)))

        assert response.status_code == 302
        assert (versions(), Event.objects.count()) == (2, events)

    def test_states_another_status(self, visit, send, infill_plan, official_kampen):
        page = visit(official_kampen, PATH)
        sent = filled(page) | {f"planning_status-{infill_plan.number}": "2A"}

        send(official_kampen, PATH, sent)

        assert standing(infill_plan, TODAY)[0].planning_status == "2A"

    @pytest.mark.parametrize(
        ("typed", "field", "message"),
        [
            ({"build": "veel"}, "build", "Vul een heel getal in"),
            ({"build": "-4"}, "build", "minstens 0"),
            ({"build": ""}, "build", "maak de jaren leeg"),
            ({"first": "", "last": "2030"}, "first", "eerste jaar"),
            ({"last": "2020"}, "last", "ligt voor het eerste jaar"),
            ({"first": "28"}, "first", "minstens 1990"),
            ({"project_phase": "klaar"}, "project_phase", "geldige keuze"),
        ],
    )
    def test_refuses_bad_input_beside_its_cell(
        self, visit, send, infill_plan, official_kampen, typed, field, message
    ):
        number = infill_plan.number
        sent = filled(visit(official_kampen, PATH))
        sent |= {f"{name}-{number}": value for name, value in typed.items()}

        response = send(official_kampen, PATH, sent)

        errors = response.context["grid"].errors
        assert list(errors) == [f"{field}-{number}"]
        assert message in errors[f"{field}-{number}"][0]
        assert f'id="id_{field}-{number}_error"' in response.content.decode()
        assert versions() == 1

    def test_of_what_cannot_be_writes_none_of_the_rows(
        self, visit, send, kampen, infill_plan, official_kampen
    ):
        crowded = record_plan(
            kampen, "Kade", cells=homes({2028: 10}, type={"apartment": 8}), at=EARLIER
        )
        sent = filled(visit(official_kampen, PATH))
        sent |= {f"build-{crowded.number}": "5", f"project_phase-{infill_plan.number}": "5"}

        response = send(official_kampen, PATH, sent)

        assert response.status_code == 409
        assert "Woningtype telt op tot 8 woningen" in words(response)
        assert versions() == 2
        assert filled(response)[f"project_phase-{infill_plan.number}"] == "5"

    def test_of_a_plan_of_others_is_not_there(self, visit, send, plans, zwolle, official_kampen):
        theirs = record_plan(zwolle, "Stadshagen", {2027: 1})
        sent = filled(visit(official_kampen, PATH))
        sent["plan"].append(theirs.number)

        assert send(official_kampen, PATH, sent).status_code == 404


class TestTwoPeople:
    def test_nothing_of_either_is_lost(self, visit, send, plans, official_kampen):
        infill, expansion = plans
        sent = filled(visit(official_kampen, PATH))
        change(infill, note="Overlegd", programme_class="reserve", build={2028: 44})
        sent |= {
            f"project_phase-{infill.number}": "5",
            f"project_phase-{expansion.number}": "6",
        }

        response = send(official_kampen, PATH, sent)

        assert response.status_code == 409
        assert "Intussen gewijzigd: Programmaklasse, van onbekend naar reserve." in words(response)
        assert newest_version(expansion.number) == 1
        again = filled(response)
        assert again[f"project_phase-{infill.number}"] == "5"
        assert again[f"programme_class-{infill.number}"] == "reserve"
        assert again[f"build-{infill.number}"] == "44"
        assert again[f"project_phase-{expansion.number}"] == "6"

        send(official_kampen, PATH, again)

        values, cells = standing(infill, TODAY)
        assert (values.project_phase, values.programme_class) == ("5", "reserve")
        assert (values.note, cells) == ("Overlegd", homes({2028: 44}))
        assert standing(expansion, TODAY)[0].project_phase == "6"

    @pytest.mark.parametrize("base", ["", "0", "7", "x"])
    def test_a_version_that_never_was_is_refused(
        self, visit, send, infill_plan, official_kampen, base
    ):
        number = infill_plan.number
        sent = filled(visit(official_kampen, PATH))
        sent |= {f"base-{number}": base, f"project_phase-{number}": "5"}

        assert send(official_kampen, PATH, sent).status_code == 409
        assert versions() == 1


class TestService:
    def test_refuses_who_may_not(self, infill_plan, official_zwolle):
        values, cells = standing(infill_plan, TODAY)

        with pytest.raises(ForbiddenError):
            change_many(
                by=official_zwolle,
                at=AT,
                valid_on=TODAY,
                changes=[GridChange(infill_plan, 1, values, cells)],
            )

    def test_names_the_stale_and_the_refused(self, plans, official_kampen):
        infill, expansion = plans
        values, cells = standing(infill, TODAY)
        others, _held = standing(expansion, TODAY)

        with pytest.raises(RowsRefusedError) as told:
            change_many(
                by=official_kampen,
                at=AT,
                valid_on=TODAY,
                changes=[
                    GridChange(infill, 9, values, cells),
                    GridChange(expansion, 1, others, homes({2028: 1}, type={"apartment": 2})),
                ],
            )

        assert told.value.fields["stale"] == [infill.number]
        assert list(told.value.fields["refused"]) == [expansion.number]

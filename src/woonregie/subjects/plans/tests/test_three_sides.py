"""A list beside the last one of its sender and the register: asked, kept, taken, told."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from woonregie.foundation.audit.models import Event
from woonregie.foundation.files.services import path_of, store
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans.errors import ChangedMeanwhileError
from woonregie.subjects.plans.models import (
    ImportState,
    Movement,
    Plan,
    PlanImport,
    PlanKey,
    PlanVersion,
    Recognition,
)
from woonregie.subjects.plans.services import Given, apply_import, preview_import, settle_import
from woonregie.subjects.plans.services.deliveries import NotReadyError
from woonregie.subjects.plans.services.settling import AnswerError
from woonregie.subjects.plans.tests.factories import (
    AT,
    TODAY,
    change,
    homes,
    record_plan,
    standing,
)
from woonregie.subjects.plans.tests.lists import plans

LATER = AT + timedelta(hours=1)
DAY = date(2026, 1, 1)
HEADING = ["Gemeente", "Naam", "Planologische status", "Bouw 2027"]
KEYED = [*HEADING, "Eigen sleutel"]
REEVE = ["Kampen", "Reeve", "3", 600]
FIVE = [["Kampen", name, "3", 10] for name in ("Reeve", "Onderdijks", "Tippe", "Havens", "Zuid")]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def preview(region):
    """Return a function that previews a csv list of rows."""

    def previewed(*rows, by=None, at=AT, heading=HEADING, on=DAY, **asked):
        content = plans(*rows, heading=heading).encode()
        return preview_import(
            by=by,
            at=at,
            file=store(io.BytesIO(content), name="plannen.csv", at=at),
            **{"region": region, "reference_date": on, **asked},
        )

    return previewed


@pytest.fixture
def deliver(preview):
    """Return a function that previews a list and writes it."""

    def delivered(*rows, **asked):
        delivery = preview(*rows, **asked)
        return apply_import(by=asked.get("by"), at=LATER, delivery=delivery)

    return delivered


def asked_of(delivery):
    """Return (row, number of the plan, answer) of each question about likeness."""
    found = delivery.report["sides"]["matches"]
    return [(item["name"], item["number"], item["answer"]) for item in found]


def answer(delivery, by=None, *, yes=None, **given):
    """Answer the questions about likeness, each with yes or no, and more."""
    found = PlanImport.objects.get(pk=delivery.pk)
    plans_asked = {item["name"]: item["plan"] for item in delivery.report["sides"]["matches"]}
    places = {item["name"]: item["at"] for item in delivery.report["sides"]["matches"]}
    said = {places[name]: (plan_id(plans_asked[name]), same) for name, same in (yes or {}).items()}
    return settle_import(by=by, at=LATER, delivery=found, given=Given(same=said, **given))


def plan_id(text):
    return Plan.objects.get(pk=text).pk


class TestLikeness:
    @pytest.fixture
    def reeve(self, kampen):
        return record_plan(kampen, "Reeve, fase 1", {2027: 450}, x=191_000.0, y=507_000.0)

    def test_of_a_row_that_nothing_recognises_is_asked(self, preview, reeve):
        delivery = preview(["Kampen", "Reeve fase 1", "3", 600])

        assert asked_of(delivery) == [("Reeve fase 1", reeve.number, None)]
        [item] = delivery.report["sides"]["matches"]
        assert (item["score"], item["sure"], item["line"]) == (100, True, 2)
        assert (item["build"], item["plan_build"]) == (600, 450)

    def test_keeps_the_list_back_until_somebody_answers(self, preview, reeve):
        delivery = preview(["Kampen", "Reeve fase 1", "3", 600])

        with pytest.raises(NotReadyError, match="nog 1 vraag open"):
            apply_import(by=None, at=LATER, delivery=delivery)

        assert Plan.objects.count() == 1

    def test_answered_with_yes_makes_it_that_plan(self, preview, reeve):
        delivery = preview(["Kampen", "Reeve fase 1", "3", 600])
        delivery = answer(delivery, yes={"Reeve fase 1": True})
        assert delivery.report["change"] == {"created": 0, "changed": 1, "unchanged": 0}

        apply_import(by=None, at=LATER, delivery=delivery)

        values, held = standing(reeve, TODAY)
        assert (values.name, held) == ("Reeve fase 1", homes({2027: 600}))
        assert Plan.objects.count() == 1
        assert Event.objects.get(act="plans.list_applied").payload["recognised"] == 1

    def test_answered_with_no_makes_a_new_plan(self, preview, reeve):
        delivery = answer(
            preview(["Kampen", "Reeve fase 1", "3", 600]), yes={"Reeve fase 1": False}
        )

        apply_import(by=None, at=LATER, delivery=delivery)

        assert standing(reeve, TODAY)[1] == homes({2027: 450})
        assert Plan.objects.count() == 2

    @pytest.mark.parametrize("same", [True, False])
    def test_once_answered_is_not_asked_again(self, same, preview, deliver, reeve):
        row = ["Kampen", "Reeve fase 1", "3", 600]
        delivery = answer(preview(row), yes={"Reeve fase 1": same})

        before_writing = preview(row)
        apply_import(by=None, at=LATER, delivery=delivery)
        after_writing = preview(row)

        assert before_writing.report["open"]["matches"] == 0
        assert after_writing.report["open"]["matches"] == 0
        assert after_writing.report["change"]["unchanged"] == 1

    def test_answered_otherwise_counts_as_answered_last(self, preview, reeve):
        delivery = preview(["Kampen", "Reeve fase 1", "3", 600])
        delivery = answer(delivery, yes={"Reeve fase 1": True})

        delivery = answer(delivery, yes={"Reeve fase 1": False})

        assert delivery.report["change"]["created"] == 1
        assert Recognition.objects.get().same is False

    def test_writes_the_key_even_when_nothing_else_changes(self, preview, reeve):
        row = ["Kampen", "Reeve, fase 1", "1A", 450, "K-17"]
        delivery = answer(preview(row, heading=KEYED), yes={"Reeve, fase 1": True})
        assert delivery.report["change"]["unchanged"] == 1

        apply_import(by=None, at=LATER, delivery=delivery)

        assert PlanKey.objects.get().plan == reeve

    def test_does_not_look_at_plans_that_another_row_claims(self, preview, reeve, kampen):
        heading = ["Plannummer", *HEADING]
        delivery = preview(
            [reeve.number, "Kampen", "Reeve, fase 1", "3", 450],
            ["", "Kampen", "Reeve fase 1", "3", 600],
            heading=heading,
        )

        assert asked_of(delivery) == []
        assert delivery.report["change"]["created"] == 1

    def test_lays_one_plan_with_one_row(self, preview, reeve):
        rows = [["Kampen", "Reeve fase 1 (oost)", "3", 1], ["Kampen", "Reeve fase 1", "3", 600]]

        assert asked_of(preview(*rows)) == [("Reeve fase 1", reeve.number, None)]

    def test_refuses_one_plan_for_two_rows(self, preview, kampen):
        noord = record_plan(kampen, "Reeve Noord")
        record_plan(kampen, "Reeve Noorder")
        delivery = preview(["Kampen", "Reeve-Noord", "3", 1], ["Kampen", "Reeve-Noorder", "3", 1])
        assert delivery.report["open"]["matches"] == 2
        first, second = delivery.report["sides"]["matches"]
        # Somebody answers on an older page, on which the second row was asked the same plan.
        given = Given({first["at"]: (noord.pk, True), second["at"]: (noord.pk, True)})

        answered = settle_import(by=None, at=LATER, delivery=delivery, given=given)

        assert answered.report["open"]["matches"] == 1

    def test_asks_nothing_about_plans_of_another_municipality(
        self, preview, kampen, zwolle, official_kampen
    ):
        record_plan(zwolle, "Reeve fase 1")

        delivery = preview(["Kampen", "Reeve fase 1", "3", 600], by=official_kampen)

        assert asked_of(delivery) == []
        assert "Zwolle" not in json.dumps(delivery.report)

    def test_proposes_what_is_sure_all_at_once(self, preview, reeve, kampen):
        record_plan(kampen, "Onderdijks")
        rows = [["Kampen", "Reeve fase 1", "3", 600], ["Kampen", "Onderdijk-Oost", "3", 5]]
        delivery = preview(*rows)

        delivery = answer(delivery, accept_from=0.9)

        assert [said for _name, _plan, said in asked_of(delivery)][:1] == [True]

    def test_hears_of_a_plan_that_came_meanwhile(self, preview, kampen):
        delivery = preview(["Kampen", "Reeve fase 1", "3", 600])
        record_plan(kampen, "Reeve, fase 1")

        with pytest.raises(ChangedMeanwhileError, match="lijkt"):
            apply_import(by=None, at=LATER, delivery=delivery)

        delivery.refresh_from_db()
        assert delivery.report["open"]["matches"] == 1
        assert Plan.objects.count() == 1


class TestThreeSides:
    @pytest.fixture
    def plan(self, deliver, kampen):
        deliver(REEVE)
        return Plan.objects.get()

    def test_what_the_sender_did_not_change_stays(self, deliver, plan):
        change(plan, on=DAY, at=LATER, build={2027: 450})

        delivery = deliver(["Kampen", "Reeve", "2A", 600])

        values, held = standing(plan, TODAY)
        assert (values.planning_status, held) == ("2A", homes({2027: 450}))
        kept = delivery.report["sides"]["kept"]
        assert (kept["count"], kept["plans"][0]["what"]) == (1, ["Te bouwen, totaal"])
        told = Event.objects.filter(act="plans.list_applied").latest("sequence").payload
        assert (told["changed"], told["kept"]) == (1, 1)

    def test_the_same_list_after_a_change_by_hand_writes_nothing(self, deliver, plan):
        change(plan, on=DAY, at=LATER, build={2027: 450})
        before = (PlanVersion.objects.count(), Movement.objects.count())

        delivery = deliver(REEVE)

        assert delivery.report["applied"] == {"created": 0, "changed": 0, "unchanged": 1}
        assert (PlanVersion.objects.count(), Movement.objects.count()) == before

    def test_what_both_changed_is_asked_with_all_three(self, preview, plan):
        change(plan, on=DAY, at=LATER, build={2027: 450})

        delivery = preview(["Kampen", "Reeve", "3", 700])

        assert delivery.report["open"] == {"matches": 0, "conflicts": 1, "missing": 0}
        [item] = delivery.report["sides"]["conflicts"]
        assert (item["number"], item["rows"]) == (
            plan.number,
            [["Te bouwen, 2027", "600", "700", "450"]],
        )

    def test_an_open_choice_keeps_the_list_back(self, preview, plan):
        change(plan, on=DAY, at=LATER, build={2027: 450})
        delivery = preview(["Kampen", "Reeve", "3", 700])

        with pytest.raises(NotReadyError, match="vraag open"):
            apply_import(by=None, at=LATER, delivery=delivery)

    @pytest.mark.parametrize(("choice", "dwellings"), [("list", 700), ("register", 450)])
    @pytest.mark.parametrize("together", [True, False])
    def test_a_choice_settles_it(self, choice, dwellings, together, preview, plan):
        change(plan, on=DAY, at=LATER, build={2027: 450})
        delivery = preview(["Kampen", "Reeve", "3", 700])
        given = {"rest": choice} if together else {"choices": {plan.pk: choice}}

        apply_import(by=None, at=LATER, delivery=answer(delivery, **given))

        assert standing(plan, TODAY)[1] == homes({2027: dwellings})

    def test_a_choice_for_the_register_is_remembered(self, preview, deliver, plan):
        change(plan, on=DAY, at=LATER, build={2027: 450})
        row = ["Kampen", "Reeve", "3", 700]
        apply_import(by=None, at=LATER, delivery=answer(preview(row), rest="register"))

        again = deliver(row)

        assert again.report["open"]["conflicts"] == 0
        assert standing(plan, TODAY)[1] == homes({2027: 450})

    def test_a_choice_that_we_do_not_know_is_refused(self, preview, plan):
        delivery = preview(REEVE)

        with pytest.raises(AnswerError):
            answer(delivery, choices={plan.pk: "allebei"})

    def test_a_list_of_an_earlier_day_does_not_have_a_later_one_as_base(self, deliver, plan):
        delivery = deliver(["Kampen", "Reeve", "3", 700], on=date(2025, 6, 1))

        assert delivery.report["sides"]["base"] is None

    def test_the_base_is_the_last_list_in_which_the_plan_stood(self, preview, deliver, plan):
        deliver(["Kampen", "Onderdijks", "3", 5])
        change(plan, on=DAY, at=LATER, build={2027: 450})

        delivery = preview(REEVE, ["Kampen", "Onderdijks", "3", 5])

        assert delivery.report["change"]["unchanged"] == 2
        assert delivery.report["sides"]["kept"]["count"] == 1

    @pytest.mark.parametrize("spoil", ["gone", "other"])
    def test_a_lost_copy_of_the_base_is_read_again(self, spoil, preview, plan, files):
        [place] = (files / "delivered").iterdir()
        if spoil == "gone":
            place.unlink()
        else:
            place.write_bytes(b"iets anders")
        change(plan, on=DAY, at=LATER, build={2027: 450})

        delivery = preview(REEVE)

        assert delivery.report["sides"]["kept"]["count"] == 1
        assert not delivery.report["sides"]["lost"]

    def test_a_base_that_cannot_be_read_any_more_is_told(self, preview, plan, files):
        [place] = (files / "delivered").iterdir()
        place.unlink()
        path_of(PlanImport.objects.get().file).unlink()

        delivery = preview(["Kampen", "Reeve", "2A", 600])

        assert delivery.report["sides"]["lost"]
        assert delivery.report["change"]["changed"] == 1

    def test_keeps_no_more_copies_than_it_asks(self, deliver, kampen, files):
        for homes_said in (1, 2, 3, 4, 5):
            deliver(["Kampen", "Reeve", "3", homes_said])

        assert len(list((files / "delivered").iterdir())) == 3

    def test_a_later_list_of_the_sender_makes_it_look_again(self, preview, plan):
        first, second = preview(["Kampen", "Reeve", "2A", 600]), preview(REEVE)
        apply_import(by=None, at=LATER, delivery=first)

        with pytest.raises(ChangedMeanwhileError):
            apply_import(by=None, at=LATER, delivery=second)

    def test_answers_that_changed_meanwhile_make_it_look_again(self, preview, plan):
        change(plan, on=DAY, at=LATER, build={2027: 450})
        delivery = answer(preview(["Kampen", "Reeve", "3", 700]), rest="list")
        settle_import(
            by=None,
            at=LATER,
            delivery=PlanImport.objects.get(pk=delivery.pk),
            given=Given(choices={plan.pk: "register"}),
        )

        with pytest.raises(ChangedMeanwhileError, match="antwoorden"):
            apply_import(by=None, at=LATER, delivery=delivery)

    def test_is_not_answered_by_others(self, preview, plan, official_zwolle):
        with pytest.raises(ForbiddenError):
            answer(preview(REEVE), by=official_zwolle, rest="list")

    def test_is_not_answered_while_it_has_errors(self, preview, kampen):
        delivery = preview(["Kampen", "Reeve", "3", "veel"])

        with pytest.raises(NotReadyError, match="nog fouten"):
            settle_import(by=None, at=LATER, delivery=delivery, given=Given(rest="list"))

    def test_is_not_answered_when_written(self, deliver, kampen):
        delivery = deliver(REEVE)

        with pytest.raises(NotReadyError, match="al verwerkt"):
            settle_import(by=None, at=LATER, delivery=delivery, given=Given())


class TestAbsent:
    def test_few_are_told_only(self, preview, deliver, kampen):
        deliver(*FIVE)

        delivery = preview(*FIVE[:4])

        missing = delivery.report["sides"]["missing"]
        assert (missing["count"], missing["of"], missing["confirm"]) == (1, 5, False)
        assert [item["name"] for item in missing["plans"]] == ["Zuid"]
        apply_import(by=None, at=LATER, delivery=delivery)

    def test_many_need_a_tick(self, preview, deliver, kampen):
        deliver(*FIVE)
        delivery = preview(*FIVE[:3])
        assert delivery.report["open"]["missing"] == 1
        with pytest.raises(NotReadyError):
            apply_import(by=None, at=LATER, delivery=delivery)

        apply_import(by=None, at=LATER, delivery=answer(delivery, missing=True))

        assert Plan.objects.count() == 5

    def test_a_tick_may_be_taken_back(self, preview, deliver, kampen):
        deliver(*FIVE)
        delivery = answer(preview(*FIVE[:3]), missing=True)
        assert delivery.report["open"]["missing"] == 0

        delivery = answer(delivery, missing=False)

        assert delivery.report["open"]["missing"] == 1

    def test_are_not_those_that_a_question_is_about(self, preview, deliver, kampen):
        deliver(*FIVE)

        delivery = preview(*FIVE[:4], ["Kampen", "Zuiid", "3", 10])

        assert delivery.report["open"]["matches"] == 1
        assert delivery.report["sides"]["missing"]["count"] == 0

    def test_of_others_are_not_named(self, preview, deliver, kampen, zwolle, secretary, raalte):
        rows = [*FIVE, ["Zwolle", "Stadshagen", "3", 5], ["Raalte", "Salland", "3", 5]]
        deliver(*rows, by=secretary)
        memberships = secretary.memberships.get()
        memberships.organisation = kampen.organisation
        memberships.role = "official"
        memberships.save()
        memberships.pk = None
        memberships.organisation = raalte.organisation
        memberships.save()

        delivery = preview(*FIVE, ["Raalte", "Sallandse", "3", 5], by=secretary)

        assert delivery.municipality is None
        assert "Stadshagen" not in json.dumps(delivery.report)
        assert delivery.report["sides"]["missing"]["of"] == 6


class TestOnePlanTwice:
    def issues(self, delivery):
        return [
            (item["code"], item["severity"], item["row"], item["reason"])
            for item in delivery.report["issues"]
        ]

    def test_with_other_numbers_names_both_rows_and_what_differs(self, preview, kampen):
        rows = [["Kampen", "Reeve", "3", 600, "K-1"], ["Kampen", "Reeve", "2A", 700, "K-1"]]

        delivery = preview(*rows, heading=KEYED)

        [found] = [item for item in self.issues(delivery) if item[1] == "error"]
        assert found[:3] == ("duplicate_key", "error", 3)
        assert "regel 2" in found[3]
        assert "Planologische status, Te bouwen, totaal" in found[3]

    def test_by_name_alone_is_an_error_too(self, preview, kampen):
        delivery = preview(REEVE, ["Kampen", "reeve", "3", 700])

        assert ("one_name_twice", "error", 3) in {item[:3] for item in self.issues(delivery)}
        assert delivery.report["change"] == {}

    def test_by_name_in_two_places_is_two_plans(self, preview, kampen):
        heading = [*HEADING, "X", "Y"]
        rows = [[*REEVE, 191_200, 507_900], [*REEVE, 187_300, 511_400]]

        delivery = preview(*rows, heading=heading)

        assert delivery.report["change"]["created"] == 2

    @pytest.mark.parametrize("keyed", [True, False])
    def test_precisely_so_is_read_once(self, keyed, preview, kampen):
        row = [*REEVE, "K-1"] if keyed else REEVE
        delivery = preview(row, row, heading=KEYED if keyed else HEADING)

        assert [item[:3] for item in self.issues(delivery)] == [("double_row", "warning", 3)]
        assert delivery.report["change"]["created"] == 1
        assert delivery.report["build"] == 600


# ------------------------------------------------------------------ pages
class TestPages:
    @pytest.fixture
    def upload(self, send, official_kampen, kampen):
        """Return a function that lets the official deliver rows, and gives the delivery."""

        def uploaded(*rows):
            content = plans(*rows, heading=HEADING).encode()
            send(
                official_kampen,
                "aanleveren/",
                {
                    "file": io.BytesIO(content),
                    "municipality": "GM0166",
                    "reference_date": "2026-01-01",
                },
            )
            return PlanImport.objects.latest("pk")

        return uploaded

    @pytest.fixture
    def page(self, visit, official_kampen):
        def shown(delivery):
            return visit(official_kampen, f"aanleveren/{delivery.pk}/").content.decode()

        return shown

    @pytest.fixture
    def reply(self, send, official_kampen):
        def replied(delivery, **data):
            fields = {name.replace("_", "-"): value for name, value in data.items()}
            return send(official_kampen, f"aanleveren/{delivery.pk}/antwoorden/", fields)

        return replied

    def test_ask_and_remember(self, upload, page, reply, send, kampen, official_kampen):
        plan = record_plan(kampen, "Reeve, fase 1", {2027: 450})
        delivery = upload(["Kampen", "Reeve fase 1", "3", 600])
        shown = page(delivery)
        assert "Is dit hetzelfde plan?" in shown
        assert "De namen zijn voor 100 % gelijk." in shown
        assert "Beantwoord 1 vraag" in shown
        assert "Vastleggen" not in shown

        reply(delivery, zelfde_0=f"ja:{plan.pk.hex}")

        shown = page(delivery)
        assert "De antwoorden zijn bewaard." in shown
        assert "0 plannen zijn nieuw, 1 verandert, 0 blijven gelijk." in shown
        assert "Vastleggen" in shown
        send(official_kampen, f"aanleveren/{delivery.pk}/verwerken/", {})
        assert standing(plan, TODAY)[1] == homes({2027: 600})

    def test_show_both_sides_and_the_last_list(self, upload, page, reply, send, official_kampen):
        first = upload(REEVE)
        send(official_kampen, f"aanleveren/{first.pk}/verwerken/", {})
        plan = Plan.objects.get()
        change(plan, on=DAY, at=LATER, build={2027: 450})

        delivery = upload(["Kampen", "Reeve", "3", 700])

        shown = page(delivery)
        assert "Vergeleken met uw vorige lijst" in shown
        for words in (
            "Vorige aanlevering",
            "Nu aangeleverd",
            "Te bouwen, 2027",
            "Neem overal de lijst over",
        ):
            assert words in shown
        reply(delivery, alles="list")
        assert "Vastleggen" in page(delivery)

    def test_name_what_is_absent_and_take_a_tick(self, upload, page, reply, send, official_kampen):
        first = upload(*FIVE)
        send(official_kampen, f"aanleveren/{first.pk}/verwerken/", {})

        delivery = upload(*FIVE[:3])

        shown = page(delivery)
        assert "2 van 5 plannen ontbreken" in shown
        assert "Zuid is vervallen of klaar" in shown
        reply(delivery, ontbreekt="1", ontbreekt_gevraagd="1")
        assert "Vastleggen" in page(delivery)

    def test_pass_by_what_is_no_answer(self, upload, reply, page, kampen):
        record_plan(kampen, "Reeve, fase 1")
        delivery = upload(["Kampen", "Reeve fase 1", "3", 600])

        answered = reply(
            delivery, zelfde_x="ja:1", zelfde_0="misschien", keuze_9="list", alles="iets"
        )

        assert answered.status_code == 302
        assert "Beantwoord 1 vraag" in page(delivery)

    def test_of_others_are_not_there(self, upload, send, official_zwolle):
        delivery = upload(REEVE)

        answered = send(
            official_zwolle, f"aanleveren/{delivery.pk}/antwoorden/", {"alles": "list"}
        )

        assert answered.status_code == 404

    def test_tell_what_stayed(self, upload, page, send, official_kampen):
        first = upload(REEVE)
        send(official_kampen, f"aanleveren/{first.pk}/verwerken/", {})
        change(Plan.objects.get(), on=DAY, at=LATER, build={2027: 450})

        shown = page(upload(["Kampen", "Reeve", "2A", 600]))

        assert "In Woonregie gewijzigd, en zo gebleven" in shown
        assert "Te bouwen, totaal" in shown


# ------------------------------------------------------------------ the command
class TestCommand:
    @pytest.fixture
    def run(self, tmp_path, kampen, region):
        """Return a function that runs the command on rows; it gives (code, words, report)."""

        def ran(*rows, options=()):
            path, report = tmp_path / "lijst.csv", tmp_path / "verslag.json"
            path.write_text(plans(*rows, heading=HEADING))
            given = [str(path), "--report", str(report), "--on", "2026-01-01", *options]
            out, code = io.StringIO(), 0
            try:
                call_command("import_plans", *given, stdout=out, stderr=out)
            except SystemExit as error:
                code = error.code
            return code, out.getvalue(), json.loads(report.read_text())

        return ran

    def test_refuses_open_questions_and_names_them(self, run, kampen):
        plan = record_plan(kampen, "Reeve, fase 1")

        code, words, report = run(["Kampen", "Reeve fase 1", "3", 600])

        assert code == 2
        assert f"Regel 2, Reeve fase 1: is dit {plan.number} Reeve, fase 1?" in words
        assert "--accept-matches" in words
        assert report["refused"]["code"] == "questions_open"
        assert not PlanImport.objects.exists()
        assert Plan.objects.count() == 1

    def test_takes_alike_for_the_same_when_told_so(self, run, kampen):
        record_plan(kampen, "Reeve, fase 1")

        code, _words, report = run(
            ["Kampen", "Reeve fase 1", "3", 600], options=["--accept-matches", "0.9"]
        )

        assert (code, report["applied"]["changed"]) == (0, 1)
        assert Plan.objects.count() == 1

    @pytest.mark.parametrize("share", ["90", "nul", "-1"])
    def test_refuses_a_likeness_that_cannot_be(self, share, run):
        with pytest.raises(Exception, match="tussen 0 en 1"):
            run(REEVE, options=["--accept-matches", share])

    @pytest.mark.parametrize(("choice", "dwellings"), [("list", 700), ("register", 450)])
    def test_chooses_as_it_is_told(self, choice, dwellings, run):
        run(REEVE)
        plan = Plan.objects.get()
        change(plan, on=DAY, at=LATER, build={2027: 450})
        row = ["Kampen", "Reeve", "3", 700]
        assert run(row)[0] == 2

        code, _words, _report = run(row, options=["--conflicts", choice])

        assert code == 0
        assert standing(plan, TODAY)[1] == homes({2027: dwellings})

    def test_asks_whether_plans_are_absent_on_purpose(self, run):
        run(*FIVE)
        code, words, _report = run(*FIVE[:2])
        assert code == 2
        assert "ontbreken er 3" in words
        assert "--accept-missing" in words

        code, _words, report = run(*FIVE[:2], options=["--accept-missing"])

        assert (code, report["state"]) == (0, "applied")
        assert PlanImport.objects.filter(state=ImportState.PREVIEWED).count() == 0

    def test_only_looks_with_open_questions(self, run, kampen):
        record_plan(kampen, "Reeve, fase 1")

        code, _words, report = run(["Kampen", "Reeve fase 1", "3", 600], options=["--dry-run"])

        assert (code, report["state"], report["open"]["matches"]) == (0, "previewed", 1)

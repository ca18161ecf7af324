"""Each cell of the one table, tried for real."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from woonregie.foundation.accounts.models import Account, Role
from woonregie.foundation.audit.queries import head_sequence
from woonregie.foundation.consents.tests.authority import Authority
from woonregie.foundation.runs.services import perform, start
from woonregie.site.tests.access import Entry, complaints, entries, present
from woonregie.site.tests.conftest import ADOPTED, ASKING, CAST, DELIVERED, SmallRegion
from woonregie.subjects.forecast.tests.factories import record_start, save
from woonregie.subjects.plans.queries.layouts import standing_layouts
from woonregie.subjects.plans.services import Given
from woonregie.subjects.plans.tests.around import COUNTED

REGION = "testregio"
TABLE = entries()
# A forecast is public and belongs to no region: whoever works in any may read it, and a secretary
# of any takes one in.
NO_SECRET = {
    "forecast:list",
    "forecast:shelf_life",
    "forecast:deliver",
    "forecast:example",
    "forecast:confirm",
}
TAKEN = {200, 302, 400, 409}


@contextmanager
def without_trace() -> Iterator[None]:
    """Undo whatever an attempt wrote, so that every cell starts in the same region."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# ------------------------------------------------------------------ where and what
LAYOUT = "provinciale-planmonitor"
ASKED = {
    "plans:template": "?gemeente=GM0166",
    "api:led_fields": f"?regio={REGION}",
    "api:publications": f"?regio={REGION}",
    "api:publication": f"?regio={REGION}",
    "api:whose_turn": f"?regio={REGION}",
    "api:commitments": f"?regio={REGION}",
    "api:commitment": f"?regio={REGION}",
    "api:consent_requests": f"?regio={REGION}",
    "api:consent_request": f"?regio={REGION}",
    "api:consent_answer": f"?regio={REGION}",
    "api:answer_consent_request": f"?regio={REGION}",
    "api:ask_consent": f"?regio={REGION}",
    "api:extend_consent_request": f"?regio={REGION}",
    "api:settle_consent_reservation": f"?regio={REGION}",
    "api:withdraw_consent_request": f"?regio={REGION}",
    "api:decision_list": f"?regio={REGION}",
    "api:meeting_list": f"?regio={REGION}",
    "api:meeting": f"?regio={REGION}",
    "api:search_results": f"?regio={REGION}&q=reeve",
    **{
        f"api:{name}": f"?regio={REGION}"
        for name in (
            "starting_points",
            "forecast_levers",
            "own_need_of_region",
            "forecast_shelf_life",
            "try_forecast",
            "forecast_scenarios",
            "save_forecast_scenario",
            "forecast_scenario",
            "share_forecast_scenario",
            "withdraw_forecast_scenario",
            "adopt_forecast_scenario",
        )
    },
    **{
        f"api:{name}": f"?regio={REGION}"
        for name in ("works", "work", "standing_text", "edition_text")
    },
    "api:document_difference": f"?regio={REGION}&van=KAM-2027:1&naar=KAM-2027:1",
    "search:results": "?q=reeve",
}


OF_A_SCENARIO = {
    "scenario",
    "fan",
    "share",
    "withdraw",
    "adopt",
    "scenario_csv",
    "scenario_xlsx",
    "scenario_pdf",
}


def address(entry: Entry, small: SmallRegion) -> str:
    """Return the address of a row."""
    plan = small.plan_zwolle if entry.place == "zwolle" else small.plan_kampen
    place = small.zwolle if entry.place == "zwolle" else small.kampen
    arguments: dict[str, dict[str, Any]] = {
        "accounts:revoke": {"key": small.token.pk},
        "account_reset_password_from_key": {"uidb36": "1", "key": "verlopen-sleutel"},
        "notices:feed": {"secret": "geldt-niet"},
        **{f"forecast:{page}": {"key": small.around.get("scenario")} for page in OF_A_SCENARIO},
        "sources:detail": {"key": small.source.key},
        "runs:detail": {"key": small.job.pk},
        "runs:cancel": {"key": small.job.pk},
        **(of_a_person() if entry.name in OF_A_PERSON else {}),
        **of_a_document(small),
        "norms:norm": {"key": small.norm.pk},
        "forecast:withdraw_dissent": {"key": UUID(int=0)},
        "norms:profile": {"name": "legal-hard"},
        "plans:export": {"kind": "csv"},
        "plans:template": {"kind": "csv"},
        "plans:outlet": {"name": "geojson"},
        "plans:layout": {"name": LAYOUT},
        "plans:layout_file": {"name": LAYOUT},
        "plans:withdraw_layout": {"name": LAYOUT},
        "plans:outlet_made": {"key": small.job.pk},
        "plans:outlet_file": {"key": small.job.pk},
        "api:delivery": {"formaat": "geojson"},
        "api:losses": {"formaat": "bzk"},
        "plans:edit_programme": {"code": place.code},
        "plans:import": {"key": small.delivery.pk},
        "plans:import_answers": {"key": small.delivery.pk},
        "plans:import_apply": {"key": small.delivery.pk},
        "plans:import_columns": {"key": small.own_list.pk},
        "plans:forget_learned": {"key": small.learned},
        "plans:programme_template": {"kind": "csv"},
        "plans:programme_import": {"key": small.adopted.pk},
        "plans:programme_apply": {"key": small.adopted.pk},
        "plans:realised_import": {"key": small.around["completions"]},
        "plans:realised_apply": {"key": small.around["completions"]},
        "plans:realised_template": {"kind": "mutaties"},
        "portal_plan": {"number": plan.number},
        "portal_shape": {"number": plan.number},
        "plans:detail": {"number": plan.number},
        "plans:shape": {"number": plan.number},
        "plans:edit": {"number": plan.number},
        "plans:history": {"number": plan.number},
        "balance:publication": {"key": small.around.get("publication")},
        "api:publication": {"sleutel": small.around.get("publication")},
        "balance:statement_file": {"kind": "xlsx"},
        "balance:statement_of": {"code": place.code},
        "balance:statement_file_of": {"kind": "pdf", "code": place.code},
        "api:commitment": {"sleutel": small.promised.get("detail")},
        **{
            f"api:{act}forecast_scenario": {"sleutel": small.around.get("scenario")}
            for act in ("", "share_", "withdraw_")
        },
        "api:adopt_forecast_scenario": {"sleutel": small.around.get("shared_scenario")},
        "api:municipality": {"code": place.code},
        "api:plan": {"nummer": plan.number},
        "api:account": {"nummer": plan.number},
        "api:audience": {"nummer": plan.number, "groep": "alles"},
        "api:say_audience": {"nummer": plan.number, "groep": "aantallen"},
        "api:lift_audience": {"nummer": plan.number, "groep": "alles"},
        "api:ogc_collection": {"naam": "plannen"},
        "api:ogc_items": {"naam": "plannen"},
        "api:ogc_item": {"naam": "plannen", "nummer": plan.number},
    }
    arguments |= of_consents(place, small) | of_meetings(small)
    given = arguments.get(entry.name) or of_a_plan(entry, plan, small)
    route = routes()[entry.kind, entry.name]
    if "<slug:region>" in route:
        given = {"region": REGION, **given}
    if "<slug:regio>" in route:
        given = {"regio": REGION, **given}
    asked = ASKED.get(entry.name, "")
    if entry.name == "consents:ask":
        asked = f"?stuk=bronnen:{small.source.pk}"
    return reverse(entry.name, kwargs=given) + asked


DOCUMENT = ("work", "change", "freeze", "adopt", "take_in_for", "no_remarks")


@cache
def routes() -> dict[tuple[str, str], str]:
    """Return where everything is; thousands of addresses are asked, and no route moves."""
    return present()


OF_A_PERSON = {f"region:{name}" for name in ("person", "give_role", "send_mail", "close")} | {
    "region:end_role"
}


def of_a_person() -> dict[str, dict[str, Any]]:
    """Return the arguments of pages about the policy officer of Kampen, or about her role."""
    somebody = Account.objects.get(email="adviseur-kampen@voorbeeld.example")
    person = {"key": somebody.pk}
    return {
        **dict.fromkeys(OF_A_PERSON, person),
        "region:end_role": {"key": somebody.memberships.get().pk},
    }


def of_a_document(small: SmallRegion) -> dict[str, dict[str, Any]]:
    """Return the arguments of pages about the document of Kampen."""
    code = {"code": "KAM-2027"}
    return {
        **{f"documents:{name}": code for name in DOCUMENT},
        "documents:file": {**code, "kind": "docx"},
        "documents:staged": {"key": small.around.get("proposal_of_text")},
        "documents:matched": {**code, "key": small.around.get("proposal_of_text")},
        "documents:clause": {**code, "number": "1"},
        "documents:propose": {**code, "op": "insert"},
        "documents:proposal": {**code, "key": small.around.get("proposal_of_text")},
        **{f"api:{name}": {"kenmerk": "KAM-2027"} for name in ("work", "standing_text")},
        "api:edition_text": {"kenmerk": "KAM-2027", "nummer": 1},
    }


def of_consents(place: Any, small: SmallRegion) -> dict[str, dict[str, Any]]:
    """Return the arguments of pages about one request or one decision."""
    key = small.around.get("request")
    party = {"key": key, "party": place.organisation.slug}
    decided = {"key": small.around.get("decided")}
    return {
        **{
            f"consents:{name}": {"key": key}
            for name in ("detail", "file", "extend", "withdraw", "signatures")
        },
        "consents:answer": party,
        "consents:settle": party,
        "consents:sign": party,
        "consents:signed_file": {"key": key, "signature": small.around.get("signature")},
        "consents:end_root": {"key": small.around.get("root")},
        "consents:evidence": {"key": key, "answer": small.around.get("answer")},
        "consents:decision": decided,
        "consents:decision_file": decided,
        "api:consent_request": {"sleutel": key},
        "api:extend_consent_request": {"sleutel": key},
        "api:withdraw_consent_request": {"sleutel": key},
        "api:settle_consent_reservation": {"sleutel": key, "partij": place.organisation.slug},
        "api:consent_answer": {"sleutel": key, "partij": place.organisation.slug},
        "api:answer_consent_request": {"sleutel": key, "partij": place.organisation.slug},
    }


def of_meetings(small: SmallRegion) -> dict[str, dict[str, Any]]:
    """Return the arguments of pages about a meeting that began, or one that seeks a date."""
    around = small.around
    one = {"key": around.get("meeting")}
    item = {**one, "item": around.get("item")}
    whole = ("detail", "calendar", "change", "invite", "cancel", "agenda", "from_backlog")
    return {
        **{f"meetings:{name}": one for name in (*whole, "minutes", "close")},
        **{f"meetings:{name}": item for name in ("move", "deliver", "notes")},
        "meetings:remove": {**one, "item": around.get("bare_item")},
        "meetings:outcome": {**item, "kind": "decision"},
        "meetings:document": {**one, "document": around.get("document")},
        "meetings:poll": {"key": around.get("polling")},
        "meetings:choose": {"key": around.get("polling"), "option": around.get("option")},
        "meetings:withdraw_backlog": {"key": around.get("backlog")},
        "meetings:finish": {"key": around.get("action")},
        "api:meeting": {"sleutel": around.get("meeting")},
    }


# Pages of one plan, and the part of what stands around it that the address names.
OF_A_PLAN = {
    "account": None,
    "decisions": None,
    "relations": None,
    "audience": None,
    "lift_audience": None,
    "remark": None,
    "read_otherwise": None,
    "report_bottleneck": None,
    "attach": None,
    "split": None,
    "merge": None,
    "write_down": None,
    "book": None,
    "move": None,
    "settle": "remark",
    "withdraw_reading": "reading",
    "solve_bottleneck": "bottleneck",
    "attachment": "attachment",
    "detach": "attachment",
    "put_in_force": "write_down",
    "withdraw": "write_down",
    "correct": "posting",
    "take_back": "decision",
    "end_relation": "relation",
}


def of_a_plan(entry: Entry, plan: Any, small: SmallRegion) -> dict[str, Any]:
    """Return the arguments of a page about one plan; none when it is another page."""
    room, _colon, page = entry.name.partition(":")
    if room == "commitments":
        return {"key": small.promised[page]} if page in small.promised else {}
    name = entry.name.removeprefix("plans:")
    if name == "forget_filter":
        return {"key": small.around["filter"]}
    if name == "decide_proposal":
        return {"key": small.around["proposal"]}
    if name == "quality_of":
        return {"code": plan.municipality.code}
    if name not in OF_A_PLAN:
        return {}
    part, slugs = OF_A_PLAN[name], {"book": "realisatie", "move": "overdracht"}
    return {
        "number": plan.number,
        **({"key": small.around[part]} if part else {}),
        **({"slug": slugs[name]} if name in slugs else {}),
    }


def body(entry: Entry, small: SmallRegion) -> dict[str, Any]:
    """Return what is posted: valid where the answer of the permitted shows it."""
    plan = {
        "name": "Reeve aan het water",
        "location_kind": "unknown",
        "planning_status": "1A",
        "project_phase": "unknown",
        "programme_class": "unknown",
        "built_up_area": "undetermined",
        "client_kind": "unknown",
        "living_environment": "unknown",
        "regional_function": "local",
        "valid_on": "2026-06-01",
        "base_version": "1",
    }
    upload = SimpleUploadedFile("lijst.csv", DELIVERED, content_type="text/csv")
    bodies: dict[str, dict[str, Any]] = {
        "set_language": {"language": "en"},
        "account_login": {"login": "niemand@voorbeeld.example", "password": "verkeerd"},
        "account_reset_password": {"email": "niemand@voorbeeld.example"},
        "accounts:tokens": {"label": "QGIS"},
        "notices:settings": {"rhythm": "weekly", "language": "nl"},
        "region:invite": {
            "email": "nieuw@kampen.example",
            "display_name": "Nieuw",
            "organisation": small.kampen.organisation_id,
            "role": Role.OFFICIAL,
            "starts_on": "2098-12-01",
        },
        "region:give_role": {
            "organisation": small.kampen.organisation_id,
            "role": Role.THEME_LEAD,
            "starts_on": "2098-12-01",
        },
        "region:end_role": {"last_day": "2099-12-31"},
        "region:close": {"stand": "gesloten"},
        "plans:create": plan,
        "plans:edit": plan,
        "plans:imports": {
            "file": upload,
            "municipality": "GM0166",
            "reference_date": "2026-01-01",
        },
        "plans:realised_imports": {
            "file": SimpleUploadedFile("geteld.csv", COUNTED, content_type="text/csv"),
        },
        "plans:decide_proposals": {"voorstel": str(small.around["proposal"])},
        "plans:programme_imports": {
            "file": SimpleUploadedFile("programma.csv", ADOPTED, content_type="text/csv"),
            "valid_on": "2026-01-01",
        },
        "plans:edit_programme": {
            "segment": "all",
            "from_year": "2026",
            "last_year": "2035",
            "dwellings": "1.000",
            "basis": "net",
            "valid_on": "2026-01-01",
            "source": small.source.pk,
        },
        "plans:leads": {
            "fields_led": ["name"],
            "system": "Provinciale planmonitor",
            "starts_on": "2026-01-01",
            "source": small.source.pk,
            "certainty": "confirmed",
        },
        "plans:layout": {
            "title": "Provinciale planmonitor",
            "starts_on": "2026-02-01",
            "source": small.source.pk,
            "certainty": "confirmed",
            "base": standing_layouts(small.region).get().pk,
            "kolom-TOTAL_FORMS": "2",
            "kolom-INITIAL_FORMS": "0",
            "kolom-0-heading": "Benaming",
            "kolom-0-field": "naam",
            "kolom-1-heading": "Kern",
            "kolom-1-field": "kern",
        },
        "api:say_audience": {
            "kringen": ["regiosecretaris"],
            "grond": "5.1.2f",
            "beslotenDoor": "college",
            "beslotenOp": "2026-11-01",
            "opnieuwBekijkenOp": "2098-06-01",
        },
        "commitments:add": {
            "debtor": small.kampen.organisation_id,
            "creditors": [small.zwolle.organisation_id],
            "title": "Twee locaties",
            "text": "Kampen wijst twee locaties aan.",
            "hardness": "result",
            "reach": "region",
            "starts_on": "2026-01-01",
        },
        "commitments:measure": {
            "maat-TOTAL_FORMS": "1",
            "maat-INITIAL_FORMS": "0",
            "maat-0-title": "Locaties",
            "maat-0-direction": "at_least",
            "maat-0-target": "2",
            "maat-0-due_on": "2099-01-01",
            "maat-0-unit": "count",
        },
        "commitments:replace": {
            "debtor": small.kampen.organisation_id,
            "creditors": [small.zwolle.organisation_id],
            "title": "Drie locaties",
            "text": "Kampen wijst drie locaties aan.",
            "hardness": "result",
            "reach": "region",
            "starts_on": "2026-01-01",
            "why": "Er is er een meer nodig",
        },
        "commitments:condition": {"event": "De provincie geeft subsidie"},
        "commitments:observe": {
            "as_of": "2026-01-01",
            "value": "1",
            "organisation": small.kampen.organisation_id,
        },
        "commitments:judge": {
            "result": "at_risk",
            "reason": "De grond is duur",
            "organisation": small.kampen.organisation_id,
        },
        "commitments:meet": {"met_on": "2026-01-01", "why": "Een brief"},
        "commitments:drop_condition": {"why": "Niet meer nodig"},
        "commitments:drop_measure": {"why": "Dubbel"},
        "commitments:withdraw": {"why": "Achterhaald"},
        "api:answer_consent_request": {"antwoord": "abstention"},
        "consents:roots": {
            "file": SimpleUploadedFile("uitgever.pem", Authority("Andere uitgever").pem),
            "source": "toets",
            "checked_on": "2026-11-01",
        },
        "api:ask_consent": {
            "soort": "bronnen",
            "stuk": str(small.source.pk),
            "vraag": "Wilt u deze cijfers gebruiken?",
            "namens": small.region.slug,
            "partijen": [small.kampen.organisation.slug],
            "antwoordUiterlijk": "2036-01-01",
        },
        "api:extend_consent_request": {"antwoordUiterlijk": "2036-03-01", "reden": "Reces"},
        "api:settle_consent_reservation": {
            "akkoord": True,
            "besluit": {"orgaan": "Raad", "titel": "Cijfers", "beslotenOp": "2026-01-15"},
        },
        "api:withdraw_consent_request": {"reden": "Een vergissing"},
        "consents:extend": {"ends_on": "2036-02-01", "reason": "Reces"},
        "consents:withdraw": {"reason": "Een vergissing"},
        "consents:answer": {"reply": "agreed", "base": "1"},
        "plans:confirm": {"plan": small.plan_kampen.number},
        "plans:save_filter": {"naam": "Hard", "vraag": "status=1A"},
        "plans:remark": {"text": "Waarom?"},
        "forecast:adopt": {
            "body": "portefeuillehoudersoverleg",
            "title": "Prognose vastgesteld",
            "decided_on": "2026-10-01",
        },
        "forecast:choose": {"keuze": f"{small.vintage.slug}|midden"},
        "forecast:save": {"naam": "Trend", "namens": str(small.kampen.organisation.pk)},
        "api:try_forecast": {"knoppen": {"jaren": 1}},
        "api:save_forecast_scenario": {
            "organisatie": small.kampen.organisation.slug,
            "naam": "Nieuw",
            "knoppen": {"jaren": 1},
        },
        "api:adopt_forecast_scenario": {
            "orgaan": "Tafel wonen",
            "titel": "Referentie",
            "beslotenOp": "2026-01-15",
        },
    }
    return bodies.get(entry.name, {})


def sent(browser: Client, how: str, where: str, data: dict[str, Any]) -> Any:
    """Return what the house answers, a form or JSON as the row says."""
    if how == "POST" and where.startswith("/api/"):
        return browser.post(where, data, content_type="application/json")
    if how == "POST":
        return browser.post(where, data)
    if how == "PUT":
        return browser.put(where, data, content_type="application/json")
    return browser.delete(where) if how == "DELETE" else browser.get(where)


def answer(browser: Client, entry: Entry, small: SmallRegion) -> str:
    """Return what somebody gets: a status, or "login"."""
    where = address(entry, small)
    data = body(entry, small) if entry.how in {"POST", "PUT"} else {}
    with without_trace():
        response = sent(browser, entry.how, where, data)
    if response.streaming:
        response.getvalue()  # A file is closed once it is read.
    if response.status_code == 302 and response["Location"].startswith("/account/login/"):
        return "login"
    if entry.how == "POST" and "yes" in entry.cells.values() and response.status_code in TAKEN:
        return "yes"
    return str(response.status_code)


# ------------------------------------------------------------------ the table
class TestTable:
    def test_holds_every_route_job_and_command(self):
        assert complaints() == []

    def test_has_a_column_for_everybody_of_the_cast(self):
        columns = list(TABLE[0].cells)

        assert columns == [*CAST, "server"]

    def test_says_nothing_twice(self):
        labels = [entry.label for entry in TABLE]

        assert sorted(labels) == sorted(set(labels))

    def test_a_route_that_is_not_in_it_is_named(self, settings):
        settings.ROOT_URLCONF = "woonregie.site.tests.unlisted"

        wrong = complaints()

        assert any("page forgotten (vergeten/)" in line for line in wrong)
        assert any("without a name: naamloos/" in line for line in wrong)

    @pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.label)
    def test_lets_no_stranger_in_where_nobody_is_let_in(self, entry):
        if entry.cells["anonymous"] in {"login", "401"}:
            assert entry.cells["stranger"] in {"404", "405", "200", "302"}


@pytest.mark.parametrize("who", ASKING)
class TestPages:
    def test_give_what_the_table_says(self, full_region, browser_of, who):
        browser, wrong = browser_of(who), []
        logged_in = dict(browser.cookies)
        for entry in TABLE:
            if entry.kind in {"page", "api"} and entry.cells[who] != "-":
                got = answer(browser, entry, full_region)
                # Logging out throws the cookie away; the session itself came back.
                browser.cookies.clear()
                browser.cookies.update(logged_in)
                if got != entry.cells[who]:
                    wrong.append(f"{entry.label}: {got}, the table says {entry.cells[who]}")

        assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ["official_kampen", "secretary", "administrator"])
class TestReading:
    def test_writes_nothing(self, full_region, browser_of, who):
        browser = browser_of(who)
        posts = {entry.name for entry in TABLE if entry.how == "POST"}
        before = head_sequence()
        wrote = []
        for entry in TABLE:
            if entry.kind not in {"page", "api"} or entry.name in posts:
                continue
            sent = browser.post(address(entry, full_region), {})
            if sent.streaming:
                sent.getvalue()  # A file is closed once it is read.
            if head_sequence() != before:
                wrote.append(entry.label)
                before = head_sequence()

        assert not wrote, wrote


@pytest.mark.parametrize("who", [*CAST[1:], "server"])
class TestJobs:
    def test_end_as_the_table_says(self, small_region, request, moment, who):
        account = None if who == "server" else request.getfixturevalue(who)
        inputs = {
            "forecast.fan": {
                "scenario": str(_scenario_of_kampen(small_region, moment).pk),
                "trajectories": 2,
            },
            "plans.preview": {
                "file": small_region.file.pk,
                "region": small_region.region.pk,
                "municipality": small_region.kampen.pk,
                "reference_date": "2026-02-01",
                "format_name": "",
            },
            "plans.settle": {
                "delivery": small_region.delivery.pk,
                "given": Given().as_json(),
            },
            "plans.apply": {"delivery": small_region.delivery.pk},
            "plans.deliver": {
                "format_name": "geojson",
                "on": "2026-02-01",
                "kind": "",
                "region": small_region.region.pk,
                "municipality": small_region.kampen.pk,
                "known_on": None,
            },
            "plans.read_again": {
                "delivery": small_region.own_list.pk,
                "meanings": {"words": {"planologische status": {"hard": "1A"}}},
            },
        }
        wrong = []
        for entry in TABLE:
            if entry.kind != "job":
                continue
            with without_trace():
                job = start(
                    kind=entry.name,
                    parameters=inputs[entry.name],
                    by=account,
                    at=moment,
                    enqueue=lambda _key: None,
                )
                state = perform(job_id=str(job.pk), clock=lambda: moment).state
            if state != entry.cells[who]:
                wrong.append(f"{entry.name}: {state}, the table says {entry.cells[who]}")

        assert not wrong, "\n".join(wrong)


def _scenario_of_kampen(small: SmallRegion, moment: datetime) -> Any:
    """Return a scenario that Kampen keeps to itself."""
    start_at = record_start(small.region, small.source, at=moment)
    return save(start_at, small.kampen.organisation, at=moment)


class TestWorkerOfSomebodyWhoLeft:
    def test_is_refused_what_she_asked_before(self, small_region, official_kampen, moment):
        official_kampen.memberships.update(ends_before=date(2026, 11, 1))
        job = start(
            kind="plans.apply",
            parameters={"delivery": small_region.delivery.pk},
            by=official_kampen,
            at=datetime.fromisoformat("2026-10-30T12:00:00+00:00"),
            enqueue=lambda _key: None,
        )

        assert perform(job_id=str(job.pk), clock=lambda: moment).state == "refused"


class TestSomebodyOfTwoRegions:
    def test_a_role_elsewhere_opens_nothing_here(
        self, full_region, guest, hellendoorn, region_elsewhere, client_for
    ):
        for role, organisation in (
            (Role.OFFICIAL, hellendoorn.organisation),
            (Role.REGION_SECRETARY, region_elsewhere.organisation),
            (Role.ADMINISTRATOR, region_elsewhere.organisation),
        ):
            guest.memberships.create(
                organisation=organisation, role=role, starts_on=date(2020, 1, 1)
            )
        browser, wrong = client_for(guest), []
        for entry in TABLE:
            route = routes()[entry.kind, entry.name]
            if entry.kind == "page" and "<slug:region>" in route and entry.name not in NO_SECRET:
                got = answer(browser, entry, full_region)
                if got != entry.cells["guest"]:
                    wrong.append(f"{entry.label}: {got}, a guest gets {entry.cells['guest']}")

        assert not wrong, "\n".join(wrong)

"""The API kernel by the NL API Design Rules, on real answers."""

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from schemathesis.checks import CHECKS

from woonregie.foundation.accounts.models import Account, ApiToken
from woonregie.foundation.accounts.services import make_token, revoke_token
from woonregie.foundation.pages.schemas import API_VERSION
from woonregie.foundation.region.services import load_municipalities
from woonregie.site.api import api

BREAKS = "woonregie.site.tests.api_that_breaks"
PROBLEM = "application/problem+json"
CODES = [f"GM{number:04}" for number in range(1001, 1031)]
EXAMPLES = 25
NO_TOKENS = ["Bearer", "Bearer ", "Bearer wr_x", "Basic d3I6d3I=", "wr_x", ""]


@pytest.fixture
def machine(small_region, official_kampen, moment):
    """Return a client that speaks for the official of Kampen by token."""
    token, secret = make_token(by=official_kampen, at=moment, label="planmonitor")
    ApiToken.objects.filter(pk=token.pk).update(
        expires_on=timezone.localdate() + timedelta(days=30)
    )
    return Client(headers={"authorization": f"Bearer {secret}"}, raise_request_exception=False)


@pytest.fixture
def breaking(machine, settings):
    """Return the same client where operations break."""
    settings.ROOT_URLCONF = BREAKS
    return machine


@pytest.fixture
def application():
    """Return the house as a web server sees it, which keeps the transaction of the test open."""
    moments = (request_started, request_finished)
    for moment in moments:
        moment.disconnect(close_old_connections)
    yield get_wsgi_application()
    for moment in moments:
        moment.connect(close_old_connections)


@pytest.fixture
def many(a_source, moment, small_region):
    """Record thirty more municipalities, so that there are pages."""
    rows = [
        {
            "code": code,
            "name": f"Gemeente {code}",
            "province": "PV23",
            "starts_on": "",
            "ends_before": "2020-01-01" if code == CODES[0] else "",
            "successor": CODES[1] if code == CODES[0] else "",
        }
        for code in CODES
    ]
    load_municipalities(by=None, at=moment, rows=rows, source=a_source)


def problem_of(answer, status):
    """Return the problem that an answer holds, after looking at what each must have."""
    assert answer.status_code == status
    assert answer["Content-Type"] == PROBLEM
    assert answer["API-Version"] == API_VERSION
    body = json.loads(answer.content)
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


class TestProblems:
    def test_wrong_input_names_every_field(self, machine):
        answer = machine.get("/api/v1/gemeenten?aantal=veel&alleenHuidige=misschien")
        body = problem_of(answer, 400)

        assert [item["veld"] for item in body["fouten"]] == ["aantal", "alleenHuidige"]

    def test_nobody_is_asked_to_say_who_she_is(self, small_region):
        answer = Client().get("/api/v1/plannen")

        assert "Bearer" in problem_of(answer, 401)["detail"]
        assert answer["WWW-Authenticate"] == "Bearer"

    def test_a_refusal_carries_its_sentence_code_and_fields(self, breaking):
        body = problem_of(breaking.get("/api/v9/verboden"), 403)

        assert body["detail"] == "Alleen de beheerder mag dit."
        assert body["code"] == "forbidden"
        assert body["velden"] == {"permission": "norms.edit"}

    def test_what_django_denies_is_told_as_well(self, breaking):
        assert problem_of(breaking.get("/api/v9/geweigerd"), 403)["detail"] == "U mag dit niet."

    def test_a_conflict_keeps_its_own_status(self, breaking):
        assert problem_of(breaking.get("/api/v9/te-laat"), 409)["code"] == "stale_version"

    @pytest.mark.parametrize(
        "address",
        [
            "/api/v1/gemeenten/GM0000",
            "/api/v1/plannen/GM0193-2026-9999",
            "/api/v1/onbekend",
            "/api/v1/",
            "/api/v2/gemeenten",
            "/api/",
        ],
    )
    def test_what_is_not_there_is_a_problem(self, machine, address):
        problem_of(machine.get(address), 404)

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
    def test_another_method_is_told_with_those_that_are_there(self, machine, method):
        answer = getattr(machine, method)("/api/v1/gemeenten")

        problem_of(answer, 405)
        assert "GET" in answer["Allow"]

    def test_too_many_questions_say_when_to_come_back(self, breaking):
        answer = breaking.get("/api/v9/te-veel")

        assert "Te veel" in problem_of(answer, 429)["detail"]

    def test_a_fault_of_ours_tells_nothing_of_the_inside(self, breaking):
        answer = breaking.get("/api/v9/breekt")

        problem_of(answer, 500)
        assert b"ZeroDivision" not in answer.content

    def test_is_told_in_the_readers_language(self, small_region):
        dutch = Client(headers={"accept-language": "nl"}).get("/api/v1/plannen")
        english = Client(headers={"accept-language": "en"}).get("/api/v1/plannen")

        assert json.loads(dutch.content)["detail"] != json.loads(english.content)["detail"]


class TestAddresses:
    @pytest.mark.parametrize(
        "address", ["/api/v1/gemeenten/", "/api/v1/plannen/", "/api/v1/gemeenten/GM0166/"]
    )
    def test_with_a_slash_behind_are_not_there_and_lead_nowhere(self, machine, address):
        answer = machine.get(address)

        problem_of(answer, 404)
        assert "Location" not in answer

    def test_never_redirect(self, breaking):
        problem_of(breaking.get("/api/v9-verhuisd"), 404)

    def test_are_plural_and_in_small_letters(self):
        paths = api.get_openapi_schema()["paths"]

        first = {path.split("/")[1] for path in paths}
        assert first == {
            # One home page of one reader.
            "aan-zet",
            "afspraken",
            "besluiten",
            "documenten",
            "gemeenten",
            "gepubliceerde-totalen",
            "instemmingen",
            "leidende-velden",
            "plannen",
            "prognoses",
            "vergaderingen",
            "zoekresultaten",
        }
        for path in paths:
            fixed = [part for part in path.split("/") if part and not part.startswith("{")]
            assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", part) for part in fixed), path
            assert not path.endswith("/")

    def test_carry_the_version(self, machine):
        assert machine.get("/api/v1/gemeenten").status_code == 200
        assert API_VERSION.startswith("1.")


class TestNames:
    def test_of_fields_and_parameters_are_camel_case(self):
        schema = api.get_openapi_schema()

        names = {
            name
            for model in schema["components"]["schemas"].values()
            for name in model.get("properties", {})
        } | {
            parameter["name"]
            for path in schema["paths"].values()
            for operation in path.values()
            for parameter in operation.get("parameters", [])
        }
        assert len(names) > 20
        assert [name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)*", name)] == []


class TestSpecification:
    def test_is_public_and_may_be_read_by_any_page(self, db):
        answer = Client().get("/api/v1/openapi.json")

        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("application/json")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["API-Version"] == API_VERSION

    def test_is_the_only_one_that_may(self, machine):
        for address in ("/api/v1/gemeenten", "/api/v1/plannen", "/api/v1/onbekend"):
            assert "Access-Control-Allow-Origin" not in machine.get(address)

    def test_is_valid_and_says_whom_to_ask(self, db):
        document = json.loads(Client().get("/api/v1/openapi.json").content)

        schemathesis.openapi.from_dict(document).validate()
        assert document["openapi"].startswith("3.1")
        assert set(document["info"]["contact"]) == {"name", "email", "url"}
        assert document["info"]["version"] == API_VERSION
        assert document["servers"] == [{"url": "/api/v1"}]

    def test_tells_the_errors_and_the_version_of_every_operation(self, db):
        document = json.loads(Client().get("/api/v1/openapi.json").content)

        for path, item in document["paths"].items():
            for method, operation in item.items():
                label = f"{method} {path}"
                assert {"200", "400", "401", "403", "404"} <= set(operation["responses"]), label
                assert operation["summary"], label
                assert operation["security"], label
                for response in operation["responses"].values():
                    assert "API-Version" in response["headers"], label


class TestSpecificationOfFeatures:
    def test_is_valid_and_tells_the_address_of_the_region(self, machine):
        document = json.loads(machine.get("/api/v1/ogc/testregio/api").content)

        schemathesis.openapi.from_dict(document).validate()
        assert document["servers"] == [{"url": "http://testserver/api/v1/ogc/testregio"}]

    def test_tells_every_operation_that_there_is(self, machine, small_region):
        told = json.loads(machine.get("/api/v1/ogc/testregio/api").content)["paths"]

        for path in told:
            number = small_region.plan_kampen.number if "plannen" in path else "GM0166"
            named = path.format(collectionId="plannen", featureId=number)
            assert machine.get(f"/api/v1/ogc/testregio{named}").status_code == 200, path


class TestHeaders:
    @pytest.mark.parametrize(
        "address",
        ["/api/v1/gemeenten", "/api/v1/gemeenten/GM0000", "/api/v1/openapi.json", "/api/v1/"],
    )
    def test_keep_the_answer_safe(self, machine, address):
        answer = machine.get(address)

        assert answer["API-Version"] == API_VERSION
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert {"Authorization", "Cookie", "Accept-Language"} <= set(answer["Vary"].split(", "))

    def test_stand_on_a_fault_of_ours(self, breaking):
        answer = breaking.get("/api/v9/breekt")

        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_ask_for_https_in_production(self):
        # Settings are read once per process, so production is asked in its own.
        program = (
            "from django.conf import settings as s;"
            "print(s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_HSTS_INCLUDE_SUBDOMAINS,"
            "s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEBUG)"
        )
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "woonregie.conf.production",
            "WOONREGIE_SECRET_KEY": "for-this-test-only",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }

        said = subprocess.run(  # noqa: S603  our own interpreter
            [sys.executable, "-c", program],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )

        assert said.stdout.split() == ["True", "True", "True", "True", "True", "False"]

    def test_ask_for_https_once_it_is_there(self, settings, db):
        settings.SECURE_HSTS_SECONDS = 31536000

        answer = Client().get("/api/v1/openapi.json", secure=True)

        assert answer["Strict-Transport-Security"].startswith("max-age=31536000")


class TestToken:
    def test_opens_the_api(self, machine, small_region):
        body = json.loads(machine.get("/api/v1/plannen").content)

        assert [plan["naam"] for plan in body["plannen"]] == ["Reeve"]

    def test_opens_no_page(self, machine):
        assert machine.get("/testregio/").status_code == 302

    @pytest.mark.parametrize("header", NO_TOKENS)
    def test_that_is_none_is_refused(self, small_region, header):
        problem_of(Client(headers={"authorization": header}).get("/api/v1/plannen"), 401)

    def test_that_was_withdrawn_is_refused(self, machine, official_kampen, moment):
        token = official_kampen.api_tokens.get(label="planmonitor")
        revoke_token(by=official_kampen, at=moment, token=token)

        problem_of(machine.get("/api/v1/plannen"), 401)

    def test_that_ran_out_is_refused_and_holds_on_its_last_day(self, machine, official_kampen):
        token = official_kampen.api_tokens.filter(label="planmonitor")
        today = timezone.localdate()
        token.update(expires_on=today)
        on_the_last_day = machine.get("/api/v1/plannen").status_code
        token.update(expires_on=today - timedelta(days=1))

        assert on_the_last_day == 200
        problem_of(machine.get("/api/v1/plannen"), 401)

    def test_of_a_closed_account_is_refused(self, machine, official_kampen):
        Account.objects.filter(pk=official_kampen.pk).update(is_active=False)

        problem_of(machine.get("/api/v1/plannen"), 401)

    def test_shows_nothing_after_the_role_ended(self, machine, official_kampen):
        official_kampen.memberships.update(ends_before=date(2026, 1, 1))

        assert json.loads(machine.get("/api/v1/plannen").content)["plannen"] == []

    def test_in_the_address_does_not_count(self, small_region, official_kampen, moment):
        _token, secret = make_token(by=official_kampen, at=moment, label="planmonitor")

        problem_of(Client().get(f"/api/v1/plannen?token={secret}"), 401)


class TestSession:
    def test_opens_the_api(self, small_region, official_kampen, client_for):
        assert client_for(official_kampen).get("/api/v1/plannen").status_code == 200

    def test_writes_only_with_the_token_of_the_page(self, breaking, official_kampen):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(official_kampen)

        refused = strict.post("/api/v9/schrijft")
        strict.get("/account/toegangssleutels/")
        proof = strict.cookies["csrftoken"].value
        taken = strict.post("/api/v9/schrijft", headers={"x-csrftoken": proof})

        problem_of(refused, 403)
        assert taken.status_code == 200

    def test_asks_no_such_token_of_a_machine(self, breaking):
        strict = Client(enforce_csrf_checks=True, headers=_authorization(breaking))

        assert strict.post("/api/v9/schrijft").status_code == 200


class TestHead:
    def test_gives_the_headers_of_get_without_a_body(self, machine):
        whole, head = machine.get("/api/v1/gemeenten"), machine.head("/api/v1/gemeenten")

        assert head.status_code == 200
        assert head.content == b""
        assert head["API-Version"] == whole["API-Version"]
        assert head["Content-Type"] == whole["Content-Type"]

    def test_of_what_is_not_there_is_not_there(self, machine):
        assert machine.head("/api/v1/gemeenten/GM0000").status_code == 404


class TestParameters:
    def test_that_nobody_knows_are_refused_with_those_that_are_known(self, machine):
        body = problem_of(machine.get("/api/v1/plannen?gemente=GM0166"), 400)

        assert "gemente" in body["detail"]
        assert "gemeente" in body["detail"]
        assert body["velden"] == {"parameters": ["gemente"]}

    def test_by_their_python_name_are_not_known(self, machine):
        problem_of(machine.get("/api/v1/gemeenten?alleen_huidige=true"), 400)

    @pytest.mark.parametrize(
        "address",
        ["/api/v1/gemeenten/GM%000166", "/api/v1/gemeenten?na=%00", "/api/v1/plannen?na=%00"],
    )
    def test_with_a_sign_that_is_no_text_are_refused(self, machine, address):
        assert machine.get(address).status_code in {400, 404}


class TestPages:
    def test_hold_each_municipality_once(self, machine, many):
        seen, address = [], "/api/v1/gemeenten?aantal=4"
        while address:
            body = json.loads(machine.get(address).content)
            seen += [place["code"] for place in body["gemeenten"]]
            address = (body["links"]["volgende"] or {}).get("href")

        assert seen == sorted([*CODES, "GM0166", "GM0193"])

    def test_keep_the_other_parameters(self, machine, many):
        body = json.loads(machine.get("/api/v1/gemeenten?aantal=4&alleenHuidige=true").content)

        following = body["links"]["volgende"]["href"]
        assert "alleenHuidige=true" in following
        assert "aantal=4" in following
        assert body["links"]["self"]["href"].endswith("?aantal=4&alleenHuidige=true")

    def test_leave_out_what_ended_when_that_is_asked(self, machine, many):
        body = json.loads(machine.get("/api/v1/gemeenten?alleenHuidige=true").content)

        codes = [place["code"] for place in body["gemeenten"]]
        assert CODES[0] not in codes
        assert CODES[1] in codes

    def test_end_with_no_link(self, machine):
        assert json.loads(machine.get("/api/v1/gemeenten").content)["links"]["volgende"] is None

    def test_that_were_made_up_are_refused(self, machine):
        problem_of(machine.get("/api/v1/gemeenten?na=verzonnen"), 400)

    @pytest.mark.parametrize("size", [0, 501, -1])
    def test_have_a_size_within_bounds(self, machine, size):
        problem_of(machine.get(f"/api/v1/gemeenten?aantal={size}"), 400)


class TestMunicipality:
    def test_tells_what_came_of_it_and_what_it_came_from(self, machine, many):
        gone = json.loads(machine.get(f"/api/v1/gemeenten/{CODES[0]}").content)
        there = json.loads(machine.get(f"/api/v1/gemeenten/{CODES[1]}").content)

        assert (gone["bestaatTot"], gone["opvolger"]) == ("2020-01-01", CODES[1])
        assert there["voorgangers"] == [CODES[0]]


class TestExampleData:
    def test_is_named_on_each_and_on_the_whole(self, machine, sallandermark):
        every = json.loads(machine.get("/api/v1/gemeenten").content)
        one = json.loads(machine.get("/api/v1/gemeenten/GM9901").content)
        plans = json.loads(machine.get("/api/v1/plannen").content)

        assert every["voorbeeldgegevens"] is True
        assert {item["code"]: item["voorbeeldgegevens"] for item in every["gemeenten"]} == {
            "GM0166": False,
            "GM0193": False,
            "GM9901": True,
        }
        assert one["voorbeeldgegevens"] is True
        assert plans["voorbeeldgegevens"] is False

    def test_is_not_named_where_all_is_real(self, machine):
        assert json.loads(machine.get("/api/v1/gemeenten").content)["voorbeeldgegevens"] is False

    def test_stands_in_the_specification_of_every_answer(self):
        schema = api.get_openapi_schema()

        # What is written is answered with what is read.
        first = [next(iter(path.values())) for path in schema["paths"].values()]
        answers = [operation["responses"][200] for operation in first]
        # A file says it in its name.
        told = [
            answer["content"]["application/json"]["schema"]
            for answer in answers
            if "content" in answer
        ]
        assert len(answers) - len(told) == 1
        for answer in told:
            model = schema["components"]["schemas"][answer["$ref"].rsplit("/", 1)[1]]
            assert "voorbeeldgegevens" in model["properties"]


class TestSchemathesis:
    @pytest.mark.parametrize("address", ["/api/v1/openapi.json", "/api/v1/ogc/testregio/api"])
    def test_finds_no_answer_that_the_specification_does_not_tell(
        self, machine, application, address
    ):
        proof = _authorization(machine)
        schema = schemathesis.openapi.from_wsgi(address, application, headers=proof)
        wanted = (
            "not_a_server_error",
            "status_code_conformance",
            "content_type_conformance",
            "response_headers_conformance",
            "response_schema_conformance",
        )
        checks = CHECKS.get_by_names(wanted)
        tried = []

        for found in schema.get_all_operations():
            operation = found.ok()

            @hypothesis.settings(
                max_examples=EXAMPLES,
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(hypothesis.HealthCheck),
            )
            @hypothesis.given(case=operation.as_strategy())
            def each_answer_is_told(case):
                tried.append(case.path)
                case.call_and_validate(headers=proof, checks=checks)

            each_answer_is_told()

        assert set(tried) == set(json.loads(machine.get(address).content)["paths"])


def _authorization(client):
    return {"Authorization": client.defaults["HTTP_AUTHORIZATION"]}

"""Pages of the balance, as people meet them."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
import shapely
import time_machine
from django.test import Client
from django.urls import reverse

from woonregie.foundation.region.models import Border
from woonregie.subjects.balance.tests.factories import AT, adopt, make_profile
from woonregie.subjects.balance.tests.reading import pages_of, plain, words_of
from woonregie.subjects.forecast.queries import Measure
from woonregie.subjects.forecast.tests.factories import figures, households, record_vintage
from woonregie.subjects.plans.tests.factories import record_plan

pytestmark = pytest.mark.django_db
SEE_TOTALS = (
    "secretary",
    "official_kampen",
    "official_zwolle",
    "executive_kampen",
    "theme_lead",
    "account_manager",
    "corporation_adviser",
    "tenants_representative",
    "reader",
    "administrator",
)
OTHERS = {"guest": 403, "market_expert": 403, "stranger": 404}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def address(name, *rest):
    return reverse(f"balance:{name}", args=["testregio", *rest])


PAGES = [
    ("workbench",),
    ("features",),
    ("bridge",),
    ("statement",),
    ("statement_of", "GM0166"),
    ("statement_file", "pdf"),
    ("statement_file", "xlsx"),
    ("statement_file_of", "GM0166", "pdf"),
    ("statement_file_of", "GM0193", "xlsx"),
]


@pytest.mark.usefixtures("small")
class TestWhoGetsWhichPage:
    @pytest.mark.parametrize("screen", PAGES, ids=" ".join)
    def test_whoever_works_here_sees_totals(self, client_for, corporation_adviser, screen):
        assert client_for(corporation_adviser).get(address(*screen)).status_code == 200

    @pytest.mark.parametrize("role", SEE_TOTALS)
    def test_of_all_municipalities(self, client_for, request, role):
        client = client_for(request.getfixturevalue(role))

        for screen in (("workbench",), ("statement_of", "GM0166"), ("statement_of", "GM0193")):
            assert client.get(address(*screen)).status_code == 200

    @pytest.mark.parametrize("screen", PAGES, ids=" ".join)
    @pytest.mark.parametrize("role", OTHERS)
    def test_others_see_nothing(self, client_for, request, role, screen):
        client = client_for(request.getfixturevalue(role))

        assert client.get(address(*screen)).status_code == OTHERS[role]

    def test_nobody_without_a_login(self):
        for screen in PAGES:
            assert Client().get(address(*screen)).status_code == 302


@pytest.fixture
def client(client_for, official_kampen):
    return client_for(official_kampen)


def shown(answer):
    return answer.content.decode()


@pytest.mark.usefixtures("small")
class TestWorkbench:
    def test_answers_in_words_above_the_chart(self, client):
        text = shown(client.get(address("workbench")))

        assert (
            "De regio heeft 3.000 woningen nodig. Harde plannen zijn er voor 2.100 woningen, "
            "alle plannen samen voor 2.592."
        ) in text
        assert "Van 1 januari 2026 tot 1 januari 2036." in text
        assert "50 woningen hebben geen jaar van oplevering" in text

    def test_turns_every_lever(self, client, a_source, kampen, zwolle):
        make_profile("streng", a_source, hard=("1A",))
        given = households(kampen, {2026: 22_000, 2031: 22_098})
        given += households(zwolle, {2026: 60_000, 2031: 60_980})
        for place in (kampen, zwolle):
            given += figures(place, Measure.INITIAL_SHORTAGE, {2026: 50})
        record_vintage(a_source, given, slug="laag", title="Lager")

        answer = client.get(
            address("workbench"),
            {
                "definitie": "streng",
                "op": "2026-11-01",
                "van": "2026",
                "tot_en_met": "2030",
                "prognose": "laag|midden",
                "telwijze": "gross",
                "tekort": "on",
            },
        )

        total = answer.context["balance"].total
        # 100 + 1,000, twice 50, and the 8 of Oude werf; 1A alone is Reeve.
        assert (total.need, total.hard) == (1100 + 100 + 8, 600)
        assert answer.context["change"]["hard"] == 600 - 2100

    def test_the_period_follows_the_reference_date(self, client):
        answer = client.get(
            address("workbench"), {"op": "2021-06-01", "van": "", "tot_en_met": ""}
        )

        assert answer.context["balance"].period == (2021, 2031)

    def test_one_end_of_the_period_will_do(self, client):
        first = client.get(address("workbench"), {"van": "2031"}).context["balance"]
        last = client.get(address("workbench"), {"tot_en_met": "2030"}).context["balance"]

        assert (first.period, last.period) == ((2031, 2041), (2026, 2031))

    @pytest.mark.parametrize(
        ("levers", "words"),
        [
            ({"op": "31-02-2026"}, "Vul een datum in"),
            ({"op": "gisteren"}, "Vul een datum in"),
            ({"van": "morgen"}, "Vul een heel getal in"),
            ({"van": "1066"}, "Van jaar"),
            ({"definitie": "zelfbedacht"}, "Definitie van hard"),
            ({"prognose": "primos-1900|midden"}, "Prognose en scenario"),
            ({"telwijze": "semi"}, "Telwijze"),
        ],
    )
    def test_a_lever_that_cannot_be_read_is_an_error_beside_it(self, client, levers, words):
        answer = client.get(address("workbench"), levers)

        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert words in shown(answer)

    @pytest.mark.parametrize(
        ("levers", "words"),
        [
            ({"van": "2036", "tot_en_met": "2026"}, "Kies een periode van 1 tot 30 jaar"),
            ({"van": "2026", "tot_en_met": "2070"}, "Kies een periode van 1 tot 30 jaar"),
            ({"van": "2027", "tot_en_met": "2030"}, "geen cijfer voor 2027"),
            ({"op": "9999-12-31"}, "geen cijfer voor 9999"),
            ({"op": "0001-01-01"}, "nog geen prognose als referentie gekozen"),
        ],
    )
    def test_what_cannot_be_asked_is_refused_on_the_page(self, client, levers, words):
        answer = client.get(address("workbench"), levers)

        assert answer.status_code == 200
        assert words in shown(answer)
        assert "balance" not in answer.context

    def test_a_programme_that_cannot_be_compared_leads_on(self, client, kampen, a_source):
        adopt(kampen, a_source, 900, (2021, 2031), basis="gross")

        text = shown(client.get(address("workbench")))

        assert (
            "Programma 2021–2030 bruto is niet te vergelijken met deze vraag (2026–2035 netto)."
        ) in text
        assert "De brug naar de behoefte 2021–2030 bruto" in text

    def test_the_way_to_the_bridge_is_open(self, client, kampen, a_source):
        adopt(kampen, a_source, 900, (2021, 2031), basis="gross")
        (refused,) = client.get(address("workbench")).context["refused"]

        bridge = client.get(refused["bridge"])
        found = bridge.context["found"]

        # 3,000 net for 2026-2035; 980 / 0.98 + 1,960 / 0.98 for 2021-2030, and 8 demolished.
        assert (found.bridge.start, found.bridge.end) == (3000, 3008)
        assert "Onttrekkingen: alleen bruto tellen zij mee" in shown(bridge)

    def test_the_way_to_the_balance_of_the_programme_is_open(self, client, kampen, a_source):
        adopt(kampen, a_source, 900, (2021, 2031), basis="gross")
        (refused,) = client.get(address("workbench")).context["refused"]

        levers = parse_qs(urlsplit(refused["balance"]).query)
        other = client.get(refused["balance"]).context["balance"]

        assert (levers["van"], levers["tot_en_met"], levers["telwijze"]) == (
            ["2021"],
            ["2030"],
            ["gross"],
        )
        assert other.row("GM0166").programme == 900

    def test_gives_the_numbers_behind_the_chart(self, client):
        text = client.get(address("workbench"), {"csv": "dekking"}).content.decode("utf-8-sig")

        rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        assert [(row["Gemeente"], row["Soort capaciteit"], row["Woningen"]) for row in rows][
            :3
        ] == [
            ("Kampen", "hard", "600"),
            ("Kampen", "zacht", "470"),
            ("Kampen", "onbekend", "22"),
        ]

    def test_names_who_does_not_count(self, client, sallandermark):
        assert "Sallandermark telt niet mee: verzonnen." in shown(client.get(address("workbench")))

    def test_names_no_plan_of_another(self, client, zwolle):
        record_plan(zwolle, "Geheim plan bij de Vecht", {2030: 10})

        for screen in (("workbench",), ("bridge",), ("statement",), ("features",)):
            assert "Geheim plan" not in shown(client.get(address(*screen)))

    def test_speaks_english(self, client):
        answer = client.get(address("workbench"), headers={"accept-language": "en"})

        assert 'lang="en"' in shown(answer)
        assert "3,000" in shown(answer)


class TestWorkbenchWithNothing:
    def test_without_a_reference_it_says_who_chooses(self, client, legal_hard):
        answer = client.get(address("workbench"))

        assert answer.status_code == 200
        assert "nog geen prognose als referentie gekozen" in shown(answer)

    @pytest.mark.usefixtures("reference", "legal_hard")
    def test_without_plans_norms_and_programme_it_says_so(self, client):
        text = shown(client.get(address("workbench")))

        assert "Er is op deze dag geen programma vastgelegd." in text
        assert "gelden op deze dag geen normen" in text

    def test_without_any_definition_it_says_so(self, client, reference):
        answer = client.get(address("workbench"))

        assert answer.status_code == 200
        assert "Definitie legal-hard bestaat niet" in shown(answer)


@pytest.mark.usefixtures("small")
class TestMap:
    def test_gives_coverage_per_municipality(self, client, kampen, a_source):
        square = shapely.box(190_000, 505_000, 195_000, 510_000)
        Border.objects.create(
            municipality=kampen, geometry=shapely.to_wkb(square), source=a_source
        )

        (feature,) = client.get(address("features")).json()["features"]

        assert feature["properties"]["naam"] == "Kampen"
        assert feature["properties"]["aandeel"] == 0.6
        assert feature["properties"]["tekst"] == "600 hard van 1.000 nodig"

    def test_refuses_in_words_what_it_cannot_answer(self, client):
        answer = client.get(address("features"), {"van": "2027", "tot_en_met": "2030"})

        assert answer.status_code == 400
        assert "geen cijfer voor 2027" in shown(answer)


@pytest.mark.usefixtures("small")
class TestBridgePage:
    @pytest.fixture
    def rigo(self, a_source):
        return make_profile(
            "rigo-legend",
            a_source,
            hard=("1A", "1B", "1C", "2A", "2B", "2C"),
            unknown=("unknown",),
        )

    def test_begins_with_two_definitions_on_one_day(self, client, rigo):
        text = shown(client.get(address("bridge")))

        assert "Juridisch hard geeft 2.100 woningen, Rigo-legend geeft 2.150." in text
        assert "Status 1C telt anders" in text

    def test_compares_two_days(self, client):
        answer = client.get(
            address("bridge"), {"op_a": "2021-01-01", "op_b": "2026-11-24", "klasse": "total"}
        )

        found = answer.context["found"].bridge
        assert (found.start, found.end) == (0, 2592)
        assert "Juridisch hard, 1-1-2021, 2021–2030 geeft 0 woningen" in shown(answer)

    def test_compares_two_forecasts(self, client, a_source, kampen, zwolle):
        given = households(kampen, {2026: 22_000, 2036: 22_490})
        given += households(zwolle, {2026: 60_000, 2036: 61_960})
        record_vintage(a_source, given, slug="laag", title="Lager")

        answer = client.get(
            address("bridge"), {"klasse": "need", "prognose_a": "", "prognose_b": "laag|midden"}
        )

        assert "Andere prognose of ander scenario" in shown(answer)
        assert answer.context["found"].bridge.end == 2500

    def test_what_the_second_side_does_not_say_is_as_on_the_first(self, client, rigo):
        answer = client.get(address("bridge"), {"definitie_a": "rigo-legend"})

        assert "Er is geen verschil." in shown(answer)

    @pytest.mark.parametrize(
        "levers",
        [
            {"op_a": "31-02-2026"},
            {"op_b": "vroeger"},
            {"definitie_a": "zelfbedacht"},
            {"klasse": "alles"},
            {"van_a": "x"},
        ],
    )
    def test_a_lever_that_cannot_be_read_is_an_error_beside_it(self, client, levers):
        answer = client.get(address("bridge"), levers)

        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert "Er klopt iets niet" in shown(answer)

    @pytest.mark.parametrize(
        ("levers", "words"),
        [
            ({"van_a": "2036", "tot_en_met_a": "2026"}, "Kies een periode"),
            ({"klasse": "need", "van_b": "2027", "tot_en_met_b": "2030"}, "geen cijfer voor 2027"),
            ({"klasse": "need", "op_a": "0001-01-01"}, "nog geen prognose als referentie"),
        ],
    )
    def test_what_cannot_be_asked_is_refused_on_the_page(self, client, levers, words):
        answer = client.get(address("bridge"), levers)

        assert answer.status_code == 200
        assert words in shown(answer)

    def test_gives_the_numbers_behind_the_chart(self, client, rigo):
        text = client.get(address("bridge"), {"csv": "brug"}).content.decode("utf-8-sig")

        assert "Status 1C telt anders" in text


@pytest.mark.usefixtures("small")
class TestStatementPages:
    def test_page_pdf_and_sheet_say_the_same(self, client, kampen, a_source):
        adopt(kampen, a_source, 900)
        answer = client.get(address("statement_of", "GM0166"))
        found = answer.context["statement"]

        text = shown(answer)
        words = words_of(client.get(address("statement_file_of", "GM0166", "pdf")).content)
        sheet = client.get(address("statement_file_of", "GM0166", "xlsx")).content
        cells = [cell for row in pages_of(sheet)["Balans"].rows for cell in row]

        for sentence in found.sentences:
            assert sentence in text
            assert plain(sentence) in words
            assert sentence in cells
        assert {1000, 900, 600, 470, 22, 1092} <= {cell for cell in cells if cell != ""}

    def test_follows_every_lever_of_the_workbench(self, client, a_source, kampen, zwolle):
        given = households(kampen, {2026: 22_000, 2036: 22_490})
        given += households(zwolle, {2026: 60_000, 2036: 61_960})
        record_vintage(a_source, given, slug="laag", title="Lager")
        levers = {"prognose": "laag|midden", "telwijze": "gross"}

        answer = client.get(address("statement_of", "GM0166"), levers)

        assert answer.context["statement"].row.need == 508
        assert "prognose=laag" in shown(answer)
        pdf = client.get(address("statement_file_of", "GM0166", "pdf"), levers).content
        assert plain("508 woningen nodig (bruto)") in words_of(pdf)

    def test_a_lever_that_cannot_be_read_is_told_and_no_file_is_made_on_a_guess(self, client):
        page = client.get(address("statement"), {"op": "31-02-2026"})
        file = client.get(address("statement_file", "pdf"), {"op": "31-02-2026"})

        assert page.status_code == 200
        assert "Vul een datum in" in shown(page)
        assert file.status_code == 400
        assert "Peildatum: Vul een datum in" in shown(file)

    def test_files_have_a_name_that_says_whose_and_when(self, client):
        pdf = client.get(address("statement_file_of", "GM0166", "pdf"))
        sheet = client.get(address("statement_file", "xlsx"))

        assert (
            'filename="hoe-het-ervoor-staat-GM0166-2026-11-24.pdf"' in (pdf["Content-Disposition"])
        )
        assert pdf["Content-Type"] == "application/pdf"
        assert "hoe-het-ervoor-staat-testregio-2026-11-24.xlsx" in sheet["Content-Disposition"]

    def test_other_kinds_of_file_are_not_there(self, client):
        assert client.get(address("statement_file", "docx")).status_code == 404

    def test_a_fictitious_municipality_has_no_statement(self, client, sallandermark):
        answer = client.get(address("statement_of", "GM9901"))

        assert answer.status_code == 404
        assert "verzonnen" in shown(answer)

    def test_nor_has_one_of_another_region(self, client, hellendoorn):
        assert client.get(address("statement_of", "GM0163")).status_code == 404

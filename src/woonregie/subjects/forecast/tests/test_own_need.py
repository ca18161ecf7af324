"""Own need: laying down, choosing, dissenting; who may, and what comes of it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from woonregie.engines.household import ZERO, Scenario, project
from woonregie.foundation.audit.models import Event
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.forecast.errors import (
    AlreadyDissentingError,
    AlreadyWithdrawnError,
    OwnNeedError,
)
from woonregie.subjects.forecast.models import (
    OwnNeedChoice,
    OwnNeedDefinition,
    OwnNeedDissent,
)
from woonregie.subjects.forecast.queries import (
    definition_that_counts,
    dissents_of,
    needs_of,
)
from woonregie.subjects.forecast.services import (
    dissent,
    withdraw_dissent,
)
from woonregie.subjects.forecast.tests.factories import (
    AT,
    choose,
    keep_back,
    lay,
    small_base,
)
from woonregie.subjects.plans.tests.factories import record_plan

pytestmark = pytest.mark.django_db
TODAY = AT.date()
LATER = AT + timedelta(days=3)


@pytest.fixture
def chosen(region, kampen, zwolle):
    return choose(region, lay(region))


class TestLayDown:
    def test_stands_beside_the_others(self, region, secretary):
        lay(region, by=secretary)
        lay(region, by=secretary, key="trend", title="Trend", domestic="trend")

        assert [item.key for item in OwnNeedDefinition.objects.all()] == ["nul", "trend"]
        event = Event.objects.filter(act="forecast.own_need_laid_down").latest("pk")
        assert event.payload == {"key": "trend", "domestic": "trend"}

    def test_never_changes(self, region):
        lay(region)

        with pytest.raises(DatabaseError), transaction.atomic():
            OwnNeedDefinition.objects.update(title="Iets anders")

    def test_a_municipality_states_its_own_with_a_source(self, region, kampen, official_kampen):
        stated = {"GM0166": {"persons": 25, "source": "Woonvisie 2025"}}

        made = lay(
            region,
            by=official_kampen,
            organisation=kampen.organisation,
            domestic="stated",
            stated=stated,
        )

        assert made.stated == {"GM0166": {"persons": 25.0, "source": "Woonvisie 2025"}}

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"key": "Nul!"}, "Een sleutel bestaat uit"),
            ({"title": " "}, "Geef de definitie een titel"),
            ({"source": " "}, "Zeg waar deze definitie staat"),
            ({"domestic": "supply"}, "Kies wat het binnenlandse migratiesaldo doet"),
            ({"domestic": "stated"}, "Een opgave per gemeente hoort bij"),
            ({"stated": {"GM0166": {"persons": 1, "source": "x"}}}, "Een opgave per gemeente"),
            (
                {"domestic": "stated", "stated": {"GM0163": {"persons": 1, "source": "x"}}},
                "GM0163 is geen gemeente van deze regio",
            ),
            (
                {"domestic": "stated", "stated": {"GM0166": {"persons": 1, "source": " "}}},
                "ontbreekt de bron",
            ),
            (
                {
                    "domestic": "stated",
                    "stated": {"GM0166": {"persons": float("nan"), "source": "x"}},
                },
                "geen aantal personen",
            ),
        ],
    )
    def test_what_says_half_is_refused_and_nothing_kept(
        self, region, kampen, hellendoorn, given, words
    ):
        with pytest.raises(OwnNeedError, match=words):
            lay(region, **given)

        assert not OwnNeedDefinition.objects.exists()

    def test_a_key_is_used_once(self, region):
        lay(region)

        with pytest.raises(OwnNeedError, match="al een definitie met de sleutel nul"):
            lay(region)

    def test_nobody_speaks_for_another(self, region, kampen, official_zwolle, reader, stranger):
        for person in (official_zwolle, reader, stranger):
            with pytest.raises(ForbiddenError):
                lay(region, by=person, organisation=kampen.organisation)


class TestChoose:
    def test_counts_from_its_day_on(self, region, secretary):
        first = choose(region, lay(region), by=secretary)
        trend = lay(region, key="trend", title="Trend", domestic="trend")
        choose(region, trend, by=secretary, valid_on=date(2027, 6, 1))

        assert definition_that_counts(region, on=TODAY - timedelta(days=1)) is None
        assert definition_that_counts(region, on=TODAY) == first
        assert definition_that_counts(region, on=date(2027, 6, 1)).definition == trend

    def test_a_choice_of_the_same_day_replaces_the_first(self, region, chosen):
        trend = lay(region, key="trend", title="Trend", domestic="trend")

        now = choose(region, trend, at=LATER)

        assert definition_that_counts(region, on=TODAY) == now
        assert OwnNeedChoice.objects.get(pk=chosen.pk).superseded_at == LATER

    def test_the_same_again_writes_nothing(self, region, chosen):
        assert choose(region, chosen.definition) == chosen
        assert OwnNeedChoice.objects.count() == 1

    def test_not_before_the_definition_holds(self, region):
        definition = lay(region, in_force_from=date(2027, 1, 1))

        with pytest.raises(OwnNeedError, match="geldt pas vanaf 01-01-2027"):
            choose(region, definition)

    def test_only_the_secretary_of_the_region(self, region, official_kampen, executive_kampen):
        definition = lay(region)

        for person in (official_kampen, executive_kampen):
            with pytest.raises(ForbiddenError):
                choose(region, definition, by=person)


class TestDissent:
    def test_stands_beside_the_choice_with_its_reason(self, chosen, kampen, official_kampen):
        dissent(by=official_kampen, at=AT, choice=chosen, municipality=kampen, reason="Te krap.")

        (found,) = dissents_of(chosen)
        assert (found.municipality, found.reason) == (kampen, "Te krap.")

    def test_is_on_record_once_until_it_is_withdrawn(self, chosen, kampen, official_kampen):
        given = {"by": official_kampen, "choice": chosen, "municipality": kampen}
        first = dissent(at=AT, reason="Te krap.", **given)

        with pytest.raises(AlreadyDissentingError):
            dissent(at=AT, reason="Nog eens.", **given)
        withdraw_dissent(by=official_kampen, at=LATER, kept=first)
        with pytest.raises(AlreadyWithdrawnError):
            withdraw_dissent(by=official_kampen, at=LATER, kept=first)

        assert not dissents_of(chosen).exists()
        assert dissent(at=LATER, reason="Toch weer.", **given).reason == "Toch weer."

    def test_only_who_speaks_for_the_municipality(
        self, chosen, kampen, official_zwolle, secretary, reader, stranger
    ):
        for person in (official_zwolle, secretary, reader, stranger):
            with pytest.raises(ForbiddenError):
                dissent(by=person, at=AT, choice=chosen, municipality=kampen, reason="Nee.")

    def test_needs_a_reason_and_a_choice_that_stands(self, region, chosen, kampen):
        with pytest.raises(OwnNeedError, match="Schrijf waarom"):
            dissent(by=None, at=AT, choice=chosen, municipality=kampen, reason=" ")
        choose(region, lay(region, key="trend", domestic="trend"), at=LATER)
        with pytest.raises(OwnNeedError, match="Deze keuze is vervangen"):
            dissent(by=None, at=LATER, choice=chosen, municipality=kampen, reason="Nee.")

    def test_a_municipality_outside_the_region_has_no_say(self, chosen, hellendoorn):
        with pytest.raises(OwnNeedError, match="GM0163 is geen gemeente"):
            dissent(by=None, at=AT, choice=chosen, municipality=hellendoorn, reason="Nee.")


class TestWhatComesOfIt:
    def test_growth_of_need_less_hard_plans_in_ten_years(self, start, region, kampen, legal_hard):
        record_plan(kampen, "Reeve", {2027: 30})
        told = project(small_base(), Scenario(own_need=ZERO), years=10)
        grown = told.need[-1] - told.need[0]

        (found,) = needs_of(
            [lay(region)], region=region, starting_point=start, account=None, today=TODAY
        )

        assert found.growth["GM0166"] == pytest.approx(grown[0])
        assert found.hard == pytest.approx({"GM0166": 30, "GM0193": 0})
        assert found.margin["GM0166"] == pytest.approx(grown[0] - 30)

    def test_counts_no_plan_that_is_kept_from_anybody(self, start, region, kampen, legal_hard):
        keep_back(record_plan(kampen, "Reeve", {2027: 30}))

        (found,) = needs_of(
            [lay(region)], region=region, starting_point=start, account=None, today=TODAY
        )

        assert found.hard["GM0166"] == pytest.approx(0)

    def test_shows_no_plans_to_whoever_sees_no_totals(
        self, start, region, legal_hard, market_expert
    ):
        (found,) = needs_of(
            [lay(region)], region=region, starting_point=start, account=market_expert, today=TODAY
        )

        assert (found.hard, found.margin) == (None, None)
        assert set(found.growth) == {"GM0166", "GM0193"}

    def test_a_statement_is_followed(self, start, region, legal_hard):
        stated = {"GM0166": {"persons": 50, "source": "Woonvisie"}}
        more = {"GM0166": {"persons": 100, "source": "Woonvisie"}}
        both = [
            lay(region, key="a", domestic="stated", stated=stated),
            lay(region, key="b", domestic="stated", stated=more),
        ]

        few, many = needs_of(both, region=region, starting_point=start, account=None, today=TODAY)

        assert many.growth["GM0166"] > few.growth["GM0166"]


# ------------------------------------------------------------------ the page
def address(name="own_need", *rest):
    return reverse(f"forecast:{name}", args=["testregio", *rest])


@pytest.fixture
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.mark.usefixtures("_today", "legal_hard")
class TestPage:
    def test_says_how_to_begin(self, client_for, secretary, kampen):
        text = client_for(secretary).get(address()).content.decode()

        assert "Testregio heeft nog geen definitie van eigen behoefte gekozen." in text
        assert "nog geen uitgangspunt vastgelegd" in text
        assert "Er is nog geen definitie vastgelegd" in text

    def test_shows_definitions_choice_and_dissent(self, client_for, reader, start, chosen, kampen):
        dissent(by=None, at=AT, choice=chosen, municipality=kampen, reason="Te krap voor ons.")

        text = client_for(reader).get(address()).content.decode()

        assert 'telt sinds 24 november 2026: <span lang="nl">Saldo nul' in text
        assert "Groei min hard: Saldo nul" in text
        assert "Te krap voor ons." in text
        assert "Standpunt intrekken" not in text
        assert "Een definitie vastleggen" not in text

    def test_a_secretary_lays_down_and_chooses(self, client_for, secretary, region, kampen):
        client = client_for(secretary)
        client.post(
            address("lay_down"),
            {
                "definitie-title": "Saldo nul",
                "definitie-key": "nul",
                "definitie-domestic": "zero",
                "definitie-in_force_from": "2026-01-01",
                "definitie-source": "Actieprogramma",
                "definitie-organisation": str(region.organisation_id),
            },
        )
        made = OwnNeedDefinition.objects.get()

        answer = client.post(
            address("choose_own_need"),
            {
                "keuze-definition": str(made.pk),
                "keuze-valid_on": "2026-11-24",
                "keuze-body": "Bestuurlijk overleg",
                "keuze-title": "Eigen behoefte",
                "keuze-decided_on": "2026-11-20",
            },
        )

        assert answer.status_code == 302
        found = definition_that_counts(region, on=TODAY)
        assert (found.definition, found.decision.read_by) == (made, "region")

    def test_a_refusal_leaves_no_decision_behind(self, client_for, secretary, region):
        made = lay(region, in_force_from=date(2027, 1, 1))

        answer = client_for(secretary).post(
            address("choose_own_need"),
            {
                "keuze-definition": str(made.pk),
                "keuze-valid_on": "2026-11-24",
                "keuze-body": "Bestuurlijk overleg",
                "keuze-title": "Eigen behoefte",
                "keuze-decided_on": "2026-11-20",
            },
        )

        assert answer.status_code == 400
        assert "geldt pas vanaf" in answer.content.decode()
        assert not Decision.objects.exists()

    def test_an_official_dissents_and_withdraws(self, client_for, official_kampen, chosen):
        client = client_for(official_kampen)
        client.post(
            address("dissent"),
            {"standpunt-municipality": "GM0166", "standpunt-reason": "Te krap."},
        )
        made = OwnNeedDissent.objects.get()

        answer = client.post(address("withdraw_dissent", made.pk))

        assert answer.status_code == 302
        assert not dissents_of(chosen).exists()

    def test_nobody_dissents_for_another(self, client_for, official_zwolle, chosen, kampen):
        client = client_for(official_zwolle)

        answer = client.post(
            address("dissent"),
            {"standpunt-municipality": "GM0166", "standpunt-reason": "Te krap."},
        )
        made = dissent(by=None, at=AT, choice=chosen, municipality=kampen, reason="Te krap.")

        assert answer.status_code == 400
        assert client.post(address("withdraw_dissent", made.pk)).status_code == 403

    def test_a_bad_line_of_a_statement_is_named(self, client_for, official_kampen, kampen):
        answer = client_for(official_kampen).post(
            address("lay_down"), {"definitie-stated": "GM0166; veel; woonvisie"}
        )

        assert answer.status_code == 400
        assert "Regel 1: schrijf code; personen per jaar; bron." in answer.content.decode()

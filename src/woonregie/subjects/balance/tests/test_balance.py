"""The balance, of which every number can be counted by hand (see conftest)."""

from datetime import date
from decimal import Decimal

import pytest

from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.norms.models import Norm, UnphasedRule
from woonregie.foundation.norms.queries import UnknownProfileError
from woonregie.subjects.balance.errors import BasisError, PeriodError
from woonregie.subjects.balance.tests.factories import AT, adopt, make_profile
from woonregie.subjects.forecast.errors import (
    ForecastError,
    MissingYearError,
    NoReferenceError,
    NotHouseholdsError,
)
from woonregie.subjects.forecast.queries import Measure
from woonregie.subjects.forecast.tests.factories import figures, households, record_vintage
from woonregie.subjects.plans.services import write_down

pytestmark = pytest.mark.django_db


def numbers(row):
    return (row.need, row.hard, row.soft, row.unknown, row.total)


def codes(found):
    return [item.code for item in found.remarks]


def text_of(found, code):
    return next(item.text for item in found.remarks if item.code == code)


@pytest.mark.usefixtures("small")
class TestByHand:
    def test_kampen_and_zwolle(self, ask):
        found = ask()

        assert [(row.name, *numbers(row)) for row in found.rows] == [
            # 420 of the 700 homes of 2030-2039 fall in the six years 2030-2035; 30 - 8 = 22.
            ("Kampen", 1000, 600, 420 + 50, 22, 1092),
            ("Zwolle", 2000, 1500, 0, 0, 1500),
        ]
        assert numbers(found.total) == (3000, 2100, 470, 22, 2592)

    def test_says_on_which_terms(self, ask):
        found = ask()

        assert (found.basis, found.period, found.last_year) == ("net", (2026, 2036), 2035)
        assert (found.vintage.slug, found.scenario) == ("primos-2025", "midden")
        assert found.profile.name == "legal-hard"

    def test_coverage_is_capacity_as_a_share_of_the_need(self, ask):
        kampen = ask().row("GM0166")

        assert kampen.hard_share == pytest.approx(0.6)
        assert kampen.total_share == pytest.approx(1.092)
        assert kampen.programme_share is None

    def test_a_horizon_cuts_a_period_and_says_what_is_left_out(self, ask):
        found = ask(period=(2026, 2031))

        kampen = found.row("GM0166")
        # 490 / 0.98; one of ten years of the second phase; half of Stadshagen.
        assert numbers(kampen) == (500, 600, 70 + 50, 22, 742)
        assert numbers(found.row("GM0193")) == (1000, 750, 0, 0, 750)
        # 630 of the second phase and 750 of Stadshagen come later.
        assert text_of(found, "outside_period").startswith("1.380 woningen")

    def test_homes_without_a_year_are_told(self, ask):
        assert "50 woningen hebben geen jaar van oplevering" in text_of(ask(), "unphased")

    def test_one_municipality_can_be_asked(self, ask):
        found = ask(municipalities=("GM0193",))

        assert [row.code for row in found.rows] == ["GM0193"]
        assert numbers(found.total) == (2000, 1500, 0, 0, 1500)

    def test_a_longer_period_counts_more_of_both(self, ask):
        found = ask(period=(2026, 2041))

        # 1,470 / 0.98 and 2,940 / 0.98; now all of the second phase.
        assert [row.need for row in found.rows] == [1500, 3000]
        assert found.row("GM0166").soft == 750


@pytest.mark.usefixtures("reference", "legal_hard")
class TestRegionWithoutPlans:
    def test_needs_all_it_needs(self, ask):
        found = ask()

        assert [numbers(row) for row in found.rows] == [
            (1000, 0, 0, 0, 0),
            (2000, 0, 0, 0, 0),
        ]
        assert found.total.hard_share == 0


class TestUnphasedRule:
    """The rule for homes without a year is the profile's, and is said."""

    @pytest.mark.usefixtures("reference", "plans")
    @pytest.mark.parametrize(
        ("rule", "soft", "words"),
        [
            (UnphasedRule.COUNT, 470, "Zij tellen helemaal mee."),
            (UnphasedRule.LEAVE_OUT, 420, "Zij tellen niet mee."),
        ],
    )
    def test_counts_or_leaves_out(self, ask, a_source, rule, soft, words):
        make_profile("regel", a_source, hard=("1A", "2B"), unphased=rule)

        found = ask(profile="regel")

        assert found.row("GM0166").soft == soft
        assert text_of(found, "unphased").endswith(words)


@pytest.mark.usefixtures("reference", "plans")
class TestDefinition:
    def test_a_status_that_is_left_out_counts_nowhere(self, ask, a_source):
        make_profile("zonder-idee", a_source, hard=("1A", "2B"), left_out=("1C", "unknown"))

        kampen = ask(profile="zonder-idee").row("GM0166")

        assert numbers(kampen) == (1000, 600, 420, 0, 1020)

    def test_its_horizon_is_the_default_period(self, ask, a_source):
        make_profile("kort", a_source, horizon_years=5)

        assert ask(profile="kort").period == (2026, 2031)

    def test_its_basis_is_the_default(self, ask, a_source):
        make_profile("bruto", a_source, basis="gross")

        found = ask(profile="bruto")

        assert found.basis == "gross"
        assert found.row("GM0166").unknown == 30

    def test_an_unknown_one_is_refused_with_those_that_there_are(self, ask, legal_hard):
        with pytest.raises(UnknownProfileError, match="Kies uit: legal-hard"):
            ask(profile="zelfbedacht")


@pytest.mark.usefixtures("small")
class TestGross:
    """Gross meets gross: need and what replaces withdrawn homes, against all that is built."""

    def test_without_withdrawals_in_the_forecast_planned_demolition_counts(self, ask):
        found = ask(basis="gross")

        # 1,000 + the 8 of Oude werf; capacity without subtracting them.
        assert numbers(found.row("GM0166")) == (1008, 600, 470, 30, 1100)
        assert found.row("GM0193").need == 2000
        assert text_of(found, "no_withdrawals") == (
            "Primos 2025 kent geen onttrekkingen. Daarom is de bruto behoefte hier de netto "
            "behoefte plus de sloop die in de plannen staat: 8 woningen in 2026–2035."
        )

    def test_what_is_short_is_the_same_net_and_gross(self, ask):
        net, gross = ask(basis="net"), ask(basis="gross")

        for one, other in zip(net.rows, gross.rows, strict=True):
            assert one.need - one.total == other.need - other.total

    def test_demolition_in_plans_that_do_not_count_does_not_count(self, ask, a_source):
        make_profile("zonder-onbekend", a_source, hard=("1A",), left_out=("unknown",))

        assert ask(profile="zonder-onbekend", basis="gross").row("GM0166").need == 1000

    def test_demolition_outside_the_period_does_not_count(self, ask):
        # 98 households a year until 2041; Oude werf is demolished in 2027.
        found = ask(basis="gross", period=(2031, 2041))

        assert found.row("GM0166").need == 1000
        assert "Ook in de plannen staat geen sloop" in text_of(found, "no_withdrawals")

    def test_the_forecast_goes_before_the_plans_when_it_knows_every_year(
        self, ask, a_source, kampen, zwolle
    ):
        given = households(kampen, {2026: 22_000, 2036: 22_980})
        given += households(zwolle, {2026: 60_000, 2036: 61_960})
        for place, yearly in ((kampen, 12), (zwolle, 25)):
            given += figures(
                place, Measure.WITHDRAWN_DWELLINGS, dict.fromkeys(range(2026, 2036), yearly)
            )
        record_vintage(a_source, given, slug="voltallig", title="Voltallig")

        found = ask(basis="gross", vintage="voltallig")

        # Ten years of 12 and of 25; the 8 of Oude werf do not count besides.
        assert [row.need for row in found.rows] == [1120, 2250]
        assert not {"no_withdrawals", "withdrawals_incomplete"} & set(codes(found))

    def test_half_a_forecast_of_withdrawals_is_not_mixed_with_plans(
        self, ask, a_source, kampen, zwolle
    ):
        given = households(kampen, {2026: 22_000, 2036: 22_980})
        given += households(zwolle, {2026: 60_000, 2036: 61_960})
        given += figures(kampen, Measure.WITHDRAWN_DWELLINGS, {2026: 500})
        record_vintage(a_source, given, slug="half", title="Half")

        found = ask(basis="gross", vintage="half")

        assert [row.need for row in found.rows] == [1008, 2000]
        assert "Half kent niet voor elk jaar" in text_of(found, "withdrawals_incomplete")

    def test_net_says_nothing_of_withdrawals(self, ask):
        assert not {"no_withdrawals", "withdrawals_incomplete"} & set(codes(ask()))


@pytest.mark.usefixtures("small")
class TestInitialShortage:
    def test_counts_only_when_it_is_switched_on(self, ask, a_source, kampen, zwolle):
        given = households(kampen, {2026: 22_000, 2036: 22_980})
        given += households(zwolle, {2026: 60_000, 2036: 61_960})
        given += figures(kampen, Measure.INITIAL_SHORTAGE, {2026: 240, 2027: 999})
        given += figures(zwolle, Measure.INITIAL_SHORTAGE, {2026: 600})
        record_vintage(a_source, given, slug="tekort", title="Met tekort")

        off, on = (ask(vintage="tekort", with_shortage=switch) for switch in (False, True))

        assert [row.need for row in off.rows] == [1000, 2000]
        assert [row.need for row in on.rows] == [1240, 2600]
        assert not {"no_shortage", "shortage_incomplete"} & set(codes(on))

    def test_switched_on_without_a_figure_it_says_so(self, ask):
        found = ask(with_shortage=True)

        assert [row.need for row in found.rows] == [1000, 2000]
        assert text_of(found, "no_shortage") == (
            "Primos 2025 kent geen woningtekort op 1 januari 2026. "
            "Het begintekort telt daarom niet mee."
        )

    def test_a_figure_of_one_municipality_is_not_one_of_all(self, ask, a_source, kampen, zwolle):
        given = households(kampen, {2026: 22_000, 2036: 22_980})
        given += households(zwolle, {2026: 60_000, 2036: 61_960})
        given += figures(kampen, Measure.INITIAL_SHORTAGE, {2026: 240})
        record_vintage(a_source, given, slug="deels", title="Deels")

        found = ask(vintage="deels", with_shortage=True)

        assert [row.need for row in found.rows] == [1240, 2000]
        assert "voor: Zwolle" in text_of(found, "shortage_incomplete")


@pytest.mark.usefixtures("plans", "legal_hard", "vacancy")
class TestNeedThatIsNone:
    """Where households become fewer there is nothing to divide by, and nothing is hidden."""

    @pytest.fixture
    def shrinking(self, a_source, kampen, zwolle):
        given = households(kampen, {2026: 22_980, 2036: 22_000})
        given += households(zwolle, {2026: 60_000, 2036: 60_000})
        return record_vintage(a_source, given, slug="krimp", title="Krimp")

    def test_shrinking_is_a_need_below_zero_without_a_share(self, ask, shrinking):
        found = ask(vintage="krimp")

        kampen = found.row("GM0166")
        assert (kampen.need, kampen.hard_share, kampen.total_share) == (-1000, None, None)
        assert "onder nul in: Kampen" in text_of(found, "shrinking")

    def test_no_growth_is_no_need_and_no_share(self, ask, shrinking):
        zwolle = ask(vintage="krimp").row("GM0193")

        assert (zwolle.need, zwolle.hard_share) == (0, None)

    def test_the_region_adds_up_what_grows_and_what_shrinks(self, ask, shrinking):
        total = ask(vintage="krimp").total

        assert (total.need, total.hard_share) == (-1000, None)


@pytest.mark.usefixtures("small")
class TestProgramme:
    def test_of_the_same_period_and_basis_stands_beside_the_need(self, ask, kampen, a_source):
        adopt(kampen, a_source, 900)

        found = ask()

        assert found.row("GM0166").programme == 900
        assert found.row("GM0166").programme_share == pytest.approx(0.9)
        assert found.not_comparable == []

    def test_of_some_municipalities_is_no_programme_of_the_region(self, ask, kampen, a_source):
        adopt(kampen, a_source, 900)

        found = ask()

        assert found.total.programme is None
        assert text_of(found, "programme_incomplete").endswith("Zwolle.")

    def test_of_all_of_them_is_their_sum(self, ask, kampen, zwolle, a_source):
        adopt(kampen, a_source, 900)
        adopt(zwolle, a_source, 1_750)

        assert ask().total.programme == 2_650

    def test_nobody_decided_anything(self, ask):
        assert text_of(ask(), "no_programme") == "Er is op deze dag geen programma vastgelegd."

    @pytest.mark.parametrize(
        ("years", "basis", "said"),
        [
            ((2021, 2031), "net", "2021–2030 netto"),
            ((2026, 2036), "gross", "2026–2035 bruto"),
            ((2021, 2031), "gross", "2021–2030 bruto"),
        ],
    )
    def test_of_another_period_or_basis_is_refused_in_words(
        self, ask, kampen, zwolle, a_source, years, basis, said
    ):
        adopt(kampen, a_source, 900, years, basis=basis)
        adopt(zwolle, a_source, 1_750)

        found = ask()

        (refused,) = found.not_comparable
        assert found.row("GM0166").programme is None
        assert found.row("GM0193").programme == 1_750
        assert found.total.programme is None
        assert (refused.period, refused.basis, refused.names) == (years, basis, ("Kampen",))
        assert refused.text == (
            f"Programma {said} is niet te vergelijken met deze vraag (2026–2035 netto). Kampen."
        )

    def test_the_newest_that_holds_on_the_day_counts(self, ask, kampen, a_source):
        adopt(kampen, a_source, 900, on=AT.date().replace(year=2025))
        adopt(kampen, a_source, 950, on=AT.date().replace(month=6))
        adopt(kampen, a_source, 999, on=AT.date().replace(year=2027))

        assert ask().row("GM0166").programme == 950


@pytest.mark.usefixtures("small")
class TestRefusals:
    @pytest.mark.parametrize("period", [(2036, 2026), (2026, 2026), (2026, 2057)])
    def test_a_period_that_means_nothing(self, ask, period):
        with pytest.raises(PeriodError, match="van 1 tot 30 jaar"):
            ask(period=period)

    def test_neither_net_nor_gross(self, ask):
        with pytest.raises(BasisError, match="gevraagd: semi"):
            ask(basis="semi")

    def test_a_year_that_the_forecast_lacks(self, ask):
        with pytest.raises(MissingYearError, match="geen cijfer voor 2028 bij: Kampen, Zwolle"):
            ask(period=(2026, 2028))

    def test_a_forecast_of_persons(self, ask, a_source, kampen, zwolle):
        given = figures(kampen, Measure.PERSONS, {2026: 54_000, 2036: 56_000}, "")
        record_vintage(a_source, given, slug="cbs-bevolking", title="Bevolking CBS")

        with pytest.raises(NotHouseholdsError, match="Personen zijn geen huishoudens"):
            ask(vintage="cbs-bevolking")

    def test_a_forecast_that_is_not_there(self, ask):
        with pytest.raises(ForecastError, match="primos-1900 bestaat niet"):
            ask(vintage="primos-1900")

    def test_a_scenario_that_is_not_there(self, ask):
        with pytest.raises(NotHouseholdsError, match="geen scenario uitzonderlijk"):
            ask(scenario="uitzonderlijk")


@pytest.mark.usefixtures("plans", "legal_hard", "primos")
class TestWithoutReference:
    def test_is_refused_in_words(self, ask):
        with pytest.raises(NoReferenceError, match="nog geen prognose als referentie"):
            ask()

    def test_a_forecast_that_is_named_will_do(self, ask):
        found = ask(vintage="primos-2025")

        # Without a norm for empty homes the need is the growth itself, and that is told.
        assert [row.need for row in found.rows] == [980, 1960]
        assert "no_vacancy_norm" in codes(found)

    def test_without_norms_no_line_is_drawn_and_that_is_told(self, ask):
        assert "no_norms" in codes(ask(vintage="primos-2025"))


@pytest.mark.usefixtures("small")
class TestNormsOnADay:
    def test_a_norm_counts_from_its_day_to_its_end(self, ask, region, a_source):
        Norm.objects.filter(key="vacancy_share").update(ends_before="2026-06-01")
        Norm.objects.create(
            key="vacancy_share",
            region=region,
            starts_on="2026-06-01",
            value=Decimal("0.51"),
            unit="share",
            label="Leegstand",
            source=a_source,
            certainty="estimated",
        )

        early, late = (ask(on=AT.date().replace(month=month, day=1)) for month in (5, 6))

        # 980 / 0.98 and 980 / 0.49.
        assert (early.row("GM0166").need, late.row("GM0166").need) == (1000, 2000)


@pytest.mark.usefixtures("small")
class TestAsJson:
    """The form that other programs rely on."""

    def test_has_exactly_the_promised_parts(self, ask, kampen, zwolle, a_source):
        adopt(kampen, a_source, 900)
        adopt(zwolle, a_source, 1_750)

        found = ask().as_json()

        promised = {
            "region": "testregio",
            "reference_date": "2026-11-24",
            "profile": "legal-hard",
            "basis": "net",
            "period": [2026, 2036],
            "municipalities": [
                {
                    "code": "GM0166",
                    "name": "Kampen",
                    "need": 1000,
                    "programme": 900,
                    "hard": 600,
                    "soft": 470,
                    "unknown": 22,
                    "total": 1092,
                    "agreed_still_hard": 0,
                },
                {
                    "code": "GM0193",
                    "name": "Zwolle",
                    "need": 2000,
                    "programme": 1750,
                    "hard": 1500,
                    "soft": 0,
                    "unknown": 0,
                    "total": 1500,
                    "agreed_still_hard": 0,
                },
            ],
            "total": {
                "need": 3000,
                "programme": 2650,
                "hard": 2100,
                "soft": 470,
                "unknown": 22,
                "total": 2592,
                "agreed_still_hard": 0,
            },
        }
        assert {name: found[name] for name in promised} == promised
        assert found["last_year"] == 2035

    def test_tells_what_could_not_be_compared(self, ask, kampen, a_source):
        adopt(kampen, a_source, 900, (2021, 2031), basis="gross")

        (refused,) = ask().as_json()["programmes_not_comparable"]

        assert (refused["period"], refused["basis"], refused["municipalities"]) == (
            [2021, 2031],
            "gross",
            ["GM0166"],
        )


@pytest.mark.usefixtures("small")
class TestAgreedStillHard:
    """A write-down that was agreed on 1 March 2026 and not in force yet."""

    def agree(self, plan, dwellings, kampen, **days):
        decision = record_decision(
            by=None,
            at=AT,
            organisation=kampen.organisation,
            body="Gemeenteraad",
            title="Minder woningen",
            decided_on=date(2026, 3, 1),
        )
        return write_down(
            by=None,
            at=AT,
            plan=plan,
            dwellings=dwellings,
            reason="agreement",
            decision=decision,
            agreed_on=date(2026, 3, 1),
            **days,
        )

    def test_stays_hard_and_is_told_apart(self, ask, plans, kampen):
        self.agree(plans["reeve"], 40, kampen)

        found = ask()
        row = found.row("GM0166")
        assert (row.hard, row.agreed_still_hard) == (600, 40)
        assert (found.total.hard, found.total.agreed_still_hard) == (2100, 40)
        assert "zijn 40 woningen afgesproken af te boeken" in text_of(found, "agreed_still_hard")
        assert found.as_json()["municipalities"][0]["agreed_still_hard"] == 40

    def test_is_not_there_before_it_was_agreed(self, ask, plans, kampen):
        self.agree(plans["reeve"], 40, kampen)

        found = ask(on=date(2026, 2, 28))

        assert found.total.agreed_still_hard == 0
        assert "agreed_still_hard" not in codes(found)

    def test_leaves_the_hard_plans_on_the_day_that_it_is_in_force(self, ask, plans, kampen):
        self.agree(plans["reeve"], 40, kampen, effective_on=date(2026, 6, 1))

        before = ask(on=date(2026, 5, 31)).row("GM0166")
        after = ask(on=date(2026, 6, 1)).row("GM0166")
        assert (before.hard, before.agreed_still_hard) == (600, 40)
        assert (after.hard, after.agreed_still_hard) == (560, 0)

    def test_of_a_soft_plan_is_no_part_of_the_hard_ones(self, ask, plans, kampen):
        self.agree(plans["reeve_two"], 40, kampen)

        assert ask().total.agreed_still_hard == 0

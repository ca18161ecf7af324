"""Each check finds what it should, and nothing where all is well."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import shapely

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.norms.models import Norm
from woonregie.foundation.region.models import Border, PublicFact
from woonregie.subjects.plans import services
from woonregie.subjects.plans.models import Plan, ValidationRule
from woonregie.subjects.plans.services.rules import load_validations
from woonregie.subjects.plans.services.statuses import load_status_rules
from woonregie.subjects.plans.validations import CHECKS, findings, in_words, titles
from woonregie.subjects.plans.validations.words import WORDS, remedy
from woonregie.subjects.plans.values import BulkRow, Cell, HomeKind, PlanValues, located

ON = date(2026, 6, 1)
THEN, NOW = datetime(2025, 1, 2, 9, 0, tzinfo=UTC), datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SQUARE = shapely.box(191_000, 507_000, 191_100, 507_100)
IN_2032 = Cell("build", "total", "", 2032, 2034)


@pytest.fixture(autouse=True)
def rules(db, legal_hard):
    """Load the shipped checks and status rules."""
    load_validations(at=THEN)
    load_status_rules(at=THEN)


@pytest.fixture
def planned(kampen) -> Callable[..., Plan]:
    """Return a function that makes a plan in Kampen with which nothing is wrong."""

    def make(name="Reeve", *, cells=None, at=THEN, on=date(2025, 1, 1), shape=None, **values):
        said = PlanValues(name=name, planning_status="2A", project_phase="4")
        return services.create_plan(
            by=None,
            at=at,
            municipality=kampen,
            valid_on=on,
            values=replace(said, **values, **(located(shape) if shape is not None else {})),
            cells={IN_2032: 40} if cells is None else cells,
        )

    return make


@pytest.fixture
def found(kampen, region) -> Callable[..., list[str]]:
    """Return a function that gives the codes that the checks find on 1 June 2026."""

    def look(on=ON, **more) -> list[str]:
        return [item.code for item in findings(kampen, region=region, on=on, **more)]

    return look


class TestRules:
    def test_every_active_rule_has_a_check_and_words(self):
        for rule in ValidationRule.objects.filter(waits_for=""):
            assert rule.code in CHECKS
            assert rule.code in WORDS
            assert remedy(rule.code)

    def test_all_twenty_two_numbers_are_there(self):
        numbers = set(ValidationRule.objects.values_list("number", flat=True))

        assert numbers == set(range(1, 23))

    def test_what_waits_is_switched_off_and_says_for_what(self):
        waiting = ValidationRule.objects.filter(active=False)

        assert {rule.number for rule in waiting} == {18, 21, 22}
        assert all(rule.waits_for for rule in waiting)

    def test_loading_again_keeps_what_an_administrator_changed(self):
        ValidationRule.objects.filter(code="dormant").update(limits={"years": 6})

        assert load_validations(at=NOW) == 0
        assert ValidationRule.objects.get(code="dormant").limits == {"years": 6}

    def test_a_rule_that_is_switched_off_finds_nothing(self, planned, found):
        planned(planning_status="unknown")
        ValidationRule.objects.filter(code="status_unknown").update(active=False)

        assert "status_unknown" not in found()

    def test_titles_are_for_all_checks(self):
        assert set(titles()) == set(CHECKS)


# One plan dominates a municipality that has no other: that is so in every test of one plan.
def alone(codes):
    return [code for code in codes if code != "one_plan_dominates"]


class TestNothingWrong:
    def test_a_plain_plan_gives_no_finding(self, planned, found):
        planned()

        assert alone(found()) == []


class TestNumbers:
    def test_unphased(self, planned, found):
        planned(cells={Cell("build", "total", "", None, None): 30})

        assert "unphased" in found()

    def test_more_demolition_than_building(self, planned, found):
        planned(cells={IN_2032: 10, Cell("demolition", "total", "", None, None): 11})

        assert "demolishes_more_than_it_builds" in found()

    def test_categories_above_the_total(self, planned, found, kampen, a_source):
        rent = Cell("build", "tenure", "rent", None, None)
        row = BulkRow("eib", "1", "", kampen.pk, PlanValues(name="Te veel"), {IN_2032: 5, rent: 6})
        services.apply_bulk(
            by=None, at=THEN, valid_on=date(2025, 1, 1), rows=[row], source=a_source
        )

        assert "categories_exceed_total" in found()

    def test_nothing_left(self, planned, found):
        planned(cells={})
        planned("Klaar", cells={}, project_phase="7")

        assert found().count("nothing_left") == 1

    @pytest.mark.parametrize(("until", "late"), [(2026, True), (2027, False)])
    def test_delivery_before_the_year_of_the_day(self, planned, found, until, late):
        planned(cells={Cell("build", "total", "", 2025, until): 10})

        assert ("delivery_in_the_past" in found()) is late

    @pytest.mark.parametrize(("homes", "too_much"), [(300, False), (301, True)])
    def test_all_in_one_year(self, planned, found, homes, too_much):
        planned(cells={Cell("build", "total", "", 2032, 2033): homes})

        assert ("all_in_one_year" in found()) is too_much

    @pytest.mark.parametrize(("year", "soon"), [(2029, True), (2030, False)])
    def test_an_initiative_does_not_deliver_in_three_years(self, planned, found, year, soon):
        planned(cells={Cell("build", "total", "", year, year + 1): 10}, project_phase="1")

        assert ("too_soon_for_its_phase" in found()) is soon

    def test_a_corporation_that_sells(self, planned, found):
        owner = Cell("build", "tenure", "owner", None, None)
        planned(cells={IN_2032: 10, owner: 4}, client_kind="corporation")

        assert "corporation_sells" in found()

    @pytest.mark.parametrize(("social", "affordable", "short"), [(3, 4, False), (2, 5, True)])
    def test_affordable_homes(self, planned, found, social, affordable, short):
        prices = {"rent_social": social, "owner_affordable": affordable}
        prices["owner_expensive"] = 10 - social - affordable
        cells = {Cell("build", "price", name, None, None): n for name, n in prices.items()}
        planned(cells={IN_2032: 10, **cells})

        assert ("affordable_share" in found()) is short

    def test_a_price_in_another_class(self, planned, found, region, a_source):
        for key, value in (
            ("rent_social_max_eur_month", 932.93),
            ("rent_mid_max_eur_month", 1228),
        ):
            Norm.objects.create(
                key=key,
                starts_on=date(2026, 1, 1),
                value=Decimal(str(value)),
                unit="eur_month",
                label=key,
                source=a_source,
                certainty="published",
            )
        dear = HomeKind(tenure="rent", price_class="rent_social", price_cents=100_000)
        planned(cells={IN_2032: 5, Cell("build", "cell", dear.written(), None, None): 5})

        assert "price_class_and_price_differ" in found()

    def test_one_plan_above_a_quarter(self, planned, found):
        for number in range(4):
            planned(f"Wijk {number}", cells={IN_2032: 25})
        assert "one_plan_dominates" not in found()

        planned("Groot", cells={IN_2032: 40})

        assert "one_plan_dominates" in found()

    def test_a_power_of_change_that_counts_as_hard(self, planned, found, legal_hard):
        planned(planning_status="1C")
        assert "change_power_counts_as_hard" not in found()

        legal_hard.rules.filter(status="1C").update(counts_as="hard")

        assert "change_power_counts_as_hard" in found()


class TestPlaces:
    def test_two_plans_that_share_most_of_their_area(self, planned, found):
        planned("Een", shape=SQUARE)
        planned("Twee", shape=shapely.box(191_040, 507_000, 191_140, 507_100))

        assert "overlap" in found()

    def test_a_relation_explains_it(self, planned, found):
        whole = planned("Een", shape=SQUARE)
        part = planned("Twee", shape=shapely.box(191_010, 507_010, 191_050, 507_050))
        assert "contained" in found()

        services.relate(
            by=None, at=NOW, plan=part, other=whole, kind="part_of", valid_on=date(2025, 1, 1)
        )

        assert not {"overlap", "contained"} & set(found())

    def test_one_area_twice(self, planned, found):
        planned("Een", shape=SQUARE)
        planned("Twee", shape=SQUARE)

        codes = found()
        assert "same_area" in codes
        assert "contained" not in codes

    @pytest.mark.parametrize(("homes", "odd"), [(501, True), (500, False), (2, False), (1, True)])
    def test_density_of_one_hectare(self, planned, found, homes, odd):
        planned(cells={IN_2032: homes}, shape=SQUARE)

        assert ("density" in found()) is odd

    def test_an_area_in_which_no_home_fits(self, planned, found):
        planned(shape=shapely.box(191_000, 507_000, 191_007, 507_007))

        codes = found()
        assert "tiny_area" in codes
        assert "density" not in codes

    def test_outside_the_real_border(self, planned, found, kampen, a_source):
        planned(shape=SQUARE)
        Border.objects.create(
            municipality=kampen,
            geometry=shapely.to_wkb(shapely.box(200_000, 500_000, 210_000, 510_000)),
            schematic=False,
            source=a_source,
        )

        assert "outside_municipality" in found()

    def test_a_schematic_border_says_nothing(self, planned, found, kampen, a_source):
        planned(shape=SQUARE)
        Border.objects.create(
            municipality=kampen,
            geometry=shapely.to_wkb(shapely.box(200_000, 500_000, 210_000, 510_000)),
            schematic=True,
            source=a_source,
        )

        assert "outside_municipality" not in found()

    def test_slices_just_below_the_ladder(self, planned, found):
        planned("Een", cells={IN_2032: 11}, shape=SQUARE)
        planned(
            "Twee",
            cells={IN_2032: 11},
            shape=shapely.box(191_120, 507_000, 191_220, 507_100),
        )

        assert "just_below_the_ladder" in found()


class TestStatuses:
    def test_without_a_status(self, planned, found):
        planned(planning_status="unknown")

        assert "status_unknown" in found()

    def test_stated_otherwise_than_decided(self, planned, found):
        reeve = planned()

        services.record_planning_decision(
            by=None,
            at=NOW,
            plan=reeve,
            instrument="zoning_plan",
            step="draft",
            decided_on=date(2026, 1, 1),
        )

        assert "status_and_decisions_differ" in found()

    def test_irrevocable_before_the_appeal_term_ended(self, planned, found):
        reeve = planned(planning_status="1A")
        for step, day in (("adopted", date(2026, 1, 1)), ("irrevocable", date(2026, 1, 20))):
            services.record_planning_decision(
                by=None,
                at=NOW,
                plan=reeve,
                instrument="zoning_plan",
                step=step,
                decided_on=day,
                identifier="NL.IMRO.0166.voorbeeld-VB01",
            )

        codes = found()
        assert "irrevocable_too_soon" in codes
        assert "irrevocable_without_identifier" not in codes

    def test_irrevocable_without_a_number(self, planned, found):
        planned(planning_status="1A")

        assert "irrevocable_without_identifier" in found()

    @pytest.mark.parametrize(("day", "asleep"), [(date(2029, 1, 3), True), (ON, False)])
    def test_four_years_in_preparation(self, planned, found, day, asleep):
        planned(planning_status="3", cells={Cell("build", "total", "", 2035, 2037): 40})

        assert ("dormant" in found(on=day)) is asleep


class TestNames:
    def test_nearly_one_name(self, planned, found):
        planned("De Tippe")
        planned("De  tippe ")

        assert "same_name" in found()

    def test_phases_are_told_apart_by_their_number(self, planned, found):
        planned("Reeve fase 1")
        planned("Reeve fase 2")

        assert "same_name" not in found()

    @pytest.mark.parametrize("name", ["CafÃ© de Brug", "Alleb\ufffdplein", "Plan #REF!"])
    def test_damaged_text(self, planned, found, name):
        planned(name)

        assert "damaged_text" in found()

    def test_a_name_that_says_it_is_over(self, planned, found):
        planned("Afgerond - Breezicht")

        assert "name_says_finished" in found()


class TestChanges:
    @pytest.fixture
    def changed(self, planned):
        """Return a function that brings a plan of 40 homes to another number."""

        def change(homes, reason=""):
            reeve = planned()
            services.change_plan(
                by=None,
                at=NOW,
                plan=reeve,
                base_version=1,
                valid_on=date(2026, 5, 1),
                values=PlanValues(name="Reeve", planning_status="2A", project_phase="4"),
                cells={IN_2032: homes} if homes else {},
                reason=reason,
            )

        return change

    @pytest.mark.parametrize(("homes", "much"), [(48, False), (49, True), (31, True)])
    def test_more_than_a_fifth_without_a_reason(self, changed, found, homes, much):
        changed(homes)

        assert ("changed_without_reason" in found()) is much

    def test_a_reason_is_enough(self, changed, found):
        changed(100, reason="De raad koos voor hoogbouw")

        assert "changed_without_reason" not in found()

    def test_gone_without_a_posting(self, changed, found):
        changed(0)

        assert "gone_without_posting" in found()

    def test_built_is_not_gone(self, planned, found):
        services.book_event(
            by=None,
            at=NOW,
            plan=planned(),
            kind="realisation",
            on=date(2026, 5, 1),
            dwellings=40,
        )

        assert "gone_without_posting" not in found()

    def test_a_confirmation_wakes_a_silent_plan(self, planned, found, region):
        reeve = planned(at=datetime(2022, 1, 2, 9, 0, tzinfo=UTC), on=date(2022, 1, 1))
        assert "long_unchanged" in found()

        services.confirm_unchanged(by=None, at=NOW, plans=[reeve], region=region)

        assert "long_unchanged" not in found()

    def test_a_whole_beside_its_parts(self, planned, found):
        planned("Stadshagen", cells={IN_2032: 100})
        planned("Stadshagen De Tippe", cells={IN_2032: 60})
        planned("Stadshagen Breezicht", cells={IN_2032: 40})

        assert "whole_and_parts" in found()

    @pytest.mark.parametrize(("counted", "differs"), [(44, False), (50, True)])
    def test_what_was_counted(self, planned, found, kampen, a_source, counted, differs):
        services.book_event(
            by=None,
            at=NOW,
            plan=planned(cells={IN_2032: 100}),
            kind="realisation",
            on=date(2025, 10, 1),
            dwellings=40,
        )
        PublicFact.objects.create(
            organisation=Organisation.objects.get(pk=kampen.organisation_id),
            measure="new_dwellings",
            starts_on=date(2025, 1, 1),
            value=counted,
            unit="woningen",
            source=a_source,
        )

        assert ("differs_from_counted" in found()) is differs

    def test_a_careless_write_down(self, planned, found, kampen):
        decision = record_decision(
            by=None,
            at=NOW,
            organisation=kampen.organisation,
            body="Gemeenteraad",
            title="Afboeken",
            decided_on=date(2026, 5, 1),
        )
        services.write_down(
            by=None,
            at=NOW,
            plan=planned(),
            dwellings=10,
            reason="no_need",
            decision=decision,
            agreed_on=date(2026, 5, 1),
            landowner="market",
        )

        assert "write_down_without_care" in found()


class TestWords:
    def test_a_finding_reads_as_a_sentence(self, planned, kampen, region):
        planned(cells={Cell("build", "total", "", None, None): 1389})

        sentences = {item.code: in_words(item) for item in findings(kampen, region=region, on=ON)}

        assert sentences["unphased"] == (
            "Van 1.389 woningen hebben er 1.389 geen jaar van oplevering."
        )
        assert sentences["one_plan_dominates"] == (
            "Dit plan heeft 1.389 woningen: 100 % van alle plannen van de gemeente."
        )

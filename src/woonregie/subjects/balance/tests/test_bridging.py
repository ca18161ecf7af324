"""The bridge: each difference has its causes, and they are the whole of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from woonregie.foundation.norms.models import Norm
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import RegionMember
from woonregie.subjects.balance.queries import Question, bridge_between, in_words
from woonregie.subjects.balance.tests.factories import (
    AT,
    TODAY,
    make_profile,
    set_vacancy,
)
from woonregie.subjects.forecast.errors import MissingYearError
from woonregie.subjects.forecast.queries import Measure
from woonregie.subjects.forecast.tests.factories import figures, households, record_vintage
from woonregie.subjects.plans.tests.factories import change, homes, record_plan

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2025, 1, 1)


@pytest.fixture
def build(region):
    """Bridge two questions; what is not said is as in the other tests."""

    def built(start=None, end=None, *, group="hard", account=None):
        first = Question(**{"on": TODAY, **(start or {})})
        second = Question(**{"on": TODAY, **(end or {})})
        return bridge_between(
            account=account, region=region, start=first, end=second, today=TODAY, group=group
        )

    return built


def lines(found):
    return [(in_words(line.cause), line.dwellings, line.plans) for line in found.bridge.lines]


@pytest.mark.usefixtures("small")
class TestTwoDefinitions:
    @pytest.fixture
    def rigo(self, a_source):
        return make_profile("rigo", a_source, hard=("1A", "1B", "1C", "2A", "2B", "2C"))

    def test_a_status_that_counts_otherwise_is_the_cause(self, build, rigo):
        found = build(end={"profile": "rigo"})

        assert (found.bridge.start, found.bridge.end) == (2100, 2150)
        assert lines(found) == [("Status 1C telt anders", 50, 1)]

    def test_the_other_class_moves_the_other_way(self, build, rigo):
        found = build(end={"profile": "rigo"}, group="soft")

        assert lines(found) == [("Status 1C telt anders", -50, 1)]

    def test_the_sum_of_all_does_not_move(self, build, rigo):
        found = build(end={"profile": "rigo"}, group="total")

        assert lines(found) == []

    def test_an_unknown_status_is_called_so_in_the_language_of_the_reader(self, build, a_source):
        make_profile("alles", a_source, hard=("1A", "2B"), unknown=(), left_out=("unknown",))

        said = {}
        for language in ("nl", "en"):
            with translation.override(language):
                said[language] = lines(build(end={"profile": "alles"}, group="unknown"))

        assert said["nl"] == [("Status onbekend telt anders", -22, 1)]
        assert "onbekend" not in str(said["en"])

    def test_titles_say_what_sets_them_apart(self, build, rigo):
        assert build(end={"profile": "rigo"}).titles == ("Juridisch hard", "Rigo")

    def test_homes_without_a_year_that_count_otherwise_are_a_cause(self, build, a_source):
        make_profile("zonder-jaar", a_source, hard=("1A", "2B"), unphased="leave_out")

        found = build(end={"profile": "zonder-jaar"}, group="soft")

        assert lines(found) == [("Andere periode, of woningen zonder jaar tellen anders", -50, 1)]


@pytest.mark.usefixtures("small")
class TestTwoDays:
    def test_each_plan_that_differs_has_one_cause(self, build, plans, kampen):
        change(plans["reeve"], on=TODAY, build={(2026, 2031): 520})
        change(plans["reeve_two"], on=TODAY, planning_status="2A")
        change(plans["stadshagen"], on=TODAY, build={})
        record_plan(kampen, "Molenweide", {2030: 35}, on=TODAY)

        found = build({"on": NEW_YEAR, "period": (2026, 2036)}, {"on": TODAY})

        assert (found.bridge.start, found.bridge.end) == (2100, 520 + 420 + 35)
        assert lines(found) == [
            ("Plannen die er niet meer zijn, of geen woningen meer hebben", -1500, 1),
            ("Status gewijzigd: 3 → 2A", 420, 1),
            ("Aantal woningen gewijzigd", -80, 1),
            ("Nieuwe plannen, of plannen die weer woningen hebben", 35, 1),
        ]

    def test_a_status_that_changes_within_its_class_is_no_cause(self, build, plans):
        change(plans["reeve"], on=TODAY, build={(2026, 2031): 520}, planning_status="1B")

        found = build({"on": NEW_YEAR, "period": (2026, 2036)}, {"on": TODAY})

        assert lines(found) == [("Aantal woningen gewijzigd", -80, 1)]

    def test_each_day_has_its_own_horizon_when_none_is_asked(self, build):
        found = build({"on": date(2021, 6, 1)}, {"on": TODAY})

        assert found.bridge.start == 0
        assert found.titles == (
            "Juridisch hard, 1-6-2021, 2021–2030",
            "Juridisch hard, 24-11-2026, 2026–2035",
        )

    def test_another_period_is_a_cause(self, build):
        found = build({"period": (2026, 2036)}, {"period": (2026, 2031)})

        # All of Reeve is built by then, half of Stadshagen is not.
        assert lines(found) == [("Andere periode, of woningen zonder jaar tellen anders", -750, 1)]

    def test_net_beside_gross_is_demolition(self, build):
        found = build({"basis": "net"}, {"basis": "gross"}, group="unknown")

        assert (found.bridge.start, found.bridge.end) == (22, 30)
        assert lines(found) == [("Sloop gaat er alleen netto af", 8, 1)]

    def test_what_was_not_known_yet_is_new(self, build, kampen):
        record_plan(kampen, "Molenweide", {2030: 35}, at=AT + timedelta(days=1))

        found = build({"known_on": AT}, {})

        assert lines(found) == [("Nieuwe plannen, of plannen die weer woningen hebben", 35, 1)]
        assert found.titles == ("Juridisch hard (1)", "Juridisch hard (2)")

    def test_a_municipality_that_joined_is_no_new_plan(self, build, zwolle):
        RegionMember.objects.filter(organisation=zwolle.organisation).update(
            starts_on=date(2026, 1, 1)
        )

        found = build({"on": NEW_YEAR, "period": (2026, 2036)}, {"on": TODAY})

        assert lines(found) == [("Zwolle doet nu mee in deze regio", 1500, 1)]

    def test_a_municipality_that_left_is_no_plan_that_is_gone(self, build, kampen):
        RegionMember.objects.filter(organisation=kampen.organisation).update(
            ends_before=date(2026, 1, 1)
        )

        found = build({"on": NEW_YEAR, "period": (2026, 2036)}, {"on": TODAY})

        assert lines(found) == [("Kampen doet niet meer mee in deze regio", -600, 1)]

    def test_what_only_rounding_leaves_is_a_line_of_its_own(self, build, kampen, zwolle):
        # Two homes over three years, in each municipality: two thirds in the first year, shown as
        # 1 and 1. To all three years that is 4/3 more for each, so 8/3 together, shown as 3; but
        # the totals go from 2 to 4, beside the 50 of Kanaalzone.
        for place in (kampen, zwolle):
            record_plan(place, f"Hofje {place.name}", {(2026, 2029): 2}, planning_status="3")

        found = build({"period": (2026, 2027)}, {"period": (2026, 2029)}, group="soft")

        assert (found.bridge.start, found.bridge.end) == (52, 54)
        assert lines(found) == [
            ("Andere periode, of woningen zonder jaar tellen anders", 3, 2),
            ("Afronding", -1, 0),
        ]


@pytest.mark.usefixtures("small")
class TestTwoNeeds:
    def test_another_period_is_one_step(self, build):
        found = build({"period": (2026, 2036)}, {"period": (2026, 2041)}, group="need")

        # 3,000 for ten years; 1,470 / 0.98 + 2,940 / 0.98 for fifteen.
        assert (found.bridge.start, found.bridge.end) == (3000, 4500)
        assert lines(found) == [("Andere periode", 1500, 0)]

    def test_from_net_to_gross_are_withdrawals(self, build):
        found = build({"basis": "net"}, {"basis": "gross"}, group="need")

        assert lines(found) == [("Onttrekkingen: alleen bruto tellen zij mee", 8, 0)]
        assert found.titles == ("Primos 2025, netto", "Primos 2025, bruto")

    def test_another_forecast_norm_and_shortage_are_steps_of_their_own(
        self, build, a_source, kampen, zwolle
    ):
        given = households(kampen, {2026: 22_000, 2036: 22_490})
        given += households(zwolle, {2026: 60_000, 2036: 61_960})
        given += figures(kampen, Measure.INITIAL_SHORTAGE, {2026: 30})
        given += figures(zwolle, Measure.INITIAL_SHORTAGE, {2026: 70})
        record_vintage(a_source, given, slug="laag", title="Lager")
        Norm.objects.filter(key="vacancy_share").update(ends_before=TODAY)
        set_vacancy(a_source, Decimal("0.51"), on=TODAY)

        found = build(
            {"on": date(2026, 6, 1)}, {"vintage": "laag", "with_shortage": True}, group="need"
        )

        # 490 / 0.98 fewer; then 490 / 0.49 + 1,960 / 0.49 = 5,000 in stead of 2,500; then 100.
        assert lines(found) == [
            ("Andere prognose of ander scenario", -500, 0),
            ("Andere norm voor frictieleegstand", 2500, 0),
            ("Begintekort", 100, 0),
        ]
        assert (found.bridge.start, found.bridge.end) == (3000, 5100)

    def test_a_forecast_that_lacks_the_other_period_changes_with_it(
        self, build, a_source, kampen, zwolle
    ):
        given = households(kampen, {2031: 10_000, 2041: 10_980})
        given += households(zwolle, {2031: 10_000, 2041: 10_000})
        record_vintage(a_source, given, slug="later", title="Later")

        found = build({}, {"vintage": "later", "period": (2031, 2041)}, group="need")

        assert lines(found) == [("Andere prognose of ander scenario en Andere periode", -2000, 0)]

    def test_a_municipality_that_joined_is_a_step(self, build, zwolle):
        RegionMember.objects.filter(organisation=zwolle.organisation).update(
            starts_on=date(2026, 1, 1)
        )

        found = build({"on": NEW_YEAR, "period": (2026, 2036)}, {"on": TODAY}, group="need")

        assert lines(found) == [("Andere gemeenten in de regio", 2000, 0)]

    def test_other_plans_move_a_gross_need_by_their_demolition(self, build, kampen):
        record_plan(kampen, "Hoek", cells=homes({2030: 20}, {2029: 12}), on=TODAY)

        found = build(
            {"on": NEW_YEAR, "period": (2026, 2036), "basis": "gross"},
            {"on": TODAY, "basis": "gross"},
            group="need",
        )

        assert lines(found) == [("Andere sloop in de plannen", 12, 0)]

    def test_a_year_that_is_lacking_at_the_end_itself_is_refused(self, build):
        with pytest.raises(MissingYearError):
            build({}, {"period": (2026, 2028)}, group="need")

    def test_is_the_need_that_the_balance_shows(self, build, ask):
        found = build({}, {"basis": "gross"}, group="need")

        assert found.bridge.start == ask().total.need
        assert found.bridge.end == ask(basis="gross").total.need


@pytest.mark.usefixtures("small")
class TestBridge:
    @pytest.mark.parametrize("group", ["hard", "soft", "unknown", "total"])
    def test_ends_at_what_the_balance_shows(self, build, ask, group):
        found = build({"period": (2026, 2031)}, {"basis": "gross"}, group=group)

        assert found.bridge.start == getattr(ask(period=(2026, 2031)).total, group)
        assert found.bridge.end == getattr(ask(basis="gross").total, group)

    def test_the_same_twice_has_no_lines(self, build):
        for group in ("hard", "need"):
            assert lines(build(group=group)) == []

    @pytest.mark.parametrize("role", ["guest", "market_expert", "stranger"])
    @pytest.mark.parametrize("group", ["hard", "need"])
    def test_is_for_who_works_here(self, build, request, role, group):
        with pytest.raises(ForbiddenError):
            build(account=request.getfixturevalue(role), group=group)

    def test_does_not_count_the_fictitious_municipality(self, build, ask, sallandermark):
        record_plan(sallandermark, "Sallanderveld Noord", {2030: 999})

        assert build().bridge.start == ask().total.hard == 2100

    def test_names_no_plan(self, build, plans):
        change(plans["reeve"], on=TODAY, build={(2026, 2031): 520})

        found = build({"on": NEW_YEAR, "period": (2026, 2036)}, {"on": TODAY})

        assert "Reeve" not in str(lines(found))

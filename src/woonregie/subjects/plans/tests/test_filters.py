"""The list as somebody asked for it, in pages, and the sentence with its totals."""

from datetime import date, timedelta

import pytest

from woonregie.foundation.norms.models import CapacityClass, StatusRule
from woonregie.foundation.pages.paging import UnknownCursorError, keyset
from woonregie.subjects.plans.queries import PlanFilter, Summary, order_of, summary, with_totals
from woonregie.subjects.plans.queries.filters import SORTS
from woonregie.subjects.plans.tests.factories import AT, SINCE, TODAY, change, homes, record_plan

LATER = AT + timedelta(hours=1)


@pytest.fixture
def shown(region, secretary):
    """Return a function that gives the names in a filtered list of the secretary."""

    def names(**wanted):
        found = PlanFilter(**{"on": TODAY, **wanted}).apply(
            account=secretary, region=region, today=TODAY
        )
        return [version.name for version in found.order_by("name")]

    return names


@pytest.fixture
def plans(kampen, zwolle):
    record_plan(kampen, "Reeve", {2027: 100}, location_kind="expansion", project_phase="4")
    record_plan(
        kampen,
        "Stationskwartier",
        {None: 40},
        planning_status="3",
        location_kind="conversion",
    )
    record_plan(
        zwolle,
        "Stadshagen",
        {2028: 300},
        planning_status="2A",
        location_kind="expansion_other",
        project_phase="5",
    )
    record_plan(zwolle, "Kamperpoort", {2027: 30}, location_kind="densification")
    record_plan(zwolle, "Tippe", {2029: 80}, planning_status="unknown", on=date(2026, 7, 1))


@pytest.mark.usefixtures("plans")
class TestPlanFilter:
    @pytest.mark.parametrize(
        ("wanted", "names"),
        [
            ({}, ["Kamperpoort", "Reeve", "Stadshagen", "Stationskwartier", "Tippe"]),
            ({"municipality": "GM0166"}, ["Reeve", "Stationskwartier"]),
            ({"municipality": "GM9999"}, []),
            ({"status": "1A"}, ["Kamperpoort", "Reeve"]),
            ({"status": "unknown"}, ["Tippe"]),
            ({"direction": "infill"}, ["Kamperpoort", "Stationskwartier"]),
            ({"direction": "expansion"}, ["Reeve", "Stadshagen"]),
            ({"direction": "unknown"}, ["Tippe"]),
            ({"phase": "5"}, ["Stadshagen"]),
            ({"text": "STA"}, ["Stadshagen", "Stationskwartier"]),
            ({"text": "%"}, []),
            ({"flaw": "zonder-jaar"}, ["Stationskwartier"]),
            (
                {"on": date(2026, 6, 30)},
                ["Kamperpoort", "Reeve", "Stadshagen", "Stationskwartier"],
            ),
            ({"on": date(2024, 12, 31)}, []),
            ({"known_on": AT - timedelta(days=1)}, []),
            ({"municipality": "GM0193", "status": "1A", "text": "poort"}, ["Kamperpoort"]),
        ],
    )
    def test_gives_what_is_asked(self, shown, wanted, names):
        assert shown(**wanted) == names

    def test_what_lacks_a_year_is_asked_of_the_same_day(self, kampen, shown):
        plan = record_plan(kampen, "Het Onderdijks", {None: 10})
        change(plan, on=date(2027, 1, 1), at=LATER, build={2030: 10})

        flawed = {"flaw": "zonder-jaar", "text": "onderdijks"}
        assert shown(**flawed) == ["Het Onderdijks"]
        assert shown(on=date(2027, 1, 1), **flawed) == []
        assert shown(on=date(2027, 1, 1), known_on=AT, **flawed) == ["Het Onderdijks"]


@pytest.mark.usefixtures("plans", "legal_hard")
class TestSummary:
    @pytest.fixture
    def told(self, region, secretary):
        def summed(**wanted):
            return summary(
                PlanFilter(**{"on": TODAY, **wanted}),
                account=secretary,
                region=region,
                today=TODAY,
            )

        return summed

    def test_counts_net_homes_by_class(self, told):
        # Hard: 100 in Reeve, 300 in Stadshagen and 30 in Kamperpoort; soft 40; unknown 80.
        assert told() == Summary(plans=5, hard=430, soft=40, unknown=80)
        assert told().total == 550

    def test_takes_demolition_off(self, told, kampen):
        record_plan(kampen, "Het Onderdijks", cells=homes({2027: 10}, {2027: 25}))

        assert told(municipality="GM0166") == Summary(plans=3, hard=85, soft=40, unknown=0)

    def test_a_plan_without_homes_is_a_plan(self, told, kampen):
        record_plan(kampen, "Het Onderdijks")

        assert told(text="onderdijks") == Summary(plans=1, hard=0, soft=0, unknown=0)

    def test_is_of_the_same_two_times_as_the_list(self, told, kampen):
        plan = record_plan(kampen, "Het Onderdijks", {2027: 10}, at=LATER)
        change(
            plan,
            on=date(2026, 6, 1),
            at=LATER + timedelta(hours=1),
            planning_status="3",
            build={2027: 70},
        )

        asked = {"text": "onderdijks"}
        assert told(**asked) == Summary(1, 0, 70, 0)
        assert told(on=date(2026, 5, 31), **asked) == Summary(1, 10, 0, 0)
        assert told(known_on=LATER, **asked) == Summary(1, 10, 0, 0)
        assert told(known_on=AT, **asked) == Summary(0, 0, 0, 0)

    def test_is_made_anew_when_anything_changed(self, told, kampen):
        before = told(municipality="GM0166")
        record_plan(kampen, "Het Onderdijks", {2027: 7})

        after = told(municipality="GM0166")

        assert (before.plans, before.hard) == (2, 100)
        assert (after.plans, after.hard) == (3, 107)

    def test_is_each_readers_own(self, region, official_kampen, official_zwolle, told):
        assert told().plans == 5
        for account, hard in ((official_kampen, 100), (official_zwolle, 330)):
            own = summary(PlanFilter(on=TODAY), account=account, region=region, today=TODAY)
            assert own.hard == hard

    def test_a_status_that_the_profile_leaves_out_counts_in_no_class(self, told, kampen):
        StatusRule.objects.filter(status="4B").update(counts_as=CapacityClass.LEFT_OUT)
        record_plan(kampen, "Het Onderdijks", {2027: 900}, planning_status="4B")

        assert told(text="onderdijks") == Summary(plans=1, hard=0, soft=0, unknown=0)


class TestPages:
    @pytest.fixture
    def ordered(self, region, secretary):
        """Return a function that walks all pages of two, forwards and back."""

        def walked(sort):
            found = with_totals(
                PlanFilter(on=TODAY).apply(account=secretary, region=region, today=TODAY)
            )
            page = keyset(found, order=order_of(sort), size=2)
            forwards = [page.items]
            while page.next_cursor:
                page = keyset(found, order=order_of(sort), after=page.next_cursor, size=2)
                forwards.append(page.items)
            back = [page.items]
            while page.previous_cursor:
                page = keyset(found, order=order_of(sort), before=page.previous_cursor, size=2)
                back.insert(0, page.items)
            assert [list(items) for items in back] == [list(items) for items in forwards]
            return [version for items in forwards for version in items]

        return walked

    @pytest.fixture
    def namesakes(self, kampen, zwolle):
        """Make seven plans, of which five have one name and four have as many homes."""
        for place, name, build, status in (
            (kampen, "Centrum", 10, "1A"),
            (kampen, "Centrum", 10, "3"),
            (zwolle, "Centrum", 10, "1A"),
            (zwolle, "Centrum", 25, "3"),
            (zwolle, "Centrum", 10, "1A"),
            (kampen, "Reeve", 500, "1A"),
            (zwolle, "Aalanden", 0, "unknown"),
        ):
            record_plan(place, name, {2027: build} if build else {}, planning_status=status)

    KEYS = {
        "naam": lambda row: (row.name, row.plan_id),
        "gemeente": lambda row: (row.municipality.code, row.name, row.plan_id),
        "status": lambda row: (row.planning_status, row.name, row.plan_id),
        "netto": lambda row: (row.net, row.name, row.plan_id),
        "-netto": lambda row: (-row.net, row.name, row.plan_id),
    }

    @pytest.mark.parametrize("sort", sorted(SORTS))
    @pytest.mark.usefixtures("namesakes")
    def test_show_each_plan_once_in_one_order(self, ordered, sort):
        rows = ordered(sort)

        assert len({row.pk for row in rows}) == len(rows) == 7
        if sort in self.KEYS:
            assert rows == sorted(rows, key=self.KEYS[sort])
        else:
            assert rows == sorted(rows, key=self.KEYS[sort.removeprefix("-")], reverse=True)

    @pytest.mark.usefixtures("namesakes")
    def test_go_on_where_they_were_when_a_plan_comes_between(self, region, secretary, kampen):
        def page(after=None):
            found = PlanFilter(on=TODAY).apply(account=secretary, region=region, today=TODAY)
            return keyset(found, order=order_of("naam"), after=after, size=3)

        first = page()
        record_plan(kampen, "Aarden", on=SINCE)

        second = page(first.next_cursor)

        assert [row.name for row in second.items] == ["Centrum", "Centrum", "Centrum"]
        assert not {row.pk for row in first.items} & {row.pk for row in second.items}

    @pytest.mark.usefixtures("namesakes")
    def test_a_cursor_of_another_sort_is_refused(self, region, secretary):
        found = with_totals(
            PlanFilter(on=TODAY).apply(account=secretary, region=region, today=TODAY)
        )
        by_status = keyset(found, order=order_of("status"), size=2).next_cursor

        with pytest.raises(UnknownCursorError):
            keyset(found, order=order_of("netto"), after=by_status)

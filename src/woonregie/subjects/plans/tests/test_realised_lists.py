"""Building changes and yearly totals taken in: all or nothing, once, by whoever may."""

import io
import json
from datetime import date, timedelta

import pytest
import shapely
from django.core.management import call_command

from woonregie.foundation.audit.chain import verify
from woonregie.foundation.audit.queries import head_sequence
from woonregie.foundation.files.services import store
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import PublicFact
from woonregie.foundation.region.queries import counted_facts
from woonregie.foundation.sources.models import Source
from woonregie.foundation.sources.queries import visible_sources
from woonregie.subjects.plans import services
from woonregie.subjects.plans.formats import FileRefusedError
from woonregie.subjects.plans.models import (
    BuildingChange,
    ImportState,
    PlanImport,
    PostingProposal,
)
from woonregie.subjects.plans.services.deliveries import NotReadyError
from woonregie.subjects.plans.services.realised_lists import apply_realised, preview_realised
from woonregie.subjects.plans.tests.factories import AT
from woonregie.subjects.plans.values import Cell, PlanValues, located

LATER = AT + timedelta(hours=1)
CHANGES = """Object;Soort;Datum;Woningen;X;Y;Gemeente
0166010000000001;nieuwbouw;03-02-2026;12;191050;507050;Kampen
0166010000000002;nieuwbouw;31-03-2026;8;191060;507050;Kampen
0166010000000003;sloop;03-02-2026;5;191050;507050;Kampen
0166010000000004;nieuwbouw;03-02-2026;3;195000;507050;Kampen
0193010000000001;nieuwbouw;03-02-2026;1;203000;503000;Zwolle
"""
TOTALS = """Gemeente;Jaar;Nieuwbouw;Sloop
Kampen;2024;210;3
Kampen;2025;190;4
Zwolle;2025;800;
"""


@pytest.fixture
def reeve(kampen):
    """Return Reeve: one hectare, 40 homes to build and 5 to demolish."""
    return services.create_plan(
        by=None,
        at=AT - timedelta(days=300),
        municipality=kampen,
        valid_on=date(2025, 1, 1),
        values=PlanValues(
            name="Reeve",
            planning_status="1A",
            **located(shapely.box(191_000, 507_000, 191_100, 507_100)),
        ),
        cells={
            Cell("build", "total", "", 2026, 2028): 40,
            Cell("demolition", "total", "", None, None): 5,
        },
    )


@pytest.fixture
def deliver(region):
    """Return a function that previews a text as a file."""

    def delivered(text, by=None, name="lijst.csv", at=AT):
        file = store(io.BytesIO(text.encode()), name=name, at=at)
        return preview_realised(by=by, at=at, file=file, region=region)

    return delivered


def applied(delivery, by=None, at=LATER):
    """Take a delivery in and return its report."""
    return apply_realised(by=by, at=at, delivery=delivery).report["applied"]


class TestChanges:
    def test_a_preview_says_what_would_come_and_keeps_nothing(self, reeve, deliver, zwolle):
        delivery = deliver(CHANGES)

        assert delivery.report["change"] == {
            "fresh": 5,
            "known": 0,
            "proposals": 4,
            "unmatched": 4,
        }
        assert not BuildingChange.objects.exists()
        assert not PostingProposal.objects.exists()
        assert not Source.objects.filter(key__startswith="building").exists()

    def test_become_proposals_with_their_source(self, reeve, deliver, zwolle):
        delivery = deliver(CHANGES)

        told = applied(delivery)

        assert told == {"fresh": 5, "known": 0, "proposals": 4, "unmatched": 4}
        rows = PostingProposal.objects.order_by("municipality__code", "kind", "dwellings")
        assert [
            (item.municipality.code, item.plan, item.kind, item.dwellings) for item in rows
        ] == [
            ("GM0166", reeve, "demolition", 5),
            ("GM0166", None, "realisation", 3),
            ("GM0166", reeve, "realisation", 20),
            ("GM0193", None, "realisation", 1),
        ]
        source = BuildingChange.objects.first().source
        assert (source.publisher, source.licence) == ("Kadaster", "Publiek domein")
        assert source.file.sha256 == delivery.file.sha256
        assert source.dated_on == delivery.reference_date
        assert verify().broken_at is None

    def test_the_same_file_twice_changes_nothing(self, reeve, deliver, zwolle):
        applied(deliver(CHANGES))
        before = (BuildingChange.objects.count(), PostingProposal.objects.count())

        again = deliver(CHANGES, name="nog eens.csv")

        assert again.report["change"]["fresh"] == 0
        assert applied(again)["fresh"] == 0
        assert (BuildingChange.objects.count(), PostingProposal.objects.count()) == before

    def test_a_delivery_is_applied_once(self, reeve, deliver, zwolle):
        delivery = deliver(CHANGES)
        applied(delivery)

        with pytest.raises(NotReadyError, match="al verwerkt"):
            applied(PlanImport.objects.get(pk=delivery.pk))

    def test_one_error_stops_all(self, reeve, deliver, zwolle):
        delivery = deliver(CHANGES.replace("sloop", "verkocht"))

        with pytest.raises(NotReadyError, match="fouten"):
            applied(delivery)

        assert not BuildingChange.objects.exists()

    def test_the_same_home_on_another_day_is_told(self, reeve, deliver, zwolle):
        applied(deliver(CHANGES))

        again = deliver(CHANGES.replace("31-03-2026", "01-04-2026"))

        (found,) = [item for item in again.report["issues"] if item["code"] == "change_other_day"]
        assert (found["row"], found["severity"]) == (3, "warning")
        assert "31-03-2026" in found["reason"]

    def test_an_official_delivers_her_own(self, reeve, deliver, official_kampen, zwolle):
        delivery = deliver(CHANGES, by=official_kampen)
        applied(delivery, by=official_kampen)

        places = BuildingChange.objects.values_list("municipality__code", flat=True)
        assert set(places) == {"GM0166"}
        assert delivery.municipality.code == "GM0166"
        assert delivery.report["skipped"] == 1

    def test_a_secretary_delivers_for_the_region(self, reeve, deliver, secretary, zwolle):
        applied(deliver(CHANGES, by=secretary), by=secretary)

        assert BuildingChange.objects.count() == 5

    @pytest.mark.parametrize("who", ["executive_kampen", "guest", "administrator"])
    def test_others_do_not(self, request, deliver, who, zwolle):
        with pytest.raises(ForbiddenError):
            deliver(CHANGES, by=request.getfixturevalue(who))

    def test_a_neighbour_does_not_apply_it(self, reeve, deliver, official_kampen, zwolle):
        delivery = deliver(CHANGES, by=official_kampen)
        stranger = official_kampen
        stranger.memberships.all().delete()

        with pytest.raises(ForbiddenError):
            applied(delivery, by=stranger)

    def test_the_file_is_a_source_for_whoever_may_see_the_plans(
        self, reeve, deliver, official_kampen, guest, zwolle
    ):
        applied(deliver(CHANGES))
        source = BuildingChange.objects.first().source

        sees = {
            account: visible_sources(account, on=AT.date()).filter(pk=source.pk).exists()
            for account in (official_kampen, guest)
        }
        assert sees == {official_kampen: True, guest: False}


class TestTotals:
    def test_are_public_facts_with_their_source(self, deliver, kampen, zwolle, guest):
        delivery = deliver(TOTALS)

        assert delivery.report["change"] == {"fresh": 5, "known": 0}
        assert not PublicFact.objects.exists()
        assert applied(delivery) == {"recorded": 5}
        facts = counted_facts([kampen.organisation_id])
        assert [(fact.measure, fact.starts_on.year, int(fact.value)) for fact in facts] == [
            ("demolished_dwellings", 2024, 3),
            ("demolished_dwellings", 2025, 4),
            ("new_dwellings", 2024, 210),
            ("new_dwellings", 2025, 190),
        ]
        assert facts[0].ends_before == date(2025, 1, 1)
        assert facts[0].label == "sloop"
        source = facts[0].source
        assert (source.publisher, source.table, source.licence) == (
            "CBS",
            "81955NED",
            "CC BY 4.0",
        )
        assert visible_sources(guest, on=AT.date()).filter(pk=source.pk).exists()
        assert verify().broken_at is None

    def test_the_same_file_twice_changes_nothing(self, deliver, kampen, zwolle):
        applied(deliver(TOTALS))

        again = deliver(TOTALS)

        assert again.report["change"] == {"fresh": 0, "known": 5}
        assert applied(again) == {"recorded": 0}
        assert PublicFact.objects.count() == 5

    def test_a_year_that_was_printed_again_counts_anew_and_the_old_one_stays(
        self, deliver, kampen, zwolle
    ):
        applied(deliver(TOTALS))
        revised = deliver(TOTALS.replace("190", "195"), at=AT + timedelta(days=30))
        assert revised.report["change"] == {"fresh": 1, "known": 4}

        applied(revised, at=AT + timedelta(days=30))
        # The old file once more does not bring the old number back.
        applied(deliver(TOTALS, at=AT + timedelta(days=40)), at=AT + timedelta(days=40))

        assert PublicFact.objects.count() == 6
        standing = {
            fact.starts_on.year: int(fact.value)
            for fact in counted_facts([kampen.organisation_id])
            if fact.measure == "new_dwellings"
        }
        assert standing == {2024: 210, 2025: 195}

    def test_an_official_delivers_her_own(self, deliver, official_kampen, kampen, zwolle):
        applied(deliver(TOTALS, by=official_kampen), by=official_kampen)

        owners = set(PublicFact.objects.values_list("organisation", flat=True))
        assert owners == {kampen.organisation_id}

    def test_nothing_below_the_heading_is_refused(self, deliver):
        with pytest.raises(FileRefusedError, match="niets"):
            deliver("Gemeente;Jaar;Nieuwbouw\n")


class TestCommands:
    @pytest.fixture
    def path(self, tmp_path, kampen, zwolle):
        """Return a function that writes a text to a file."""

        def written(text):
            path = tmp_path / "lijst.csv"
            path.write_text(text)
            return str(path)

        return written

    @pytest.fixture
    def run(self, capsys):
        """Return a function that gives what a command says, and its exit code."""

        def ran(*arguments):
            try:
                call_command(*arguments)
            except SystemExit as stopped:
                return capsys.readouterr(), stopped.code
            return capsys.readouterr(), 0

        return ran

    def test_takes_changes_in(self, run, path, reeve, tmp_path):
        report = tmp_path / "verslag.json"

        said, code = run(
            "import_building_changes", path(CHANGES), "--format", "json", "--report", str(report)
        )

        assert code == 0
        told = json.loads(said.out)
        assert (told["state"], told["rows"], told["change"]["proposals"]) == ("applied", 5, 4)
        assert told["applied"]["fresh"] == 5
        assert json.loads(report.read_text())["state"] == "applied"

    def test_only_looks(self, run, path, reeve):
        before = head_sequence()

        said, code = run("import_building_changes", path(CHANGES), "--dry-run")

        assert code == 0
        assert "5 mutaties van gebouwen" in said.out
        assert "Er is niets vastgelegd" in said.out
        assert head_sequence() == before

    def test_only_one_municipality(self, run, path, reeve):
        _said, code = run("import_building_changes", path(CHANGES), "--municipality", "GM0193")

        assert code == 0
        assert BuildingChange.objects.get().municipality.code == "GM0193"

    def test_takes_totals_in_with_whoever_counted(self, run, path):
        said, code = run(
            "import_completions", path(TOTALS), "--publisher", "Provincie", "--licence", "CC0"
        )

        assert code == 0
        assert "Getallen nieuw of veranderd: 5." in said.out
        source = PublicFact.objects.first().source
        assert (source.publisher, source.licence) == ("Provincie", "CC0")

    @pytest.mark.parametrize(
        ("command", "text", "words"),
        [
            ("import_completions", CHANGES, "import-building-changes"),
            ("import_building_changes", TOTALS, "import-completions"),
            ("import_completions", "Naam;Status\nReeve;1A\n", "kolomnamen"),
            ("import_completions", TOTALS.replace("190", "-190"), "Er is niets vastgelegd"),
            ("import_building_changes", CHANGES.replace("Kampen", "Atlantis"), "Er is niets"),
        ],
    )
    def test_refuses_what_is_wrong(self, run, path, command, text, words):
        said, code = run(command, path(text))

        assert code == 2
        assert words in said.err
        assert not PlanImport.objects.filter(state=ImportState.APPLIED).exists()

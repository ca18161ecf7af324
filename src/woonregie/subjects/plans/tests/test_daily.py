"""Bottlenecks, attachments, claims, prospects and saved filters: dated, owned, never lost."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from woonregie.foundation.files.services import store
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans import services
from woonregie.subjects.plans.errors import AlreadyEndedError, PlanError
from woonregie.subjects.plans.models import SavedFilter
from woonregie.subjects.plans.queries.daily import (
    attachments_of,
    bottlenecks_of,
    claims_on,
    filters_of,
    prospects_of,
)
from woonregie.subjects.plans.services import daily
from woonregie.subjects.plans.values import Cell, PlanValues

THEN, NOW = datetime(2025, 1, 2, 9, 0, tzinfo=UTC), datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def reeve(kampen):
    """Return Reeve with 40 homes."""
    return services.create_plan(
        by=None,
        at=THEN,
        municipality=kampen,
        valid_on=date(2025, 1, 1),
        values=PlanValues(name="Reeve", planning_status="1A"),
        cells={Cell("build", "total", "", 2030, 2031): 40},
    )


@pytest.fixture
def full_grid(reeve, province):
    """Report that the grid is full, and that it is the province's turn."""
    return daily.report_bottleneck(
        by=None,
        at=NOW,
        plan=reeve,
        kind="grid",
        owner=province.organisation,
        starts_on=date(2026, 1, 1),
        text="Pas in 2031 ruimte",
    )


class TestBottleneck:
    def test_stands_from_its_day(self, reeve, full_grid, province):
        assert list(bottlenecks_of(reeve.pk, on=date(2026, 1, 1))) == [full_grid]
        assert not bottlenecks_of(reeve.pk, on=date(2025, 12, 31))
        assert full_grid.owner == province.organisation

    def test_solved_it_is_gone_from_then_on_and_stays_known(self, reeve, full_grid):
        daily.solve_bottleneck(
            by=None, at=LATER, bottleneck=full_grid, ends_before=date(2026, 6, 15)
        )

        assert bottlenecks_of(reeve.pk, on=date(2026, 6, 14)).count() == 1
        assert not bottlenecks_of(reeve.pk, on=date(2026, 6, 15))
        assert bottlenecks_of(reeve.pk, on=date(2026, 6, 15), known_on=NOW).count() == 1

    def test_is_solved_once(self, full_grid):
        end = date(2026, 6, 15)
        daily.solve_bottleneck(by=None, at=LATER, bottleneck=full_grid, ends_before=end)

        with pytest.raises(AlreadyEndedError):
            daily.solve_bottleneck(by=None, at=LATER, bottleneck=full_grid, ends_before=end)

    def test_a_neighbour_may_not_report_one(self, reeve, zwolle, official_zwolle):
        with pytest.raises(ForbiddenError):
            daily.report_bottleneck(
                by=official_zwolle,
                at=NOW,
                plan=reeve,
                kind="grid",
                owner=zwolle.organisation,
                starts_on=date(2026, 1, 1),
            )


class TestAttachment:
    def test_is_there_until_it_is_taken_away(self, reeve, official_kampen):
        file = store(io.BytesIO(b"%PDF-1.4 besluit"), name="besluit.pdf", at=NOW)
        kept = daily.attach_file(
            by=official_kampen, at=NOW, plan=reeve, file=file, title="Raadsbesluit"
        )
        assert list(attachments_of(reeve.pk)) == [kept]

        daily.detach_file(by=official_kampen, at=LATER, attachment=kept)

        assert not attachments_of(reeve.pk)
        assert list(attachments_of(reeve.pk, known_on=NOW)) == [kept]
        with pytest.raises(AlreadyEndedError):
            daily.detach_file(by=official_kampen, at=LATER, attachment=kept)


class TestWhatOthersWrite:
    def test_the_last_claim_of_a_party_stands(self, reeve, zwolle):
        for dwellings in (100, 60):
            daily.claim_location(
                by=None, at=NOW, plan=reeve, claimant=zwolle.organisation, dwellings=dwellings
            )

        assert [item.dwellings for item in claims_on(reeve.pk)] == [60]

    def test_each_party_has_its_own_judgement(self, reeve, zwolle, kampen):
        for judge, share in ((zwolle, "0.4"), (kampen, "0.9"), (zwolle, "0.5")):
            daily.judge_prospect(
                by=None,
                at=NOW,
                plan=reeve,
                judge=judge.organisation,
                judged_on=date(2026, 5, 1),
                probability_share=Decimal(share),
            )

        found = {item.judge.name: item.probability_share for item in prospects_of(reeve.pk)}
        assert found == {"Zwolle": Decimal("0.5"), "Kampen": Decimal("0.9")}

    def test_a_chance_above_one_is_refused(self, reeve, zwolle):
        with pytest.raises(PlanError, match="tussen 0 en 1"):
            daily.judge_prospect(
                by=None,
                at=NOW,
                plan=reeve,
                judge=zwolle.organisation,
                judged_on=date(2026, 5, 1),
                probability_share=Decimal("1.1"),
            )


class TestSavedFilter:
    def test_is_kept_by_name_and_only_for_oneself(self, region, official_kampen, official_zwolle):
        for query in ("status=3", "status=1A"):
            daily.save_filter(
                by=official_kampen, at=NOW, region=region, name="Mijn lijst", query=query
            )

        assert [item.query for item in filters_of(official_kampen, region)] == ["status=1A"]
        assert not filters_of(official_zwolle, region)

    def test_of_somebody_else_is_not_forgotten(self, region, official_kampen, official_zwolle):
        saved = daily.save_filter(
            by=official_kampen, at=NOW, region=region, name="Mijn lijst", query="status=3"
        )

        with pytest.raises(PlanError):
            daily.forget_filter(by=official_zwolle, at=NOW, saved=saved)
        daily.forget_filter(by=official_kampen, at=NOW, saved=saved)

        assert not SavedFilter.objects.exists()

    def test_without_a_name_is_refused(self, region, official_kampen):
        with pytest.raises(PlanError, match="naam"):
            daily.save_filter(by=official_kampen, at=NOW, region=region, name="  ", query="")

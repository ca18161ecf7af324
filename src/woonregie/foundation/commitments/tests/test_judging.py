"""What parties give and judge, beside what is worked out."""

from datetime import timedelta
from decimal import Decimal

import pytest

from woonregie.foundation.commitments.errors import (
    CommitmentError,
    MeasureError,
    ObservationError,
)
from woonregie.foundation.commitments.models import (
    Assessment,
)
from woonregie.foundation.commitments.services import (
    judge,
    observe,
)
from woonregie.foundation.commitments.tests.factories import (
    AT,
    TODAY,
    count_rooms,
    make,
    result_of,
)
from woonregie.foundation.pages.errors import ForbiddenError


class TestObserving:
    def test_keeps_a_value_with_its_evidence_for_a_party(self, sites, zwolle, official_zwolle):
        seen = observe(
            by=official_zwolle,
            at=AT,
            measure=sites.measures.get(),
            organisation=zwolle.organisation,
            as_of=TODAY,
            value=Decimal(2),
            note="Raadsbesluit van 20 november",
        )

        assert (seen.value, seen.source, seen.organisation) == (2, "manual", zwolle.organisation)
        assert len(seen.digest) == 64
        assert result_of(sites) == "on_course"

    def test_is_final_on_the_day_of_the_target(self, sites, zwolle):
        due = AT.replace(year=2027, month=7, day=1)

        observe(
            by=None,
            at=due,
            measure=sites.measures.get(),
            organisation=zwolle.organisation,
            as_of=due.date(),
            value=Decimal(2),
        )

        assert result_of(sites) == "met"

    def test_is_not_for_another_party(self, sites, zwolle, kampen, official_kampen):
        for speaks_for in (zwolle, kampen):
            with pytest.raises(ForbiddenError):
                observe(
                    by=official_kampen,
                    at=AT,
                    measure=sites.measures.get(),
                    organisation=speaks_for.organisation,
                    as_of=TODAY,
                    value=Decimal(2),
                )

    def test_refuses_tomorrow_and_what_is_no_number(self, sites, zwolle):
        for error, as_of, value in (
            (ObservationError, TODAY + timedelta(days=1), Decimal(2)),
            (MeasureError, TODAY, Decimal("NaN")),
        ):
            with pytest.raises(error):
                observe(
                    by=None,
                    at=AT,
                    measure=sites.measures.get(),
                    organisation=zwolle.organisation,
                    as_of=as_of,
                    value=value,
                )

    def test_refuses_a_measure_that_reads_for_itself(self, region, zwolle, corporation, rooms):
        made = make(
            region, zwolle.organisation, corporation, measures=[count_rooms(zwolle.organisation)]
        )

        with pytest.raises(ObservationError, match="uit de registers"):
            observe(
                by=None,
                at=AT,
                measure=made.measures.get(),
                organisation=zwolle.organisation,
                as_of=TODAY,
                value=Decimal(2),
            )


class TestJudging:
    def test_stands_beside_the_engine(self, sites, corporation, corporation_adviser):
        judge(
            by=corporation_adviser,
            at=AT,
            commitment=sites,
            organisation=corporation,
            result="behind",
            reason="Er is nog geen locatie gevonden",
        )

        assert result_of(sites) == "not_measurable"
        assert Assessment.objects.get(organisation=corporation).result == "behind"

    def test_asks_a_reason(self, sites, corporation):
        with pytest.raises(CommitmentError, match="Reden"):
            judge(
                by=None,
                at=AT,
                commitment=sites,
                organisation=corporation,
                result="met",
                reason=" ",
            )

    def test_is_for_the_office_as_the_region(self, sites, region, secretary):
        judge(
            by=secretary,
            at=AT,
            commitment=sites,
            organisation=region.organisation,
            result="at_risk",
            reason="De grond is duur",
        )

        assert Assessment.objects.filter(organisation=region.organisation).exists()

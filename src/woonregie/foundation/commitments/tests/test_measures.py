"""Which measures can be, and when they are read."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from woonregie.foundation.commitments.errors import (
    MeasureError,
)
from woonregie.foundation.commitments.services import (
    add_measure,
    withdraw_measure,
)
from woonregie.foundation.commitments.tests.factories import (
    AT,
    by_hand,
    count_rooms,
    make,
)
from woonregie.foundation.pages.errors import ForbiddenError


class TestMeasures:
    @pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e12"])
    def test_refuse_what_is_no_number(self, sites, value):
        with pytest.raises(MeasureError, match="onder een miljard"):
            add_measure(by=None, at=AT, commitment=sites, wanted=by_hand(target=Decimal(value)))

    def test_refuse_thirty_as_a_share(self, sites):
        with pytest.raises(MeasureError, match="0,3 is 30 %"):
            add_measure(
                by=None,
                at=AT,
                commitment=sites,
                wanted=by_hand(unit="share", target=Decimal(30)),
            )

    def test_refuse_the_unit_of_another_metric(self, sites, zwolle, rooms):
        asked = count_rooms(zwolle.organisation, unit="dwellings")

        with pytest.raises(MeasureError, match="hier telt aantal"):
            add_measure(by=None, at=AT, commitment=sites, wanted=asked)

    def test_refuse_a_metric_that_nobody_registers(self, sites, zwolle, rooms):
        asked = count_rooms(zwolle.organisation, metric="tests.chairs")

        with pytest.raises(MeasureError, match=r"tests\.chairs"):
            add_measure(by=None, at=AT, commitment=sites, wanted=asked)

    def test_refuse_a_place_elsewhere(self, sites, hellendoorn, sallandermark, rooms):
        for place in (hellendoorn, sallandermark):
            with pytest.raises(MeasureError, match="een gemeente van de regio"):
                add_measure(
                    by=None, at=AT, commitment=sites, wanted=count_rooms(place.organisation)
                )

    def test_refuse_segments_and_definitions_that_the_metric_has_not(self, sites, zwolle, rooms):
        for asked in ({"segment": "social_rent"}, {"profile": "legal-hard"}):
            with pytest.raises(MeasureError):
                add_measure(
                    by=None,
                    at=AT,
                    commitment=sites,
                    wanted=count_rooms(zwolle.organisation, **asked),
                )

    @pytest.mark.parametrize(
        "path",
        [
            [(date(2027, 7, 1), Decimal(1))],
            [(date(2027, 1, 1), Decimal(1)), (date(2027, 1, 1), Decimal(2))],
            [(date(2027, 1, 1) + timedelta(days=at), Decimal(1)) for at in range(41)],
        ],
    )
    def test_refuse_a_path_that_cannot_be_walked(self, sites, path):
        with pytest.raises(MeasureError, match="Tussendoelen"):
            add_measure(by=None, at=AT, commitment=sites, wanted=by_hand(path=path))

    def test_refuse_a_target_outside_the_commitment(self, region, zwolle, corporation):
        with pytest.raises(MeasureError, match="looptijd"):
            make(
                region,
                zwolle.organisation,
                corporation,
                ends_before=date(2027, 7, 1),
                measures=[by_hand()],
            )

    def test_are_withdrawn_by_who_was_promised(self, sites, official_zwolle, corporation_adviser):
        measure = sites.measures.get()

        with pytest.raises(ForbiddenError):
            withdraw_measure(by=official_zwolle, at=AT, measure=measure, why="Te hoog")
        withdraw_measure(by=corporation_adviser, at=AT, measure=measure, why="Dubbel")

        assert measure.withdrawn_why == "Dubbel"

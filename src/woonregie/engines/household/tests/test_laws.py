"""Laws that always hold, whatever is asked."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from woonregie.engines.household import (
    SUPPLY,
    TREND,
    ZERO,
    Domestic,
    NationalTotals,
    OwnNeed,
    Programme,
    Scenario,
    invented,
    reference,
)

REGIONS, LONG = invented(3).regions, 4
dwellings = st.builds(
    lambda rows, outside: np.where(np.arange(3) == 2, np.nan if outside else 5.0, np.array(rows)),
    st.lists(st.lists(st.floats(0, 500), min_size=3, max_size=3), min_size=LONG, max_size=LONG),
    st.booleans(),
)
programmes = st.builds(
    lambda hard, others: Programme(hard, np.full((LONG, 3), others), np.full((LONG, 3), 2.0)),
    dwellings,
    st.floats(0, 500),
)
statements = st.dictionaries(
    st.sampled_from(REGIONS[:2]), st.floats(-3000, 3000), min_size=1, max_size=2
)
own_needs = st.one_of(
    st.sampled_from([TREND, ZERO]),
    st.builds(
        lambda stated: OwnNeed("own", Domestic.STATED, source="raad", stated=stated), statements
    ),
    st.just(OwnNeed("within", Domestic.ZERO_WITHIN, source="woondeal", members=REGIONS[:2])),
)
totals = st.builds(
    lambda births, deaths, others: NationalTotals(
        "another",
        births=np.full(LONG, births),
        deaths=np.full((LONG, 2), deaths),
        emigration=np.full((LONG, 2), others),
        immigration=np.full((LONG, 2), others),
        bands=(0, 65),
    ),
    st.floats(0, 5000),
    st.floats(0, 5000),
    st.floats(0, 5000),
)
shared = {
    "fertility": st.floats(-0.5, 0.5),
    "life_expectancy": st.floats(-3, 5),
    "immigration": st.floats(0.1, 3),
    "mobility": st.floats(0, 3),
    "leaving_home": st.floats(0, 2),
    "separation": st.floats(0, 2),
    "institution": st.floats(0, 2),
    "vacancy": st.one_of(st.none(), st.floats(0, 0.2)),
    "restraint": st.floats(0, 5),
    "programme": st.one_of(st.none(), programmes),
    "national": st.one_of(st.none(), totals),
}
scenarios = st.one_of(
    st.builds(Scenario, own_need=own_needs, **shared),
    st.builds(
        Scenario,
        own_need=st.just(SUPPLY),
        lam=st.floats(0.01, 1),
        response=st.floats(0, 5),
        **shared,
    ),
)


class TestLaws:
    @settings(max_examples=60, deadline=None)
    @given(scenarios, st.integers(1, 1000))
    def test_every_flow_is_booked_and_nobody_is_fewer_than_nobody(self, scenario, seed):
        found = reference(invented(3, seed), scenario, LONG)

        assert found.ledger.worst() < 1e-9
        assert found.final.min() >= 0
        assert np.isfinite(found.stock).all()

    @settings(max_examples=25, deadline=None)
    @given(own_needs, totals, st.integers(1, 1000))
    def test_what_is_asked_is_met_or_told(self, own_need, national, seed):
        base = invented(3, seed)

        found = reference(base, Scenario(own_need=own_need, national=national), LONG)

        told = {(item.year, item.region, item.what) for item in found.unmet}
        net = found.ledger.arrivals - found.ledger.departures
        for region, asked in own_need.stated.items():
            off = np.abs(net[:, base.place(region)] - asked)
            missed = {2026 + int(year) for year in np.flatnonzero(off > 0.5)}
            assert missed == {year for year, where, _what in told if where == region}
        births = found.ledger.births.sum(axis=1)
        assert np.allclose(births, national.births) or any(what == "births" for *_x, what in told)

    @settings(max_examples=10, deadline=None)
    @given(st.integers(1, 1000), st.floats(2, 50))
    def test_a_country_ten_times_as_large_has_ten_times_as_many(self, seed, times):
        base = invented(3, seed)
        sized = ("population", "immigration", "permit_holders", "stock")
        arrays = base.arrays()
        larger = base.from_arrays(
            regions=base.regions,
            year=base.year,
            arrays=arrays | {name: arrays[name] * times for name in sized},
        )

        one, many = reference(base, Scenario(), 3), reference(larger, Scenario(), 3)

        assert np.allclose(many.need, one.need * times, rtol=1e-9)

    @settings(max_examples=10, deadline=None)
    @given(st.permutations(range(4)))
    def test_the_order_of_regions_does_not_matter(self, order):
        base = invented(4)
        arrays = base.arrays()
        other = {
            name: values[order] if values.shape[:1] == (4,) and name != "nearness" else values
            for name, values in arrays.items()
        }
        other["destinations"] = arrays["destinations"][:, order][:, :, order]
        other["nearness"] = arrays["nearness"][order][:, order]
        shuffled = base.from_arrays(
            regions=[base.regions[at] for at in order], year=base.year, arrays=other
        )

        plain, mixed = reference(base, Scenario(), 3), reference(shuffled, Scenario(), 3)

        assert np.allclose(mixed.need, plain.need[:, order], rtol=1e-12)

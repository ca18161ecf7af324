"""Rows of a ledger for the laws: what Hypothesis may think of."""

import numpy as np
from hypothesis import strategies as st

from woonregie.engines.delivery import UNPHASED

SHAPE = (3, 3)
years = st.integers(2010, 2060)
periods = st.tuples(st.integers(2015, 2045), st.integers(1, 20)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)
when = st.one_of(periods, st.just((UNPHASED, UNPHASED)))
phased_rows = st.lists(st.tuples(periods, st.integers(0, 5000)), min_size=1, max_size=30)
ledger_rows = st.lists(
    st.tuples(
        st.integers(0, SHAPE[0] - 1),
        st.integers(-1, SHAPE[1] - 1),
        st.booleans(),
        when,
        st.integers(0, 5000),
    ).map(lambda row: (row[0], row[1], row[2], *row[3], row[4])),
    min_size=1,
    max_size=40,
)


def horizon_of(one, other):
    return min(one, other), max(one, other)


def phased(rows):
    """(from_year, before_year, dwellings) as arrays."""
    table = np.array([(*period, dwellings) for period, dwellings in rows], dtype=np.int64)
    return table[:, 0], table[:, 1], table[:, 2]


def ledger(rows):
    """The arguments of `capacity` that come from a ledger."""
    table = np.array(rows, dtype=np.int64)
    names = ("municipality", "group", "demolition", "from_year", "before_year", "dwellings")
    found = {name: table[:, at] for at, name in enumerate(names)}
    return {**found, "demolition": found["demolition"].astype(np.bool_)}

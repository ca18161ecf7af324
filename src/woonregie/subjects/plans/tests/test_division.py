"""The complete division of a plan in one cell: what is written is read back as it was."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.intake.cells import CellError
from woonregie.subjects.plans.formats.template.division import EXAMPLE_LINE, read, written
from woonregie.subjects.plans.models import (
    Care,
    DwellingType,
    Flexible,
    PriceClass,
    TargetGroup,
    Tenure,
)
from woonregie.subjects.plans.values import Cell, HomeKind


def maybe(codes):
    return st.sampled_from(["", *codes.values])


segments = st.builds(
    HomeKind,
    maybe(DwellingType),
    maybe(Tenure),
    maybe(PriceClass),
    maybe(TargetGroup),
    maybe(Care),
    maybe(Flexible),
    st.none() | st.integers(0, 200_000_000),
    st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31)),
)
periods = st.just((None, None)) | st.tuples(st.integers(1990, 2098), st.integers(1, 30)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)
full_cells = st.builds(
    lambda account, segment, period: Cell(account, "cell", segment.written(), *period),
    st.sampled_from(["build", "demolition"]),
    segments,
    periods,
)


@given(st.dictionaries(full_cells, st.integers(1, 20_000), max_size=6))
def test_what_is_written_is_read_back(cells):
    assert read(written(cells)) == cells


def test_a_line_twice_is_added_up():
    [(_cell, homes)] = read(f"{EXAMPLE_LINE}\n\n{EXAMPLE_LINE}").items()

    assert homes == 12


def test_codes_and_dutch_numbers_are_understood_too():
    [(cell, homes)] = read("1.200|apartment|RENT|1.050|1-7-2026||elderly||permanent|").items()

    assert homes == 1200
    assert cell.from_year is None
    assert HomeKind.read(cell.category) == HomeKind(
        "apartment", "rent", "", "elderly", "", "permanent", 105_000, date(2026, 7, 1)
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("6 appartementen", "division_unreadable"),
        (EXAMPLE_LINE + " |", "division_unreadable"),
        (EXAMPLE_LINE.replace("6", "veel", 1), "not_a_number"),
        (EXAMPLE_LINE.replace("6", "-6", 1), "negative"),
        (EXAMPLE_LINE.replace("6", "2,5", 1), "not_whole"),
        (EXAMPLE_LINE.replace("appartement", "flat"), "division_unreadable"),
        (EXAMPLE_LINE.replace("850,00", "-850,00"), "division_unreadable"),
        (EXAMPLE_LINE.replace("01-01-2026", "gisteren"), "not_a_day"),
        (EXAMPLE_LINE.replace("2028", "2028-2027"), "division_unreadable"),
        (EXAMPLE_LINE.replace("2028", "straks"), "division_unreadable"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line, code):
    with pytest.raises(CellError) as told:
        read(line)

    assert told.value.code == code

"""Our own files taken in by a register that has nothing yet: the same plans stand there."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from woonregie.foundation.files.services import store
from woonregie.subjects.plans.formats import outlet_named
from woonregie.subjects.plans.models import (
    CATEGORIES,
    BuiltUpArea,
    ClientKind,
    LocationKind,
    Plan,
    PlanningStatus,
    ProjectPhase,
)
from woonregie.subjects.plans.services import apply_bulk, apply_import, preview_import
from woonregie.subjects.plans.services.delivering import Ask, deliver
from woonregie.subjects.plans.tests.everything import CASES, NAMES
from woonregie.subjects.plans.tests.factories import AT, TODAY, record_plan, standing
from woonregie.subjects.plans.values import BulkRow, Cell, HomeKind, PlanValues, located

LATER = AT + timedelta(hours=1)
OURS = ["template", "gpkg", "geojson"]
MILLIMETRE = 0.001
TOO_LONG_FOR_A_CELL = {name for name in CASES if "too long for a cell" in name}


class _ForgottenError(Exception):
    """What was recorded is to be forgotten."""


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


def told():
    """Return what the register says of each plan, by name; shapes apart."""
    found = {}
    for plan in Plan.objects.all():
        values, cells = standing(plan, TODAY)
        shape = shapely.from_wkb(values.geometry) if values.geometry else None
        plain = replace(values.named(values.name), note=values.note.replace("\r\n", "\n"))
        found[values.name] = (plain, cells, shape)
    return found


def same(one, other):
    """Return whether two registers say the same, shapes to the millimetre."""
    assert one.keys() == other.keys()
    for name, (values, cells, shape) in one.items():
        assert (name, other[name][0]) == (name, values)
        assert (name, other[name][1]) == (name, cells)
        placed = other[name][2]
        assert (shape is None) == (placed is None), name
        if shape is not None:
            assert shapely.hausdorff_distance(shape, placed) <= MILLIMETRE, name
    return True


def carried_over(name, place, region, record):
    """Record plans, deliver them, forget them, take the file in; return both registers."""
    before = {}
    with suppress(_ForgottenError), transaction.atomic():
        record()
        before |= told()
        ask = Ask(outlet_named(name), TODAY, region=region)
        place.unlink(missing_ok=True)
        deliver(by=None, at=LATER, ask=ask, place=place)
        raise _ForgottenError
    assert not Plan.objects.exists()
    with place.open("rb") as stream:
        kept = store(stream, name=place.name, at=LATER)
    delivery = preview_import(by=None, at=LATER, file=kept, region=region, reference_date=TODAY)
    assert not delivery.report["severities"].get("error"), delivery.report["issues"]
    apply_import(by=None, at=LATER, delivery=delivery)
    return before, told()


class TestAnEmptyRegister:
    @pytest.mark.parametrize("name", OURS)
    def test_gets_the_same_plans(self, name, region, kampen, tmp_path):
        left_out = TOO_LONG_FOR_A_CELL if name == "template" else set()

        def record():
            for title, said in CASES.items():
                if title not in left_out:
                    record_plan(kampen, title.capitalize(), **said)
            for title in NAMES:
                record_plan(kampen, title, {2027: 1}, invented=True)

        place = tmp_path / f"uit.{outlet_named(name).usual_kind}"

        assert same(*carried_over(name, place, region, record))

    def test_knows_its_plans_again_by_their_old_number(self, region, kampen, tmp_path):
        place = tmp_path / "uit.gpkg"
        carried_over("gpkg", place, region, lambda: record_plan(kampen, "Reeve", {2027: 5}))

        with place.open("rb") as stream:
            kept = store(stream, name="nog eens.gpkg", at=LATER)
        again = preview_import(by=None, at=LATER, file=kept, region=region, reference_date=TODAY)

        assert again.report["change"] == {"created": 0, "changed": 0, "unchanged": 1}


# ------------------------------------------------------------------ a law
YEARS = st.one_of(
    st.none(),
    st.integers(1990, 2090).map(lambda year: (year, year + 1)),
    st.tuples(st.integers(1990, 2050), st.integers(2, 40)).map(lambda p: (p[0], p[0] + p[1])),
)
LINES = [(line, code) for line, codes in CATEGORIES.items() for code in codes]
KINDS = st.builds(
    HomeKind,
    st.sampled_from(["", "apartment", "ground_bound"]),
    st.sampled_from(["", "rent", "owner"]),
    st.sampled_from(["", "rent_mid", "owner_expensive"]),
    st.sampled_from(["", "elderly", "students"]),
    st.sampled_from(["", "no_stairs"]),
    st.sampled_from(["", "flexible"]),
    st.one_of(st.none(), st.integers(0, 99_999_999)),
    st.one_of(st.none(), st.dates(date(1995, 1, 1), date(2099, 12, 31))),
)
CATEGORY = st.one_of(st.sampled_from(LINES), KINDS.map(lambda kind: ("cell", kind.written())))


def _cell(account, line, years):
    return Cell(account, *line, *(years or (None, None)))


CELLS = st.dictionaries(
    st.builds(_cell, st.sampled_from(["build", "demolition"]), CATEGORY, YEARS),
    st.integers(1, 9_999),
    max_size=6,
)
POINTS = st.tuples(
    st.floats(20_000, 270_000, allow_nan=False), st.floats(320_000, 600_000, allow_nan=False)
)
SHAPES = st.one_of(
    st.none(),
    POINTS.map(lambda pair: shapely.Point(*pair)),
    st.tuples(POINTS, st.floats(5, 900)).map(lambda p: shapely.Point(*p[0]).buffer(p[1], 2)),
)
NAMED = (
    st.text(st.characters(categories=["L", "N", "P", "Sm"]), min_size=1, max_size=40)
    .map(lambda name: f"Plan {name}")
    .filter(str.isprintable)
)
NOTES = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=60).map(str.strip)


@st.composite
def values(draw):
    """Return what somebody may say of a plan."""
    return PlanValues(
        name=draw(NAMED),
        note=draw(NOTES),
        planning_status=draw(st.sampled_from(PlanningStatus.values)),
        project_phase=draw(st.sampled_from(ProjectPhase.values)),
        location_kind=draw(st.sampled_from(LocationKind.values)),
        built_up_area=draw(st.sampled_from(BuiltUpArea.values)),
        client_kind=draw(st.sampled_from(ClientKind.values)),
        key_project=draw(st.booleans()),
        invented=draw(st.booleans()),
        **located(draw(SHAPES)),
    )


class TestLaw:
    @pytest.mark.parametrize("name", OURS)
    @settings(
        max_examples=15,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(plans=st.dictionaries(NAMED, st.tuples(values(), CELLS), min_size=1, max_size=6))
    def test_what_goes_out_comes_back(self, name, region, kampen, tmp_path, plans):
        rows = [
            BulkRow("wet", f"{at}", "", kampen.pk, replace(said, name=title), cells)
            for at, (title, (said, cells)) in enumerate(plans.items())
        ]
        place = tmp_path / f"wet.{outlet_named(name).usual_kind}"

        with suppress(_ForgottenError), transaction.atomic():
            before, after = carried_over(
                name,
                place,
                region,
                lambda: apply_bulk(by=None, at=AT, valid_on=TODAY, rows=rows),
            )
            assert same(before, after)
            raise _ForgottenError

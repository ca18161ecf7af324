import numpy as np
import pytest

from woonregie.engines.suppression import (
    Parts,
    Release,
    Rule,
    attack,
    protect,
    sensitive,
)
from woonregie.engines.suppression.tests.regions import named, small_region, square

WIDTH = 0.2
ROUNDING = 1e-6


def check(release, found, readers):
    """Check the proof, and let a solver attack what is published."""
    low, high = release.bounds()
    shown = ~found.hidden
    for known, worlds, exposed in zip(readers, found.worlds, found.exposed, strict=True):
        for world in worlds:
            numbers = release.sums.of(world)
            assert world.min() >= -ROUNDING
            assert (numbers[shown] >= low[shown] - ROUNDING).all()
            assert (numbers[shown] <= high[shown] + ROUNDING).all()
            if known is not None:
                assert world[known] == pytest.approx(release.values[known])
        free = np.ones(release.values.shape, dtype=bool) if known is None else ~known
        unknown = release.sums.of(np.where(free, release.values, 0.0))
        asked = found.hidden & ~exposed & (unknown > 0)
        interval = attack(release, found.hidden, release.sums.only(asked), known)
        wide = np.maximum(WIDTH * unknown[asked], 1.0)
        assert (interval.upper - interval.lower >= wide - 1e-4).all()


class TestProtect:
    def test_hides_a_rectangle_around_one_cell(self):
        found = protect(square([10, 20, 30, 40]), named(0), rng=np.random.default_rng(1))

        assert found.hidden.tolist() == named(0, 1, 2, 3).tolist()
        assert not found.exposed[0].any()

    def test_leaves_alone_what_is_safe(self):
        found = protect(square([10, 20, 30, 40]), named(), rng=np.random.default_rng(1))

        assert not found.hidden.any()
        assert found.worlds[0].shape == (0, 4)

    def test_says_what_it_cannot_hide(self):
        # All but the first cell must be published, so the first can be worked out.
        found = protect(
            square([10, 20, 30, 40]), named(0), rng=np.random.default_rng(1), keep=~named(0)
        )

        assert found.hidden.tolist() == named(0).tolist()
        assert found.exposed[0].tolist() == named(0).tolist()

    def test_says_that_a_secret_must_be_published(self):
        found = protect(
            square([10, 20, 30, 40]), named(0), rng=np.random.default_rng(1), keep=named(0)
        )

        assert not found.hidden.any()
        assert found.exposed[0].tolist() == named(0).tolist()

    def test_hides_more_from_who_knows_a_corner(self):
        release = square([10, 20, 30, 40])
        readers = (None, np.array([False, False, False, True]))

        found = protect(release, named(0), rng=np.random.default_rng(1), known=readers)

        assert found.hidden.sum() > 4
        assert not any(exposed.any() for exposed in found.exposed)
        check(release, found, readers)

    def test_needs_nothing_more_where_rounding_is_enough(self):
        plain = square([10, 20, 30, 40])
        release = Release(plain.values, plain.contributor, plain.sums, base=5)

        found = protect(release, named(0), rng=np.random.default_rng(1))

        assert found.hidden.tolist() == named(0).tolist()

    def test_is_the_same_for_the_same_chance(self):
        region = small_region(np.random.default_rng(3), towns=5, plans=30)
        primary = sensitive(region.release, Rule())

        one, two = (
            protect(region.release, primary, rng=np.random.default_rng(7)) for _again in "12"
        )

        assert (one.hidden == two.hidden).all()


class TestAThousandRegions:
    """What is published of them is laid before an attacker with a solver."""

    @pytest.mark.parametrize("hundred", range(10))
    def test_give_nothing_away(self, hundred):
        rng = np.random.default_rng(hundred)
        for _region in range(100):
            # One in ten has a third dimension: eight corners instead of four.
            kinds = 1 + int(rng.random() < 0.1)
            base = float(rng.choice([0.0, 0.0, 5.0]))
            region = small_region(rng, kinds=kinds, plans=7, base=base)
            readers = (None, region.town == 0)
            primary = np.any(
                [sensitive(region.release, Rule(), known) for known in readers], axis=0
            )

            found = protect(region.release, primary, rng=rng, known=readers)

            assert (found.hidden >= primary).all()
            assert not any(exposed.any() for exposed in found.exposed)
            check(region.release, found, readers)

    def test_keep_the_totals_that_have_to_be_published(self):
        rng = np.random.default_rng(42)
        for _region in range(30):
            region = small_region(rng)
            primary = sensitive(region.release, Rule())
            keep = region.level == region.level.max()

            found = protect(region.release, primary, rng=rng, keep=keep)

            assert not (found.hidden & keep).any()
            check(region.release, found, (None,))

    def test_do_not_in_parts_either(self):
        rng = np.random.default_rng(5)
        region = small_region(rng, towns=12, years=3, kinds=3, plans=120)
        primary = sensitive(region.release, Rule())
        parts = Parts(region.town, region.town // 6, together=4)

        found = protect(region.release, primary, rng=rng, parts=parts)

        assert not found.exposed[0].any()
        check(region.release, found, (None,))

"""What ships has a source, a certainty and a day; what an administrator changed stays."""

import json
from datetime import date
from decimal import Decimal

import pytest

from woonregie.foundation.audit.models import Event
from woonregie.foundation.norms.models import CapacityClass, DefinitionProfile, Norm, NormUnit
from woonregie.foundation.norms.queries import classes_of, profile_named
from woonregie.foundation.norms.services import (
    SHIPPED,
    correct_norm,
    load_shipped,
    replace_norm,
    save_profile,
)
from woonregie.foundation.sources.models import Certainty, Source

pytestmark = pytest.mark.django_db
STATUSES = {"1A", "1B", "1C", "2A", "2B", "2C", "3", "4A", "4B", "5A", "5B", "unknown"}


@pytest.fixture
def shipped():
    return json.loads((SHIPPED / "norms.json").read_text(encoding="utf-8"))


@pytest.fixture
def loaded(region, moment):
    def load():
        load_shipped(at=moment, regions={"west-overijssel": region})

    load()
    return load


class TestLoad:
    def test_brings_everything(self, loaded, shipped):
        assert Norm.objects.count() == len(shipped["norms"])
        assert DefinitionProfile.objects.count() == len(shipped["profiles"])
        assert Source.objects.count() == len(shipped["sources"])

    def test_twice_is_once(self, loaded):
        before = (Norm.objects.count(), DefinitionProfile.objects.count(), Event.objects.count())

        loaded()

        assert before == (
            Norm.objects.count(),
            DefinitionProfile.objects.count(),
            Event.objects.count(),
        )

    def test_leaves_out_norms_of_a_region_that_is_not_there(self, moment, shipped):
        load_shipped(at=moment)

        national = [item for item in shipped["norms"] if not item["region"]]
        assert Norm.objects.count() == len(national)
        assert not Norm.objects.filter(region__isnull=False).exists()

    def test_what_an_administrator_corrected_stays(self, loaded, administrator, moment):
        norm = Norm.objects.get(key="vacancy_share")
        correct_norm(
            by=administrator,
            at=moment,
            norm=norm,
            values={"value": Decimal("0.03"), "starts_on": date(2012, 1, 1)},
        )

        loaded()

        assert Norm.objects.get(key="vacancy_share").value == Decimal("0.03")

    def test_what_an_administrator_replaced_stays(self, loaded, administrator, moment):
        norm = Norm.objects.get(key="vacancy_share")
        replace_norm(
            by=administrator,
            at=moment,
            norm=norm,
            values={"value": Decimal("0.03"), "starts_on": date(2026, 1, 1)},
        )

        loaded()

        rows = Norm.objects.filter(key="vacancy_share").order_by("starts_on")
        assert [row.value for row in rows] == [Decimal("0.02"), Decimal("0.03")]

    def test_a_definition_that_an_administrator_changed_stays(self, loaded, administrator, moment):
        profile = profile_named("strict-1a")
        save_profile(
            by=administrator,
            at=moment,
            name="strict-1a",
            values={"title": "Streng", "source": profile.source, "certainty": "confirmed"},
            classes={**classes_of(profile), "1B": "hard"},
        )

        loaded()

        assert profile_named("strict-1a").version == 2
        assert classes_of(profile_named("strict-1a"))["1B"] == "hard"


class TestEveryNorm:
    def test_has_a_source_a_certainty_and_a_day(self, loaded):
        for norm in Norm.objects.select_related("source"):
            assert norm.certainty in Certainty.values, norm
            assert norm.checked_on is not None, norm
            assert norm.source.publisher, norm
            assert norm.source.title, norm
            assert norm.source.dated_on is not None, norm

    def test_counts_in_a_unit_that_we_know(self, loaded):
        assert set(Norm.objects.values_list("unit", flat=True)) <= set(NormUnit.values)

    def test_shares_are_shares_and_not_percentages(self, loaded):
        for norm in Norm.objects.filter(unit="share"):
            assert 0 < norm.value <= 2, norm
            assert norm.upper_value is None or norm.value < norm.upper_value <= 2, norm

    def test_that_the_issue_asks_for_is_there(self, loaded, region):
        held = {
            (norm.key, norm.region_id is not None): (norm.value, norm.upper_value)
            for norm in Norm.objects.all()
        }

        assert held["hard_plans_max_share", True] == (Decimal("1.0"), None)
        assert held["long_term_share", True] == (Decimal("0.6"), Decimal("0.9"))
        assert held["fixed_share_max", True] == (Decimal("0.8"), None)
        assert held["total_capacity_share", False] == (Decimal("1.3"), None)


class TestEveryDefinition:
    def test_says_of_every_status_what_it_counts_as(self, loaded):
        for profile in DefinitionProfile.objects.prefetch_related("rules"):
            classes = classes_of(profile)
            assert set(classes) == STATUSES, profile
            assert set(classes.values()) <= set(CapacityClass.values), profile

    def test_that_the_issue_asks_for_is_there(self, loaded):
        assert set(DefinitionProfile.objects.values_list("name", flat=True)) == {
            "legal-hard",
            "rigo-legend",
            "west-overijssel-2015",
            "strict-1a",
            "woondeal-2025",
            "data-bewijst-2021",
        }

    @pytest.mark.parametrize("name", ["woondeal-2025", "data-bewijst-2021"])
    def test_without_a_published_rule_says_so_and_is_the_legal_one(self, loaded, name):
        assert profile_named(name).certainty == Certainty.UNKNOWN_RULE
        assert classes_of(profile_named(name)) == classes_of(profile_named("legal-hard"))

    @pytest.mark.parametrize(
        ("name", "hard"),
        [
            ("legal-hard", {"1A", "1B", "2A", "2B"}),
            ("rigo-legend", {"1A", "1B", "1C", "2A", "2B", "2C"}),
            ("strict-1a", {"1A"}),
        ],
    )
    def test_counts_as_hard_what_it_is_named_after(self, loaded, name, hard):
        classes = classes_of(profile_named(name))

        assert {status for status, counts_as in classes.items() if counts_as == "hard"} == hard


def test_no_shipped_source_is_left_unused(shipped):
    used = {item["source"] for item in [*shipped["norms"], *shipped["profiles"]]}

    assert used == set(shipped["sources"])

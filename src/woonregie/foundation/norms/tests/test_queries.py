"""What holds on a day: a region's own norm before the nation's, a definition's newest version."""

from datetime import date
from decimal import Decimal

import pytest

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.norms.models import DefinitionProfile, Norm, StatusRule
from woonregie.foundation.norms.queries import (
    UnknownProfileError,
    all_norms,
    classes_of,
    deadlines_of,
    newest_by_key,
    norm_on,
    norms_on,
    profile_named,
    profiles_for,
)
from woonregie.foundation.norms.wording import value_text
from woonregie.foundation.region.models import Region

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def keep(a_source):
    def kept(value, starts_on=date(2020, 1, 1), ends_before=None, region=None, **values):
        return Norm.objects.create(
            region=region,
            starts_on=starts_on,
            ends_before=ends_before,
            value=Decimal(value),
            source=a_source,
            **{
                "key": "hard-share",
                "unit": "share",
                "label": "Harde plannen",
                "certainty": "confirmed",
                **values,
            },
        )

    return kept


@pytest.fixture
def elsewhere(db):
    organisation = Organisation.objects.create(kind="region", name="Twente", slug="twente")
    return Region.objects.create(organisation=organisation, kind="housing")


class TestNormsOn:
    @pytest.mark.parametrize(
        ("day", "value"),
        [
            (date(2019, 12, 31), None),
            (date(2020, 1, 1), "1.0"),
            (date(2024, 12, 31), "1.0"),
            (date(2025, 1, 1), "1.3"),
            (date(2099, 1, 1), "1.3"),
        ],
    )
    def test_begin_on_their_first_day_and_end_before_their_last(self, keep, region, day, value):
        keep("1.0", ends_before=date(2025, 1, 1))
        keep("1.3", date(2025, 1, 1))

        held = norm_on("hard-share", region, day)

        assert (held.value if held else None) == (Decimal(value) if value else None)

    def test_of_a_region_go_before_those_of_the_nation(self, keep, region, elsewhere):
        keep("1.3")
        keep("0.9", date(2022, 1, 1), date(2024, 1, 1), region=region)

        asked = {
            (place, year): norm_on("hard-share", place, date(year, 6, 1)).value
            for place in (region, elsewhere, None)
            for year in (2021, 2023, 2025)
        }

        assert asked == {
            (region, 2021): Decimal("1.3"),
            (region, 2023): Decimal("0.9"),
            (region, 2025): Decimal("1.3"),
            (elsewhere, 2021): Decimal("1.3"),
            (elsewhere, 2023): Decimal("1.3"),
            (elsewhere, 2025): Decimal("1.3"),
            (None, 2021): Decimal("1.3"),
            (None, 2023): Decimal("1.3"),
            (None, 2025): Decimal("1.3"),
        }

    def test_of_another_region_do_not_count(self, keep, region, elsewhere):
        keep("0.9", region=elsewhere)

        assert norms_on(region, TODAY) == {}
        assert norms_on(None, TODAY) == {}

    def test_come_by_their_key(self, keep, region):
        hard, soft = keep("1.3"), keep("0.8", key="soft-share")

        assert norms_on(region, TODAY) == {"hard-share": hard, "soft-share": soft}


class TestAllNorms:
    def test_hold_past_and_future_of_nation_and_region(self, keep, region, elsewhere):
        past = keep("1.0", ends_before=date(2021, 1, 1))
        future = keep("1.3", date(2030, 1, 1))
        own = keep("0.9", region=region)
        keep("0.5", region=elsewhere)

        assert set(all_norms(region)) == {past, future, own}

    def test_newest_by_key_is_the_last_to_begin(self, keep, region):
        keep("1.0", ends_before=date(2021, 1, 1))
        future = keep("1.3", date(2030, 1, 1))

        assert newest_by_key(region) == {"hard-share": future}


class TestDeadlines:
    def test_of_the_coming_days_are_told_the_first_one_first(self, keep, region):
        def due(day, key):
            return keep("1", day, key=key, unit="deadline")

        last = due(date(2027, 1, 23), "due-60-days-on")
        due(date(2027, 1, 24), "due-too-far-on")
        first = due(TODAY, "due-today")
        due(date(2026, 11, 23), "due-yesterday")
        keep("1.3", date(2026, 12, 1), key="no-deadline")

        assert deadlines_of(region, today=TODAY) == [first, last]


class TestProfiles:
    def test_the_newest_version_is_shown(self, legal_hard, region, a_source):
        newer = DefinitionProfile.objects.create(
            name="legal-hard", version=2, title="Juridisch hard", source=a_source
        )

        assert profiles_for(region) == [newer]
        assert profile_named("legal-hard") == newer
        assert profile_named("legal-hard", version=1) == legal_hard

    def test_of_another_region_are_not_shown(self, legal_hard, region, elsewhere, a_source):
        own = DefinitionProfile.objects.create(
            name="eigen", title="Eigen", source=a_source, region=region
        )
        DefinitionProfile.objects.create(
            name="twents", title="Twents", source=a_source, region=elsewhere
        )

        assert profiles_for(region) == [own, legal_hard]
        assert profiles_for(None) == [legal_hard]

    @pytest.mark.parametrize("version", [None, 3])
    def test_one_that_is_not_there_names_those_that_are(self, legal_hard, version):
        with pytest.raises(UnknownProfileError, match=r"legal-hard") as refused:
            profile_named("legal-hard" if version else "onbekend", version)

        assert refused.value.status == 400

    def test_tell_what_each_status_counts_as(self, legal_hard):
        found = classes_of(legal_hard)

        assert found["2A"] == "hard"
        assert found["3"] == "soft"
        assert len(found) == StatusRule.objects.filter(profile=legal_hard).count() == 12


class TestWording:
    @pytest.mark.parametrize(
        ("value", "upper", "unit", "text"),
        [
            ("1.3", None, "share", "130 %"),
            ("0.6", "0.9", "share", "60 – 90 %"),
            ("0.125", None, "share", "12,5 %"),
            ("0.0205", None, "share", "2,05 %"),
            ("879.66", None, "eur_month", "879,66 euro per maand"),
            ("1000", None, "dwellings", "1.000 woningen"),
            ("100000000", None, "eur", "100.000.000 euro"),
            ("1", None, "deadline", ""),
            ("3", None, "vissen", "3 vissen"),
        ],
    )
    def test_hides_no_decimal_of_a_limit(self, keep, value, upper, unit, text):
        norm = keep(value, unit=unit, upper_value=Decimal(upper) if upper else None)
        norm.refresh_from_db()

        assert value_text(norm) == text

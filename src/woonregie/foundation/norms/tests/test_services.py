"""A new value is a new row, a correction says what stood, a definition keeps its old versions."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from woonregie.foundation.accounts.models import Account, Membership, Organisation, Role
from woonregie.foundation.audit.models import Event
from woonregie.foundation.norms.errors import (
    NormPeriodError,
    NormUnitError,
    OverlappingNormError,
)
from woonregie.foundation.norms.models import DefinitionProfile, Norm
from woonregie.foundation.norms.queries import classes_of, norm_on, profile_named
from woonregie.foundation.norms.services import (
    correct_norm,
    replace_norm,
    save_profile,
    set_norm,
    state_of,
)
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError
from woonregie.foundation.region.models import Region
from woonregie.foundation.sources.models import Source

pytestmark = pytest.mark.django_db
FIRST = date(2020, 1, 1)
NOT_ADMINISTRATORS = [
    "secretary",
    "official_kampen",
    "executive_kampen",
    "account_manager",
    "corporation_adviser",
    "tenants_representative",
    "market_expert",
    "guest",
    "reader",
    "theme_lead",
    "stranger",
]


@pytest.fixture
def new_norm(a_source):
    def made(*, region=None, **values):
        return Norm(
            region=region,
            source=a_source,
            **{
                "key": "hard-share",
                "starts_on": FIRST,
                "value": Decimal("1.3"),
                "unit": "share",
                "label": "Harde plannen",
                "certainty": "confirmed",
                **values,
            },
        )

    return made


@pytest.fixture
def norm(new_norm, moment):
    return set_norm(by=None, at=moment, norm=new_norm())


@pytest.fixture
def elsewhere(db):
    """Return a region of which our administrator is not the administrator."""
    organisation = Organisation.objects.create(kind="region", name="Twente", slug="twente")
    return Region.objects.create(organisation=organisation, kind="housing")


def _last_line():
    return Event.objects.order_by("-sequence")[0]


class TestSetNorm:
    def test_keeps_a_norm_and_writes_a_line(self, new_norm, administrator, moment, region):
        norm = set_norm(by=administrator, at=moment, norm=new_norm(region=region))

        line = _last_line()
        assert Norm.objects.get() == norm
        assert (line.act, line.target_id) == ("norms.norm_set", norm.pk)
        assert line.organisation_id == region.organisation_id
        assert line.payload == {
            "key": "hard-share",
            "value": "1.3",
            "from": "2020-01-01",
            "until": None,
        }

    @pytest.mark.parametrize("name", NOT_ADMINISTRATORS)
    def test_is_for_administrators(self, name, new_norm, moment, request):
        with pytest.raises(ForbiddenError):
            set_norm(by=request.getfixturevalue(name), at=moment, norm=new_norm())

        assert not Norm.objects.exists()

    def test_of_another_region_is_not_hers(self, new_norm, administrator, moment, elsewhere):
        with pytest.raises(ForbiddenError):
            set_norm(by=administrator, at=moment, norm=new_norm(region=elsewhere))

    def test_is_not_for_whoever_was_administrator(self, new_norm, administrator, moment):
        Membership.objects.filter(account=administrator).update(ends_before=moment.date())

        with pytest.raises(ForbiddenError):
            set_norm(by=administrator, at=moment, norm=new_norm())

    def test_refuses_a_second_value_in_words_and_writes_nothing(self, norm, new_norm, moment):
        with pytest.raises(OverlappingNormError, match="geldt al een andere waarde"):
            set_norm(by=None, at=moment, norm=new_norm(starts_on=date(2030, 1, 1)))

        assert Norm.objects.count() == 1
        assert Event.objects.count() == 1

    @pytest.mark.parametrize("ends_before", [FIRST, date(2019, 1, 1)])
    def test_refuses_a_period_that_ends_before_it_begins(self, new_norm, moment, ends_before):
        with pytest.raises(NormPeriodError, match="na de begindag"):
            set_norm(by=None, at=moment, norm=new_norm(ends_before=ends_before))

    def test_refuses_one_key_in_two_units(self, norm, new_norm, moment, region):
        with pytest.raises(NormUnitError, match="andere eenheid"):
            set_norm(by=None, at=moment, norm=new_norm(region=region, unit="eur"))


class TestReplaceNorm:
    def test_closes_the_old_row_and_begins_a_new_one(self, norm, administrator, moment):
        following = replace_norm(
            by=administrator,
            at=moment,
            norm=norm,
            values={"value": Decimal("1.2"), "starts_on": date(2026, 1, 1)},
        )

        norm.refresh_from_db()
        assert (norm.value, norm.ends_before) == (Decimal("1.3"), date(2026, 1, 1))
        assert (following.value, following.starts_on) == (Decimal("1.2"), date(2026, 1, 1))
        assert following.ends_before is None
        assert (following.key, following.unit, following.label) == (
            norm.key,
            norm.unit,
            norm.label,
        )

    def test_what_held_before_can_still_be_asked(self, norm, moment):
        replace_norm(
            by=None,
            at=moment,
            norm=norm,
            values={"value": Decimal("1.2"), "starts_on": date(2026, 1, 1)},
        )

        asked = {
            day: norm_on("hard-share", None, day).value
            for day in (FIRST, date(2025, 12, 31), date(2026, 1, 1), date(2040, 1, 1))
        }
        assert list(asked.values()) == [
            Decimal("1.3"),
            Decimal("1.3"),
            Decimal("1.2"),
            Decimal("1.2"),
        ]

    def test_the_line_says_what_came_after_what(self, norm, administrator, moment):
        following = replace_norm(
            by=administrator,
            at=moment,
            norm=norm,
            values={"value": Decimal("1.2"), "starts_on": date(2026, 1, 1)},
        )

        line = _last_line()
        assert (line.act, line.target_id) == ("norms.norm_set", following.pk)
        assert line.payload["after"] == str(norm.pk)
        assert line.payload["value"] == "1.2"

    @pytest.mark.parametrize("day", [date(2019, 12, 31), FIRST, date(2024, 1, 1)])
    def test_refuses_a_day_outside_the_period(self, new_norm, moment, day):
        norm = set_norm(by=None, at=moment, norm=new_norm(ends_before=date(2024, 1, 1)))

        with pytest.raises(NormPeriodError, match="verbeteren"):
            replace_norm(by=None, at=moment, norm=norm, values={"starts_on": day})

        norm.refresh_from_db()
        assert norm.ends_before == date(2024, 1, 1)
        assert Norm.objects.count() == 1

    def test_refuses_to_run_into_the_next_row_and_changes_nothing(self, new_norm, moment):
        norm = set_norm(by=None, at=moment, norm=new_norm(ends_before=date(2024, 1, 1)))
        set_norm(by=None, at=moment, norm=new_norm(starts_on=date(2024, 1, 1)))

        with pytest.raises(OverlappingNormError):
            replace_norm(
                by=None,
                at=moment,
                norm=norm,
                values={"starts_on": date(2022, 1, 1), "ends_before": None},
            )

        norm.refresh_from_db()
        assert norm.ends_before == date(2024, 1, 1)
        assert Norm.objects.count() == 2

    @pytest.mark.parametrize("name", NOT_ADMINISTRATORS)
    def test_is_for_administrators(self, name, norm, moment, request):
        with pytest.raises(ForbiddenError):
            replace_norm(
                by=request.getfixturevalue(name),
                at=moment,
                norm=norm,
                values={"starts_on": date(2026, 1, 1)},
            )

    @given(days=st.sets(st.integers(1, 60), max_size=6))
    @settings(deadline=None, max_examples=30)
    def test_many_changes_leave_no_day_without_and_no_day_with_two(self, days):
        Norm.objects.all().delete()
        source, _made = Source.objects.get_or_create(key="toetsbron", publisher="CBS", title="T")
        newest = Norm.objects.create(
            key="hard-share",
            starts_on=FIRST,
            value=0,
            unit="share",
            label="Norm",
            source=source,
            certainty="confirmed",
        )
        for day in sorted(days):
            newest = replace_norm(
                by=None,
                at=datetime(2026, 11, 24, tzinfo=UTC),
                norm=newest,
                values={"value": Decimal(day), "starts_on": FIRST + timedelta(days=day)},
            )

        for day in range(62):
            held = norm_on("hard-share", None, FIRST + timedelta(days=day))
            assert held.value == max((item for item in days if item <= day), default=0)


class TestCorrectNorm:
    def test_mends_the_row_and_says_what_stood(self, norm, administrator, moment):
        corrected = correct_norm(
            by=administrator,
            at=moment,
            norm=norm,
            values={"value": Decimal("0.8"), "label": "Ten hoogste 80 %"},
        )

        line = _last_line()
        assert Norm.objects.count() == 1
        assert corrected.value == Decimal("0.8")
        assert line.act == "norms.norm_corrected"
        assert line.payload == {
            "key": "hard-share",
            "value": "0.8",
            "value_was": "1.3",
            "label": "Ten hoogste 80 %",
            "label_was": "Harde plannen",
        }

    def test_tells_days_and_source_as_well(self, norm, moment):
        other = Source.objects.create(key="cbs", publisher="CBS", title="StatLine")
        was = norm.source_id

        correct_norm(
            by=None,
            at=moment,
            norm=norm,
            values={
                "source": other,
                "starts_on": date(2018, 4, 1),
                "ends_before": date(2030, 1, 1),
            },
        )

        assert _last_line().payload == {
            "key": "hard-share",
            "starts_on": "2018-04-01",
            "starts_on_was": "2020-01-01",
            "ends_before": "2030-01-01",
            "ends_before_was": None,
            "source": str(other.pk),
            "source_was": str(was),
        }

    def test_the_same_again_writes_nothing(self, norm, moment):
        correct_norm(
            by=None, at=moment, norm=norm, values={"value": Decimal("1.3000"), "label": norm.label}
        )

        assert Event.objects.count() == 1

    def test_cannot_change_what_the_norm_is(self, norm, moment, region):
        correct_norm(
            by=None,
            at=moment,
            norm=norm,
            values={"key": "soft-share", "unit": "eur", "region": region},
        )

        norm.refresh_from_db()
        assert (norm.key, norm.unit, norm.region) == ("hard-share", "share", None)

    def test_refuses_to_overlap_and_changes_nothing(self, new_norm, moment):
        norm = set_norm(by=None, at=moment, norm=new_norm(ends_before=date(2024, 1, 1)))
        set_norm(by=None, at=moment, norm=new_norm(starts_on=date(2024, 1, 1)))

        with pytest.raises(OverlappingNormError):
            correct_norm(by=None, at=moment, norm=norm, values={"ends_before": date(2024, 1, 2)})

        norm.refresh_from_db()
        assert norm.ends_before == date(2024, 1, 1)
        assert Event.objects.count() == 2

    @pytest.mark.parametrize("act", [correct_norm, replace_norm])
    def test_refuses_whoever_did_not_see_what_stands(self, norm, moment, act):
        seen = state_of(norm)
        correct_norm(by=None, at=moment, norm=norm, values={"value": Decimal("0.9")})

        with pytest.raises(StaleVersionError, match="Iemand anders") as refused:
            act(
                by=None,
                at=moment,
                norm=norm,
                values={"value": Decimal("0.8"), "starts_on": date(2026, 1, 1)},
                base=seen,
            )

        norm.refresh_from_db()
        assert norm.value == Decimal("0.9")
        assert refused.value.fields["base_version"] == seen
        assert refused.value.fields["current_version"] == state_of(norm)

    @pytest.mark.parametrize("name", NOT_ADMINISTRATORS)
    def test_is_for_administrators(self, name, norm, moment, request):
        with pytest.raises(ForbiddenError):
            correct_norm(by=request.getfixturevalue(name), at=moment, norm=norm, values={})

    def test_of_another_region_is_not_hers(self, new_norm, administrator, moment, elsewhere):
        norm = set_norm(by=None, at=moment, norm=new_norm(region=elsewhere))

        with pytest.raises(ForbiddenError):
            correct_norm(by=administrator, at=moment, norm=norm, values={"value": Decimal(2)})


@pytest.fixture
def saved(a_source, moment):
    def save(by=None, classes=None, base_version=None, region=None, **values):
        kept = {
            "title": "Juridisch hard",
            "source": a_source,
            "certainty": "confirmed",
            "region": region,
            **values,
        }
        return save_profile(
            by=by,
            at=moment,
            name="legal-hard",
            values=kept,
            classes=classes or {"1A": "hard", "3": "soft"},
            base_version=base_version,
        )

    return save


class TestSaveProfile:
    def test_makes_the_first_version(self, saved, administrator):
        profile = saved(by=administrator)

        line = _last_line()
        assert profile.version == 1
        assert classes_of(profile) == {"1A": "hard", "3": "soft"}
        assert (line.act, line.payload) == (
            "norms.profile_saved",
            {"name": "legal-hard", "version": 1},
        )

    def test_the_same_again_writes_nothing(self, saved):
        assert saved() == saved()
        assert Event.objects.count() == 1

    @pytest.mark.parametrize(
        "change",
        [{"title": "Hard"}, {"classes": {"1A": "hard", "3": "hard"}}, {"horizon_years": 5}],
    )
    def test_a_change_is_a_new_version_and_the_old_one_stays(self, saved, change):
        first = saved()

        second = saved(**change)

        assert (second.version, DefinitionProfile.objects.count()) == (2, 2)
        assert profile_named("legal-hard") == second
        old = profile_named("legal-hard", version=1)
        assert old == first
        assert (old.title, classes_of(old)) == ("Juridisch hard", {"1A": "hard", "3": "soft"})

    def test_refuses_whoever_began_at_an_older_version(self, saved):
        saved()
        saved(title="Hard")

        with pytest.raises(StaleVersionError, match="versie 2"):
            saved(title="Harder", base_version=1)

        assert DefinitionProfile.objects.count() == 2

    @pytest.mark.parametrize("name", NOT_ADMINISTRATORS)
    def test_is_for_administrators(self, name, saved, request):
        with pytest.raises(ForbiddenError):
            saved(by=request.getfixturevalue(name))

    def test_of_another_region_is_not_hers(self, saved, administrator, elsewhere):
        saved(region=elsewhere)

        with pytest.raises(ForbiddenError):
            saved(by=administrator, region=elsewhere, title="Hard")

    def test_cannot_be_taken_over_by_naming_ones_own_region(
        self, saved, administrator, elsewhere, region
    ):
        saved(region=elsewhere)

        with pytest.raises(ForbiddenError):
            saved(by=administrator, region=region, title="Hard")


def test_an_administrator_is_one_at_the_region_not_at_a_member(new_norm, moment, region, kampen):
    """A membership in the wrong place gives no say over what all others are measured by."""
    account = Account.objects.create_user("beheer@voorbeeld.example", display_name="Beheer")
    Membership.objects.create(
        account=account,
        organisation=kampen.organisation,
        role=Role.ADMINISTRATOR,
        starts_on=date(2020, 1, 1),
    )

    with pytest.raises(ForbiddenError):
        set_norm(by=account, at=moment, norm=new_norm(region=region))

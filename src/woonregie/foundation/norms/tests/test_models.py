"""The database itself refuses two values of one norm on one day, whoever writes them and how."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, models, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.norms.models import DefinitionProfile, Norm, StatusRule
from woonregie.foundation.norms.overlap import install
from woonregie.foundation.region.models import Region
from woonregie.foundation.sources.models import Source

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2020, 1, 1), date(2025, 1, 1)


@pytest.fixture
def norm_of(a_source):
    def made(starts_on=FIRST, ends_before=LAST, *, region=None, key="hard-share", **values):
        return Norm(
            key=key,
            region=region,
            starts_on=starts_on,
            ends_before=ends_before,
            unit="share",
            label="Harde plannen",
            source=a_source,
            certainty="confirmed",
            **{"value": Decimal("1.3"), **values},
        )

    return made


def _refused(write):
    with pytest.raises(IntegrityError, match="norm_no_overlap"), transaction.atomic():
        write()


OVERLAPPING = [
    (date(2020, 1, 1), date(2025, 1, 1)),
    (date(2019, 1, 1), date(2020, 1, 2)),
    (date(2024, 12, 31), date(2030, 1, 1)),
    (date(2022, 1, 1), date(2022, 1, 2)),
    (date(2019, 1, 1), None),
    (date(2024, 12, 31), None),
]


class TestOverlap:
    @pytest.mark.parametrize(("starts_on", "ends_before"), OVERLAPPING)
    def test_is_refused_when_a_row_is_saved(self, norm_of, starts_on, ends_before):
        norm_of().save()

        _refused(norm_of(starts_on, ends_before).save)

    @pytest.mark.parametrize("starts_on", [date(1990, 1, 1), date(2020, 1, 1), date(2040, 1, 1)])
    def test_is_refused_with_a_row_that_never_ends(self, norm_of, starts_on):
        norm_of(FIRST, None).save()

        if starts_on < FIRST:
            norm_of(starts_on, FIRST).save()
            _refused(norm_of(starts_on, None, value=2).save)
        else:
            _refused(norm_of(starts_on, None).save)

    def test_is_refused_within_a_region(self, norm_of, region):
        norm_of(region=region).save()

        _refused(norm_of(region=region).save)

    def test_is_refused_in_one_bulk(self, norm_of):
        _refused(lambda: Norm.objects.bulk_create([norm_of(), norm_of()]))

        assert not Norm.objects.exists()

    def test_is_refused_in_an_update(self, norm_of):
        norm_of().save()
        norm_of(LAST, None).save()

        _refused(lambda: Norm.objects.filter(starts_on=LAST).update(starts_on=date(2024, 1, 1)))
        _refused(lambda: Norm.objects.filter(starts_on=FIRST).update(ends_before=None))

    def test_is_refused_when_a_row_changes_its_key_or_region(self, norm_of, region):
        norm_of().save()
        norm_of(key="soft-share").save()
        norm_of(region=region).save()

        _refused(lambda: Norm.objects.filter(key="soft-share").update(key="hard-share"))
        _refused(lambda: Norm.objects.filter(region=region).update(region=None))

    def test_is_refused_in_raw_sql(self, norm_of):
        norm_of().save()
        fresh = Norm._meta.pk.get_db_prep_value(uuid7(), connection)

        def insert():
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO norms_norm (id, key, region_id, starts_on, ends_before, value, "
                    "upper_value, unit, label, source_id, certainty, checked_on) "
                    "SELECT %s, key, region_id, starts_on, NULL, value, upper_value, unit, label, "
                    "source_id, certainty, checked_on FROM norms_norm",
                    [fresh],
                )

        _refused(insert)

    def test_is_refused_in_a_raw_update(self, norm_of):
        norm_of().save()
        norm_of(LAST, None).save()

        def update():
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE norms_norm SET starts_on = %s WHERE ends_before IS NULL",
                    [date(2024, 12, 31)],
                )

        _refused(update)


class TestNoOverlap:
    @pytest.mark.parametrize(
        ("starts_on", "ends_before"),
        [(date(2019, 1, 1), FIRST), (LAST, None), (LAST, date(2026, 1, 1))],
    )
    def test_one_period_may_begin_where_another_ends(self, norm_of, starts_on, ends_before):
        norm_of().save()

        norm_of(starts_on, ends_before).save()

        assert Norm.objects.count() == 2

    def test_the_nation_and_a_region_may_differ(self, norm_of, region):
        norm_of().save()

        norm_of(region=region).save()

        assert Norm.objects.count() == 2

    def test_two_regions_may_differ(self, norm_of, region):
        other = Region.objects.create(
            organisation=Organisation.objects.create(kind="region", name="Twente", slug="twente"),
            kind="housing",
        )
        norm_of(region=region).save()

        norm_of(region=other).save()

        assert Norm.objects.count() == 2

    def test_two_norms_may_hold_at_once(self, norm_of):
        norm_of().save()

        norm_of(key="soft-share").save()

        assert Norm.objects.count() == 2

    def test_a_row_may_be_saved_again(self, norm_of):
        norm = norm_of()
        norm.save()

        norm.value = Decimal("1.2")
        norm.save()

        assert Norm.objects.get().value == Decimal("1.2")

    def test_a_row_that_is_gone_leaves_its_days(self, norm_of):
        norm_of().save()
        Norm.objects.all().delete()

        norm_of().save()

        assert Norm.objects.count() == 1


class TestPeriod:
    @pytest.mark.parametrize("ends_before", [FIRST, date(2019, 1, 1)])
    def test_cannot_end_before_it_begins(self, norm_of, ends_before):
        with pytest.raises(IntegrityError, match="norm_ends_after_start"), transaction.atomic():
            norm_of(FIRST, ends_before).save()


PERIODS = st.lists(
    st.tuples(
        st.sampled_from(["hard-share", "soft-share"]),
        st.booleans(),
        st.integers(0, 12),
        st.none() | st.integers(1, 6),
    ),
    max_size=12,
)


@given(asked=PERIODS)
@settings(deadline=None, max_examples=60)
def test_never_more_than_one_value_per_key_region_and_day(asked):
    """An oracle beside the database: it takes a row exactly when no day is taken."""
    Norm.objects.all().delete()
    source, _made = Source.objects.get_or_create(key="toetsbron", publisher="CBS", title="Toets")
    organisation, _made = Organisation.objects.get_or_create(
        slug="twente", kind="region", name="Twente"
    )
    place, _made = Region.objects.get_or_create(organisation=organisation, kind="housing")
    taken = set()
    for key, regional, start, length in asked:
        days = {(key, regional, day) for day in range(start, start + (length or 40))}
        norm = Norm(
            key=key,
            region=place if regional else None,
            starts_on=FIRST + timedelta(days=start),
            ends_before=FIRST + timedelta(days=start + length) if length else None,
            value=1,
            unit="share",
            label="Norm",
            source=source,
            certainty="confirmed",
        )
        try:
            with transaction.atomic():
                norm.save()
            accepted = True
        except IntegrityError:
            accepted = False

        assert accepted is not bool(days & taken)
        taken |= days if accepted else set()


class TestDefinitionProfile:
    def test_a_version_is_there_once(self, legal_hard, a_source):
        with pytest.raises(IntegrityError), transaction.atomic():
            DefinitionProfile.objects.create(
                name="legal-hard", version=1, title="Nog eens", source=a_source
            )

    def test_a_status_counts_as_one_thing(self, legal_hard):
        with pytest.raises(IntegrityError), transaction.atomic():
            StatusRule.objects.create(profile=legal_hard, status="1A", counts_as="soft")


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="only SQLite rebuilds a table to change it"
)
@pytest.mark.django_db(transaction=True)
def test_the_guard_comes_back_after_a_rebuild(norm_of):
    """SQLite drops triggers with the old table; `post_migrate` installs them again."""
    changed = models.CharField(max_length=250)
    changed.set_attributes_from_name("label")
    with connection.schema_editor() as editor:
        editor.alter_field(Norm, Norm._meta.get_field("label"), changed)
    norm_of().save()
    norm_of().save()
    Norm.objects.all().delete()

    install(using="default")

    norm_of().save()
    _refused(norm_of().save)
    with connection.schema_editor() as editor:
        editor.alter_field(Norm, changed, Norm._meta.get_field("label"))
    install(using="default")

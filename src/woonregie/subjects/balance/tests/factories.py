"""Makers of norms, regions and programmes for tests."""

from datetime import UTC, date, datetime
from decimal import Decimal

from woonregie.foundation.accounts.models import Organisation, OrganisationKind
from woonregie.foundation.disclosure.circles import Circle
from woonregie.foundation.disclosure.models import Ground
from woonregie.foundation.disclosure.services import Wanted, say_audience
from woonregie.foundation.norms.models import CapacityClass, DefinitionProfile, Norm, StatusRule
from woonregie.foundation.region.models import Municipality, Region, RegionKind, RegionMember
from woonregie.subjects.plans.queries import STATUSES
from woonregie.subjects.plans.services import set_programme

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SINCE = date(2025, 1, 1)


def set_vacancy(source, share: Decimal, *, on=date(2010, 1, 1)) -> Norm:
    """Keep the norm for dwellings that must be empty, from a day on."""
    return Norm.objects.create(
        key="vacancy_share",
        starts_on=on,
        value=share,
        unit="share",
        label="Frictieleegstand",
        source=source,
        certainty="estimated",
    )


def adopt(municipality, source, dwellings, years=(2026, 2036), *, basis="net", on=SINCE, at=AT):
    """Adopt a programme for all homes of a municipality."""
    return set_programme(
        by=None,
        at=at,
        municipality=municipality,
        segment="all",
        from_year=years[0],
        before_year=years[1],
        dwellings=dwellings,
        valid_on=on,
        source=source,
        basis=basis,
    )


def make_region(name, *municipalities, kind=RegionKind.SUBREGION, parent=None, **dated) -> Region:
    """Make a region of municipalities, which join it on the days that are given."""
    slug = name.lower().replace(" ", "-")
    organisation = Organisation.objects.create(kind=OrganisationKind.REGION, name=name, slug=slug)
    region = Region.objects.create(organisation=organisation, kind=kind, parent=parent)
    for municipality in municipalities:
        RegionMember.objects.create(region=region, organisation=municipality.organisation, **dated)
    return region


def make_municipality(code, name, *, province="PV23", fictitious=False) -> Municipality:
    """Make a municipality."""
    organisation = Organisation.objects.create(
        kind=OrganisationKind.MUNICIPALITY,
        name=name,
        slug=name.lower(),
        fictitious=fictitious,
    )
    return Municipality.objects.create(
        organisation=organisation, code=code, province_code=province
    )


def make_profile(name, source, *, hard=(), unknown=("unknown",), left_out=(), **values):
    """Make a definition of which the statuses that are not named are soft."""
    profile = DefinitionProfile.objects.create(
        name=name, title=name.capitalize(), source=source, certainty="confirmed", **values
    )
    classes = {
        **dict.fromkeys(STATUSES, CapacityClass.SOFT),
        **dict.fromkeys(hard, CapacityClass.HARD),
        **dict.fromkeys(unknown, CapacityClass.UNKNOWN),
        **dict.fromkeys(left_out, CapacityClass.LEFT_OUT),
    }
    StatusRule.objects.bulk_create(
        StatusRule(profile=profile, status=status, counts_as=counts_as)
        for status, counts_as in classes.items()
    )
    return profile


def restrict(plan, *, circles=Circle.OWN, partners=(), group="", at=AT, **also):
    """Keep a plan, or one group of its fields, from all but some circles and partners."""
    return say_audience(
        by=None,
        at=at,
        target=plan,
        owner=plan.municipality.organisation,
        group=group,
        wanted=Wanted(
            circles=circles,
            partners=partners,
            ground=Ground.COMPETITION,
            decided_by="college",
            decided_on=at.date(),
            review_on=date(at.year + 1, 6, 1),
            **also,
        ),
    )

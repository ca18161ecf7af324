"""Reading norms and definition profiles: what holds on a day, in a region."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from woonregie.foundation.norms.models import DefinitionProfile, Norm
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.models import Region


class UnknownProfileError(RefusedError):
    """A definition profile that we do not have."""

    code = "unknown_profile"


def _holds(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_before__isnull=True) | Q(ends_before__gt=on))


def norms_on(region: Region | None, on: date) -> dict[str, Norm]:
    """Return the norms that hold on a day by key; a regional norm goes before a national one."""
    places = Q(region__isnull=True) | Q(region=region) if region else Q(region__isnull=True)
    found = Norm.objects.filter(_holds(on), places).select_related("source", "region")
    return {norm.key: norm for norm in sorted(found, key=lambda norm: norm.region_id is not None)}


def norm_on(key: str, region: Region | None, on: date) -> Norm | None:
    """Return one norm that holds on a day, or None."""
    return norms_on(region, on).get(key)


def all_norms(region: Region) -> QuerySet[Norm]:
    """Return every norm of the nation and of a region, past and future, by key and day."""
    return Norm.objects.filter(Q(region__isnull=True) | Q(region=region)).select_related(
        "source", "region"
    )


def newest_by_key(region: Region) -> dict[str, Norm]:
    """Return the newest row of each key that a region can use, by key."""
    return {norm.key: norm for norm in all_norms(region).order_by("starts_on")}


def deadlines_of(region: Region, *, today: date, days: int = 60) -> list[Norm]:
    """Return norms of unit "deadline" that begin to hold within some days, the first one first."""
    return list(
        all_norms(region)
        .filter(unit="deadline", starts_on__gte=today, starts_on__lte=today + timedelta(days=days))
        .order_by("starts_on")
    )


def profiles_for(region: Region | None) -> list[DefinitionProfile]:
    """Return the newest version of each definition profile.

    National ones and those of a region.
    """
    places = Q(region__isnull=True) | Q(region=region) if region else Q(region__isnull=True)
    newest: dict[str, DefinitionProfile] = {}
    for profile in (
        DefinitionProfile.objects.filter(places).select_related("source").order_by("version")
    ):
        newest[profile.name] = profile
    return sorted(newest.values(), key=lambda profile: profile.title)


def profile_named(name: str, version: int | None = None) -> DefinitionProfile:
    """Return a definition profile with its rules; without a version the newest.

    Raises:
        UnknownProfileError: no profile of that name; the text lists those that there are.
    """
    found = (
        DefinitionProfile.objects.filter(name=name)
        .prefetch_related("rules")
        .select_related("source")
    )
    if version is not None:
        found = found.filter(version=version)
    profile = found.order_by("-version").first()
    if profile is None:
        names = sorted(set(DefinitionProfile.objects.values_list("name", flat=True)))
        raise UnknownProfileError(
            _("Definitie %(name)s bestaat niet. Kies uit: %(names)s.")
            % {"name": name, "names": ", ".join(names)},
            profile=name,
        )
    return profile


def classes_of(profile: DefinitionProfile) -> dict[str, str]:
    """Return planning status -> capacity class under a profile; what has no rule is "unknown"."""
    return {rule.status: rule.counts_as for rule in profile.rules.all()}

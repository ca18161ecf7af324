"""Checks of what changed: against a year ago, the counted homes, the agreements."""

from collections.abc import Iterator, Mapping

from woonregie.subjects.plans.likeness import plain
from woonregie.subjects.plans.models import CompensationRisk, Landowner
from woonregie.subjects.plans.validations.found import Check, Finding, Picture

DAYS_A_YEAR = 365.25


def changed_without_reason(picture: Picture) -> Iterator[Finding]:
    """Find plans whose number changed much since the previous reference date, nobody said why."""
    share = picture.limit("changed_without_reason", "share")
    most = picture.limit("changed_without_reason", "dwellings")
    for view in picture.plans:
        before, now = view.before.net, view.holding.net
        step = abs(now - before)
        large = step > most or (before > 0 and step > share * before)
        if before and large and not any(view.reasons):
            yield view.finding("changed_without_reason", before=before, now=now)


def gone_without_posting(picture: Picture) -> Iterator[Finding]:
    """Find plans that are in the register no longer, without a posting that says why."""
    for view in picture.gone:
        if not any(view.reasons):
            yield view.finding("gone_without_posting", before=view.before.net)


def long_unchanged(picture: Picture) -> Iterator[Finding]:
    """Find plans of which nobody said anything for years."""
    years = picture.limit("long_unchanged", "years")
    for view in picture.plans:
        said = view.last_said_on
        if view.counts and said and (picture.on - said).days / DAYS_A_YEAR >= years:
            yield view.finding("long_unchanged", since=said)


def whole_and_parts(picture: Picture) -> Iterator[Finding]:
    """Find a plan that counts beside plans whose names begin with its own."""
    views = [view for view in picture.plans if view.counts and view.holding.build > 0]
    named = [(plain(view.version.name), view) for view in views]
    share = picture.limit("whole_and_parts", "share")
    for name, whole in named:
        parts = [
            view
            for other, view in named
            if other.startswith(f"{name} ") and (whole.key, view.key) not in picture.related
        ]
        homes = sum(view.holding.build for view in parts)
        if len(parts) > 1 and homes >= share * whole.holding.build:
            yield whole.finding(
                "whole_and_parts", *parts, dwellings=homes, total=whole.holding.build
            )


def differs_from_counted(picture: Picture) -> Iterator[Finding]:
    """Find years in which the ledger and the statistical office differ."""
    share = picture.limit("differs_from_counted", "share")
    for year, (counted, realised) in sorted(picture.counted.items()):
        if counted and abs(realised - counted) > share * counted:
            values = {"year": year, "counted": counted, "realised": realised}
            yield Finding("differs_from_counted", (), picture.municipality_id, values)


def write_down_without_care(picture: Picture) -> Iterator[Finding]:
    """Find write-downs of which owner, risk or notice is not known."""
    for view in picture.plans:
        for agreed in view.write_downs:
            unknown = (
                agreed.landowner == Landowner.UNKNOWN
                or agreed.compensation_risk == CompensationRisk.UNKNOWN
                or (agreed.foreseeable_on is None and agreed.landowner != Landowner.MUNICIPALITY)
            )
            if unknown and agreed.withdrawn_at is None:
                yield view.finding(
                    "write_down_without_care",
                    dwellings=agreed.dwellings,
                    agreed_on=agreed.agreed_on,
                )


CHECKS: Mapping[str, Check] = {
    "changed_without_reason": changed_without_reason,
    "gone_without_posting": gone_without_posting,
    "long_unchanged": long_unchanged,
    "whole_and_parts": whole_and_parts,
    "differs_from_counted": differs_from_counted,
    "write_down_without_care": write_down_without_care,
}

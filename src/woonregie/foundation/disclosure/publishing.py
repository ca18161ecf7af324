"""Publishing totals that hold secrets: weighed beside everything that was published before.

A publication has two parts that share no atom, so each is weighed apart: what secrets add, and the
rest, the open part. A whole total is their sum.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.services import record
from woonregie.foundation.disclosure.circles import EVERYBODY, Reader
from woonregie.foundation.disclosure.errors import PublicationError
from woonregie.foundation.disclosure.models import Publication
from woonregie.foundation.disclosure.queries import kept_from, restricted, seen_by
from woonregie.foundation.disclosure.tables import Atom, Counted, Key, registered_tables
from woonregie.foundation.disclosure.weighing import Issue, Rules, Weighed, weigh

SEED_DIGITS = 15

Numbers = Mapping[Key, frozenset[Atom]]


@transaction.atomic
def publish(
    *,
    by: Account | None,
    at: datetime,
    scope: Organisation,
    on: date,
    kind: str,
    groups: Collection[str],
    readers: Iterable[Reader],
    owners: Mapping[UUID, UUID],
    rules: Rules,
    act: str,
) -> Publication:
    """Publish every registered table of a scope for a reference date.

    It checks no permission: the service of the subject knows who may.

    Args:
        by: who publishes; None is the system itself.
        at: the moment.
        scope: whose totals.
        on: the reference date.
        kind: the things that are counted, such as "plans.plan".
        groups: the groups of fields that make one of them a secret.
        readers: each class of readers that there is; everybody is one of them.
        owners: everything that counts in these totals -> the organisation whose it is.
        rules: when numbers may be shown.
        act: registered name of the act, for the trail.

    Raises:
        PublicationError: a reference date that is yet to come, or an earlier publication that
            cannot be worked out again.
    """
    today = localdate(at)
    if on > today:
        raise PublicationError(_("De peildatum moet vandaag of eerder zijn."), on=on.isoformat())
    # Two publications at once would not know of each other, and regions may overlap.
    list(Organisation.objects.select_for_update().filter(kind=scope.kind).order_by("pk"))
    secrets = restricted(kind, groups, on=today)
    terms = laid_down(scope, on)
    kept = Counted(scope.pk, on, at, frozenset(key for key in secrets if secrets[key]), terms)
    rest = Counted(scope.pk, on, at, frozenset(owners.keys() - secrets.keys()), terms)
    added = _weighed(_secret_part(kept, secrets, readers, kind, groups, today), rules)
    public = _public(kind, groups, today)
    others = _weighed(_open_part(rest, secrets.keys(), public, owners), rules)
    shown, open_shown = _by_table(added), _by_table(others)
    base = {
        "scope": scope.pk,
        "on": on,
        "at": at,
        "numbers": shown,
        "open": open_shown,
        "rules": asdict(rules),
    }
    made = Publication.objects.create(
        scope=scope,
        on=on,
        published_at=at,
        published_by=by,
        rules=asdict(rules),
        terms=dict(terms),
        counted=sorted(str(thing) for thing in kept.things),
        numbers=shown,
        withheld=added.withheld,
        open_counted={str(thing): str(owners[thing]) for thing in sorted(rest.things)},
        open_numbers=open_shown,
        open_withheld=others.withheld,
        digest=digest(base),
    )
    record(
        act=act,
        by=by,
        at=at,
        target=made,
        organisation_id=scope.pk,
        payload={"on": on, "digest": made.digest, "withheld": added.withheld},
    )
    return made


def _by_table(found: Weighed) -> dict[str, list[list[Any]]]:
    shown: dict[str, list[list[Any]]] = {name: [] for name in registered_tables()}
    for key, value in found.shown.items():
        shown[key.table].append([key.area, key.key, value])
    return shown


def laid_down(scope: Organisation, on: date) -> dict[str, Any]:
    """Return what every table lays down for a publication, by table."""
    return {name: dict(table.terms(scope.pk, on)) for name, table in registered_tables().items()}


def numbers_of(counted: Counted) -> dict[Key, frozenset[Atom]]:
    """Return the numbers of every table that was laid down, as sums of atoms."""
    tables = registered_tables()
    return {
        Key(name, area, key): atoms
        for name in counted.terms
        if name in tables
        for area, key, atoms in tables[name].numbers(counted)
    }


def issue_of(publication: Publication, *, is_open: bool = False) -> Issue:
    """Return what was published of one part, worked out again from what was known at the time.

    Args:
        publication: which one.
        is_open: the part of what is no secret; else that of the secrets.

    Raises:
        PublicationError: what was shown then does not come out.
    """
    counted = Counted(
        scope_id=publication.scope_id,
        on=publication.on,
        known_on=publication.published_at,
        things=frozenset(UUID(thing) for thing in _things(publication, is_open=is_open)),
        terms=publication.terms,
    )
    numbers = numbers_of(counted)
    base = int(publication.rules["base"])
    shown = publication.open_shown() if is_open else publication.shown()
    told = {Key(*key): value for key, value in shown.items() if value is not None}
    if any(_shown(numbers.get(key, frozenset()), base) != value for key, value in told.items()):
        raise PublicationError(
            _(
                "De publicatie van %(name)s voor %(day)s is niet meer na te rekenen. Vraag de "
                "beheerder wat er sindsdien in het verleden is gewijzigd."
            )
            % {"name": publication.scope, "day": date_format(publication.on, "j F Y")},
            publication=str(publication.pk),
        )
    return Issue(numbers, frozenset(told))


def _things(publication: Publication, *, is_open: bool) -> Collection[str]:
    """Return what a part of a publication counts."""
    found: Collection[str] = publication.open_counted if is_open else publication.counted
    return found


def _shown(atoms: Iterable[Atom], base: int) -> int:
    true = sum(atom.value for atom in atoms)
    return -(-(2 * true - base) // (2 * base)) * base if base else true


def related(things: Collection[UUID], *, is_open: bool = False) -> list[Publication]:
    """Return the publications that share things, directly or through others, the oldest first.

    Args:
        things: of a new publication.
        is_open: share them in the part of what is no secret; else in that of the secrets.
    """
    wanted = {str(thing) for thing in things}
    waiting = list(Publication.objects.select_related("scope").order_by("published_at", "pk"))
    found: list[Publication] = []
    grown = True
    while grown:
        joined = [
            item for item in waiting if not wanted.isdisjoint(_things(item, is_open=is_open))
        ]
        waiting = [item for item in waiting if item not in joined]
        found += joined
        grown = bool(joined)
        wanted.update(*(_things(item, is_open=is_open) for item in joined))
    return sorted(found, key=lambda item: (item.published_at, item.pk))


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a publication, with what it is weighed beside.

    Args:
        counted: what it counts.
        past: earlier publications that share things with it.
        known: per class of readers what they know anyway.
        secrets: things that must not be told themselves; None is all of them.
        is_open: of what is no secret.
    """

    counted: Counted
    past: Sequence[Publication]
    known: Sequence[frozenset[UUID]]
    secrets: Collection[UUID] | None
    is_open: bool


def _secret_part(
    counted: Counted,
    secrets: Mapping[UUID, bool],
    readers: Iterable[Reader],
    kind: str,
    groups: Collection[str],
    today: date,
) -> _Part:
    """Return the part of the secrets: each of them is kept from every class of readers."""
    past = related(counted.things)
    things = frozenset(counted.things) | {UUID(thing) for item in past for thing in item.counted}
    # What is no secret any more everybody is taken to know: it protects nothing else.
    known = [
        things - (kept_from([reader], kind, groups, on=today).keys() & secrets.keys())
        for reader in readers
    ]
    return _Part(counted, past, known, None, is_open=False)


def _open_part(
    counted: Counted,
    secrets: Collection[UUID],
    public: frozenset[UUID],
    owners: Mapping[UUID, UUID],
) -> _Part:
    """Return the part of the rest, kept from who knows what is public, and each owner her own.

    What was open in an earlier publication and is a secret now must not be told itself: else the
    total without it, beside that with it, would.
    """
    past = related(counted.things, is_open=True)
    own: dict[UUID, set[UUID]] = {}
    for thing in counted.things:
        own.setdefault(owners[thing], set()).add(thing)
    for item in past:
        for thing, owner in item.open_counted.items():
            own.setdefault(UUID(owner), set()).add(UUID(thing))
    known = [public, *(public | things for _owner, things in sorted(own.items()))]
    return _Part(counted, past, known, frozenset(secrets), is_open=True)


def _public(kind: str, groups: Collection[str], today: date) -> frozenset[UUID]:
    """Return the things of which everybody may know these groups."""
    seen = seen_by(EVERYBODY, kind, on=today)
    return frozenset(
        thing for thing in seen.shown if seen.partly.get(thing, frozenset()).isdisjoint(groups)
    )


def _weighed(part: _Part, rules: Rules) -> Weighed:
    """Weigh the new numbers of a part beside the earlier ones, for every class of readers."""
    counted, past = part.counted, part.past
    new = numbers_of(counted)
    if any(item.rules["base"] != rules.base for item in past):
        # Numbers of two bases side by side tell more than either, so the attacker knows them all.
        exact = Rules(rules.rule, rules.width, rules.least, 0)
    else:
        exact = rules
    tables = registered_tables()
    dear = [
        [Key(name, *key) for key in group]
        for name, terms in counted.terms.items()
        for group in tables[name].dear(terms)
    ]
    # The same numbers are hidden in the same way, whoever asks again.
    seed = int(digest([sorted(map(_plain, new.items())), counted.on])[:SEED_DIGITS], 16)
    issues = [issue_of(item, is_open=part.is_open) for item in past]
    found = weigh(new, issues, _once(part.known), exact, seed, dear, part.secrets)
    if exact is rules:
        return found
    rounded = {
        key: None if value is None else _shown(new[key], rules.base)
        for key, value in found.shown.items()
    }
    return Weighed(rounded, found.withheld)


def _plain(item: tuple[Key, frozenset[Atom]]) -> tuple[Key, int]:
    key, atoms = item
    return key, sum(atom.value for atom in atoms)


def _once(known: Sequence[frozenset[UUID]]) -> list[frozenset[UUID]]:
    return list(dict.fromkeys(known))

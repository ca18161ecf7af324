"""Publishing totals that hold secrets: weighed beside everything that was published before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
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
from woonregie.foundation.disclosure.circles import Reader
from woonregie.foundation.disclosure.errors import PublicationError
from woonregie.foundation.disclosure.models import Publication
from woonregie.foundation.disclosure.queries import kept_from, restricted
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
        rules: when numbers may be shown.
        act: registered name of the act, for the trail.

    Raises:
        PublicationError: a reference date that is yet to come, or an earlier publication that
            cannot be worked out again.
    """
    today = localdate(at)
    if on > today:
        raise PublicationError(_("De peildatum moet vandaag of eerder zijn."), on=on.isoformat())
    # Two publications at once would not know of each other.
    list(Organisation.objects.select_for_update().filter(publications__isnull=False))
    secrets = restricted(kind, groups, on=today)
    counted = Counted(
        scope_id=scope.pk,
        on=on,
        known_on=at,
        things=frozenset(thing for thing, counts in secrets.items() if counts),
        terms=laid_down(scope, on),
    )
    new = numbers_of(counted)
    found = _weighed(new, counted, secrets, readers, rules, kind, groups, today)
    shown: dict[str, list[list[Any]]] = {name: [] for name in registered_tables()}
    for key, value in found.shown.items():
        shown[key.table].append([key.area, key.key, value])
    base = {"scope": scope.pk, "on": on, "at": at, "numbers": shown, "rules": asdict(rules)}
    made = Publication.objects.create(
        scope=scope,
        on=on,
        published_at=at,
        published_by=by,
        rules=asdict(rules),
        terms=dict(counted.terms),
        counted=sorted(str(thing) for thing in counted.things),
        numbers=shown,
        withheld=found.withheld,
        digest=digest(base),
    )
    record(
        act=act,
        by=by,
        at=at,
        target=made,
        organisation_id=scope.pk,
        payload={"on": on, "digest": made.digest, "withheld": found.withheld},
    )
    return made


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


def issue_of(publication: Publication) -> Issue:
    """Return what was published, worked out again from what was known at the time.

    Raises:
        PublicationError: what was shown then does not come out.
    """
    counted = Counted(
        scope_id=publication.scope_id,
        on=publication.on,
        known_on=publication.published_at,
        things=frozenset(UUID(thing) for thing in publication.counted),
        terms=publication.terms,
    )
    numbers = numbers_of(counted)
    base = int(publication.rules["base"])
    told = {Key(*key): value for key, value in publication.shown().items() if value is not None}
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


def _shown(atoms: Iterable[Atom], base: int) -> int:
    true = sum(atom.value for atom in atoms)
    return -(-(2 * true - base) // (2 * base)) * base if base else true


def related(things: Collection[UUID]) -> list[Publication]:
    """Return the publications that share things, directly or through others, the oldest first."""
    wanted = {str(thing) for thing in things}
    waiting = list(Publication.objects.select_related("scope").order_by("published_at", "pk"))
    found: list[Publication] = []
    grown = True
    while grown:
        joined = [item for item in waiting if not wanted.isdisjoint(item.counted)]
        waiting = [item for item in waiting if item not in joined]
        found += joined
        grown = bool(joined)
        wanted.update(*(item.counted for item in joined))
    return sorted(found, key=lambda item: (item.published_at, item.pk))


def _weighed(
    new: Numbers,
    counted: Counted,
    secrets: Mapping[UUID, bool],
    readers: Iterable[Reader],
    rules: Rules,
    kind: str,
    groups: Collection[str],
    today: date,
) -> Weighed:
    """Weigh new numbers beside the earlier ones, for every class of readers."""
    past = related(counted.things)
    things = frozenset(counted.things) | {UUID(thing) for item in past for thing in item.counted}
    # What is no secret any more everybody is taken to know: it protects nothing else.
    known = [
        things - (kept_from([reader], kind, groups, on=today).keys() & secrets.keys())
        for reader in readers
    ]
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
    found = weigh(new, [issue_of(item) for item in past], _once(known), exact, seed, dear)
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

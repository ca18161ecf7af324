"""What a balance counts of plans that are kept from its reader: what was published of them.

An answer is a sum of plans that its reader may see, and of numbers that everybody may see. So it
tells nothing else of a secret, whatever is asked: any day, definition, period or part of a region.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.engines.delivery import Capacity
from woonregie.foundation.disclosure.models import Publication
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import lineage
from woonregie.subjects.balance.queries.asking import Remark
from woonregie.subjects.balance.queries.capacities import Held, held_in
from woonregie.subjects.balance.queries.published import (
    Added,
    Shown,
    added_to,
    counted_in,
    fits,
    newest_for,
)
from woonregie.subjects.balance.queries.terms import Terms
from woonregie.subjects.balance.tables import CAPACITY
from woonregie.subjects.plans.queries import places_of


@dataclass(frozen=True, slots=True)
class Counting:
    """What the rows of a balance count, and its total where that is not their sum.

    Args:
        held: of the municipalities.
        total: (1, c) of the region; None where it is the sum of the municipalities.
        remarks: what of secrets counts, or why nothing does.
    """

    held: Held
    total: Capacity | None
    remarks: Sequence[Remark]

    @property
    def demolished_besides(self) -> int:
        """Dwellings that the total demolishes beyond what its municipalities do."""
        if self.total is None:
            return 0
        return int(self.total.demolition.sum() - self.held.planned_demolition.sum())


def counting_of(terms: Terms, region: Region) -> Counting:
    """Return what counts for a reader: plans that she may see, and what was published.

    Args:
        terms: of the question.
        region: of which totals are published.
    """
    live = _held(terms, terms.without)
    if not terms.without:
        return Counting(live, None, ())
    publication = newest_for(region, terms.question)
    if publication is None:
        why = _("voor deze peildatum zijn nog geen totalen gepubliceerd")
        return Counting(live, None, [_not_counted(why)])
    if not fits(publication, terms.profile.name, terms.profile.version, terms.period):
        why = _("de gepubliceerde totalen gaan over een andere definitie of periode")
        return Counting(live, None, [_not_counted(why)])
    counted = counted_in(publication)
    # What a reader may see of what was published would count twice.
    bare = live if counted <= terms.without else _held(terms, terms.without | counted)
    shown = publication.shown()
    return Counting(
        _rows(terms, live, bare, shown),
        _whole(terms, region, publication, bare, shown),
        [_as_published(publication)],
    )


def _held(terms: Terms, without: frozenset[UUID]) -> Held:
    return held_in(terms.places, terms.question, terms.profile, terms.period, terms.basis, without)


def _rows(terms: Terms, live: Held, bare: Held, shown: Shown) -> Held:
    """Return the municipalities, those of which something is kept with what was published."""
    build, demolition = live.capacity.build.copy(), live.capacity.demolition.copy()
    now = lineage([place.pk for place in terms.places], on=terms.question.on)
    kept = {now[place] for place in places_of(terms.without) if place in now}
    for at, place in enumerate(terms.places):
        added = added_to(shown, place.code, terms.profile.name) if place.pk in kept else None
        if added is not None:
            build[at] = bare.capacity.build[at] + np.array(added.build)
            demolition[at] = bare.capacity.demolition[at] + np.array(added.demolition)
    return replace(live, capacity=Capacity(build, demolition))


def _whole(
    terms: Terms, region: Region, publication: Publication, bare: Held, shown: Shown
) -> Capacity | None:
    """Return the region; None where part of it is asked, or what is published of it is hidden."""
    published = publication.terms[CAPACITY]["municipalities"]
    if {place.code for place in terms.places} != set(published):
        return None
    added = added_to(shown, region.slug, terms.profile.name)
    return None if added is None else _sum(bare, added)


def _sum(bare: Held, added: Added) -> Capacity:
    return Capacity(
        build=bare.capacity.build.sum(axis=0, keepdims=True) + np.array([added.build]),
        demolition=bare.capacity.demolition.sum(axis=0, keepdims=True)
        + np.array([added.demolition]),
    )


def _not_counted(why: str) -> Remark:
    text = _("Afgeschermde plannen die u niet mag zien, tellen hier niet mee: %(why)s.")
    return Remark("secrets_not_counted", text % {"why": why})


def _as_published(publication: Publication) -> Remark:
    text = _(
        "Van afgeschermde plannen telt mee wat de regio publiceerde voor de peildatum %(day)s. "
        "Wat daarin verborgen is, telt niet mee. Het totaal van de regio kan daarom anders zijn "
        "dan de gemeenten samen."
    )
    said = {"day": date_format(publication.on, "j F Y")}
    return Remark("secrets_as_published", text % said)

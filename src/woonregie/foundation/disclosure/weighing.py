"""Which numbers of a publication can be shown, beside all that was published before.

Numbers of equal atoms are one number here: what one of them tells the other tells too. Besides the
numbers each secret itself is looked at: its sum in every publication, and each of its atoms. Plans
that are no secret are only looked at in the numbers.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.suppression import (
    Protection,
    Release,
    Rule,
    Sums,
    attack,
    protect,
    sensitive,
)
from woonregie.foundation.disclosure.tables import Atom, Key

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Together = frozenset[Atom]
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Rules:
    """When numbers may be shown.

    Args:
        rule: contributors, dominance and closeness.
        width: how far what is hidden has to stay open, as a part (0-1) of what is not known of it.
        least: how far at least, in dwellings.
        base: shown numbers are multiples of this; 0 is as they are.
    """

    rule: Rule = field(default_factory=Rule)
    width: float = 0.2
    least: float = 1.0
    base: int = 0


@dataclass(frozen=True, slots=True)
class Issue:
    """The numbers of one publication, by key, and which of them are shown."""

    numbers: Mapping[Key, Together]
    shown: Collection[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Weighed:
    """What may be shown.

    Args:
        shown: each key of the new numbers -> what is shown; None is hidden.
        withheld: whether nothing new could be shown, because a secret would have been told.
    """

    shown: Mapping[Key, int | None]
    withheld: bool


def weigh(
    new: Mapping[Key, Together],
    earlier: Sequence[Issue],
    known: Iterable[Collection[UUID]],
    rules: Rules,
    seed: int,
    dear: Sequence[Collection[Key]] = (),
    secrets: Collection[UUID] | None = None,
) -> Weighed:
    """Decide which new numbers are shown.

    Args:
        new: what is to be published.
        earlier: what was published and shares secrets with it, the oldest first.
        known: per class of readers the things that they know anyway; everybody is one of them.
        rules: when numbers may be shown.
        seed: of the chance with which other worlds are tried.
        dear: groups of numbers that only help when all of a group are shown; where none of a
            group is sensitive, it is shown if that can be done.
        secrets: the things that must not be told themselves; None is all of them. Where only some
            are, it does not matter either how few things changed since an earlier publication.

    Returns:
        What is shown, safe for each class of readers beside all that was shown before.
    """
    scene = _Scene.of(new, earlier, rules, secrets)
    masks = scene.masks(known)
    told = scene.sensitive(new, earlier if secrets is None else (), masks, rules)
    found = scene.protect(told, masks, rules, seed, scene.whole(dear, new, told))
    if any(exposed.any() for exposed in found.exposed):
        found = scene.protect(told, masks, rules, seed)
    tells = any(
        scene.tells_more(found.hidden, at, mask, found, rules) for at, mask in enumerate(masks)
    )
    hidden = scene.all_new_hidden() if tells else found.hidden
    shown = scene.shown_values()
    places = {key: scene.place.get(atoms) for key, atoms in new.items()}
    return Weighed(
        {
            key: 0 if at is None else None if hidden[at] else int(shown[at])
            for key, at in places.items()
        },
        tells,
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """Everything that somebody can lay side by side.

    Args:
        release: the numbers, and behind them what must never be told.
        things: (atom,) whose each atom is.
        place: atoms -> position of their number.
        keep: (number,) shown before.
        secret: (number,) must be hidden: it was hidden before, or it is a secret itself.
    """

    release: Release
    things: Sequence[UUID]
    place: Mapping[Together, int]
    keep: Bools
    secret: Bools

    @classmethod
    def of(
        cls,
        new: Mapping[Key, Together],
        earlier: Sequence[Issue],
        rules: Rules,
        secrets: Collection[UUID] | None,
    ) -> "_Scene":
        """Lay all numbers side by side."""
        every = [*(issue.numbers for issue in earlier), new]
        numbers = list(dict.fromkeys(atoms for one in every for atoms in one.values() if atoms))
        targets = _targets(every, secrets)
        atoms = sorted(set().union(*numbers)) if numbers else []
        position = {atom: at for at, atom in enumerate(atoms)}
        everything = list(dict.fromkeys([*numbers, *targets]))
        sums = Sums(
            np.repeat(np.arange(len(everything)), [len(one) for one in everything]),
            np.array(
                [at for one in everything for at in sorted(position[atom] for atom in one)],
                dtype=int,
            ),
            len(everything),
            len(atoms),
        )
        things = [atom.thing for atom in atoms]
        whose = {thing: at for at, thing in enumerate(dict.fromkeys(things))}
        release = Release(
            np.array([atom.value for atom in atoms], dtype=np.float64),
            np.array([whose[thing] for thing in things], dtype=np.int64),
            sums,
            float(rules.base),
        )
        place = {one: at for at, one in enumerate(everything)}
        shown = {issue.numbers[key] for issue in earlier for key in issue.shown}
        keep = np.array([one in shown for one in everything], dtype=bool)
        untold = {one for issue in earlier for one in issue.numbers.values()} | set(targets)
        secret = np.array([one in untold for one in everything], dtype=bool)
        return cls(release, things, place, keep, secret & ~keep)

    def masks(self, known: Iterable[Collection[UUID]]) -> list[Bools]:
        """Return what each class of readers knows (atom,), each different mask once."""
        found: dict[bytes, Bools] = {}
        for things in known:
            held = frozenset(things)
            mask = np.array([thing in held for thing in self.things], dtype=bool)
            if not mask.all():
                found.setdefault(mask.tobytes(), mask)
        return list(found.values())

    def sensitive(
        self,
        new: Mapping[Key, Together],
        earlier: Sequence[Issue],
        masks: Sequence[Bools],
        rules: Rules,
    ) -> Bools:
        """Return (number,) which new numbers would tell too much to any of these readers."""
        fresh = np.zeros(self.keep.shape, dtype=bool)
        fresh[[self.place[atoms] for atoms in new.values() if atoms]] = True
        found = np.zeros(self.keep.shape, dtype=bool)
        for mask in masks:
            found |= sensitive(self.release, rules.rule, mask if mask.any() else None)
        found[_few_changed(self.place, new, earlier, rules.rule.contributors)] = True
        return self.secret | (found & fresh & ~self.keep)

    def whole(
        self, groups: Sequence[Collection[Key]], new: Mapping[Key, Together], told: Bools
    ) -> Bools:
        """Return (number,) those of groups of which nothing is sensitive."""
        found = np.zeros(self.keep.shape, dtype=bool)
        for group in groups:
            at = [self.place[new[key]] for key in group if new[key]]
            if not told[at].any():
                found[at] = True
        return found

    def protect(
        self,
        told: Bools,
        masks: Sequence[Bools],
        rules: Rules,
        seed: int,
        dear: Bools | None = None,
    ) -> Protection:
        """Hide what is sensitive, and whatever else would tell it."""
        return protect(
            self.release,
            told,
            rng=np.random.default_rng(seed),
            width=rules.width,
            least=rules.least,
            known=[mask if mask.any() else None for mask in masks],
            keep=self.keep if dear is None else self.keep | dear,
            told=[self.told(mask) for mask in masks],
        )

    def told(self, mask: Bools) -> Bools:
        """Return (number,) what a reader works out from one number that was shown before.

        Where only her own part differs between two dates, the one tells her the other.
        """
        rest = self.release.sums
        free = ~mask[rest.atom]
        order = np.lexsort((rest.atom[free], rest.number[free]))
        atoms = rest.atom[free][order]
        ends = np.searchsorted(rest.number[free][order], np.arange(rest.numbers + 1))
        parts = [atoms[start:end].tobytes() for start, end in pairwise(ends)]
        shown = {part for part, kept in zip(parts, self.keep, strict=True) if kept}
        return np.array([part in shown for part in parts], dtype=bool)

    def tells_more(
        self, hidden: Bools, at: int, mask: Bools, found: Protection, rules: Rules
    ) -> bool:
        """Return whether this reader can narrow a secret further than from what was shown before.

        What the other worlds prove needs no attack: each of them shows the same, so the interval
        of whatever differs in it is at least that wide.
        """
        unknown = self.release.sums.of(np.where(mask, 0.0, self.release.values))
        needed = np.maximum(rules.width * unknown, rules.least)
        proved = self.proved_width(hidden, found.worlds[at], mask)
        open_still = hidden & (unknown > 0) & (proved < needed * (1 - TINY))
        if not open_still.any():
            return False
        targets = self.release.sums.only(open_still)
        known = mask if mask.any() else None
        now = attack(self.release, hidden, targets, known)
        width = now.upper - now.lower
        narrow = width < needed[open_still] * (1 - TINY)
        if not narrow.any():
            return False
        # What is told already by what was shown before is not made worse by silence.
        before = attack(self.release, self.all_new_hidden(), targets, known)
        return bool((narrow & (before.upper - before.lower > width + TINY)).any())

    def proved_width(self, hidden: Bools, worlds: Floats, mask: Bools) -> Floats:
        """Return (number,) how far other worlds that show the same differ, each checked."""
        low, high = self.release.bounds()
        true = self.release.numbers
        least, most = true.copy(), true.copy()
        shown = ~hidden
        for world in worlds:
            numbers = self.release.sums.of(world)
            fits = (
                world.min() >= -TINY
                and np.allclose(world[mask], self.release.values[mask])
                and (numbers[shown] >= low[shown] - TINY).all()
                and (numbers[shown] <= high[shown] + TINY).all()
            )
            if fits:
                least, most = np.minimum(least, numbers), np.maximum(most, numbers)
        return most - least

    def all_new_hidden(self) -> Bools:
        """Return (number,) what is hidden when nothing new is shown."""
        return ~self.keep

    def shown_values(self) -> Floats:
        """Return (number,) as they are shown: whole, or rounded to the base."""
        base = self.release.base
        true = self.release.numbers
        return np.ceil(true / base - 0.5) * base if base else np.rint(true)


def _targets(
    every: Sequence[Mapping[Key, Together]], secrets: Collection[UUID] | None
) -> list[Together]:
    """Return what must never be told: of each publication the sums of a secret, and each atom."""
    found: dict[Together, None] = {}
    for numbers in every:
        parts: dict[tuple[UUID, str], set[Atom]] = {}
        atoms = set().union(*numbers.values())
        for atom in sorted(
            atoms if secrets is None else (atom for atom in atoms if atom.thing in secrets)
        ):
            parts.setdefault((atom.thing, atom.part), set()).add(atom)
        found |= dict.fromkeys(frozenset(part) for part in parts.values())
        found |= dict.fromkeys(
            frozenset([atom]) for part in parts.values() for atom in sorted(part)
        )
    return list(found)


def _few_changed(
    place: Mapping[Together, int],
    new: Mapping[Key, Together],
    earlier: Sequence[Issue],
    contributors: int,
) -> list[int]:
    """Return the numbers of which the difference with an earlier one tells of few things."""
    found = []
    for key, atoms in new.items():
        for issue in earlier:
            if key not in issue.numbers or not atoms:
                continue
            changed = {atom.thing for atom in atoms ^ issue.numbers[key]}
            if 0 < len(changed) < contributors:
                found.append(place[atoms])
    return found

"""Publications by chance, several dates and readers: what is shown is laid before an attacker."""

from uuid import UUID

import numpy as np
import pytest

from woonregie.engines.suppression import Protection, Release, Sums, attack
from woonregie.foundation.disclosure.tables import Atom, Key
from woonregie.foundation.disclosure.weighing import Issue, Rules, weigh

RULES = Rules()
TOWNS, YEARS, CLASSES = 3, 2, 2


class Region:
    """Plans of three towns, each with homes in one or two years, of one of two classes."""

    def __init__(self, rng, plans=6):
        self.rng = rng
        self.ids = [UUID(int=at + 1) for at in range(plans)]
        self.town = rng.integers(0, TOWNS, plans)
        self.kind = rng.integers(0, CLASSES, plans)
        self.homes = [self.drawn(plan) for plan in self.ids]

    def drawn(self, plan):
        years = self.rng.choice(YEARS, self.rng.integers(1, YEARS + 1), replace=False)
        return [
            Atom(plan, "build", int(year), int(np.ceil(self.rng.lognormal(2.5, 1.0))))
            for year in sorted(years)
        ]

    def change(self):
        """Let some plans change."""
        for at, plan in enumerate(self.ids):
            if self.rng.random() < 0.4:
                self.homes[at] = self.drawn(plan)

    def numbers(self):
        """Return all numbers of two tables: by class and by year, of each town and of all."""
        found = {}
        for town in (*range(TOWNS), None):
            inside = [at for at in range(len(self.ids)) if town in {None, int(self.town[at])}]
            for kind in (*range(CLASSES), None):
                found[Key("class", str(town), str(kind))] = frozenset(
                    atom
                    for at in inside
                    if kind in {None, int(self.kind[at])}
                    for atom in self.homes[at]
                )
            for year in range(YEARS):
                found[Key("year", str(town), str(year))] = frozenset(
                    atom for at in inside for atom in self.homes[at] if atom.year == year
                )
        return found

    def readers(self):
        """Return what each class knows: everybody nothing, each town its own, one partner."""
        own = [
            frozenset(plan for at, plan in enumerate(self.ids) if self.town[at] == town)
            for town in range(TOWNS)
        ]
        return [frozenset(), *own, frozenset(self.ids[:1])]


def narrowest(issues, known, rules=RULES, secrets=None):
    """Return how wide the narrowest secret is that one reader can work out, as a part of it.

    Asked are each plan of each publication and each number that is hidden, if the reader does not
    know it anyway: from her own plans and one number that was shown. Of the plans only those that
    are secrets are asked, if that is said.
    """
    atoms = sorted(set().union(*(one for issue in issues for one in issue.numbers.values())))
    position = {atom: at for at, atom in enumerate(atoms)}
    mask = np.array([atom.thing in known for atom in atoms], dtype=bool)
    shown = {issue.numbers[key] for issue in issues for key in issue.shown} - {frozenset()}
    told = {frozenset(atom for atom in one if atom.thing not in known) for one in shown}
    asked = set()
    for issue in issues:
        asked |= set(issue.numbers.values())
        everything = frozenset().union(*issue.numbers.values())
        for plan in {
            atom.thing for atom in everything if secrets is None or atom.thing in secrets
        }:
            asked.add(frozenset(atom for atom in everything if atom.thing == plan))
    asked = [
        one
        for one in sorted(asked - shown, key=sorted)
        if frozenset(atom for atom in one if atom.thing not in known) not in {frozenset(), *told}
    ]
    if not asked:
        return np.inf
    every = [*sorted(shown, key=sorted), *asked]
    sums = Sums(
        np.repeat(np.arange(len(every)), [len(one) for one in every]),
        np.array([position[atom] for one in every for atom in one]),
        len(every),
        len(atoms),
    )
    values = np.array([float(atom.value) for atom in atoms])
    release = Release(values, np.zeros(len(atoms), dtype=int), sums, rules.base)
    hidden = np.arange(len(every)) >= len(shown)
    found = attack(release, hidden, sums.only(hidden), mask)
    unknown = sums.of(np.where(mask, 0.0, values))[hidden]
    wide = found.upper - found.lower
    return float(np.min(wide / np.maximum(rules.width * unknown, rules.least)))


class TestAThousandRegions:
    @pytest.mark.parametrize("hundred", range(10))
    def test_give_nothing_away_on_several_dates(self, hundred):
        rng = np.random.default_rng(hundred)
        for _region in range(100):
            region = Region(rng)
            issues = []
            # All of them know nothing, one knows her town, one a single plan; one in ten regions
            # has a third date and every class of readers.
            many = rng.random() < 0.1
            readers = region.readers() if many else region.readers()[:: TOWNS - 1]
            for date in range(2 + many):
                numbers = region.numbers()
                found = weigh(numbers, issues, readers, RULES, seed=date)
                told = [key for key, value in found.shown.items() if value is not None]
                issues.append(Issue(numbers, frozenset(told)))
                region.change()

            for known in readers:
                assert narrowest(issues, known) >= 1 - 1e-4

    def test_give_no_hidden_total_away_of_plans_that_are_no_secret(self):
        rng = np.random.default_rng(100)
        for _region in range(100):
            region = Region(rng)
            issues = []
            # One plan is a secret on the second date, and is in the numbers of the first only.
            secret = region.ids[0]
            readers = region.readers()[:-1]
            for kept in (frozenset(), frozenset([secret])):
                numbers = {
                    key: frozenset(atom for atom in atoms if atom.thing not in kept)
                    for key, atoms in region.numbers().items()
                }
                found = weigh(numbers, issues, readers, RULES, seed=1, secrets=kept)
                told = [key for key, value in found.shown.items() if value is not None]
                issues.append(Issue(numbers, frozenset(told)))
                region.change()

            for known in readers:
                # When it was no secret it was not protected: silence on the second date may leave
                # it narrow already, and what is shown must not make that worse.
                silent = [issues[0], Issue(issues[1].numbers)]
                least = min(1, narrowest(silent, known, secrets={secret}))
                assert narrowest(issues, known, secrets={secret}) >= least - 1e-4

    def test_show_something_of_most(self):
        rng = np.random.default_rng(7)
        shown = 0
        for _region in range(30):
            region = Region(rng, plans=20)
            found = weigh(region.numbers(), [], region.readers(), RULES, seed=1)
            shown += found.shown["class", "None", "None"] is not None

        assert shown > 15


class TestWeighing:
    def test_what_was_shown_stays_shown_and_is_the_same(self):
        region = Region(np.random.default_rng(3), plans=20)
        numbers = region.numbers()
        first = weigh(numbers, [], region.readers(), RULES, seed=1)
        told = frozenset(key for key, value in first.shown.items() if value is not None)

        again = weigh(numbers, [Issue(numbers, told)], region.readers(), RULES, seed=2)

        assert again.shown == first.shown

    def test_what_was_hidden_stays_hidden(self):
        region = Region(np.random.default_rng(3), plans=20)
        numbers = region.numbers()

        found = weigh(numbers, [Issue(numbers)], region.readers(), RULES, seed=2)

        assert not any(found.shown[key] for key in numbers if numbers[key])

    def test_a_number_of_nothing_is_nought(self):
        found = weigh({Key("a", "b", "c"): frozenset()}, [], [frozenset()], RULES, seed=1)

        assert found.shown == {("a", "b", "c"): 0}

    def test_numbers_are_rounded_to_the_base(self):
        atoms = frozenset(Atom(UUID(int=at), "build", 2027, 10 + at) for at in range(1, 6))

        found = weigh({Key("a", "b", "c"): atoms}, [], [frozenset()], Rules(base=10), seed=1)

        # 11 + 12 + 13 + 14 + 15 = 65; a half goes down.
        assert found.shown["a", "b", "c"] == 60

    def test_withholds_everything_new_where_a_secret_would_be_told(self, monkeypatch):
        # Were the search to leave one gap in a row, the attack would find it.
        region = Region(np.random.default_rng(5), plans=20)
        numbers = region.numbers()

        def careless(release, primary, **also):
            worlds = [np.empty((0, release.values.size)) for _reader in also["known"]]
            none = [np.zeros(primary.shape, dtype=bool) for _reader in also["known"]]
            return Protection(primary, worlds, none)

        monkeypatch.setattr("woonregie.foundation.disclosure.weighing.protect", careless)
        monkeypatch.setattr(
            "woonregie.foundation.disclosure.weighing.sensitive",
            lambda release, *_rule: np.arange(release.sums.numbers) == 0,
        )

        found = weigh(numbers, [], region.readers(), RULES, seed=1)

        assert found.withheld
        assert not any(found.shown[key] for key in numbers if numbers[key])

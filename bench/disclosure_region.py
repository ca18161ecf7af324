"""Safe totals of a region: all registered tables, beside two earlier publications."""

import time
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from bench.result import Also, Result

TOWNS, PLANS, YEARS, FIRST, SEED = 11, 300, 10, 2026, 2_026
CHANGED = 0.15
# As many as ship: three count alike, one counts more statuses as hard, one fewer.
HARD = ({0, 1, 3, 4}, {0, 1, 3, 4}, {0, 1, 3, 4}, {0, 1, 2, 3, 4, 5}, {0})
STATUSES = 11
CLASSES = ("hard", "soft", "total")
ACCOUNTS = ("build", "demolition")


def measure() -> Result:
    """Publish twice, time the third: of a region that restricts all its plans, and one in five."""
    every = _third(PLANS)
    fifth = _third(PLANS // 5)
    begun = time.perf_counter()
    few = every.region.few()
    plain = time.perf_counter() - begun
    return Result(
        name="disclosure-region",
        measured=every.wall,
        unit="s",
        goal=1.0,
        peer="plain minimum-count suppression of one date, which protects nothing",
        peer_measured=plain,
        note=f"{PLANS} invented restricted plans in {TOWNS} municipalities, of which one in seven "
        f"changed before each date: {every.numbers} numbers of capacity (five definitions) and of "
        f"years, beside two earlier publications, weighed for {len(every.region.readers())} "
        f"classes of readers. Of the numbers that hold something {100 * every.hidden:.1f} % are "
        f"hidden, and {100 * fifth.hidden:.1f} % where one plan in five is restricted; a plain "
        f"minimum of three plans would hide {100 * few:.1f} %. Every plan, each of its years and "
        "every hidden number stays open by 20 % for each class, proved by other worlds that were "
        "checked against everything shown.",
        also=(
            Also("in processor time", every.cpu, "s"),
            Also("the first publication, in processor time", every.first, "s"),
            Also("one plan in five restricted", fifth.wall, "s"),
            Also("the same in processor time", fifth.cpu, "s"),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Weighing:
    """The third publication of a region: how long it took, and which part is hidden (0-1)."""

    region: "Invented"
    numbers: int
    hidden: float
    wall: float
    cpu: float
    first: float


def _third(plans: int) -> _Weighing:
    """Publish twice, time the third, and see that nothing had to be withheld."""
    from woonregie.foundation.disclosure.weighing import Rules, weigh  # noqa: PLC0415  as above

    region = Invented(np.random.default_rng(SEED), plans)
    issues, taken = [], []
    for turn in range(3):
        numbers = region.numbers()
        wall, cpu = time.perf_counter(), time.process_time()
        found = weigh(numbers, issues, region.readers(), Rules(), turn, region.dear(numbers))
        taken.append((time.perf_counter() - wall, time.process_time() - cpu))
        issues.append(issue(numbers, found.shown))
        assert not found.withheld
        region.change()
    held = [value for key, value in found.shown.items() if numbers[key]]
    hidden = sum(value is None for value in held) / len(held)
    return _Weighing(region, len(numbers), hidden, *taken[-1], taken[0][1])


def issue(numbers, shown):
    """Return a publication as the next one sees it."""
    from woonregie.foundation.disclosure.weighing import Issue  # noqa: PLC0415  as above

    return Issue(numbers, frozenset(key for key, value in shown.items() if value is not None))


class Invented:
    """Plans of a region, restricted all of them, with the numbers that are published of them."""

    def __init__(self, rng: np.random.Generator, plans: int = PLANS) -> None:
        self.rng = rng
        self.ids = [UUID(int=at + 1) for at in range(plans)]
        self.town = rng.integers(0, TOWNS, plans)
        self.status = rng.integers(0, STATUSES, plans)
        self.homes = [self.drawn(plan) for plan in self.ids]

    def drawn(self, plan: UUID) -> list:
        """Return the homes of a plan: built in a few years, some without a year, some replaced."""
        from woonregie.foundation.disclosure.tables import Atom  # noqa: PLC0415  as above

        rng = self.rng
        start, years = FIRST + int(rng.integers(0, YEARS - 1)), int(rng.integers(1, 6))
        share, rest = divmod(int(np.ceil(rng.lognormal(3.5, 1.0))), years)
        found = [
            Atom(plan, "build", start + at, share + (at < rest))
            for at in range(years)
            if share + (at < rest)
        ]
        if rng.random() < 0.2:
            found.append(Atom(plan, "demolition", start, int(rng.integers(1, 10))))
        if rng.random() < 0.2:
            found.append(Atom(plan, "build", 0, int(rng.integers(1, 40))))
        return found

    def change(self) -> None:
        """Let some plans change before the next date."""
        for at, plan in enumerate(self.ids):
            if self.rng.random() < CHANGED:
                self.homes[at] = self.drawn(plan)

    def numbers(self) -> dict:
        """Return all numbers of the two tables, as sums of atoms."""
        from woonregie.foundation.disclosure.tables import Key  # noqa: PLC0415  as above

        found = {}
        for town in (*range(TOWNS), None):
            inside = [at for at in range(len(self.ids)) if town in {None, int(self.town[at])}]
            area = "region" if town is None else f"GM{town:04}"
            for account in ACCOUNTS:
                for profile, hard in enumerate(HARD):
                    for group in CLASSES:
                        found[Key("capacity", area, f"{profile}/{group}/{account}")] = frozenset(
                            atom
                            for at in inside
                            if group == "total" or (group == "hard") == (self.status[at] in hard)
                            for atom in self.homes[at]
                            if atom.part == account
                            and (not atom.year or FIRST <= atom.year < FIRST + YEARS)
                        )
                for year in (*range(FIRST, FIRST + YEARS), 0):
                    found[Key("years", area, f"{year}/{account}")] = frozenset(
                        atom
                        for at in inside
                        for atom in self.homes[at]
                        if (atom.part, atom.year) == (account, year)
                    )
        return found

    def dear(self, numbers) -> list:
        """Return the totals of the region, by definition and account."""
        groups: dict = {}
        for key in numbers:
            if key.table == "capacity" and key.area == "region" and "/total/" not in key.key:
                profile, _group, account = key.key.split("/")
                groups.setdefault((profile, account), []).append(key)
        return list(groups.values())

    def readers(self) -> list:
        """Return what each class knows: everybody nothing, each town its own, a partner five."""
        own = [
            frozenset(plan for at, plan in enumerate(self.ids) if self.town[at] == town)
            for town in range(TOWNS)
        ]
        return [frozenset(), *own, frozenset(self.ids[:5])]

    def few(self) -> float:
        """Return which part of the numbers has fewer than three plans."""
        held = [{atom.thing for atom in one} for one in self.numbers().values() if one]
        return sum(len(plans) < 3 for plans in held) / len(held)

"""How far the best attack on published totals of an invented region comes."""

import numpy as np

from bench.disclosure_region import SEED, Invented, issue
from bench.result import Also, Result

DATES, PLANS = 3, 60


def narrower(width: float) -> float:
    """Return how many times narrower than 20 % an interval is; 1 or less is wide enough."""
    return round(0.2 / max(width, 0.001), 3)


def measure() -> Result:
    """Publish for three dates, and let a solver work out each plan for each class of readers."""
    from woonregie.engines.suppression import Release, Sums, attack  # noqa: PLC0415  when asked
    from woonregie.foundation.disclosure.weighing import Rules, weigh  # noqa: PLC0415  as above

    region = Invented(np.random.default_rng(SEED), PLANS)
    issues, rules, plain = [], Rules(), []
    for turn in range(DATES):
        numbers = region.numbers()
        found = weigh(numbers, issues, region.readers(), rules, turn, region.dear(numbers))
        issues.append(issue(numbers, found.shown))
        # The peer: every number of three plans or more is shown.
        enough = {
            key: 1 if len({atom.thing for atom in one}) >= 3 else None
            for key, one in numbers.items()
        }
        plain.append(issue(numbers, enough))
        region.change()

    def narrowest(published, known):
        """Return the narrowest interval as a part of a plan, and how many are under 20 %."""
        shown = sorted(
            {one.numbers[key] for one in published for key in one.shown} - {frozenset()},
            key=sorted,
        )
        plans = {}
        for at, one in enumerate(published):
            for atom in frozenset().union(*one.numbers.values()):
                if atom.thing not in known:
                    plans.setdefault((at, atom.thing), set()).add(atom)
        asked = list(dict.fromkeys(map(frozenset, plans.values())))
        every = [*shown, *asked]
        atoms = sorted(frozenset().union(*every))
        position = {atom: at for at, atom in enumerate(atoms)}
        sums = Sums(
            np.repeat(np.arange(len(every)), [len(one) for one in every]),
            np.array([position[atom] for one in every for atom in one]),
            len(every),
            len(atoms),
        )
        values = np.array([float(atom.value) for atom in atoms])
        release = Release(values, np.zeros(len(atoms), dtype=int), sums)
        hidden = np.arange(len(every)) >= len(shown)
        mask = np.array([atom.thing in known for atom in atoms])
        wide = attack(release, hidden, sums.only(hidden), mask).width(release.numbers[hidden])
        return float(wide.min()), int((wide < 0.2 - 1e-6).sum())

    ours = [narrowest(issues, known) for known in region.readers()]
    theirs = [narrowest(plain, known) for known in region.readers()]
    worst = min(width for width, _told in ours)
    lost = sum(told for _width, told in theirs)
    return Result(
        name="disclosure-attack",
        measured=narrower(worst),
        unit="x",
        goal=1.0,
        peer="plain minimum-count suppression",
        peer_measured=narrower(min(width for width, _told in theirs)),
        note=f"{PLANS} invented restricted plans, {DATES} dates, {len(region.readers())} classes "
        "of readers: how many times narrower than 20 % of a plan the narrowest interval is in "
        f"which any reader can prove a plan to lie (here {100 * worst:.1f} % of the plan), found "
        "with two linear programmes per plan over everything published. Under "
        f"plain suppression {lost} plans are narrowed to less than 20 % by some reader.",
        also=(Also("plans narrowed to less than 20 %", sum(told for _w, told in ours), ""),),
    )

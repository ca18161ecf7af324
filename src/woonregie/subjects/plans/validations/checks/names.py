"""Checks of names: one plan under two names, damaged text, names that say it is over."""

import re
from collections.abc import Iterator, Mapping

from woonregie.subjects.plans.likeness import numbers_in, plain
from woonregie.subjects.plans.models import ProjectPhase
from woonregie.subjects.plans.validations.found import Check, Finding, Picture

FINISHED = re.compile(r"\b(afgerond|vervallen|gereed|opgeleverd|ingetrokken)\b", re.IGNORECASE)
# What UTF-8 looks like when read as cp1252, and the sign for what could not be read at all.
DAMAGED = re.compile("Ã[\u0080-¿]|â€|Â[\u0080-¿]|\ufffd|#(?:REF|N/A|VERW|N/B)")


def same_name(picture: Picture) -> Iterator[Finding]:
    """Find plans of one municipality whose names are nearly the same."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only this check needs it

    views = [view for view in picture.plans if view.counts]
    names = [plain(view.version.name) for view in views]
    likeness = process.cdist(
        names, names, scorer=fuzz.ratio, score_cutoff=picture.limit("same_name", "likeness")
    )
    for one, other in zip(*likeness.nonzero(), strict=True):
        if one < other and numbers_in(names[one]) == numbers_in(names[other]):
            first, second = views[one], views[other]
            yield first.finding("same_name", second, other=second.version.name)


def damaged_text(picture: Picture) -> Iterator[Finding]:
    """Find names and notes that were damaged on their way here."""
    for view in picture.plans:
        found = DAMAGED.search(f"{view.version.name} {view.version.note}")
        if found:
            yield view.finding("damaged_text", text=found[0])


def name_says_finished(picture: Picture) -> Iterator[Finding]:
    """Find plans whose name says that they are over, while they still have homes."""
    for view in picture.plans:
        says = FINISHED.search(view.version.name)
        active = view.holding.build or view.version.project_phase != ProjectPhase.FINISHED
        if says and active:
            yield view.finding("name_says_finished", word=says[0], dwellings=view.holding.build)


CHECKS: Mapping[str, Check] = {
    "same_name": same_name,
    "damaged_text": damaged_text,
    "name_says_finished": name_says_finished,
}

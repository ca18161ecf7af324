"""Safe tables: which published numbers would tell a secret, and what else has to be hidden."""

from woonregie.engines.suppression._attack import Interval, attack
from woonregie.engines.suppression._protect import Parts, Protection, protect
from woonregie.engines.suppression._release import Release, Sums, margins
from woonregie.engines.suppression._rules import Rule, sensitive

__all__ = [
    "Interval",
    "Parts",
    "Protection",
    "Release",
    "Rule",
    "Sums",
    "attack",
    "margins",
    "protect",
    "sensitive",
]

"""`woonregie import-completions FILE`: how many homes were counted per municipality and year."""

from woonregie.subjects.plans.management.commands._counted import CountedCommand
from woonregie.subjects.plans.services.realised_lists import COMPLETIONS


class Command(CountedCommand):
    """Reads totals of a year."""

    help = "Leest getelde woningen per gemeente en jaar in, van het CBS (csv). Alles of niets."
    layout = COMPLETIONS

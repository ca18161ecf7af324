"""`woonregie import-building-changes FILE`: proposals from the register of buildings."""

from woonregie.subjects.plans.management.commands._counted import CountedCommand
from woonregie.subjects.plans.services.realised_lists import CHANGES


class Command(CountedCommand):
    """Reads building changes."""

    help = (
        "Leest mutaties van gebouwen uit de BAG in (csv) en stelt boekingen voor. Alles of niets."
    )
    layout = CHANGES

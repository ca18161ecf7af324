"""What this room tells the rooms that do not know it: its acts."""

from importlib import import_module

# Its acts are registered where they are done.
import_module("woonregie.foundation.consents.services")

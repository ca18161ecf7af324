"""Browser journeys that cross subjects."""
